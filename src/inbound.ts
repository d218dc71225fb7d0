import type { FastifyInstance } from 'fastify';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { type Answer, takeReceipt, takeText } from './messages/actions/inbound.ts';
import type { CannotCome } from './messages/actions/replies.ts';

/** What the addresses for carriers need. `allowed` compares the authorization header with the token. */
export type InboundOptions = {
  db: Database;
  clock: Clock;
  handlers: readonly CannotCome[];
  allowed(authorization: string | undefined): boolean;
};

/**
 * The addresses that GOV.UK Notify calls, for whoever has the token. They take JSON, which no other address does, and answer
 * without a body. Registered as a plugin, so that their parser is theirs alone.
 */
export function inboundRoutes(options: InboundOptions) {
  const { db, clock, handlers, allowed } = options;
  const at = () => ({ now: clock.now(), today: clock.today().toString() });
  return async (app: FastifyInstance): Promise<void> => {
    app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 50_000 }, (_request, body, done) => {
      try {
        done(null, JSON.parse(String(body)));
      } catch {
        done(null, null);
      }
    });
    const take = (path: string, work: (body: unknown) => Promise<Answer>) =>
      app.post(path, async (request, reply) => {
        if (!allowed(request.headers.authorization)) return reply.code(403).send();
        return reply.code(await work(request.body)).send();
      });
    take('/inbound/notify/receipt', (body) => takeReceipt(db, body, at()));
    take('/inbound/notify/text', (body) => takeText(db, handlers, body, at()));
  };
}

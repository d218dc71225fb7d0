import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Profile, type PublicAnswer, publicList, publicOne, publicVersion } from './directory/actions/public.ts';
import { openApi, profiles } from './directory/rules/openapi.ts';
import { type ListName, lists } from './directory/rules/public-query.ts';
import type { Database } from './kit/db.ts';
import { isUuid } from './kit/uuid.ts';

/** What the public addresses need. */
export type OpenReferralOptions = {
  db: Database;
  /** Requests of one network address in a minute; without it, any number. */
  perMinute?: number | undefined;
};

/** Of every answer here: anybody may read it from any site, and keep it for a minute. */
const open = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=60',
};

/**
 * The public directory: HSDS 3.0 at /open-referral and Open Referral UK at /open-referral/uk, for reading alone, without an
 * account and without a cookie. Everything comes from the published copy, over connections that can read nothing else.
 */
export function openReferral(options: OpenReferralOptions) {
  const { db } = options;
  const allowed = limiter(options.perMinute);
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers(open);
      if (allowed(request.ip)) return undefined;
      return problem(reply.header('retry-after', '60'), 429, 'Too many requests', 'Wait a minute, then ask again.');
    });
    app.setErrorHandler(async (error: { statusCode?: number; code?: string }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status < 500)
        return problem(reply, status, 'This address cannot be read', 'Look at openapi.json for what can be asked.');
      request.log.error({ code: error.code, route: request.routeOptions.url }, 'failed');
      return problem(reply, 500, 'Something went wrong', 'Try again later.');
    });
    app.setNotFoundHandler(async (_request, reply) => notThere(reply));
    for (const profile of ['hsds', 'uk'] as const) routesOf(app, profile, profile === 'uk' ? '/uk' : '');
  };

  function routesOf(app: FastifyInstance, profile: Profile, prefix: string): void {
    const base = `/open-referral${prefix}`;
    const here = (request: FastifyRequest) => `${request.protocol}://${request.host}${base}`;
    const about = async (request: FastifyRequest, reply: FastifyReply) => {
      const { version, profile: described } = profiles[profile];
      return reply.send({ version, profile: described, openapi_url: `${here(request)}/openapi.json` });
    };
    app.get(`${prefix}/`, about);
    if (prefix !== '') app.get(prefix, about);
    app.get(`${prefix}/openapi.json`, async (request, reply) => reply.send(openApi(profile, here(request))));
    for (const list of Object.keys(lists) as ListName[]) {
      app.get(`${prefix}/${list}`, (request, reply) =>
        answer(request, reply, (version) =>
          publicList(db, list, request.query as object as Record<string, unknown>, profile, version),
        ),
      );
      app.get(`${prefix}/${list}/:id`, async (request, reply) => {
        const id = (request.params as { id: string }).id.toLowerCase();
        if (!isUuid(id)) return notThere(reply);
        return answer(request, reply, () =>
          publicOne(db, list, id, request.query as object as Record<string, unknown>, profile),
        );
      });
    }
  }

  /** The same address of the same version gives the same answer, so that one who has it already is only told so. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (version: number) => Promise<PublicAnswer>,
  ) {
    const version = await publicVersion(db);
    const etag = `"${version}-${createHash('sha256').update(request.url).digest('base64url').slice(0, 16)}"`;
    const had = request.headers['if-none-match'];
    if (had?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
      return reply.header('etag', etag).code(304).send();
    const result = await work(version);
    switch (result.outcome) {
      case 'json':
        return reply.header('etag', etag).type('application/json; charset=utf-8').send(result.body);
      case 'lines':
        return reply.header('etag', etag).type('application/x-ndjson; charset=utf-8').send(result.body);
      case 'not found':
        return notThere(reply);
      case 'refused':
        return problem(
          reply,
          400,
          'Some of what was asked cannot be read',
          result.problems.map((one) => `${one.parameter} ${one.problem}.`).join(' '),
          { problems: result.problems },
        );
    }
  }
}

const notThere = (reply: FastifyReply) =>
  problem(
    reply,
    404,
    'There is no such entry',
    'It may not be published any more. Look at openapi.json for what can be asked.',
  );

/** A problem as RFC 9457 writes it. Nobody keeps one. */
function problem(reply: FastifyReply, status: number, title: string, detail: string, more: object = {}) {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ title, status, detail, ...more }));
}

const mostAddresses = 10_000;

/** Counts requests of each address by the minute. Of this process alone, and nothing of it is kept. */
function limiter(perMinute: number | undefined): (address: string) => boolean {
  if (perMinute === undefined) return () => true;
  let minute = 0;
  let counts = new Map<string, number>();
  return (address) => {
    const now = Math.floor(performance.now() / 60_000);
    if (now !== minute || counts.size > mostAddresses) {
      minute = now;
      counts = new Map();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count <= perMinute;
  };
}

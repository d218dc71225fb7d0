/** A stand-in of GOV.UK Notify by its published API: it checks the token by itself and knows what it accepted. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Kept = { id: string; reference: string; path: string; status: string; body: Record<string, unknown> };
export type NotifyStandIn = {
  url: string;
  key: string;
  service: string;
  secret: string;
  /** What it accepted, the first first. */
  kept: Kept[];
  /** Answers to the next that are sent, in place of 201; 'silent' accepts and breaks the connection. */
  answers: (number | 'silent')[];
  close(): void;
};

/** Letters on a page of its list: Notify has 250. */
const pageOf = 2;

/** Starts one at a free port of this machine. */
export async function notifyStandIn(): Promise<NotifyStandIn> {
  const [service, secret] = ['26785a09-ab16-4eb0-8407-a37497a57506', '3d844edf-8d35-48ac-975b-e847b4f122b0'];
  const kept: Kept[] = [];
  const answers: (number | 'silent')[] = [];
  const found = (asked: URLSearchParams): Kept[] => {
    const reference = asked.get('reference');
    if (reference !== null) return kept.filter((one) => one.reference === reference);
    const letters = kept.filter(({ path }) => path.endsWith(`/${asked.get('template_type')}`)).reverse();
    const older = asked.get('older_than');
    return letters.slice(older === null ? 0 : letters.findIndex(({ id }) => id === older) + 1).slice(0, pageOf);
  };
  const server = createServer((request, reply) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const [head = '', claims = '', signature = ''] = (request.headers.authorization ?? '')
        .replace('Bearer ', '')
        .split('.');
      const made = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
      const { iss, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as {
        iss?: string;
        iat?: number;
      };
      const json = (status: number, body: unknown) =>
        reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (signature !== made || iss !== service || Math.abs((iat ?? 0) - Date.now() / 1000) > 30)
        return json(403, { status_code: 403 });
      const at = new URL(request.url ?? '', 'http://stand-in');
      if (request.method === 'GET') return json(200, { notifications: found(at.searchParams) });
      const answer = answers.shift() ?? 201;
      if (answer !== 201 && answer !== 'silent') return json(answer, { status_code: answer, errors: [] });
      const body = JSON.parse(text) as Record<string, unknown>;
      const id = `740e5834-3a29-46b4-9a6f-16142fde5${String(kept.length).padStart(3, '0')}`;
      kept.push({ id, reference: String(body.reference), path: at.pathname, status: 'accepted', body });
      if (answer === 'silent') return request.socket.destroy();
      return json(201, { id, reference: body.reference });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: `newel_test-${service}-${secret}`,
    ...{ service, secret, kept, answers },
    close: () => server.close(),
  };
}

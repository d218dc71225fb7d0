/** Follows the links of the site as a user or as nobody, without a browser: GET only, a few pages of each route. */
import { routes } from '../../src/rooms.ts';
import type { Site, UserName } from './site.ts';

/** Pages of one route that are opened: enough to meet its variants, few enough to end. */
const PER_ROUTE = 3;

/** A page or file that a link led to. `pattern` is the path of its route; `from` is the page that held the link. */
export type Found = { path: string; pattern: string; from: string; status: number; type: string; body: string };

/**
 * Opens `starts` and every link from there, at most a few of each route; `user` is null for who has not signed in. Resolves
 * to what was found, in the order of discovery.
 */
export async function crawl(site: Site, user: UserName | null, starts: string[] = ['/']): Promise<Found[]> {
  const cookies: Record<string, string> = user === null ? {} : { newel: await site.session(user) };
  const found: Found[] = [];
  const met = new Set<string>();
  const count = new Map<string, number>();
  const queue = starts.map((path) => ({ path, from: '(start)' }));
  const add = (path: string, from: string) => {
    if (met.has(path)) return;
    met.add(path);
    const pattern = patternOf(path);
    // Different filters and orders of the same list are different pages; its first few stand for all.
    const key = pattern + [...new URL(path, site.url).searchParams.keys()].sort().join();
    const times = (count.get(key) ?? 0) + 1;
    count.set(key, times);
    if (times <= PER_ROUTE) queue.push({ path, from });
  };
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, from } = next;
    const reply = await site.app.inject({ method: 'GET', url: path, cookies });
    const type = String(reply.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    found.push({ path, pattern: patternOf(path), from, status: reply.statusCode, type, body: reply.body });
    if (reply.statusCode === 303) add(String(reply.headers.location), path);
    if (type === 'text/html') for (const link of linksOf(reply.body, new URL(path, site.url))) add(link, path);
  }
  return found;
}

/** Addresses of the same site in links of the page, without their fragments. */
function linksOf(body: string, base: URL): string[] {
  const links: string[] = [];
  for (const [, raw = ''] of body.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
    const url = new URL(raw.replaceAll('&amp;', '&'), base);
    if (url.origin === base.origin) links.push(url.pathname + url.search);
  }
  return links;
}

const shapes = routes
  .filter(({ method }) => method === 'GET')
  .map(({ path }) => ({ path, exact: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`) }))
  .sort((a, b) => a.path.split(':').length - b.path.split(':').length);

/** The path of the route that answers an address, or the address itself when none does. */
export function patternOf(path: string): string {
  const bare = path.split('?', 1)[0] as string;
  return shapes.find(({ exact }) => exact.test(bare))?.path ?? bare;
}

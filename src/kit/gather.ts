import type { Sql } from './db.ts';

type Waiting<T, R> = { item: T; resolve(result: R): void; reject(error: unknown): void };
type Lane<T, R> = { underWay: boolean; waiting: Waiting<T, R>[] };

/**
 * Puts calls that come while a statement is under way together into the next one. A call on its own is sent at once; a busy
 * server sends one statement, and has one commit, for several requests. Nobody is given what was read before they asked:
 * every call's statement begins after the call.
 *
 * `send` is given 1 to `most` items and resolves to one result for each, in their order. When it fails, all of its calls fail.
 */
export function gather<T, R>(
  most: number,
  send: (sql: Sql, items: readonly T[]) => Promise<readonly R[]>,
): (sql: Sql, item: T) => Promise<R> {
  // By where it is sent to, so that a transaction's statements stay in it.
  const lanes = new WeakMap<Sql, Lane<T, R>>();

  async function flush(sql: Sql, lane: Lane<T, R>): Promise<void> {
    lane.underWay = true;
    while (lane.waiting.length > 0) {
      const calls = lane.waiting.splice(0, most);
      try {
        const items = calls.map((call) => call.item);
        const results = await send(sql, items);
        for (const [at, call] of calls.entries()) call.resolve(results[at] as R);
      } catch (error) {
        for (const call of calls) call.reject(error);
      }
    }
    lane.underWay = false;
  }

  return (sql, item) => {
    let lane = lanes.get(sql);
    if (lane === undefined) {
      lane = { underWay: false, waiting: [] };
      lanes.set(sql, lane);
    }
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    lane.waiting.push({ item, resolve, reject });
    if (!lane.underWay) void flush(sql, lane);
    return promise;
  };
}

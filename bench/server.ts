/**
 * One of the two servers, in a process of its own: the application or the anchor. `bench/command.ts` starts it with what
 * to serve as its only argument, and talks to it by messages.
 */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createApp } from '../src/app.ts';
import { dataFolder } from '../src/data-folder.ts';
import { buildAssets } from '../src/kit/assets.ts';
import { type Clock, systemClock } from '../src/kit/clock.ts';
import { openDatabase } from '../src/kit/db.ts';
import { createAnchor } from './anchor.ts';
import { today } from './scratch.ts';

/** What to serve. */
export type Serving = { what: 'application' | 'anchor'; url: string; timeZone: string; now?: string };
/** To the server: begin to count statements, say how many there were; begin to watch its memory, say what it held; or stop. */
export type Asked = 'count' | 'counted' | 'watch' | 'watched' | 'stop';
/** From the server: it listens; so many statements were sent since 'count'; so many bytes were held at most since 'watch'. */
export type Told = { port: number } | { statements: number } | { held: number };

const client = pg.Client.prototype as unknown as { query(...given: unknown[]): unknown };
const { query } = client;
let statements = 0;

/** Counts every statement that is sent from now on, those of transactions included. */
function countStatements(): void {
  statements = 0;
  client.query = function (this: unknown, ...given: unknown[]) {
    statements++;
    return query.apply(this, given);
  };
}

// Bytes that are really held, whatever has not been collected yet: the process was started with `--expose-gc` for this.
const holds = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
let watching: { timer: NodeJS.Timeout; base: number; most: number } | null = null;

async function watch(): Promise<void> {
  // What the request before it left behind is gone by then, so that the least that is held is the base.
  let base = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 5; look += 1) {
    await sleep(100);
    base = Math.min(base, holds());
  }
  const timer = setInterval(() => {
    if (watching !== null) watching.most = Math.max(watching.most, holds());
  }, 20);
  watching = { timer, base, most: base };
}
function watched(): number {
  if (watching === null) return 0;
  clearInterval(watching.timer);
  return watching.most - watching.base;
}

// The day stands still, for the data does, and so does the hour where free times depend on it; asking for them costs what it
// costs in use.
function clockOf({ timeZone, now }: Serving): Clock {
  const clock = systemClock(timeZone);
  const day = Temporal.PlainDate.from(today);
  const moment = now === undefined ? null : Temporal.Instant.from(now);
  return { now: () => (moment === null ? clock.now() : moment), today: () => (clock.today() === null ? day : day) };
}

const serving = JSON.parse(process.argv[2] ?? '') as Serving;
const db = openDatabase(serving.url, { max: 10 });
const app =
  serving.what === 'anchor'
    ? await createAnchor(db)
    : await createApp({
        db,
        clock: clockOf(serving),
        timeZone: serving.timeZone,
        assets: await buildAssets(dataFolder()),
        secureCookies: false,
        testIdentifiers: true,
      });
await app.listen({ port: 0, host: '127.0.0.1' });
const tell = (told: Told) => process.send?.(told);

process.on('message', async (asked: Asked) => {
  if (asked === 'count') {
    countStatements();
    tell({ statements });
  } else if (asked === 'counted') {
    client.query = query;
    tell({ statements });
  } else if (asked === 'watch') {
    await watch();
    tell({ held: 0 });
  } else if (asked === 'watched') {
    tell({ held: watched() });
  } else {
    await app.close();
    await db.end();
    process.disconnect?.();
  }
});
tell({ port: (app.server.address() as AddressInfo).port });

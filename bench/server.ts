/**
 * One of the two servers, in a process of its own: the application or the anchor. `bench/command.ts` starts it with what
 * to serve as its only argument, and talks to it by messages.
 */
import type { AddressInfo } from 'node:net';
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
/** To the server: begin to count statements, say how many there were, or stop. */
export type Asked = 'count' | 'counted' | 'stop';
/** From the server: it listens, or so many statements were sent since 'count'. */
export type Told = { port: number } | { statements: number };

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
  } else {
    await app.close();
    await db.end();
    process.disconnect?.();
  }
});
tell({ port: (app.server.address() as AddressInfo).port });

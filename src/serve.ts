import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { startSealer } from './access/actions/seal.ts';
import { createApp } from './app.ts';
import { sendEmployerQuestions } from './claims/actions/employer.ts';
import { dataFolder } from './data-folder.ts';
import { eachDay } from './each-day.ts';
import { eachMinute } from './each-minute.ts';
import { jobs } from './jobs.ts';
import { buildAssets } from './kit/assets.ts';
import type { Clock } from './kit/clock.ts';
import { type Command, type Host, WrongUse } from './kit/command.ts';
import { startWorker } from './kit/jobs.ts';
import { startMailDoor } from './messages/actions/mail-door.ts';
import { startOutbox } from './messages/actions/outbox.ts';
import { configuredMailDoor, configuredSenders } from './messages/actions/senders/configured.ts';
import { publicAddress } from './public-address.ts';
import { sendLinks } from './referrals/actions/links.ts';
import { cannotCome, reminders } from './rooms.ts';
import { watchVisits } from './visits/actions/watch.ts';
import { beforeOpening, partsOfTheDay } from './work-of-the-day.ts';

/** How to serve; `stopped` tells of SIGTERM and SIGINT. */
export type ServeOptions = {
  port: number;
  address: string;
  secureCookies: boolean;
  testIdentifiers: boolean;
  /** Sends messages by the carriers of the environment; a demonstration sends none. */
  sends: boolean;
  trustProxy?: string;
  log: boolean;
  clock: Clock;
  /** Said once the server listens. */
  ready(url: string): void | Promise<void>;
};

/** Serves until it is told to stop, then answers what is under way, ends the jobs and returns. */
export async function serve(host: Host, options: ServeOptions): Promise<void> {
  // Half a set-up of carriers is told before anything is served.
  const senders = options.sends ? configuredSenders(process.env) : [];
  const mailIn = options.sends ? configuredMailDoor(process.env) : null;
  const newelAt = publicAddress(process.env);
  const db = await host.db();
  const assets = await buildAssets(dataFolder());
  const app = await createApp({
    db,
    assets,
    clock: options.clock,
    timeZone: host.timeZone,
    secureCookies: options.secureCookies,
    testIdentifiers: options.testIdentifiers,
    log: options.log,
    metricsToken: process.env.NEWEL_METRICS_TOKEN,
    inboundToken: process.env.NEWEL_INBOUND_TOKEN,
    publicPerMinute: Number(process.env.NEWEL_PUBLIC_PER_MINUTE) || 600,
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
  });
  await beforeOpening(db, options.clock.today().toString());
  const stopWatching = eachMinute(
    () => watchVisits(db, options.clock.now(), options.clock.today().toString()),
    (error) => app.log.error({ code: (error as { code?: string }).code }, 'visits were not looked at'),
  );
  const worker = await startWorker(
    await host.ownerUrl(),
    Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [
        name,
        (payload) => job(payload as Record<string, unknown>, { db, clock: options.clock }),
      ]),
    ),
  );
  const sealer = startSealer(db, {
    // Only the code: a message of the database can hold values.
    failed: (error) => app.log.error({ code: (error as { code?: string }).code }, 'sealing failed'),
  });
  const now = () => ({ now: options.clock.now(), today: options.clock.today().toString() });
  const outbox = startOutbox(db, {
    senders,
    reminders,
    clock: now,
    // One that fails keeps nobody else waiting.
    also: (carriers, clock) =>
      Promise.all([sendLinks(db, carriers, newelAt, clock), sendEmployerQuestions(db, carriers, newelAt, clock)]),
    failed: (error) => app.log.error({ code: (error as { code?: string }).code }, 'the outbox was not worked through'),
  });
  const mailDoor =
    mailIn === null
      ? null
      : await startMailDoor(db, {
          ...mailIn,
          handlers: cannotCome,
          clock: now,
          failed: (error) => app.log.error({ code: (error as { code?: string }).code }, 'an email was not taken'),
        });
  const stopping = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  let stopDays = async () => {};
  try {
    await app.listen({ port: options.port, host: options.address });
    const { address, port } = app.server.address() as AddressInfo;
    await options.ready(`http://${address.includes(':') ? `[${address}]` : address}:${port}`);
    stopDays = eachDay(options.clock, partsOfTheDay(db), (error) =>
      app.log.error({ code: (error as { code?: string }).code }, 'a part of the work of the day was not done'),
    );
    await stopping;
  } finally {
    await app.close();
    await mailDoor?.stop();
    await outbox.stop();
    await stopDays();
    await stopWatching();
    await sealer.stop();
    await worker.stop();
  }
}

/** A port from the command line. */
export function portFrom(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new WrongUse('--port takes a number from 0 to 65535');
  return port;
}

export const commands: Command[] = [
  {
    name: 'serve',
    summary: 'Serve Newel on DATABASE_URL',
    help: `
Use: ./newel serve [--port N] [--address ADDRESS] [--insecure] [--trust-proxy ADDRESSES]

Serves Newel and migrates the database first. Stops gracefully on SIGTERM and SIGINT.

  --port N             port (default 8080; 0 takes a free one)
  --address ADDRESS    address to listen on (default 127.0.0.1)
  --insecure           cookies without 'Secure': only where nothing but this machine can connect
  --trust-proxy LIST   addresses of proxies whose X-Forwarded headers are believed

Environment: DATABASE_URL, NEWEL_TIME_ZONE (Europe/London), NEWEL_METRICS_TOKEN (bearer token of /metrics).
Messages: NEWEL_SMTP_URL and NEWEL_MAIL_FROM for email; NEWEL_NOTIFY_KEY with NEWEL_NOTIFY_TEXT and NEWEL_NOTIFY_EMAIL (ids of
templates) for texts and email; NEWEL_INBOUND_TOKEN (bearer token of /inbound/notify/receipt and /inbound/notify/text).
NEWEL_NOTIFY_LETTERS=yes for letters; NEWEL_REPLY_ADDRESS and NEWEL_MAIL_IN (ADDRESS:PORT) for answers by email.
Directory: NEWEL_PUBLIC_PER_MINUTE (requests to /open-referral of one address in a minute; 600).
NEWEL_ADDRESS (https://newel.example.org) for links in email to services.
Without them messages wait in the outbox.
Addresses for a supervisor: /health (the process answers), /ready (the database answers too).
Exit codes: 0 stopped as told, 1 failed, 2 wrong use.`,
    async run(args, host) {
      const { values } = parseArgs({
        args,
        options: {
          port: { type: 'string' },
          address: { type: 'string' },
          insecure: { type: 'boolean' },
          'trust-proxy': { type: 'string' },
        },
      });
      await serve(host, {
        port: portFrom(values.port, 8080),
        address: values.address ?? '127.0.0.1',
        secureCookies: values.insecure !== true,
        testIdentifiers: false,
        sends: true,
        log: true,
        clock: host.clock,
        ...(values['trust-proxy'] === undefined ? {} : { trustProxy: values['trust-proxy'] }),
        ready: (url) => host.err(`Newel is served at ${url}\n`),
      });
      return 0;
    },
  },
];

/**
 * A whole Newel for browser tests: a database of its own with the shipped programmes, a small part of the pilot and
 * users of every role, served on a free port of 127.0.0.1. Its clock stands at 31 March 2016 until `standOn` moves it.
 */
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { addUser, openSession, staffOf } from '../../src/access/actions.ts';
import { type Membership, type Role, roles, systemActor } from '../../src/access/rules/policy.ts';
import { createApp } from '../../src/app.ts';
import * as instruments from '../../src/assessment/actions/instruments.ts';
import { importFolder } from '../../src/handover/actions.ts';
import { buildAssets } from '../../src/kit/assets.ts';
import { type Clock, fixedClock } from '../../src/kit/clock.ts';
import { type Database, openDatabase } from '../../src/kit/db.ts';
import { loadShippedProgrammes } from '../../src/programmes/actions/shipped.ts';
import { areasOf, programmeByKey } from '../../src/programmes/actions.ts';
import { freshDatabase } from './database.ts';
import { smallPilot } from './sample.ts';
import { addService } from './services.ts';
import { snapshot } from './snapshot.ts';

const ROOT = path.join(import.meta.dirname, '../..');
export const TODAY = '2016-03-31';
/** The password of every user of the site. */
export const PASSWORD = 'four quiet wooden steps';

/** Users of the site: one for each role in Manchester, and two who work elsewhere. */
export type UserName = Role | 'other_worker' | 'other_manager';
export type SiteUser = { id: string; email: string; name: string };
export type Site = Awaited<ReturnType<typeof startSite>>;

/** Puts the programmes, a small part of the pilot and the users into a database. */
async function fill(url: string): Promise<void> {
  const db = openDatabase(url);
  const folder = smallPilot();
  try {
    await loadShippedProgrammes(db, instruments, TODAY);
    const { rejected } = await importFolder(db, { folder, today: TODAY });
    if (rejected > 0) throw new Error(`${rejected} rows of the sample were rejected`);
    await addUsers(db);
  } finally {
    await db.end();
    fs.rmSync(folder, { recursive: true });
  }
}

/** Starts the site. End it with `stop`. */
export async function startSite() {
  const fresh = await freshDatabase({ name: 'site', fill });
  const db = openDatabase(fresh.url);
  const users = await usersOf(db);
  let standing = fixedClock(`${TODAY}T10:00:00Z`);
  const clock: Clock = { now: () => standing.now(), today: () => standing.today() };
  const app = await createApp({
    db,
    clock,
    timeZone: 'Europe/London',
    assets: await buildAssets(path.join(ROOT, '.newel/assets')),
    secureCookies: false,
    testIdentifiers: true,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    db,
    app,
    users,
    /** Moves the calendar to a day, 'YYYY-MM-DD', for a story that takes months. Events are still written at the machine's moments. */
    standOn(day: string): void {
      standing = fixedClock(`${day}T10:00:00Z`);
    },
    /** The token of a new session of the user, for a test that is not about signing in. */
    async session(user: UserName): Promise<string> {
      return (await openSession(db, users[user].id)).token;
    },
    /** The first cell of the first row of a query. Throws when there is no row. */
    async one(sql: string, values: unknown[] = []): Promise<string> {
      const found = await db.query(sql, values);
      const row = found.rows[0] as Record<string, unknown> | undefined;
      if (row === undefined) throw new Error(`no row: ${sql}`);
      return String(Object.values(row)[0]);
    },
    /** Ids of the open cases of the key worker whose sign-in is `key_worker`, in the order of their names. */
    async caseload(user: 'key_worker' | 'other_worker' = 'key_worker'): Promise<string[]> {
      const { rows } = await db.query(
        `select c.id from case_record c join person p on p.id = c.person_id join membership m on m.staff_id = c.key_worker_id
         where m.user_id = $1 and c.status = 'attached' order by p.family_name, p.given_name, c.id`,
        [users[user].id],
      );
      return rows.map((row: { id: string }) => row.id);
    },
    snapshot: () => snapshot(db),
    agent: async (user: UserName) => agentOf(app, (await openSession(db, users[user].id)).token),
    async stop() {
      await app.close();
      await db.end();
      await fresh.drop();
    },
  };
}

/** A signed-in user without a browser: raw requests, with the token of their session in every form. */
function agentOf(app: FastifyInstance, token: string) {
  let csrf: string | undefined;
  async function send(options: InjectOptions) {
    const reply = await app.inject({ ...options, cookies: { newel: token } });
    return { status: reply.statusCode, body: reply.body, location: String(reply.headers.location ?? '') };
  }
  /** The token that every page of a signed-in user holds. */
  async function tokenOf(): Promise<string> {
    csrf ??= /name="_csrf" value="([^"]+)"/.exec((await send({ method: 'GET', url: '/account' })).body)?.[1] ?? '';
    return csrf;
  }
  return {
    get: (url: string) => send({ method: 'GET', url }),
    /** Posts a form; `fields` may give another token as `_csrf`. */
    post: async (url: string, fields: Record<string, string>) =>
      send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: await tokenOf(), ...fields }).toString(),
      }),
    /** Posts a form with files, by the names of their fields. */
    async upload(url: string, files: Record<string, File>) {
      const form = new FormData();
      form.append('_csrf', await tokenOf());
      for (const [name, file] of Object.entries(files)) form.append(name, file);
      const body = new Response(form);
      const headers = { 'content-type': body.headers.get('content-type') ?? '' };
      return send({ method: 'POST', url, headers, payload: Buffer.from(await body.arrayBuffer()) });
    },
  };
}

const NAMES: Record<UserName, string> = {
  key_worker: 'Jack Whitworth',
  other_worker: 'Nell Ashworth',
  team_manager: 'Farida Holt',
  other_manager: 'Ivor Crane',
  local_lead: 'Owen Prescott',
  programme_office: 'Rashida Kenyon',
  evaluator: 'Tomasz Greene',
  administrator: 'Bridget Ainsworth',
  referrer: 'Colin Marsh',
  service_worker: 'Dilys Frost',
};

async function addUsers(db: Database): Promise<void> {
  const programme = await programmeByKey(db, 'working-well-pilot');
  if (programme === null) throw new Error('the pilot is not loaded');
  const programmeId = programme.id;
  const areas = await areasOf(db, { programmeId });
  const staff = await staffOf(db, { programmeId });
  const area = (name: string) => found(areas.find((one) => one.name === name));
  const worker = (code: string) => found(staff.find((one) => one.code === code)).id;
  const nowhere = { areaId: null, providerId: null, staffId: null };
  const team = (name: string) => ({ ...nowhere, areaId: area(name).id, providerId: area(name).provider_id });
  const { organisationId } = await addService(db);
  const places: Record<Role, Omit<Membership, 'role'>> = {
    key_worker: { programmeId, ...nowhere, staffId: worker('MAN-KW01') },
    team_manager: { programmeId, ...team('Manchester') },
    local_lead: { programmeId, ...nowhere, areaId: area('Manchester').id },
    programme_office: { programmeId, ...nowhere },
    evaluator: { programmeId, ...nowhere },
    administrator: { programmeId: null, ...nowhere },
    referrer: { programmeId, ...nowhere },
    service_worker: { programmeId: null, ...nowhere, organisationId },
  };
  const memberships: Record<UserName, Membership> = {
    ...(Object.fromEntries(roles.map((role) => [role, { role, ...places[role] }])) as Record<Role, Membership>),
    other_worker: { role: 'key_worker', programmeId, ...nowhere, staffId: worker('MAN-KW02') },
    other_manager: { role: 'team_manager', programmeId, ...team('Bolton') },
  };
  await Promise.all(
    (Object.keys(NAMES) as UserName[]).map(async (user) => {
      const given = { email: emailOf(user), name: NAMES[user], password: PASSWORD, memberships: [memberships[user]] };
      const added = await addUser(db, systemActor, given, TODAY);
      if ('refused' in added) throw new Error(added.refused);
    }),
  );
}

const emailOf = (user: UserName): string => `${user.replace('_', '.')}@example.org`;

async function usersOf(db: Database): Promise<Record<UserName, SiteUser>> {
  const { rows } = await db.query<SiteUser>('select id, email, name from app_user');
  const user = (name: UserName) => found(rows.find(({ email }) => email === emailOf(name)));
  return Object.fromEntries((Object.keys(NAMES) as UserName[]).map((name) => [name, user(name)])) as Record<
    UserName,
    SiteUser
  >;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sample lacks an area, a key worker or a user');
  return value;
}

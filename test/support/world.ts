/**
 * A small made-up world for tests of the case rooms: the pilot programme with staff, users of every role and a few cases.
 * Everything is in one database; the clock stands at 31 March 2016.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { openSession, upsertStaff } from '../../src/access/actions.ts';
import { type Membership, type Role, systemActor } from '../../src/access/rules/policy.ts';
import { createApp } from '../../src/app.ts';
import { buildAssets } from '../../src/kit/assets.ts';
import { fixedClock } from '../../src/kit/clock.ts';
import { type Database, openDatabase, transaction } from '../../src/kit/db.ts';
import { newId, newReference } from '../../src/kit/ids.ts';
import { areasOf, loadProgramme } from '../../src/programmes/actions.ts';
import type { ProgrammeDocument } from '../../src/programmes/rules.ts';
import { freshDatabase } from './database.ts';

export const today = '2016-03-31';
const root = path.join(import.meta.dirname, '../..');

/** A signed-in user: requests as a browser would send them. */
export type Browser = {
  userId: string;
  get(url: string): Promise<{ status: number; body: string; location: string | undefined }>;
  /** Posts a form with the token of its session. */
  post(
    url: string,
    fields: Record<string, string | readonly string[]>,
  ): Promise<{ status: number; body: string; location: string | undefined }>;
};

/** What `world` made. */
export type World = Awaited<ReturnType<typeof world>>;

/** Makes the world in a database of its own. End it with `end`. */
export async function world() {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  const document = JSON.parse(
    readFileSync(path.join(root, 'programmes/working-well-pilot/programme.json'), 'utf8'),
  ) as ProgrammeDocument;
  const { programmeId } = await transaction(db, (tx) => loadProgramme(tx, systemActor, document, today));
  const other = await transaction(db, (tx) =>
    loadProgramme(tx, systemActor, { ...document, key: 'elsewhere', name: 'Elsewhere' }, today),
  );
  const areas = await areasOf(db, { programmeId });
  const area = (name: string) => {
    const found = areas.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no area ${name}`);
    return found;
  };
  const staff = async (code: string, programme = programmeId, areaName = 'Bolton') => {
    const [made] = await upsertStaff(db, {
      id: newId(),
      programmeId: programme,
      code,
      givenName: 'Rashida',
      familyName: code,
      areaId: programme === programmeId ? area(areaName).id : null,
      providerId: programme === programmeId ? (area(areaName).provider_id ?? null) : null,
    });
    if (made === undefined) throw new Error('no staff');
    return made.id;
  };
  const app = await createApp({
    db,
    clock: fixedClock(`${today}T10:00:00Z`),
    timeZone: 'Europe/London',
    assets: await buildAssets(path.join(root, '.newel/assets')),
    secureCookies: false,
    testIdentifiers: true,
  });
  return {
    db,
    app,
    programmeId,
    otherProgrammeId: other.programmeId,
    area,
    staff,
    signIn: (role: Role, place: Partial<Membership> = {}) => signIn(db, app, role, { programmeId, ...place }),
    addCase: (given: Partial<NewCase> = {}) =>
      addCase(db, { programmeId, areaId: area('Bolton').id, providerId: area('Bolton').provider_id, ...given }),
    async end() {
      await app.close();
      await db.end();
      await fresh.drop();
    },
  };
}

/** A user with a role and a place in it, signed in. */
export async function signIn(
  db: Database,
  app: FastifyInstance,
  role: Role,
  place: Partial<Membership>,
): Promise<Browser> {
  const userId = newId();
  await db.query('insert into app_user (id, email, name, password_hash) values ($1, $2, $3, $4)', [
    userId,
    `${userId}@example.org`,
    `${role} ${userId.slice(-4)}`,
    'none',
  ]);
  await db.query(
    'insert into membership (id, user_id, role, programme_id, area_id, provider_id, staff_id, organisation_id) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      newId(),
      userId,
      role,
      place.programmeId ?? null,
      place.areaId ?? null,
      place.providerId ?? null,
      place.staffId ?? null,
      place.organisationId ?? null,
    ],
  );
  const { token } = await openSession(db, userId);
  let csrf: string | undefined;
  const send = async (options: InjectOptions) => {
    const reply = await app.inject({ ...options, cookies: { newel: token } });
    return { status: reply.statusCode, body: reply.body, location: reply.headers.location as string | undefined };
  };
  return {
    userId,
    get: (url) => send({ method: 'GET', url }),
    async post(url, fields) {
      // Every page of a signed-in user holds the token in the form that signs them out.
      csrf ??= /name="_csrf" value="([^"]+)"/.exec((await send({ method: 'GET', url: '/account' })).body)?.[1];
      return send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(
          Object.entries({ ...fields, _csrf: csrf ?? '' }).flatMap(([name, values]) =>
            (typeof values === 'string' ? [values] : values).map((value) => [name, value]),
          ),
        ).toString(),
      });
    },
  };
}

/** A case to make, straight into the tables. Days are 'YYYY-MM-DD'. */
export type NewCase = {
  programmeId: string;
  areaId: string | null;
  providerId: string | null;
  keyWorkerId: string | null;
  givenName: string;
  familyName: string;
  status: 'referred' | 'attached' | 'not attached' | 'closed';
  referredOn: string | null;
  attachedOn: string | null;
  evidenced: boolean;
  closedOn: string | null;
  niNumber: string | null;
  dateOfBirth: string | null;
};

/** Makes a case. */
export async function addCase(db: Database, given: Partial<NewCase>): Promise<{ caseId: string; personId: string }> {
  const status = given.status ?? 'attached';
  const [caseId, personId] = [newId(), newId()];
  const [first, last] = [given.givenName ?? 'Debbie', given.familyName ?? 'Marsh'];
  await db.query(
    `insert into person (id, reference, given_name, family_name, search_given, search_family, date_of_birth, ni_number, phone, preferred_contact)
     values ($1, $2, $3, $4, lower($3), lower($4), $5, $6, '07700900123', 'phone')`,
    [personId, newReference('P'), first, last, given.dateOfBirth ?? '1974-03-12', given.niNumber ?? null],
  );
  await db.query(
    `insert into case_record (id, person_id, programme_id, reference, status, area_id, provider_id, referral_area_id,
       referral_provider_id, referred_on, referral_source, benefit, key_worker_id, closed_on)
     values ($1, $2, $3, $4, $5, $6, $7, $6, $7, $8, 'jobcentre_plus', 'jsa', $9, $10)`,
    [
      caseId,
      personId,
      given.programmeId,
      newReference('C'),
      status,
      given.areaId ?? null,
      given.providerId ?? null,
      given.referredOn === undefined ? '2015-02-02' : given.referredOn,
      given.keyWorkerId ?? null,
      given.closedOn ?? (status === 'closed' ? '2016-01-31' : null),
    ],
  );
  if (status === 'attached' || status === 'closed')
    await db.query(
      'insert into attachment (case_id, person_id, attached_on, key_worker_id, evidenced) values ($1, $2, $3, $4, $5)',
      [
        caseId,
        personId,
        given.attachedOn === undefined ? '2015-03-09' : given.attachedOn,
        given.keyWorkerId ?? null,
        given.evidenced ?? false,
      ],
    );
  if (given.keyWorkerId != null)
    await db.query(
      'insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on) values ($1, $2, $3, $4, $5)',
      [newId(), caseId, personId, given.keyWorkerId, given.referredOn ?? '2015-02-02'],
    );
  return { caseId, personId };
}

/**
 * A small world for tests that cross rooms: the programmes that ship, their areas and providers, key workers, five cases
 * with one record of every kind, and a user for every role. Everybody in it is made up.
 */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import tokens from '@fastify/csrf';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { addUser, openSession } from '../../src/access/actions.ts';
import { type Membership, type Role, systemActor } from '../../src/access/rules/policy.ts';
import { createApp } from '../../src/app.ts';
import * as instruments from '../../src/assessment/actions/instruments.ts';
import { buildAssets } from '../../src/kit/assets.ts';
import { fixedClock } from '../../src/kit/clock.ts';
import { type Database, openDatabase } from '../../src/kit/db.ts';
import { newId, newReference } from '../../src/kit/ids.ts';
import { loadShippedProgrammes } from '../../src/programmes/actions/shipped.ts';
import { areasOf, programmeByKey } from '../../src/programmes/actions.ts';
import { freshDatabase } from './database.ts';
import { addService } from './services.ts';

/** The day on which the world stands. */
export const today = '2016-03-31';
/** The password of every user of the world. */
export const password = 'one step at a time';

/** Cases, by how they stand to the key worker. All but the last are in the pilot. */
export const caseNames = ['own', 'colleague', 'other area', 'other provider', 'other programme'] as const;
export type CaseName = (typeof caseNames)[number];

/** A case with the ids of its records. */
export type WorldCase = {
  caseId: string;
  personId: string;
  programmeId: string;
  reference: string;
  areaId: string;
  providerId: string | null;
  staffId: string;
  noteId: string;
  assessmentId: string;
  jobId: string;
  activityId: string;
  claimId: string;
  eventId: string;
};

/** Who visits. `elsewhere` is a programme office of the other programme; `no role` can sign in and nothing else. */
export const visitorNames = [
  'key worker',
  'team manager',
  'provider manager',
  'local lead',
  'programme office',
  'evaluator',
  'administrator',
  'referrer',
  'service worker',
  'elsewhere',
  'no role',
] as const;
export type VisitorName = (typeof visitorNames)[number];
export type Visitor = { id: string; email: string; name: string; role: Role | null; programmeId: string | null };

/** A signed-in browser. Posts carry the token of a page, unless the body names another `_csrf`. */
export type Browser = {
  cookie: string;
  token: string;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, body?: Record<string, string>, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
};

export type World = {
  url: string;
  db: Database;
  owner: Database;
  app: FastifyInstance;
  programmes: Record<'pilot' | 'expansion', { id: string; key: string }>;
  cases: Record<CaseName, WorldCase>;
  visitors: Record<VisitorName, Visitor>;
  /** Of the organisation that the service worker works for, and of another. */
  services: Record<'own' | 'other', { organisationId: string; serviceId: string }>;
  /** A user whom no test signs in as: to be changed by administrators. */
  target: Visitor;
  /** A browser with a session of its own. */
  as(name: VisitorName): Promise<Browser>;
  close(): Promise<void>;
};

const csrf = tokens();
/** The name of the session's cookie without TLS. */
export const cookieName = 'newel';

/** What the application is made with; tests that need other settings make their own beside it. */
export async function appOptions(db: Database) {
  const assets = await buildAssets(path.join(os.tmpdir(), `newel-test-assets-${process.getuid?.() ?? 0}`));
  return {
    db,
    assets,
    clock: fixedClock(`${today}T12:00:00Z`),
    timeZone: 'Europe/London',
    secureCookies: false,
    testIdentifiers: true,
  };
}

/** A browser with a new session of a user. */
export async function browserOf(app: FastifyInstance, db: Database, userId: string): Promise<Browser> {
  const session = await openSession(db, userId);
  const cookie = `${cookieName}=${session.token}`;
  const token = csrf.create(session.csrfSecret);
  return {
    cookie,
    token,
    get: (url, headers = {}) => app.inject({ method: 'GET', url, headers: { cookie, ...headers } }),
    post: (url, body = {}, headers = {}) => postForm(app, url, { _csrf: token, ...body }, { cookie, ...headers }),
  };
}

/** Posts a form as a browser does. */
export function postForm(
  app: FastifyInstance,
  url: string,
  body: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(body).toString(),
  });
}

/** Makes the world in a database of its own. */
export async function makeWorld(): Promise<World> {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  const owner = openDatabase(fresh.url, { asOwner: true });
  await loadShippedProgrammes(db, instruments, today);
  const pilot = await programmeByKey(db, 'working-well-pilot');
  const expansion = await programmeByKey(db, 'working-well-expansion');
  if (pilot === null || expansion === null) throw new Error('The programmes that ship are not loaded.');

  const places = (await areasOf(db, { programmeId: pilot.id })).filter((area) => area.provider_id !== null);
  const home = places[0];
  const sameProvider = places.find((area) => area.id !== home?.id && area.provider_id === home?.provider_id);
  const otherProvider = places.find((area) => area.provider_id !== home?.provider_id);
  const away = (await areasOf(db, { programmeId: expansion.id }))[0];
  if (!home || !sameProvider || !otherProvider || !away) throw new Error('The programmes have too few areas.');

  const place = {
    own: { programme: pilot, area: home },
    colleague: { programme: pilot, area: home },
    'other area': { programme: pilot, area: sameProvider },
    'other provider': { programme: pilot, area: otherProvider },
    'other programme': { programme: expansion, area: away },
  };
  const cases = {} as Record<CaseName, WorldCase>;
  for (const [index, name] of caseNames.entries()) {
    const { programme, area } = place[name];
    cases[name] = await makeCase(owner, index + 1, programme.id, area.id, area.provider_id);
  }

  const service = await addService(owner);
  const otherService = await addService(owner, { organisation: 'Planted Organisation', name: 'Planted service' });
  const nowhere = { programmeId: pilot.id, areaId: null, providerId: null, staffId: null };
  const roles: Record<VisitorName, Membership | null> = {
    'key worker': { role: 'key_worker', ...nowhere, staffId: cases.own.staffId },
    'team manager': { role: 'team_manager', ...nowhere, providerId: home.provider_id, areaId: home.id },
    'provider manager': { role: 'team_manager', ...nowhere, providerId: home.provider_id },
    'local lead': { role: 'local_lead', ...nowhere, areaId: home.id },
    'programme office': { role: 'programme_office', ...nowhere },
    evaluator: { role: 'evaluator', ...nowhere },
    administrator: { role: 'administrator', ...nowhere, programmeId: null },
    referrer: { role: 'referrer', ...nowhere },
    'service worker': { role: 'service_worker', ...nowhere, programmeId: null, organisationId: service.organisationId },
    elsewhere: { role: 'programme_office', ...nowhere, programmeId: expansion.id },
    'no role': null,
  };
  const makeVisitor = async (name: string, membership: Membership | null): Promise<Visitor> => {
    const email = `${name.replaceAll(' ', '.')}@example.org`;
    const memberships = membership === null ? [] : [membership];
    const added = await addUser(db, systemActor, { email, name: `Visitor ${name}`, password, memberships }, today);
    if ('refused' in added) throw new Error(added.refused);
    const role = membership?.role ?? null;
    return { id: added.id, email, name: `Visitor ${name}`, role, programmeId: membership?.programmeId ?? null };
  };
  const visitors = {} as Record<VisitorName, Visitor>;
  for (const name of visitorNames) visitors[name] = await makeVisitor(name, roles[name]);
  const target = await makeVisitor('target', null);

  const app = await createApp(await appOptions(db));
  return {
    url: fresh.url,
    db,
    owner,
    app,
    programmes: { pilot, expansion },
    cases,
    visitors,
    services: { own: service, other: otherService },
    target,
    as: (name) => browserOf(app, db, visitors[name].id),
    async close() {
      await app.close();
      await db.end();
      await owner.end();
      await fresh.drop();
    },
  };
}

/** A case with a key worker, and one record of every kind. Names hold a planted word that must not be logged. */
async function makeCase(
  owner: Database,
  number: number,
  programmeId: string,
  areaId: string,
  providerId: string | null,
): Promise<WorldCase> {
  const made: WorldCase = {
    caseId: newId(),
    personId: newId(),
    programmeId,
    reference: newReference('C'),
    areaId,
    providerId,
    staffId: newId(),
    noteId: newId(),
    assessmentId: newId(),
    jobId: newId(),
    activityId: newId(),
    claimId: newId(),
    eventId: newId(),
  };
  const { caseId, personId } = made;
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    return owner.query(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
  };
  await insert('staff', {
    id: made.staffId,
    programme_id: programmeId,
    code: `WORLD-KW0${number}`,
    given_name: 'Worker',
    family_name: `Number ${number}`,
    area_id: areaId,
    provider_id: providerId,
  });
  await insert('person', {
    id: personId,
    reference: newReference('P'),
    given_name: 'Plantedgiven',
    family_name: `Plantedfamily ${number}`,
    search_given: 'plantedgiven',
    search_family: `plantedfamily ${number}`,
    date_of_birth: '1980-02-29',
    ni_number: `QQ12345${number}A`,
    phone: `0770090000${number}`,
    postcode: 'ZZ99 9ZZ',
  });
  await insert('case_record', {
    id: caseId,
    person_id: personId,
    programme_id: programmeId,
    reference: made.reference,
    source_ref: `WORLD-${number}`,
    status: 'attached',
    area_id: areaId,
    provider_id: providerId,
    referral_area_id: areaId,
    referral_provider_id: providerId,
    referred_on: '2015-06-01',
    key_worker_id: made.staffId,
  });
  const ofCase = { case_id: caseId, person_id: personId };
  await insert('attachment', { ...ofCase, attached_on: '2015-06-15', key_worker_id: made.staffId, evidenced: false });
  await insert('key_worker_assignment', { id: newId(), ...ofCase, staff_id: made.staffId, starts_on: '2015-06-15' });
  await insert('area_change', { id: newId(), ...ofCase, changed_on: '2015-07-01', to_area_id: areaId });
  await insert('note', {
    id: made.noteId,
    ...ofCase,
    written_on: '2015-07-02',
    body: 'A plantednote about a meeting.',
  });
  await insert('job', {
    id: made.jobId,
    ...ofCase,
    employer: 'Plantedemployer',
    started_on: '2015-09-01',
    hours_per_week: 20,
    // It has a ledger too.
    self_employed: true,
  });
  await insert('activity', { id: made.activityId, ...ofCase, kind: 'voluntary work', started_on: '2015-08-01' });
  await insert('claim', { id: made.claimId, ...ofCase, milestone: 'job start', claimed_on: '2015-10-01' });
  await insert('hand_back', {
    id: newId(),
    ...ofCase,
    to_whom: 'Jobcentre',
    sent_on: '2016-01-04',
    summary: 'Plantednote',
  });
  const asked = { asked_on: '2016-02-01', reason: 'Plantednote', staff_id: made.staffId, programme_id: programmeId };
  await insert('return_request', { id: newId(), ...ofCase, ...asked });
  for (const [id, stage, day] of [
    [newId(), 'initial', '2015-06-10'],
    [made.assessmentId, 'reassessment', '2015-12-10'],
  ])
    await owner.query(
      `insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers)
       select $1, $2, $3, id, $4, $5, '{}' from instrument_version where key = 'working-well-assessment'`,
      [id, caseId, personId, stage, day],
    );
  await owner.query(
    `with e as (
       insert into event (id, kind, programme_id, person_id, case_id, happened_on, digest)
       values ($1, 'note.added', $2, $3, $4, '2015-07-02', $5) returning id)
     insert into event_payload (event_id, payload, salt) select id, $6, '' from e`,
    [
      made.eventId,
      programmeId,
      personId,
      caseId,
      randomBytes(32),
      JSON.stringify({ noteId: made.noteId, writtenOn: '2015-07-02', body: 'A plantednote about a meeting.' }),
    ],
  );
  return made;
}

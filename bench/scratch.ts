import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import tokens from '@fastify/csrf';
import pg from 'pg';
import { openSession, staffOf, upsertStaff } from '../src/access/actions.ts';
import * as instruments from '../src/assessment/actions/instruments.ts';
import { workOutAll } from '../src/claims/actions/milestones.ts';
import { publishAll } from '../src/directory/actions/publish.ts';
import { type Database, migrate, openDatabase } from '../src/kit/db.ts';
import { newId } from '../src/kit/ids.ts';
import { loadShippedProgrammes } from '../src/programmes/actions/shipped.ts';
import { areasOf, programmeByKey, programmeOn } from '../src/programmes/actions.ts';
import type { ProgrammeDocument } from '../src/programmes/rules.ts';
import { dropDatabase } from '../test/support/drop.ts';
import { type BenchWorker, caseload, makePeople, seeded, workersOf } from './make.ts';
import { claimsWorkers, makeClaims } from './make-claims.ts';
import { makeDiaries } from './make-diary.ts';
import { makeDirectory, servicesPerWorker } from './make-directory.ts';
import { planFor } from './make-plan.ts';

/** The programme that the people take part in, and the day on which it stands. */
export const programmeKey = 'working-well-pilot';
export const today = '2016-03-31';
/** Every user of the scratch database has this name: the anchor, which has no sessions, can then write the same page. */
export const userName = 'Rashida Kenyon';

/** A scratch database that is ready to be measured. `made` is false when one that was kept is used again. */
export type Scratch = { people: number; name: string; url: string; made: boolean };

/** A signed-in key worker. */
export type SignedIn = BenchWorker & { token: string; csrf: string };
/** A case and the key worker who may open it. */
export type SampleCase = { caseId: string; personId: string; worker: SignedIn };
/**
 * What requests are drawn from: cases that are only read, those with a long plan, cases that take notes, drafts of meetings
 * and meetings, key workers with a full caseload, and the programme office, which may see everybody.
 */
export type Sample = {
  programmeId: string;
  read: SampleCase[];
  written: SampleCase[];
  planned: SampleCase[];
  drafted: SampleCase[];
  met: SampleCase[];
  workers: SignedIn[];
  office: Pick<SignedIn, 'token' | 'csrf' | 'userId'>;
};

/** What the people are made by: a kept database of another make is made anew. */
async function makeOf(files: readonly string[]): Promise<string> {
  const text = createHash('sha256');
  for (const name of files) text.update(await readFile(path.join(import.meta.dirname, name)));
  return `newel bench ${text.digest('hex').slice(0, 16)}`;
}

/** Does some work as the owner of a database, whom it refuses nothing. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

type Filling = { db: Database; url: string; programmeId: string; document: ProgrammeDocument };

/** Makes a database with the programmes and what `fill` puts there, by the code of these files; or finds the one that was kept. */
async function prepared(
  ownerUrl: string,
  name: string,
  files: readonly string[],
  fill: (filling: Filling) => Promise<void>,
): Promise<Omit<Scratch, 'people'>> {
  const address = new URL(ownerUrl);
  address.pathname = `/${name}`;
  const scratch = { name, url: address.href };
  const make = await makeOf(files);
  const kept = await asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ make: string | null }>(
      `select shobj_description(oid, 'pg_database') as make from pg_database where datname = $1`,
      [name],
    );
    if (rows[0]?.make === make) return true;
    await dropDatabase(client, name);
    await client.query(`create database ${name} template template0`);
    return false;
  });
  await migrate(scratch.url);
  if (kept) return { ...scratch, made: false };
  const db = openDatabase(scratch.url, { max: 2 });
  try {
    await loadShippedProgrammes(db, instruments, today);
    const programmeId = (await programmeByKey(db, programmeKey))?.id ?? '';
    const document = (await programmeOn(db, programmeId, today))?.document;
    if (document === undefined) throw new Error('The programme is not loaded.');
    await fill({ db, url: scratch.url, programmeId, document });
  } finally {
    await db.end();
  }
  // Said last: a database that was left half made is made anew.
  await asOwner(ownerUrl, (client) => client.query(`comment on database ${name} is '${make}'`));
  return { ...scratch, made: true };
}

/** Makes the database `newel_bench_<people>` on the server of `ownerUrl`, or finds the one that was kept. */
export async function scratchDatabase(
  ownerUrl: string,
  people: number,
  told: (done: number) => void,
): Promise<Scratch> {
  const files = ['make.ts', 'make-plan.ts', 'names.ts'];
  const made = await prepared(ownerUrl, `newel_bench_${people}`, files, async ({ db, url, programmeId, document }) => {
    const [used] = document.instruments;
    const instrument = used === undefined ? null : await instruments.instrument(db, used.key, used.version);
    if (instrument === null) throw new Error('The programme has no instrument.');
    const workers = await makeWorkers(db, url, programmeId, workersOf(people));
    const asked = { instrumentVersionId: instrument.id, instrument: instrument.document };
    await makePeople(url, people, { programmeId, document, ...asked, workers, today }, told);
  });
  return { ...made, people };
}

/** Makes the database `newel_bench_diary_<workers>` with a year's diary of so many workers, or finds the one that was kept. */
export async function diaryDatabase(ownerUrl: string, workers: number, told: (done: number) => void): Promise<Scratch> {
  const files = ['make-diary.ts', 'names.ts'];
  const name = `newel_bench_diary_${workers}`;
  const made = await prepared(ownerUrl, name, files, async ({ db, url, programmeId, document }) =>
    makeDiaries(url, { programmeId, document, workers: await makeWorkers(db, url, programmeId, workers) }, told),
  );
  return { ...made, people: workers * caseload };
}

/**
 * Makes the database `newel_bench_directory_<services>` with a directory of so many services and a hundred referrals to each, or
 * finds the one that was kept.
 */
export async function directoryDatabase(
  ownerUrl: string,
  services: number,
  told: (done: number) => void,
): Promise<Scratch> {
  const files = ['make-directory.ts', 'names.ts'];
  const name = `newel_bench_directory_${services}`;
  const count = Math.ceil(services / servicesPerWorker);
  const made = await prepared(ownerUrl, name, files, async ({ db, url, programmeId, document }) => {
    const workers = await makeWorkers(db, url, programmeId, count);
    await makeDirectory(url, services, { programmeId, document, workers }, told);
    await publishAll(db);
    await asOwner(url, (client) => client.query('vacuum analyze published'));
  });
  return { ...made, people: count * caseload };
}

/** Makes the database `newel_bench_claims_<cases>` with so many attached cases and what can be claimed of them, or finds the one that was kept. */
export async function claimsDatabase(ownerUrl: string, cases: number, told: (done: number) => void): Promise<Scratch> {
  const files = ['make-claims.ts', 'names.ts'];
  const name = `newel_bench_claims_${cases}`;
  const made = await prepared(ownerUrl, name, files, async ({ db, url, programmeId, document }) => {
    const workers = await makeWorkers(db, url, programmeId, claimsWorkers);
    await makeClaims(url, cases, { programmeId, document, workers }, told);
    await workOutAll(db, today);
    await asOwner(url, (client) => client.query('vacuum analyze case_milestone'));
  });
  return { ...made, people: cases };
}

/** Removes a scratch database. */
export async function dropScratch(ownerUrl: string, name: string): Promise<void> {
  await asOwner(ownerUrl, (client) => dropDatabase(client, name));
}

async function makeWorkers(db: Database, url: string, programmeId: string, count: number): Promise<BenchWorker[]> {
  const areas = await areasOf(db, { programmeId });
  const workers: BenchWorker[] = [];
  for (let n = 0; n < count; n++) {
    const area = areas[n % areas.length];
    if (area?.provider_id == null) throw new Error('An area of the programme has no provider.');
    const code = `KW${String(n + 1).padStart(5, '0')}`;
    const { id: areaId, provider_id: providerId } = area;
    const place = { programmeId, areaId, providerId };
    const [staff] = await upsertStaff(db, { id: newId(), code, givenName: 'Rashida', familyName: code, ...place });
    if (staff === undefined) throw new Error('No member of staff was made.');
    workers.push({ staffId: staff.id, userId: newId(), areaId, areaName: area.name, providerId });
  }
  // Nobody signs in with a password: hashing thousands of them is what `newel user add` does, and takes minutes.
  await asOwner(url, async (client) => {
    await client.query(
      `insert into app_user (id, email, name, password_hash)
       select id, id || '@example.org', $2, 'none' from unnest($1::uuid[]) as id`,
      [workers.map((worker) => worker.userId), userName],
    );
    await client.query(
      `insert into membership (id, user_id, role, programme_id, staff_id)
       select gen_random_uuid(), w.user_id, 'key_worker', $3, w.staff_id from unnest($1::uuid[], $2::uuid[]) as w(user_id, staff_id)`,
      [workers.map((worker) => worker.userId), workers.map((worker) => worker.staffId), programmeId],
    );
  });
  return workers;
}

/** Draws cases and key workers from the whole of the data, and signs the key workers in. */
export async function drawSample(url: string, people: number, most: number): Promise<Sample> {
  const db = openDatabase(url, { max: 4 });
  try {
    const programme = await programmeByKey(db, programmeKey);
    if (programme === null) throw new Error('The programme is not loaded.');
    const staff = await staffOf(db, { programmeId: programme.id });
    const { rows: users } = await db.query<{ user_id: string; staff_id: string }>(
      `select user_id, staff_id from membership where role = 'key_worker'`,
    );
    const userOf = new Map(users.map((row) => [row.staff_id, row.user_id]));
    const sessions = new Map<string, SignedIn>();
    const csrf = tokens();
    const signIn = async (staffId: string): Promise<SignedIn> => {
      const known = sessions.get(staffId);
      if (known !== undefined) return known;
      const userId = userOf.get(staffId) ?? '';
      const { token, csrfSecret } = await openSession(db, userId);
      const worker = {
        staffId,
        userId,
        areaId: '',
        areaName: '',
        providerId: '',
        token,
        csrf: csrf.create(csrfSecret),
      };
      sessions.set(staffId, worker);
      return worker;
    };
    const random = seeded(people);
    const cases = async (count: number, number: (drawn: number) => number): Promise<SampleCase[]> => {
      const numbers = new Set(Array.from({ length: count }, () => number(random())).filter((one) => one < people));
      const { rows } = await db.query<{ id: string; person_id: string; key_worker_id: string }>(
        'select id, person_id, key_worker_id from case_record where programme_id = $1 and source_ref = any($2) order by reference',
        [programme.id, [...numbers].map((number) => `BN${String(number).padStart(7, '0')}`)],
      );
      const found: SampleCase[] = [];
      for (const row of rows)
        found.push({ caseId: row.id, personId: row.person_id, worker: await signIn(row.key_worker_id) });
      return found;
    };
    const workers: SignedIn[] = [];
    const full = Math.max(1, Math.floor(people / 400));
    const byCode = staff.slice(0, full);
    const step = Math.max(1, Math.floor(byCode.length / 500));
    for (let n = 0; n < byCode.length; n += step) workers.push(await signIn((byCode[n] as { id: string }).id));
    const [made] = (
      await db.query<{ id: string }>(
        `with made as (insert into app_user (id, email, name, password_hash) values ($1, 'office@example.org', $2, 'none') on conflict do nothing returning id),
           may as (insert into membership (id, user_id, role, programme_id) select gen_random_uuid(), id, 'programme_office', $3 from made)
         select id from made union select id from app_user where email = 'office@example.org'`,
        [newId(), userName, programme.id],
      )
    ).rows;
    const opened = await openSession(db, made?.id ?? '');
    const office = { userId: made?.id ?? '', token: opened.token, csrf: csrf.create(opened.csrfSecret) };
    // A kept database has the drafts of the run before, and the notices of the cases that it gave away.
    await db.query('delete from meeting_draft');
    await db.query('delete from notice');
    // Odd numbers take notes, and of every forty the tenth takes drafts and the thirtieth meetings; the others are only read.
    const of = (every: number, at: number) => (drawn: number) => every * Math.floor((drawn * people) / every) + at;
    return {
      office,
      programmeId: programme.id,
      read: await cases(most, (drawn) => {
        const even = of(2, 0)(drawn);
        return planFor(even).writes === null ? even : even + 2;
      }),
      written: await cases(most, of(2, 1)),
      planned: await cases(most, of(40, 0)),
      drafted: await cases(most, of(40, 10)),
      met: await cases(most, of(40, 30)),
      workers,
    };
  } finally {
    await db.end();
  }
}

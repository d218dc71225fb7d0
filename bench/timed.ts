import type { Actor } from '../src/access/rules/policy.ts';
import { reassignMany } from '../src/cases/actions/reassign.ts';
import { type Database, openDatabase } from '../src/kit/db.ts';
import { likelyPeople } from '../src/people/actions/likely.ts';
import { programmeByKey } from '../src/programmes/actions.ts';
import { seeded } from './make.ts';
import { programmeKey, type Scratch, today } from './scratch.ts';

/** What one action takes, in milliseconds, over so many people: the middle of its times, one in twenty, and the longest. */
export type Timing = { people: number; what: string; times: number; median: number; p95: number; longest: number };

const casesGiven = 200;
const entries = 400;

function timing(people: number, what: string, taken: readonly number[]): Timing {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { people, what, times: sorted.length, median: at(0.5), p95: at(0.95), longest: at(1) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Looks for likely second records of people drawn from the whole, as an entry is checked; every other one without an identifier. */
async function checkEntries(db: Database, people: number): Promise<Timing> {
  const random = seeded(7);
  const numbers = Array.from({ length: entries }, () => `BN${String(Math.floor(random() * people)).padStart(7, '0')}`);
  const { rows } = await db.query(
    `select p.given_name, p.family_name, p.date_of_birth, p.ni_number, p.phone, p.postcode
     from case_record c join person p on p.id = c.person_id where c.source_ref = any($1)`,
    [numbers],
  );
  const taken: number[] = [];
  for (const [at, row] of rows.entries()) {
    const entry = {
      givenName: row.given_name,
      familyName: row.family_name,
      dateOfBirth: row.date_of_birth,
      identifier: at % 2 === 0 ? row.ni_number : null,
      phone: row.phone,
      postcode: row.postcode,
    };
    taken.push(await timed(() => likelyPeople(db, entry)));
  }
  // The first ones read what everything else finds in memory, as after a start of the server.
  return timing(people, 'check one entry', taken.slice(20));
}

/** Gives caseloads of 200 to four others, there and back. */
async function reassign(db: Database, people: number, runs: number): Promise<Timing | null> {
  const programme = await programmeByKey(db, programmeKey);
  const { rows: offices } = await db.query<{ user_id: string }>(
    "select user_id from membership where role = 'programme_office' limit 1",
  );
  const programmeId = programme?.id ?? '';
  const membership = { role: 'programme_office', programmeId, areaId: null, providerId: null, staffId: null } as const;
  const office: Actor = { userId: offices[0]?.user_id ?? null, name: 'Programme office', memberships: [membership] };
  const { rows: staff } = await db.query<{ staff_id: string }>(
    'select key_worker_id as staff_id from case_record where closed_on is null group by 1 order by 1 limit 9',
  );
  const names = staff.map(({ staff_id }) => ({ id: staff_id, name: 'Rashida Kenyon' }));
  const ids = names.map(({ id }) => id);
  const taken: number[] = [];
  for (let run = 0; run < 2 * runs; run++) {
    const { rows } = await db.query<{ id: string; version: number }>(
      `select id, version from case_record where closed_on is null and key_worker_id = any($1) order by id limit ${casesGiven}`,
      [ids.slice(0, 5)],
    );
    if (rows.length < casesGiven) return null;
    const others = ids.slice(5);
    const moves = rows.map((row, at) => ({ caseId: row.id, version: row.version, staffId: others[at % 4] as string }));
    const input = {
      programmeId,
      moves,
      staff: names,
      startsOn: today,
      reason: 'Left',
      handover: null,
      aboveGuide: true,
      passOver: false,
    };
    taken.push(
      await timed(async () => {
        const done = await reassignMany(db, office, input, []);
        if (done.outcome !== 'given') throw new Error(`reassigning ${casesGiven} cases was ${done.outcome}`);
      }),
    );
    // Back as they were, without being measured.
    const { rows: now } = await db.query<{ id: string; version: number }>(
      'select id, version from case_record where id = any($1) order by id',
      [rows.map(({ id }) => id)],
    );
    const back = now.map((row, at) => ({ caseId: row.id, version: row.version, staffId: ids[at % 5] as string }));
    await reassignMany(db, office, { ...input, moves: back }, []);
  }
  return timing(people, `reassign ${casesGiven} cases`, taken);
}

/** Times actions that are not a page under load: an entry checked for second records, and 200 cases given to others. */
export async function timeActions(scratch: Scratch, runs: number): Promise<Timing[]> {
  const db = openDatabase(scratch.url, { max: 2 });
  try {
    const found = [await checkEntries(db, scratch.people), await reassign(db, scratch.people, runs)];
    return found.filter((one) => one !== null);
  } finally {
    await db.end();
  }
}

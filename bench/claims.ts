import { openSession } from '../src/access/actions.ts';
import { workOutAll, workOutCase } from '../src/claims/actions/milestones.ts';
import { openDatabase, transaction } from '../src/kit/db.ts';
import { newId } from '../src/kit/ids.ts';
import { programmeByKey } from '../src/programmes/actions.ts';
import type { Check } from './check-diary.ts';
import { seeded } from './make.ts';
import { cookie, get, type Requests } from './measure.ts';
import { asOwner, programmeKey, type Scratch, today, userName } from './scratch.ts';
import type { Timing } from './timed.ts';

/** The moment at which the claims stand. */
export const claimsNow = `${today}T09:00:00Z`;

/** Pages of the list that are drawn. */
const drawn = 400;
/** Jobs that are changed one after the other. */
const changed = 200;

/** Pages of the list of job starts that can be claimed, as the programme office reads them: the first, and from places all over it. */
export async function claimsRequests(url: string): Promise<Requests> {
  const db = openDatabase(url, { max: 2 });
  try {
    const programmeId = (await programmeByKey(db, programmeKey))?.id ?? '';
    const userId = newId();
    await db.query(`insert into app_user (id, email, name, password_hash) values ($1, $2, $3, 'none')`, [
      ...[userId, `${userId}@example.org`],
      userName,
    ]);
    await db.query(`insert into membership (id, user_id, role, programme_id) values ($1, $2, 'programme_office', $3)`, [
      newId(),
      userId,
      programmeId,
    ]);
    const headers = cookie(await openSession(db, userId));
    const { rows } = await db.query<{ case_id: string; pence: number }>(
      // After the last ones there would be nothing, or less than a page.
      `with listed as (select case_id, pence from case_milestone where contract = $1 and status = 'claimable' and milestone = 'job_start'
         order by pence desc, case_id limit greatest(1, (select count(*) - 51 from case_milestone
           where contract = $1 and status = 'claimable' and milestone = 'job_start')))
       select case_id, pence from listed order by md5(case_id::text) limit $2`,
      [programmeKey, drawn],
    );
    const list = `/claims?contract=${programmeKey}&status=claimable&milestone=job_start`;
    const paths = rows.map((row, n) =>
      n % 10 === 0 ? list : `${list}&after=infinity_${-row.pence}_${row.case_id}_job_start`,
    );
    return {
      application: { claims: paths.map((path) => get(path, headers)) },
      anchor: { claims: paths.map((path) => get(path)) },
    };
  } finally {
    await db.end();
  }
}

/** Works out every clock and claim, as in a first night and as in every other. */
export async function checkClaims(scratch: Scratch): Promise<Check[]> {
  const db = openDatabase(scratch.url, { max: 4 });
  try {
    const cases = `${scratch.people.toLocaleString('en-GB')} cases`;
    const found: Check[] = [];
    for (const night of ['the first night', 'another night']) {
      if (night === 'the first night')
        await asOwner(scratch.url, (client) => client.query('truncate case_milestone, claims_due'));
      const begun = performance.now();
      await workOutAll(db, today);
      const seconds = (performance.now() - begun) / 1000;
      const { rows } = await db.query<{ n: number }>('select count(*)::int as n from case_milestone');
      const text = `${(rows[0]?.n ?? 0).toLocaleString('en-GB')} milestones reached or claimed`;
      found.push({ what: `Every clock and claim of ${cases}, ${night}`, text, seconds });
      await asOwner(scratch.url, (client) => client.query('vacuum analyze case_milestone'));
    }
    return found;
  } finally {
    await db.end();
  }
}

/** Changes jobs one after the other, each with what can be claimed in its transaction; what is timed is that part alone. */
export async function timeChangedJobs(scratch: Scratch): Promise<Timing> {
  const db = openDatabase(scratch.url, { max: 2 });
  try {
    const programmeId = (await programmeByKey(db, programmeKey))?.id ?? '';
    const { rows } = await db.query<{ id: string; case_id: string }>(
      'select id, case_id from job where ended_on is null order by md5(id::text) limit $1',
      [changed],
    );
    const random = seeded(3);
    const taken: number[] = [];
    for (const { id, case_id: caseId } of rows) {
      await transaction(db, async (tx) => {
        await tx.query('update job set started_on = started_on - $2::int where id = $1', [
          id,
          Math.floor(random() * 9),
        ]);
        const begun = performance.now();
        await workOutCase(tx, { caseId, programmeId, today });
        taken.push(performance.now() - begun);
      });
    }
    const sorted = taken.slice(20).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const what = 'work out one changed job';
    return { people: scratch.people, what, times: sorted.length, median: at(0.5), p95: at(0.95), longest: at(1) };
  } finally {
    await db.end();
  }
}

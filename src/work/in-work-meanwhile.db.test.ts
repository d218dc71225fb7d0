/** Support in work where something changed meanwhile: a week, a job, an answer, a day. The clock stands at 31 March 2016. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, signIn, type World, world } from '../../test/support/world.ts';
import { createApp } from '../app.ts';
import { buildAssets } from '../kit/assets.ts';
import { fixedClock } from '../kit/clock.ts';
import { newId } from '../kit/ids.ts';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await w.end();
});

/** The same person at their desk on a later day. */
const apps: Awaited<ReturnType<typeof createApp>>[] = [];
async function at(today: string): Promise<Browser> {
  const app = await createApp({
    ...{ db: w.db, clock: fixedClock(`${today}T08:00:00Z`), timeZone: 'Europe/London', secureCookies: false },
    ...{ assets: await buildAssets(new URL('../../.newel/assets', import.meta.url).pathname), testIdentifiers: true },
  });
  apps.push(app);
  return signIn(w.db, app, 'key_worker', { programmeId: w.programmeId, staffId });
}

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const events = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind);
const textOf = (body: string) =>
  (/<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const inWorkOn = (caseId: string, below = '') => `/cases/${caseId}/in-work${below}`;
const call = (more: Record<string, string> = {}) => ({
  ...day('on', '2016-03-31'),
  way: 'phone',
  reached: 'yes',
  ...more,
});

type Person = { caseId: string; personId: string };
const person = () => w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
async function job(of: Person, given: { from: string; kind?: string; hours?: number; employer?: string }) {
  const id = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on, hours_per_week, kind, self_employed)
     values ($1, $2, $3, $4, $5, $6, $7, false)`,
    [
      ...[id, of.caseId, of.personId, given.employer ?? 'Northway Bakery', given.from, given.hours ?? null],
      given.kind ?? 'employed',
    ],
  );
  return id;
}
/** A form as it was opened: what it carries goes back with it. */
const carried = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(?!_csrf)([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );

test('a week keeps the figure that was not told again', async () => {
  const of = await person();
  const id = await job(of, { from: '2016-01-01', kind: 'zero_hours' });
  const weeks = `/cases/${of.caseId}/jobs/${id}/weeks`;
  const stands = () => rows('select week_from, hours, pay_pence from job_week where job_id = $1', id);
  const contact = inWorkOn(of.caseId, '/contact');
  assert.equal((await worker.post(weeks, { ...day('day', '2016-03-21'), payPence: '180.00' })).status, 303);
  const form = carried((await worker.get(contact)).body);
  assert.equal((await worker.post(contact, { ...form, ...call({ hours: '16' }) })).status, 303);
  assert.deepEqual(await stands(), [{ week_from: '2016-03-21', hours: '16.00', pay_pence: 18_000 }]);
  // What stands for the latest weeks is on the page.
  assert.match(textOf((await worker.get(weeks)).body), /Week of 21 Mar 2016: 16 hours, £180\.00/);
  assert.equal((await worker.post(weeks, { ...day('day', '2016-03-21'), payPence: '190.00' })).status, 303);
  assert.deepEqual(await stands(), [{ week_from: '2016-03-21', hours: '16.00', pay_pence: 19_000 }]);
  const told = await rows(
    `select p.payload->'before' as before, p.payload->'after' as after
     from event_payload p join event e on e.id = p.event_id where e.case_id = $1 and e.kind = 'job.week recorded' order by e.id`,
    of.caseId,
  );
  assert.deepEqual(told, [
    { before: null, after: { hours: null, payPence: 18_000 } },
    { before: { hours: null, payPence: 18_000 }, after: { hours: 16, payPence: 18_000 } },
    { before: { hours: 16, payPence: 18_000 }, after: { hours: 16, payPence: 19_000 } },
  ]);
  // The same once more changes nothing.
  assert.equal((await worker.post(weeks, { ...day('day', '2016-03-21'), payPence: '190.00' })).status, 303);
  assert.equal((await events(of.caseId)).length, 4);
});

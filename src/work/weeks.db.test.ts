/** Weeks of a job as people tell them, one after the other and two at once. The clock stands at Thursday 31 March 2016. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const textOf = (body: string) =>
  (/<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const dayIn = (body: string, name: string) =>
  ['day', 'month', 'year'].map((part) => new RegExp(`name="${name}-${part}"[^>]*value="(\\d+)"`).exec(body)?.[1]);
/** A form as it was opened: what it carries goes back with it. */
const carried = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(?!_csrf)([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name as string,
      (value as string).replaceAll('&quot;', '"'),
    ]),
  );

/** A job, with the pages of its weeks. */
async function job(from: string, more: { hours?: number; kind?: string; to?: string } = {}) {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const id = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on, ended_on, hours_per_week, kind, self_employed)
     values ($1, $2, $3, 'Northway Bakery', $4, $5, $6, $7, false)`,
    [id, of.caseId, of.personId, from, more.to ?? null, more.hours ?? null, more.kind ?? 'agency'],
  );
  const weeks = `/cases/${of.caseId}/jobs/${id}/weeks`;
  return { of, id, weeks, inWork: `/cases/${of.caseId}/in-work` };
}
const open = async (path: string) => (await worker.get(path)).body;
const saved = async (url: string, fields: Record<string, string>) => {
  const reply = await worker.post(url, fields);
  assert.equal(reply.status, 303, textOf(reply.body));
};
/** Tells a week by the form as it is now. */
const tell = async (weeks: string, monday: string, figures: Record<string, string>) =>
  saved(weeks, { ...carried(await open(weeks)), ...day('day', monday), ...figures });

test('a week that goes on is no fall of hours, and is not proposed', async () => {
  const { id, weeks, inWork } = await job('2016-01-04', { hours: 30 });
  assert.deepEqual(dayIn(await open(weeks), 'day'), ['21', '3', '2016']);
  await tell(weeks, '2016-03-21', { hours: '30' });
  // The week after it began three days ago.
  assert.deepEqual(dayIn(await open(weeks), 'day'), ['21', '3', '2016']);
  await tell(weeks, '2016-03-28', { hours: '16' });
  assert.doesNotMatch(await open(inWork), /Hours fell/);
  // Nor does it hide that the one before it fell.
  await rows(`update job_week set hours = 12 where job_id = $1 and week_from = '2016-03-21'`, id);
  assert.match(textOf(await open(inWork)), /Hours fell 12 hours in the week of Mon 21 Mar/);

  const ended = await job('2016-01-04', { to: '2016-02-10' });
  assert.deepEqual(dayIn(await open(ended.weeks), 'day'), ['8', '2', '2016']);
  const fresh = await job('2016-03-29');
  assert.deepEqual(dayIn(await open(fresh.weeks), 'day'), [undefined, undefined, undefined]);
});

test('hours of a zero-hours job fall below the weeks before, whether 0 or nothing stands as its hours', async () => {
  for (const hours of [0, undefined]) {
    const { weeks, inWork } = await job('2016-01-04', { kind: 'zero_hours', ...(hours === 0 && { hours }) });
    for (const monday of ['2016-02-22', '2016-02-29', '2016-03-07', '2016-03-14'])
      await tell(weeks, monday, { hours: '30' });
    await tell(weeks, '2016-03-21', { hours: '4' });
    assert.match(
      textOf(await open(inWork)),
      /Hours fell 4 hours in the week of Mon 21 Mar at Northway Bakery; 30 hours in the weeks before/,
    );
  }
});

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
const events = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind);
const textOf = (body: string) =>
  (/<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const dayIn = (body: string, name: string) =>
  ['day', 'month', 'year'].map((part) => new RegExp(`name="${name}-${part}"[^>]*value="(\\d+)"`).exec(body)?.[1]);
/** A form as it was opened: what it carries goes back with it. */
const carried = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(?!_csrf)([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name as string,
      value as string,
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

const onFile = (id: string) =>
  rows('select week_from, hours, pay_pence from job_week where job_id = $1 order by week_from', id);

test('what somebody else told of a week meanwhile is not replaced without a word', async () => {
  const { of, id, weeks } = await job('2015-10-05', { hours: 30 });
  const early = carried(await open(weeks));
  await tell(weeks, '2016-03-21', { hours: '20', payPence: '150.00' });
  const mine = { ...early, ...day('day', '2016-03-23'), hours: '25' };
  const told = await worker.post(weeks, mine);
  assert.equal(told.status, 409);
  assert.match(
    textOf(told.body),
    /On file for the week of 21 Mar 2016: 20 hours, £150\.00\. The form did not show that/,
  );
  assert.match(told.body, /name="hours"[^>]* value="25"/);
  assert.deepEqual(await onFile(id), [{ week_from: '2016-03-21', hours: '20.00', pay_pence: 15_000 }]);
  assert.deepEqual(await events(of.caseId), ['job.week recorded']);
  // What is not told again, or told alike, replaces nothing; a form that is sent back to be put right is as old as it was.
  await saved(weeks, { ...mine, hours: '20' });
  const wrong = await worker.post(weeks, { ...mine, hours: 'many' });
  assert.equal(wrong.status, 422);
  assert.equal((await worker.post(weeks, { ...mine, ...carried(wrong.body) })).status, 409);
  // Saving again is a decision.
  await saved(weeks, { ...mine, ...carried(told.body) });
  assert.deepEqual(await onFile(id), [{ week_from: '2016-03-21', hours: '25.00', pay_pence: 15_000 }]);

  // A week that the page is too short to show.
  for (let n = 1; n <= 8; n += 1)
    await tell(
      weeks,
      Temporal.PlainDate.from('2016-03-21')
        .subtract({ days: 7 * n })
        .toString(),
      { hours: '10' },
    );
  const old = { ...day('day', '2016-01-25'), hours: '11' };
  const unseen = await worker.post(weeks, { ...carried(await open(weeks)), ...old });
  assert.equal(unseen.status, 409);
  await saved(weeks, { ...carried(unseen.body), ...old });
  // One that was removed meanwhile is not put back without a word.
  const open9 = carried(await open(weeks));
  await saved(`${weeks}/remove`, { from: '2016-03-21', stood: '25/15000' });
  const back = await worker.post(weeks, { ...open9, ...day('day', '2016-03-21'), hours: '26' });
  assert.equal(back.status, 409);
  assert.match(textOf(back.body), /The week of 21 Mar 2016 was removed meanwhile/);
  await saved(weeks, { ...carried(back.body), ...day('day', '2016-03-21'), hours: '26' });
});

test('a week that changed while its list was open is not removed', async () => {
  const { of, id, weeks } = await job('2016-01-04', { hours: 30 });
  await tell(weeks, '2016-03-21', { hours: '20' });
  const list = carried(await open(`${weeks}/all`));
  assert.deepEqual(list, { from: '2016-03-21', stood: '20/' });
  await tell(weeks, '2016-03-21', { payPence: '150.00' });
  const reply = await worker.post(`${weeks}/remove`, list);
  assert.equal(reply.status, 409);
  assert.match(textOf(reply.body), /Somebody else changed the week of 21 Mar 2016.{0,200}20 hours £150\.00/);
  assert.equal((await onFile(id)).length, 1);
  assert.equal((await events(of.caseId)).length, 2);
  await saved(`${weeks}/remove`, carried(reply.body));
  assert.deepEqual(await onFile(id), []);
});

test('a week before the calendar of the database is no week of a call either', async () => {
  const { of, id, inWork } = await job('2016-01-04', { hours: 30 });
  await w.db.query('update job set started_on = null where id = $1', [id]);
  const call = { ...day('on', '2016-03-31'), way: 'phone', reached: 'yes', hours: '7' };
  const reply = await worker.post(`${inWork}/contact`, { ...call, weekJob: id, week: '0000-01-03', weekStood: '' });
  assert.equal(reply.status, 409);
  assert.deepEqual(await events(of.caseId), []);
});

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
  const shown = carried((await worker.get(weeks)).body);
  assert.equal((await worker.post(weeks, { ...shown, ...day('day', '2016-03-21'), payPence: '190.00' })).status, 303);
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

test('an answer about an employer stays with the employer that the form asked about', async () => {
  const of = await person();
  const alpha = await job(of, { from: '2016-01-01', employer: 'Alpha' });
  await job(of, { from: '2016-02-01', employer: 'Beta' });
  const path = inWorkOn(of.caseId, '/contact');
  const opened = (await worker.get(path)).body;
  assert.match(opened, /agree that we talk to Alpha\?/);
  const form = { ...carried(opened), ...call({ consent: 'yes', consentWords: 'Hours only', words: 'All well' }) };
  assert.equal((await worker.post(path, form)).status, 303);
  const again = await worker.post(path, form);
  assert.equal(again.status, 409);
  assert.match(textOf(again.body), /Somebody has recorded meanwhile what the person says about talking to Alpha/);
  assert.match(again.body, /agree that we talk to Beta\?/);
  // What was typed is kept, but not as an answer about somebody else.
  assert.match(again.body, /All well/);
  assert.doesNotMatch(again.body, /Hours only|name="consent"[^>]* checked/);
  const given = () => rows('select job_id, given from employer_consent where case_id = $1', of.caseId);
  assert.deepEqual(await given(), [{ job_id: alpha, given: true }]);
  assert.deepEqual(await events(of.caseId), ['in work.spoke with person', 'in work.employer agreed']);
  // The form that came back is sent without an answer: Beta stays unasked.
  assert.equal((await worker.post(path, { ...carried(again.body), ...call({ words: 'All well' }) })).status, 303);
  assert.equal((await given()).length, 1);
  // Two at once: one answer.
  const both = { ...carried(again.body), ...call({ consent: 'no' }) };
  const sent = await Promise.all([worker.post(path, both), worker.post(path, both)]);
  assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 409]);
  assert.equal((await given()).length, 2);
});

test('where nobody was reached nobody said anything', async () => {
  const of = await person();
  await job(of, { from: '2016-01-01' });
  const path = inWorkOn(of.caseId, '/contact');
  const form = carried((await worker.get(path)).body);
  for (const said of [{ consent: 'yes' }, { hours: '12' }, { consent: 'no', consentWords: 'Nothing' }]) {
    const refused = await worker.post(path, { ...form, ...call({ reached: 'no', ...said }) });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /You did not speak/);
  }
  assert.deepEqual(await events(of.caseId), []);
  assert.deepEqual(await rows('select id from work_contact where case_id = $1', of.caseId), []);
  assert.equal((await worker.post(path, { ...form, ...call({ reached: 'no' }) })).status, 303);
});

test('hours go to the week and the job that the form showed', async () => {
  const of = await person();
  const id = await job(of, { from: '2016-01-01', hours: 20 });
  const path = inWorkOn(of.caseId, '/contact');
  const opened = (await worker.get(path)).body;
  assert.match(opened, /in the week of Mon 21 Mar\?/);
  const stands = () => rows('select job_id, week_from, hours from job_week where case_id = $1 order by 2', of.caseId);

  // Sent on the Monday after, when the form asks about the next week, and a second job has begun.
  const later = await at('2016-04-04');
  await job(of, { from: '2016-04-01', employer: 'Another' });
  const form = carried(opened);
  assert.equal((await later.post(path, { ...form, ...call({ hours: '19' }) })).status, 303);
  assert.deepEqual(await stands(), [{ job_id: id, week_from: '2016-03-21', hours: '19.00' }]);

  // Somebody told the week meanwhile: what stands is said, and saving again is a decision.
  const told = await later.post(path, { ...form, ...call({ hours: '12', words: 'Short week' }) });
  assert.equal(told.status, 409);
  assert.match(textOf(told.body), /Somebody has recorded meanwhile 19 hours for the week of Mon 21 Mar/);
  assert.match(told.body, /name="hours"[^>]* value="12"/);
  assert.match(told.body, /Short week/);
  assert.equal((await events(of.caseId)).filter((kind) => kind === 'in work.spoke with person').length, 1);
  assert.equal((await later.post(path, { ...carried(told.body), ...call({ hours: '12' }) })).status, 303);
  assert.deepEqual(await stands(), [{ job_id: id, week_from: '2016-03-21', hours: '12.00' }]);

  // A week that the job cannot have, of a job that is not the person's, or none at all: nothing is dropped without a word.
  const other = await job(await person(), { from: '2016-01-01' });
  const wrong = [
    { ...form, week: '2016-04-04' },
    { ...form, week: '2015-12-21' },
    { ...form, week: '2016-03-22' },
    { ...form, weekJob: other },
    { ...form, weekJob: 'x' },
    {},
  ];
  const before = await events(of.caseId);
  for (const each of wrong) {
    const refused = await later.post(path, { ...each, ...call({ hours: '7' }) });
    assert.equal(refused.status, 409, JSON.stringify(each));
    assert.match(textOf(refused.body), /7 hours.*not saved/);
  }
  assert.deepEqual(await events(of.caseId), before);
  // Without hours it does not matter.
  assert.equal((await later.post(path, { ...form, weekJob: other, ...call() })).status, 303);
});

test('hours that fell are told until somebody was in touch after they were recorded', async () => {
  // A call that brings the hours does not answer itself.
  const of = await person();
  await job(of, { from: '2016-02-01', hours: 20 });
  const path = inWorkOn(of.caseId);
  const say = async (more: Record<string, string>) => {
    const form = carried((await worker.get(`${path}/contact`)).body);
    assert.equal((await worker.post(`${path}/contact`, { ...form, ...call(more) })).status, 303);
  };
  const fell = async () => /Hours fell/.test((await worker.get(path)).body);
  await say({ hours: '5' });
  assert.equal(await fell(), true);
  assert.match((await worker.get(`/cases/${of.caseId}`)).body, /Hours fell to 5/);
  // One that was earlier and is written down later answers nothing; one after it does, on the same day too.
  await say({ ...day('on', '2016-03-30') });
  assert.equal(await fell(), true);
  await say({});
  assert.equal(await fell(), false);

  // A meeting on the Monday does not hide a slip that comes on the Thursday.
  const other = await person();
  const id = await job(other, { from: '2016-02-01', hours: 20 });
  const there = inWorkOn(other.caseId);
  assert.equal((await worker.post(`${there}/contact`, { ...call(), ...day('on', '2016-03-28') })).status, 303);
  const slip = { ...day('day', '2016-03-21'), hours: '8' };
  assert.equal((await worker.post(`/cases/${other.caseId}/jobs/${id}/weeks`, slip)).status, 303);
  assert.match((await worker.get(there)).body, /Hours fell/);
  // Its pay, which comes later, does not make it new.
  const next = await at('2016-04-01');
  assert.equal((await next.post(`${there}/contact`, { ...call(), ...day('on', '2016-04-01') })).status, 303);
  const pay = { ...day('day', '2016-03-21'), payPence: '60.00' };
  assert.equal((await (await at('2016-04-04')).post(`/cases/${other.caseId}/jobs/${id}/weeks`, pay)).status, 303);
  assert.doesNotMatch((await next.get(there)).body, /Hours fell/);

  // A row of before it was kept: any contact after the week answers it.
  const old = await person();
  const oldJob = await job(old, { from: '2016-02-01', hours: 20 });
  await w.db.query(
    `insert into job_week (job_id, week_from, case_id, person_id, hours) values ($1, '2016-03-21', $2, $3, 8)`,
    [oldJob, old.caseId, old.personId],
  );
  assert.match((await worker.get(inWorkOn(old.caseId))).body, /Hours fell/);
  const monday = { ...call(), ...day('on', '2016-03-28') };
  assert.equal((await worker.post(inWorkOn(old.caseId, '/contact'), monday)).status, 303);
  assert.doesNotMatch((await worker.get(inWorkOn(old.caseId))).body, /Hours fell/);
});

/** Permitted work that began on 2 October 2015: it lasts 52 weeks, to 29 September 2016. */
async function permitted(from = '2015-10-02') {
  const of = await person();
  const id = await job(of, { from, kind: 'permitted', employer: 'A shop' });
  return { of, id, path: inWorkOn(of.caseId), jobs: `/cases/${of.caseId}/jobs/${id}` };
}
const jobsOf = (caseId: string) =>
  rows('select kind, ended_on from job where case_id = $1 order by started_on', caseId);

test('permitted work that is stopped, or that ended with its job, ends the job on that day', async () => {
  for (const outcome of ['not_viable', 'job_ended']) {
    const { of, id, path } = await permitted();
    const said = { outcome, ...day('on', '2016-03-30'), words: 'No more hours to be had' };
    assert.equal((await worker.post(`${path}/endings/${id}/outcome`, said)).status, 303);
    assert.deepEqual(await jobsOf(of.caseId), [{ kind: 'permitted', ended_on: '2016-03-30' }]);
    assert.equal((await events(of.caseId))[0], 'job.ended');
    const page = textOf((await worker.get(path)).body);
    assert.match(page, /No job with a first day is held today/);
    assert.doesNotMatch(page, /Missed/);
  }
  // Weeks on file after that day hold it, and nothing is written.
  const { of, id, path, jobs } = await permitted();
  const terms = { ...day('from', '2016-03-01'), hoursPerWeek: '10', version: '1' };
  assert.equal((await worker.post(`${jobs}/terms`, terms)).status, 303);
  const stopped = { outcome: 'not_viable', ...day('on', '2016-02-01') };
  const refused = await worker.post(`${path}/endings/${id}/outcome`, stopped);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /weeks or hours on file after that day/);
  assert.deepEqual(await events(of.caseId), ['job.terms changed']);
  assert.deepEqual(await rows('select id from work_ending where case_id = $1', of.caseId), []);
});

test('permitted work whose job has ended stays until it is said what became of it', async () => {
  const ended = async (planned: boolean) => {
    const made = await permitted();
    const plan = { plan: 'More hours', ...day('endsOn', '2016-09-29') };
    if (planned) assert.equal((await worker.post(`${made.path}/endings/${made.id}`, plan)).status, 303);
    assert.equal(
      (await worker.post(`${made.jobs}/end`, { ...day('endedOn', '2016-03-29'), version: '1' })).status,
      303,
    );
    const page = (await worker.get(made.path)).body;
    assert.match(textOf(page), /Permitted work at A shop Until 29 Mar 2016, ended 2 days ago/);
    assert.match(page, /Say what became of it/);
    return { ...made, page };
  };
  const { of, path, page } = await ended(true);
  assert.match(page, /More hours/);
  const at = /endings\/([\w-]{36})\/outcome/.exec(page)?.[1] ?? '';
  const form = (await worker.get(`${path}/endings/${at}/outcome`)).body;
  const stopped = { ...carried(form), outcome: 'not_viable', ...day('on', '2016-03-29') };
  assert.equal((await worker.post(`${path}/endings/${at}/outcome`, stopped)).status, 303);
  assert.deepEqual(await jobsOf(of.caseId), [{ kind: 'permitted', ended_on: '2016-03-29' }]);
  assert.match(textOf((await worker.get(path)).body), /No payment and no permitted work is counted down/);

  // Nobody had planned for it, and it became a job that is on file already: no second one is made.
  const plain = await ended(false);
  const became = { outcome: 'converted', ...day('on', '2016-03-30'), hours: '30' };
  const refused = await worker.post(`${plain.path}/endings/${plain.id}/outcome`, became);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Add the job that it became first/);
  await job(plain.of, { from: '2016-03-30', employer: 'A shop' });
  assert.equal((await worker.post(`${plain.path}/endings/${plain.id}/outcome`, became)).status, 303);
  assert.equal((await jobsOf(plain.of.caseId)).length, 2);

  // What was over before the person came is history, and asks for nothing.
  const past = await permitted('2014-01-06');
  await w.db.query(`update job set ended_on = '2014-06-30' where id = $1`, [past.id]);
  assert.doesNotMatch((await worker.get(past.path)).body, /A shop/);
});

test('the countdown of permitted work follows the first day of its job', async () => {
  const correct = async (made: Awaited<ReturnType<typeof permitted>>, to: string) => {
    const fields = { kind: 'permitted', employer: 'A shop', ...day('startedOn', to), version: '1' };
    assert.equal((await worker.post(`${made.jobs}/correct`, fields)).status, 303);
    return textOf((await worker.get(made.path)).body);
  };
  const plan = (made: Awaited<ReturnType<typeof permitted>>, endsOn: string) =>
    worker.post(`${made.path}/endings/${made.id}`, { plan: 'More hours', ...day('endsOn', endsOn) });
  const own = await permitted();
  assert.equal((await plan(own, '2016-09-29')).status, 303);
  assert.match(await correct(own, '2015-12-07'), /Until 4 Dec 2016/);
  const form = (await worker.get(`${own.path}/endings/${own.id}`)).body;
  assert.match(textOf(form), /from 7 Dec 2015 until 4 Dec 2016/);
  const saved = { ...carried(form), plan: 'Full time', ...day('endsOn', '2016-12-04') };
  assert.equal((await worker.post(`${own.path}/endings/${own.id}`, saved)).status, 303);
  assert.deepEqual(await rows('select starts_on, ends_on from work_ending where case_id = $1', own.of.caseId), [
    { starts_on: '2015-12-07', ends_on: '2016-12-04' },
  ]);
  // The last day of a letter is the letter's.
  const letter = await permitted();
  assert.equal((await plan(letter, '2016-06-30')).status, 303);
  assert.match(await correct(letter, '2015-12-07'), /Until 30 Jun 2016/);
});

test('what became of something can be corrected, and there is no plan for the end of what is over', async () => {
  const of = await person();
  await job(of, { from: '2015-03-01', hours: 20 });
  const path = inWorkOn(of.caseId);
  const payment = { name: 'Travel', ...day('startsOn', '2015-03-02'), ...day('endsOn', '2016-03-01') };
  assert.equal((await worker.post(`${path}/payments/new`, payment)).status, 303);
  const [{ id }] = await rows('select id from work_ending where case_id = $1', of.caseId);
  const ending = `${path}/endings/${id}`;
  const went = { outcome: 'went_on', ...day('on', '2016-03-30') };
  assert.equal((await worker.post(`${ending}/outcome`, { ...went, version: '1' })).status, 303);
  const stale = { outcome: 'not_viable', ...day('on', '2016-03-29') };
  assert.equal((await worker.post(`${ending}/outcome`, { ...stale, version: '1' })).status, 409);

  assert.match((await worker.get(path)).body, new RegExp(`endings/${id}/outcome`));
  const form = (await worker.get(`${ending}/outcome`)).body;
  assert.match(form, /value="went_on" checked/);
  assert.equal((await worker.post(`${ending}/outcome`, { ...carried(form), ...stale, words: 'Rent' })).status, 303);
  assert.deepEqual(await rows('select outcome, setback_id is not null as setback from work_ending where id = $1', id), [
    { outcome: 'not_viable', setback: true },
  ]);
  const [{ before }] = await rows(
    `select p.payload->'before' as before from event_payload p join event e on e.id = p.event_id
     where e.case_id = $1 and e.kind = 'in work.ended' order by e.id desc limit 1`,
    of.caseId,
  );
  assert.deepEqual(before, { outcome: 'went_on', on: '2016-03-30', words: null });
  assert.match((await worker.get(`/cases/${of.caseId}/timeline?show=job`)).body, /Ended: Travel \(corrected\)/);
  // Corrected once more: the setback that is in the plan stays, and there is no second one.
  const now = carried((await worker.get(`${ending}/outcome`)).body);
  assert.equal((await worker.post(`${ending}/outcome`, { ...now, ...stale, words: 'Rent and fares' })).status, 303);
  assert.equal((await rows('select id from plan_setback where case_id = $1', of.caseId)).length, 1);
  const count = (await events(of.caseId)).length;
  // The same again writes nothing.
  const same = carried((await worker.get(`${ending}/outcome`)).body);
  assert.equal((await worker.post(`${ending}/outcome`, { ...same, ...stale, words: 'Rent and fares' })).status, 303);
  assert.equal((await events(of.caseId)).length, count);

  // A plan of before: what was typed is kept, and it is said why it cannot be saved.
  const plan = { plan: 'Talk again', ...day('endsOn', '2016-03-01') };
  const late = await worker.post(ending, { ...plan, version: '1' });
  assert.equal(late.status, 409);
  assert.match(late.body, /It is on file what became of it/);
  assert.match(late.body, /Talk again/);
  assert.deepEqual([(await worker.get(ending)).status, (await worker.get(ending)).location], [303, path]);
});

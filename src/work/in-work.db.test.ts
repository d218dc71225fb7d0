/** Support in work, as a browser and Today see it. The clock stands at 31 March 2016. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import type { CaseDay } from '../cases/rules/case-day.ts';
import { parseDay } from '../kit/days.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadProgramme } from '../programmes/actions.ts';
import { inWorkRulesOf, type ProgrammeDocument, supportOn, todayRulesOf } from '../programmes/rules.ts';
import { findEnding, planEnding, recordPayment, settleEnding } from './actions/endings.ts';
import { inWorkReasons } from './actions/in-work-reasons.ts';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const documentOf = (key: string): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL(`../../programmes/${key}/programme.json`, import.meta.url), 'utf8'));
const dayOf = (text: string): number => parseDay(text) as number;
const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const events = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind);
type Person = { caseId: string; personId: string };
async function job(
  of: Person,
  given: { from: string; kind?: string; hours?: number; employer?: string },
): Promise<string> {
  const id = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on, hours_per_week, kind, self_employed)
     values ($1, $2, $3, $4, $5, $6, $7, case when $7::text is null then null else false end)`,
    [
      id,
      of.caseId,
      of.personId,
      given.employer ?? 'Northway Bakery',
      given.from,
      given.hours ?? null,
      given.kind ?? null,
    ],
  );
  return id;
}
const inWorkOn = (caseId: string, below = '') => `/cases/${caseId}/in-work${below}`;
const call = (more: Record<string, string> = {}) => ({
  ...day('on', '2016-03-31'),
  way: 'phone',
  reached: 'yes',
  ...more,
});

/** The matters of one person as Today asks for them. */
async function matters(
  of: Person,
  document: ProgrammeDocument,
  on: { today: string; attachedOn: string; job: string; heard?: string },
) {
  const { today } = on;
  const support = supportOn(document.support, dayOf(on.attachedOn), dayOf(on.job), dayOf(today));
  const one: CaseDay = {
    ...{ caseId: of.caseId, personId: of.personId, programmeId: w.programmeId, name: 'Debbie', reference: 'C' },
    ...{ status: 'attached', referredOn: on.attachedOn, firstMetOn: on.attachedOn, attachedOn: on.attachedOn },
    ...{ firstJobOn: on.job, lastContactOn: on.heard ?? null, support, paused: null, parkedReviewOn: null },
    ...{ exitPlanOn: null, missing: [] },
  };
  const asked = { cases: [one], caseIds: [of.caseId], rules: todayRulesOf(document), document, today };
  return inWorkReasons.matters(w.db, asked);
}

test('a call is one short form: it is contact everywhere, keeps what came up and asks about the employer', async () => {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const path = inWorkOn(of.caseId);
  assert.match((await worker.get(path)).body, /No job with a first day is held today/);
  const jobId = await job(of, { from: '2016-03-15', hours: 16 });
  const before = (await worker.get(path)).body;
  assert.match(before, /In work since 15 Mar 2016. Support lasts until 14 Mar 2017/);
  assert.match(before, /Missed: it was due on Wed 16 Mar, 15 days ago/);
  assert.match(before, /Nobody has asked whether we may talk to them/);
  assert.match((await worker.get(`/cases/${of.caseId}`)).body, /Call to the person: missed/);

  const form = (await worker.get(`${path}/contact`)).body;
  assert.match(form, /How many hours did they work in the week of Mon 21 Mar\?/);
  assert.match(form, /Does the person agree that we talk to Northway Bakery\?/);
  const saved = await worker.post(`${path}/contact`, {
    ...{ consentJob: jobId, weekJob: jobId, week: '2016-03-21', weekStood: '' },
    ...call({ words: 'Bus is late every day', problem: 'travel', help: 'talked', consent: 'yes', hours: '11.5' }),
    consentWords: 'Not about my health',
  });
  assert.deepEqual([saved.status, saved.location], [303, path]);
  assert.deepEqual(await events(of.caseId), [
    'in work.spoke with person',
    'in work.employer agreed',
    'job.week recorded',
  ]);
  const weeks = await rows('select week_from, hours from job_week where case_id = $1', of.caseId);
  assert.deepEqual(weeks, [{ week_from: '2016-03-21', hours: '11.50' }]);
  // The week is on file now and is not asked for again.
  assert.doesNotMatch((await worker.get(`${path}/contact`)).body, /How many hours did they work/);
  const now = (await worker.get(path)).body;
  assert.match(now, /Next on Tue 12 Apr/);
  assert.match(now, /Travel to work/);
  assert.match(now, /Bus is late every day/);
  // With consent the employer is due as well, and what may be told stands above the form.
  assert.match(now, /Call to Northway Bakery/);
  assert.match((await worker.get(`${path}/employer/${jobId}`)).body, /Not about my health/);
  assert.equal((await worker.post(`${path}/employer/${jobId}`, call({ words: 'Happy with her' }))).status, 303);
  assert.equal((await events(of.caseId)).at(-1), 'in work.spoke with employer');
  assert.match(
    (await worker.get(`/cases/${of.caseId}/timeline?show=job`)).body,
    /Call to the employer: Northway Bakery/,
  );

  const [problem] = await rows('select id, version from work_problem where case_id = $1', of.caseId);
  const over = { ...day('closedOn', '2016-03-31'), words: 'New bus', version: String(problem.version) };
  assert.equal((await worker.post(`${path}/problems/${problem.id}`, over)).status, 303);
  assert.match((await worker.get(path)).body, /Over since 31 Mar 2016/);
  // Sent twice: nothing is written the second time.
  const told = (await events(of.caseId)).length;
  assert.equal((await worker.post(`${path}/problems/${problem.id}`, over)).status, 409);
  assert.equal((await events(of.caseId)).length, told);
});

test('nobody talks to an employer without consent, and what cannot be is refused and leaves nothing behind', async () => {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const jobId = await job(of, { from: '2016-02-01' });
  const path = inWorkOn(of.caseId);
  const refusals: [string, Record<string, string>, RegExp][] = [
    [`/employer/${jobId}`, call({ words: 'Rang the manager' }), /The person has not agreed: ask them first/],
    ['/contact', call({ help: 'talked' }), /Say what came up, or leave the help empty/],
    ['/contact', call({ consentJob: jobId, consentWords: 'Everything' }), /Say whether the person agrees/],
    ['/contact', { ...call(), ...day('on', '2016-04-01') }, /today or in the past/],
    ['/contact', call({ problem: 'nonsense' }), /choose one of the answers/],
    ['/payments/new', { ...day('startsOn', '2016-03-01') }, /Enter what it is called, or choose a payment/],
    ['/payments/new', { name: 'Credit', ...day('startsOn', '2016-03-01') }, /Enter the last day/],
    [
      '/payments/new',
      { code: 'wage_subsidy', ...day('startsOn', '2016-03-07'), ...day('endsOn', '2016-09-05') },
      /lasts at most 26 weeks/,
    ],
  ];
  for (const [below, fields, message] of refusals) {
    const reply = await worker.post(`${path}${below}`, fields);
    assert.equal(reply.status, 422, `${below}: ${message}`);
    assert.match(reply.body, message);
  }
  // What was typed is kept.
  assert.match((await worker.post(`${path}/employer/${jobId}`, call({ words: 'Rang them' }))).body, /Rang them/);
  const no = { consent: 'no', ...day('on', '2016-03-30') };
  assert.equal((await worker.post(`${path}/employer/${jobId}/consent`, no)).status, 303);
  assert.equal((await worker.post(`${path}/employer/${jobId}`, call())).status, 422);
  assert.deepEqual(await events(of.caseId), ['in work.employer refused']);
  assert.deepEqual(await rows('select id from work_contact where case_id = $1', of.caseId), []);
  assert.deepEqual(await rows('select id from work_ending where case_id = $1', of.caseId), []);
  // The job of somebody else is not there.
  const other = await w.addCase({ keyWorkerId: staffId });
  assert.equal((await worker.get(inWorkOn(other.caseId, `/employer/${jobId}`))).status, 404);
  // Whoever works for themself has no employer to be asked about.
  await w.db.query(
    `insert into job (id, case_id, person_id, started_on, kind, self_employed) values ($1, $2, $3, '2016-03-01', 'self_employed', true)`,
    [newId(), other.caseId, other.personId],
  );
  const own = (await worker.get(inWorkOn(other.caseId))).body;
  assert.match(own, /In work since 1 Mar 2016/);
  assert.doesNotMatch(own, /Nobody has asked/);
});

test('Today: contact that is due stands in for silence, hours that fell are told until somebody was in touch', async () => {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const jobId = await job(of, { from: '2016-02-01', hours: 20 });
  await w.db.query(
    `insert into job_week (job_id, week_from, case_id, person_id, hours) values ($1, '2016-03-14', $2, $3, 20), ($1, '2016-03-21', $2, $3, 12.5)`,
    [jobId, of.caseId, of.personId],
  );
  const document = documentOf('working-well-pilot');
  const on = { today: '2016-03-31', attachedOn: '2015-02-02', job: '2016-02-01' };
  const told = (await matters(of, document, { ...on, heard: '2016-03-01' })).map((one) => [
    one.reason,
    one.level,
    one.on,
    one.words,
  ]);
  assert.deepEqual(told, [
    // 29 February is met by the call of 1 March; the next is 28 days on.
    ['in_work_contact', 1, '2016-03-28', 'In-work call was due 3 days ago'],
    ['hours_fell', 2, '2016-03-28', '12.5 hours in the week of Mon 21 Mar, 20 hours agreed'],
  ]);
  const [first] = await matters(of, document, { ...on, heard: '2016-03-01' });
  assert.deepEqual(first?.holdsBack, ['no_contact']);
  const later = (await matters(of, document, { ...on, heard: '2016-03-29' })).map((one) => [one.reason, one.on]);
  assert.deepEqual(later, [['in_work_contact', '2016-04-25']]);
  // Whoever has left the job is called no more.
  await w.db.query(`update job set ended_on = '2016-03-20' where id = $1`, [jobId]);
  assert.deepEqual(await matters(of, document, on), []);
});

test('S6 of Pathways: permitted work is told 8 and 2 weeks before its end, planned for, and converted or a setback', async () => {
  const document = documentOf('pathways-new');
  const { programmeId } = await transaction(w.db, (tx) => loadProgramme(tx, systemActor, document, '2005-06-06'));
  const rules = inWorkRulesOf(document);
  const permitted = async () => {
    const of = await w.addCase({ programmeId, areaId: null, providerId: null, attachedOn: '2005-02-07' });
    return {
      of,
      ref: { ...of, programmeId },
      jobId: await job(of, { from: '2005-06-06', kind: 'permitted', employer: 'A shop' }),
    };
  };
  const { of, ref, jobId } = await permitted();
  const endOn = async (today: string) =>
    (await matters(of, document, { today, attachedOn: '2005-02-07', job: '2005-06-06', heard: today }))
      .filter(({ reason }) => reason === 'permitted_ends')
      .map(({ on, level, words }) => [on, level, words]);
  assert.deepEqual(await endOn('2005-10-08'), [['2005-10-09', 1, 'plan for its end: Permitted work at A shop']]);
  assert.deepEqual(await endOn('2005-10-09'), [
    ['2005-10-09', 1, 'Permitted work at A shop ends on Sun 4 Dec, in 56 days: no plan for it yet'],
  ]);
  const found = await findEnding(w.db, of.caseId, jobId, rules);
  assert.deepEqual([found?.ends_on, found?.version], ['2005-12-04', 0]);
  const plan = {
    id: jobId,
    version: 0,
    rules,
    plan: 'Full time from December',
    endsOn: '2005-12-04',
    on: '2005-10-10',
  };
  assert.equal(await planEnding(w.db, systemActor, ref, plan), 'saved');
  // A second plan from the same page is told what stands, and writes nothing.
  const again = await planEnding(w.db, systemActor, ref, { ...plan, plan: 'Something else' });
  assert.equal(typeof again === 'object' && 'stale' in again && again.stale.plan, 'Full time from December');
  assert.deepEqual(await events(of.caseId), ['in work.end planned']);
  // Planned for: quiet until two weeks before.
  assert.deepEqual(
    (await endOn('2005-10-10')).map(([on]) => on),
    ['2005-11-20'],
  );
  const [review] = await endOn('2005-11-20');
  assert.deepEqual(review, [
    '2005-11-20',
    3,
    'Permitted work at A shop ends on Sun 4 Dec, in 14 days: look at the plan for it again',
  ]);
  const row = await findEnding(w.db, of.caseId, jobId, rules);
  assert.ok(row);
  const converted = {
    id: row.id,
    version: row.version,
    rules,
    outcome: 'converted' as const,
    on: '2005-11-21',
    words: null,
    hours: 37,
    today: '2005-11-21',
  };
  assert.equal(await settleEnding(w.db, systemActor, ref, converted), 'saved');
  assert.deepEqual(await endOn('2005-12-05'), []);
  assert.deepEqual(await rows('select id from plan_setback where case_id = $1', of.caseId), []);
  // The permitted work ends on the day before, and the job begins with the same employer.
  const jobs = await rows(
    'select kind, employer, started_on, ended_on, hours_per_week from job where case_id = $1 order by started_on',
    of.caseId,
  );
  assert.deepEqual(jobs, [
    { kind: 'permitted', employer: 'A shop', started_on: '2005-06-06', ended_on: '2005-11-20', hours_per_week: null },
    { kind: 'employed', employer: 'A shop', started_on: '2005-11-21', ended_on: null, hours_per_week: '37.00' },
  ]);
  assert.deepEqual((await events(of.caseId)).slice(1), ['job.ended', 'job.recorded', 'in work.ended']);

  // The opposite: hours cannot be raised, it is stopped, and the setback stands in the plan too.
  const other = await permitted();
  const stopped = {
    id: other.jobId,
    version: 0,
    rules,
    outcome: 'not_viable' as const,
    on: '2005-12-04',
    words: 'No more hours to be had',
    today: '2005-12-04',
  };
  assert.deepEqual(await settleEnding(w.db, systemActor, other.ref, { ...stopped, on: '2005-06-05' }), {
    refused: { on: 'The day must be its first day or after it' },
  });
  // On its first day there is nothing yet that could become a job.
  assert.deepEqual(
    await settleEnding(w.db, systemActor, other.ref, { ...stopped, outcome: 'converted', on: '2005-06-06' }),
    {
      refused: { on: 'The day must be after the first day of the permitted work' },
    },
  );
  assert.deepEqual(await events(other.of.caseId), []);
  assert.equal((await rows('select id from job where case_id = $1', other.of.caseId)).length, 1);
  assert.equal(await settleEnding(w.db, systemActor, other.ref, stopped), 'saved');
  assert.deepEqual(await events(other.of.caseId), ['job.ended', 'setback.recorded', 'in work.ended']);
  const [left] = await rows('select ended_on from job where case_id = $1', other.of.caseId);
  assert.equal(left.ended_on, '2005-12-04');
  const [setback] = await rows(
    'select s.words, s.happened_on, e.outcome from plan_setback s join work_ending e on e.setback_id = s.id where s.case_id = $1',
    other.of.caseId,
  );
  assert.deepEqual(setback, {
    words: 'Permitted work at A shop: stopped: not viable for the person. No more hours to be had',
    happened_on: '2005-12-04',
    outcome: 'not_viable',
  });
});

test('a payment is written down, counted down, planned for, settled and asked after', async () => {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  await job(of, { from: '2016-03-01' });
  const path = inWorkOn(of.caseId);
  const form = { code: 'wage_subsidy', ...day('startsOn', '2016-03-07'), weeklyPence: '40.00' };
  assert.equal((await worker.post(`${path}/payments/new`, form)).status, 303);
  const [row] = await rows(
    'select id, name, ends_on, weekly_pence, version from work_ending where case_id = $1',
    of.caseId,
  );
  assert.deepEqual([row.name, row.ends_on, row.weekly_pence], ['A wage subsidy to the employer', '2016-09-04', 4000]);
  assert.match((await worker.get(path)).body, /Until 4 Sep 2016, 157 days left, £40\.00 a week/);
  const plan = { plan: 'The employer keeps her on', ...day('endsOn', '2016-08-28') };
  assert.equal((await worker.post(`${path}/endings/${row.id}`, { ...plan, version: '1' })).status, 303);
  const stale = await worker.post(`${path}/endings/${row.id}`, { ...plan, plan: 'Other', version: '1' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /The employer keeps her on/);
  const ended = { outcome: 'went_on', ...day('on', '2016-03-31'), version: '2' };
  assert.equal((await worker.post(`${path}/endings/${row.id}/outcome`, ended)).status, 303);
  assert.equal(
    (await worker.post(`${path}/endings/${row.id}/outcome`, { ...ended, outcome: 'job_ended' })).status,
    409,
  );
  const asked = { stillInWork: 'yes', ...day('on', '2016-03-31') };
  assert.equal((await worker.post(`${path}/endings/${row.id}/check`, asked)).status, 303);
  await worker.post(`${path}/endings/${row.id}/check`, asked);
  assert.deepEqual(await events(of.caseId), [
    'in work.payment recorded',
    'in work.end planned',
    'in work.ended',
    'in work.asked after',
  ]);
});

test('Today leads to the form of what an ending asks for', async () => {
  const document = documentOf('pathways-new');
  const attachedOn = '2005-02-07';
  const { programmeId } = await transaction(w.db, (tx) => loadProgramme(tx, systemActor, document, '2005-06-06'));
  const person = () => w.addCase({ programmeId, areaId: null, providerId: null, attachedOn });
  const rules = inWorkRulesOf(document);
  const asked = async (of: Person, today: string, from: string) =>
    (await matters(of, document, { today, attachedOn, job: from, heard: today }))
      .filter(({ reason }) => reason === 'permitted_ends' || reason === 'payment_ends')
      .map(({ words, acts: [act] }) => [words, act.text, act.href.replace(/.*endings\/[\w-]{36}/, '')]);

  const of = await person();
  const jobId = await job(of, { from: '2005-06-06', kind: 'permitted', employer: 'A shop' });
  const planFor = 'Permitted work at A shop ends on Sun 4 Dec, in 56 days: no plan for it yet';
  assert.deepEqual(await asked(of, '2005-10-09', '2005-06-06'), [[planFor, 'Plan for its end', '']]);
  // It stays when the job ends first, with a plan and without.
  await w.db.query(`update job set ended_on = '2005-10-20' where id = $1`, [jobId]);
  const over = 'Permitted work at A shop ended 2 days ago: say what became of it';
  assert.deepEqual(await asked(of, '2005-10-22', '2005-06-06'), [[over, 'Say what became of it', '/outcome']]);
  const plan = { id: jobId, version: 0, rules, plan: 'Full time', endsOn: '2005-12-04', on: '2005-10-22' };
  assert.equal(await planEnding(w.db, systemActor, { ...of, programmeId }, plan), 'saved');
  assert.deepEqual(await asked(of, '2005-10-22', '2005-06-06'), [[over, 'Say what became of it', '/outcome']]);

  // A payment: asked after in week 60, once it is said what became of it.
  const paid = await person();
  await job(paid, { from: '2005-04-04' });
  const credit = rules.payments.find(({ checkInWeek }) => checkInWeek === 60);
  assert.ok(credit);
  const { code, label: name } = credit;
  const days = { startsOn: '2005-04-04', endsOn: '2006-04-02' };
  const ref = { ...paid, programmeId };
  const id = await recordPayment(
    w.db,
    systemActor,
    ref,
    { code, name, ...days, weeklyPence: null, plan: null },
    '2005-04-04',
  );
  const settled = { id, version: 1, rules, outcome: 'went_on' as const, on: '2006-04-03', words: null };
  assert.equal(await settleEnding(w.db, systemActor, ref, { ...settled, today: '2006-04-03' }), 'saved');
  const later = `ask whether the person is still in work: ${name} is over`;
  assert.deepEqual(await asked(paid, '2006-05-20', '2005-04-04'), [[later, 'Ask afterwards', '/check']]);
  const now = `${name} is over: ask whether the person is still in work`;
  assert.deepEqual(await asked(paid, '2006-05-22', '2005-04-04'), [[now, 'Ask afterwards', '/check']]);
});

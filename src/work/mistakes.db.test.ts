/** What was entered wrongly, or by two people at once: it is put right, nothing else is lost, and the history keeps it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { plantQuestion } from '../../test/support/evidence-rows.ts';
import { type Browser, signIn, today, type World, world } from '../../test/support/world.ts';
import { upsertStaff } from '../access/actions.ts';
import { systemActor } from '../access/rules/policy.ts';
import { statement, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadProgramme } from '../programmes/actions.ts';
import { activitiesPart } from './actions/parts.ts';
import { withdraw } from './actions/withdraw.ts';

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
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind as string);
const textIn = (body: string) => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const textOf = async (url: string) => textIn((await worker.get(url)).body);
const saved = async (url: string, fields: Record<string, string> = {}, by = worker) => {
  const reply = await by.post(url, fields);
  assert.equal(reply.status, 303, textIn(reply.body));
};
/** Adds a job by its form. Resolves to its id. */
async function job(caseId: string, fields: Record<string, string>, by = worker): Promise<string> {
  await saved(`/cases/${caseId}/jobs/new`, { kind: 'employed', employer: 'Mill', ...fields }, by);
  return (await rows('select id from job where case_id = $1 order by created_at desc limit 1', caseId))[0].id;
}
const codeOf = async (id: string) => {
  const [row] = await rows('select occupation_scheme, occupation_code from job where id = $1', id);
  return `${row.occupation_scheme} ${row.occupation_code}`;
};

test('a code of occupations is kept in the classification of the programme, and a correction leaves it there', async () => {
  for (const scheme of ['ANZSCO', 'SOC2020', 'SOC2010'])
    await w.db.query(
      `insert into occupation (scheme, code, label) values ($1, '8', $2), ($1, '721', 'Machine operators') on conflict do nothing`,
      [scheme, scheme === 'ANZSCO' ? 'Labourers' : 'Operatives'],
    );
  const document = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../programmes/ics-trial/programme.json'), 'utf8'),
  );
  const { programmeId } = await transaction(w.db, (tx) => loadProgramme(tx, systemActor, document, '2016-01-01'));
  const names = { code: 'ICS-1', givenName: 'Ada', familyName: 'Finch', areaId: null, providerId: null };
  const [staff] = await upsertStaff(w.db, { id: newId(), programmeId, ...names });
  const here = await signIn(w.db, w.app, 'key_worker', { programmeId, staffId: staff?.id ?? '' });
  const trial = await w.addCase({ programmeId, areaId: null, providerId: null, keyWorkerId: staff?.id ?? null });
  assert.equal(await codeOf(await job(trial.caseId, { occupation: '721 Machine operators' }, here)), 'ANZSCO 721');
  const labourer = await job(trial.caseId, { occupation: 'Labourers' }, here);
  assert.equal(await codeOf(labourer), 'ANZSCO 8');

  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, { occupation: '8' });
  await w.db.query(`update job set occupation_scheme = 'SOC2010' where id = $1`, [id]);
  const correct = (version: string, more: Record<string, string>) =>
    saved(`/cases/${caseId}/jobs/${id}/correct`, { kind: 'employed', employer: 'Mill', version, ...more });
  await w.db.query(`update occupation set label = 'Machine work' where scheme = 'SOC2010' and code = '8'`);
  await correct('1', { occupation: '8 Machine work', ...day('startedOn', '2016-01-02') });
  assert.equal(await codeOf(id), 'SOC2010 8');
  await correct('2', { occupation: '8 Operatives', ...day('startedOn', '2016-01-02') });
  assert.equal(await codeOf(id), 'SOC2020 8');
});

test('that a file said somebody is not self-employed stays when another thing of the job is corrected', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, { kind: '', ...day('startedOn', '2016-01-01') });
  await w.db.query('update job set self_employed = false where id = $1', [id]);
  await saved(`/cases/${caseId}/jobs/${id}/correct`, {
    employer: 'Mill',
    ...day('startedOn', '2016-01-02'),
    version: '1',
  });
  assert.deepEqual(await rows('select kind, self_employed, started_on from job where id = $1', id), [
    { kind: null, self_employed: false, started_on: '2016-01-02' },
  ]);
});

test('two people end a job: the second is shown what the first said of it', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, day('startedOn', '2016-01-01'));
  const url = `/cases/${caseId}/jobs/${id}/end`;
  const end = { ...day('endedOn', '2016-03-30'), version: '1' };
  await saved(url, { ...end, leftReason: 'dismissed', leftWords: 'A row with the manager' });
  const second = await worker.post(url, end);
  assert.equal(second.status, 409);
  const shown = textIn(second.body);
  assert.match(shown, /Why was the job left\? Dismissed Not known/);
  assert.match(shown, /What happened, in their words A row with the manager Not known/);
  assert.match(shown, /1 of 3 answers is the same/);
});

test('a payment that would last for ever is refused, and what was typed stays', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const pay = (startsOn: string, endsOn: string) =>
    worker.post(`/cases/${caseId}/in-work/payments/new`, {
      ...{ name: 'Return to work bonus', ...day('startsOn', startsOn), ...day('endsOn', endsOn) },
    });
  for (const [reply, message] of [
    [await pay('9999-12-31', '9999-12-31'), /The first day must be before 2100/],
    [await pay('2016-01-01', '9999-12-31'), /The last day must be before 2100/],
  ] as const) {
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
    assert.match(reply.body, /value="Return to work bonus"/);
  }
});

test('a week that was entered by mistake is taken back, also one that the page of jobs no longer shows', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, { kind: 'zero_hours', ...day('startedOn', '2016-01-04') });
  const weeks = `/cases/${caseId}/jobs/${id}/weeks`;
  for (let n = 0; n < 10; n += 1) {
    const monday = Temporal.PlainDate.from('2016-01-04').add({ days: 7 * n });
    await saved(weeks, { ...day('day', monday.toString()), hours: String(n), payPence: '50.00' });
  }
  assert.doesNotMatch(await textOf(`/cases/${caseId}/jobs`), /Week of 11 Jan 2016/);
  assert.match((await worker.get(`/cases/${caseId}/jobs`)).body, new RegExp(`${weeks}/all`));
  assert.match(await textOf(`${weeks}/all`), /11 Jan 2016 1 hour £50\.00 Remove the week of 11 Jan 2016/);
  for (const from of ['2016-01-12', 'soon', '', '0000-01-03'])
    assert.equal((await worker.post(`${weeks}/remove`, { from, stood: '1/5000' })).status, 422, from);
  assert.equal((await rows('select 1 from job_week where job_id = $1', id)).length, 10);
  for (const _ of ['once', 'twice']) await saved(`${weeks}/remove`, { from: '2016-01-11', stood: '1/5000' });
  assert.equal((await rows('select 1 from job_week where job_id = $1', id)).length, 9);
  assert.deepEqual((await events(caseId)).slice(-2), ['job.week recorded', 'job.week removed']);
  assert.match(
    await textOf(`/cases/${caseId}/timeline`),
    /A week at work was removed: Mill .{0,80}Week of 11 Jan 2016, 1 hour, £50\.00/,
  );
});

/** What stands beside a case that a job makes. */
const standing = async (caseId: string) => ({
  started: await rows('select employer from report_job where case_id = $1', caseId),
  support: (await rows('select first_job_on from case_support where case_id = $1', caseId))[0].first_job_on,
  milestones: (await rows('select milestone, status from case_milestone where case_id = $1 order by 1', caseId)).map(
    ({ milestone, status }) => `${milestone} ${status}`,
  ),
});

test('a job of somebody else is withdrawn with a reason: it counts for nothing, and the history keeps it', async () => {
  await saved('/employers/new', { name: 'Wrong Person Works' });
  const [{ id: employerId }] = await rows(`select id from employer where name = 'Wrong Person Works'`);
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const none = await standing(caseId);
  const id = await job(caseId, { employer: 'Wrong Person Works', ...day('startedOn', '2015-02-16') });
  const made = await standing(caseId);
  assert.deepEqual([made.started.length, made.support], [1, '2015-02-16']);
  assert.ok(made.milestones.length > none.milestones.length, 'a milestone rests on it');
  // A claim that was sent for it stays where it is; the page of claims tells what became of its milestone.
  const sent = made.milestones.find((one) => !none.milestones.includes(one))?.split(' ')[0] ?? '';
  await w.db.query(
    `insert into claim (id, case_id, person_id, programme_id, reference, contract, milestone, state, pence, reached_on, moved_on, claimed_on)
     values ($1, $2, $3, $4, 'SENT-1', 'working-well-pilot', $5, 'submitted', 40000, '2015-02-16', '2016-03-01', '2016-03-01')`,
    [newId(), caseId, personId, w.programmeId, sent],
  );
  const question = await plantQuestion(w.db, { caseId, personId, programmeId: w.programmeId, jobId: id });
  // The email of another is said to have failed, and its link arrived all the same.
  const failed = await plantQuestion(w.db, { caseId, personId, programmeId: w.programmeId, jobId: id });
  await w.db.query("update employer_question set state = 'failed' where id = $1", [failed.id]);
  assert.equal((await w.app.inject({ url: `/confirm/${failed.token}` })).statusCode, 200);
  assert.match(await textOf(`/employers/${employerId}`), /1 job on file, 1 held now/);

  const path = `/cases/${caseId}/jobs`;
  const stood = async () => [await rows('select * from job where id = $1', id), await events(caseId)];
  const before = await stood();
  assert.match((await worker.get(path)).body, new RegExp(`${path}/${id}/withdraw`));
  const refused = await worker.post(`${path}/${id}/withdraw`, { version: '1', reason: ' ' });
  assert.deepEqual([refused.status, /Say why it is withdrawn/.test(refused.body)], [422, true]);
  const stale = await worker.post(`${path}/${id}/withdraw`, { version: '9', reason: 'Stale' });
  assert.equal(stale.status, 409);
  assert.deepEqual(await stood(), before);

  await saved(`${path}/${id}/withdraw`, { version: '1', reason: 'Entered on the wrong person' });
  assert.equal((await worker.post(`${path}/${id}/withdraw`, { version: '2', reason: 'Once more' })).status, 404);
  const now = await standing(caseId);
  assert.deepEqual([now.started, now.support], [[], null]);
  assert.deepEqual(await rows('select withdrawn_on, withdrawn_by, withdrawn_reason from job where id = $1', id), [
    { withdrawn_on: '2016-03-31', withdrawn_by: worker.userId, withdrawn_reason: 'Entered on the wrong person' },
  ]);
  assert.deepEqual(await rows(`select state from claim where reference = 'SENT-1'`), [{ state: 'submitted' }]);
  assert.match(await textOf(path), /No job is recorded/);
  assert.match(await textOf(`/employers/${employerId}`), /No job|0 jobs on file/);
  assert.match(await textOf('/employers?name=wrong+person'), /Wrong Person Works/);
  assert.doesNotMatch(await textOf(`/cases/${caseId}/in-work`), /Wrong Person Works/);
  assert.match(
    await textOf(`/cases/${caseId}/timeline`),
    /Job withdrawn: Wrong Person Works, from 16 Feb 2015.{0,120}Entered on the wrong person/,
  );
  const led = await worker.get(`${path}/${id}/correct`);
  assert.deepEqual([led.status, led.location], [303, path]);
  for (const form of ['correct', 'end', 'terms', 'weeks'])
    assert.equal((await worker.post(`${path}/${id}/${form}`, { employer: 'Mill', version: '2' })).status, 404, form);
  // An employer who is asked about it is asked no longer.
  for (const { token } of [question, failed])
    assert.equal((await w.app.inject({ url: `/confirm/${token}` })).statusCode, 404);
  const stopped = ['claim.employer stopped', 'claim.employer stopped'];
  assert.deepEqual((await events(caseId)).slice(-3), ['job.withdrawn', ...stopped]);
});

test('a milestone that rests on a withdrawn job alone is no longer reached', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const first = await job(caseId, { employer: 'First', ...day('startedOn', '2015-02-16') });
  const one = await standing(caseId);
  await job(caseId, { employer: 'Second', ...day('startedOn', '2016-03-01') });
  await saved(`/cases/${caseId}/jobs/${first}/withdraw`, { version: '1', reason: 'Never happened' });
  const other = await standing(caseId);
  assert.deepEqual(other.started, [{ employer: 'Second' }]);
  assert.equal(other.support, '2016-03-01');
  assert.ok(other.milestones.length < one.milestones.length, `${one.milestones} → ${other.milestones}`);
});

test('permitted work that is withdrawn ends with what was planned for it', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const id = await job(caseId, { kind: 'permitted', employer: 'Corner Shop', ...day('startedOn', '2015-12-07') });
  const inWork = `/cases/${caseId}/in-work`;
  const shown = (await worker.get(`${inWork}/endings/${id}`)).body;
  const version = /name="version" value="(\d+)"/.exec(shown)?.[1] ?? '0';
  await saved(`${inWork}/endings/${id}`, { plan: 'More hours', ...day('endsOn', '2016-05-01'), version });
  assert.match(await textOf(inWork), /Corner Shop/);
  await saved(`/cases/${caseId}/jobs/${id}/withdraw`, { version: '1', reason: 'Another person' });
  assert.doesNotMatch(await textOf(inWork), /Corner Shop|More hours/);
  assert.equal((await worker.get(`${inWork}/endings/${id}`)).status, 404);
});

test('what changed while it was being withdrawn is shown as it is now, and the reason stays', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, { employer: 'Mill', ...day('startedOn', '2016-01-04') });
  const url = `/cases/${caseId}/jobs/${id}/withdraw`;
  const versionIn = (body: string) => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
  const version = versionIn((await worker.get(url)).body);
  const corrected = { kind: 'employed', employer: 'Brewery', ...day('startedOn', '2016-01-11'), version };
  await saved(`/cases/${caseId}/jobs/${id}/correct`, corrected);
  const reason = 'It is about somebody else: I had both records open';
  const stale = await worker.post(url, { version, reason });
  assert.equal(stale.status, 409);
  assert.match(stale.body, new RegExp(reason));
  assert.match(textIn(stale.body), /Nothing is withdrawn yet.{0,80}Saved now: a job at Brewery, from 11 Jan 2016/);
  assert.deepEqual(await events(caseId), ['job.recorded', 'job.corrected']);
  // To save again is a decision.
  await saved(url, { version: versionIn(stale.body), reason });
  assert.deepEqual((await events(caseId)).slice(-1), ['job.withdrawn']);
});

test('an offer and a change of benefit are withdrawn too', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/offers/new`, { employer: 'Mill', work: 'Packer', ...day('offeredOn', '2016-03-01') });
  await saved(`${path}/benefit/off`, { benefit: 'ESA', ...day('changedOn', '2016-03-02') });
  const [offer] = await rows('select id from job_offer where case_id = $1', caseId);
  const [benefit] = await rows('select id from benefit_change where case_id = $1', caseId);
  for (const [below, message] of [
    [`offers/${offer.id}`, /the offer of 1 Mar 2016/],
    [`benefits/${benefit.id}`, /Off benefit, 2 Mar 2016/],
  ] as const) {
    assert.match(await textOf(`${path}/${below}/withdraw`), message);
    assert.equal((await worker.post(`${path}/${below}/withdraw`, { version: '1' })).status, 422);
    await saved(`${path}/${below}/withdraw`, { version: '1', reason: 'Wrong person' });
    for (const form of ['', '/withdraw']) assert.equal((await worker.get(`${path}/${below}${form}`)).status, 404);
  }
  assert.doesNotMatch(await textOf(path), /Packer|Off benefit since/);
  assert.deepEqual((await events(caseId)).slice(-2), ['job.offer withdrawn', 'benefit.withdrawn']);
  assert.match(
    await textOf(`/cases/${caseId}/timeline`),
    /Off benefit withdrawn: 2 Mar 2016.*Offer of a job withdrawn: Packer, Mill/,
  );
});

test('an activity of somebody else is withdrawn: no report and no service counts it, and the history keeps it', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/activities`;
  await saved(`${path}/new`, { kind: 'voluntary_work', ...day('startedOn', '2016-01-11') });
  await saved(`${path}/new`, { kind: 'job_interview', ...day('startedOn', '2016-02-01') });
  const [{ id }] = await rows(`select id from activity where case_id = $1 and kind = 'voluntary_work'`, caseId);
  const one = `${path}/${id}/withdraw`;
  assert.match((await worker.get(path)).body, new RegExp(one));
  assert.match(await textOf(one), /Withdraw: Voluntary work, 11 Jan 2016/);
  const empty = await worker.post(one, { version: '1', reason: ' ' });
  assert.deepEqual([empty.status, /Say why it is withdrawn/.test(empty.body)], [422, true]);
  const stale = await worker.post(one, { version: '9', reason: 'Her sister’s' });
  assert.deepEqual([stale.status, /Her sister’s/.test(stale.body)], [409, true]);
  assert.deepEqual(await events(caseId), ['activity.recorded', 'activity.recorded']);

  await saved(one, { version: '1', reason: 'Her sister’s' });
  assert.deepEqual(await rows('select withdrawn_on, withdrawn_by, withdrawn_reason from activity where id = $1', id), [
    { withdrawn_on: '2016-03-31', withdrawn_by: worker.userId, withdrawn_reason: 'Her sister’s' },
  ]);
  const left = [{ kind: 'job_interview' }];
  assert.deepEqual(await rows('select kind from report_activity where case_id = $1', caseId), left);
  const counted = statement(
    'test.activities',
    () => sql<{ kind: string }>`select a.kind from ${activitiesPart} a where a.case_id = ${caseId}`,
  );
  assert.deepEqual(await counted(w.db, {}), left);
  assert.match(await textOf(path), /1 activity, newest first/);
  assert.match(
    await textOf(`/cases/${caseId}/timeline`),
    /Activity withdrawn: voluntary work, 11 Jan 2016.{0,120}Her sister’s/,
  );
  // The timeline still leads to its form; nobody can change it or withdraw it again.
  const led = await worker.get(`${path}/${id}/correct`);
  assert.deepEqual([led.status, led.location], [303, path]);
  assert.equal((await worker.post(`${path}/${id}/correct`, { kind: 'job_interview', version: '2' })).status, 404);
  assert.equal((await worker.post(one, { version: '2', reason: 'Once more' })).status, 404);
  assert.equal((await worker.get(`${path}/${newId()}/correct`)).status, 404);
  // Nor can it be done from the case of somebody else.
  const other = await w.addCase({ keyWorkerId: staffId });
  const [rest] = await rows(`select id from activity where case_id = $1 and withdrawn_on is null`, caseId);
  const strange = `/cases/${other.caseId}/activities/${rest.id}/withdraw`;
  assert.equal((await worker.post(strange, { version: '1', reason: 'Wrong case' })).status, 404);
});

test('when what hangs on a job fails, the job is not withdrawn', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const id = await job(caseId, day('startedOn', '2016-01-04'));
  const fails = { jobsChanged: () => Promise.reject(new Error('the clock broke')) };
  const of = { caseId, personId, programmeId: w.programmeId, ...fails };
  const change = { id, version: 1, reason: 'Wrong person' };
  await assert.rejects(withdraw(w.db, systemActor, of, 'job', change, today), /the clock broke/);
  assert.deepEqual(await events(caseId), ['job.recorded']);
  assert.deepEqual(await rows('select version, withdrawn_on from job where id = $1', id), [
    { version: 1, withdrawn_on: null },
  ]);
});

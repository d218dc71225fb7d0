import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { instrument, load } from './actions/instruments.ts';

const document = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../programmes/instruments/working-well-assessment.json'), 'utf8'),
);
const INITIAL = 'working-well-assessment/1/initial';
const AGAIN = 'working-well-assessment/1/reassessment';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  await transaction(w.db, (tx) => load(tx, systemActor, document, '2016-03-31'));
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const on = (text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { 'assessedOn-day': date, 'assessedOn-month': month, 'assessedOn-year': year };
};
const rows = async (caseId: string) =>
  (await w.db.query('select * from assessment where case_id = $1 order by created_at, id', [caseId])).rows;
const drafts = async (caseId: string) =>
  (await w.db.query('select * from assessment_draft where case_id = $1', [caseId])).rows;
const events = async (caseId: string) =>
  (
    await w.db.query(
      'select e.kind, e.happened_on, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
      [caseId],
    )
  ).rows;

async function begin(caseId: string, stage = INITIAL, day = '2015-03-09'): Promise<string> {
  const begun = await worker.post(`/cases/${caseId}/assessments/new`, { stage, ...on(day) });
  assert.equal(begun.status, 303, begun.body);
  return begun.location as string;
}

async function made(caseId: string, stage: string, day: string, answers: Record<string, string>): Promise<string> {
  const draft = await begin(caseId, stage, day);
  for (const section of document.sections)
    await worker.post(`${draft}/part/${section.key}`, { ...answers, times: '0' });
  const finished = await worker.post(`${draft}/finish`, {});
  assert.equal(finished.status, 303, finished.body);
  return finished.location as string;
}

test('an assessment is made section by section, and every kind of answer is kept and shown as what it is', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const draft = await begin(caseId);
  assert.match((await worker.get(draft)).body, /Not started/);
  const part = await worker.get(`${draft}/part/presenting_issues`);
  assert.match(part.body, /How far do debt or money worries stand between you and work\?/);
  assert.match(part.body, /Not now/);
  assert.match(part.body, /Would rather not say/);
  const saved = await worker.post(`${draft}/part/presenting_issues`, {
    times: '0',
    issue_debt_finances: '6',
    issue_age: '0',
    issue_convictions: 'state: declined',
    issue_care_children: 'state: not applicable',
    issue_bereavement: 'state: not asked',
  });
  assert.deepEqual([saved.status, saved.location], [303, `${draft}/part/work`]);
  assert.match((await worker.get(draft)).body, /15 of 19 open/);
  assert.match((await worker.get(`/cases/${caseId}/assessments`)).body, /An assessment is open/);
  assert.deepEqual([await rows(caseId), await events(caseId)], [[], []]);
  await worker.post(`${draft}/part/work`, {
    times: '0',
    believes_can_find_work: 'no',
    expects_work_within: 'months_1_3',
  });

  const finished = await worker.post(`${draft}/finish`, {});
  assert.equal(finished.status, 303);
  const [row] = await rows(caseId);
  assert.deepEqual(row.answers, {
    issue_age: 0,
    issue_debt_finances: 6,
    issue_convictions: { state: 'declined' },
    issue_care_children: { state: 'not applicable' },
    believes_can_find_work: false,
    expects_work_within: 'months_1_3',
  });
  assert.deepEqual([row.stage, row.assessed_on, row.author_id], ['initial', '2015-03-09', worker.userId]);
  assert.deepEqual(await drafts(caseId), []);
  const [event] = await events(caseId);
  assert.deepEqual([event.kind, event.happened_on, event.payload.severe], ['assessment.made', '2015-03-09', 1]);
  const shown = (await worker.get(finished.location as string)).body;
  for (const words of [
    /6 of 6: Makes work impossible for now/,
    /Severe<\/strong>/,
    /Preferred not to say/,
    /Does not apply/,
    /Not asked/,
    /1-3 months/,
  ])
    assert.match(shown, words);
  assert.match(shown, /1 issue is severe, of 2 rated\. 17 of 19 were not rated/);
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /Initial assessment/);
  assert.equal((await worker.post(`${draft}/finish`, {})).status, 404, 'finished once');
});

test('refused: dates before the referral, to come or not there, ratings out of range, empty and second initial ones', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, referredOn: '2015-02-02' });
  const start = `/cases/${caseId}/assessments/new`;
  const tries: [Record<string, string>, RegExp][] = [
    [{ stage: INITIAL, ...on('2015-02-01') }, /on or after the day of referral, 2 Feb 2015/],
    [{ stage: INITIAL, ...on('2016-04-01') }, /must be today or in the past/],
    [{ stage: INITIAL, ...on('2015-02-29') }, /there is no such date/],
    [{ stage: INITIAL }, /Enter the date of the assessment/],
    [{ stage: 'working-well-assessment/9/initial', ...on('2015-03-09') }, /choose one of the answers/],
    [{ ...on('2015-03-09') }, /Choose which assessment it is/],
  ];
  for (const [fields, message] of tries) {
    const reply = await worker.post(start, fields);
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
  }
  assert.deepEqual(await drafts(caseId), []);
  const draft = await begin(caseId);
  const part = `${draft}/part/presenting_issues`;
  const wrong = await worker.post(part, { times: '0', issue_age: '7', issue_housing: '3' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /Age: choose one of the answers/);
  assert.match(wrong.body, /value="3" checked/);
  assert.equal((await worker.post(part, { times: '0', issue_age: 'x'.repeat(10_000_000) })).status, 413);
  const empty = await worker.post(`${draft}/finish`, {});
  assert.equal(empty.status, 422);
  assert.match(empty.body, /Answer at least one question/);
  assert.equal((await worker.get(`${draft}/part/nothing`)).status, 404);
  await worker.post(part, { times: '0', issue_age: '4' });
  const second = await begin(caseId);
  await worker.post(`${second}/part/presenting_issues`, { times: '0', issue_age: '4' });
  assert.equal((await worker.post(`${draft}/finish`, {})).status, 303);
  assert.equal((await worker.post(start, { stage: INITIAL, ...on('2015-04-01') })).status, 422);
  const late = await worker.post(`${second}/finish`, {});
  assert.equal(late.status, 422);
  assert.match(late.body, /initial assessment of 9 Mar 2015 already/);
  assert.equal((await drafts(caseId)).length, 1, 'a refused draft is kept');
  assert.equal(
    (await worker.post(`${second}/about`, { stage: 'reassessment', ...on('2015-09-09'), version: '1' })).status,
    303,
  );
  assert.equal(
    (await worker.post(`${second}/about`, { stage: 'reassessment', ...on('2015-09-10'), version: '1' })).status,
    409,
  );
  assert.equal((await worker.post(`${second}/finish`, {})).status, 303);
  assert.deepEqual(
    (await rows(caseId)).map(({ stage, assessed_on }) => [stage, assessed_on]),
    [
      ['initial', '2015-03-09'],
      ['reassessment', '2015-09-09'],
    ],
  );
  assert.equal((await events(caseId)).length, 2);
});

test('two tabs on one section lose nothing, on different sections never meet', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const draft = await begin(caseId);
  const issues = `${draft}/part/presenting_issues`;
  await worker.post(issues, { times: '0', issue_age: '4' });
  const stale = await worker.post(issues, { times: '0', issue_age: '2' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /Somebody else saved this/);
  assert.match(stale.body, /name="times" value="1"/);
  assert.equal((await worker.post(`${draft}/part/work`, { times: '0', believes_can_find_work: 'yes' })).status, 303);
  assert.deepEqual((await drafts(caseId))[0].answers, { issue_age: 4, believes_can_find_work: true });
  assert.equal((await worker.post(issues, { times: '1', issue_age: '2' })).status, 303);
  assert.equal((await worker.post(`${draft}/drop`, {})).status, 303);
  assert.deepEqual([await drafts(caseId), await rows(caseId)], [[], []]);
  const [dropped, ...rest] = await events(caseId);
  assert.deepEqual(
    [dropped.kind, dropped.payload.answers, rest],
    ['assessment.dropped', { issue_age: 2, believes_can_find_work: true }, []],
    'what it held is in the history',
  );
});

test('compared with what was known before: lighter, heavier, new, not asked again', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const first = await made(caseId, INITIAL, '2015-03-09', {
    issue_debt_finances: '6',
    issue_mental_health: '3',
    issue_age: '2',
    confidence_in_work_success: '1',
    wellbeing_anxiety: '8',
  });
  const second = await made(caseId, AGAIN, '2015-09-09', {
    issue_debt_finances: '3',
    issue_mental_health: '5',
    issue_housing: '4',
    confidence_in_work_success: '4',
    wellbeing_anxiety: '8',
  });
  const body = (await worker.get(`${second}/compare`)).body;
  assert.match(body, /2 lighter or better, 1 heavier or worse, 1 new, 1 the same, 1 not asked again/);
  assert.match(body, /Reassessment, 9 Sept? 2015, against: Initial assessment, 9 Mar 2015/);
  assert.equal((await worker.get(`${first}/compare`)).status, 404);
  const draft = await begin(caseId, AGAIN, '2016-03-01');
  assert.match((await worker.get(`${draft}/part/presenting_issues`)).body, /Show last time’s answers/);
  const list = (await worker.get(`/cases/${caseId}/assessments`)).body;
  assert.ok(list.indexOf('9 Mar 2015') > list.indexOf('Reassessment'), 'newest first');
});

test('corrected with the original kept; a stale save shows both; other answers stand', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const url = await made(caseId, INITIAL, '2015-03-09', {
    issue_age: '4',
    issue_housing: '5',
    issue_other: 'state: declined',
  });
  const form = await worker.get(`${url}/correct`);
  assert.match(form.body, /value="state: declined" checked/);
  const fields = {
    stage: 'initial',
    ...on('2015-03-10'),
    issue_age: '2',
    issue_housing: '5',
    issue_other: 'state: declined',
  };
  assert.equal((await worker.post(`${url}/correct`, { ...fields, version: '1' })).status, 303);
  const stale = await worker.post(`${url}/correct`, { ...fields, issue_age: '6', version: '1' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /name="version" value="2"/);
  for (const wrong of [{ issue_age: '7' }, on('2015-01-01'), on('2017-01-01'), on('2015-02-30')])
    assert.equal((await worker.post(`${url}/correct`, { ...fields, ...wrong, version: '2' })).status, 422);
  const [row] = await rows(caseId);
  assert.deepEqual(row.answers, { issue_age: 2, issue_housing: 5, issue_other: { state: 'declined' } });
  assert.equal(row.assessed_on, '2015-03-10');
  const told = await events(caseId);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['assessment.made', 'assessment.corrected'],
  );
  assert.equal(told[1].payload.before.answers.issue_age, 4);
  assert.deepEqual(
    told[1].payload.changes.map(({ asked, before: was, after: is }: Record<string, string>) => [asked, was, is]),
    [
      ['Date', '9 March 2015', '10 March 2015'],
      ['Age', '4', '2'],
    ],
  );
  assert.equal((await worker.post(`${url}/correct`, { ...fields, version: '2' })).status, 303);
  assert.equal((await events(caseId)).length, 2, 'saving what stands changes nothing');
});

test('another worker’s case and forged ids are not found, and nothing changes', async () => {
  const theirStaff = await w.staff('BOL-KW02');
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const theirs = await w.addCase({ keyWorkerId: theirStaff });
  const url = await made(caseId, INITIAL, '2015-03-09', { issue_age: '4' });
  const draft = await begin(caseId, AGAIN, '2015-09-09');
  const id = url.split('/').at(-1);
  const other = await w.signIn('key_worker', { staffId: theirStaff });
  const tries: [Browser, string][] = [
    [other, `/cases/${caseId}/assessments/new`],
    [other, `${url}/correct`],
    [other, `/cases/${theirs.caseId}/assessments/${id}/correct`],
    [other, `/cases/${theirs.caseId}/assessments/draft/${draft.split('/').at(-1)}/about`],
    [other, draft.replace(caseId, theirs.caseId).concat('/part/work')],
    [other, `${draft}/part/work`],
    [other, `${draft}/about`],
  ];
  for (const [browser, address] of tries) {
    assert.equal((await browser.get(address)).status, 404, address);
    const fields = {
      stage: 'initial',
      ...on('2015-03-09'),
      issue_age: '0',
      version: '1',
      times: '0',
      believes_can_find_work: 'yes',
    };
    assert.equal((await browser.post(address, fields)).status, 404, address);
  }
  assert.equal((await other.post(`${draft}/finish`, {})).status, 404);
  assert.equal((await other.post(`${draft}/drop`, {})).status, 404);
  assert.deepEqual(
    (await rows(caseId)).map(({ answers, version }) => [answers, version]),
    [[{ issue_age: 4 }, 1]],
  );
  assert.equal((await drafts(caseId)).length, 1);
  assert.equal((await events(caseId)).length, 1);
  assert.deepEqual([await rows(theirs.caseId), await events(theirs.caseId)], [[], []]);
});

test('an open assessment belongs to the case: a manager goes on with it, and each part says who saved it', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  const manager = await w.signIn('team_manager', { areaId, providerId: providerId ?? null });
  const draft = await begin(caseId);
  await worker.post(`${draft}/part/work`, { times: '0', believes_can_find_work: 'yes' });
  assert.match((await manager.get(`/cases/${caseId}/assessments`)).body, /An assessment is open/);
  const open = (await manager.get(draft)).body;
  assert.match(open, new RegExp(`Begun by key_worker ${worker.userId.slice(-4)}`));
  assert.match(open, new RegExp(`Saved by key_worker ${worker.userId.slice(-4)}`));
  const stale = await manager.post(`${draft}/part/work`, { times: '0', believes_can_find_work: 'no' });
  assert.equal(stale.status, 409, 'two workers on one part see both');
  assert.equal((await manager.post(`${draft}/part/work`, { times: '1', believes_can_find_work: 'no' })).status, 303);
  const [row] = await drafts(caseId);
  assert.deepEqual([row.answers, row.saved_by.work.by], [{ believes_can_find_work: false }, manager.userId]);
  const finished = await manager.post(`${draft}/finish`, {});
  assert.equal(finished.status, 303);
  assert.equal((await worker.post(`${draft}/finish`, {})).status, 404, 'finished once');
});

test('what stands beside an answer is kept, shown, corrected and refused', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const draft = await begin(caseId);
  const issues = `${draft}/part/presenting_issues`;
  const since = (text: string) => {
    const [year = '', month = '', day = ''] = text.split('-');
    return {
      'issue_debt_finances-since-day': day,
      'issue_debt_finances-since-month': month,
      'issue_debt_finances-since-year': year,
    };
  };
  const form = { times: '0', 'part-by': 'person', issue_debt_finances: '5', issue_age: '0' };
  for (const [more, message] of [
    [since('2015-03-10'), /on or before the day of the assessment, 9 Mar 2015/],
    [since('2015-02-30'), /there is no such date/],
    [{ 'issue_debt_finances-note': 'x'.repeat(1001) }, /use 1,000 characters or fewer in the note/],
    [{ issue_debt_finances: '', ...since('2015-01-10') }, /answer the question, or take out what stands beneath it/],
  ] as const) {
    const reply = await worker.post(issues, { ...form, ...more });
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
  }
  assert.deepEqual((await drafts(caseId))[0].answers, {});
  const note = { 'issue_debt_finances-note': 'Owes the <council> £900', 'issue_debt_finances-by': 'worker' };
  assert.equal((await worker.post(issues, { ...form, ...note, ...since('2015-01-10') })).status, 303);
  const again = (await worker.get(issues)).body;
  assert.match(again, /Owes the &lt;council&gt; £900/);
  assert.match(again, /id="part-by"[^>]*value="person" checked/);
  const url = (await worker.post(`${draft}/finish`, {})).location as string;
  const [row] = await rows(caseId);
  assert.deepEqual(row.about, {
    issue_age: { by: 'person' },
    issue_debt_finances: { by: 'worker', disclosedOn: '2015-01-10', note: 'Owes the <council> £900' },
  });
  const shown = (await worker.get(url)).body;
  for (const words of [/First told of on 10 Jan 2015/, /Identified by the worker/, /Owes the &lt;council&gt;/])
    assert.match(shown, words);
  const correction = { stage: 'initial', ...on('2015-03-09'), ...form, version: '1' };
  assert.equal((await worker.post(`${url}/correct`, { ...correction, ...since('2015-02-10') })).status, 303);
  const told = (await events(caseId)).at(-1);
  assert.deepEqual(
    told.payload.changes.map(({ asked, before: was, after: is }: Record<string, string>) => [asked, was, is]),
    [
      ['Debt/finances, who says so', 'Identified by the worker', 'Reported by the person'],
      ['Debt/finances, known since', '10 Jan 2015', '10 Feb 2015'],
      ['Debt/finances, note', 'Owes the <council> £900', 'None'],
    ],
  );
  const later = await made(caseId, AGAIN, '2015-09-09', { issue_debt_finances: '3' });
  assert.match((await worker.get(later)).body, /First told of on 10 Feb 2015/);
});

test('an imported assessment without a date or with another initial one is shown, and told to be in no report', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const version = await instrument(w.db, 'working-well-assessment', 1);
  await w.db.query(
    `insert into assessment (id, case_id, person_id, instrument_version_id, source_ref, stage, assessed_on, answers)
     values (gen_random_uuid(), $1, $2, $3, 'AS1', 'initial', null, '{"issue_age": 5}')`,
    [caseId, personId, version?.id],
  );
  const [row] = await rows(caseId);
  const page = await worker.get(`/cases/${caseId}/assessments/${row.id}`);
  assert.match(page.body, /date is not known, so this assessment is in no report/);
  const form = { stage: 'initial', issue_age: '4', version: '1' };
  assert.equal(
    (await worker.post(`/cases/${caseId}/assessments/${row.id}/correct`, form)).status,
    303,
    'an unknown date may stay unknown',
  );
});

test('an instrument is shown as it is asked, with its versions; one that is not there is not found', async () => {
  assert.match((await worker.get('/instruments')).body, /Working Well assessment[\s\S]*Version 1/);
  const page = await worker.get('/instruments/working-well-assessment/1');
  assert.match(page.body, /How far do debt or money worries stand between you and work\?/);
  assert.match(page.body, /Nothing that you enter here is kept/);
  assert.equal((await worker.get('/instruments/working-well-assessment/2')).status, 404);
  assert.equal((await worker.get('/instruments/nothing/1')).status, 404);
});

test('an instrument is loaded once; the same version with other content is refused', async () => {
  const again = (value: unknown) => transaction(w.db, (tx) => load(tx, systemActor, value, '2016-03-31'));
  assert.equal(await again(document), 'unchanged');
  assert.equal(await again({ ...document, title: 'Other' }), 'different');
  const { rows: found } = await w.db.query(`select count(*)::int as n from instrument_version`);
  assert.equal(found[0].n, 1);
});

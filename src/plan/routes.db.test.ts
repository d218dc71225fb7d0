import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { loadProgramme } from '../programmes/actions.ts';
import type { ProgrammeDocument } from '../programmes/rules.ts';

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
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
const rows = async (table: string, caseId: string) =>
  (await w.db.query(`select * from ${table} where case_id = $1 order by created_at, id`, [caseId])).rows;
const step = (words: string, more: Record<string, string> = {}) => ({
  words,
  group: 'employment',
  size: '2',
  owner: 'person',
  paper: 'named',
  ...more,
});
const newPlan = async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  return { caseId, path: `/cases/${caseId}/plan` };
};
const add = async (path: string, caseId: string, ...words: string[]) => {
  for (const one of words) assert.equal((await worker.post(`${path}/steps/new`, step(one))).status, 303);
  return (await rows('step', caseId)).map(({ id }) => id as string);
};
const click = (path: string, value: string) => worker.post(`${path}/steps`, { do: value });

test('a goal in the person’s words: set, put in other words with the first kept, given up only with a reason', async () => {
  const { caseId, path } = await newPlan();
  assert.match((await worker.get(path)).body, /No goal yet/);
  const goal = { words: 'A job where nobody <shouts>', area: 'Work', term: 'long' };
  assert.equal((await worker.post(`${path}/goals/new`, goal)).status, 303);
  const [kept] = await rows('goal', caseId);
  assert.match((await worker.get(path)).body, /A job where nobody &lt;shouts&gt;/);
  const changed = { ...goal, words: 'A calm job', version: '1' };
  assert.equal((await worker.post(`${path}/goals/${kept.id}`, changed)).status, 303);
  const stale = await worker.post(`${path}/goals/${kept.id}`, { ...goal, words: 'Something else', version: '1' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /A calm job[\s\S]*Something else/);
  const end = { state: 'given up', ...day('on', '2016-03-31'), version: '2' };
  const refused = await worker.post(`${path}/goals/${kept.id}/end`, end);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Enter why/);
  assert.equal(
    (await worker.post(`${path}/goals/${kept.id}/end`, { ...end, reason: 'Wants to study first' })).status,
    303,
  );
  assert.deepEqual(await kinds(caseId), ['goal.set', 'goal.changed', 'goal.given up']);
  const story = (await worker.get(`/cases/${caseId}/timeline?show=plan`)).body;
  assert.match(story, /Goal given up: A calm job[\s\S]*Wants to study first/);
  assert.match(story, /A job where nobody &lt;shouts&gt;/);
});

test('a step is added, tried twice and done; every attempt stays; a mistake is taken back and stays on file too', async () => {
  const { caseId, path } = await newPlan();
  const [id] = await add(path, caseId, 'CV: first page');
  assert.equal((await click(path, `tried.${id}.1`)).status, 303);
  assert.equal((await click(path, `tried.${id}.2`)).status, 303);
  const again = await worker.get(path);
  assert.match(again.body, /tried twice/);
  assert.equal((await click(path, `done.${id}.3`)).status, 303);
  assert.match((await worker.get(path)).body, /Undo/);
  assert.equal((await click(path, `undo.${id}.4`)).status, 303);
  const [open] = await rows('step', caseId);
  assert.deepEqual([open.state, open.version], ['tried', 5]);
  const attempts = await w.db.query(
    'select result, undone_at is not null as undone from step_attempt where case_id = $1 order by id',
    [caseId],
  );
  assert.deepEqual(attempts.rows, [
    { result: 'tried', undone: false },
    { result: 'tried', undone: false },
    { result: 'done', undone: true },
  ]);
  assert.deepEqual(await kinds(caseId), ['step.added', 'step.tried', 'step.tried', 'step.done', 'step.undone']);
  assert.match((await worker.get(`${path}/steps/${id}`)).body, /taken back: recorded by mistake/);
});

test('who clicks on what somebody else has changed is told how it stands; nothing is written', async () => {
  const { caseId, path } = await newPlan();
  const [id] = await add(path, caseId, 'Ring the college');
  await click(path, `done.${id}.1`);
  const before = [await rows('step', caseId), await kinds(caseId)];
  for (const value of [`missed.${id}.1`, `drop.${id}.1`, `done.${id}.2`, 'nothing', `takeUp.${id}.2`]) {
    const reply = await click(path, value);
    assert.ok(reply.status === 409 || reply.status === 422, `${value}: ${reply.status}`);
  }
  assert.match((await click(path, `missed.${id}.1`)).body, /“Ring the college” is now: done/);
  assert.equal((await worker.post(`${path}/steps`, {})).status, 422);
  assert.deepEqual([await rows('step', caseId), await kinds(caseId)], before);
});

test('two people who change the words of one step: the second sees both, and neither is lost', async () => {
  const { caseId, path } = await newPlan();
  const [id] = await add(path, caseId, 'Look at jobs');
  const change = (words: string, version: string) =>
    worker.post(`${path}/steps/${id}/change`, { ...step(words), version });
  assert.equal((await change('Look at two jobs', '1')).status, 303);
  const second = await change('Look at five jobs', '1');
  assert.equal(second.status, 409);
  assert.match(second.body, /Look at two jobs[\s\S]*value="Look at five jobs"/);
  assert.equal((await rows('step', caseId))[0].words, 'Look at two jobs');
  assert.equal((await change('Look at five jobs', '2')).status, 303);
  assert.deepEqual(await kinds(caseId), ['step.added', 'step.changed', 'step.changed']);
  // What was typed on a step that is done by now is not lost either.
  await click(path, `done.${id}.3`);
  const late = await worker.post(`${path}/steps/${id}/result`, {
    result: 'tried',
    ...day('on', '2016-03-30'),
    note: 'They never rang back',
    version: '3',
  });
  assert.equal(late.status, 409);
  assert.match(late.body, /They never rang back/);
});

test('what cannot be is refused with a message, keeps what was typed, and leaves nothing behind', async () => {
  const { caseId, path } = await newPlan();
  const refusals: [string, Record<string, string>, RegExp][] = [
    ['steps/new', { ...step(''), dueOn: '' }, /Enter what the step is/],
    ['steps/new', step('x'.repeat(201)), /200 characters or fewer/],
    ['steps/new', step('Send the form', { owner: 'service' }), /Enter which service/],
    ['steps/new', step('Fly', { group: 'sky' }), /choose one of the answers/],
    ['steps/new', step('Fly', { size: '4' }), /choose one of the answers/],
    ['steps/new', step('Fly', day('dueOn', '2016-02-30')), /there is no such date/],
    ['goals/new', { words: '', term: 'long' }, /in their own words/],
    ['goals/new', { words: 'x'.repeat(301), term: 'long' }, /300 characters/],
    ['setbacks/new', { words: 'Lost the job', size: '3', ...day('happenedOn', '2016-04-01') }, /today or in the past/],
    [
      'promises/new',
      { words: 'Ring', by: 'service', toWhom: 'Debbie', ...day('madeOn', '2016-03-01') },
      /which service/,
    ],
    ['crisis', { kind: 'housing', scope: 'all', ...day('on', '2016-03-01') }, /choose one of the answers/],
    ['crisis', { kind: 'housing', scope: 'employment', ...day('on', '2016-04-01') }, /today or in the past/],
    ['approval', { note: 'Please look' }, /asks for no approval/],
    ['suggestion', { suggestion: 'smaller.x', reason: 'No' }, /no longer suggests/],
  ];
  for (const [form, fields, message] of refusals) {
    const reply = await worker.post(`${path}/${form}`, fields);
    assert.ok([409, 422].includes(reply.status), `${form}: ${reply.status}`);
    assert.match(reply.body, message);
    assert.match(reply.body, /<title>Error: /);
  }
  for (const table of ['goal', 'step', 'plan_setback', 'promise', 'plan_hold', 'plan_review', 'step_suggestion'])
    assert.deepEqual(await rows(table, caseId), [], table);
  assert.deepEqual(await kinds(caseId), []);
});

test('a crisis holds the rest in one action and raises the need; going on moves the days by the days that were held', async () => {
  const { caseId, path } = await newPlan();
  await worker.post(`${path}/steps/new`, step('Send the CV', day('dueOn', '2016-03-20')));
  await worker.post(`${path}/steps/new`, step('GP about sleep', { group: 'survival' }));
  const [cv, gp] = (await rows('step', caseId)).map(({ id }) => id);
  await click(path, `tried.${cv}.1`);
  const crisis = { kind: 'housing', scope: 'everything else', need: 'A bed for tonight', ...day('on', '2016-03-10') };
  assert.equal((await worker.post(`${path}/crisis`, { ...crisis, goes_on: gp })).status, 303);
  const shown = (await worker.get(path)).body;
  assert.match(shown, /Housing first/);
  assert.match(shown, /1 step waits and cannot be late/);
  assert.doesNotMatch(shown, /was for/);
  assert.ok(shown.indexOf('A bed for tonight') < shown.indexOf('GP about sleep'), 'the need comes first');
  const states = Object.fromEntries((await rows('step', caseId)).map((one) => [one.words, one.state]));
  assert.deepEqual(states, { 'Send the CV': 'held', 'GP about sleep': 'open', 'A bed for tonight': 'open' });
  assert.equal((await click(path, `done.${cv}.3`)).status, 422, 'what is held is not done, tried or missed');
  const [hold] = await rows('plan_hold', caseId);
  const resume = `${path}/holds/${hold.id}/resume`;
  const early = await worker.post(resume, { ...day('on', '2016-03-09'), version: '1' });
  assert.equal(early.status, 422);
  assert.equal((await worker.post(resume, { ...day('on', '2016-03-31'), version: '1' })).status, 303);
  const back = (await rows('step', caseId)).find(({ id }) => id === cv);
  assert.deepEqual([back.state, back.due_on, back.hold_id], ['tried', '2016-04-10', null]);
  assert.equal((await worker.post(resume, { ...day('on', '2016-03-31'), version: '2' })).status, 409);
  assert.deepEqual((await kinds(caseId)).slice(-3), ['step.added', 'plan.held', 'plan.resumed']);
});

test('a set-back opens the step that it undid, erases nothing, and is a tread down on the staircase', async () => {
  const { caseId, path } = await newPlan();
  const [job] = await add(path, caseId, 'Start at the bakery');
  await click(path, `done.${job}.1`);
  const setback = { words: 'Lost the job', size: '2', step: String(job), ...day('happenedOn', '2016-03-31') };
  const tooEarly = await worker.post(`${path}/setbacks/new`, { ...setback, ...day('happenedOn', '2016-03-01') });
  assert.equal(tooEarly.status, 422);
  assert.equal((await worker.post(`${path}/setbacks/new`, setback)).status, 303);
  const [kept] = await rows('step', caseId);
  assert.deepEqual(
    [kept.state, (await w.db.query('select count(*) from step_attempt where step_id = $1', [job])).rows[0].count],
    ['open', 1],
  );
  const staircase = (await worker.get(`/cases/${caseId}/staircase`)).body;
  assert.match(staircase, /1 step done, 1 set-back/);
  assert.match(
    staircase,
    /Set-back: Lost the job[\s\S]*Down by 2[\s\S]*Employment: Start at the bakery[\s\S]*Medium: up by 2/,
  );
  const [row] = await rows('plan_setback', caseId);
  const correct = { words: 'The bakery closed', size: '1', ...day('happenedOn', '2016-03-31'), version: '1' };
  assert.equal((await worker.post(`${path}/setbacks/${row.id}`, correct)).status, 303);
  assert.equal((await worker.post(`${path}/setbacks/${row.id}`, correct)).status, 409);
  // Climbing it again counts again.
  await click(path, `done.${job}.3`);
  assert.match((await worker.get(`/cases/${caseId}/staircase`)).body, /2 steps done, 1 set-back/);
});

test('after two misses a smaller step is suggested; refusing is recorded and it is not asked again; accepting makes the step', async () => {
  const { caseId, path } = await newPlan();
  const [a, b] = await add(path, caseId, 'Ring five firms', 'Write to ten');
  await click(path, `missed.${a}.1`);
  assert.doesNotMatch((await worker.get(path)).body, /A smaller step\?/);
  await click(path, `missed.${b}.1`);
  const shown = (await worker.get(path)).body;
  assert.match(shown, /A smaller step\?[\s\S]*The last 2 steps did not happen yet/);
  const suggestion = /name="suggestion" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  assert.equal((await worker.post(`${path}/suggestion`, { suggestion, reason: '' })).status, 422);
  assert.deepEqual(await rows('step_suggestion', caseId), []);
  assert.equal((await worker.post(`${path}/suggestion`, { suggestion, reason: 'She wants to try again' })).status, 303);
  assert.doesNotMatch((await worker.get(path)).body, /A smaller step\?/);
  assert.equal((await worker.post(`${path}/suggestion`, { suggestion, reason: 'Again' })).status, 409);
  await click(path, `missed.${b}.2`);
  assert.match((await worker.get(path)).body, /A smaller step\?/);
  const form = await worker.get(`${path}/steps/new?suggested=smaller`);
  assert.match(form.body, /Which smaller part of it/);
  assert.equal(
    (await worker.post(`${path}/steps/new?suggested=smaller`, step('Ring one firm', { size: '1' }))).status,
    303,
  );
  const answers = await rows('step_suggestion', caseId);
  assert.deepEqual(
    answers.map(({ rule, answer, reason }) => [rule, answer, reason]),
    [
      ['smaller', 'refused', 'She wants to try again'],
      ['smaller', 'accepted', null],
    ],
  );
  assert.ok((await kinds(caseId)).includes('suggestion.refused'));
});

test('steps change places by buttons and by dragging; nothing moves beyond its group by a button', async () => {
  const { caseId, path } = await newPlan();
  const [a, b, c] = await add(path, caseId, 'First', 'Second', 'Third');
  const order = async () =>
    (await w.db.query('select words from step where case_id = $1 order by position', [caseId])).rows.map(
      ({ words }) => words,
    );
  const up = await click(path, `up.${c}`);
  assert.equal(up.location, `${path}#up-${c}`);
  assert.deepEqual(await order(), ['First', 'Third', 'Second']);
  await click(path, `down.${a}`);
  assert.deepEqual(await order(), ['Third', 'First', 'Second']);
  await click(path, `before.${b}.${c}`);
  assert.deepEqual(await order(), ['Second', 'Third', 'First']);
  await click(path, `before.${b}.end`);
  assert.deepEqual(await order(), ['Third', 'First', 'Second']);
  const before = (await kinds(caseId)).length;
  assert.equal((await click(path, `up.${c}`)).status, 303);
  assert.equal((await kinds(caseId)).length, before, 'the first that goes up stays, and there is no event');
});

test('promises of every party: a worker’s step is one and is stored once; a promise is kept or broken at a click', async () => {
  const { caseId, path } = await newPlan();
  await worker.post(`${path}/steps/new`, step('Ring the landlord', { owner: 'worker', ...day('dueOn', '2016-03-30') }));
  const promise = { words: 'Answer the bid', by: 'service', byName: 'Bolton at Home', toWhom: 'Debbie' };
  const dates = { ...day('madeOn', '2016-03-01'), ...day('dueOn', '2016-04-20') };
  assert.equal((await worker.post(`${path}/promises/new`, { ...promise, ...dates })).status, 303);
  const [row, ...more] = await rows('promise', caseId);
  assert.deepEqual(more, []);
  const shown = (await worker.get(path)).body;
  assert.match(shown, /0 kept, 1 not kept, of 2/);
  assert.match(shown, /Promised[\s\S]*Not kept yet/);
  assert.equal((await click(path, `keep.${row.id}.1`)).status, 303);
  assert.equal((await click(path, `break.${row.id}.1`)).status, 409);
  assert.match((await worker.get(path)).body, /1 kept, 1 not kept, of 2/);
  assert.deepEqual(await kinds(caseId), ['step.added', 'promise.made', 'promise.kept']);
});

test('the page to take home has the next steps and the worker’s number, and nothing that shames', async () => {
  const { caseId, path } = await newPlan();
  await worker.post('/account/settings', { work_phone: '07700 900321' });
  assert.equal((await worker.post('/account/settings', { work_phone: 'ring me' })).status, 422);
  await worker.post(`${path}/steps/new`, step('Ring the bank'));
  await worker.post(`${path}/steps/new`, step('AA meeting on Monday', { paper: 'not named' }));
  await worker.post(`${path}/setbacks/new`, { words: 'Drank again', size: '1', ...day('happenedOn', '2016-03-30') });
  const paper = (await worker.get(`${path}/print`)).body.split('<article')[1] ?? '';
  assert.match(paper, /Ring the bank/);
  assert.match(paper, /07700 900321/);
  assert.doesNotMatch(paper, /AA meeting|Drank again/);
  const { rows: reads } = await w.db.query('select what from read_log where case_id = $1', [caseId]);
  assert.deepEqual(reads, [{ what: 'plan to take home' }]);
});

test('another worker’s plan, and records of another plan, are not found; nothing changes', async () => {
  const [mine, theirs] = [await newPlan(), await newPlan()];
  await w.db.query('update case_record set key_worker_id = $2 where id = $1', [mine.caseId, await w.staff('BOL-KW09')]);
  assert.equal((await worker.get(mine.path)).status, 404);
  assert.equal((await worker.post(`${mine.path}/steps/new`, step('Mine'))).status, 404);
  const own = await newPlan();
  const [id] = await add(theirs.path, theirs.caseId, 'Theirs');
  for (const below of ['', '/change', '/result', '/drop'])
    assert.equal((await worker.get(`${own.path}/steps/${id}${below}`)).status, 404, below);
  assert.equal((await click(own.path, `done.${id}.1`)).status, 404);
  assert.equal((await worker.post(`${own.path}/steps/${id}/drop`, { reason: 'No', version: '1' })).status, 404);
  assert.equal((await rows('step', theirs.caseId))[0].state, 'open');
  assert.deepEqual(await kinds(own.caseId), []);
});

test('approval, where the programme asks for it: a manager decides, never the one who asked', async () => {
  const document = JSON.parse(
    readFileSync('programmes/working-well-pilot/programme.json', 'utf8'),
  ) as ProgrammeDocument;
  const asking = { ...document, key: 'approving', name: 'Approving', plan: { approval: 'manager' as const } };
  const { programmeId } = await transaction(w.db, (tx) => loadProgramme(tx, systemActor, asking, '2016-03-31'));
  const own = await w.staff('APP-KW01', programmeId);
  const { caseId } = await w.addCase({ programmeId, areaId: null, providerId: null, keyWorkerId: own });
  const path = `/cases/${caseId}/plan`;
  const [asker, office] = [
    await w.signIn('key_worker', { programmeId, staffId: own }),
    await w.signIn('programme_office', { programmeId }),
  ];
  assert.match((await asker.get(path)).body, /asks a manager to approve plans/);
  assert.equal((await asker.post(`${path}/approval`, { note: 'Ready' })).status, 303);
  assert.equal((await asker.post(`${path}/approval`, { note: 'Ready' })).status, 409);
  const [review, ...more] = await rows('plan_review', caseId);
  assert.deepEqual(more, []);
  const decide = (who: Browser, version: string, fields: Record<string, string>) =>
    who.post(`${path}/approval/${review.id}`, { version, ...fields });
  assert.equal((await decide(asker, '1', { state: 'approved' })).status, 404);
  assert.equal((await decide(office, '1', { state: 'returned' })).status, 422);
  assert.equal((await decide(office, '1', { state: 'returned', reason: 'Name a day for the first step' })).status, 303);
  assert.equal((await decide(office, '1', { state: 'approved' })).status, 409);
  assert.match((await asker.get(path)).body, /Returned on[\s\S]*Name a day for the first step/);
  // Whoever asked does not decide, whatever their role.
  assert.equal((await office.post(`${path}/approval`, {})).status, 303);
  const own2 = (await rows('plan_review', caseId)).find(({ state }) => state === 'asked');
  const self = await office.post(`${path}/approval/${own2.id}`, { version: '1', state: 'approved' });
  assert.equal(self.status, 422);
  assert.match(self.body, /Somebody else must decide/);
  assert.deepEqual(await kinds(caseId), ['plan.asked', 'plan.returned', 'plan.asked']);
});

test('a plan of forty steps takes few statements and stays a small page; the overview shows the climb', async (t) => {
  const { caseId, path } = await newPlan();
  assert.doesNotMatch((await worker.get(`/cases/${caseId}`)).body, /newel-stair/);
  const { rows: people } = await w.db.query('select person_id from case_record where id = $1', [caseId]);
  await w.db.query(
    `insert into step (id, case_id, person_id, step_group, words, owner, owner_name, size, position, state, state_on, agreed_on, due_on)
     select gen_random_uuid(), $1, $2, (array['survival', 'wellbeing', 'employment'])[1 + n % 3], 'A step like any other, number ' || n,
       case when n % 5 = 0 then 'service' else 'person' end, 'A service', 1 + n % 3, n, case when n <= 25 then 'done' else 'open' end,
       '2016-01-01', '2016-01-01', '2016-03-01'::date + n from generate_series(1, 40) n`,
    [caseId, people[0].person_id],
  );
  await w.db.query(
    `insert into step_attempt (id, step_id, case_id, person_id, tried_on, result)
     select gen_random_uuid(), id, case_id, person_id, '2016-01-01'::date + position, 'done' from step where case_id = $1 and state = 'done'`,
    [caseId],
  );
  const query = t.mock.method(w.db, 'query');
  const statements = async (url: string) => {
    query.mock.resetCalls();
    const { status, body } = await worker.get(url);
    assert.equal(status, 200);
    return { count: query.mock.callCount(), body };
  };
  const plan = await statements(path);
  assert.ok(plan.count <= 8, `${plan.count} statements`);
  assert.ok(plan.body.length < 60_000, `${plan.body.length} characters`);
  assert.match(plan.body, /Done: 25/);
  assert.ok((await statements(`/cases/${caseId}/staircase`)).count <= 8);
  assert.ok((await statements(`${path}/print`)).count <= 8);
  const overview = await statements(`/cases/${caseId}`);
  assert.ok(overview.count <= 8, `${overview.count} statements`);
  assert.match(overview.body, /newel-stair--small[\s\S]*25 steps done/);
});

test('goals and steps as a file: every row, and nothing that a spreadsheet would run', async () => {
  const { caseId, path } = await newPlan();
  await worker.post(`${path}/goals/new`, { words: 'A "quiet" job', term: 'long' });
  const [goal] = await rows('goal', caseId);
  await worker.post(`${path}/steps/new`, step('=HYPERLINK("x")', { goalId: goal.id, ...day('dueOn', '2016-04-09') }));
  const { status, body } = await worker.get(`${path}/export.csv`);
  assert.equal(status, 200);
  assert.deepEqual(body.split('\n').slice(1), [
    'goal,"A ""quiet"" job",Long-term,,,,2016-03-31,,On the way,2016-03-31,,,',
    `step,"'=HYPERLINK(""x"")",Employment,Medium,Debbie,"A ""quiet"" job",2016-03-31,2016-04-09,To do,2016-03-31,,0,0`,
    '',
  ]);
  const { rows: reads } = await w.db.query('select what from read_log where case_id = $1', [caseId]);
  assert.deepEqual(reads, [{ what: 'plan as a file' }]);
});

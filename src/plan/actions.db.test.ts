import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { type CaseHead, findCase } from '../cases/actions/record.ts';
import { transaction } from '../kit/db.ts';
import { passOnSteps } from './actions/reassign.ts';
import { addStep, type NewStep, openSteps, promisesBroken, recordSteps, type StepResult, stepsDue } from './actions.ts';

const today = '2016-03-31';
let w: World;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
});
after(() => w.end());

const newCase = async (): Promise<CaseHead> => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const head = await findCase(w.db, caseId);
  assert.ok(head);
  return head;
};
const small = { group: 'survival', owner: 'person', size: 1 } as const;
const add = (head: CaseHead, step: Partial<NewStep> & { words: string }) =>
  transaction(w.db, async (tx) => {
    const made = await addStep(tx, systemActor, head, { ...small, ...step }, '2016-03-01');
    assert.ok('id' in made, JSON.stringify(made));
    return made.id;
  });
const record = (head: CaseHead, given: readonly Partial<StepResult>[]) =>
  transaction(w.db, (tx) =>
    recordSteps(
      tx,
      systemActor,
      head,
      given.map((one) => ({ stepId: '', version: 1, result: 'done', on: today, note: null, ...one })),
      today,
    ),
  );
const events = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
const attempts = async (caseId: string) =>
  (await w.db.query('select result, easy from step_attempt where case_id = $1 order by id', [caseId])).rows;

test('steps of a meeting are recorded together: each has its attempt, its state and its event', async () => {
  const head = await newCase();
  const [gp, cv, bank] = [
    await add(head, { words: 'Ring the GP about sleep', dueOn: '2016-03-20' }),
    await add(head, { words: 'CV: first page', group: 'employment', dueOn: '2016-03-31' }),
    await add(head, { words: 'Open a bank account', group: 'wellbeing' }),
  ];
  assert.deepEqual(
    (await openSteps(w.db, head.caseId, 10)).map(({ words, tries }) => [words, tries]),
    [
      ['Ring the GP about sleep', 0],
      ['CV: first page', 0],
      ['Open a bank account', 0],
    ],
  );
  const outcomes = await record(head, [
    { stepId: gp, result: 'tried', note: 'Nobody answered' },
    { stepId: cv, result: 'done' },
    { stepId: bank, result: 'missed' },
  ]);
  assert.deepEqual(
    outcomes.map((one) => one.outcome === 'saved' && [one.stepId, one.state, one.version]),
    [
      [gp, 'tried', 2],
      [cv, 'done', 2],
      [bank, 'open', 2],
    ],
  );
  assert.deepEqual(await attempts(head.caseId), [
    { result: 'tried', easy: false },
    { result: 'done', easy: true },
    { result: 'missed', easy: false },
  ]);
  assert.deepEqual((await events(head.caseId)).sort(), [
    'step.added',
    'step.added',
    'step.added',
    'step.done',
    'step.missed',
    'step.tried',
  ]);
  // Trying again keeps the first attempt, and what took two goes is no easy step.
  await record(head, [{ stepId: gp, version: 2 }]);
  assert.deepEqual((await attempts(head.caseId)).at(-1), { result: 'done', easy: false });
  assert.deepEqual(
    (await openSteps(w.db, head.caseId, 10)).map(({ words, misses }) => [words, misses]),
    [['Open a bank account', 1]],
  );
});

test('what cannot be recorded says why, and leaves no attempt and no event', async () => {
  const [head, other] = [await newCase(), await newCase()];
  const step = await add(head, { words: 'Ring the landlord' });
  await record(head, [{ stepId: step }]);
  const before = [await events(head.caseId), await attempts(head.caseId)];
  const theirs = await add(other, { words: 'Somebody else’s step' });
  const open = await add(other, { words: 'Still open' });
  const tried = await transaction(w.db, (tx) =>
    recordSteps(
      tx,
      systemActor,
      head,
      [
        { stepId: step, version: 1, result: 'done', on: today, note: null },
        { stepId: step, version: 2, result: 'done', on: today, note: null },
        { stepId: theirs, version: 1, result: 'done', on: today, note: null },
      ],
      today,
    ),
  );
  assert.deepEqual(
    tried.map(({ outcome }) => outcome),
    ['stale', 'refused', 'gone'],
  );
  assert.deepEqual(await record(other, [{ stepId: open, on: '2016-04-01' }]), [
    { stepId: open, outcome: 'refused', error: 'The day must be today or in the past' },
  ]);
  assert.deepEqual([await events(head.caseId), await attempts(head.caseId)], before);
  assert.deepEqual(await attempts(other.caseId), []);
  const refused = await transaction(w.db, (tx) =>
    addStep(tx, systemActor, head, { ...small, words: ' ', owner: 'service' }, today),
  );
  assert.deepEqual(refused, {
    refused: { words: 'Enter what the step is', ownerName: 'Enter which service takes the step' },
  });
  assert.deepEqual((await events(head.caseId)).length, before[0]?.length);
});

test('two who record the same step at once: one is saved, the other is told how it stands', async () => {
  const head = await newCase();
  const step = await add(head, { words: 'Ask for a food parcel' });
  const both = await Promise.all([
    record(head, [{ stepId: step, result: 'done' }]),
    record(head, [{ stepId: step, result: 'missed' }]),
  ]);
  assert.deepEqual(both.map(([one]) => one?.outcome).sort(), ['saved', 'stale']);
  assert.equal((await attempts(head.caseId)).length, 1);
});

test('facts for Today: steps due and promises broken, of many cases in one statement each', async () => {
  const [one, two, none] = [await newCase(), await newCase(), await newCase()];
  await add(one, { words: 'Later', dueOn: '2016-04-02' });
  await add(one, { words: 'Bring the letter', dueOn: '2016-03-30' });
  await add(one, { words: 'Ring Shelter', dueOn: '2016-03-29', owner: 'worker' });
  await add(two, { words: 'Send the form', dueOn: '2016-03-31', owner: 'service', ownerName: 'Bolton at Home' });
  const ids = [one.caseId, two.caseId, none.caseId];
  assert.deepEqual(
    new Map((await stepsDue(w.db, ids, today)).map((row) => [row.caseId, [row.words, row.count, row.owner]])),
    new Map([
      [one.caseId, ['Ring Shelter', 2, 'worker']],
      [two.caseId, ['Send the form', 1, 'service']],
    ]),
  );
  const [broken, ...rest] = await promisesBroken(w.db, ids, today);
  assert.deepEqual(
    [broken?.caseId, broken?.words, broken?.by, broken?.storedAs, broken?.brokenOn, rest],
    [one.caseId, 'Ring Shelter', 'worker', 'step', '2016-03-30', []],
  );
});

test('open steps of the key worker go to whoever takes the case over; what is done stays with who did it', async () => {
  const head = await newCase();
  const [open, done] = [
    await add(head, { words: 'Ring the college', owner: 'worker' }),
    await add(head, { words: 'Wrote the letter', owner: 'worker' }),
  ];
  await add(head, { words: 'Hers', owner: 'person' });
  await record(head, [{ stepId: done }]);
  const to = await w.staff('BOL-KW02');
  const change = { programmeId: head.programmeId, startsOn: today };
  const { caseId, personId } = head;
  await transaction(w.db, (tx) =>
    passOnSteps(tx, systemActor, { ...change, cases: [{ caseId, personId, from: staffId, to }] }),
  );
  const { rows } = await w.db.query('select id, staff_id, version from step where case_id = $1 order by position', [
    caseId,
  ]);
  assert.deepEqual(
    rows.map((row) => [row.staff_id, row.version]),
    [
      [to, 1],
      [staffId, 2],
      [null, 1],
    ],
  );
  assert.equal((await events(caseId)).filter((kind) => kind === 'plan.passed on').length, 1);
  await transaction(w.db, (tx) =>
    passOnSteps(tx, systemActor, { ...change, cases: [{ caseId, personId, from: to, to: staffId }] }),
  );
  const [back] = (await w.db.query('select staff_id from step where id = $1', [open])).rows;
  assert.equal(back.staff_id, staffId);
});

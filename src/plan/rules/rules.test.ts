import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay } from '../../kit/days.ts';
import { clickOf, readClick } from './click.ts';
import { goalStates, goalTable } from './goals.ts';
import { daysBetween, dueAfterHold, isHeldBy, scopes } from './holds.ts';
import { goalAreas, ideaOf, ideas } from './ideas.ts';
import { forPaper } from './paper.ts';
import { promiseCounts, promiseStates, standingOf } from './promises.ts';
import { planRulesOf } from './settings.ts';
import { afterMove, groups, isEasy, isOverdue, moves, nextOrder, states, stepStates, triesOf } from './steps.ts';
import { ruleText, suggestionFor, type Tried } from './suggest.ts';

const day = fc.integer({ min: 15_000, max: 18_000 }).map(formatDay);

test('the table of states: every move from every state', () => {
  const table = stepStates.map((state) => [state, moves.map((move) => afterMove(state, move))]);
  assert.deepEqual(moves, ['do', 'try', 'miss', 'drop', 'hold', 'resume', 'take up', 'slip']);
  assert.deepEqual(table, [
    ['open', ['done', 'tried', 'open', 'dropped', 'held', null, null, null]],
    ['tried', ['done', 'tried', 'tried', 'dropped', 'held', null, null, null]],
    ['done', [null, null, null, null, null, null, null, 'open']],
    ['dropped', [null, null, null, null, null, null, 'open', null]],
    ['held', [null, null, null, 'dropped', null, 'open', null, null]],
  ]);
  assert.equal(afterMove('held', 'resume', 'tried'), 'tried');
  for (const state of stepStates) assert.ok(states[state].text !== '');
  for (const state of goalStates) assert.ok(!goalTable[state].to.includes(state));
});

test('what is on hold, done or dropped is never overdue, whatever its day', () => {
  fc.assert(
    fc.property(fc.constantFrom(...stepStates), fc.option(day), day, (state, dueOn, today) => {
      const open = state === 'open' || state === 'tried';
      assert.equal(isOverdue({ state, dueOn }, today), open && dueOn !== null && dueOn < today);
    }),
  );
});

test('after a hold every day is as far away as it was when the hold began', () => {
  fc.assert(
    fc.property(day, day, day, (a, b, dueOn) => {
      const [held, resumed] = [a, b].sort() as [string, string];
      const due = dueAfterHold(dueOn, held, resumed);
      assert.ok(due !== null && due >= dueOn);
      assert.equal(daysBetween(dueOn, due), daysBetween(held, resumed));
      // What was still to come when it was put on hold is still to come, or due, when it goes on.
      if (dueOn >= held) assert.ok(due >= resumed);
    }),
  );
  assert.equal(dueAfterHold(null, '2016-01-01', '2016-02-01'), null);
  assert.equal(dueAfterHold('2016-01-10', '2016-01-05', '2016-02-05'), '2016-02-10');
});

test('what a crisis holds: the groups of its scope, but for what was chosen to go on', () => {
  const heldBy = (scope: (typeof scopes)[number]) => groups.filter((group) => isHeldBy(scope, { id: 'x', group }, []));
  assert.deepEqual(scopes.map(heldBy), [[...groups], ['wellbeing', 'employment'], ['employment']]);
  for (const scope of scopes) assert.equal(isHeldBy(scope, { id: 'x', group: 'employment' }, ['x']), false);
});

const thresholds = { smallerAfter: 2, biggerAfter: 4 };
const attempt = (n: number, result: Tried['result'], size: Tried['size'] = 1, easy = result === 'done'): Tried => ({
  id: `a${n}`,
  stepId: `s${n}`,
  on: '2016-01-01',
  result,
  easy,
  size,
});

test('two misses in a row suggest a smaller step, one does not; a try or a success between them starts anew', () => {
  const from = (...results: Tried['result'][]) =>
    suggestionFor(
      results.map((result, n) => attempt(n, result, 3, false)),
      [],
      thresholds,
    );
  assert.equal(from('missed'), null);
  assert.deepEqual(from('missed', 'missed'), { rule: 'smaller', after: 'a1', stepId: 's1', size: 2, count: 2 });
  assert.equal(from('missed', 'tried', 'missed'), null);
  assert.equal(from('missed', 'done', 'missed'), null);
  assert.equal(from('missed', 'missed', 'done'), null);
});

test('four easy steps in a row suggest a bigger one, unless the biggest was among them', () => {
  const easy = (...sizes: Tried['size'][]) =>
    suggestionFor(
      sizes.map((size, n) => attempt(n, 'done', size)),
      [],
      thresholds,
    );
  assert.equal(easy(1, 1, 1), null);
  assert.deepEqual(easy(1, 2, 1, 1), { rule: 'bigger', after: 'a3', stepId: 's3', size: 3, count: 4 });
  assert.equal(easy(1, 3, 1, 1), null);
  const hard = [
    attempt(0, 'done'),
    attempt(1, 'done', 1, false),
    attempt(2, 'done'),
    attempt(3, 'done'),
    attempt(4, 'done'),
  ];
  assert.equal(suggestionFor(hard, [], thresholds), null);
});

test('what was answered is not suggested again before something new has happened', () => {
  const misses = [attempt(0, 'missed'), attempt(1, 'missed')];
  assert.equal(suggestionFor(misses, [{ rule: 'smaller', after: 'a1' }], thresholds), null);
  const third = [...misses, attempt(2, 'missed')];
  assert.equal(suggestionFor(third, [{ rule: 'smaller', after: 'a1' }], thresholds)?.after, 'a2');
  const easy = [0, 1, 2, 3].map((n) => attempt(n, 'done'));
  const answered = [{ rule: 'bigger' as const, after: 'a3' }];
  assert.equal(suggestionFor(easy, answered, thresholds), null);
  const more = (count: number) => [...easy, ...Array.from({ length: count }, (_, n) => attempt(4 + n, 'done'))];
  assert.equal(suggestionFor(more(3), answered, thresholds), null);
  assert.equal(suggestionFor(more(4), answered, thresholds)?.after, 'a7');
});

test('a suggestion that is answered is gone, whatever went before', () => {
  const tried = fc
    .array(
      fc.record({
        result: fc.constantFrom('done' as const, 'tried' as const, 'missed' as const),
        easy: fc.boolean(),
        size: fc.constantFrom(1 as const, 2 as const, 3 as const),
      }),
      { maxLength: 30 },
    )
    .map((all) => all.map(({ result, easy, size }, n): Tried => attempt(n, result, size, result === 'done' && easy)));
  fc.assert(
    fc.property(
      tried,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      (all, smallerAfter, biggerAfter) => {
        const rules = { smallerAfter, biggerAfter };
        const found = suggestionFor(all, [], rules);
        if (found === null) return;
        assert.equal(found.after, all.at(-1)?.id);
        assert.ok(found.count >= (found.rule === 'smaller' ? smallerAfter : biggerAfter));
        assert.equal(suggestionFor(all, [{ rule: found.rule, after: found.after }], rules), null);
      },
    ),
  );
});

test('easy is done at the first go and on time; without a day nothing is late', () => {
  assert.equal(isEasy([], 'done', '2016-03-01', null), true);
  assert.equal(isEasy([], 'done', '2016-03-01', '2016-03-01'), true);
  assert.equal(isEasy([], 'done', '2016-03-02', '2016-03-01'), false);
  assert.equal(isEasy([{}], 'done', '2016-03-01', null), false);
  assert.equal(isEasy([], 'tried', '2016-03-01', null), false);
  assert.equal(triesOf([{ result: 'missed' }, { result: 'tried' }, { result: 'done' }]), 2);
});

test('the next steps: the earliest day first, those without one after, then as the plan is ordered', () => {
  const steps = [
    { dueOn: null, position: 1 },
    { dueOn: '2016-04-02', position: 2 },
    { dueOn: '2016-04-01', position: 3 },
    { dueOn: null, position: 0 },
  ];
  assert.deepEqual(
    steps.sort(nextOrder).map(({ position }) => position),
    [3, 2, 0, 1],
  );
});

test('a promise is late on the day after its day, never on it, and on hold it is not', () => {
  for (const state of promiseStates)
    assert.equal(standingOf({ state, dueOn: '2016-03-30' }, '2016-03-31'), state === 'open' ? 'late' : state);
  assert.equal(standingOf({ state: 'open', dueOn: '2016-03-31' }, '2016-03-31'), 'open');
  assert.equal(standingOf({ state: 'open', dueOn: null }, '2016-03-31'), 'open');
  assert.deepEqual(
    promiseCounts(
      [...promiseStates.map((state) => ({ state, dueOn: null })), { state: 'open', dueOn: '2016-01-01' }],
      '2016-03-31',
    ),
    { made: 6, kept: 1, broken: 2 },
  );
});

test('buttons say what they do and nothing else is understood', () => {
  const id = '0190a2b4-0000-7000-8000-000000000001';
  assert.deepEqual(readClick(clickOf('done', id, 3)), { verb: 'result', result: 'done', id, version: 3 });
  assert.deepEqual(readClick(clickOf('undo', id, 2)), { verb: 'undo', id, version: 2 });
  assert.deepEqual(readClick(`up.${id}`), { verb: 'place', id, place: 'up' });
  assert.deepEqual(readClick(`before.${id}.end`), { verb: 'place', id, place: { before: null } });
  assert.deepEqual(readClick(`before.${id}.${id}`), { verb: 'place', id, place: { before: id } });
  for (const wrong of [
    '',
    'done',
    `done.${id}`,
    `done.${id}.0`,
    `done.${id}.x`,
    `fly.${id}.1`,
    `up.${id}.1`,
    `before.${id}.7`,
    null,
    ['x'],
    7,
  ])
    assert.equal(readClick(wrong), null, String(wrong));
});

test('the library holds every activity and goal of its sources, each key once', () => {
  const of = (source: RegExp) => ideas.filter((idea) => source.test(idea.source));
  assert.deepEqual(
    groups.map((group) => of(/activity \d+ of/).filter((idea) => idea.group === group).length),
    [8, 12, 7],
  );
  assert.equal(of(/workshops/).length, 23);
  assert.equal(goalAreas.length, 10);
  assert.equal(new Set(ideas.map(({ key }) => key)).size, ideas.length);
  assert.ok(ideas.every(({ words }) => words.length <= 200));
  assert.equal(ideaOf('s01')?.group, 'survival');
  assert.equal(ideaOf('nothing'), null);
});

test('the programme’s numbers, or two and four; the rule says them', () => {
  assert.deepEqual(planRulesOf(null), { smallerAfter: 2, biggerAfter: 4, approval: false });
  const plan = { smallerAfterMissed: 3, approval: 'manager' } as const;
  assert.deepEqual(planRulesOf({ plan }), { smallerAfter: 3, biggerAfter: 4, approval: true });
  assert.match(ruleText(planRulesOf(null)), /After two steps .* after four steps/);
});

test('the page to take home names no set-back, no pause, no step that was to be left out, and no measure that is not for paper', () => {
  const step = (id: string, words: string, offPaper: boolean, state: 'open' | 'done') => ({
    id,
    words,
    offPaper,
    state,
    size: 1 as const,
    group: 'survival' as const,
    dueOn: null,
    position: 1,
    attempts: state === 'done' ? [{ id: `${id}a`, on: '2016-01-01', result: 'done' }] : [],
  });
  const { input, next } = forPaper(
    {
      goals: [],
      steps: [
        step('1', 'A secret done', true, 'done'),
        step('2', 'A secret next', true, 'open'),
        step('3', 'Ring the bank', false, 'open'),
      ],
      setbacks: [{ id: 's', happenedOn: '2016-02-01', words: 'A bad week', size: 1 }],
      holds: [{ id: 'h', kind: 'custody', words: 'Inside', startsOn: '2016-02-02', endsOn: null }],
    },
    {
      ...{ from: null, today: '2016-03-31', show: (text: string) => text },
      measures: [
        { label: 'Confidence', min: 0, max: 6, better: 'high', points: [], onPaper: true },
        { label: 'A secret worry', min: 0, max: 6, better: 'low', points: [] },
      ],
    },
  );
  assert.deepEqual(
    input.measures.map(({ label }) => label),
    ['Confidence'],
  );
  assert.deepEqual(
    next.map(({ words }) => words),
    ['Ring the bank'],
  );
  assert.doesNotMatch(JSON.stringify(input), /secret|bad week|Inside|Away/);
  assert.equal(input.treads.length, 3);
});

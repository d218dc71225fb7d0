import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LoadCase } from '../cases/rules/load-case.ts';
import { limitOn, loadRulesOf, supervisionRulesOf, timeRulesOf } from '../programmes/rules.ts';
import { loadOf, loadWords, mean, monthEndsBefore, showPoints, standingTo, weightOf } from './rules/load.ts';
import { supervisionStanding } from './rules/supervision.ts';
import { isAlert, minutesOf, shareOf, showMinutes, timeProblem, weekLater, weekOf } from './rules/time.ts';

const today = '2016-03-31';
const document = { instruments: [], caseload: { from: 40, to: 50 } };
const rules = loadRulesOf(document);
const one = (state: LoadCase['state'], attachedOn: string | null = '2015-03-09', caseId = 'a'): LoadCase => ({
  caseId,
  staffId: 's',
  state,
  attachedOn,
});

test('a case weighs what the rule says, and says of what its weight is made up', () => {
  for (const [given, severe, points, parts] of [
    [one('attached'), null, 100, ['attached']],
    [one('attached'), 2, 100, ['attached']],
    [one('attached'), 3, 125, ['attached', '3 severe issues']],
    [one('attached'), 7, 150, ['attached', '7 severe issues']],
    [one('attached', '2016-03-02'), 0, 150, ['attached', 'in the first 30 days']],
    [one('attached', '2016-03-01'), 0, 100, ['attached']],
    [one('attached', '2016-03-20'), 9, 200, ['attached', 'in the first 30 days', '9 severe issues']],
    [one('in work', '2016-03-20'), 3, 75, ['in work', '3 severe issues']],
    [one('not yet attached', null), 9, 50, ['not attached yet']],
    [one('paused'), 9, 0, ['paused']],
  ] as const) {
    const weight = weightOf(given, severe, rules, today);
    assert.equal(weight.hundredths, points, JSON.stringify([given, severe]));
    assert.deepEqual(
      weight.parts.map(({ words }) => words),
      parts,
    );
  }
  assert.equal(loadWords(rules)[0], '1 for each attached person');
  assert.equal(showPoints(4825), '48.25');
});

const loadCase = fc.record({
  caseId: fc.uuid(),
  staffId: fc.constant('s'),
  state: fc.constantFrom<LoadCase['state']>('attached', 'in work', 'paused', 'not yet attached'),
  attachedOn: fc.constantFrom(null, '2014-04-01', '2016-03-20', today),
});

test('a load is the sum of its cases in any order, each case counts once, and more severe issues never weigh less', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(loadCase, { selector: ({ caseId }) => caseId, maxLength: 30 }),
      fc.infiniteStream(fc.nat(12)),
      (cases, counts) => {
        const severe = new Map(
          cases.filter((_, at) => at % 3 > 0).map(({ caseId }) => [caseId, counts.next().value as number]),
        );
        const load = loadOf(cases, severe, rules, today);
        assert.deepEqual(loadOf([...cases].reverse(), severe, rules, today), load);
        const sum = cases.reduce(
          (total, each) => total + weightOf(each, severe.get(each.caseId) ?? null, rules, today).hundredths,
          0,
        );
        assert.equal(load.hundredths, sum);
        assert.equal(load.attached + load.paused + load.notYet, cases.length);
        assert.ok(load.inWork <= load.attached && load.people <= cases.length && load.rated <= severe.size);
        const worse = new Map([...severe].map(([id, count]) => [id, count + 1]));
        assert.ok(loadOf(cases, worse, rules, today).hundredths >= load.hundredths);
        const cut = Math.floor(cases.length / 2);
        const parts = [cases.slice(0, cut), cases.slice(cut)].map((some) => loadOf(some, severe, rules, today));
        assert.equal(
          parts.reduce((total, part) => total + part.hundredths, 0),
          load.hundredths,
        );
      },
    ),
  );
});

test('how attached people stand to the guide and the limit; a limit holds from its day on', () => {
  const dated = {
    ...document,
    caseload: {
      from: 40,
      to: 50,
      limits: [
        { from: '2015-03-01', most: 40 },
        { from: '2017-03-01', most: 60 },
      ],
    },
  };
  for (const [day, most] of [
    ['2015-02-28', null],
    ['2015-03-01', 40],
    ['2017-02-28', 40],
    ['2017-03-01', 60],
    ['2030-01-01', 60],
  ] as const)
    assert.equal(limitOn(dated, day), most, day);
  assert.deepEqual(standingTo({ attached: 55, notYet: 6 }, document.caseload, 60), {
    text: '1 over the limit of 60',
    over: 'limit',
  });
  assert.deepEqual(standingTo({ attached: 60, notYet: 0 }, document.caseload, 60), {
    text: '10 above the guide',
    over: 'guide',
  });
  assert.deepEqual(standingTo({ attached: 40, notYet: 0 }, document.caseload, 40), {
    text: 'At the limit',
    over: null,
  });
  assert.deepEqual(standingTo({ attached: 45, notYet: 0 }, document.caseload, null), {
    text: 'Within the guide',
    over: null,
  });
  assert.deepEqual(standingTo({ attached: 38, notYet: 0 }, document.caseload, null), {
    text: 'Room for 12',
    over: null,
  });
});

test('means have one decimal, and none of nothing; months end where they end', () => {
  assert.equal(mean(7, 2), '3.5');
  assert.equal(mean(1, 3), '0.3');
  assert.equal(mean(0, 0), null);
  assert.deepEqual(monthEndsBefore('2016-03-31', 3), ['2015-12-31', '2016-01-31', '2016-02-29']);
});

test('a week of 30 hours on the programme and 10 elsewhere is 75%, and is told at that threshold', () => {
  const week = minutesOf([
    { minutes: 1800, onProgramme: true },
    { minutes: 600, onProgramme: false },
  ]);
  const time = timeRulesOf(document);
  assert.equal(shareOf(week), 75);
  assert.equal(isAlert(week, time), true);
  assert.equal(isAlert({ on: 1801, off: 599 }, time), false);
  assert.equal(shareOf({ on: 1801, off: 599 }), 75);
  assert.equal(isAlert({ on: 0, off: 0 }, time), false);
  assert.equal(shareOf({ on: 0, off: 0 }), null);
  fc.assert(
    fc.property(fc.nat(6000), fc.nat(6000), fc.nat(600), (on, off, more) => {
      // More time elsewhere never takes an alert back; more on the programme never makes one.
      if (isAlert({ on, off }, time)) assert.ok(isAlert({ on, off: off + more }, time));
      else if (on + off > 0) assert.ok(!isAlert({ on: on + more, off }, time));
    }),
  );
});

test('weeks begin on Monday; hours are said in words; nobody logs the future or the long past', () => {
  assert.equal(weekOf('2016-03-31'), '2016-03-28');
  assert.equal(weekOf('2016-03-28'), '2016-03-28');
  assert.equal(weekOf('2016-03-27'), '2016-03-21');
  assert.equal(weekLater('2016-03-28', -1), '2016-03-21');
  assert.deepEqual([60, 90, 20, 1, 450, 0].map(showMinutes), [
    '1 hour',
    '1.5 hours',
    '20 minutes',
    '1 minute',
    '7.5 hours',
    '0 hours',
  ]);
  assert.deepEqual(timeProblem({ on: today, span: 'day', minutes: 480 }, today), {});
  assert.ok('on' in timeProblem({ on: '2016-04-01', span: 'day', minutes: 480 }, today));
  assert.ok('on' in timeProblem({ on: '2015-12-01', span: 'day', minutes: 480 }, today));
  assert.ok('hours' in timeProblem({ on: today, span: 'day', minutes: 1500 }, today));
});

test('supervision is due by the programme’s interval after the last; what was booked and has passed is to be confirmed', () => {
  const asked = supervisionRulesOf({ ...document, supervision: { lineEveryDays: 28, professionalEveryDays: 42 } });
  const state = (heldOn: string | null, plannedOn: string | null, kind = 'professional') =>
    supervisionStanding(asked, [{ kind, heldOn, plannedOn }], today).find((each) => each.kind === kind);
  assert.equal(state(null, null)?.state, 'to book');
  assert.equal(state('2016-03-20', null)?.state, 'fine');
  // 42 days after 29 January is 11 March: 20 days ago. Three weeks overdue on 28 January.
  assert.deepEqual([state('2016-01-28', null)?.state, state('2016-01-28', null)?.late], ['overdue', 21]);
  assert.equal(state('2016-02-20', null)?.state, 'to book');
  assert.equal(state('2016-02-20', '2016-04-05')?.state, 'fine');
  assert.equal(state('2016-02-20', '2016-03-30')?.state, 'to confirm');
  assert.equal(state('2016-01-28', '2016-04-05')?.state, 'overdue');
  assert.deepEqual(supervisionRulesOf(document), [{ kind: 'line', everyDays: 28 }]);
});

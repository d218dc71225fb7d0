import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  firstTellAt,
  isAlarm,
  mayBegin,
  needsApproval,
  nextTellAt,
  toldNext,
  type VisitTimes,
  visitRulesOf,
  visitState,
} from './rules.ts';

const minute = 60_000;
const rules = visitRulesOf({});

test('without a section of the programme: 15 minutes, every 10, 4 hours, approval where a risk is known', () => {
  assert.deepEqual(rules, { grace: 15, again: 10, longest: 240, approval: 'flagged' });
  assert.deepEqual(visitRulesOf({ visits: { graceMinutes: 0, approval: 'always' } }), {
    grace: 0,
    again: 10,
    longest: 240,
    approval: 'always',
  });
  assert.deepEqual([needsApproval(rules, 0), needsApproval(rules, 1)], [false, true]);
  assert.equal(needsApproval({ ...rules, approval: 'always' }, 0), true);
  assert.equal(needsApproval({ ...rules, approval: 'never' }, 3), false);
});

test('first the first contact, then the second as well, then the managers too, and nobody is left out again', () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(toldNext), [
    { second: false, managers: false },
    { second: true, managers: false },
    { second: true, managers: true },
    { second: true, managers: true },
    { second: true, managers: true },
  ]);
});

const moment = fc.integer({ min: 0, max: 1_000 }).map((minutes) => minutes * minute);
const orNull = fc.option(moment, { nil: null });
const visit: fc.Arbitrary<VisitTimes> = fc.record({
  endsAt: moment,
  approval: fc.constantFrom('none', 'asked', 'given'),
  begunAt: orNull,
  endedAt: orNull,
  cancelledAt: orNull,
  helpAt: orNull,
  told: fc.nat(5),
  answeredAt: orNull,
});

test('an alarm stands until it is answered, the worker is safe, or nothing was to happen: time alone never ends it', () => {
  fc.assert(
    fc.property(visit, moment, moment, (one, now, later) => {
      const [early, late] = [Math.min(now, later), Math.max(now, later)];
      const state = visitState(one, early);
      if (isAlarm(state) || state === 'answered' || state === 'ended' || state === 'cancelled')
        assert.equal(visitState(one, late), state);
      const open = one.endedAt === null && one.cancelledAt === null && one.answeredAt === null;
      assert.equal(isAlarm(state), open && (one.told > 0 || one.helpAt !== null));
      assert.equal(state === 'help', open && one.helpAt !== null);
      assert.equal(visitState({ ...one, endedAt: early, cancelledAt: null }, late), 'ended');
      if (open && one.told === 0 && one.helpAt === null && one.approval !== 'asked')
        assert.equal(state === 'overdue', early > one.endsAt);
    }),
  );
});

test('it is told after the grace and never before the end, and each time later than the last', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 120 }), (endsAt, grace, again) => {
      const own = { ...rules, grace, again };
      const first = firstTellAt(own, endsAt);
      assert.equal(first - endsAt, grace * minute);
      assert.ok(nextTellAt(own, first) > first);
    }),
  );
});

test('a visit begins from two hours before its time', () => {
  const at = 10_000 * minute;
  assert.deepEqual(
    [-121, -120, 0, 500].map((minutes) => mayBegin(at, at + minutes * minute)),
    [false, true, true, true],
  );
});

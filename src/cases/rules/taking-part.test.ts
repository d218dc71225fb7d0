import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay, parseDay } from '../../kit/days.ts';
import { holidaysFrom, workingDaysBetween } from '../../kit/working-days.ts';
import { supportOn } from '../../programmes/rules.ts';
import { beforeWorkingDays, exitPlanNeeded, pausedDays, stopsOf, welcome } from './taking-part.ts';

const support = { monthsBeforeWork: 24, monthsInWork: 12, inWorkFrom: 'first_job' } as const;
const day = (text: string) => parseDay(text) as number;

test('paused days move the end only where the programme stops the clock', () => {
  const pauses = [{ from: '2014-06-01', to: '2014-07-01' }];
  const end = (stopsClock: boolean, today: string) =>
    formatDay(
      supportOn(support, day('2014-04-01'), null, day(today), stopsOf({ pause: { stopsClock } }, pauses)).endsOn,
    );
  assert.equal(end(false, '2016-03-31'), '2016-03-31');
  assert.equal(end(true, '2016-03-31'), '2016-04-30');
  assert.equal(pausedDays(pauses, '2016-03-31'), 30);
  assert.equal(pausedDays([{ from: '2016-03-01', to: null }], '2016-03-31'), 30);
});

test('every paused day up to today is added once, whatever the pauses', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 })), { maxLength: 5 }),
      (parts) => {
        let at = day('2014-04-02');
        const stops = parts.map(([gap, length]) => {
          const from = at + gap;
          at = from + length;
          return { from, to: at };
        });
        const today = at + 1;
        const [plain, moved] = [
          supportOn(support, day('2014-04-01'), null, today),
          supportOn(support, day('2014-04-01'), null, today, stops),
        ];
        const days = stops.reduce((sum, { from, to }) => sum + to - from, 0);
        assert.equal(moved.endsOn - plain.endsOn, days);
        assert.ok(moved.month <= plain.month);
      },
    ),
  );
});

test('an exit plan is needed where support ends without a job, and nowhere else', () => {
  const before = { phase: 'before work', endsOn: '2016-03-31' } as const;
  assert.equal(exitPlanNeeded('2016-03-31', before), true);
  assert.equal(exitPlanNeeded('2016-03-30', before), false);
  assert.equal(exitPlanNeeded('2016-03-31', { ...before, phase: 'in work' }), false);
  assert.equal(exitPlanNeeded('2016-03-31', null), false);
});

test('nobody passes the line, and the stand-down is kept', () => {
  const facts = { askedOn: '2016-03-01', from: null, keyWorker: true, room: true, ahead: 0 };
  assert.deepEqual(welcome(facts), { at: 'once' });
  for (const other of [{ ahead: 1 }, { room: false }, { keyWorker: false }, { from: '2016-03-02' }])
    assert.equal(welcome({ ...facts, ...other }).at, 'waiting list');
});

test('a receipt is late once more than so many working days are over', () => {
  const holidays = holidaysFrom(['2016-03-25', '2016-03-28']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (ahead, count) => {
      const today = formatDay(day('2016-03-20') + ahead);
      const latest = beforeWorkingDays(today, count, holidays);
      assert.ok(workingDaysBetween(latest, today, holidays) > count);
      assert.ok(workingDaysBetween(formatDay(day(latest) + 1), today, holidays) <= count);
    }),
  );
});

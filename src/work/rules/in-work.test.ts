import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay, parseDay } from '../../kit/days.ts';
import { inWorkRulesOf, type ProgrammeDocument, supportOn } from '../../programmes/rules.ts';
import {
  countdown,
  hoursFell,
  lastDayOf,
  nextContact,
  outcomeChoices,
  paymentReminders,
  permittedReminders,
  scheduledDays,
} from './in-work.ts';

const documentOf = (key: string): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL(`../../../programmes/${key}/programme.json`, import.meta.url), 'utf8'));
const day = (text: string): number => parseDay(text) as number;
const shown = (days: readonly number[]): string[] => days.map(formatDay);
const schedule = { daysAfterStart: [1, 7, 14, 28], thenEveryDays: 28 };
const start = day('2016-03-15');

test('contact is due on the days of the schedule and goes on at its rhythm until support ends', () => {
  assert.deepEqual(shown(scheduledDays(start, schedule, day('2016-05-31'))), [
    '2016-03-16',
    '2016-03-22',
    '2016-03-29',
    '2016-04-12',
    '2016-05-10',
  ]);
  assert.deepEqual(scheduledDays(start, { daysAfterStart: [14] }, day('2017-03-14')), [start + 14]);
});

test('the next contact is the first that none has met, and is missed after some days', () => {
  const next = (lastOn: string | null, today: string) => {
    const until = day('2017-03-14');
    const due = nextContact(start, schedule, {
      lastOn: lastOn === null ? null : day(lastOn),
      until,
      today: day(today),
      missedAfter: 7,
    });
    return due === null ? null : [formatDay(due.on), due.late, due.missed];
  };
  assert.deepEqual(next(null, '2016-03-15'), ['2016-03-16', 0, false]);
  assert.deepEqual(next(null, '2016-03-22'), ['2016-03-16', 6, false]);
  assert.deepEqual(next(null, '2016-03-23'), ['2016-03-16', 7, true]);
  // One call meets everything that was due before it.
  assert.deepEqual(next('2016-03-30', '2016-03-31'), ['2016-04-12', 0, false]);
  // Two days of the six before the seventh day are near enough; three are not.
  assert.deepEqual(next('2016-03-20', '2016-03-22'), ['2016-03-29', 0, false]);
  assert.deepEqual(next('2016-03-19', '2016-03-22'), ['2016-03-22', 0, false]);
  assert.deepEqual(next('2017-03-10', '2017-03-12'), null);
});

test('a contact on the day that is due always moves to a later day', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 400 }),
      (days, every, last) => {
        const rules = { daysAfterStart: days.sort((a, b) => a - b), thenEveryDays: every };
        const given = { until: 1000, today: 0, missedAfter: 1 };
        const due = nextContact(0, rules, { ...given, lastOn: last });
        assert.ok(due !== null && due.on > last, 'what is due comes after the last contact');
        const after = nextContact(0, rules, { ...given, lastOn: due.on });
        assert.ok(after !== null && after.on > due.on);
      },
    ),
  );
});

test('hours fell against what was agreed, else against the mean of the weeks before; unknown is not a fall', () => {
  const rules = { hoursFallPercent: 25, meanOfWeeks: 4 };
  const weeks = (...hours: number[]) => hours.map((one, at) => ({ from: at * 7, hundredths: one * 100 })).reverse();
  assert.equal(hoursFell([], 1600, rules), null);
  // Of 16 agreed hours 12 are exactly a quarter less, 12.01 are not.
  assert.deepEqual(hoursFell(weeks(16, 12), 1600, rules), { from: 7, hundredths: 1200, against: 1600, by: 'agreed' });
  assert.equal(hoursFell([{ from: 0, hundredths: 1201 }], 1600, rules), null);
  // Only the latest week speaks.
  assert.equal(hoursFell(weeks(4, 16), 1600, rules), null);
  assert.deepEqual(hoursFell(weeks(20, 10, 20, 10, 0), null, rules), {
    from: 28,
    hundredths: 0,
    against: 1500,
    by: 'mean',
  });
  // The mean is of the last four weeks before: 10, 10, 10, 10, not the 40 of long ago.
  assert.equal(hoursFell(weeks(40, 10, 10, 10, 10, 8), null, rules), null);
  // One week before is no mean, and nothing falls below nothing.
  assert.equal(hoursFell(weeks(20, 0), null, rules), null);
  assert.equal(hoursFell(weeks(0, 0, 0), null, rules), null);
  // 0 agreed hours are none that were agreed.
  assert.deepEqual(hoursFell(weeks(30, 30, 30, 4), 0, rules), { from: 21, hundredths: 400, against: 3000, by: 'mean' });
  assert.equal(hoursFell(weeks(4), 0, rules), null);
});

test('S6 of Pathways: permitted work of 26 weeks from 6 June 2005 ends on 4 December and is told on 9 October and 20 November', () => {
  const { permittedWork } = inWorkRulesOf(documentOf('pathways-new'));
  const ends = lastDayOf(day('2005-06-06'), permittedWork.weeks);
  assert.equal(formatDay(ends), '2005-12-04');
  const reminders = permittedReminders(ends, permittedWork.remindWeeksBefore);
  assert.deepEqual(shown(reminders.map(({ on }) => on)), ['2005-10-09', '2005-11-20']);
  const at = (today: string) => countdown(ends, reminders, day(today));
  assert.deepEqual([at('2005-10-08').now, at('2005-10-08').left], [null, 57]);
  assert.deepEqual([at('2005-10-09').now?.on, at('2005-10-09').left], [day('2005-10-09'), 56]);
  assert.deepEqual([at('2005-12-04').left, at('2005-12-05').left, at('2005-12-05').next], [0, -1, null]);
  assert.deepEqual(
    outcomeChoices('permitted_work').map(({ value }) => value),
    ['converted', 'went_on', 'job_ended', 'not_viable'],
  );
});

test('S7 of Pathways, its countdown: the credit from 4 April 2005 ends on Sunday 2 April 2006, with a talk in week 40 and a question in week 60', () => {
  const rules = inWorkRulesOf(documentOf('pathways-existing'));
  const credit = rules.payments.find(({ code }) => code === 'return_to_work_credit');
  assert.ok(credit?.weeklyPence);
  const starts = day('2005-04-04');
  const ends = lastDayOf(starts, credit.weeks);
  assert.equal(formatDay(ends), '2006-04-02');
  assert.equal(credit.weeks * credit.weeklyPence, 208_000);
  const told = paymentReminders(starts, ends, rules.paymentEndsDays, credit);
  assert.deepEqual(
    told.map(({ on, what }) => [formatDay(on), what]),
    [
      ['2006-01-02', 'talk'],
      ['2006-01-08', 'ends'],
      ['2006-03-05', 'ends'],
      ['2006-05-22', 'check'],
    ],
  );
});

test('S11: a job on 15 March 2016 is supported to 14 March 2017, and so long contact is due', () => {
  const document = documentOf('working-well-pilot');
  const support = supportOn(document.support, day('2014-04-01'), start, day('2016-03-15'));
  assert.deepEqual([support.phase, formatDay(support.endsOn)], ['in work', '2017-03-14']);
  const days = scheduledDays(start, inWorkRulesOf(document).person, support.endsOn);
  assert.equal(formatDay(days[0] as number), '2016-03-16');
  assert.ok((days.at(-1) as number) <= support.endsOn && (days.at(-1) as number) > support.endsOn - 28);
  // Without a job the 24 months end on 31 March 2016.
  const without = supportOn(document.support, day('2014-04-01'), null, day('2016-03-15'));
  assert.deepEqual([without.phase, formatDay(without.endsOn)], ['before work', '2016-03-31']);
});

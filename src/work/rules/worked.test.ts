import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { daysWithHours, mondayOf, PARTS, type WorkedJob, worthOver } from './worked.ts';

const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const job = (from: string | null, to: string | null, more: Partial<WorkedJob> = {}): WorkedJob => ({
  ...{ key: 'j', startedOn: from === null ? null : day(from), endedOn: to === null ? null : day(to), kind: 'employed' },
  ...{ terms: [{ from: null, hours: 1600, wage: 1144 }], weeks: [], ...more },
});
const asOf = day('2025-12-31');
const pence = (one: WorkedJob, from: string, to: string, on = asOf): number =>
  worthOver(one, 'pay', day(from), day(to), on) / (PARTS * 100);
const week = (monday: string, hours: number | null, paid: number | null = null) => ({
  ...{ monday: day(monday), hours, pence: paid },
});

test('a week with hours on file and no pay is worth its hours at the wage, and nothing when nobody worked', () => {
  const weeks = Array.from({ length: 30 }, (_, n) => ({ monday: day('2024-06-03') + 7 * n, hours: 0, pence: null }));
  const none = job('2024-06-03', null, { weeks });
  assert.equal(pence(none, '2024-06-03', '2024-12-29'), 0);
  assert.equal(pence(none, '2024-12-30', '2025-01-05'), 18_304);
  const zero = job('2024-06-03', null, {
    kind: 'zero_hours',
    weeks: [week('2024-06-03', 4000), week('2024-06-10', 4000)],
  });
  assert.equal(pence(zero, '2024-06-03', '2024-06-09'), 45_760);
  assert.equal(pence(zero, '2024-06-03', '2024-06-23'), 2 * 45_760);
  const own = job('2024-06-03', null, { kind: 'self_employed', weeks: [week('2024-06-03', 4000, 90_000)] });
  assert.equal(pence(own, '2024-06-03', '2024-06-23'), 0);
});

test('the wage of each day holds for its share of the week’s hours; without a wage there is no pay', () => {
  const terms = [
    { from: null, hours: 100, wage: 700 },
    { from: day('2024-06-06'), hours: 100, wage: 1400 },
  ];
  assert.equal(
    pence(job('2024-06-03', null, { terms, weeks: [week('2024-06-03', 700)] }), '2024-06-03', '2024-06-09'),
    3 * 700 + 4 * 1400,
  );
  const unknown = job('2024-06-03', null, {
    terms: [{ from: null, hours: 1600, wage: null }],
    weeks: [week('2024-06-03', 700)],
  });
  assert.equal(pence(unknown, '2024-06-03', '2024-06-09'), 0);
  const withoutTerms = job('2024-06-03', null, { terms: [], weeks: [week('2024-06-03', 700)] });
  assert.equal(worthOver(withoutTerms, 'hours', asOf - 999, asOf, asOf), 700 * PARTS);
  // Neither known: by the terms.
  assert.equal(
    pence(job('2024-06-03', null, { weeks: [week('2024-06-03', null)] }), '2024-06-03', '2024-06-09'),
    18_304,
  );
});

test('a week on file falls on the days of it on which the job was held, all of it', () => {
  // A Thursday.
  const weeks = [week('2024-04-29', 3200, 70_000)];
  const begun = job('2024-05-02', null, { weeks });
  assert.deepEqual(
    ['2024-05-01', '2024-05-02', '2024-05-04', '2024-05-05'].map((to) => pence(begun, '2024-05-01', to)),
    [0, 17_500, 52_500, 70_000],
  );
  assert.equal(pence(begun, '2024-05-02', '2024-05-05'), 70_000);
  // As of Friday it is not known yet how the week goes on, and no more of it counts than will on Sunday.
  assert.equal(pence(begun, '2024-05-02', '2024-05-05', day('2024-05-03')), 35_000);
  const ended = job('2024-04-01', '2024-05-01', { weeks, terms: [] });
  assert.deepEqual(
    ['2024-04-29', '2024-05-01', '2024-05-05'].map((to) => Math.floor(pence(ended, '2024-04-01', to))),
    [23_333, 70_000, 70_000],
  );
});

test('a week outside the days of the job counts for nothing; of a job without its first day every week that is on file does', () => {
  const weeks = [week('2024-04-01', 1600, 70_000), week('2024-05-06', 1600, 70_000)];
  assert.equal(pence(job('2024-04-08', '2024-05-05', { weeks, terms: [] }), '2024-01-01', '2025-01-01'), 0);
  assert.equal(pence(job('2024-04-08', '2024-04-07', { weeks, terms: [] }), '2024-01-01', '2025-01-01'), 0);
  assert.equal(pence(job(null, '2024-05-05', { weeks }), '2024-01-01', '2025-01-01'), 70_000);
});

test('hours a week of a day are those of the whole week on file, also where the job began in it', () => {
  const begun = job('2024-05-02', '2024-05-12', { weeks: [week('2024-04-29', 900)] });
  assert.equal(mondayOf(day('2024-05-02')), day('2024-04-29'));
  assert.deepEqual(daysWithHours([begun], 1600, asOf), [{ from: day('2024-05-06'), to: day('2024-05-12') }]);
  assert.deepEqual(daysWithHours([begun], 900, asOf), [{ from: day('2024-05-02'), to: day('2024-05-12') }]);
});

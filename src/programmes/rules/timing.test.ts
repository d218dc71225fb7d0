import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { cohortOf, type ProgrammeDocument, supportMonths, versionOn } from '../rules.ts';

const pilot: ProgrammeDocument = JSON.parse(
  readFileSync(new URL('../../../programmes/working-well-pilot/programme.json', import.meta.url), 'utf8'),
);
const day = (text: string) => Temporal.PlainDate.from(text);
const support = (attached: string, job: string | null, today: string) => {
  const { phase, state, month, of, endsOn } = supportMonths(
    pilot,
    day(attached),
    job === null ? null : day(job),
    day(today),
  );
  return [phase, state, month, of, endsOn.toString()];
};

test('24 months before work end the day before the day two years on; a job moves the end (scenario S11)', () => {
  assert.deepEqual(support('2014-04-01', null, '2014-04-01'), ['before work', 'running', 1, 24, '2016-03-31']);
  assert.deepEqual(support('2014-04-01', null, '2016-03-31'), ['before work', 'running', 24, 24, '2016-03-31']);
  assert.deepEqual(support('2014-04-01', null, '2016-04-01'), ['before work', 'ended', 24, 24, '2016-03-31']);
  assert.deepEqual(support('2014-04-01', '2016-03-15', '2016-04-01'), ['in work', 'running', 1, 12, '2017-03-14']);
  assert.deepEqual(support('2014-04-01', '2016-03-15', '2017-03-15'), ['in work', 'ended', 12, 12, '2017-03-14']);
});

test('a job in the future, from before attachment or after support has ended does not move the end', () => {
  for (const job of ['2016-03-15', '2014-03-31'])
    assert.equal(support('2014-04-01', job, '2016-03-14')[0], 'before work');
  assert.deepEqual(support('2014-04-01', '2016-04-01', '2016-05-01'), ['before work', 'ended', 24, 24, '2016-03-31']);
  assert.deepEqual(support('2014-04-01', null, '2014-03-31'), ['before work', 'not started', 0, 24, '2016-03-31']);
});

test('an attachment on the 31st has months that end with short months and do not drift', () => {
  assert.deepEqual(support('2015-01-31', null, '2015-02-27').slice(2, 3), [1]);
  assert.deepEqual(support('2015-01-31', null, '2015-02-28').slice(2, 3), [2]);
  assert.deepEqual(support('2015-01-31', null, '2015-03-30').slice(2, 3), [2]);
  assert.deepEqual(support('2015-01-31', null, '2015-03-31').slice(2, 3), [3]);
});

const anyDay = fc.integer({ min: 0, max: 3000 }).map((days) => day('2012-02-29').add({ days }));

test('months only go up, stay within their number, and support runs from its first to its last day', () => {
  fc.assert(
    fc.property(anyDay, anyDay, (attached, today) => {
      const now = supportMonths(pilot, attached, null, today);
      const next = supportMonths(pilot, attached, null, today.add({ days: 1 }));
      assert.ok(now.month >= 0 && now.month <= 24);
      assert.ok(next.month - now.month === 0 || next.month - now.month === 1);
      const inside =
        Temporal.PlainDate.compare(today, attached) >= 0 && Temporal.PlainDate.compare(today, now.endsOn) <= 0;
      assert.equal(now.state === 'running', inside);
      assert.equal(now.month > 0 && now.state === 'running', inside);
    }),
  );
});

test('quarterly cohorts follow each other without a gap; the sixth ends with the settled cohort', () => {
  const name = (text: string) => {
    const cohort = cohortOf(pilot, day(text));
    return cohort && [cohort.label, cohort.from.toString(), cohort.to.toString()];
  };
  assert.equal(name('2014-03-02'), null);
  assert.deepEqual(name('2014-03-03'), ['Quarter 1', '2014-03-03', '2014-06-30']);
  assert.deepEqual(name('2014-07-01'), ['Quarter 2', '2014-07-01', '2014-09-30']);
  assert.deepEqual(name('2015-09-30'), ['Quarter 6', '2015-07-01', '2015-09-30']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
      const on = day(pilot.firstDay).add({ days });
      const cohort = cohortOf(pilot, on);
      assert.ok(cohort);
      assert.ok(Temporal.PlainDate.compare(cohort.from, on) <= 0 && Temporal.PlainDate.compare(on, cohort.to) <= 0);
      assert.equal(cohortOf(pilot, cohort.to.add({ days: 1 }))?.number, cohort.number + 1);
    }),
  );
});

test('the version that holds on a day is the latest begun, the newer one of two from the same day', () => {
  const versions = [
    { version: 3, validFrom: '2016-01-01' },
    { version: 1, validFrom: '2014-03-03' },
    { version: 2, validFrom: '2016-01-01' },
    { version: 4, validFrom: '2015-01-01' },
  ];
  const on = (text: string) => versionOn(versions, text)?.version;
  assert.deepEqual(['2014-03-02', '2014-03-03', '2014-12-31', '2015-01-01', '2016-01-01', '2020-01-01'].map(on), [
    undefined,
    1,
    1,
    4,
    3,
    3,
  ]);
});

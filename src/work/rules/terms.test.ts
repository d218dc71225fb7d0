import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allTerms,
  daysProblem,
  latestTerms,
  mondayOf,
  placeOf,
  type Termed,
  type Terms,
  termsOn,
  termsProblems,
  weekProblems,
  weekToTell,
} from './terms.ts';

const job: Termed = {
  startedOn: '2015-01-05',
  endedOn: null,
  hoursPerWeek: 35,
  hourlyWagePence: 720,
  termsFrom: '2015-09-07',
  earlierTerms: [
    { from: null, hoursPerWeek: 12, hourlyWagePence: 670 },
    { from: '2015-06-01', hoursPerWeek: 30, hourlyWagePence: 700 },
  ],
};
const terms = (from: string, hoursPerWeek: number | null, hourlyWagePence: number | null = 720) => ({
  ...{ from, hoursPerWeek, hourlyWagePence },
});

test('which hours and wage held on a day', () => {
  const hours = (day: string) => termsOn(job, day).hoursPerWeek;
  assert.deepEqual(
    ['2014-12-31', '2015-01-05', '2015-05-31', '2015-06-01', '2015-09-06', '2015-09-07', '2016-03-31'].map(hours),
    [12, 12, 12, 30, 30, 35, 35],
  );
});

test('new terms become the latest, correct it, or stand among the earlier ones', () => {
  assert.equal(placeOf(job, '2016-01-04'), 'latest');
  assert.equal(placeOf(job, '2015-09-07'), 'corrects the latest');
  assert.equal(placeOf(job, '2015-03-02'), 'earlier');
  assert.equal(placeOf({ ...job, termsFrom: null, earlierTerms: [] }, '2015-03-02'), 'latest');
});

test('terms that cannot be are refused with what to do', () => {
  const refused = (given: Termed, wanted: Terms & { from: string }) => Object.values(termsProblems(given, wanted))[0];
  assert.match(refused(job, terms('2015-01-05', 40)) ?? '', /after the first day/);
  assert.match(refused({ ...job, endedOn: '2016-01-31' }, terms('2016-02-01', 40)) ?? '', /on which the job was held/);
  assert.match(refused(job, terms('2016-01-04', null, null)) ?? '', /Enter the hours/);
  assert.match(refused(job, terms('2016-01-04', 35)) ?? '', /already/);
  assert.equal(refused(job, terms('2016-01-04', 40)), undefined);
});

test('the days of a job keep every change of its terms inside', () => {
  const none = { first: null, last: null };
  assert.match(
    daysProblem(job, { startedOn: '2015-06-01', endedOn: null }, none).startedOn ?? '',
    /Remove that change first/,
  );
  assert.match(
    daysProblem(job, { startedOn: null, endedOn: '2015-09-06' }, none).endedOn ?? '',
    /Remove that change first/,
  );
  assert.deepEqual(daysProblem(job, { startedOn: '2015-05-31', endedOn: '2015-09-07' }, none), {});
});

test('the days of a job keep every week with work on file at least partly inside', () => {
  const plain = { ...job, termsFrom: null, earlierTerms: [] };
  const weeks = { first: '2015-02-02', last: '2015-09-07' };
  const problem = (startedOn: string | null, endedOn: string | null) =>
    Object.entries(daysProblem(plain, { startedOn, endedOn }, weeks))
      .flat()
      .join(': ');
  assert.equal(problem('2015-02-08', '2015-09-07'), '');
  assert.equal(problem(null, null), '');
  assert.match(problem('2015-02-09', null), /^startedOn: .*week of 2 Feb 2015.*Take that week back first/);
  assert.match(problem(null, '2015-09-06'), /^endedOn: .*week of 7 Sept? 2015.*Take that week back first/);
});

test('a week goes from Monday to Sunday, and lies within the job', () => {
  assert.deepEqual(['2016-03-28', '2016-03-31', '2016-04-03', '2016-02-29'].map(mondayOf), [
    ...['2016-03-28', '2016-03-28', '2016-03-28', '2016-02-29'],
  ]);
  const week = (from: string, hours: number | null = 8) => ({ from, hours, payPence: null });
  const held = { startedOn: '2015-01-07', endedOn: '2015-03-03' };
  assert.deepEqual(weekProblems(held, week('2015-01-05')), {});
  assert.deepEqual(weekProblems(held, week('2015-03-02')), {});
  assert.match(weekProblems(held, week('2014-12-29')).day ?? '', /not held/);
  assert.match(weekProblems(held, week('2015-03-09')).day ?? '', /not held/);
  assert.match(weekProblems(held, week('2015-02-02', null)).hours ?? '', /Enter the hours/);
});

test('the week to ask for is over, and the job was held in it', () => {
  const job = (startedOn: string | null, endedOn: string | null = null) => ({ startedOn, endedOn });
  // A Thursday: the last whole week is that of 21 March.
  const ask = (of: ReturnType<typeof job>, latest: string | null, today = '2016-03-31') =>
    weekToTell(of, latest, today);
  assert.equal(ask(job('2016-01-04'), null), '2016-03-21');
  assert.equal(ask(job('2016-01-04'), '2016-02-29'), '2016-03-07');
  // Its own week goes on until Sunday.
  assert.equal(ask(job('2016-01-04'), '2016-03-21'), '2016-03-21');
  assert.equal(ask(job('2016-01-04'), '2016-03-28'), '2016-03-21');
  assert.equal(ask(job('2016-01-04'), '2016-03-21', '2016-04-03'), '2016-03-21');
  assert.equal(ask(job('2016-01-04'), '2016-03-21', '2016-04-04'), '2016-03-28');
  // Not after the job, and not before it.
  assert.equal(ask(job('2016-01-04', '2016-02-10'), null), '2016-02-08');
  assert.equal(ask(job('2016-01-04', '2016-02-10'), '2016-02-08'), '2016-02-08');
  assert.equal(ask(job('2016-01-04', '2016-03-29'), null), '2016-03-21');
  assert.equal(ask(job('2016-03-27'), null), '2016-03-21');
  assert.equal(ask(job('2016-03-28'), null), null);
  assert.equal(ask(job(null), null), '2016-03-21');
});

test('whatever the order of changes, each day has the terms of the last change up to it', () => {
  const day = (n: number) => Temporal.PlainDate.from('2015-01-01').add({ days: n }).toString();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 40 })), { maxLength: 8 }),
      fc.integer({ min: 0, max: 70 }),
      (changes, asked) => {
        // As the actions keep it: the latest in the job, the others beside it, one for each day.
        let held: Termed = { ...job, startedOn: day(0), termsFrom: null, earlierTerms: [], hoursPerWeek: 1 };
        for (const [on, hours] of changes) {
          const from = day(on);
          const place = placeOf(held, from);
          const earlier = new Map(held.earlierTerms.map((one) => [one.from, one]));
          if (place === 'latest') earlier.set(held.termsFrom, latestTerms(held));
          if (place === 'earlier') earlier.set(from, terms(from, hours));
          const earlierTerms = [...earlier.values()].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
          held = { ...held, earlierTerms, ...(place === 'earlier' ? {} : { termsFrom: from, hoursPerWeek: hours }) };
        }
        const byDay = new Map(changes);
        const last = [...byDay.keys()].filter((on) => on <= asked).sort((a, b) => b - a)[0];
        assert.equal(termsOn(held, day(asked)).hoursPerWeek, last === undefined ? 1 : byDay.get(last));
        assert.equal(new Set(allTerms(held).map(({ from }) => from)).size, allTerms(held).length);
      },
    ),
  );
});

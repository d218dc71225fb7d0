import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readForm, typedFrom } from '../../kit/form.ts';
import { JOB_KINDS } from '../../programmes/rules/work.ts';
import { type JobFields, jobAnswers, jobChanges, jobFrom, jobProblems, jobQuestions, weeklyPayPence } from './jobs.ts';

const today = '2016-03-31';
const known: JobFields = {
  kind: 'employed',
  employer: 'Peel Forklift Services',
  occupationGroup: 'Skilled trades',
  workArea: 'Rochdale',
  startedOn: '2014-05-08',
  endedOn: null,
  hoursPerWeek: 23.5,
  hourlyWagePence: 660,
  selfEmployed: false,
  occupationScheme: null,
  occupationCode: null,
  leftReason: null,
  leftWords: null,
};
const occupations = [
  { code: '9223', label: 'Cleaners and domestics' },
  { code: '92', label: 'Elementary administration and service occupations' },
];
const text = fc.option(fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[a-z]$/));
const days = fc.option(
  fc
    .integer({ min: 0, max: 20_000 })
    .map((n) => new Date(Date.UTC(1960, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)),
);
const anyJob: fc.Arbitrary<JobFields> = fc
  .record({
    kind: fc.option(fc.constantFrom(...JOB_KINDS)),
    occupationCode: fc.option(fc.constantFrom('9223', '92')),
    leftReason: fc.option(fc.constantFrom('redundant', 'health')),
    leftWords: text,
    employer: text,
    occupationGroup: text,
    workArea: text,
    startedOn: days,
    endedOn: days,
    hoursPerWeek: fc.option(fc.integer({ min: 0, max: 16_800 }).map((n) => n / 100)),
    hourlyWagePence: fc.option(fc.integer({ min: 0, max: 99_999 })),
    selfEmployed: fc.option(fc.constant(false)),
  })
  .map((job) => ({
    ...job,
    occupationScheme: job.occupationCode === null ? null : 'SOC2020',
    selfEmployed: job.kind === null ? job.selfEmployed : job.kind === 'self_employed',
  }));

test('a job comes back from its form as it went in, pence included', () => {
  fc.assert(
    fc.property(anyJob, (job) => {
      const questions = jobQuestions({ today, areas: [], standing: job, occupations });
      const read = readForm(questions, typedFrom(questions, jobAnswers(job)));
      assert.ok(read.ok, JSON.stringify(read));
      assert.deepEqual(jobFrom(read.values, { standing: job, scheme: 'SOC2020' }), { ...job });
    }),
  );
});

test('an end before the start is refused, except where it stands already', () => {
  const wrong = { ...known, startedOn: '2016-02-01', endedOn: '2016-01-31' };
  assert.match(jobProblems(wrong).endedOn ?? '', /must be the first day or after it/);
  assert.deepEqual(jobProblems({ ...wrong, employer: 'Another' }, wrong), {});
  assert.match(jobProblems({ ...wrong, endedOn: '2016-01-30' }, wrong).endedOn ?? '', /first day/);
  assert.deepEqual(jobProblems({ ...wrong, endedOn: '2016-02-01' }), {});
});

test('days to come, other wages and hours, and a job of which nothing is known are refused with a message', () => {
  const questions = jobQuestions({ today, areas: [] });
  const errors = (typed: Record<string, string>) => {
    const read = readForm(questions, typed);
    return read.ok ? {} : read.errors;
  };
  assert.match(
    errors({ 'startedOn-day': '1', 'startedOn-month': '4', 'startedOn-year': '2016' }).startedOn ?? '',
    /today or in the past/,
  );
  assert.match(
    errors({ 'startedOn-day': '30', 'startedOn-month': '2', 'startedOn-year': '2016' }).startedOn ?? '',
    /no such date/,
  );
  for (const wage of ['6.6', '6,60', '-1', '6.600', 'seven', '1e3'])
    assert.match(errors({ hourlyWagePence: wage }).hourlyWagePence ?? '', /pounds and pence/);
  assert.match(errors({ hourlyWagePence: '1,000.00' }).hourlyWagePence ?? '', /£999.99 or less/);
  assert.match(errors({ hoursPerWeek: '169' }).hoursPerWeek ?? '', /from 0 to 168/);
  assert.match(
    jobProblems({ ...known, employer: null, occupationGroup: null, startedOn: null }).employer ?? '',
    /Enter the employer/,
  );
});

test('what a correction changed is told in words', () => {
  assert.deepEqual(jobChanges(known, { ...known, hourlyWagePence: 720, endedOn: '2016-01-31' }), [
    { field: 'endedOn', asked: 'Last day in the job', before: 'Not known', after: '31 January 2016' },
    { field: 'hourlyWagePence', asked: 'Wage an hour', before: '£6.60 an hour', after: '£7.20 an hour' },
  ]);
  assert.deepEqual(jobChanges(known, { ...known }), []);
});

test('an occupation is read by code, by name or by both, and another is refused', () => {
  const questions = jobQuestions({ today, areas: [], occupations });
  const read = (occupation: string) => {
    const done = readForm(questions, { employer: 'Mill', occupation });
    return done.ok
      ? jobFrom(done.values, { standing: null, scheme: 'SOC2020' }).occupationCode
      : (done.errors.occupation ?? '');
  };
  for (const typed of ['9223', 'cleaners and domestics', '9223 Cleaners and domestics'])
    assert.equal(read(typed), '9223');
  assert.equal(read(''), null);
  assert.match(read('Astronauts') ?? '', /choose one from the list/);
});

test('a code belongs to the classification from which it was chosen, which may have it for something else than another', () => {
  const standing = { ...known, occupationScheme: 'SOC2010', occupationCode: '92', occupationLabel: 'Elementary jobs' };
  const read = (occupation: string, given: typeof standing | null) => {
    const questions = jobQuestions({ today, areas: [], occupations, ...(given && { standing: given }) });
    const done = readForm(questions, { employer: 'Mill', occupation });
    assert.ok(done.ok);
    return jobFrom(done.values, { standing: given, scheme: 'ANZSCO' });
  };
  assert.equal(read('9223', null).occupationScheme, 'ANZSCO');
  assert.equal(read('92 Elementary jobs', standing).occupationScheme, 'SOC2010');
  const other = read('92 Elementary administration and service occupations', standing);
  assert.deepEqual([other.occupationScheme, other.occupationCode], ['ANZSCO', '92']);
  assert.deepEqual(
    jobChanges(standing, { ...standing, occupationScheme: 'ANZSCO' }).map((one) => [one.before, one.after]),
    [['92 (SOC2010)', '92 (ANZSCO)']],
  );
});

test('whether somebody is self-employed follows the kind, and stays as a file told it while the kind is not known', () => {
  const from = (kind: string | null, standing: JobFields | null = null) =>
    jobFrom({ kind }, { standing, scheme: 'SOC2020' }).selfEmployed;
  assert.equal(from('self_employed'), true);
  assert.equal(from('zero_hours'), false);
  assert.equal(from(null), null);
  assert.equal(from(null, { ...known, kind: null, selfEmployed: false }), false);
  assert.equal(jobAnswers({ ...known, kind: null, selfEmployed: true }).kind, 'self_employed');
});

test('why a job was left needs its last day', () => {
  assert.match(jobProblems({ ...known, leftReason: 'health' }).endedOn ?? '', /Enter the last day/);
  assert.deepEqual(jobProblems({ ...known, leftReason: 'health', endedOn: '2016-01-31' }), {});
});

test('pay a week is hours times wage; what is not known, and own business, has none', () => {
  assert.equal(weeklyPayPence({ ...known, hoursPerWeek: 35, hourlyWagePence: 720 }), 25_200);
  assert.equal(weeklyPayPence({ ...known, hoursPerWeek: 23.5, hourlyWagePence: 661 }), 15_534);
  assert.equal(weeklyPayPence({ ...known, hoursPerWeek: 0.1, hourlyWagePence: 5 }), 1);
  assert.equal(weeklyPayPence({ ...known, hoursPerWeek: 0 }), 0);
  assert.equal(weeklyPayPence({ ...known, selfEmployed: null, hoursPerWeek: 10, hourlyWagePence: 700 }), 7000);
  for (const gap of [{ hoursPerWeek: null }, { hourlyWagePence: null }, { selfEmployed: true }])
    assert.equal(weeklyPayPence({ ...known, ...gap }), null);
});

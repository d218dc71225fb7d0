import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemLine } from '../../kit/problems.ts';
import { type AreaRow, applySettings, checkEligibility, unknownSettings, workingWellTemplate } from '../rules.ts';

const settings = {
  programme: 'Next Steps Forth Valley',
  first_day: '2018-01-08',
  as_of: '2019-02-28',
  cohort_attached_to: '2018-08-31',
  referral_target: '600',
  sustained_weeks: '26',
  sustained_window: '30',
  pipeline_weeks: '20',
  pipeline_window: '24',
  sustained_base_attached_to: '2018-06-30',
};
const areas: AreaRow[] = [
  { position: '1', area: 'Stirling ', provider: 'First', job_start_share_contracted: '60' },
  { position: '2', area: 'Falkirk', provider: 'FIRST', job_start_share_contracted: '' },
  { position: '3', area: 'Clackmannan', provider: '', job_start_share_contracted: '40.5' },
];

test('a programme that is not loaded yet is made from the template with its own settings', () => {
  const made = workingWellTemplate(settings, areas);
  assert.deepEqual(made.ok ? [] : made.problems.map(problemLine), []);
  assert.ok(made.ok);
  const { document } = made;
  assert.equal(document.key, 'next-steps-forth-valley');
  assert.equal(document.validFrom, '2018-01-08');
  assert.deepEqual(document.providers, [{ key: 'first', name: 'First' }]);
  assert.deepEqual(document.areas, [
    { name: 'Stirling', provider: 'First', position: 1, jobStartShareContracted: 60 },
    { name: 'Falkirk', provider: 'First', position: 2, jobStartShareContracted: null },
    { name: 'Clackmannan', provider: null, position: 3, jobStartShareContracted: 40.5 },
  ]);
  assert.equal(document.reporting.asOf, '2019-02-28');
  assert.deepEqual([document.sustainedWork.weeks, document.sustainedWork.window], [26, 30]);
  assert.deepEqual(document.pipeline, { weeks: 20, window: 24 });
  assert.equal(document.targets.referrals, 600);
  assert.equal(document.cohorts.firstEndsOn, '2018-03-31');
});

test("nothing of the pilot's own dates, areas or referral window is left in it", () => {
  const made = workingWellTemplate({ programme: 'Plain', first_day: '2020-03-15' }, areas);
  assert.ok(made.ok);
  const { document } = made;
  assert.deepEqual(
    [
      document.reporting.asOf,
      document.cohorts.settledAttachedTo,
      document.sustainedWork.baseAttachedTo,
      document.targets.referrals,
    ],
    [null, null, null, null],
  );
  assert.equal(document.cohorts.firstEndsOn, '2020-06-30');
  const facts = {
    benefit: 'jsa',
    area: 'Stirling',
    source: 'jobcentre_plus',
    workProgrammeCompleted: true,
    inWork: false,
  };
  assert.equal(checkEligibility(document, facts).outcome, 'eligible');
  assert.equal(JSON.stringify(document).includes('Bolton'), false);
  assert.equal(/201[456]-/.test(JSON.stringify(document)), false);
});

test('a setting that does not fit is refused with its place, and a strange one is told', () => {
  const lines = (changed: Record<string, string>) => {
    const made = workingWellTemplate({ ...settings, ...changed }, areas);
    return made.ok ? [] : made.problems.map(problemLine);
  };
  assert.deepEqual(lines({ sustained_weeks: 'fifty' }), [
    'sustainedWork.weeks: must be a whole number of 1 or more; got "fifty"',
  ]);
  assert.deepEqual(lines({ sustained_window: '3' }), [
    'sustainedWork.window: must not be shorter than sustainedWork.weeks (26); got 3',
  ]);
  assert.match(lines({ as_of: '2019-02-30' })[0] ?? '', /^reporting.asOf: must be a date that exists/);
  assert.match(lines({ programme: ' ' })[0] ?? '', /^key: must be a key of/);
  assert.match(lines({ first_day: '' })[0] ?? '', /^validFrom: must be a date/);
  assert.deepEqual(unknownSettings({ ...settings, colour: 'red' }), ['colour']);
});

test('settings on a document that exists change only what they name', () => {
  const made = workingWellTemplate(settings, areas);
  assert.ok(made.ok);
  assert.deepEqual(applySettings(made.document, {}, []), made);
  const later = applySettings(made.document, { as_of: '2019-05-31' }, []);
  assert.deepEqual(later, { ok: true, document: { ...made.document, reporting: { asOf: '2019-05-31' } } });
});

test('in the first months the cohorts may end before the first day: nobody is in them yet, which is not everybody', () => {
  const young = {
    ...settings,
    as_of: '2018-03-31',
    cohort_attached_to: '2017-09-30',
    sustained_base_attached_to: '2017-03-31',
  };
  const made = workingWellTemplate(young, areas);
  assert.ok(made.ok);
  assert.equal(made.document.cohorts.settledAttachedTo, '2017-09-30');
  assert.equal(made.document.sustainedWork.baseAttachedTo, '2017-03-31');
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { problemLine } from '../../kit/problems.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import {
  checkEligibility,
  checkProgramme,
  entryCohortOf,
  factsAsked,
  holidaysOf,
  limitOn,
  nextDue,
  type ProgrammeDocument,
  type ReferralFacts,
  todayRulesOf,
} from '../rules.ts';

/** The two programmes of New Zealand: who is in, in which cohort, and what is owed when. */
const read = (path: string): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL(`../../../programmes/${path}.json`, import.meta.url), 'utf8'));
const trial = read('ics-trial/programme');
const later = read('ics-trial/2017-03-01');
const extension = read('ics-x/programme');

const person = (ageAtFirstBenefit: number, age: number, more: ReferralFacts = {}): ReferralFacts => ({
  ageAtFirstBenefit,
  age,
  benefit: 'js_wr',
  area: 'Porirua',
  referredOn: '2015-03-02',
  ...more,
});
const on = (day: string, facts: ReferralFacts): ReferralFacts => ({ ...facts, referredOn: day });
/** 'in, early_entrant', 'out' or 'open'. */
function answer(document: ProgrammeDocument, facts: ReferralFacts): string {
  const { outcome } = checkEligibility(document, facts);
  const cohort = entryCohortOf(document, facts);
  if (outcome !== 'eligible') return outcome === 'not eligible' ? 'out' : 'open';
  assert.equal(cohort.outcome, 'met', 'whoever is eligible has a cohort');
  return `in, ${cohort.outcome === 'met' ? cohort.code : ''}`;
}

// The people of the first acceptance scenario, then the boundaries of the rules.
const people: [string, ReferralFacts, string, string, string][] = [
  // who, facts, the trial in 2015, the trial from March 2017, the extension
  ['A: first 16, now 24', person(16, 24), 'in, early_entrant', 'out', 'out'],
  ['B: first 19, now 34', person(19, 34), 'in, entrenched_beneficiary', 'in, entrenched_beneficiary', 'in, from_30'],
  ['C: first 19, now 25', person(19, 25), 'out', 'out', 'in, under_30'],
  ['D: first 20, now 35', person(20, 35), 'out', 'out', 'out'],
  ['E: first 17, now 40', person(17, 40), 'out', 'out', 'out'],
  ['F: first 17, now 29, health', person(17, 29, { benefit: 'js_hcd' }), 'out', 'out', 'in, under_30'],
  ['G: first 17, now 28, Wellington', person(17, 28, { area: 'Wellington' }), 'out', 'out', 'out'],
  ['first 17, now 17', person(17, 17), 'out', 'out', 'out'],
  ['first 17, now 18', person(17, 18), 'in, early_entrant', 'out', 'out'],
  ['first 18, now 29', person(18, 29), 'out', 'out', 'in, under_30'],
  ['first 17, now 25', person(17, 25), 'in, early_entrant', 'in, early_entrant', 'in, under_30'],
  ['first 17, now 29', person(17, 29), 'in, early_entrant', 'in, early_entrant', 'in, under_30'],
  ['first 17, now 30', person(17, 30), 'in, entrenched_beneficiary', 'in, entrenched_beneficiary', 'in, from_30'],
  ['first 19, now 39', person(19, 39), 'in, entrenched_beneficiary', 'in, entrenched_beneficiary', 'in, from_30'],
  ['first not known, now 35', { ...person(0, 35), ageAtFirstBenefit: null }, 'open', 'open', 'open'],
  ['first not known, now 41', { ...person(0, 41), ageAtFirstBenefit: null }, 'out', 'out', 'out'],
  ['first 20, now not known', { ...person(20, 0), age: null }, 'out', 'out', 'out'],
  ['site not known', person(16, 35, { area: null }), 'open', 'open', 'open'],
];
for (const [who, facts, first, second, third] of people)
  test(`selection: ${who}`, () => {
    assert.deepEqual(
      [answer(trial, facts), answer(later, on('2017-03-01', facts)), answer(extension, on('2018-03-01', facts))],
      [first, second, third],
    );
  });

test('the reading that was not taken is stated, and is one edit of the document away', () => {
  const note = trial.notes.find(({ about, otherwise }) => about === 'entryCohorts' && otherwise !== undefined);
  assert.match(String(note?.otherwise), /18 or 19 at the first benefit/);
  assert.match(String(note?.source), /lines 93-94.*lines 17-19/);
  const other = structuredClone(trial);
  for (const cohort of other.entryCohorts ?? [])
    cohort.condition.all =
      cohort.condition.all?.map((one) =>
        'to' in one && one.fact === 'ageAtFirstBenefit' ? { ...one, to: 19 } : one,
      ) ?? [];
  assert.ok(checkProgramme(other).ok);
  assert.equal(answer(other, person(19, 25)), 'in, early_entrant');
});

test('every version fits, and the form asks for the facts behind a cohort instead of the cohort', () => {
  for (const document of [trial, later, extension]) {
    const checked = checkProgramme(document);
    assert.deepEqual(checked.ok ? [] : checked.problems.map(problemLine), []);
    assert.deepEqual(factsAsked(document), ['benefit', 'ageAtFirstBenefit', 'age', 'area', 'referredOn']);
  }
});

test('what is not known never decides: forgetting leaves open, learning takes nothing back', () => {
  const facts = fc.record({
    ageAtFirstBenefit: fc.option(fc.integer({ min: 14, max: 24 }), { nil: null }),
    age: fc.option(fc.integer({ min: 15, max: 45 }), { nil: null }),
    benefit: fc.constantFrom(null, 'js_wr', 'js_hcd', 'sps'),
    area: fc.constantFrom(null, 'Rotorua', 'wellington'),
    referredOn: fc.constantFrom(null, '2015-03-01', '2015-03-02', '2018-02-28', '2018-03-01'),
  });
  const names = ['ageAtFirstBenefit', 'age', 'benefit', 'area', 'referredOn'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(trial, later, extension),
      facts,
      fc.subarray([...names]),
      (document, known, forgotten) => {
        const less = { ...known, ...Object.fromEntries(forgotten.map((fact) => [fact, null])) };
        const [full, open] = [checkEligibility(document, known), checkEligibility(document, less)];
        if (open.outcome !== 'cannot tell yet') assert.equal(full.outcome, open.outcome);
        const [cohort, before] = [entryCohortOf(document, known), entryCohortOf(document, less)];
        if (before.outcome !== 'not known') assert.deepEqual(cohort, before);
        if (full.outcome === 'eligible') {
          assert.equal(cohort.outcome, 'met');
          for (const name of names) assert.notEqual(known[name], null, 'nobody is eligible by what is not known');
        }
      },
    ),
  );
});

test('a caseload of 40, then of 60 from the third year', () => {
  const limits = ['2015-03-01', '2015-03-02', '2017-02-28', '2017-03-01'].map((day) => limitOn(later, day));
  assert.deepEqual(limits, [null, 40, 40, 60]);
});

test('the progress measure is due every quarter, then at entry alone until somebody leaves', () => {
  assert.deepEqual(todayRulesOf(trial).reassess, [
    { instrument: 'initial-client-assessment' },
    { instrument: 'progress-measure', everyDays: 91 },
  ]);
  assert.deepEqual(todayRulesOf(later).reassess, [
    { instrument: 'initial-client-assessment' },
    { instrument: 'progress-measure' },
  ]);
});

test('a duty asks for its data while it is owed', () => {
  const asked = (day: string) => todayRulesOf(later, day).data.map(({ field, report }) => `${field}: ${report}`);
  const report = 'Who takes part, for the evaluation';
  assert.deepEqual(
    asked('2018-02-28'),
    ['date_of_birth', 'sex', 'ethnicity'].map((field) => `${field}: ${report}`),
  );
  assert.deepEqual(asked('2018-03-01'), []);
});

test('a duty of the calendar keeps its day of the month, and ends with its last day', () => {
  const duty = {
    code: 'return',
    what: 'A return',
    toWhom: 'The office',
    why: 'To know',
    from: '2015-03-02',
    until: '2015-12-30',
    ended: 'It ended',
    due: { first: '2015-03-31', everyMonths: 1 },
  };
  const days = ['2015-01-01', '2015-03-31', '2015-04-01', '2015-05-01', '2015-12-01'];
  assert.deepEqual(
    days.map((day) => nextDue(duty, day)),
    ['2015-03-31', '2015-03-31', '2015-04-30', '2015-05-31', null],
  );
  assert.equal(nextDue({ ...duty, due: { first: '2015-03-31' } }, '2015-04-01'), null);
  assert.equal(nextDue({ ...duty, due: { at: ['entry'] } }, '2015-04-01'), null);
});

test('a cohort or a duty that cannot work is refused with its place', () => {
  const broken = (edit: (document: ProgrammeDocument) => unknown): string[] => {
    const copy = structuredClone(trial);
    edit(copy);
    const checked = checkProgramme(copy);
    return checked.ok ? [] : checked.problems.map(problemLine);
  };
  const duty = (given: object) => (document: ProgrammeDocument) => Object.assign(document.duties?.[0] ?? {}, given);
  assert.deepEqual(
    broken((document) => delete document.entryCohorts),
    [
      'eligibility[1].condition: asks for a cohort, and this document has no entryCohorts',
      'notes[0].about: names no part of this document; got "entryCohorts"',
    ],
  );
  assert.deepEqual(
    broken((document) =>
      Object.assign(document.entryCohorts?.[0] ?? {}, { condition: { any: [{ fact: 'cohort', listed: true }] } }),
    ),
    ['entryCohorts[0].condition: a cohort cannot be made of cohorts; ask for other facts'],
  );
  assert.deepEqual(broken(duty({ due: { first: '2015-03-31', at: ['entry'] } })), [
    'duties[0].due: must say either a first day, or moments in each person’s part (at, everyDays)',
  ]);
  assert.deepEqual(broken(duty({ due: { at: ['exit'], everyMonths: 3 } })), [
    'duties[0].due.everyMonths: needs a first day',
  ]);
  assert.deepEqual(broken(duty({ due: { first: '2015-03-01' } })), [
    'duties[0].due.first: must not be before from (2015-03-02)',
  ]);
  assert.deepEqual(broken(duty({ until: '2016-01-01' })), [
    'duties[0]: must have both until and ended (why it ended), or neither',
  ]);
  assert.deepEqual(broken(duty({ until: '2015-01-01', ended: 'Never began' })), [
    'duties[0].until: must not be before from (2015-03-02)',
  ]);
  assert.deepEqual(broken(duty({ code: 'ica' })), ['duties[3].code: "ica" is already used; give each duty its own']);
});

test('working days pass over Waitangi Day and Easter, each on the day on which it is kept', () => {
  const holidays = holidaysOf(trial);
  assert.equal(addWorkingDays('2016-02-05', 1, holidays), '2016-02-09');
  assert.equal(addWorkingDays('2016-03-24', 1, holidays), '2016-03-29');
  assert.equal(addWorkingDays('2016-12-30', 1, holidays), '2017-01-04');
});

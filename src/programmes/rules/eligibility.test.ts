import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Condition, checkEligibility, type ProgrammeDocument, type ReferralFacts } from '../rules.ts';

const read = (key: string): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL(`../../../programmes/${key}/programme.json`, import.meta.url), 'utf8'));
const pilot = read('working-well-pilot');
const expansion = read('working-well-expansion');

const suitable: ReferralFacts = {
  benefit: 'esa_wrag',
  area: 'bury ',
  source: 'jobcentre_plus',
  referredOn: '2015-06-01',
  workProgrammeCompleted: true,
  inWork: false,
};

test('the pilot takes a Work Programme leaver, and says why', () => {
  const result = checkEligibility(pilot, suitable);
  assert.equal(result.outcome, 'eligible');
  assert.match(result.explanation, /^Eligible because they have completed the Work Programme; they are not in work;/);
});

test('one rule that is not met refuses, and is named', () => {
  const result = checkEligibility(pilot, { ...suitable, workProgrammeCompleted: false });
  assert.equal(result.outcome, 'not eligible');
  assert.equal(result.explanation, 'Not eligible because they have not completed the Work Programme.');
});

test('another benefit is outside the focus of the pilot but is not refused', () => {
  const result = checkEligibility(pilot, { ...suitable, benefit: 'jsa' });
  assert.equal(result.outcome, 'eligible');
  assert.match(result.explanation, /Outside the programme's focus: they do not claim Employment and Support Allowance/);
});

test('what is not known leaves the answer open', () => {
  assert.equal(checkEligibility(pilot, {}).outcome, 'cannot tell yet');
  const result = checkEligibility(pilot, { ...suitable, area: null });
  assert.equal(result.outcome, 'cannot tell yet');
  assert.equal(result.explanation, 'Cannot tell yet because it is not known which area they live in.');
});

test('the referral window holds on its first and last day', () => {
  const on = (referredOn: string) => checkEligibility(pilot, { ...suitable, referredOn }).outcome;
  assert.deepEqual(['2014-03-02', '2014-03-03', '2016-03-31', '2016-04-01'].map(on), [
    'not eligible',
    'eligible',
    'eligible',
    'not eligible',
  ]);
});

test('the expansion takes a GP referral that the pilot does not', () => {
  const facts: ReferralFacts = { ...suitable, source: 'gp', referredOn: '2016-09-01', workProgrammeCompleted: false };
  assert.equal(checkEligibility(expansion, facts).outcome, 'eligible');
  assert.equal(checkEligibility(pilot, facts).outcome, 'not eligible');
});

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constant('inWork' as const), is: fc.boolean() }),
  fc.record({ fact: fc.constant('workProgrammeCompleted' as const), is: fc.boolean() }),
  fc.record({
    fact: fc.constant('age' as const),
    from: fc.integer({ min: 16, max: 40 }),
    to: fc.integer({ min: 40, max: 70 }),
  }),
  fc.record({ fact: fc.constant('benefit' as const), in: fc.subarray(['esa_wrag', 'jsa'], { minLength: 1 }) }),
  fc.constant<Condition>({ fact: 'area', listed: true }),
);
const group = (inner: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.oneof(
    leaf,
    fc.record({ all: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
  );
const rules = fc
  .array(fc.tuple(group(group(leaf)), fc.constantFrom('required', 'focus')), { minLength: 1, maxLength: 6 })
  .map((list) =>
    list.map(([condition, strength], n) => ({
      id: `r${n}`,
      strength,
      met: `yes ${n}`,
      notMet: `no ${n}`,
      notKnown: `open ${n}`,
      condition,
    })),
  );
const facts: fc.Arbitrary<ReferralFacts> = fc.record({
  benefit: fc.constantFrom(null, 'esa_wrag', 'jsa', 'esa_support'),
  age: fc.option(fc.integer({ min: 10, max: 80 }), { nil: null }),
  area: fc.constantFrom(null, 'Bury', 'WIGAN', 'Leeds'),
  inWork: fc.constantFrom(null, true, false),
  workProgrammeCompleted: fc.constantFrom(null, true, false),
});
const withRules = (list: unknown): ProgrammeDocument => ({
  ...pilot,
  eligibility: list as ProgrammeDocument['eligibility'],
});

test('not known never counts as no: forgetting a fact decides nothing, learning one never takes back a decision', () => {
  fc.assert(
    fc.property(
      rules,
      facts,
      fc.subarray(['benefit', 'age', 'area', 'inWork', 'workProgrammeCompleted']),
      (list, known, forgotten) => {
        const document = withRules(list);
        const less = { ...known, ...Object.fromEntries(forgotten.map((fact) => [fact, null])) };
        const full = checkEligibility(document, known);
        const open = checkEligibility(document, less);
        for (const [n, rule] of open.rules.entries())
          if (rule.outcome !== 'not known') assert.equal(full.rules[n]?.outcome, rule.outcome);
        if (open.outcome !== 'cannot tell yet') assert.equal(full.outcome, open.outcome);
        assert.ok(checkEligibility(document, {}).rules.every((rule) => rule.outcome === 'not known'));
      },
    ),
  );
});

test('the order of rules does not matter', () => {
  fc.assert(
    fc.property(rules, facts, (list, known) => {
      const forwards = checkEligibility(withRules(list), known);
      const backwards = checkEligibility(withRules([...list].reverse()), known);
      assert.equal(backwards.outcome, forwards.outcome);
      assert.deepEqual([...backwards.rules].reverse(), forwards.rules);
    }),
  );
});

test('the explanation names every rule that failed, and a focus never refuses', () => {
  fc.assert(
    fc.property(rules, facts, (list, known) => {
      const result = checkEligibility(withRules(list), known);
      const failed = result.rules.filter((rule) => rule.outcome === 'not met');
      for (const rule of failed)
        if (rule.strength === 'required' || result.outcome !== 'cannot tell yet')
          assert.ok(result.explanation.includes(rule.text));
      assert.equal(
        result.outcome === 'not eligible',
        failed.some((rule) => rule.strength === 'required'),
      );
    }),
  );
});

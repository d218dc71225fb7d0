import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, type InstrumentDocument, questionsOf } from '../rules.ts';
import { compareAssessments } from './compare.ts';

const document = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../programmes/instruments/working-well-assessment.json'), 'utf8'),
) as InstrumentDocument;
const answered = (value: number | string | boolean): Answer => ({ state: 'answered', value });
const outcomes = (now: Record<string, Answer>, before: Record<string, Answer>) =>
  Object.fromEntries(
    compareAssessments({ document, answers: now }, { document, answers: before }).map(({ asked, outcome }) => [
      asked.key,
      outcome,
    ]),
  );

test('better and worse follow the direction: issues and anxiety down, confidence and happiness up', () => {
  const keys = ['issue_debt_finances', 'wellbeing_anxiety', 'confidence_in_work_success', 'wellbeing_happiness'];
  const side = (values: number[]) => Object.fromEntries(keys.map((key, i) => [key, answered(values[i] as number)]));
  const lower = outcomes(side([3, 3, 3, 3]), side([5, 5, 5, 5]));
  assert.deepEqual(
    keys.map((key) => lower[key]),
    ['improved', 'improved', 'worsened', 'worsened'],
  );
  const higher = outcomes(side([5, 5, 5, 5]), side([3, 3, 3, 3]));
  assert.deepEqual(
    keys.map((key) => higher[key]),
    ['worsened', 'worsened', 'improved', 'improved'],
  );
});

test('new, not answered again and never are told apart, whatever the reason was', () => {
  for (const state of ['declined', 'not asked', 'not applicable'] as const) {
    assert.equal(outcomes({ issue_age: answered(5) }, { issue_age: { state } }).issue_age, 'new');
    assert.equal(outcomes({ issue_age: { state } }, { issue_age: answered(5) }).issue_age, 'not answered again');
    assert.equal(outcomes({ issue_age: { state } }, {}).issue_age, 'never');
  }
  assert.equal(outcomes({ issue_age: answered(0) }, { issue_age: answered(0) }).issue_age, 'same');
  assert.equal(
    outcomes({ believes_can_find_work: answered(true) }, { believes_can_find_work: answered(false) })
      .believes_can_find_work,
    'changed',
  );
});

test('another scale is not compared, and a question that is gone is not lost', () => {
  const other = structuredClone(document);
  const question = other.sections[0]!.questions[0]!;
  if (question.kind === 'scale') question.max = 10;
  other.sections[0]!.questions.splice(1, 1);
  const compared = compareAssessments(
    { document: other, answers: { issue_care_children: answered(3) } },
    { document, answers: { issue_care_children: answered(2), issue_care_others: answered(4) } },
  );
  assert.equal(compared[0]?.outcome, 'not comparable');
  assert.deepEqual([compared.at(-1)?.asked.key, compared.at(-1)?.outcome], ['issue_care_others', 'not answered again']);
});

const rating: fc.Arbitrary<Answer> = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map(answered),
  fc.constantFrom<Answer>({ state: 'declined' }, { state: 'not asked' }, { state: 'not applicable' }),
);
const scales = questionsOf(document)
  .filter((question) => question.kind === 'scale')
  .map(({ key }) => key);
const side = fc.record(Object.fromEntries(scales.map((key) => [key, rating])));

test('every question has one outcome, and turning the two round turns better into worse', () => {
  const turned: Record<string, string> = {
    improved: 'worsened',
    worsened: 'improved',
    new: 'not answered again',
    'not answered again': 'new',
  };
  fc.assert(
    fc.property(side, side, (now, before) => {
      const forth = outcomes(now, before);
      const back = outcomes(before, now);
      assert.equal(Object.keys(forth).length, questionsOf(document).length);
      for (const [key, outcome] of Object.entries(forth)) assert.equal(back[key], turned[outcome] ?? outcome);
    }),
  );
});

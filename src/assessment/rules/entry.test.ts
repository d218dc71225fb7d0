import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, fromStored, type InstrumentDocument, questionsOf, toStored } from '../rules.ts';
import { aboutProblems, aboutQuestions, fromDraft, offersOf, stageText, toDraft } from './entry.ts';
import { readAnswers, typedAnswers } from './reading.ts';

const document = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../programmes/instruments/working-well-assessment.json'), 'utf8'),
) as InstrumentDocument;
const questions = questionsOf(document);
const answers = fc.record(
  Object.fromEntries(
    questions.map((question) => {
      const value =
        question.kind === 'scale'
          ? fc.integer({ min: question.min, max: question.max })
          : question.kind === 'yes_no'
            ? fc.boolean()
            : fc.constantFrom(...('choices' in question ? question.choices : []).map(({ code }) => code));
      const answered = (value as fc.Arbitrary<number | boolean | string>).map(
        (v): Answer => ({ state: 'answered', value: v }),
      );
      const states = fc.constantFrom<Answer>(
        { state: 'declined' },
        { state: 'not asked' },
        { state: 'not applicable' },
      );
      return [question.key, fc.oneof(answered, states)];
    }),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, Answer>>;

test('answers come back from the form, from a draft and from the record as they went in', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const read = readAnswers(questions, typedAnswers(questions, given), null);
      assert.deepEqual(read.errors, {});
      assert.deepEqual({ ...read.answers }, { ...given });
      assert.deepEqual(fromDraft(JSON.parse(JSON.stringify(toDraft(given)))), { ...given });
      const known = Object.fromEntries(Object.entries(given).filter(([, { state }]) => state !== 'not asked'));
      assert.deepEqual(fromStored(toStored(given)), { ...known });
    }),
  );
});

test('a rating out of range, a choice that is none and a state that is none are refused, whatever is typed', () => {
  for (const value of ['7', '-1', '1.5', '3e0', 'state: answered', 'yes', '{"state":"declined"}', '٣'])
    assert.ok(readAnswers(questions, { issue_age: value }, null).errors.issue_age, value);
  fc.assert(
    fc.property(fc.string(), (value) => {
      const { answers: read, errors } = readAnswers(questions, { issue_age: value }, null);
      const legal =
        /^[0-6]$/.test(value.trim()) ||
        value.trim() === '' ||
        /^state: (declined|not asked|not applicable)$/.test(value.trim()) ||
        /^0{1,2}[0-6]$/.test(value.trim());
      assert.equal(errors.issue_age === undefined, legal);
      if (read.issue_age?.state === 'answered') assert.ok(Number(read.issue_age.value) <= 6);
    }),
  );
});

test('a date before the referral and a second initial assessment are refused with a reason; what stands passes', () => {
  const known = { referredOn: '2015-02-02', initialOn: '2015-03-03' };
  assert.match(
    aboutProblems({ stage: 'reassessment', assessedOn: '2015-02-01' }, known).assessedOn ?? '',
    /on or after the day of referral, 2 Feb 2015/,
  );
  assert.deepEqual(aboutProblems({ stage: 'reassessment', assessedOn: '2015-02-02' }, known), {});
  assert.match(
    aboutProblems({ stage: 'initial', assessedOn: '2015-04-01' }, known).stage ?? '',
    /initial assessment of 3 Mar 2015/,
  );
  const standing = { stage: 'initial', assessedOn: '2015-01-01' };
  assert.deepEqual(aboutProblems(standing, known, standing), {});
});

test('stages come from the programme document, and one that is gone keeps readable words', () => {
  const initial = { code: 'initial', label: 'Initial assessment' };
  const programme = {
    instruments: [
      { key: 'a', version: 1, stages: [initial] },
      {
        key: 'b-c',
        version: 2,
        stages: [
          { code: 'initial', label: 'Beginning' },
          { ...initial, code: 'again' },
        ],
      },
    ],
  };
  assert.deepEqual(
    offersOf(programme).map(({ value, label }) => [value, label]),
    [
      ['a/1/initial', 'Initial assessment (a)'],
      ['b-c/2/initial', 'Beginning'],
      ['b-c/2/again', 'Initial assessment (b c)'],
    ],
  );
  const words = (key: string, stage: string) => stageText(programme, { stage, instrument: { key } });
  assert.equal(words('a', 'initial'), 'Initial assessment');
  assert.equal(words('b-c', 'initial'), 'Beginning');
  assert.equal(words('a', 'midway'), 'Midway');
  const [, day] = aboutQuestions({ today: '2016-03-31', stages: [] });
  assert.equal(day?.required, 'Enter the date of the assessment');
});

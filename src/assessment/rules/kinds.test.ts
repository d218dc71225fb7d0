import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { problemLine } from '../../kit/problems.ts';
import {
  type Answer,
  answerText,
  checkInstrument,
  fromStored,
  issuesOf,
  parseAnswer,
  type Question,
  questionsOf,
  toStored,
} from '../rules.ts';
import type { About } from './about.ts';
import { fromDraft, toDraft } from './entry.ts';
import { beside, hasBeside, readAnswers, STATE_VALUES, typedAnswers } from './reading.ts';
import { anyAnswer, shipped, shippedKeys } from './shipped.fixture.ts';

const documents = shippedKeys.map(shipped);
const every = documents.flatMap((document) => questionsOf(document));
const first = (kind: Question['kind']): Question => {
  const found = every.find((question) => question.kind === kind);
  assert.ok(found, kind);
  return found;
};

/** What may stand beside an answered question. */
const anyAbout = (question: Question): fc.Arbitrary<About> =>
  fc.record(
    {
      by: fc.constantFrom('person' as const, 'worker' as const),
      ...(hasBeside(question)
        ? {
            note: fc
              .string({ minLength: 1, maxLength: 30 })
              .map((text) => text.replaceAll('\0', '').trim())
              .filter((text) => text !== ''),
            disclosedOn: fc.constantFrom('1999-12-31', '2015-02-28'),
            ...(question.subTypes ? { subType: fc.constantFrom(...question.subTypes.map(({ code }) => code)) } : {}),
          }
        : {}),
    },
    { requiredKeys: ['by'] },
  );

test('every kind of answer comes back from the form, from a draft and from the record as it went in, with what stands beside it', () => {
  for (const document of documents) {
    const questions = questionsOf(document);
    const whole = fc.record(
      Object.fromEntries(questions.map((one) => [one.key, fc.tuple(anyAnswer(one), anyAbout(one))])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, [Answer, About]>>;
    fc.assert(
      fc.property(whole, (given) => {
        const answers = Object.fromEntries(Object.entries(given).map(([key, [answer]]) => [key, answer]));
        const about = Object.fromEntries(
          Object.entries(given)
            .filter(([, [answer]]) => answer.state === 'answered')
            .map(([key, [, one]]) => [key, hasBeside(questions.find((q) => q.key === key) as Question) ? one : {}])
            .filter(([, one]) => Object.keys(one as About).length > 0),
        ) as Record<string, About>;
        const read = readAnswers(questions, typedAnswers(questions, answers, about), '2016-03-31');
        assert.deepEqual(read.errors, {});
        assert.deepEqual({ ...read.answers }, { ...answers });
        for (const [key, one] of Object.entries(about)) assert.deepEqual(read.about[key], { ...one });
        assert.deepEqual(fromDraft(JSON.parse(JSON.stringify(toDraft(answers)))), { ...answers });
        const known = Object.fromEntries(Object.entries(answers).filter(([, { state }]) => state !== 'not asked'));
        assert.deepEqual(fromStored(JSON.parse(JSON.stringify(toStored(answers)))), { ...known });
        for (const question of questions) assert.ok(answerText(question, answers[question.key]).length > 0);
      }),
      { numRuns: 30 },
    );
  }
});

test('values of every kind are read from a file, or refused with what is wanted', () => {
  const read = (kind: Question['kind'], given: string) => {
    const parsed = parseAnswer(first(kind), given);
    return parsed.ok && parsed.answer.state === 'answered' ? parsed.answer.value : parsed;
  };
  assert.deepEqual(read('many', 'partner; Children'), ['children', 'partner']);
  assert.equal(read('number', '60'), 60);
  assert.equal(read('date', '2016-02-29'), '2016-02-29');
  assert.equal(read('text', ' Mornings are hard '), 'Mornings are hard');
  for (const [kind, given, wanted] of [
    ['many', 'children; uncle', /must be any of Children, A partner/],
    ['number', '61', /must be a whole number from 0 to 60; got "61"/],
    ['number', '-1', /must be a whole number/],
    ['date', '2015-02-29', /must be a date/],
    ['date', '1 March 2015', /must be a date/],
    ['text', 'x'.repeat(10_001), /characters or fewer/],
  ] as const) {
    const parsed = parseAnswer(first(kind), given);
    assert.ok(!parsed.ok && wanted.test(parsed.message), JSON.stringify(parsed));
  }
});

test('an answer together with ‘would rather not say’ is asked about, and never one of them taken', () => {
  for (const kind of ['number', 'text', 'date', 'many'] as const) {
    const question = first(kind);
    const [answer] = fc.sample(
      anyAnswer(question).filter(({ state }) => state === 'answered'),
      1,
    );
    const typed = typedAnswers([question], { [question.key]: answer as Answer });
    const declined = STATE_VALUES.declined;
    if (kind === 'many') typed[question.key] = [typed[question.key] ?? [], declined].flat();
    else typed[beside(question.key).state] = declined;
    const read = readAnswers([question], typed, null);
    assert.match(read.errors[question.key] ?? '', /give an answer or choose ‘Would rather not say’, not both/);
    assert.deepEqual(read.answers, {});
  }
});

test('whatever is typed beside a question, nothing is kept that does not fit', () => {
  const question = issuesOf(shipped('initial-client-assessment')).find(({ subTypes }) => subTypes) as Question;
  const names = beside(question.key);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (subType, day, note) => {
      const typed = { [question.key]: '3', [names.subType]: subType, [`${names.since}-day`]: day, [names.note]: note };
      const { about, errors } = readAnswers([question], typed, '2016-03-31');
      const known = about[question.key];
      if (known?.subType !== undefined) assert.ok(question.subTypes?.some(({ code }) => code === known.subType));
      assert.equal(known?.disclosedOn, undefined);
      assert.equal(errors[names.since] === undefined, day.trim() === '');
    }),
  );
  const later = readAnswers(
    [question],
    {
      [question.key]: '3',
      ...{ [`${names.since}-day`]: '1', [`${names.since}-month`]: '4', [`${names.since}-year`]: '2016' },
    },
    '2016-03-31',
  );
  assert.match(later.errors[names.since] ?? '', /on or before the day of the assessment, 31 Mar 2016/);
});

test('the documents that ship: 21 barriers, six abilities, four points, four questions; why each is asked', () => {
  const [, ica, progress, distance, ons] = documents;
  assert.ok(ica && progress && distance && ons);
  assert.equal(issuesOf(ica).length, 21);
  assert.equal(issuesOf(progress).length + issuesOf(distance).length + issuesOf(ons).length, 0);
  assert.equal(progress.sections[0]?.questions.length, 6);
  for (const question of progress.sections[1]?.questions ?? [])
    assert.ok(question.subTypes !== undefined && question.note === true, question.key);
  const [point] = questionsOf(distance);
  assert.ok(point?.kind === 'choice' && distance.secondRater === true && distance.answeredBy === 'worker');
  assert.deepEqual(
    point.choices.map(({ code }) => code),
    ['a', 'b', 'c', 'd'],
  );
  assert.equal(questionsOf(ons).length, 4);
  for (const document of [ica, progress, distance, ons]) {
    assert.ok(document.source && document.note && document.why, document.key);
    for (const question of questionsOf(document)) assert.ok(question.why, question.key);
  }
  const sensitive = ica.sections.filter((section) => section.sensitive).map(({ key }) => key);
  for (const key of ['convictions', 'mental_health', 'violence']) assert.ok(sensitive.includes(key), key);
});

test('a document whose kinds, scores or choices do not fit is refused with the place', () => {
  const broken = (edit: (copy: Record<string, never>) => void) => {
    const copy = JSON.parse(JSON.stringify(documents[1]));
    edit(copy);
    const checked = checkInstrument(copy);
    return checked.ok ? [] : checked.problems.map(problemLine);
  };
  // biome-ignore lint/suspicious/noExplicitAny: the document is broken on purpose
  const at = (kind: string, edit: (question: any) => void) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above
    broken((copy: any) => {
      for (const { questions } of copy.sections)
        for (const one of questions)
          if (one.kind === kind) {
            edit(one);
            return;
          }
    }).map((line) => line.replace(/^sections\[\d+\]\.questions\[\d+\]\./, ''));
  assert.deepEqual(
    at('number', (q) => delete q.unit),
    ['unit: is missing; a number needs it'],
  );
  assert.deepEqual(
    at('text', (q) => delete q.limit),
    ['limit: is missing; a text needs it'],
  );
  assert.deepEqual(
    at('text', (q) => {
      q.limit = 10_001;
    }),
    ['limit: must be 10000 or fewer; got 10001'],
  );
  assert.deepEqual(
    at('scale', (q) => {
      q.max = 11;
    }),
    ['max: must give 11 steps or fewer from min (0); got 11'],
  );
  assert.deepEqual(
    at('scale', (q) => {
      q.anchors[1].value = 0;
    }),
    ['anchors[1].value: 0 has an anchor already; give each its own'],
  );
  assert.deepEqual(
    at('many', (q) => {
      q.choices[1].code = q.choices[0].code;
    }),
    ['choices[1].code: "children" is used twice; give each its own'],
  );
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const scoring = (value: unknown) => broken((copy: any) => Object.assign(copy, { scoring: [value] }));
  const words = { title: 'A score', words: 'How it is made' };
  assert.deepEqual(scoring({ rule: 'sum', ...words }), [
    "scoring[0].rule: must be 'count of severe', 'mean of answered' or 'none'; got \"sum\"",
  ]);
  assert.deepEqual(scoring({ rule: 'mean of answered', ...words, questions: ['goal_own_words', 'nothing'] }), [
    'scoring[0].questions[0]: "goal_own_words" is no scale, and only scales are scored',
    'scoring[0].questions[1]: "nothing" is no question of this instrument',
    'scoring[0].atLeast: is missing; say how many must be answered',
  ]);
  assert.deepEqual(
    scoring({
      rule: 'mean of answered',
      ...words,
      questions: ['issue_debt_finances', 'confidence_in_work_success'],
      atLeast: 3,
    }),
    [
      'scoring[0].atLeast: must be 2 or fewer; got 3',
      'scoring[0].questions: must have one scale and direction; got 0 to 6, lower is better; 0 to 6, higher is better',
    ],
  );
  assert.deepEqual(scoring({ rule: 'count of severe', ...words, questions: ['confidence_in_work_success'] }), [
    'scoring[0].questions[0]: "confidence_in_work_success" does not say from which rating on it is severe',
  ]);
});

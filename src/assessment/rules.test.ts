import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { problemLine } from '../kit/problems.ts';
import {
  type Answer,
  answerText,
  checkInstrument,
  fromStored,
  type InstrumentDocument,
  isSevere,
  issuesOf,
  parseAnswer,
  parseAnswers,
  questionsOf,
  severeCount,
  toStored,
} from './rules.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const raw = (): Record<string, unknown> => JSON.parse(text('programmes/instruments/working-well-assessment.json'));
const loaded = checkInstrument(raw());
assert.ok(loaded.ok, JSON.stringify(loaded));
const document: InstrumentDocument = loaded.document;
const question = (key: string) => {
  const found = questionsOf(document).find((item) => item.key === key);
  assert.ok(found);
  return found;
};

test('the shipped instrument asks for exactly the columns of assessments.csv, in their order', () => {
  const header = text('samples/working-well-pilot/assessments.csv').split(/\r?\n/, 1)[0]?.split(',').slice(4);
  assert.deepEqual(
    questionsOf(document).map((item) => item.key),
    header,
  );
});

test('its nineteen issues carry the row names of Table 2-1, in its order', () => {
  const rows = new Set<string>();
  for (const line of text('test/fixtures/expected_pilot.csv').split('\n'))
    if (line.startsWith('2-1,')) rows.add(line.split(',')[1] ?? '');
  rows.delete('n');
  assert.deepEqual(
    issuesOf(document).map((issue) => issue.label),
    [...rows],
  );
});

test('lower is better for issues and anxiety, higher for the rest; every issue is severe from 4', () => {
  for (const item of questionsOf(document)) {
    if (item.kind !== 'scale') continue;
    const lower = item.key.startsWith('issue_') || item.key === 'wellbeing_anxiety';
    assert.equal(item.direction, lower ? 'lower is better' : 'higher is better', item.key);
    assert.equal(item.severeFrom, item.key.startsWith('issue_') ? 4 : undefined);
  }
});

test('a broken instrument is refused with its place', () => {
  const broken = (edit: (first: Record<string, unknown>) => void) => {
    const copy = raw();
    edit((copy.sections as { questions: Record<string, unknown>[] }[])[0]?.questions[0] ?? {});
    const checked = checkInstrument(copy);
    return checked.ok ? [] : checked.problems.map(problemLine);
  };
  const at = 'sections[0].questions[0]';
  assert.deepEqual(
    broken((q) => Object.assign(q, { max: 'six' })),
    [`${at}.max: must be a whole number of 1 or more; got "six"`],
  );
  assert.deepEqual(broken((q) => Object.assign(q, { max: 0.5 })).length, 1);
  assert.deepEqual(
    broken((q) => Object.assign(q, { direction: 'up' })),
    [`${at}.direction: must be 'lower is better' or 'higher is better'; got "up"`],
  );
  assert.deepEqual(
    broken((q) => delete q.anchors),
    [`${at}.anchors: is missing; a scale needs it`],
  );
  assert.deepEqual(
    broken((q) => Object.assign(q, { choices: [{ code: 'a', label: 'A' }] })),
    [`${at}.choices: does not belong to a scale; take it out`],
  );
  assert.deepEqual(
    broken((q) => Object.assign(q, { key: 'issue_care_others' })),
    [
      'sections[0].questions[1].key: "issue_care_others" is already used by sections[0].questions[0]; give each its own',
    ],
  );
  assert.deepEqual(
    broken((q) => Object.assign(q, { severeFrom: 9 })),
    [`${at}.severeFrom: must be from 0 to 6; got 9`],
  );
});

test('an answer is read, or refused with what is wanted', () => {
  const read = (key: string, given: Parameters<typeof parseAnswer>[1]) => {
    const parsed = parseAnswer(question(key), given);
    return parsed.ok ? parsed.answer : parsed.message;
  };
  assert.deepEqual(read('issue_age', ' 4 '), { state: 'answered', value: 4 });
  assert.deepEqual(read('issue_age', ''), { state: 'not asked' });
  assert.deepEqual(read('issue_age', { state: 'declined' }), { state: 'declined' });
  assert.deepEqual(read('issue_age', { state: 'not applicable' }), { state: 'not applicable' });
  assert.equal(read('issue_age', { state: 'maybe' }), 'must be declined, not asked or not applicable; got "maybe"');
  assert.equal(read('issue_age', '7'), 'must be a whole number from 0 to 6; got "7"');
  for (const bad of ['-1', '4.0', '1e0', '٣', 'four', '0x2', '4 5'])
    assert.equal(typeof read('issue_age', bad), 'string', bad);
  assert.deepEqual(read('wellbeing_anxiety', '10'), { state: 'answered', value: 10 });
  assert.deepEqual(read('believes_can_find_work', 'YES'), { state: 'answered', value: true });
  assert.deepEqual(read('believes_can_find_work', 'no'), { state: 'answered', value: false });
  assert.equal(read('believes_can_find_work', 'perhaps'), 'must be yes or no; got "perhaps"');
  assert.deepEqual(read('expects_work_within', "don't know"), { state: 'answered', value: 'dont_know' });
  assert.equal(answerText(question('expects_work_within'), { state: 'answered', value: 'dont_know' }), "Don't know");
  assert.equal(answerText(question('issue_age'), undefined), 'Not asked');
});

test('answers to what is no question are problems, and none is lost or made up', () => {
  const { answers, problems } = parseAnswers(document, { issue_age: '2', issue_agee: '3', __proto__: null } as never);
  assert.deepEqual(problems.map(problemLine), ['issue_agee: is no question of working-well-assessment 1']);
  assert.deepEqual(answers.issue_age, { state: 'answered', value: 2 });
  assert.equal(Object.values(answers).filter((answer) => answer.state === 'not asked').length, 26);
});

test('what is read is in range, and reading its own text again gives the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...questionsOf(document)),
      fc.oneof(fc.string(), fc.integer().map(String)),
      (item, given) => {
        const parsed = parseAnswer(item, given);
        if (!parsed.ok || parsed.answer.state !== 'answered') return;
        if (item.kind === 'scale') {
          assert.ok(Number.isInteger(parsed.answer.value));
          assert.ok(Number(parsed.answer.value) >= item.min && Number(parsed.answer.value) <= item.max);
        }
        assert.deepEqual(parseAnswer(item, answerText(item, parsed.answer)), parsed);
      },
    ),
  );
});

test('severe is 4, 5 or 6; the count never counts what was not answered', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map((rating) => isSevere(rating)),
    [false, false, false, false, true, true, true],
  );
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.integer({ min: 0, max: 6 }).map((value): Answer => ({ state: 'answered', value })),
    fc
      .constantFrom('declined' as const, 'not asked' as const, 'not applicable' as const)
      .map((state): Answer => ({ state })),
  );
  const keys = questionsOf(document).map((item) => item.key);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), answer), (answers) => {
      const ratings = Object.entries(answers)
        .filter(([key]) => key.startsWith('issue_'))
        .map(([, given]) => (given.state === 'answered' ? Number(given.value) : 0));
      assert.equal(severeCount(document, answers), ratings.filter((rating) => rating > 3).length);
    }),
  );
});

test('stored answers come back as they were; what was not asked takes no room', () => {
  const { answers } = parseAnswers(document, {
    issue_age: '0',
    issue_other: { state: 'declined' },
    believes_can_find_work: 'no',
    issue_housing: { state: 'not applicable' },
  });
  const stored = toStored(answers);
  assert.deepEqual(stored, {
    issue_age: 0,
    issue_housing: { state: 'not applicable' },
    issue_other: { state: 'declined' },
    believes_can_find_work: false,
  });
  const back = fromStored(JSON.parse(JSON.stringify(stored)));
  for (const [key, answer] of Object.entries(answers)) assert.deepEqual(back[key] ?? { state: 'not asked' }, answer);
  assert.throws(() => fromStored({ issue_age: null }), /NEWEL_STORED_ANSWERS: issue_age/);
  assert.throws(() => fromStored(null), /NEWEL_STORED_ANSWERS/);
});

test('both Working Well programmes use this instrument first, which files are read by, and measures that ship beside it', () => {
  for (const key of ['working-well-pilot', 'working-well-expansion']) {
    const programme: { instruments: { key: string; version: number }[] } = JSON.parse(
      text(`programmes/${key}/programme.json`),
    );
    assert.deepEqual(
      programme.instruments.map(({ key, version }) => ({ key, version })),
      [document.key, 'progress-measure', 'distance-a-d', 'ons4'].map((name) => ({ key: name, version: 1 })),
    );
    assert.equal(document.version, 1);
  }
});

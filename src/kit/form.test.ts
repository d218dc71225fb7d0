import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  answersAsAsked,
  checkAnswers,
  errorsAbove,
  fields,
  type Question,
  readForm,
  type Typed,
  typedFrom,
} from './form.ts';

const questions: Question[] = [
  { kind: 'text', name: 'employer', label: 'Who is the employer?', most: 20, required: 'Enter the employer' },
  { kind: 'long text', name: 'note', label: 'Note', most: 100 },
  {
    kind: 'day',
    name: 'started',
    label: 'When did it start?',
    latest: { day: '2016-03-31', message: 'The start must not be in the future' },
  },
  { kind: 'number', name: 'hours', label: 'Hours a week', most: 168, decimals: 2, suffix: 'hours' },
  { kind: 'money', name: 'wage', label: 'Hourly wage', most: 50_000 },
  {
    kind: 'choice',
    name: 'kind',
    label: 'What kind of work?',
    choices: [
      { value: 'employed', text: 'Employed' },
      { value: 'self', text: 'Self-employed' },
    ],
  },
];
const good: Typed = {
  employer: 'Peel Forklift',
  'started-day': '29',
  'started-month': '2',
  'started-year': '2016',
  hours: '23.5',
  wage: '6.60',
  kind: 'self',
};

const errorOf = (changed: Typed, name: string): string | undefined => {
  const read = readForm(questions, { ...good, ...changed });
  return read.ok ? undefined : read.errors[name];
};

test('a form gives its answers as they are stored', () => {
  assert.deepEqual(readForm(questions, good), {
    ok: true,
    values: { employer: 'Peel Forklift', note: null, started: '2016-02-29', hours: 23.5, wage: 660, kind: 'self' },
  });
});

test('what cannot be read gets a message that says what to do, and nothing is taken', () => {
  assert.equal(errorOf({ employer: '  ' }, 'employer'), 'Enter the employer');
  assert.match(errorOf({ employer: 'x'.repeat(21) }, 'employer') ?? '', /20 characters or fewer \(this has 21\)/);
  assert.match(errorOf({ note: 'x'.repeat(101) }, 'note') ?? '', /100 characters or fewer/);
  assert.match(errorOf({ note: 'x'.repeat(200_000) }, 'note') ?? '', /far more than fits/);
  assert.match(errorOf({ 'started-day': '30' }, 'started') ?? '', /no such date/);
  assert.match(errorOf({ 'started-month': '13' }, 'started') ?? '', /no such date/);
  assert.match(errorOf({ 'started-month': '' }, 'started') ?? '', /must include a month/);
  assert.match(errorOf({ 'started-year': '16' }, 'started') ?? '', /in numbers/);
  assert.equal(errorOf({ 'started-day': '1', 'started-month': '4' }, 'started'), 'The start must not be in the future');
  for (const hours of ['-1', '169', '1.234', 'many', '1e3', '0x10', 'Infinity'])
    assert.ok(errorOf({ hours }, 'hours'), hours);
  for (const wage of ['6.6', '-1', '6,60', '500.01', '£']) assert.ok(errorOf({ wage }, 'wage'), wage);
  assert.match(errorOf({ kind: 'retired' }, 'kind') ?? '', /choose one/);
});

test('a name that comes twice counts once, with its last value; NUL and CR are taken out', () => {
  const read = readForm(questions, { ...good, employer: ['first', 'last'], note: 'a\r\nb\0c' });
  assert.ok(read.ok);
  assert.equal(read.values.employer, 'last');
  assert.equal(read.values.note, 'a\nbc');
});

test('stored answers fill the form that gives them again', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2016-03-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const answers = fc.record({
    employer: fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => text === text.trim() && !/[\r\0]/.test(text) && text !== ''),
    note: fc.constantFrom(null, 'short', 'two\nlines'),
    started: fc.option(day),
    hours: fc.option(fc.integer({ min: 0, max: 16_800 }).map((hundredths) => hundredths / 100)),
    kind: fc.constantFrom(null, 'employed', 'self'),
  });
  fc.assert(
    fc.property(answers, (values) => {
      const given = { ...values, wage: null };
      const read = readForm(questions, typedFrom(questions, given));
      assert.deepEqual(read, { ok: true, values: given });
    }),
  );
});

test('no typed text throws, and every error belongs to a question', () => {
  const names = [...questions.map(({ name }) => name), 'started-day', 'started-month', 'started-year'];
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }))),
      (typed) => {
        const read = readForm(questions, typed);
        if (!read.ok)
          for (const name of Object.keys(read.errors)) assert.ok(questions.some((question) => question.name === name));
      },
    ),
  );
});

test('the fields show what was typed, escaped, with the error beside it and in the summary', () => {
  const typed = { ...good, employer: '"><script>', 'started-day': '31' };
  const read = readForm(questions, typed);
  assert.ok(!read.ok);
  const shown = fields(questions, typed, read.errors).value;
  assert.ok(shown.includes('&quot;&gt;&lt;script&gt;'));
  assert.ok(!shown.includes('<script'));
  assert.ok(shown.includes('id="started-error"'));
  assert.ok(errorsAbove(questions, read.errors).value.includes('href="#started-day"'));
  assert.equal(errorsAbove(questions, {}).value, '');
});

test('check answers and the stored answer keep the words that were asked and chosen', () => {
  const read = readForm(questions, good);
  assert.ok(read.ok);
  assert.deepEqual(answersAsAsked(questions, read.values).slice(-2), [
    { asked: 'Hourly wage', answer: '£6.60' },
    { asked: 'What kind of work?', answer: 'Self-employed' },
  ]);
  assert.deepEqual(checkAnswers(questions, read.values)[2], {
    key: { text: 'When did it start?' },
    value: { text: '29 February 2016' },
  });
});

import { poundsText } from './counted.ts';
import { type CountryRules, countries } from './country.ts';
import { type Html, html, joinHtml } from './html.ts';
import {
  characterCount,
  dateInput,
  errorSummary,
  input,
  radios,
  type SummaryListRow,
  select,
  textarea,
} from './ui/index.ts';

/** What was typed, as it arrived: a browser sends text, and a list for a name that occurs more than once. */
export type Typed = Record<string, string | string[] | undefined>;

/** A choice: what is stored, and the words on screen. */
export type Choice = { value: string; text: string; hint?: string };

type Common = { name: string; label: string; hint?: string; required?: string };
/** A question of a form. `required` is the message when it is left empty; without it the answer may be empty. */
export type Question =
  | (Common & {
      kind: 'text';
      most?: number;
      width?: 5 | 10 | 20 | 30;
      autocomplete?: string;
      check?: (text: string) => string | { value: string };
      inputMode?: 'numeric' | 'decimal' | 'tel' | 'email';
      /** Answers to choose from while typing; any other may be typed too. */
      suggestions?: readonly string[];
    })
  | (Common & { kind: 'long text'; most: number; rows?: number })
  | (Common & { kind: 'day'; earliest?: string; latest?: { day: string; message: string } })
  | (Common & { kind: 'number'; least?: number; most?: number; decimals?: number; suffix?: string; prefix?: string })
  /** Pounds and pence as typed (dollars and cents with `country`); the answer is whole pence. `most` is in pence. */
  | (Common & { kind: 'money'; most: number; suffix?: string; country?: CountryRules })
  /** `none` is what no answer is called where 'Not known' is not the word. */
  | (Common & {
      kind: 'choice';
      choices: readonly Choice[];
      as?: 'radios' | 'radios in a row' | 'select';
      none?: string;
    });

/** An answer as it is stored: text, a number, a day as 'YYYY-MM-DD', or null for 'not known'. */
export type Answer = string | number | null;
export type Errors = Record<string, string>;
/** The result of reading a form: the answers, or what is wrong with each question. What was typed is kept by the caller. */
export type Reading = { ok: true; values: Record<string, Answer> } | { ok: false; errors: Errors };

// The longest single answer that is looked at; a longer one gets a message instead of a regular expression.
const mostCharacters = 100_000;

/** What was typed in a field, as one text without space around; empty when nothing was. */
export const typedText = (typed: Typed, name: string): string => {
  const value = typed[name];
  const one = Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '');
  // Browsers send CR LF; PostgreSQL cannot store NUL.
  return one.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
};

/** What is wrong with an answer, beginning with what was asked: 'Postcode: use …', without the mark of a question. */
const told = (asked: string, what: string): string => `${asked.replace(/\?$/, '')}: ${what}`;

/** Reads a day typed as day, month and year. Returns 'YYYY-MM-DD', null when all are empty, or the message. */
function readDay(typed: Typed, name: string, label: string): { day: string | null } | { message: string } {
  const [day, month, year] = [
    typedText(typed, `${name}-day`),
    typedText(typed, `${name}-month`),
    typedText(typed, `${name}-year`),
  ] as const;
  if (day === '' && month === '' && year === '') return { day: null };
  const missing = [day === '' && 'a day', month === '' && 'a month', year === '' && 'a year'].filter(
    (part) => part !== false,
  );
  if (missing.length > 0) return { message: told(label, `the date must include ${missing.join(' and ')}`) };
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year))
    return { message: told(label, 'enter the date in numbers, for example 27 3 2016') };
  try {
    return {
      day: Temporal.PlainDate.from(
        { year: Number(year), month: Number(month), day: Number(day) },
        { overflow: 'reject' },
      ).toString(),
    };
  } catch {
    return { message: told(label, 'there is no such date. Check the day and the month') };
  }
}

function readOne(question: Question, typed: Typed): { value: Answer } | { message: string } {
  if (question.kind === 'day') {
    const read = readDay(typed, question.name, question.label);
    if ('message' in read) return read;
    if (read.day === null) return question.required === undefined ? { value: null } : { message: question.required };
    if (question.earliest !== undefined && read.day < question.earliest)
      return {
        message: told(question.label, `the date must be ${question.earliest.slice(0, 4)} or later`),
      };
    if (question.latest !== undefined && read.day > question.latest.day) return { message: question.latest.message };
    return { value: read.day };
  }
  const given = typedText(typed, question.name);
  if (given === '') return question.required === undefined ? { value: null } : { message: question.required };
  if (given.length > mostCharacters)
    return {
      message: told(
        question.label,
        `this is ${given.length.toLocaleString('en-GB')} characters long, far more than fits`,
      ),
    };
  switch (question.kind) {
    case 'text': {
      const most = question.most ?? 200;
      if (given.length > most)
        return { message: told(question.label, `use ${most} characters or fewer (this has ${given.length})`) };
      const checked = question.check?.(given);
      return typeof checked === 'string' ? { message: checked } : { value: checked?.value ?? given };
    }
    case 'long text':
      return given.length > question.most
        ? {
            message: told(
              question.label,
              `use ${question.most.toLocaleString('en-GB')} characters or fewer (this has ${given.length.toLocaleString('en-GB')})`,
            ),
          }
        : { value: given };
    case 'number': {
      const number = Number(given.replace(/,(?=\d{3}\b)/g, ''));
      const decimals = /\.(\d*)$/.exec(given)?.[1]?.length ?? 0;
      const { least = 0, most = 1_000_000, decimals: allowed = 0 } = question;
      if (!/^-?[\d,]+(\.\d*)?$/.test(given) || !Number.isFinite(number))
        return { message: told(question.label, 'enter a number') };
      if (decimals > allowed)
        return {
          message:
            allowed === 0
              ? told(question.label, 'enter a whole number')
              : told(question.label, `use ${allowed} decimal places or fewer`),
        };
      if (number < least || number > most)
        return { message: told(question.label, `enter a number from ${least} to ${most.toLocaleString('en-GB')}`) };
      return { value: number };
    }
    case 'money': {
      const { symbol, money } = question.country ?? countries.GB;
      const read = /^[£$]?\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{2}))?$/.exec(given);
      if (read === null || (/^[£$]/.test(given) && !given.startsWith(symbol)))
        return { message: told(question.label, `enter ${money}, for example 9.50`) };
      const pence = Number((read[1] as string).replaceAll(',', '')) * 100 + Number(read[2] ?? 0);
      if (pence > question.most)
        return { message: told(question.label, `enter ${poundsText(question.most, symbol)} or less`) };
      return { value: pence };
    }
    case 'choice':
      return question.choices.some((choice) => choice.value === given)
        ? { value: given }
        : { message: told(question.label, 'choose one of the answers') };
  }
}

/** Reads every question of a form. `ok` only when no question has an error. */
export function readForm(questions: readonly Question[], typed: Typed): Reading {
  const values: Record<string, Answer> = {};
  const errors: Errors = {};
  for (const question of questions) {
    const read = readOne(question, typed);
    if ('message' in read) errors[question.name] = read.message;
    else values[question.name] = read.value;
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors };
}

/** Stored answers as they would have been typed, to fill a form for correction. */
export function typedFrom(questions: readonly Question[], values: Record<string, Answer | undefined>): Typed {
  const typed: Typed = {};
  for (const question of questions) {
    const value = values[question.name];
    if (value === null || value === undefined) continue;
    if (question.kind === 'day') {
      const [year, month, day] = String(value).split('-') as [string, string, string];
      typed[`${question.name}-day`] = String(Number(day));
      typed[`${question.name}-month`] = String(Number(month));
      typed[`${question.name}-year`] = year;
    } else if (question.kind === 'money') typed[question.name] = poundsText(Number(value)).slice(1);
    else typed[question.name] = String(value);
  }
  return typed;
}

/** Where an error's link leads: the first box of the question. */
const targetOf = (question: Question): string =>
  question.kind === 'day' ? `#${question.name}-day` : `#${question.name}`;

/** The summary of errors above a form, or nothing. It takes the focus (GOV.UK's script does that). */
export function errorsAbove(questions: readonly Question[], errors: Errors): Html {
  const known = questions.filter((question) => errors[question.name] !== undefined);
  const rest = Object.keys(errors).filter((name) => !questions.some((question) => question.name === name));
  if (known.length + rest.length === 0) return html``;
  return errorSummary({
    titleText: 'There is a problem',
    errorList: [
      ...known.map((question) => ({ href: targetOf(question), text: errors[question.name] as string })),
      ...rest.map((name) => ({ text: errors[name] as string })),
    ],
  });
}

/** The fields of a form, filled with what was typed. A form with one question makes its label the page's heading when `headingLabel` is set. */
export function fields(questions: readonly Question[], typed: Typed = {}, errors: Errors = {}): Html {
  return joinHtml(questions.map((question) => fieldOf(question, typed, errors[question.name])));
}

function fieldOf(question: Question, typed: Typed, error: string | undefined): Html {
  const given = typed[question.name];
  const value = Array.isArray(given) ? (given.at(-1) ?? '') : (given ?? '');
  const common = {
    id: question.name,
    name: question.name,
    ...(question.hint === undefined ? {} : { hint: { text: question.hint } }),
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
  };
  const label = { text: question.label, classes: 'govuk-label--s' };
  const legend = { text: question.label, classes: 'govuk-fieldset__legend--s' };
  switch (question.kind) {
    case 'text':
      return input({
        ...common,
        label,
        value,
        classes: question.width === undefined ? 'govuk-!-width-two-thirds' : `govuk-input--width-${question.width}`,
        ...(question.autocomplete === undefined ? {} : { autocomplete: question.autocomplete }),
        ...(question.inputMode === undefined ? {} : { inputmode: question.inputMode }),
        ...(question.suggestions === undefined ? {} : suggested(question.name, question.suggestions)),
        spellcheck: false,
      });
    case 'money':
      return input({
        ...common,
        label,
        value,
        classes: 'govuk-input--width-5',
        inputmode: 'decimal',
        prefix: { text: (question.country ?? countries.GB).symbol },
        ...(question.suffix === undefined ? {} : { suffix: { text: question.suffix } }),
        spellcheck: false,
      });
    case 'number':
      return input({
        ...common,
        label,
        value,
        classes: 'govuk-input--width-5',
        inputmode: question.decimals === undefined ? 'numeric' : 'decimal',
        ...(question.suffix === undefined ? {} : { suffix: { text: question.suffix } }),
        ...(question.prefix === undefined ? {} : { prefix: { text: question.prefix } }),
      });
    case 'long text':
      return question.most > 2000
        ? textarea({ ...common, label, value, rows: String(question.rows ?? 8) })
        : characterCount({
            ...common,
            label,
            value,
            rows: String(question.rows ?? 5),
            maxlength: String(question.most),
          });
    case 'day':
      return dateInput({
        ...common,
        namePrefix: question.name,
        fieldset: { legend },
        items: (['day', 'month', 'year'] as const).map((part) => ({
          name: part,
          classes: `${part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2'}${error === undefined ? '' : ' govuk-input--error'}`,
          value: String(typed[`${question.name}-${part}`] ?? ''),
        })),
      });
    case 'choice': {
      if (question.as === 'select') {
        return select({
          ...common,
          label,
          value,
          items: [
            { value: '', text: question.required === undefined ? (question.none ?? 'Not known') : 'Choose' },
            ...question.choices.map(({ value: stored, text: words }) => ({ value: stored, text: words })),
          ],
        });
      }
      return radios({
        ...common,
        idPrefix: question.name,
        fieldset: { legend },
        value,
        classes: question.as === 'radios in a row' ? 'govuk-radios--inline' : '',
        items: [
          ...question.choices.map((choice) => ({
            value: choice.value,
            text: choice.text,
            ...(choice.hint === undefined ? {} : { hint: { text: choice.hint } }),
          })),
          ...(question.required === undefined ? [{ value: '', text: question.none ?? 'Not known' }] : []),
        ],
      });
    }
  }
}

/** A browser's own list of suggestions. */
const suggested = (name: string, suggestions: readonly string[]) => ({
  attributes: { list: `${name}-list` },
  formGroup: {
    afterInput: {
      html: html`<datalist id="${name}-list">${suggestions.map((text) => html`<option value="${text}"></option>`)}</datalist>`,
    },
  },
});

/** An answer in words: the choice's text, a day as it is read, 'Not known' for none. */
export function answerText(question: Question, value: Answer | undefined): string {
  if (value === null || value === undefined)
    return (question.kind === 'choice' ? question.none : undefined) ?? 'Not known';
  if (question.kind === 'choice')
    return question.choices.find((choice) => choice.value === value)?.text ?? String(value);
  if (question.kind === 'day') {
    const day = Temporal.PlainDate.from(String(value));
    return day.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  }
  if (question.kind === 'money')
    return `${poundsText(Number(value), question.country?.symbol)}${question.suffix === undefined ? '' : ` ${question.suffix}`}`;
  if (question.kind === 'number')
    return `${question.prefix ?? ''}${value}${question.suffix === undefined ? '' : ` ${question.suffix}`}`;
  return String(value);
}

/** The rows of 'check your answers'. */
export function checkAnswers(questions: readonly Question[], values: Record<string, Answer>): SummaryListRow[] {
  return questions.map((question) => ({
    key: { text: question.label },
    value: { text: answerText(question, values[question.name]) },
  }));
}

/** A question in the words that were asked, and the answer in the words that were chosen. */
export type Asked = { asked: string; answer: string };

/** The answers with the words that were asked and the words that were chosen: what an event keeps. */
export function answersAsAsked(questions: readonly Question[], values: Record<string, Answer>): Asked[] {
  return questions.map((question) => ({ asked: question.label, answer: answerText(question, values[question.name]) }));
}

/** One question of an instrument as a field of a form. */
import { fields, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { characterCount, checkboxes, dateInput, details, input, radios, select, textarea } from '../../kit/ui/index.ts';
import { NOTE_LIMIT, SOURCE_WORDS } from '../rules/about.ts';
import { type Question, type ScaleQuestion, SOURCES } from '../rules/document.ts';
import { beside, hasBeside, PART_BY, STATE_LABELS, STATE_VALUES } from '../rules/reading.ts';

const states = (['not asked', 'declined', 'not applicable'] as const).map((state) => ({
  value: STATE_VALUES[state],
  text: STATE_LABELS[state],
}));

/** A choice whose words stand beside it, not under it. */
const inline = (choice: { value: string; text: string }) => ({ ...choice, label: { classes: 'newel-rating__state' } });

const last = (typed: Typed, name: string): string => {
  const given = typed[name];
  return Array.isArray(given) ? (given.at(-1) ?? '') : (given ?? '');
};
const all = (typed: Typed, name: string): string[] => [typed[name] ?? []].flat();

/** What is said under the words of a question: its name, a hint, and why it is asked. */
function hintOf({ label, hint, why }: Question): Html {
  return html`${label}${hint === undefined ? noHtml : html`. ${hint}`}${
    why === undefined ? noHtml : html`<span class="newel-why">Why we ask: ${why}</span>`
  }`;
}

/**
 * A question with its answer, and beside it the three ways of not answering, as easy as an answer. `errors` are those of the
 * whole form, by field.
 */
export function questionHtml(question: Question, typed: Typed, errors: Readonly<Record<string, string>>): Html {
  return html`${answerField(question, typed, errors[question.key])}${
    hasBeside(question) ? besideHtml(question, typed, errors) : noHtml
  }`;
}

function answerField(question: Question, typed: Typed, error: string | undefined): Html {
  const { key, words } = question;
  const legend = { text: words, classes: 'govuk-fieldset__legend--s' };
  const wrong = error === undefined ? {} : { errorMessage: { text: error } };
  const asked = { hint: { html: hintOf(question) }, ...wrong };
  const grouped = { name: key, idPrefix: key, fieldset: { legend }, ...asked, classes: 'newel-rating' };
  switch (question.kind) {
    case 'scale':
      return radios({ ...grouped, value: last(typed, key), items: scaleItems(question) });
    case 'yes_no':
    case 'choice': {
      const choices =
        question.kind === 'yes_no'
          ? [
              { value: 'yes', text: 'Yes' },
              { value: 'no', text: 'No' },
            ]
          : question.choices.map(({ code, label }) => ({ value: code, text: label }));
      const items = [...choices.map(inline), { divider: 'or' }, ...states.map(inline)];
      return radios({ ...grouped, value: last(typed, key), items });
    }
    case 'many':
      return checkboxes({
        ...grouped,
        classes: 'govuk-checkboxes--small',
        values: all(typed, key),
        items: [
          ...question.choices.map(({ code, label }) => ({ value: code, text: label })),
          { divider: 'or' },
          ...states.map((state) => ({ ...state, behaviour: 'exclusive' as const })),
        ],
      });
    case 'date':
      return html`${dateInput({
        id: key,
        namePrefix: key,
        fieldset: { legend },
        ...asked,
        items: (['day', 'month', 'year'] as const).map((part) => ({
          name: part,
          classes: `${part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2'}${error === undefined ? '' : ' govuk-input--error'}`,
          value: last(typed, `${key}-${part}`),
        })),
      })}${stateSelect(question, typed)}`;
    case 'number':
      return html`${input({
        id: key,
        name: key,
        label: { text: words, classes: 'govuk-label--s' },
        ...asked,
        value: last(typed, key),
        classes: 'govuk-input--width-4',
        inputmode: 'numeric',
        suffix: { text: question.unit },
      })}${stateSelect(question, typed)}`;
    case 'text': {
      const common = {
        id: key,
        name: key,
        label: { text: words, classes: 'govuk-label--s' },
        ...asked,
        value: last(typed, key),
      };
      const box =
        question.limit > 2000
          ? textarea({ ...common, rows: '6' })
          : characterCount({ ...common, rows: '4', maxlength: String(question.limit) });
      return html`${box}${stateSelect(question, typed)}`;
    }
  }
}

function scaleItems({ min, max, anchors }: ScaleQuestion) {
  const ratings = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  return [
    ...ratings.map((value) => {
      const anchor = anchors.find((one) => one.value === value)?.label;
      return {
        value,
        html: html`<span class="newel-rating__figure">${value}</span>${anchor === undefined ? noHtml : html` <span class="newel-rating__anchor">${anchor}</span>`}`,
      };
    }),
    { divider: 'or' },
    ...states.map(inline),
  ];
}

/** Why there is no answer, for a question that is typed. A list, because unlike a radio it can be taken back. */
function stateSelect({ key, words }: Question, typed: Typed): Html {
  const name = beside(key).state;
  return select({
    id: name,
    name,
    value: last(typed, name),
    label: { html: html`Or no answer, because<span class="govuk-visually-hidden">: ${words}</span>` },
    formGroup: { classes: 'newel-beside' },
    items: [{ value: '', text: 'It is answered, or left open' }, ...states],
  });
}

/** What can be said beside an answer. Folded away until it is needed, and open when it holds something. */
function besideHtml(question: Question, typed: Typed, errors: Readonly<Record<string, string>>): Html {
  const { key, label, subTypes } = question;
  const names = beside(key);
  const held = [names.subType, names.note, names.by, `${names.since}-day`].some((name) => last(typed, name) !== '');
  const wrong = Object.values(names).some((name) => errors[name] !== undefined);
  const asked = fields(
    [
      ...(subTypes === undefined
        ? []
        : [
            {
              kind: 'choice' as const,
              name: names.subType,
              label: `${label}: what kind`,
              as: 'select' as const,
              none: 'Not said',
              choices: subTypes.map(({ code, label: text }) => ({ value: code, text })),
            },
          ]),
      {
        kind: 'long text' as const,
        name: names.note,
        label: `${label}: note`,
        most: NOTE_LIMIT,
        rows: 2,
      },
      {
        kind: 'day' as const,
        name: names.since,
        label: `${label}: known to us since`,
        hint: 'Only when it is earlier than this assessment. We keep the first time that it was rated by itself',
      },
      {
        kind: 'choice' as const,
        name: names.by,
        label: `${label}: whose view, if not as said above`,
        as: 'select' as const,
        none: 'As said above',
        choices: SOURCES.map((source) => ({ value: source, text: SOURCE_WORDS[source] })),
      },
    ],
    typed,
    errors,
  );
  return details({
    summaryHtml: html`More about this<span class="govuk-visually-hidden">: ${label}</span>`,
    open: held || wrong,
    classes: 'newel-beside',
    html: asked,
  });
}

/** Whose words the answers of a part are. */
export function partByHtml(typed: Typed): Html {
  return fields(
    [
      {
        kind: 'choice',
        name: PART_BY,
        label: 'Whose view are these answers?',
        as: 'radios in a row',
        choices: SOURCES.map((source) => ({ value: source, text: SOURCE_WORDS[source] })),
        required: 'Choose whose view it is',
      },
    ],
    typed,
  );
}

/** The places of everything that can be wrong with some questions, in their order, for the summary of errors. */
export function errorPlaces(questions: readonly Question[], errors: Readonly<Record<string, string>>) {
  return questions.flatMap((question) => {
    const names = beside(question.key);
    const first = question.kind === 'date' ? `${question.key}-day` : question.key;
    return [
      { name: question.key, href: `#${first}` },
      ...[names.subType, names.note, names.by].map((name) => ({ name, href: `#${name}` })),
      { name: names.since, href: `#${names.since}-day` },
    ].flatMap(({ name, href }) => (errors[name] === undefined ? [] : [{ href, text: errors[name] }]));
  });
}

/** Several questions of a form, one under the other. */
export const questionsHtml = (questions: readonly Question[], typed: Typed, errors: Readonly<Record<string, string>>) =>
  joinHtml(questions.map((question) => questionHtml(question, typed, errors)));

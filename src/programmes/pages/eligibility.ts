import { showDay } from '../../kit/clock.ts';
import type { Choice, Errors, Question, Typed } from '../../kit/form.ts';
import { errorsAbove, fields } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, table, tag } from '../../kit/ui/index.ts';
import {
  capital,
  type EligibilityOutcome,
  type EligibilityResult,
  type EntryCohortResult,
  type FactName,
  factsAsked,
  type ProgrammeDocument,
  type ReferralFacts,
  type RuleOutcome,
} from '../rules.ts';

const choicesOf = (list: readonly { code: string; label: string }[]): Choice[] =>
  list.map((item) => ({ value: item.code, text: item.label }));
const yesNo: Choice[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

/** A cohort is worked out from the others and asked of nobody. */
type Asked = Exclude<FactName, 'cohort'>;

/** The questions of the check: only those that the programme's rules ask for. Nothing needs an answer. */
export function eligibilityQuestions(document: ProgrammeDocument): Question[] {
  const all: Record<Asked, Question> = {
    benefit: {
      name: 'benefit',
      kind: 'choice',
      as: 'select',
      label: 'Which benefit do they claim?',
      choices: choicesOf(document.benefits),
    },
    age: { name: 'age', kind: 'number', label: 'How old are they?', most: 120, suffix: 'years' },
    ageAtFirstBenefit: {
      name: 'ageAtFirstBenefit',
      kind: 'number',
      label: 'How old were they when they first received a benefit?',
      most: 120,
      suffix: 'years',
    },
    yearsOnBenefit: {
      name: 'yearsOnBenefit',
      kind: 'number',
      label: 'For how many years have they received a benefit?',
      most: 100,
      suffix: 'years',
    },
    registeredElsewhere: {
      name: 'registeredElsewhere',
      kind: 'choice',
      as: 'radios in a row',
      label: 'Do they take part in another programme or trial?',
      choices: yesNo,
    },
    area: {
      name: 'area',
      kind: 'choice',
      as: 'select',
      label: 'Where do they live?',
      choices: [
        ...document.areas.map((area) => ({ value: area.name, text: area.name })),
        { value: ELSEWHERE, text: 'Somewhere else' },
      ],
    },
    source: {
      name: 'source',
      kind: 'choice',
      as: 'select',
      label: 'Who refers them?',
      choices: [...choicesOf(document.referralSources), { value: ELSEWHERE, text: 'Somebody else' }],
    },
    referredOn: { name: 'referredOn', kind: 'day', label: 'When were they referred?' },
    workProgrammeCompleted: {
      name: 'workProgrammeCompleted',
      kind: 'choice',
      as: 'radios in a row',
      label: 'Have they completed the Work Programme?',
      choices: yesNo,
    },
    inWork: { name: 'inWork', kind: 'choice', as: 'radios in a row', label: 'Are they in work?', choices: yesNo },
    monthsOutOfWork: {
      name: 'monthsOutOfWork',
      kind: 'number',
      label: 'How long have they been out of work?',
      most: 1200,
      suffix: 'months',
    },
  };
  const benefit = all.benefit;
  if (benefit.kind === 'choice')
    all.benefit = { ...benefit, choices: [...benefit.choices, { value: ELSEWHERE, text: 'Another benefit, or none' }] };
  return factsAsked(document).flatMap((fact) => (fact === 'cohort' ? [] : [all[fact]]));
}

// Outside every list on purpose: no code begins with a hyphen, so it is known and in none of them.
const ELSEWHERE = '-';

/** The facts from the form's answers. */
export function factsFrom(values: Record<string, string | number | null>): ReferralFacts {
  const yes = (name: string) => (values[name] === 'yes' ? true : values[name] === 'no' ? false : null);
  const words = (name: string) => (typeof values[name] === 'string' ? values[name] : null);
  const number = (name: string) => (typeof values[name] === 'number' ? values[name] : null);
  return {
    benefit: words('benefit'),
    age: number('age'),
    ageAtFirstBenefit: number('ageAtFirstBenefit'),
    yearsOnBenefit: number('yearsOnBenefit'),
    registeredElsewhere: yes('registeredElsewhere'),
    area: words('area'),
    source: words('source'),
    referredOn: words('referredOn'),
    workProgrammeCompleted: yes('workProgrammeCompleted'),
    inWork: yes('inWork'),
    monthsOutOfWork: number('monthsOutOfWork'),
  };
}

const OUTCOME_TITLES: Record<EligibilityOutcome, string> = {
  eligible: 'Eligible',
  'not eligible': 'Not eligible',
  'cannot tell yet': 'Cannot tell yet',
};
const RULE_TAGS: Record<RuleOutcome, { text: string; classes: string }> = {
  met: { text: 'Met', classes: 'govuk-tag--green' },
  'not met': { text: 'Not met', classes: 'govuk-tag--red' },
  'not known': { text: 'Not known', classes: 'govuk-tag--yellow' },
};

/** The page: the answer if there is one, above the form with what was typed. */
export function eligibilityHtml(options: {
  programme: { key: string; name: string };
  document: ProgrammeDocument;
  csrf: Html;
  typed?: Typed;
  errors?: Errors;
  result?: EligibilityResult;
  cohort?: EntryCohortResult;
  /** Whose rules answered. */
  version?: { version: number; validFrom: string };
}): Html {
  const { programme, document, csrf, typed = {}, errors = {}, result } = options;
  const questions = eligibilityQuestions(document);
  return html`${errorsAbove(questions, errors)}
<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">${TITLE}</h1>
${result ? resultHtml(result, options) : noHtml}
<p class="govuk-body">Answer what is known and leave the rest. Nothing that is entered here is kept.</p>
<form method="post" action="/programmes/${encodeURIComponent(programme.key)}/eligibility" novalidate>
${csrf}
${fields(questions, typed, errors)}
${button({ text: result ? 'Check again' : 'Check', preventDoubleClick: true })}
</form>`;
}

/** Heading of the page. */
export const TITLE = 'Check who is eligible';

type Said = { cohort?: EntryCohortResult; version?: { version: number; validFrom: string } };

function resultHtml(result: EligibilityResult, { cohort, version }: Said): Html {
  return html`<section class="govuk-inset-text" aria-labelledby="result" id="eligibility-result">
<h2 class="govuk-heading-m" id="result">${OUTCOME_TITLES[result.outcome]}</h2>
<p class="govuk-body">${result.explanation}</p>
${result.outcome === 'eligible' && cohort?.outcome === 'met' ? html`<p class="govuk-body">Cohort: ${cohort.label}. It is fixed on the day of selection.</p>` : noHtml}
</section>
${table({
  caption: `Each rule${version === undefined ? '' : `, of version ${version.version} of the document (from ${showDay(version.validFrom)})`}`,
  captionClasses: 'govuk-table__caption--s',
  head: [{ text: 'Rule' }, { text: 'Result', classes: 'govuk-!-width-one-quarter' }],
  rows: result.rules.map((rule) => [
    {
      text: `${capital(rule.text)}${rule.strength === 'focus' ? ' (a focus of the programme: it does not decide)' : ''}`,
    },
    { html: tag(RULE_TAGS[rule.outcome]) },
  ]),
})}`;
}

/** Waiver and deferral: what has to be answered, what the worker is told, until when it is looked at again. Pure. */
import { counted } from '../../kit/counted.ts';
import type { Interviews } from '../../programmes/rules.ts';

/** What was entered. Days are 'YYYY-MM-DD'. */
export type Change = {
  kind: 'waiver' | 'deferral';
  scope: 'next' | 'rest';
  reason: string;
  words: string | null;
  evidence: string | null;
  adviceFrom: string | null;
  advice: string | null;
  informationGiven: boolean;
  awaited: string | null;
  returnsOn: string | null;
  reviewOn: string;
  interpreterPresent: boolean | null;
  purposeUnderstood: boolean | null;
  classesOffered: boolean | null;
};

/** The last day on which it may be looked at again. */
export const latestReview = (section: Pick<Interviews, 'reviewWithinMonths'>, today: string): string =>
  Temporal.PlainDate.from(today).add({ months: section.reviewWithinMonths }).toString();

/** The day of the task before somebody who was put off returns. */
export const taskDay = (section: Pick<Interviews, 'deferral'>, returnsOn: string): string =>
  Temporal.PlainDate.from(returnsOn).subtract({ days: section.deferral.taskDaysBefore }).toString();

/** What keeps it from being saved, by question. */
export function changeProblems(given: Change, section: Interviews, today: string): Record<string, string> {
  const errors: Record<string, string> = {};
  const latest = latestReview(section, today);
  if (given.reviewOn <= today) errors.review_on = 'The day on which it is looked at again must be after today';
  else if (given.reviewOn > latest)
    errors.review_on = `It must be looked at again within ${counted(section.reviewWithinMonths, 'month')}`;
  if (given.kind === 'deferral') {
    if (given.returnsOn === null && given.awaited === null)
      errors.returns_on = 'Enter the day of return, or what it waits for. A deferral without an end cannot be saved';
    else if (given.returnsOn !== null && given.returnsOn <= today)
      errors.returns_on = 'The day of return must be after today';
    else if (given.returnsOn !== null && given.reviewOn > given.returnsOn)
      errors.review_on = 'It must be looked at again on the day of return or before it';
  }
  const second = given.kind === 'waiver' ? section.waiver.secondOpinion : section.deferral.secondOpinion;
  if (second && (given.adviceFrom === null || given.advice === null))
    errors.advice_from = 'Enter whose opinion you asked for, and what they said';
  if (asksLanguage(section, given))
    for (const [name, value, what] of [
      ['interpreter_present', given.interpreterPresent, 'whether an interpreter was present'],
      ['purpose_understood', given.purposeUnderstood, 'whether the purpose was understood'],
      ['classes_offered', given.classesOffered, 'whether English classes were offered'],
    ] as const)
      if (value === null) errors[name] = `Say ${what}`;
  return errors;
}

/** Whether the reason brings the questions about language. */
export const asksLanguage = (section: Interviews, given: Pick<Change, 'kind' | 'reason'>): boolean =>
  given.kind === 'waiver' && section.waiver.reasons.some((one) => one.code === given.reason && one.language === true);

/** What the worker is told before it is saved: it is no refusal. */
export function changeWarnings(given: Pick<Change, 'kind' | 'reason'>, section: Interviews, held: number): string[] {
  const reason = given.kind === 'waiver' ? section.waiver.reasons.find(({ code }) => code === given.reason) : undefined;
  const usual = reason?.usualFrom;
  return usual !== undefined && held < usual
    ? [
        `‘${reason?.label}’ is usual after ${counted(usual, 'interview')} or more; ${held === 0 ? 'none was' : `${counted(held, 'was', 'were')}`} held so far. Consider putting the next one off instead.`,
      ]
    : [];
}

/** A waiver is always decided by somebody else. A deferral holds at once. */
export const needsDecision = (given: Pick<Change, 'kind'>): boolean => given.kind === 'waiver';

export const changeStates = {
  asked: { text: 'To be decided', colour: 'govuk-tag--blue' },
  in_force: { text: 'In force', colour: 'govuk-tag--green' },
  refused: { text: 'Refused', colour: 'govuk-tag--red' },
  ended: { text: 'Ended', colour: 'govuk-tag--grey' },
} as const;

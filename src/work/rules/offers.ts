/** Offers of jobs, and going off a benefit and coming back to it. Days are 'YYYY-MM-DD'; null is not known. */
import { addMonths, dateOf, parseDay } from '../../kit/days.ts';
import type { Answer, Question } from '../../kit/form.ts';
import type { WorkWords } from '../../programmes/rules/work.ts';
import type { CodeLabel } from '../../programmes/rules.ts';

/** What came of an offer; null while it is open. */
export type OfferAnswer = 'accepted' | 'declined';

/** An offer of a job. It is no start of one, and one that is declined is no failure. */
export type OfferFields = {
  employer: string | null;
  work: string | null;
  offeredOn: string;
  answer: OfferAnswer | null;
  reason: string | null;
  words: string | null;
};

/** A day on which somebody went off a benefit or came back to it. */
export type BenefitFields = {
  direction: BenefitDirection;
  changedOn: string;
  benefit: string | null;
  reason: string | null;
  words: string | null;
};

/** Which way. */
export const benefitDirections = { 'off benefit': 'Off benefit', 'return to benefit': 'Back on benefit' } as const;
/** One of them. */
export type BenefitDirection = keyof typeof benefitDirections;

/** What came of an offer, in words. */
export const offerAnswers: Record<OfferAnswer, string> = { accepted: 'Accepted', declined: 'Declined' };

const choicesOf = (list: readonly CodeLabel[]) => list.map(({ code, label }) => ({ value: code, text: label }));
const inTheirWords: Question = {
  kind: 'long text',
  name: 'words',
  label: 'In their words',
  hint: 'Leave it empty if there is nothing to add',
  most: 2000,
  rows: 3,
};
const past = (today: string) => ({ day: today, message: 'The day must be today or in the past' });

/** The questions of an offer. `employers` are suggestions. */
export function offerQuestions(today: string, words: WorkWords, employers: readonly string[]): Question[] {
  return [
    { kind: 'text', name: 'employer', label: 'Employer', most: 200, suggestions: employers },
    { kind: 'text', name: 'work', label: 'What work?', hint: 'For example, evening cleaner, 20 hours', most: 200 },
    {
      kind: 'day',
      name: 'offeredOn',
      label: 'When was it offered?',
      hint: 'For example, 27 3 2016',
      earliest: '1990-01-01',
      latest: past(today),
      required: 'Enter the day of the offer',
    },
    {
      kind: 'choice',
      name: 'answer',
      label: 'What did they say to it?',
      choices: [
        { value: 'accepted', text: 'Accepted', hint: 'Add the job once it begins: an offer is no start' },
        {
          value: 'declined',
          text: 'Declined',
          hint: 'Turning an offer down is their choice, and counts against nobody',
        },
      ],
      none: 'Not decided yet, or waiting for checks',
    },
    {
      kind: 'choice',
      name: 'reason',
      label: 'If it was declined, why?',
      as: 'select',
      choices: choicesOf(words.declineReasons),
    },
    inTheirWords,
  ];
}

/** An offer from answers that `readForm` has accepted. */
export const offerFrom = (values: Readonly<Record<string, Answer>>): OfferFields => ({
  employer: (values.employer as string | null) ?? null,
  work: (values.work as string | null) ?? null,
  offeredOn: String(values.offeredOn),
  answer: (values.answer as OfferAnswer | null) ?? null,
  reason: (values.reason as string | null) ?? null,
  words: (values.words as string | null) ?? null,
});

/** What is wrong with an offer as a whole, by question; nothing when it is right. */
export function offerProblems(offer: OfferFields): Record<string, string> {
  if (offer.employer === null && offer.work === null) return { employer: 'Enter the employer or the work' };
  if (offer.reason !== null && offer.answer !== 'declined')
    return { reason: 'Leave out why it was declined, or say that it was declined' };
  return {};
}

/** The questions of going off a benefit or coming back. `benefits` are suggestions. */
export function benefitQuestions(
  today: string,
  words: WorkWords,
  benefits: readonly string[],
  direction: BenefitDirection,
): Question[] {
  const off = direction === 'off benefit';
  return [
    {
      kind: 'day',
      name: 'changedOn',
      label: off ? 'First day off benefit' : 'First day back on benefit',
      hint: 'For example, 27 3 2016',
      earliest: '1990-01-01',
      latest: past(today),
      required: `Enter the first day ${off ? 'off' : 'back on'} benefit`,
    },
    { kind: 'text', name: 'benefit', label: 'Which benefit?', most: 100, suggestions: benefits },
    {
      kind: 'choice',
      name: 'reason',
      label: off ? 'Why did it end?' : 'Why did they come back to it?',
      as: 'select',
      choices: choicesOf(off ? words.offBenefitReasons : words.returnReasons),
    },
    inTheirWords,
  ];
}

/** A change of benefit from answers that `readForm` has accepted. */
export const benefitFrom = (values: Readonly<Record<string, Answer>>, direction: BenefitDirection): BenefitFields => ({
  direction,
  changedOn: String(values.changedOn),
  benefit: (values.benefit as string | null) ?? null,
  reason: (values.reason as string | null) ?? null,
  words: (values.words as string | null) ?? null,
});

/** Since when somebody is off benefit, from their changes in any order; null while they are on one or nothing is known. */
export function offBenefitSince(changes: readonly Pick<BenefitFields, 'direction' | 'changedOn'>[]): string | null {
  // Of two on one day the return comes last: nobody is shown as off benefit who may not be.
  const sorted = [...changes].sort((a, b) =>
    a.changedOn === b.changedOn ? (a.direction < b.direction ? -1 : 1) : a.changedOn < b.changedOn ? -1 : 1,
  );
  let since: string | null = null;
  for (const change of sorted) since = change.direction === 'return to benefit' ? null : (since ?? change.changedOn);
  return since;
}

/** Whole months off benefit on a day. A month is over on the same day of the next, or on its last day where there is none such. */
export function monthsOffBenefit(since: string, today: string): number {
  const [from, to] = [parseDay(since), parseDay(today)];
  if (from === null || to === null || to < from) return 0;
  const [a, b] = [dateOf(from), dateOf(to)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return addMonths(from, months) > to ? months - 1 : months;
}

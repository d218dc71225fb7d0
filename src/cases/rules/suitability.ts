/** What the programme's rules say of a referral, on the day it is sent. It explains and never blocks. Pure. */
import { completedYears, parseDay } from '../../kit/days.ts';
import type { Answer } from '../../kit/form.ts';
import {
  checkEligibility,
  type EligibilityResult,
  type ProgrammeDocument,
  type ReferralFacts,
} from '../../programmes/rules.ts';
import { sourceOf } from './referral-in.ts';
import { elsewhere } from './referral-questions.ts';

const yes = (answer: Answer | undefined): boolean | null => (answer === 'yes' ? true : answer === 'no' ? false : null);

type Values = Readonly<Record<string, Answer | undefined>>;
type Ask = { route: string; areaName: string | null; today: string };

/** What selection asks besides the referral itself, as it was answered. */
export function selectionFacts(
  values: Values,
): Pick<ReferralFacts, 'ageAtFirstBenefit' | 'yearsOnBenefit' | 'registeredElsewhere'> {
  const number = (name: string) => (typeof values[name] === 'number' ? values[name] : null);
  return {
    ageAtFirstBenefit: number('age_at_first_benefit'),
    yearsOnBenefit: number('years_on_benefit'),
    registeredElsewhere: yes(values.registered_elsewhere),
  };
}

/** The facts that the answers of a referral form tell. `areaName` is the programme's area that was chosen. */
export function factsOf(document: ProgrammeDocument, values: Values, ask: Ask): ReferralFacts {
  const born = typeof values.date_of_birth === 'string' ? parseDay(values.date_of_birth) : null;
  const on = parseDay(ask.today);
  return {
    ...selectionFacts(values),
    benefit: (values.benefit ?? null) as string | null,
    source: sourceOf(ask.route, document),
    // A place that is in no list is known, and is not one of the programme's.
    area: values.area === elsewhere ? elsewhere : ask.areaName,
    age: born === null || on === null ? null : completedYears(born, on),
    referredOn: ask.today,
    workProgrammeCompleted: yes(values.work_programme),
    inWork: yes(values.in_work),
    monthsOutOfWork: typeof values.months_out_of_work === 'number' ? values.months_out_of_work : null,
  };
}

/** Checks the answers of a referral form against the document. */
export const suitabilityOf = (document: ProgrammeDocument, values: Values, ask: Ask): EligibilityResult =>
  checkEligibility(document, factsOf(document, values, ask));

/** The whole check in one plain sentence for whoever sends. */
export const suitabilityWords: Record<EligibilityResult['outcome'], string> = {
  eligible: 'From what you told us, this fits the programme.',
  'not eligible':
    'One of the programme’s rules is not met. You can still send it: somebody reads every referral and decides.',
  'cannot tell yet': 'Something that the programme asks for is not known yet. You can send it, and we find out.',
};

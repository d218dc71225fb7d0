import { completedYears, parseDay } from '../../kit/days.ts';
import type { ProgrammeDocument } from './document.ts';
import { checkEligibility, type EligibilityOutcome, entryCohortOf, type ReferralFacts } from './eligibility.ts';

/** A list of people checked against a programme's rules as of a day. Pure; days are 'YYYY-MM-DD'. */

/** The columns of the file. A reference of the sender's own stands for the person: names have no place in it. */
export const selectionColumns = {
  required: ['reference'],
  optional: [
    'date_of_birth',
    'age',
    'age_at_first_benefit',
    'years_on_benefit',
    'benefit',
    'area',
    'in_work',
    'months_out_of_work',
    'registered_elsewhere',
  ],
} as const;

/** What was found of one line. `cohort` is the words of the cohort, null where there is none or it is not known. */
export type SelectionLine = {
  line: number;
  reference: string;
  outcome: EligibilityOutcome | 'cannot be read';
  cohort: string | null;
  why: string;
};

class Unreadable extends Error {}

const whole = (values: Readonly<Record<string, string>>, name: string): number | null => {
  const given = (values[name] ?? '').trim();
  if (given === '') return null;
  if (!/^\d{1,3}$/.test(given)) throw new Unreadable(`${name} must be a whole number; got ‘${given.slice(0, 40)}’`);
  return Number(given);
};
const yesOrNo = (values: Readonly<Record<string, string>>, name: string): boolean | null => {
  const given = (values[name] ?? '').trim().toLowerCase();
  if (given === '') return null;
  if (given !== 'yes' && given !== 'no') throw new Unreadable(`${name} must be yes or no; got ‘${given.slice(0, 40)}’`);
  return given === 'yes';
};

/** The age on the day of selection: completed years from the date of birth, or the age as it was given. */
function ageOf(values: Readonly<Record<string, string>>, on: string): number | null {
  const born = (values.date_of_birth ?? '').trim();
  if (born === '') return whole(values, 'age');
  const [from, day] = [parseDay(born), parseDay(on)];
  if (from === null || day === null || from > day)
    throw new Unreadable(`date_of_birth must be a day before the selection, as YYYY-MM-DD; got ‘${born.slice(0, 40)}’`);
  return completedYears(from, day);
}

/** Facts of a line. What is empty is not known; a benefit may be given by its code or its words. */
function factsOf(document: ProgrammeDocument, values: Readonly<Record<string, string>>, on: string): ReferralFacts {
  const benefit = (values.benefit ?? '').trim();
  const named = document.benefits.find(
    ({ code, label }) => code === benefit || label.toLowerCase() === benefit.toLowerCase(),
  );
  return {
    benefit: benefit === '' ? null : (named?.code ?? benefit),
    age: ageOf(values, on),
    ageAtFirstBenefit: whole(values, 'age_at_first_benefit'),
    yearsOnBenefit: whole(values, 'years_on_benefit'),
    area: (values.area ?? '').trim() || null,
    referredOn: on,
    inWork: yesOrNo(values, 'in_work'),
    monthsOutOfWork: whole(values, 'months_out_of_work'),
    registeredElsewhere: yesOrNo(values, 'registered_elsewhere'),
  };
}

/** Checks one line of a list as of a day. A value that cannot be read decides nothing: the line says what is wrong with it. */
export function selectionLine(
  document: ProgrammeDocument,
  given: { line: number; values: Readonly<Record<string, string>> },
  on: string,
): SelectionLine {
  const { line, values } = given;
  const reference = (values.reference ?? '').trim();
  try {
    if (reference === '') throw new Unreadable('reference is empty');
    const facts = factsOf(document, values, on);
    const { outcome, explanation } = checkEligibility(document, facts);
    const cohort = entryCohortOf(document, facts);
    const label = outcome === 'eligible' && cohort.outcome === 'met' ? cohort.label : null;
    return { line, reference, outcome, cohort: label, why: explanation };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { line, reference, outcome: 'cannot be read', cohort: null, why: error.message };
  }
}

import { bankHolidays } from '../../kit/bank-holidays.ts';
import { type Holidays, holidaysFrom } from '../../kit/working-days.ts';
import type { CodeLabel, ProgrammeDocument } from './document.ts';

const usualReasons: readonly CodeLabel[] = [
  { code: 'not_eligible', label: 'Does not meet the programme’s rules' },
  { code: 'outside_area', label: 'Lives outside the programme’s areas' },
  { code: 'not_interested', label: 'Does not want to take part' },
  { code: 'already_on_programme', label: 'Is on the programme already' },
  { code: 'other_support', label: 'Other support fits better' },
  { code: 'not_enough_known', label: 'What was asked was not answered' },
  { code: 'no_room', label: 'There is no room at present' },
];

/** Why a referral may be declined: the document's list, or the usual reasons. */
export function declineReasonsOf(document: ProgrammeDocument): readonly CodeLabel[] {
  return document.declineReasons ?? usualReasons;
}

/** Whether people may refer themselves to the programme. */
export const takesSelfReferrals = (document: ProgrammeDocument): boolean => document.selfReferral ?? true;

/** Limits in working days from the referral on. Without the document's own: 2 to the first answer, 15 to the first meeting. */
export function referralClockOf(document: ProgrammeDocument): {
  acknowledgeWithin: number;
  firstMeetingWithin: number;
} {
  return document.referralClock ?? { acknowledgeWithin: 2, firstMeetingWithin: 15 };
}

const bank = holidaysFrom(bankHolidays);
const own = new WeakMap<readonly string[], Holidays>();

/** Days on which the clock stands still: the document's, or the bank holidays of England and Wales. */
export function holidaysOf(document: Pick<ProgrammeDocument, 'holidays'>): Holidays {
  const list = document.holidays;
  if (list === undefined) return bank;
  const made = own.get(list) ?? holidaysFrom(list);
  own.set(list, made);
  return made;
}

/** The same days as a list, for SQL. */
export function holidayList(document: Pick<ProgrammeDocument, 'holidays'>): readonly string[] {
  return document.holidays ?? bankHolidays;
}

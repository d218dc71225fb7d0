/** The clock from referral to first meeting, in working days. Pure. Days are 'YYYY-MM-DD'. */

import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { addWorkingDays, type Holidays, workingDaysBetween } from '../../kit/working-days.ts';
import { holidaysOf, type ProgrammeDocument, referralClockOf } from '../../programmes/rules.ts';

/** How a limit stands: it runs, is nearly used up, is over; or it was kept or not. */
export type ClockState = 'running' | 'soon' | 'late' | 'kept' | 'kept late';
export type ReferralClock = { state: ClockState; used: number; limit: number; dueOn: string };

/**
 * The clock of a limit: `limit` working days from `startedOn`, whose own day does not count. `stoppedOn` is the day on which
 * what it waits for happened. It warns when a fifth of the limit is left, and no later than on the day before.
 */
export function clockOf(
  ask: { startedOn: string; stoppedOn: string | null; limit: number },
  today: string,
  holidays: Holidays,
): ReferralClock {
  const { startedOn, stoppedOn, limit } = ask;
  const used = workingDaysBetween(startedOn, stoppedOn ?? today, holidays);
  const dueOn = addWorkingDays(startedOn, limit, holidays);
  const left = limit - used;
  if (stoppedOn !== null) return { state: left < 0 ? 'kept late' : 'kept', used, limit, dueOn };
  const state = left < 0 ? 'late' : left <= Math.max(1, Math.ceil(limit / 5)) ? 'soon' : 'running';
  return { state, used, limit, dueOn };
}

const count = (days: number) => counted(days, 'working day');

/** The clock in words: '3 working days left, due 23 Mar 2016'. */
export function clockText({ state, used, limit, dueOn }: ReferralClock): string {
  const left = limit - used;
  if (state === 'late') return `${count(-left)} late, was due ${showDay(dueOn)}`;
  if (state === 'kept') return `after ${count(used)}`;
  if (state === 'kept late') return `after ${count(used)}, ${count(-left)} late`;
  return left === 0 ? `due today, ${showDay(dueOn)}` : `${count(left)} left, due ${showDay(dueOn)}`;
}

/** The colour of the clock's tag: it is never said by colour alone. */
export const clockColours: Record<ClockState, string> = {
  running: 'govuk-tag--grey',
  soon: 'govuk-tag--yellow',
  late: 'govuk-tag--red',
  kept: 'govuk-tag--green',
  'kept late': 'govuk-tag--yellow',
};

/**
 * The clock from the referral to the first meeting of a case. It runs while the person is referred, and is told once they have
 * met; of somebody who was attached or left without a day on file nothing is said.
 */
export function firstMeetingClock(
  of: { status: string; referredOn: string | null; firstMetOn: string | null },
  document: ProgrammeDocument,
  today: string,
): ReferralClock | null {
  if (of.referredOn === null || (of.status !== 'referred' && of.firstMetOn === null)) return null;
  const limit = referralClockOf(document).firstMeetingWithin;
  return clockOf({ startedOn: of.referredOn, stoppedOn: of.firstMetOn, limit }, today, holidaysOf(document));
}

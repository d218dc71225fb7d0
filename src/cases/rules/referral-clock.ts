/** The clock from referral to first meeting, in working days. Pure. Days are 'YYYY-MM-DD'. */
import { showDay } from '../../kit/clock.ts';
import { addWorkingDays, type Holidays, workingDaysBetween } from '../../kit/working-days.ts';

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

const count = (days: number) => `${days} working ${days === 1 ? 'day' : 'days'}`;

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

/** When somebody in work is asked for evidence again, before anybody needs it in a hurry. Pure. Days are day numbers. */
import type { DayNumber } from '../../kit/days.ts';

/** Evidence of this many days before a mark is fresh enough: a payslip a month. */
const fresh = 28;

/** A day on which evidence is asked for: so many weeks after the job began (0: its first day), and whether it is the last of them. */
export type Reminder = { week: number; on: DayNumber; last: boolean };

/**
 * What is asked for of a job that goes on: the latest mark (its first day, and each of `weeks` after it) of which there is no
 * evidence, or else the next one to come; null after the last. `lastOn` is the latest day that any evidence says something of.
 */
export function evidenceReminder(
  job: { startedOn: DayNumber; lastOn: DayNumber | null },
  weeks: readonly number[],
  today: DayNumber,
): Reminder | null {
  const { startedOn, lastOn } = job;
  const marks = [...new Set([0, ...weeks])].sort((a, b) => a - b);
  const reminders = marks.map((week, at) => ({ week, on: startedOn + 7 * week, last: at === marks.length - 1 }));
  const reached = reminders.findLast(({ on }) => on <= today);
  const enough = reached === undefined ? 0 : Math.max(startedOn, reached.on - fresh);
  if (reached !== undefined && (lastOn === null || lastOn < enough)) return reached;
  return reminders.find(({ on }) => on > today) ?? null;
}

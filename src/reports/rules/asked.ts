/** Which days and months tables, the outturn and the pack can be asked for: none to come, and none before the programme. Pure. */
import { addMonths, formatDay, parseDay } from '../../kit/days.ts';

/** The last day of a month given as 'YYYY-MM', as 'YYYY-MM-DD'; null for what is no month. */
export function lastDayOf(month: string): string | null {
  const first = /^\d{4}-\d{2}$/.test(month) ? parseDay(`${month}-01`) : null;
  return first === null ? null : formatDay(addMonths(first, 1) - 1);
}

/** Between which days figures are known. Days are 'YYYY-MM-DD', and `shown` writes one. */
export type Known = { firstDay: string; today: string; shown: (day: string) => string };

/** What is wrong with a day that was typed; null where nothing is. */
export function dayProblem(typed: string, { firstDay, today, shown }: Known): string | null {
  if (parseDay(typed) === null) return 'Enter a date that exists, such as 2016-03-31';
  if (typed > today) return 'Enter today or a day before it: what will have happened by a later day is not known';
  return typed < firstDay ? `Enter ${shown(firstDay)} or a later day: the programme began then` : null;
}

/** The day as of which the pack of a month is made: its last, or today while it is not over. Else what is wrong with the month. */
export function packDay(month: string, { firstDay, today, shown }: Known): { asOf: string } | { problem: string } {
  const last = lastDayOf(month);
  if (last === null) return { problem: 'There is no such month' };
  if (month > today.slice(0, 7)) return { problem: 'That month has not begun' };
  const asOf = last < today ? last : today;
  return asOf < firstDay ? { problem: `The programme began on ${shown(firstDay)}` } : { asOf };
}

/** Time on the programme and on other things: weeks, shares, and when a manager is told. Pure. Days are 'YYYY-MM-DD'. */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import type { TimeRules } from '../../programmes/rules.ts';

export type Span = 'day' | 'week';

const number = (day: string): DayNumber => parseDay(day) ?? 0;

/** The Monday of a day's week. */
export const weekOf = (day: string): string => {
  // Day 0 was a Thursday.
  const at = number(day);
  return formatDay(at - ((((at + 3) % 7) + 7) % 7));
};
/** The Monday so many weeks later. */
export const weekLater = (week: string, weeks: number): string => formatDay(number(week) + 7 * weeks);

/** Minutes on the programme and elsewhere. */
export type Minutes = { on: number; off: number };

/** Minutes of entries, summed. */
export function minutesOf(entries: readonly { minutes: number; onProgramme: boolean }[]): Minutes {
  const sum = { on: 0, off: 0 };
  for (const { minutes, onProgramme } of entries) sum[onProgramme ? 'on' : 'off'] += minutes;
  return sum;
}

/** The share on the programme in whole percent, rounded down so that it never looks better than it is; null without any time. */
export const shareOf = ({ on, off }: Minutes): number | null =>
  on + off === 0 ? null : Math.floor((on * 100) / (on + off));

/** Whether a manager is told: the share is at or under the programme's threshold. Nothing logged tells nothing. */
export const isAlert = (minutes: Minutes, { alertAtPercent }: Pick<TimeRules, 'alertAtPercent'>): boolean => {
  const all = minutes.on + minutes.off;
  // Compared without rounding: 75.4% is not 75%.
  return all > 0 && minutes.on * 100 <= alertAtPercent * all;
};

/** '7.5 hours', '1 hour', '20 minutes'. */
export function showMinutes(minutes: number): string {
  if (minutes % 15 !== 0 || (minutes < 60 && minutes > 0)) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = minutes / 60;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}

/** What is wrong with a day or week of time: nobody logs what is to come, or what is long past. */
export function timeProblem(given: { on: string; span: Span; minutes: number }, today: string): Record<string, string> {
  if (given.span === 'day' && given.minutes > 24 * 60) return { hours: 'Hours: a day has no more than 24' };
  if ((given.span === 'week' ? weekOf(given.on) : given.on) > today)
    return { on: 'The day must be today or in the past' };
  if (number(today) - number(given.on) > 92) return { on: 'The day must be within the last three months' };
  return {};
}

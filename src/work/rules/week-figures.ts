/** What is on file of a week, as forms carry it: so that nobody replaces what they were not shown. Pure. */
import { parseDay } from '../../kit/days.ts';
import { mondayOf, type WorkedWeek } from './terms.ts';

/** Hours and pay of a week; null is not known. */
export type WeekFigures = Pick<WorkedWeek, 'hours' | 'payPence'>;
const none: WeekFigures = { hours: null, payPence: null };

/** Whether a text names a week: a Monday on which a job may have been held. */
export const isWeek = (from: string): boolean =>
  parseDay(from) !== null && from >= '1900-01-01' && from === mondayOf(from);

/** The figures of one week, in a hidden field. */
export const figuresText = ({ hours, payPence }: WeekFigures): string => `${hours ?? ''}/${payPence ?? ''}`;

/** The weeks that a form shows, in a hidden field. */
export const weeksText = (weeks: readonly WorkedWeek[]): string =>
  weeks.map((week) => `${week.from}=${figuresText(week)}`).join(' ');

/** The figures of a week in such a field; null where it was not shown. */
export function figuresIn(field: string, from: string): WeekFigures | null {
  const shown = field.split(' ').find((one) => one.startsWith(`${from}=`));
  const [, hours, pence] = /=(\d+(?:\.\d+)?)?\/(\d+)?$/.exec(shown ?? '') ?? [];
  return shown === undefined ? null : { hours: figure(hours), payPence: figure(pence) };
}
const figure = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

/** Whether what is told would replace a figure, or put one back, that was another when the form showed it. */
export function replacesUnseen(
  told: WeekFigures,
  stood: WeekFigures | null,
  stands: WeekFigures | null | undefined,
): boolean {
  const [before, now] = [stood ?? none, stands ?? none];
  return (['hours', 'payPence'] as const).some(
    (name) => told[name] !== null && now[name] !== before[name] && now[name] !== told[name],
  );
}

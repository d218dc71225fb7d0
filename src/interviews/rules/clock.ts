/** The clock of a failure to attend: until when an answer counts, and the rule in words. Pure. Days are 'YYYY-MM-DD'. */
import { whole } from '../../kit/counted.ts';
import { holidaysBetween } from '../../kit/holidays.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import { type Interviews, settingOn } from '../../programmes/rules.ts';
import { plus } from './series.ts';

/** How a district counts. `lastDayCounts`: an answer on the last of the days is in time. */
export type ClockRule = { days: number; unit: 'calendar' | 'working'; lastDayCounts: boolean; calendar: string };

/** The clock of a district on a day. A document that passed its check has every setting that it needs. */
export function clockRuleOf(section: Interviews, district: string | null, on: string): ClockRule {
  const setting = (key: 'response_days' | 'response_unit' | 'bank_holidays') => settingOn(section, district, key, on);
  return {
    days: Number(setting('response_days') ?? 5),
    unit: setting('response_unit') === 'working' ? 'working' : 'calendar',
    lastDayCounts: section.failure.lastDayCounts,
    calendar: String(setting('bank_holidays') ?? 'england-and-wales'),
  };
}

/** The calendar of bank holidays of a district on a day. */
export const calendarOf = (section: Interviews, district: string | null, on: string): string =>
  String(settingOn(section, district, 'bank_holidays', on) ?? 'england-and-wales');

/** The last day on which an answer to a letter counts. The day of the letter is never one of the days. */
export function answerBy(letterOn: string, rule: ClockRule): string {
  const days = rule.lastDayCounts ? rule.days : rule.days - 1;
  if (days === 0) return letterOn;
  if (rule.unit === 'calendar') return plus(letterOn, days);
  return addWorkingDays(letterOn, days, holidaysBetween(rule.calendar, letterOn, plus(letterOn, days * 2 + 31)));
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** 'Five calendar days, the fifth counts: by Saturday 26 March 2005'. */
export function clockText(rule: Pick<ClockRule, 'days' | 'unit' | 'lastDayCounts'>, answerByDay: string): string {
  const { days, unit } = rule;
  const count = numbers[days] ?? whole(days);
  const word = `${count} ${unit} ${days === 1 ? 'day' : 'days'}`;
  const last = days === 1 ? 'it' : `the ${ordinals[days] ?? 'last'}`;
  const day = Temporal.PlainDate.from(answerByDay);
  const weekday = day.toLocaleString('en-GB', { weekday: 'long' });
  const by = `${weekday} ${day.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}, ${last} ${rule.lastDayCounts ? 'counts' : 'does not count'}: by ${by}`;
}

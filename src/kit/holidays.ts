/**
 * Bank holidays by calendar and year, from the library date-holidays (ISC; its data CC BY 3.0). Where its data differ from the
 * law of a year, the difference stands here with its source. A programme document may still give a list of its own.
 */
import { createRequire } from 'node:module';
import type { HolidaysTypes } from 'date-holidays';
import { type Holidays, holidaysFrom } from './working-days.ts';

/** Calendars that a site can have, with the library's own names of them. */
const places = {
  'england-and-wales': { label: 'England and Wales', country: 'GB', state: 'ENG' },
  scotland: { label: 'Scotland', country: 'GB', state: 'SCT' },
  'northern-ireland': { label: 'Northern Ireland', country: 'GB', state: 'NIR' },
  'new-zealand': { label: 'New Zealand', country: 'NZ', state: undefined },
} as const;

/** A calendar of bank holidays. */
export type Calendar = keyof typeof places;
/** Every calendar, as choices of a form. */
export const calendars: readonly { value: Calendar; text: string }[] = Object.entries(places).map(([value, place]) => ({
  value: value as Calendar,
  text: place.label,
}));
/** Whether a text names a calendar. */
export const isCalendar = (text: string): text is Calendar => Object.hasOwn(places, text);

/**
 * What the library's data have and the law of the year had not.
 * - Scotland: 30 November is a bank holiday by the St Andrew's Day Bank Holiday (Scotland) Act 2007, so not before 2007.
 * - New Zealand: Waitangi Day and ANZAC Day move to Monday by the Holidays (Full Recognition of Waitangi Day and ANZAC Day)
 *   Amendment Act 2013, so not before 2014.
 */
function isWrong(calendar: Calendar, year: number, day: string): boolean {
  if (calendar === 'scotland') return year < 2007 && day >= `${year}-11-30` && day <= `${year}-12-02`;
  if (calendar !== 'new-zealand' || year >= 2014) return false;
  return day === `${year}-02-07` || day === `${year}-02-08` || day === `${year}-04-26` || day === `${year}-04-27`;
}

/** Days that the library's data lack: Scotland, 15 June 2026, by proclamation of 4 February 2026 (Banking and Financial Dealings Act 1971, s. 1(3)). */
const added: Partial<Record<Calendar, readonly string[]>> = { scotland: ['2026-06-15'] };

type Library = new (
  country: string,
  state?: string,
) => { getHolidays(year: number, language: string): HolidaysTypes.Holiday[] };
const load = createRequire(import.meta.url);
let library: Library | undefined;
const known = new Map<string, readonly string[]>();

/**
 * The bank holidays of a calendar in a year, as 'YYYY-MM-DD' in order; those on a weekend are there beside their substitutes.
 * Worked out once for each year. Throws RangeError for a calendar that is not known.
 */
export function holidaysOf(calendar: string, year: number): readonly string[] {
  if (!isCalendar(calendar)) throw new RangeError('holidays: this calendar is not known');
  const key = `${calendar} ${year}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  // Loaded when it is first asked for: it takes a quarter of a second, and most commands need no holidays.
  library ??= load('date-holidays') as Library;
  const { country, state } = places[calendar];
  const days = new library(country, state)
    .getHolidays(year, 'en')
    .filter(({ type }) => type === 'public')
    .map(({ date }) => date.slice(0, 10))
    .filter((day) => !isWrong(calendar, year, day));
  const more = (added[calendar] ?? []).filter((day) => Number(day.slice(0, 4)) === year);
  const list = [...new Set([...days, ...more])].sort();
  // Years come from days that people type; the bound keeps a mistake from filling the memory.
  if (known.size < 1000) known.set(key, list);
  return list;
}

/** The holidays of a calendar from the year of one day to that of another ('YYYY-MM-DD'), for working days. */
export function holidaysBetween(calendar: string, from: string, to: string): Holidays {
  const days: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    days.push(...holidaysOf(calendar, year));
  return holidaysFrom(days);
}

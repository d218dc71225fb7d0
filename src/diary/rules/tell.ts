/** Day, time and place of an appointment as a message says them. Pure. */
import { localOf, timeOf } from './time.ts';
import { isAway, type Mode } from './words.ts';

// One for all: a hundred thousand reminders are written at once, and a format takes longer to make than to use.
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

type Told = {
  from_ms: number;
  time_zone: string;
  mode: Mode;
  site_name: string;
  site_address: string | null;
  outreach: boolean;
};

const places: Readonly<Record<Exclude<Mode, 'in_person'>, string>> = {
  phone: 'home, by phone (we will ring you)',
  video: 'home, by video (we will call you)',
  home: 'your home',
  elsewhere: 'the place that we agreed',
};

/** What stands in place of these values where it is safe to ring: the number, so that they know to wait by that telephone. */
export const valuesIfPhone = ({ mode }: Pick<Told, 'mode'>): { place?: string } =>
  mode === 'phone' ? { place: 'home, by phone (we will ring you on {number})' } : {};

/** Where an appointment is, as a calendar says it that others may see: never a number. */
export const calendarPlace = (row: Told): string =>
  row.mode === 'phone' || row.mode === 'video'
    ? messageValues(row).place.replace(/ \(.*\)$/, '')
    : messageValues(row).place;

/** 'Tuesday 8 March', '10:00am', 'Ardwick office, 1 Example Street': in the words and the time zone of the site. */
export function messageValues(row: Told): { day: string; time: string; place: string } {
  const local = localOf(row.from_ms, row.time_zone);
  const hour = Math.floor(local.minutes / 60);
  const time = `${hour % 12 === 0 ? 12 : hour % 12}:${timeOf(local.minutes).slice(3)}${hour < 12 ? 'am' : 'pm'}`;
  const place =
    row.mode === 'in_person' || (row.mode === 'elsewhere' && !isAway(row.mode, row))
      ? [row.site_name, row.site_address].filter((part) => part !== null).join(', ')
      : places[row.mode];
  return { day: dayFormat.format(Date.parse(local.day)).replace(',', ''), time, place };
}

/** How long somebody waits for a service: by what it says of its places, else by how long others waited. Pure. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';

/** What is known of places and of earlier waits. Days are 'YYYY-MM-DD'. */
export type Capacity = {
  places: number | null;
  placesTaken: number | null;
  nextStart: string | null;
  /** When the service last said so. */
  capacityOn: string | null;
  /** How many people started, and the days from their referral to the start, added up. */
  started: { n: number; days: number };
};

/**
 * A wait: days (null is not known), words, and how it counts in the order of a search: 0 now, 1 within the limit or not known,
 * 2 longer. Not known counts as within it, so that a service nobody was sent to yet stands where it belongs.
 */
export type Wait = { days: number | null; words: string; band: 0 | 1 | 2 };

const between = (from: string, to: string): number => (parseDay(to) as DayNumber) - (parseDay(from) as DayNumber);

/** Days that still count as now. */
const soon = 7;

/**
 * The wait from a day on. `longWait` is the programme's limit in days ('up to six weeks'); `least` how many must have started
 * before their mean says anything.
 */
export function waitOf(capacity: Capacity, ask: { day: string; longWait: number; least: number }): Wait {
  const { places, placesTaken, nextStart, started } = capacity;
  const band = (days: number): Wait['band'] => (days <= soon ? 0 : days <= ask.longWait ? 1 : 2);
  const said = capacity.capacityOn === null ? '' : ` (said ${showDay(capacity.capacityOn)})`;
  const full = places !== null && placesTaken !== null && placesTaken >= places;
  if (nextStart !== null && nextStart >= ask.day) {
    const days = between(ask.day, nextStart);
    const how = full ? 'Full: next place' : 'Next start';
    return { days, words: `${how} ${showDay(nextStart)}, in ${counted(days, 'day')}${said}`, band: band(days) };
  }
  if (full) return { days: null, words: `Full, and no day for the next place${said}`, band: 2 };
  if (places !== null && placesTaken !== null)
    return { days: 0, words: `${counted(places - placesTaken, 'place')} free${said}`, band: 0 };
  if (started.n >= ask.least) {
    const days = Math.round(started.days / started.n);
    const words = `${counted(started.n, 'person', 'people')} waited ${counted(days, 'day')} from referral to start on average`;
    return { days, words, band: band(days) };
  }
  return { days: null, words: 'Wait not known', band: 1 };
}

/**
 * The plan of a set of tables: what is looked up once for a programme and a day, and where each counter lies.
 *
 * Tables are made by a fold. Every section of tables reserves counters in the plan, adds a client to them one at a time,
 * and turns counters into cells at the end; so a million cases pass through without being held.
 */
import { type DayNumber, latestPlusMonthsOnOrBefore } from '../../kit/days.ts';
import { type Fraction, percentOf, printCount, printNumber, printPercent, valueText } from '../../kit/exact.ts';
import { type Sustained, sustainedFromWeeks } from '../../work/rules.ts';
import type { ReportSettings } from './facts.ts';

/** Counters of one group of clients. `keyed` hold counts under names that only the data gives, such as occupations. */
export type Tally = { counts: Float64Array; keyed: Map<string | number, number>[] };

/** Which counter a figure comes from; a client is behind the figure when their tally touches it. */
export type Who = { counter: number } | { slot: number; keys: (string | number)[] };

/** A figure: `value` unrounded with at most 10 decimals, `printed` as reports print it. `who` is null for a difference. */
export type Cell = { table: string; row: string; column: string; value: string; printed: string; who: Who | null };

/** What a page says of a table. */
export type TableText = {
  name: string;
  /** The title, as a question. */
  question: string;
  /** What it counts, in one sentence. */
  sentence: string;
  /** The full definition. */
  definition: string;
  /** Who is counted, and who is missing from it. */
  base: string;
  /** How to draw it: rows against a column, columns against each other, or not at all. */
  chart: { kind: 'bars' | 'columns' | 'stacked'; columns: string[] } | null;
};

/** Bands of time since attachment, shortest first. */
export const bandLabels = ['Under 6 months', '6-12 months', '12-18 months', '18+ months'] as const;

/** Cases whose sustained job has all its evidence, and for which it is paid: of today, and of the as-of date. */
export type OnFile = { evidenced: ReadonlySet<string>; paid: ReadonlySet<string> };
const nothing: OnFile = { evidenced: new Set(), paid: new Set() };

export type Plan = {
  settings: ReportSettings;
  onFile: OnFile;
  asOf: DayNumber;
  areas: readonly string[];
  /** The index of an area by name, in any case and with any spaces around it; -1 when it is not one of the programme's. */
  areaIndex(name: string): number;
  providers: readonly string[];
  /** The index of the provider of an area; -1 for no area. */
  providerOf(area: number): number;
  issues: readonly string[];
  physical: number;
  mental: number;
  /** The latest days of attachment that are 6, 12 and 18 months ago. */
  monthsAgo: readonly [DayNumber, DayNumber, DayNumber];
  /** The settled cohort: attached on or before this day. */
  settledTo: DayNumber;
  sustained: Sustained | null;
  pipeline: Sustained | null;
  /** Reserves counters in a row and gives the first one's place. */
  block(size: number): number;
  /** Reserves a set of named counters. */
  slot(): number;
  size(): { counters: number; slots: number };
};

function weeks(need: number | null, within: number | null): Sustained | null {
  return need === null || within === null ? null : sustainedFromWeeks(need, within);
}

/** Makes the plan for a programme's settings as of a day. */
export function makePlan(settings: ReportSettings, onFile: OnFile = nothing): Plan {
  const ordered = [...settings.areas].sort((a, b) => a.position - b.position);
  const areas = ordered.map((area) => area.name);
  const places = new Map<string, number>();
  ordered.forEach((area, index) => {
    places.set(area.name.trim().toLowerCase(), index);
  });
  const providers = [...new Set(ordered.map((area) => area.provider))];
  const providerPlaces = ordered.map((area) => providers.indexOf(area.provider));
  const issueAt = (name: string) => settings.issues.findIndex(({ key }) => key === name || key === `issue_${name}`);
  const { asOf } = settings;
  let counters = 0;
  let slots = 0;
  return {
    settings,
    onFile,
    asOf,
    areas,
    areaIndex: (name) => {
      const known = places.get(name);
      if (known !== undefined) return known;
      const found = places.get(name.trim().toLowerCase()) ?? -1;
      // Free text, such as a place of work, has endless spellings: only those of real areas are worth remembering.
      if (found >= 0) places.set(name, found);
      return found;
    },
    providers,
    providerOf: (area) => providerPlaces[area] ?? -1,
    issues: settings.issues.map(({ label }) => label),
    physical: issueAt('physical_health'),
    mental: issueAt('mental_health'),
    monthsAgo: [
      latestPlusMonthsOnOrBefore(asOf, 6),
      latestPlusMonthsOnOrBefore(asOf, 12),
      latestPlusMonthsOnOrBefore(asOf, 18),
    ],
    settledTo: Math.min(settings.cohortAttachedTo ?? asOf, asOf),
    sustained: weeks(settings.sustainedWeeks, settings.sustainedWindow),
    pipeline: weeks(settings.pipelineWeeks, settings.pipelineWindow),
    block: (size) => {
      counters += size;
      return counters - size;
    },
    slot: () => {
      slots += 1;
      return slots - 1;
    },
    size: () => ({ counters, slots }),
  };
}

/** A tally with nothing in it, for a plan in which every section has reserved its counters. */
export function emptyTally(plan: Plan): Tally {
  const { counters, slots } = plan.size();
  return { counts: new Float64Array(counters), keyed: Array.from({ length: slots }, () => new Map()) };
}

/** Adds every counter of `from` to `to`; both are of the same plan. */
export function mergeTally(to: Tally, from: Tally): void {
  for (let i = 0; i < from.counts.length; i += 1) add(to, i, from.counts[i] ?? 0);
  from.keyed.forEach((counts, slot) => {
    for (const [key, times] of counts) addKey(to, slot, key, times);
  });
}

/** Adds to a counter. */
export function add(tally: Tally, counter: number, times = 1): void {
  tally.counts[counter] = (tally.counts[counter] ?? 0) + times;
}

/** Adds to a named counter. */
export function addKey(tally: Tally, slot: number, key: string | number, times = 1): void {
  const counts = tally.keyed[slot];
  if (counts) counts.set(key, (counts.get(key) ?? 0) + times);
}

/** How much a counter holds; for names, their sum. */
export function held(tally: Tally, who: Who): number {
  if ('counter' in who) return tally.counts[who.counter] ?? 0;
  const counts = tally.keyed[who.slot];
  return who.keys.reduce<number>((sum, key) => sum + (counts?.get(key) ?? 0), 0);
}

/** The named counters of a slot. */
export function names(tally: Tally, slot: number): ReadonlyMap<string | number, number> {
  return tally.keyed[slot] ?? new Map();
}

/** Collects the cells of a section. Counters are given by place, or by name. */
export function cellWriter(tally: Tally) {
  const cells: Cell[] = [];
  const whoOf = (place: number | Who): Who => (typeof place === 'number' ? { counter: place } : place);
  const at = (place: number | Who): number => held(tally, whoOf(place));
  const put = (table: string, row: string, column: string, value: string, printed: string, who: Who | null) => {
    cells.push({ table, row, column, value, printed, who });
  };
  return {
    cells,
    at,
    /** A count as it stands in a counter. */
    count(table: string, row: string, column: string, place: number | Who) {
      put(table, row, column, String(at(place)), printCount(at(place)), whoOf(place));
    },
    /** A number that is not a number of people in one counter. */
    number(table: string, row: string, column: string, value: number) {
      put(table, row, column, String(value), printCount(value), null);
    },
    /** The share of one counter in another. */
    percent(
      table: string,
      row: string,
      column: string,
      part: number | Who,
      base: number | Who,
      places = 0,
    ): Fraction | null {
      const value = percentOf(at(part), at(base));
      put(table, row, column, valueText(value), printPercent(value, places), whoOf(part));
      return value;
    },
    /** A difference in points, a mean or a median. */
    figure(table: string, row: string, column: string, value: Fraction | null, places = 0, who: number | null = null) {
      put(table, row, column, valueText(value), printNumber(value, places), who === null ? null : whoOf(who));
    },
    /** Any other figure, printed by the caller. */
    printed(
      table: string,
      row: string,
      column: string,
      value: Fraction | null,
      text: string,
      who: number | null = null,
    ) {
      put(table, row, column, valueText(value), text, who === null ? null : whoOf(who));
    },
    /** Names; none prints '-'. */
    list(table: string, row: string, column: string, found: readonly string[], separator = ', ') {
      const text = found.join(separator);
      put(table, row, column, text, text || '-', null);
    },
    /** Shares that are not printed themselves: of another counter, or of a number from outside. */
    share: (part: number | Who, base: number | Who): Fraction | null => percentOf(at(part), at(base)),
    outOf: (part: number | Who, base: number): Fraction | null => percentOf(at(part), base),
    percentText: printPercent,
  };
}

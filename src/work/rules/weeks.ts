/** Whole weeks in work, by hours, by pay, or by days. Pure. Days are day numbers; see worked.ts for the units. */
import type { DayNumber } from '../../kit/days.ts';
import { countDaysWithin, type Spell } from '../rules.ts';
import { openRun, runsOf } from './breaks.ts';
import { mondayOf, PARTS, type WorkedJob, worthOfAll } from './worked.ts';

/**
 * At least `need` weeks in work within `within` weeks in a row. A week counts when its hours (hundredths), its pay (pence), both, or
 * with `either` one of them are at least what is asked for; when neither is asked for, when all seven days are days in work. Weeks run
 * from Monday, or in sevens from the first day of any spell of work. See breaks.ts for `longestBreak`, in days.
 */
export type WeeksInWork = {
  need: number;
  within: number;
  week: 'monday' | 'first day';
  leastHours?: number | undefined;
  leastPence?: number | undefined;
  either?: boolean | undefined;
  longestBreak?: number | undefined;
};

/** Like `SustainedClock`, in weeks: `on` is the last day of the week that reached it, `best` the most weeks in a window so far. */
export type WeeksClock = { on: DayNumber | null; best: number; earliest: DayNumber | null };

/** Weeks of one run. A week is its number, counted from `anchor`, the first day of week 0. */
type Run = { anchor: DayNumber; weeks: number[] };

function isEnough(
  rule: WeeksInWork,
  jobs: readonly WorkedJob[],
  run: readonly Spell[],
  from: DayNumber,
  to: DayNumber,
  asOf: DayNumber,
): boolean {
  const { leastHours, leastPence } = rule;
  if (leastHours === undefined && leastPence === undefined) return countDaysWithin(run, from, to) === 7;
  const hours = leastHours === undefined ? null : worthOfAll(jobs, 'hours', from, to, asOf) >= leastHours * PARTS;
  const pay = leastPence === undefined ? null : worthOfAll(jobs, 'pay', from, to, asOf) >= leastPence * 100 * PARTS;
  return rule.either === true ? hours === true || pay === true : hours !== false && pay !== false;
}

/**
 * The days from which weeks of a run are counted. Of spells that begin on the same day of the week the first is enough: its weeks are
 * those of the others, and more.
 */
function anchorsOf(run: readonly Spell[], { week }: WeeksInWork): DayNumber[] {
  const firsts = run.map(({ from }) => from);
  if (week === 'monday') return [mondayOf(firsts[0] as DayNumber)];
  return firsts.filter((from, n) => firsts.findIndex((other) => (from - other) % 7 === 0) === n);
}

/** The weeks that count, run by run. A week that is not over by the as-of date, or that a new window cuts off, does not count. */
function countedWeeks(
  jobs: readonly WorkedJob[],
  spells: readonly Spell[],
  rule: WeeksInWork,
  asOf: DayNumber,
): Run[][] {
  const runs = runsOf(spells, rule.longestBreak);
  return runs.map((run, n) => {
    const last = (run.at(-1) as Spell).to;
    const low = (runs[n - 1]?.at(-1)?.to ?? Number.NEGATIVE_INFINITY) + 1;
    const high = Math.min(asOf, (runs[n + 1]?.[0]?.from ?? Number.POSITIVE_INFINITY) - 1);
    return anchorsOf(run, rule).map((anchor) => {
      const weeks: number[] = [];
      for (let week = 0; anchor + week * 7 <= last && anchor + week * 7 + 6 <= high; week += 1) {
        const from = anchor + week * 7;
        if (isEnough(rule, jobs, run, Math.max(from, low), from + 6, asOf)) weeks.push(week);
      }
      return { anchor, weeks };
    });
  });
}

/** The first day that ends a window with enough weeks, and the most weeks in any window. */
function best(run: Run, { need, within }: WeeksInWork): { on: DayNumber | null; best: number } {
  const { anchor, weeks } = run;
  let [most, low]: [number, number] = [0, 0];
  let on: DayNumber | null = null;
  for (const [n, week] of weeks.entries()) {
    while ((weeks[low] as number) <= week - within) low += 1;
    most = Math.max(most, n - low + 1);
    if (on === null && n - low + 1 >= need) on = anchor + week * 7 + 6;
  }
  return { on, best: most };
}

/**
 * Reads the clock of weeks in work. `jobs` are those that count, `spells` their days in work, as spells that neither overlap nor touch.
 * `earliest` is the first day on which it can be reached if every week from now on counts; null once it is reached.
 */
export function weeksClock(
  jobs: readonly WorkedJob[],
  spells: readonly Spell[],
  rule: WeeksInWork,
  asOf: DayNumber,
): WeeksClock {
  const runs = countedWeeks(jobs, spells, rule, asOf);
  const found = runs.flat().map((run) => best(run, rule));
  const on = firstOf(found.map((one) => one.on));
  return {
    ...{ on, best: Math.max(0, ...found.map((one) => one.best)) },
    earliest: on === null ? earliest(runs.at(-1) ?? [], spells, rule, asOf) : null,
  };
}

const firstOf = (days: readonly (DayNumber | null)[]): DayNumber | null => {
  const known = days.filter((day) => day !== null);
  return known.length === 0 ? null : Math.min(...known);
};

function earliest(
  last: readonly Run[],
  spells: readonly Spell[],
  rule: WeeksInWork,
  asOf: DayNumber,
): DayNumber | null {
  const open = openRun(spells, rule.longestBreak, asOf);
  const tomorrow = asOf + 1;
  const begun = open.length > 0 ? [...last] : [];
  // Out of work, tomorrow is the first day of a spell.
  if (begun.length === 0 || (rule.week === 'first day' && spells.at(-1)?.to !== asOf))
    begun.push({ anchor: rule.week === 'monday' ? mondayOf(tomorrow) : tomorrow, weeks: [] });
  const isByDays = rule.leastHours === undefined && rule.leastPence === undefined;
  return firstOf(
    begun.map(({ anchor, weeks }) => {
      let next = Math.floor((tomorrow - anchor) / 7);
      // By days a week that has begun can only count when no day of it is lost yet.
      const from = anchor + next * 7;
      if (isByDays && countDaysWithin(open, from, asOf) < tomorrow - from) next += 1;
      return best({ anchor, weeks: [...weeks, ...Array.from({ length: rule.need }, (_, n) => next + n)] }, rule).on;
    }),
  );
}

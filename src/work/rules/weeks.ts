/** Whole weeks in work, by hours, by pay, or by days. Pure. Days are day numbers; see worked.ts for the units. */
import type { DayNumber } from '../../kit/days.ts';
import { countDaysWithin, type Spell } from '../rules.ts';
import { openRun, runsOf } from './breaks.ts';
import { mondayOf, PARTS, type WorkedJob, worthOfAll } from './worked.ts';

/**
 * At least `need` weeks in work within `within` weeks in a row. A week counts when its hours (hundredths), its pay (pence), both, or
 * with `either` one of them are at least what is asked for; when neither is asked for, when all seven days are days in work. Weeks run
 * from Monday, or from the first day in work of a window. See breaks.ts for `longestBreak`, in days.
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

/** The weeks of one run. A week is its number, counted from `anchor`, the first day of week 0. */
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

/** The weeks that count, run by run. A week that is not over by the as-of date, or that a new window cuts off, does not count. */
function countedWeeks(jobs: readonly WorkedJob[], spells: readonly Spell[], rule: WeeksInWork, asOf: DayNumber): Run[] {
  const runs = runsOf(spells, rule.longestBreak);
  return runs.map((run, n) => {
    const first = (run[0] as Spell).from;
    const last = (run.at(-1) as Spell).to;
    const low = (runs[n - 1]?.at(-1)?.to ?? Number.NEGATIVE_INFINITY) + 1;
    const high = Math.min(asOf, (runs[n + 1]?.[0]?.from ?? Number.POSITIVE_INFINITY) - 1);
    const anchor = rule.week === 'monday' ? mondayOf(first) : first;
    const weeks: number[] = [];
    for (let week = 0; anchor + week * 7 <= last && anchor + week * 7 + 6 <= high; week += 1) {
      const from = anchor + week * 7;
      if (isEnough(rule, jobs, run, Math.max(from, low), from + 6, asOf)) weeks.push(week);
    }
    return { anchor, weeks };
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
  const clock: WeeksClock = { on: null, best: 0, earliest: null };
  for (const run of runs) {
    const found = best(run, rule);
    clock.on ??= found.on;
    clock.best = Math.max(clock.best, found.best);
  }
  if (clock.on === null) clock.earliest = earliest(runs.at(-1), spells, rule, asOf);
  return clock;
}

function earliest(
  last: Run | undefined,
  spells: readonly Spell[],
  rule: WeeksInWork,
  asOf: DayNumber,
): DayNumber | null {
  const open = openRun(spells, rule.longestBreak, asOf);
  const tomorrow = asOf + 1;
  const anchor = last !== undefined && open.length > 0 ? last.anchor : startOf(rule, tomorrow);
  const weeks = last !== undefined && open.length > 0 ? [...last.weeks] : [];
  const isByDays = rule.leastHours === undefined && rule.leastPence === undefined;
  let next = Math.floor((tomorrow - anchor) / 7);
  // By days a week that has begun can only count when no day of it is lost yet.
  const begun = anchor + next * 7;
  if (isByDays && countDaysWithin(open, begun, asOf) < tomorrow - begun) next += 1;
  const ahead = { anchor, weeks: [...weeks, ...Array.from({ length: rule.need }, (_, n) => next + n)] };
  return best(ahead, rule).on;
}

const startOf = (rule: WeeksInWork, day: DayNumber): DayNumber => (rule.week === 'monday' ? mondayOf(day) : day);

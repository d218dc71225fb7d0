/** Breaks that open a new window: continuous work, breaks up to a length, or work that adds up across any break. Pure. */
import type { DayNumber } from '../../kit/days.ts';
import { type Reached, reached, type Spell, type Sustained } from '../rules.ts';

/**
 * A rule of sustained work with breaks. `longestBreak` is the longest time without work, in days, that leaves what came before it
 * standing: 0 is continuous work; left out, work adds up across any break within the window.
 */
export type SustainedWithBreaks = Sustained & { longestBreak?: number | undefined };

/** Spells in runs: between two runs lies a break that is longer than allowed. Spells stand in order and do not touch. */
export function runsOf(spells: readonly Spell[], longestBreak: number | undefined): Spell[][] {
  const runs: Spell[][] = [];
  let last: Spell | undefined;
  for (const spell of spells) {
    const run = runs.at(-1);
    const isBroken = last !== undefined && longestBreak !== undefined && spell.from - last.to - 1 > longestBreak;
    if (run === undefined || isBroken) runs.push([spell]);
    else run.push(spell);
    last = spell;
  }
  return runs;
}

/** Applies a rule to every run: the first day on which one of them reaches it, and the most days in any window. */
export function reachedWithBreaks(spells: readonly Spell[], rule: SustainedWithBreaks, asOf: DayNumber): Reached {
  const result: Reached = { on: null, best: 0, bestEndsOn: null };
  for (const run of runsOf(spells, rule.longestBreak)) {
    const { on, best, bestEndsOn } = reached(run, rule, asOf);
    if (best > result.best) Object.assign(result, { best, bestEndsOn });
    result.on ??= on;
  }
  return result;
}

/** The spells of the run that goes on: none once the time since the last day in work is longer than allowed. */
export function openRun(spells: readonly Spell[], longestBreak: number | undefined, asOf: DayNumber): Spell[] {
  const run = runsOf(spells, longestBreak).at(-1);
  const last = run?.at(-1);
  if (run === undefined || last === undefined) return [];
  return longestBreak !== undefined && asOf - last.to > longestBreak ? [] : run;
}

/**
 * The climb that the staircase draws: steps done go up by their size, set-backs go down by what they lost, holds are landings.
 * Pure. Nobody falls below where they began.
 */
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Group, Size } from './steps.ts';

/** What happened, in any order. Days are 'YYYY-MM-DD'; a hold without an end lasts still. */
export type Happened =
  | { kind: 'step'; key: string; on: string; words: string; size: Size; group: Group; again: boolean }
  | { kind: 'slip'; key: string; on: string; words: string; size: Size }
  | { kind: 'hold'; key: string; on: string; until: string | null; words: string };

/** A tread of the climb: what happened, and how high one stands after it, in sizes of steps. */
export type Tread = Happened & { height: number; change: number };

// On one day a step comes before the slip that undid it, and a hold follows what led to it.
const order = { step: 0, slip: 1, hold: 2 } as const;

/** The treads in the order in which they happened, with the height after each. */
export function climbOf(happened: readonly Happened[]): Tread[] {
  let height = 0;
  return [...happened]
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : order[a.kind] - order[b.kind] || (a.key < b.key ? -1 : 1)))
    .map((one) => {
      const change = one.kind === 'step' ? one.size : one.kind === 'slip' ? -Math.min(one.size, height) : 0;
      height += change;
      return { ...one, height, change };
    });
}

/** What `climbOf` needs, from a plan as it is kept. */
export function happenedIn(plan: {
  steps: readonly {
    id: string;
    words: string;
    size: Size;
    group: Group;
    attempts: readonly { id: string; on: string; result: string }[];
  }[];
  setbacks: readonly { id: string; happenedOn: string; words: string; size: Size }[];
  holds: readonly { id: string; startsOn: string; endsOn: string | null; landing: string }[];
}): Happened[] {
  const steps = plan.steps.flatMap(({ words, size, group, attempts }) =>
    attempts
      .filter(({ result }) => result === 'done')
      .map(({ id, on }, index): Happened => ({ kind: 'step', key: id, on, words, size, group, again: index > 0 })),
  );
  const slips = plan.setbacks.map(
    ({ id, happenedOn, words, size }): Happened => ({ kind: 'slip', key: id, on: happenedOn, words, size }),
  );
  const holds = plan.holds.map(
    ({ id, startsOn, endsOn, landing }): Happened => ({
      kind: 'hold',
      key: id,
      on: startsOn,
      until: endsOn,
      words: landing,
    }),
  );
  return [...steps, ...slips, ...holds];
}

/** A day as a number; throws for what is none. */
export function dayNumber(day: string): DayNumber {
  const number = parseDay(day);
  if (number === null) throw new RangeError('this is not a day');
  return number;
}

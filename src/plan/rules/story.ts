/** From a plan to what its staircase draws and tells. Pure. */
import { climbOf, happenedIn, type Tread } from './climb.ts';
import { landingText } from './holds.ts';
import type { Measure } from './measures.ts';
import type { NextStep } from './shapes.ts';
import type { StairInput } from './staircase.ts';
import { type Group, isOpen, nextOrder, type Size, type StepState } from './steps.ts';

type Part = {
  id: string;
  words: string;
  size: Size;
  group: Group;
  state: StepState;
  dueOn: string | null;
  position: number;
  attempts: readonly { id: string; on: string; result: string }[];
};
/** What of a plan the staircase needs. */
export type PlanParts = {
  goals: readonly { words: string; state: string; term: string }[];
  steps: readonly Part[];
  setbacks: Parameters<typeof happenedIn>[0]['setbacks'];
  holds: readonly { id: string; kind: string; words: string | null; startsOn: string; endsOn: string | null }[];
};

/** The treads of a plan, in their order. */
export const treadsOf = (plan: PlanParts): Tread[] =>
  climbOf(happenedIn({ ...plan, holds: plan.holds.map((hold) => ({ ...hold, landing: landingText(hold) })) }));

/** The steps to take next, in their order: what is on hold is not among them. */
export const nextOf = <T extends Pick<Part, 'state' | 'dueOn' | 'position'>>(steps: readonly T[]): T[] =>
  steps.filter(isOpen).sort(nextOrder);

/** The goal on the flag: the first open long-term one, else the first open one. */
export function goalOf(goals: PlanParts['goals']): string | null {
  const open = goals.filter(({ state }) => state === 'open');
  return (open.find(({ term }) => term === 'long') ?? open[0])?.words ?? null;
}

/** What is drawn. `from` is the first meeting where it is known; `show` puts a day into words. */
export function stairInput(
  plan: PlanParts,
  of: { from: string | null; today: string; measures: readonly Measure[]; show(day: string): string },
): StairInput {
  const treads = treadsOf(plan);
  const next = nextOf(plan.steps).map(
    ({ words, size, group, dueOn }): NextStep => ({
      words,
      size,
      group,
      // A day that has passed is talked about, not drawn.
      due: dueOn === null || dueOn < of.today ? null : of.show(dueOn),
    }),
  );
  const first = treads[0]?.on ?? of.today;
  const from = of.from === null || of.from > first ? first : of.from;
  return { treads, next, goal: goalOf(plan.goals), from, today: of.today, measures: of.measures };
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The staircase in a sentence, for whoever does not see it. */
export function storyText({ treads, next }: Pick<StairInput, 'treads' | 'next'>): string {
  const of = (kind: Tread['kind']) => treads.filter((tread) => tread.kind === kind).length;
  const [steps, slips, holds] = [of('step'), of('slip'), of('hold')];
  const parts = [
    steps === 0 ? 'No step is done yet' : `${counted(steps, 'step')} done`,
    slips > 0 && counted(slips, 'set-back'),
    holds > 0 && counted(holds, 'pause'),
  ].filter(Boolean);
  const first = next[0];
  return `${parts.join(', ')}.${first === undefined ? '' : ` Next: ${first.words}.`}`;
}

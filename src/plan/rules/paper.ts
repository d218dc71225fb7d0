/** What of a plan goes on the page that lies on a kitchen table. Pure. */
import type { Measure } from './measures.ts';
import type { StairInput } from './staircase.ts';
import { nextOf, type PlanParts, stairInput } from './story.ts';

/**
 * The plan with what must not be read by others taken off: set-backs and pauses keep their place in the drawing and lose their
 * words, steps that were to be left out lose theirs and are not among the next, and of what was measured two stand that may be read.
 */
export function forPaper<Step extends PlanParts['steps'][number] & { offPaper: boolean }>(
  plan: Omit<PlanParts, 'steps'> & { steps: readonly Step[] },
  of: { from: string | null; today: string; measures: readonly Measure[]; show(day: string): string },
): { input: StairInput; next: Step[] } {
  const named = plan.steps.filter(({ offPaper }) => !offPaper);
  const steps = plan.steps.map((step) => (step.offPaper ? { ...step, words: '' } : step));
  const input = stairInput(
    { ...plan, steps },
    { ...of, measures: of.measures.filter(({ onPaper }) => onPaper === true).slice(0, 2) },
  );
  return {
    input: {
      ...input,
      treads: input.treads.map((tread) => (tread.kind === 'step' ? tread : { ...tread, words: '' })),
      next: input.next.filter(({ words }) => words !== ''),
    },
    next: nextOf(named).slice(0, 3),
  };
}

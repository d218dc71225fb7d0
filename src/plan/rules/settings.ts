/** What a programme document says of plans. Pure. */
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import type { Thresholds } from './suggest.ts';

/** Numbers of the rule of smaller and bigger steps, and whether a manager approves plans. */
export type PlanRules = Thresholds & { approval: boolean };

/** The document's numbers; two missed and four easy steps, and no approval, where it says nothing. */
export function planRulesOf(document: Pick<ProgrammeDocument, 'plan'> | null): PlanRules {
  const plan = document?.plan;
  return {
    smallerAfter: plan?.smallerAfterMissed ?? 2,
    biggerAfter: plan?.biggerAfterEasy ?? 4,
    approval: plan?.approval === 'manager',
  };
}

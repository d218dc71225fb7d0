import type { Sql } from '../../kit/db.ts';
import { undoMinutes } from '../rules/steps.ts';
import type { PlanParts } from '../rules/story.ts';
import { climbOfCase } from '../store/climb.ts';
import { type AroundRow, type PlanAttempt, planAround } from '../store/plan.ts';
import { stepsOfCase } from '../store/steps.ts';
import type { Goal } from './goals.ts';
import type { Step } from './steps.ts';

export type {
  AnswerRow as Answered,
  HoldRow as Hold,
  PlanAttempt,
  PromiseRow as Promised,
  ReviewRow as Review,
  SetbackRow as Setback,
} from '../store/plan.ts';

/** A step with its attempts, the earliest first, without those that were taken back. */
export type PlannedStep = Step & { attempts: readonly PlanAttempt[] };
/** A whole plan. Everything is in the order in which it stands or happened. */
export type Plan = Omit<AroundRow, 'goals'> & { goals: readonly Goal[]; steps: readonly PlannedStep[] };

/** The plan of a case: two statements, however long it is. */
export async function planOf(sql: Sql, caseId: string): Promise<Plan> {
  const [steps, [around]] = await Promise.all([
    stepsOfCase(sql, { caseId }),
    planAround(sql, { caseId, minutes: undoMinutes }),
  ]);
  if (around === undefined) throw new Error('the plan has no row');
  const attempts = Map.groupBy(around.attempts, ({ stepId }) => stepId);
  return { ...around, steps: steps.map((step) => ({ ...step, attempts: attempts.get(step.id) ?? [] })) };
}

/** What the staircase of a case needs, without the rest of the plan: one statement. */
export async function climbOf(sql: Sql, caseId: string): Promise<PlanParts> {
  const [row] = await climbOfCase(sql, { caseId });
  return { goals: [], steps: [], setbacks: [], holds: [], ...row };
}

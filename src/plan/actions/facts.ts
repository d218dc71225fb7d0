/** Facts of plans for other rooms: what Today asks of many cases at once, in one statement each. */
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/facts.ts';

export type StepDue = store.DueRow;
export type PromiseBroken = store.BrokenRow;

/**
 * Of the cases given, those with a step whose day has come or passed: the most urgent one, and how many there are (`count`).
 * What is done, dropped or on hold is never due. Ask it of open cases: nothing is due on one that has ended.
 */
export function stepsDue(sql: Sql, caseIds: readonly string[], day: string): Promise<StepDue[]> {
  return store.stepsDue(sql, { caseIds, day });
}

/**
 * Of the cases given, those with a promise that was broken in the last 30 days, or whose day passed without its being kept
 * (`brokenOn` is then the day after it): the latest, and how many. `by` says whose promise it was: the person's, the worker's
 * or a service's, steps that these own included.
 */
export function promisesBroken(sql: Sql, caseIds: readonly string[], day: string): Promise<PromiseBroken[]> {
  return store.promisesBroken(sql, { caseIds, day });
}

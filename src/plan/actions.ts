/** What other rooms and the composition root may do with plans. */
export { type PromiseBroken, promisesBroken, type StepDue, stepsDue } from './actions/facts.ts';
export {
  addStep,
  type NewStep,
  type OpenStep,
  openSteps,
  type PlanCase,
  recordSteps,
  type StepOutcome,
  type StepResult,
} from './actions/steps.ts';

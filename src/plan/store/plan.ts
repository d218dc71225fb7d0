import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { PromiseState } from '../rules/promises.ts';
import type { Owner, Result, Size } from '../rules/steps.ts';
import type { SuggestionRule } from '../rules/suggest.ts';
import type { GoalRow } from './goals.ts';

/** An attempt that was not taken back; `fresh` says whether it still can be. */
export type PlanAttempt = {
  id: string;
  stepId: string;
  on: string;
  result: Result;
  easy: boolean;
  by: string | null;
  fresh: boolean;
};
export type HoldRow = {
  id: string;
  version: number;
  kind: string;
  words: string | null;
  scope: string;
  startsOn: string;
  endsOn: string | null;
  needStepId: string | null;
};
export type SetbackRow = {
  id: string;
  version: number;
  stepId: string | null;
  happenedOn: string;
  words: string;
  size: Size;
};
/** A promise of any party. `storedAs` is 'step' for one that is a step of the worker or of a service. */
export type PromiseRow = {
  id: string;
  version: number;
  storedAs: 'promise' | 'step';
  by: Owner;
  byName: string | null;
  words: string;
  toWhom: string;
  madeOn: string;
  dueOn: string | null;
  state: PromiseState;
  stateOn: string;
  note: string | null;
};
export type AnswerRow = {
  rule: SuggestionRule;
  after: string;
  answer: 'accepted' | 'refused';
  reason: string | null;
  on: string;
};
export type ReviewRow = {
  id: string;
  version: number;
  askedBy: string;
  askedOn: string;
  note: string | null;
  state: 'asked' | 'approved' | 'returned';
  decidedOn: string | null;
  reason: string | null;
};

/** Everything of a plan that stands around its steps. */
export type AroundRow = {
  goals: GoalRow[];
  attempts: PlanAttempt[];
  holds: HoldRow[];
  setbacks: SetbackRow[];
  promises: PromiseRow[];
  answers: AnswerRow[];
  review: ReviewRow | null;
};

// One statement: a plan has few rows of each, all found by the case.
export const planAround = statement(
  'plan.around',
  (p: { caseId: string; minutes: number }) => sql<AroundRow>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'words', words, 'area', area, 'term', term,
         'state', state, 'stateOn', state_on, 'stateReason', state_reason, 'setOn', set_on) order by position, id), '[]')
       from goal where case_id = ${p.caseId}) as goals,
      (select coalesce(json_agg(json_build_object('id', id, 'stepId', step_id, 'on', tried_on, 'result', result, 'easy', easy,
         'by', recorded_by, 'fresh', recorded_at > now() - make_interval(mins => ${p.minutes}::int)) order by tried_on, recorded_at, id), '[]')
       from step_attempt where case_id = ${p.caseId} and undone_at is null) as attempts,
      (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'kind', kind, 'words', words, 'scope', scope,
         'startsOn', starts_on, 'endsOn', ends_on, 'needStepId', need_step_id) order by starts_on, id), '[]')
       from plan_hold where case_id = ${p.caseId}) as holds,
      (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'stepId', step_id, 'happenedOn', happened_on,
         'words', words, 'size', size) order by happened_on, id), '[]')
       from plan_setback where case_id = ${p.caseId}) as setbacks,
      (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'storedAs', stored_as, 'by', promised_by,
         'byName', by_name, 'words', words, 'toWhom', to_whom, 'madeOn', made_on, 'dueOn', due_on, 'state', state,
         'stateOn', state_on, 'note', note) order by made_on, id), '[]')
       from case_promise where case_id = ${p.caseId}) as promises,
      (select coalesce(json_agg(json_build_object('rule', rule, 'after', after_attempt, 'answer', answer, 'reason', reason,
         'on', answered_on) order by created_at, id), '[]')
       from step_suggestion where case_id = ${p.caseId}) as answers,
      (select json_build_object('id', id, 'version', version, 'askedBy', asked_by, 'askedOn', asked_on, 'note', note,
         'state', state, 'decidedOn', decided_on, 'reason', reason)
       from plan_review where case_id = ${p.caseId} order by created_at desc, id desc limit 1) as review`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { PromiseState } from '../rules/promises.ts';
import type { Owner, Size } from '../rules/steps.ts';
import type { SuggestionRule } from '../rules/suggest.ts';
import type { HoldRow, PromiseRow, ReviewRow, SetbackRow } from './plan.ts';

// ── holds

const holdColumns = sql.raw(
  `id, version, kind, words, scope, starts_on as "startsOn", ends_on as "endsOn", need_step_id as "needStepId"`,
);

export const lockHold = statement(
  'plan.lockHold',
  (p: { caseId: string; id: string }) => sql<HoldRow>`
    select ${holdColumns} from plan_hold where id = ${p.id} and case_id = ${p.caseId} for update`,
);

export const insertHold = statement(
  'plan.insertHold',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    kind: string;
    words: string | null;
    scope: string;
    startsOn: string;
    needStepId: string | null;
  }) => sql`
    insert into plan_hold (id, case_id, person_id, kind, words, scope, starts_on, need_step_id)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.kind}, ${p.words}, ${p.scope}, ${p.startsOn}::date, ${p.needStepId}::uuid)`,
);

export const endHold = statement(
  'plan.endHold',
  (p: { id: string; endsOn: string; note: string | null }) => sql`
    update plan_hold set ends_on = ${p.endsOn}::date, resume_note = ${p.note}, version = version + 1 where id = ${p.id}`,
);

// ── set-backs

const setbackColumns = sql.raw(`id, version, step_id as "stepId", happened_on as "happenedOn", words, size`);

export const findSetback = statement(
  'plan.findSetback',
  (p: { caseId: string; id: string }) => sql<SetbackRow>`
    select ${setbackColumns} from plan_setback where id = ${p.id} and case_id = ${p.caseId}`,
);

type SetbackValues = { happenedOn: string; words: string; size: Size };

export const insertSetback = statement(
  'plan.insertSetback',
  (p: SetbackValues & { id: string; caseId: string; personId: string; stepId: string | null }) => sql`
    insert into plan_setback (id, case_id, person_id, step_id, happened_on, words, size)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.stepId}::uuid, ${p.happenedOn}::date, ${p.words}, ${p.size}::smallint)`,
);

export const updateSetback = statement(
  'plan.updateSetback',
  (p: SetbackValues & { id: string; caseId: string; version: number }) => sql<{ version: number }>`
    update plan_setback set happened_on = ${p.happenedOn}::date, words = ${p.words}, size = ${p.size}::smallint, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning version`,
);

// ── promises that are no steps

const promiseColumns = sql.raw(`id, version, 'promise' as "storedAs", promised_by as by, by_name as "byName", words,
  to_whom as "toWhom", made_on as "madeOn", due_on as "dueOn", state, state_on as "stateOn", note`);

export const findPromise = statement(
  'plan.findPromise',
  (p: { caseId: string; id: string }) => sql<PromiseRow>`
    select ${promiseColumns} from promise where id = ${p.id} and case_id = ${p.caseId}`,
);

export type PromiseValues = {
  by: Owner;
  byName: string | null;
  staffId: string | null;
  words: string;
  toWhom: string;
  madeOn: string;
  dueOn: string | null;
};

export const insertPromise = statement(
  'plan.insertPromise',
  (p: PromiseValues & { id: string; caseId: string; personId: string }) => sql`
    insert into promise (id, case_id, person_id, promised_by, by_name, staff_id, words, to_whom, made_on, due_on, state_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.by}, ${p.byName}, ${p.staffId}::uuid, ${p.words}, ${p.toWhom}, ${p.madeOn}::date,
      ${p.dueOn}::date, ${p.madeOn}::date)`,
);

export const updatePromise = statement(
  'plan.updatePromise',
  (p: PromiseValues & { id: string; caseId: string; version: number }) => sql<{ version: number }>`
    update promise set promised_by = ${p.by}, by_name = ${p.byName}, staff_id = ${p.staffId}::uuid, words = ${p.words},
      to_whom = ${p.toWhom}, made_on = ${p.madeOn}::date, due_on = ${p.dueOn}::date, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning version`,
);

export const setPromiseState = statement(
  'plan.setPromiseState',
  (p: {
    id: string;
    caseId: string;
    version: number;
    state: PromiseState;
    stateOn: string;
    note: string | null;
  }) => sql<{ words: string }>`
    update promise set state = ${p.state}, state_on = ${p.stateOn}::date, note = ${p.note}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning words`,
);

// ── suggestions

/** Keeps the answer unless this suggestion was answered already; then no row comes back. */
export const insertAnswer = statement(
  'plan.insertAnswer',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    rule: SuggestionRule;
    after: string;
    answer: 'accepted' | 'refused';
    reason: string | null;
    stepId: string | null;
    on: string;
    by: string | null;
  }) => sql<{ id: string }>`
    insert into step_suggestion (id, case_id, person_id, rule, after_attempt, answer, reason, step_id, answered_on, answered_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.rule}, ${p.after}, ${p.answer}, ${p.reason}, ${p.stepId}::uuid, ${p.on}::date,
      ${p.by}::uuid)
    on conflict (case_id, rule, after_attempt) do nothing returning id`,
);

// ── reviews

export const lockReview = statement(
  'plan.lockReview',
  (p: { caseId: string; id: string }) => sql<ReviewRow>`
    select id, version, asked_by as "askedBy", asked_on as "askedOn", note, state, decided_on as "decidedOn", reason
    from plan_review where id = ${p.id} and case_id = ${p.caseId} for update`,
);

/** Asks for approval; where it is asked for already, no row comes back. */
export const insertReview = statement(
  'plan.insertReview',
  (p: { id: string; caseId: string; personId: string; askedBy: string; askedOn: string; note: string | null }) => sql<{
    id: string;
  }>`
    insert into plan_review (id, case_id, person_id, asked_by, asked_on, note)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.askedBy}, ${p.askedOn}::date, ${p.note})
    on conflict (case_id) where state = 'asked' do nothing returning id`,
);

export const decideReview = statement(
  'plan.decideReview',
  (p: { id: string; state: 'approved' | 'returned'; by: string; on: string; reason: string | null }) => sql`
    update plan_review set state = ${p.state}, decided_by = ${p.by}, decided_on = ${p.on}::date, reason = ${p.reason},
      version = version + 1
    where id = ${p.id}`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { GoalState, Term } from '../rules/goals.ts';

/** A goal as it is kept. */
export type GoalRow = {
  id: string;
  version: number;
  words: string;
  area: string | null;
  term: Term;
  state: GoalState;
  stateOn: string;
  stateReason: string | null;
  setOn: string;
};

const columns = sql.raw(
  `id, version, words, area, term, state, state_on as "stateOn", state_reason as "stateReason", set_on as "setOn"`,
);

export const goalsOfCase = statement(
  'plan.goalsOfCase',
  (p: { caseId: string }) => sql<GoalRow>`
    select ${columns} from goal where case_id = ${p.caseId} order by position, id`,
);

export const openGoals = statement(
  'plan.openGoals',
  (p: { caseId: string }) => sql<GoalRow>`
    select ${columns} from goal where case_id = ${p.caseId} and state = 'open' order by position, id`,
);

export const findGoal = statement(
  'plan.findGoal',
  (p: { caseId: string; id: string }) => sql<GoalRow>`
    select ${columns} from goal where id = ${p.id} and case_id = ${p.caseId}`,
);

export const insertGoal = statement(
  'plan.insertGoal',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    words: string;
    area: string | null;
    term: Term;
    setOn: string;
  }) => sql`
    insert into goal (id, case_id, person_id, words, area, term, state_on, set_on, position)
    select ${p.id}::uuid, ${p.caseId}::uuid, ${p.personId}::uuid, ${p.words}::text, ${p.area}::text, ${p.term}::text, ${p.setOn}::date,
      ${p.setOn}::date, (select coalesce(max(o.position), 0) + 1 from goal o where o.case_id = ${p.caseId}::uuid)`,
);

export const updateGoal = statement(
  'plan.updateGoal',
  (p: { id: string; caseId: string; version: number; words: string; area: string | null; term: Term }) => sql<{
    version: number;
  }>`
    update goal set words = ${p.words}, area = ${p.area}, term = ${p.term}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning version`,
);

export const setGoalState = statement(
  'plan.setGoalState',
  (p: {
    id: string;
    caseId: string;
    version: number;
    state: GoalState;
    stateOn: string;
    stateReason: string | null;
  }) => sql<{ version: number }>`
    update goal set state = ${p.state}, state_on = ${p.stateOn}::date, state_reason = ${p.stateReason}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning version`,
);

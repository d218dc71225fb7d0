import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';
import type { Group, Owner, Result, Size, StepState } from '../rules/steps.ts';

/** A step as it is kept, with the name of the key worker whose it is. */
export type StepRow = {
  id: string;
  version: number;
  goalId: string | null;
  group: Group;
  words: string;
  idea: string | null;
  owner: Owner;
  ownerName: string | null;
  staffId: string | null;
  staffName: string | null;
  size: Size;
  dueOn: string | null;
  /** Not named on the page to take home. */
  offPaper: boolean;
  position: number;
  state: StepState;
  stateOn: string;
  stateReason: string | null;
  beforeHold: 'open' | 'tried' | null;
  holdId: string | null;
  insteadOf: string | null;
  agreedOn: string;
};

const columns = sql.raw(`s.id, s.version, s.goal_id as "goalId", s.step_group as "group", s.words, s.idea, s.owner,
  s.owner_name as "ownerName", s.staff_id as "staffId", k.staff_name as "staffName", s.size, s.due_on as "dueOn", s.off_paper as "offPaper",
  s.position, s.state, s.state_on as "stateOn", s.state_reason as "stateReason", s.before_hold as "beforeHold", s.hold_id as "holdId",
  s.instead_of as "insteadOf", s.agreed_on as "agreedOn"`);

export const stepsOfCase = statement(
  'plan.stepsOfCase',
  (p: { caseId: string }) => sql<StepRow>`
    select ${columns} from step s left join ${staffNames} k on k.staff_id = s.staff_id
    where s.case_id = ${p.caseId} order by s.position, s.id`,
);

export const findStep = statement(
  'plan.findStep',
  (p: { caseId: string; id: string }) => sql<StepRow>`
    select ${columns} from step s left join ${staffNames} k on k.staff_id = s.staff_id
    where s.id = ${p.id} and s.case_id = ${p.caseId}`,
);

/** The steps that can be taken next: the earliest day first, those without one after, then as the plan is ordered. */
export const openSteps = statement(
  'plan.openSteps',
  (p: { caseId: string; limit: number }) => sql<StepRow & { tries: number; misses: number }>`
    select ${columns},
      (select count(*) from step_attempt a where a.step_id = s.id and a.undone_at is null and a.result <> 'missed') as tries,
      (select count(*) from step_attempt a where a.step_id = s.id and a.undone_at is null and a.result = 'missed') as misses
    from step s left join ${staffNames} k on k.staff_id = s.staff_id
    where s.case_id = ${p.caseId} and s.state in ('open', 'tried')
    order by s.due_on nulls last, s.position, s.id limit ${p.limit}::int`,
);

/** What recording an attempt must know of a step. `earlier` counts attempts that were not taken back. */
export type LockedStep = Pick<
  StepRow,
  'id' | 'version' | 'state' | 'beforeHold' | 'dueOn' | 'words' | 'owner' | 'holdId'
> & {
  stateOn: string;
  earlier: number;
};

/** Locks steps of the case in the order of their ids, so that two who record at once wait for each other and never for ever. */
export const lockSteps = statement(
  'plan.lockSteps',
  (p: { caseId: string; ids: readonly string[] }) => sql<LockedStep>`
    select s.id, s.version, s.state, s.state_on as "stateOn", s.before_hold as "beforeHold", s.due_on as "dueOn", s.words, s.owner,
      s.hold_id as "holdId",
      (select count(*) from step_attempt a where a.step_id = s.id and a.undone_at is null) as earlier
    from step s where s.case_id = ${p.caseId} and s.id = any(${p.ids}::uuid[]) order by s.id for update of s`,
);

/** Locks every step of the case, in the order of their ids like `lockSteps`: for a new order, and for a crisis. */
export const lockPlan = statement(
  'plan.lockPlan',
  (p: { caseId: string }) => sql<LockedStep & { group: Group; position: number }>`
    select s.id, s.version, s.state, s.state_on as "stateOn", s.before_hold as "beforeHold", s.due_on as "dueOn", s.words, s.owner,
      s.hold_id as "holdId", s.step_group as "group", s.position, 0 as earlier
    from step s where s.case_id = ${p.caseId} order by s.id for update of s`,
);

export const insertAttempts = bulkInsert('plan.insertAttempts', 'step_attempt', {
  id: 'uuid',
  step_id: 'uuid',
  case_id: 'uuid',
  person_id: 'uuid',
  tried_on: 'date',
  result: 'text',
  easy: 'boolean',
  note: 'text',
  recorded_by: 'uuid',
});

/** States of many steps at once; each version is raised. A day that is not given stays (`keep_due`). */
export const setStates = statement(
  'plan.setStates',
  (p: { rows: string }) => sql<{ id: string; version: number }>`
    update step s set state = g.state, state_on = g.state_on, state_reason = g.state_reason, before_hold = g.before_hold,
      hold_id = g.hold_id, due_on = g.due_on, version = s.version + 1
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, state text, state_on date, state_reason text, before_hold text,
      hold_id uuid, due_on date)
    where s.id = g.id returning s.id, s.version`,
);

/** New places in the plan. Versions stay: an order is no part of what a step says. */
export const setPositions = statement(
  'plan.setPositions',
  (p: { ids: readonly string[] }) => sql`
    update step s set position = g.position from unnest(${p.ids}::uuid[]) with ordinality as g(id, position)
    where s.id = g.id and s.position <> g.position`,
);

/** What a form says of a step. */
export type StepValues = {
  goalId: string | null;
  group: Group;
  words: string;
  owner: Owner;
  ownerName: string | null;
  staffId: string | null;
  size: Size;
  dueOn: string | null;
  offPaper: boolean;
};

/** Adds a step at the end of the plan; a goal of another case is none. */
export const insertStep = statement(
  'plan.insertStep',
  (
    p: StepValues & {
      id: string;
      caseId: string;
      personId: string;
      idea: string | null;
      insteadOf: string | null;
      agreedOn: string;
      first: boolean;
    },
  ) => sql`
    insert into step (id, case_id, person_id, goal_id, step_group, words, idea, owner, owner_name, staff_id, size, due_on, off_paper,
      position, state_on, instead_of, agreed_on)
    select ${p.id}::uuid, ${p.caseId}::uuid, ${p.personId}::uuid,
      (select g.id from goal g where g.id = ${p.goalId}::uuid and g.case_id = ${p.caseId}::uuid), ${p.group}::text, ${p.words}::text,
      ${p.idea}::text, ${p.owner}::text, ${p.ownerName}::text, ${p.staffId}::uuid, ${p.size}::smallint, ${p.dueOn}::date,
      ${p.offPaper}::boolean, case when ${p.first}::boolean
        then (select coalesce(min(o.position), 1) - 1 from step o where o.case_id = ${p.caseId}::uuid)
        else (select coalesce(max(o.position), 0) + 1 from step o where o.case_id = ${p.caseId}::uuid) end,
      ${p.agreedOn}::date,
      (select o.id from step o where o.id = ${p.insteadOf}::uuid and o.case_id = ${p.caseId}::uuid), ${p.agreedOn}::date`,
);

export const updateStep = statement(
  'plan.updateStep',
  (p: StepValues & { id: string; caseId: string; version: number }) => sql<{ version: number }>`
    update step set goal_id = (select g.id from goal g where g.id = ${p.goalId}::uuid and g.case_id = ${p.caseId}::uuid),
      step_group = ${p.group}, words = ${p.words}, owner = ${p.owner}, owner_name = ${p.ownerName}, staff_id = ${p.staffId}::uuid,
      size = ${p.size}::smallint, due_on = ${p.dueOn}::date, off_paper = ${p.offPaper}::boolean, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int returning version`,
);

/** An attempt with what taking it back must know. `fresh` says whether it was recorded within the minutes. */
export type AttemptRow = {
  id: string;
  on: string;
  result: Result;
  easy: boolean;
  note: string | null;
  by: string | null;
  at: string;
  undoneAt: string | null;
  fresh: boolean;
};

/** The attempts at a step, the newest first, with those that were taken back. */
export const attemptsOfStep = statement(
  'plan.attemptsOfStep',
  (p: { stepId: string; minutes: number }) => sql<AttemptRow>`
    select id, tried_on as "on", result, easy, note, recorded_by as by, recorded_at as at, undone_at as "undoneAt",
      undone_at is null and recorded_at > now() - make_interval(mins => ${p.minutes}::int) as fresh
    from step_attempt where step_id = ${p.stepId} order by recorded_at desc, id desc`,
);

export const undoAttempt = statement(
  'plan.undoAttempt',
  (p: { id: string }) => sql<{ id: string }>`
    update step_attempt set undone_at = now() where id = ${p.id} and undone_at is null returning id`,
);

/** Open steps of workers go to whoever takes the case over; what is done or dropped stays with who had it. */
export const moveToWorkers = statement(
  'plan.moveToWorkers',
  (p: { rows: string }) => sql<{ case_id: string; person_id: string; steps: number; promises: number }>`
    with given as materialized (
      select * from jsonb_to_recordset(${p.rows}::jsonb) as r(case_id uuid, person_id uuid, from_staff uuid, to_staff uuid)),
    moved as (
      update step s set staff_id = g.to_staff from given g
      where s.case_id = g.case_id and s.owner = 'worker' and s.state in ('open', 'tried', 'held')
        and (s.staff_id is null or s.staff_id = g.from_staff)
      returning s.case_id),
    promised as (
      update promise p set staff_id = g.to_staff from given g
      where p.case_id = g.case_id and p.promised_by = 'worker' and p.state = 'open'
        and (p.staff_id is null or p.staff_id = g.from_staff)
      returning p.case_id)
    select g.case_id, g.person_id, (select count(*) from moved m where m.case_id = g.case_id) as steps,
      (select count(*) from promised m where m.case_id = g.case_id) as promises
    from given g`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export const insertPause = statement(
  'cases.insertPause',
  (p: { id: string; caseId: string; personId: string; startsOn: string; reason: string; reviewOn: string }) => sql`
    insert into case_pause (id, case_id, person_id, starts_on, reason, review_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.startsOn}, ${p.reason}, ${p.reviewOn})`,
);

export const setPaused = statement(
  'cases.setPaused',
  (p: { caseId: string; pausedOn: string; reason: string; reviewOn: string }) => sql`
    update case_record set status = 'paused', paused_on = ${p.pausedOn}, pause_reason = ${p.reason}, review_on = ${p.reviewOn}
    where id = ${p.caseId}`,
);

/** Ends the pause of now, if there is one, and takes it off the case. */
export const endPause = statement(
  'cases.endPause',
  (p: { caseId: string; endsOn: string }) => sql`
    with ended as (
      update case_pause set ends_on = greatest(starts_on, ${p.endsOn}::date) where case_id = ${p.caseId} and ends_on is null)
    update case_record set paused_on = null, pause_reason = null, review_on = null where id = ${p.caseId}`,
);

export const setObligation = statement(
  'cases.setObligation',
  (p: { caseId: string; obligation: string | null }) => sql`
    update case_record set obligation = ${p.obligation} where id = ${p.caseId}`,
);

export type PauseRow = { starts_on: string; ends_on: string | null; reason: string; review_on: string };

/** Every pause of a case, the newest first. */
export const pausesOfCase = statement(
  'cases.pausesOfCase',
  (p: { caseId: string }) => sql<PauseRow>`
    select starts_on, ends_on, reason, review_on from case_pause where case_id = ${p.caseId}
    order by starts_on desc, id desc limit 100`,
);

export type ExitPlanRow = {
  made_on: string;
  answers: Record<string, string>;
  asked: { asked: string; answer: string }[];
};

export const findExitPlan = statement(
  'cases.findExitPlan',
  (p: { caseId: string }) => sql<ExitPlanRow>`
    select made_on, answers, asked from exit_plan where case_id = ${p.caseId}`,
);

export const upsertExitPlan = statement(
  'cases.upsertExitPlan',
  (p: { caseId: string; personId: string; madeOn: string; answers: string; asked: string }) => sql`
    insert into exit_plan (case_id, person_id, made_on, answers, asked)
    values (${p.caseId}, ${p.personId}, ${p.madeOn}, ${p.answers}::jsonb, ${p.asked}::jsonb)
    on conflict (case_id) do update set made_on = excluded.made_on, answers = excluded.answers, asked = excluded.asked,
      version = exit_plan.version + 1`,
);

export type HandBackRow = {
  id: string;
  to_whom: string;
  sent_on: string;
  summary: string;
  state: 'sent' | 'received';
  received_on: string | null;
  received_by: string | null;
};

/** Hand-backs of a case, the newest first. */
export const handBacksOf = statement(
  'cases.handBacksOf',
  (p: { caseId: string }) => sql<HandBackRow>`
    select id, to_whom, sent_on, summary, state, received_on, received_by from hand_back where case_id = ${p.caseId}
    order by sent_on desc, id desc limit 50`,
);

export const insertHandBack = statement(
  'cases.insertHandBack',
  (p: { id: string; caseId: string; personId: string; toWhom: string; sentOn: string; summary: string }) => sql`
    insert into hand_back (id, case_id, person_id, to_whom, sent_on, summary)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.toWhom}, ${p.sentOn}, ${p.summary})`,
);

export const receiveHandBack = statement(
  'cases.receiveHandBack',
  (p: { id: string; receivedOn: string; receivedBy: string }) => sql<{ id: string }>`
    update hand_back set state = 'received', received_on = ${p.receivedOn}, received_by = ${p.receivedBy}, version = version + 1
    where id = ${p.id} and state = 'sent' returning id`,
);

export type ReturnRow = { id: string; asked_on: string; reason: string; staff_id: string | null };

/** The request to come back that is open, if any. */
export const openReturn = statement(
  'cases.openReturn',
  (p: { caseId: string }) => sql<ReturnRow>`
    select id, asked_on, reason, staff_id from return_request where case_id = ${p.caseId} and state = 'waiting'`,
);

export const insertReturn = statement(
  'cases.insertReturn',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    programmeId: string;
    askedOn: string;
    reason: string;
    staffId: string | null;
    state: string;
    endedOn: string | null;
  }) => sql`
    insert into return_request (id, case_id, person_id, programme_id, asked_on, reason, staff_id, state, ended_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.programmeId}, ${p.askedOn}, ${p.reason}, ${p.staffId}, ${p.state}, ${p.endedOn})`,
);

export const endReturn = statement(
  'cases.endReturn',
  (p: { caseId: string; state: string; endedOn: string }) => sql<{ id: string }>`
    update return_request set state = ${p.state}, ended_on = ${p.endedOn}, version = version + 1
    where case_id = ${p.caseId} and state = 'waiting' returning id`,
);

/** A case into its state, as it was ended: the end stays on the case while somebody waits to come back. */
export const setStatusOnly = statement(
  'cases.setStatusOnly',
  (p: { caseId: string; status: string }) => sql`update case_record set status = ${p.status} where id = ${p.caseId}`,
);

/**
 * How full a key worker's caseload is, and how many wait for them. Restricted cases count only for whoever may open them: a
 * number must not betray one.
 */
export const fullness = statement(
  'cases.fullness',
  (p: { staffId: string; opened: readonly string[]; most: number }) => sql<{ attached: number; waiting: number }>`
    select
      (select count(*) from (select 1 from case_record c where c.key_worker_id = ${p.staffId} and c.status = 'attached'
         and c.closed_on is null and (not c.restricted or c.person_id = any(${p.opened}::uuid[])) limit ${p.most}::int) counted) as attached,
      (select count(*) from return_request r join case_record c on c.id = r.case_id
       where r.staff_id = ${p.staffId} and r.state = 'waiting'
         and (not c.restricted or c.person_id = any(${p.opened}::uuid[]))) as waiting`,
);

/** The place of a request in the programme's waiting list, counting as `fullness` does. */
export const placeInLine = statement(
  'cases.placeInLine',
  (p: { caseId: string; opened: readonly string[] }) => sql<{ place: number }>`
    select count(*) as place from return_request own
    join return_request r on r.programme_id = own.programme_id and r.state = 'waiting' and (r.asked_on, r.id) <= (own.asked_on, own.id)
    join case_record c on c.id = r.case_id
    where own.case_id = ${p.caseId} and own.state = 'waiting'
      and (not c.restricted or c.person_id = any(${p.opened}::uuid[]))`,
);

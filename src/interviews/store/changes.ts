import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { firstAnswer } from '../../assessment/actions/points.ts';
import { casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** A waiver or a deferral. Days are 'YYYY-MM-DD'. */
export type ChangeRow = {
  id: string;
  series_id: string;
  case_id: string;
  kind: 'waiver' | 'deferral';
  scope: 'next' | 'rest';
  number: number | null;
  reason: string;
  words: string | null;
  evidence: string | null;
  advice_from: string | null;
  advice: string | null;
  information_given: boolean;
  awaited: string | null;
  returns_on: string | null;
  review_on: string;
  interpreter_present: boolean | null;
  purpose_understood: boolean | null;
  classes_offered: boolean | null;
  guidance_version: number | null;
  caseload: number | null;
  asked_on: string;
  asked_by: string | null;
  asked_by_name: string | null;
  state: 'asked' | 'in_force' | 'refused' | 'ended';
  decided_on: string | null;
  decided_by_name: string | null;
  decision_words: string | null;
  reviewed_on: string | null;
  ended_on: string | null;
  version: number;
};

const select = sql`
  select r.id, r.series_id, r.case_id, r.kind, r.scope, r.number, r.reason, r.words, r.evidence, r.advice_from, r.advice, r.information_given,
    r.awaited, r.returns_on, r.review_on, r.interpreter_present, r.purpose_understood, r.classes_offered, r.guidance_version, r.caseload,
    r.asked_on, r.asked_by, a.user_name as asked_by_name, r.state, r.decided_on, d.user_name as decided_by_name, r.decision_words,
    r.reviewed_on, r.ended_on, r.version
  from requirement_change r
  left join ${userNamesPart} a on a.user_id = r.asked_by
  left join ${userNamesPart} d on d.user_id = r.decided_by`;

export const changesOfCase = statement(
  'interviews.changesOfCase',
  (p: { caseId: string }) =>
    sql<ChangeRow>`${select} where r.case_id = ${p.caseId} order by r.asked_on desc, r.id desc limit 50`,
);

export const findChange = statement(
  'interviews.findChange',
  (p: { caseId: string; id: string }) => sql<ChangeRow>`${select} where r.id = ${p.id} and r.case_id = ${p.caseId}`,
);

/** It as it stands, kept from others until the transaction ends. */
export const lockChange = statement(
  'interviews.lockChange',
  (p: { caseId: string; id: string }) =>
    sql<ChangeRow>`${select} where r.id = ${p.id} and r.case_id = ${p.caseId} for update of r`,
);

/** How many open cases a key worker has, and where a person stood at first: what a later look at waivers needs. */
export const contextOf = statement(
  'interviews.contextOf',
  (p: { caseId: string; staffId: string | null; instrument: string; question: string }) => sql<{
    caseload: number | null;
    point: string | null;
  }>`
    select case when ${p.staffId}::uuid is null then null else (
        select count(*)::int from ${casePlaces} c where c.key_worker_id = ${p.staffId}::uuid and c.status <> 'closed') end as caseload,
      ${firstAnswer(sql`${p.caseId}::uuid`, p.instrument, p.question)} as point`,
);

/** A row to insert; names as the columns. */
export type NewChange = Omit<
  ChangeRow,
  'asked_by_name' | 'decided_by_name' | 'decision_words' | 'reviewed_on' | 'ended_on' | 'version'
> & { person_id: string; point: string | null; worker_id: string | null };

export const insertChange = statement(
  'interviews.insertChange',
  (p: { row: string }) => sql`
    insert into requirement_change (id, series_id, case_id, person_id, kind, scope, number, reason, words, evidence, advice_from, advice,
      information_given, awaited, returns_on, review_on, interpreter_present, purpose_understood, classes_offered, guidance_version, caseload,
      point, worker_id, asked_on, asked_by, state, decided_on)
    select id, series_id, case_id, person_id, kind, scope, number, reason, words, evidence, advice_from, advice,
      information_given, awaited, returns_on, review_on, interpreter_present, purpose_understood, classes_offered, guidance_version, caseload,
      point, worker_id, asked_on, asked_by, state, decided_on
    from jsonb_to_record(${p.row}::jsonb) as g(id uuid, series_id uuid, case_id uuid, person_id uuid, kind text, scope text, number integer,
      reason text, words text, evidence text, advice_from text, advice text, information_given boolean, awaited text, returns_on date,
      review_on date, interpreter_present boolean, purpose_understood boolean, classes_offered boolean, guidance_version integer,
      caseload integer, point text, worker_id uuid, asked_on date, asked_by uuid, state text, decided_on date)`,
);

export const decideChange = statement(
  'interviews.decideChange',
  (p: { id: string; state: string; words: string | null; on: string; by: string | null }) => sql`
    update requirement_change set state = ${p.state}, decision_words = ${p.words}, decided_on = ${p.on}, decided_by = ${p.by},
      version = version + 1
    where id = ${p.id}`,
);

/** It was looked at and goes on, until another day. */
export const reviewChange = statement(
  'interviews.reviewChange',
  (p: { id: string; reviewOn: string; returnsOn: string | null; on: string }) => sql`
    update requirement_change set review_on = ${p.reviewOn}, returns_on = ${p.returnsOn}, reviewed_on = ${p.on}, version = version + 1
    where id = ${p.id}`,
);

export const endChange = statement(
  'interviews.endChange',
  (p: { id: string; on: string }) => sql`
    update requirement_change set state = 'ended', ended_on = ${p.on}, reviewed_on = ${p.on}, version = version + 1 where id = ${p.id}`,
);

/** Takes a lift back: interviews that were waived are to be held again. */
export const unlift = statement(
  'interviews.unlift',
  (p: { seriesId: string; since: string }) => sql<{ id: string }>`
    update interview set lifted = null, lifted_on = null, version = version + 1
    where series_id = ${p.seriesId} and lifted = 'waived' and lifted_on >= ${p.since}::date and held_on is null
    returning id`,
);

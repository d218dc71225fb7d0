import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { type AboutPart, latestAbout } from '../../diary/actions/about.ts';
import { statement } from '../../kit/db.ts';
import type { SeriesState } from '../rules/series.ts';

/** The series of a case. Days are 'YYYY-MM-DD'. */
export type SeriesRow = {
  id: string;
  programme_id: string;
  case_id: string;
  person_id: string;
  code: string | null;
  claim_on: string | null;
  exemption: string | null;
  started_on: string;
  total: number;
  mandatory: boolean;
  screening: boolean;
  state: SeriesState;
  state_on: string;
  voluntary_on: string | null;
  protected: string[];
  afterwards: string | null;
  afterwards_on: string | null;
  place: 'held' | 'waiting' | null;
  next_call_on: string | null;
  version: number;
};

const columns = sql.raw(
  `id, programme_id, case_id, person_id, code, claim_on, exemption, started_on, total, mandatory, screening, state, state_on,
  voluntary_on, protected, afterwards, afterwards_on, place, next_call_on, version`,
);

export const seriesOfCase = statement(
  'interviews.seriesOfCase',
  (p: { caseId: string }) => sql<SeriesRow>`select ${columns} from interview_series where case_id = ${p.caseId}`,
);

/** The series as it stands, kept from others until the transaction ends. */
export const lockSeries = statement(
  'interviews.lockSeries',
  (p: { caseId: string }) =>
    sql<SeriesRow>`select ${columns} from interview_series where case_id = ${p.caseId} for update`,
);

export const insertSeries = statement(
  'interviews.insertSeries',
  (p: {
    id: string;
    programmeId: string;
    caseId: string;
    personId: string;
    code: string | null;
    claimOn: string | null;
    exemption: string | null;
    startedOn: string;
    total: number;
    mandatory: boolean;
    screening: boolean;
    state: string;
    protectedBy: readonly string[];
    by: string | null;
  }) => sql`
    insert into interview_series (id, programme_id, case_id, person_id, code, claim_on, exemption, started_on, total, mandatory, screening,
      state, state_on, protected, created_by)
    values (${p.id}, ${p.programmeId}, ${p.caseId}, ${p.personId}, ${p.code}, ${p.claimOn}, ${p.exemption}, ${p.startedOn}, ${p.total},
      ${p.mandatory}, ${p.screening}, ${p.state}, ${p.startedOn}, ${p.protectedBy}::text[], ${p.by})`,
);

/** Changes where a series stands. No row when somebody was first. */
export const changeSeries = statement(
  'interviews.changeSeries',
  (p: {
    id: string;
    version: number;
    state: string;
    stateOn: string;
    exemption: string | null;
    voluntaryOn: string | null;
    protectedBy: readonly string[];
    afterwards: string | null;
    afterwardsOn: string | null;
    place: string | null;
    nextCallOn: string | null;
  }) => sql<{ id: string }>`
    update interview_series set state = ${p.state}, state_on = ${p.stateOn}, exemption = ${p.exemption}, voluntary_on = ${p.voluntaryOn},
      protected = ${p.protectedBy}::text[], afterwards = ${p.afterwards}, afterwards_on = ${p.afterwardsOn}, place = ${p.place},
      next_call_on = ${p.nextCallOn}, version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);

/** An interview with the latest of its appointments. */
export type InterviewRow = AboutPart & {
  id: string;
  number: number | null;
  mandatory: boolean;
  due_on: string;
  planned_on: string;
  moved_because: string | null;
  held_on: string | null;
  held_by_name: string | null;
  staff_name: string | null;
  lifted: 'screened_out' | 'waived' | 'exempt' | null;
  gap_reason: string | null;
  gap_words: string | null;
  version: number;
};

export const interviewsOfSeries = statement(
  'interviews.interviewsOfSeries',
  (p: { seriesId: string }) => sql<InterviewRow>`
    select i.id, i.number, i.mandatory, i.due_on, i.planned_on, i.moved_because, i.held_on, h.staff_name as held_by_name,
      s.staff_name, i.lifted, i.gap_reason, i.gap_words, i.version, d.appointment_id, d.appointment_state, d.appointment_staff, d.on_day, d.at_time
    from interview i
    left join lateral ${latestAbout(sql`'interview:' || i.id`)} d on true
    left join ${staffNames} h on h.staff_id = i.held_by
    left join ${staffNames} s on s.staff_id = d.appointment_staff
    where i.series_id = ${p.seriesId} order by i.number nulls last, i.due_on, i.id`,
);

export const insertInterviews = statement(
  'interviews.insertInterviews',
  (p: { rows: string }) => sql`
    insert into interview (id, series_id, case_id, person_id, number, mandatory, due_on, planned_on, moved_because, held_on, held_by, lifted, lifted_on)
    select id, series_id, case_id, person_id, number, mandatory, due_on, planned_on, moved_because, held_on, held_by, lifted, lifted_on
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, series_id uuid, case_id uuid, person_id uuid, number integer, mandatory boolean,
      due_on date, planned_on date, moved_because text, held_on date, held_by uuid, lifted text, lifted_on date)`,
);

/** Says that an interview was held. No row when it was changed meanwhile, lifted, or told already. */
export const holdInterview = statement(
  'interviews.holdInterview',
  (p: { id: string; caseId: string; version: number; heldOn: string; staffId: string | null }) => sql<{ id: string }>`
    update interview set held_on = ${p.heldOn}, held_by = ${p.staffId}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} and held_on is null and lifted is null returning id`,
);

/** Lifts interviews that are still to be held. */
export const liftInterviews = statement(
  'interviews.liftInterviews',
  (p: { ids: readonly string[]; because: string; on: string }) => sql<{ id: string }>`
    update interview set lifted = ${p.because}, lifted_on = ${p.on}, version = version + 1
    where id = any(${p.ids}::uuid[]) and held_on is null and lifted is null returning id`,
);

/** Moves proposed days. `rows` are {id, planned_on}. */
export const planInterviews = statement(
  'interviews.planInterviews',
  (p: { rows: string; because: string }) => sql`
    update interview i set planned_on = g.planned_on, moved_because = ${p.because}, version = version + 1
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, planned_on date) where i.id = g.id`,
);

export const sayGap = statement(
  'interviews.sayGap',
  (p: { id: string; caseId: string; version: number; reason: string; words: string | null }) => sql<{ id: string }>`
    update interview set gap_reason = ${p.reason}, gap_words = ${p.words}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} returning id`,
);

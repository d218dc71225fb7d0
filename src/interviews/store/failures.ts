import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** A failure to attend with the attempts that were made. Days are 'YYYY-MM-DD'. */
export type FailureRow = {
  id: string;
  interview_id: string;
  series_id: string;
  case_id: string;
  number: number | null;
  failed_on: string;
  letter_on: string;
  clock_days: number;
  clock_unit: 'calendar' | 'working';
  last_day_counts: boolean;
  answer_by: string;
  follow_up_by: string;
  most_attempts: number;
  protected: string[];
  visit_on: string | null;
  visit_outcome: string | null;
  visit_words: string | null;
  answered_on: string | null;
  cause: string | null;
  good_cause: boolean | null;
  cause_words: string | null;
  cause_evidence: string | null;
  proposal: string | null;
  proposal_words: string | null;
  proposed_on: string | null;
  proposed_by: string | null;
  proposed_by_name: string | null;
  decision: 'agreed' | 'not_agreed' | null;
  decision_words: string | null;
  decided_on: string | null;
  decided_by_name: string | null;
  state: 'open' | 'good_cause' | 'proposed' | 'decided';
  version: number;
  steps: { on: string; channel: string; reached: boolean; words: string | null }[];
};

const select = sql`
  select f.id, f.interview_id, f.series_id, f.case_id, i.number, f.failed_on, f.letter_on, f.clock_days, f.clock_unit, f.last_day_counts,
    f.answer_by, f.follow_up_by, f.most_attempts, f.protected, f.visit_on, f.visit_outcome, f.visit_words, f.answered_on, f.cause,
    f.good_cause, f.cause_words, f.cause_evidence, f.proposal, f.proposal_words, f.proposed_on, f.proposed_by, u.user_name as proposed_by_name,
    f.decision, f.decision_words, f.decided_on, d.user_name as decided_by_name, f.state, f.version,
    (select coalesce(json_agg(json_build_object('on', s.done_on, 'channel', s.channel, 'reached', s.reached, 'words', s.words) order by s.id), '[]')
      from failure_step s where s.failure_id = f.id) as steps
  from attendance_failure f join interview i on i.id = f.interview_id
  left join ${userNamesPart} u on u.user_id = f.proposed_by
  left join ${userNamesPart} d on d.user_id = f.decided_by`;

export const failuresOfCase = statement(
  'interviews.failuresOfCase',
  (p: { caseId: string }) =>
    sql<FailureRow>`${select} where f.case_id = ${p.caseId} order by f.failed_on desc, f.id desc limit 50`,
);

export const findFailure = statement(
  'interviews.findFailure',
  (p: { caseId: string; id: string }) => sql<FailureRow>`${select} where f.id = ${p.id} and f.case_id = ${p.caseId}`,
);

/** The failure as it stands, kept from others until the transaction ends. */
export const lockFailure = statement(
  'interviews.lockFailure',
  (p: { caseId: string; id: string }) =>
    sql<FailureRow>`${select} where f.id = ${p.id} and f.case_id = ${p.caseId} for update of f`,
);

export const insertFailure = statement(
  'interviews.insertFailure',
  (p: {
    id: string;
    interviewId: string;
    seriesId: string;
    caseId: string;
    personId: string;
    workerId: string | null;
    appointmentId: string | null;
    failedOn: string;
    letterOn: string;
    clockDays: number;
    clockUnit: string;
    lastDayCounts: boolean;
    answerBy: string;
    followUpBy: string;
    mostAttempts: number;
    protectedBy: readonly string[];
    by: string | null;
  }) => sql`
    insert into attendance_failure (id, interview_id, series_id, case_id, person_id, worker_id, appointment_id, failed_on, letter_on, clock_days,
      clock_unit, last_day_counts, answer_by, follow_up_by, most_attempts, protected, state, created_by)
    values (${p.id}, ${p.interviewId}, ${p.seriesId}, ${p.caseId}, ${p.personId}, ${p.workerId}, ${p.appointmentId}, ${p.failedOn}, ${p.letterOn},
      ${p.clockDays}, ${p.clockUnit}, ${p.lastDayCounts}, ${p.answerBy}, ${p.followUpBy}, ${p.mostAttempts}, ${p.protectedBy}::text[], 'open', ${p.by})`,
);

export const insertStep = statement(
  'interviews.insertStep',
  (p: {
    id: string;
    failureId: string;
    caseId: string;
    personId: string;
    on: string;
    channel: string;
    reached: boolean;
    words: string | null;
    by: string | null;
  }) => sql`
    insert into failure_step (id, failure_id, case_id, person_id, done_on, channel, reached, words, made_by)
    values (${p.id}, ${p.failureId}, ${p.caseId}, ${p.personId}, ${p.on}, ${p.channel}, ${p.reached}, ${p.words}, ${p.by})`,
);

export const sayVisit = statement(
  'interviews.sayVisit',
  (p: { id: string; on: string; outcome: string; words: string | null }) => sql`
    update attendance_failure set visit_on = ${p.on}, visit_outcome = ${p.outcome}, visit_words = ${p.words}, version = version + 1
    where id = ${p.id}`,
);

export const sayCause = statement(
  'interviews.sayCause',
  (p: {
    id: string;
    state: string;
    on: string;
    cause: string;
    good: boolean;
    words: string | null;
    evidence: string | null;
  }) => sql`
    update attendance_failure set state = ${p.state}, answered_on = ${p.on}, cause = ${p.cause}, good_cause = ${p.good},
      cause_words = ${p.words}, cause_evidence = ${p.evidence}, version = version + 1
    where id = ${p.id}`,
);

export const propose = statement(
  'interviews.propose',
  (p: { id: string; proposal: string; words: string; on: string; by: string | null }) => sql`
    update attendance_failure set state = 'proposed', proposal = ${p.proposal}, proposal_words = ${p.words}, proposed_on = ${p.on},
      proposed_by = ${p.by}, version = version + 1
    where id = ${p.id}`,
);

export const decide = statement(
  'interviews.decide',
  (p: { id: string; decision: string; words: string; on: string; by: string | null }) => sql`
    update attendance_failure set state = 'decided', decision = ${p.decision}, decision_words = ${p.words}, decided_on = ${p.on},
      decided_by = ${p.by}, version = version + 1
    where id = ${p.id}`,
);

import { sql } from 'kysely';
import { staffPhones, userNamesPart } from '../../access/actions/parts.ts';
import { attachmentsPart, casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people, peopleReach } from '../../people/actions/parts.ts';
import { programmeNames } from '../../programmes/actions/parts.ts';
import { employerConsent } from '../../work/actions/employer-consent.ts';
import { jobsPart } from '../../work/actions/parts.ts';
import type { Need } from '../rules/evidence.ts';

/** A question to an employer, as the page of evidence shows it. */
export type QuestionRow = {
  id: string;
  reference: string;
  job_id: string;
  email: string;
  asked_on: string;
  asked_by_name: string | null;
  state: 'queued' | 'claimed' | 'sent' | 'failed' | 'stopped' | 'answered';
  /** It was sent, and the link has ended. */
  over: boolean;
  /** The person said no to talking to this employer. */
  refused: boolean;
};

// A no to talking to the employer ends whatever is under way with them.
const refused = sql`coalesce(not ${employerConsent('q.case_id', 'q.job_id')}, false)`;

export const questionsOfCase = statement(
  'claims.questionsOfCase',
  (p: { caseId: string; now: string }) => sql<QuestionRow>`
    select q.id, q.reference, q.job_id, q.email, q.asked_on, u.user_name as asked_by_name, q.state,
      q.state = 'sent' and q.ends_at <= ${p.now}::timestamptz as over, ${refused} as refused
    from employer_question q left join ${userNamesPart} u on u.user_id = q.asked_by
    where q.case_id = ${p.caseId} order by q.asked_on desc, q.id desc`,
);

/** What the person says about talking to the employer of each job of a case; null: nobody has asked. */
export const consentsOfCase = statement(
  'claims.consentsOfCase',
  (p: { caseId: string }) => sql<{ job_id: string; agrees: boolean | null }>`
    select j.job_id, ${employerConsent('j.case_id', 'j.job_id')} as agrees from ${jobsPart} j where j.case_id = ${p.caseId}`,
);

/** A row where an address is the person's own. */
export const isOwnAddress = statement(
  'claims.isOwnAddress',
  (p: { personId: string; email: string }) => sql<{ person_id: string }>`
    select person_id from ${peopleReach} r where person_id = ${p.personId} and lower(trim(email)) = lower(${p.email})`,
);

/** One at a time for a job: two who ask the same employer at once wait for each other. */
export const lockQuestions = statement(
  'claims.lockQuestions',
  (p: { jobId: string }) => sql`select pg_advisory_xact_lock(hashtextextended('employer ' || ${p.jobId}::text, 0))`,
);

/** A question about this job that waits for its answer. */
export const openQuestion = statement(
  'claims.openQuestion',
  (p: { jobId: string; now: string }) => sql<{ id: string }>`
    select id from employer_question where job_id = ${p.jobId}
      and (state in ('queued', 'claimed') or (state = 'sent' and ends_at > ${p.now}::timestamptz)) limit 1`,
);

type NewQuestion = {
  id: string;
  reference: string;
  caseId: string;
  personId: string;
  programmeId: string;
  jobId: string;
  email: string;
  agreedOn: string;
  askedFor: string;
  askedBy: string | null;
  askedOn: string;
  now: string;
};

export const insertQuestion = statement(
  'claims.insertQuestion',
  (p: NewQuestion) => sql`
    insert into employer_question (id, reference, case_id, person_id, programme_id, job_id, email, agreed_on, asked_for, asked_by,
      asked_on, not_before, state_at)
    values (${p.id}, ${p.reference}, ${p.caseId}, ${p.personId}, ${p.programmeId}, ${p.jobId}, ${p.email}, ${p.agreedOn},
      ${p.askedFor}::jsonb, ${p.askedBy}, ${p.askedOn}, ${p.now}, ${p.now})`,
);

/** Takes a question back: its link leads nowhere any more. Nothing comes back where it was answered or stopped. */
export const stopQuestion = statement(
  'claims.stopQuestion',
  (p: { id: string; caseId: string; now: string }) => sql<{ reference: string }>`
    update employer_question set state = 'stopped', reason = 'taken back', token_hash = null, state_at = ${p.now}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and state in ('queued', 'claimed', 'sent', 'failed') returning reference`,
);

/** An email that is to be sent, with what its words name. */
export type MailRow = {
  id: string;
  reference: string;
  email: string;
  attempts: number;
  programme_name: string;
  worker_name: string | null;
  worker_phone: string | null;
};

/** Takes email that is due. What was taken and never settled is taken again after ten minutes: its link is then another. */
export const claimQuestions = statement(
  'claims.claimQuestions',
  (p: { now: string; limit: number }) => sql<MailRow>`
    with due as (
      select id from employer_question
      where state in ('queued', 'claimed') and not_before <= ${p.now}::timestamptz
        and (state = 'queued' or claimed_at < ${p.now}::timestamptz - interval '10 minutes')
      order by not_before limit ${p.limit}::int for update skip locked),
    taken as (
      update employer_question q set state = 'claimed', claimed_at = ${p.now}, state_at = ${p.now}, attempts = attempts + 1
      from due where due.id = q.id returning q.id, q.reference, q.email, q.attempts, q.programme_id, q.case_id, q.asked_by)
    select t.id, t.reference, t.email, t.attempts, g.programme_name, coalesce(f.staff_name, u.user_name) as worker_name,
      f.staff_phone as worker_phone
    from taken t join ${programmeNames} g on g.programme_id = t.programme_id
    join ${casePlaces} c on c.case_id = t.case_id
    left join ${staffPhones} f on f.staff_id = c.key_worker_id
    left join ${userNamesPart} u on u.user_id = t.asked_by
    order by t.id`,
);

/** Keeps the digest of the token that goes out now; nothing comes back where the question was taken back or refused meanwhile. */
export const keepToken = statement(
  'claims.keepToken',
  (p: { id: string; hash: Buffer; endsAt: string }) => sql<{ id: string }>`
    update employer_question q set token_hash = ${p.hash}, ends_at = ${p.endsAt}
    where id = ${p.id} and state = 'claimed' and not ${refused} returning id`,
);

/** Stops an email that the person said no to. Nothing comes back where something else became of it. */
export const stopRefused = statement(
  'claims.stopRefusedQuestion',
  (p: { id: string; now: string }) => sql<{ case_id: string; person_id: string; programme_id: string }>`
    update employer_question q set state = 'stopped', reason = 'the person said no', token_hash = null, claimed_at = null,
      state_at = ${p.now}, version = version + 1
    where id = ${p.id} and state = 'claimed' and ${refused} returning case_id, person_id, programme_id`,
);

export const settleQuestion = statement(
  'claims.settleQuestion',
  (p: { id: string; state: string; reason: string | null; notBefore: string | null; now: string }) => sql`
    update employer_question set state = ${p.state}, reason = ${p.reason}, not_before = coalesce(${p.notBefore}::timestamptz, not_before),
      claimed_at = null, state_at = ${p.now}
    where id = ${p.id} and state = 'claimed'`,
);

/** What a link leads to: whose job is to be confirmed, and whether it was answered. */
export type AskedRow = {
  id: string;
  reference: string;
  case_id: string;
  person_id: string;
  programme_id: string;
  job_id: string;
  asked_for: Need[];
  asked_on: string;
  /** The latest day on which the page of the link was opened. */
  opened_on: string | null;
  version: number;
  answered: boolean;
  programme_name: string;
  programme_key: string;
  case_reference: string;
  given_name: string | null;
  family_name: string | null;
  worker_name: string | null;
  worker_phone: string | null;
};

const asked = sql`select q.id, q.reference, q.case_id, c.person_id, q.programme_id, q.job_id, q.asked_for, q.asked_on, q.opened_on, q.version,
      q.state = 'answered' as answered, g.programme_name, g.programme_key, a.outside_reference as case_reference, w.given_name, w.family_name,
      f.staff_name as worker_name, f.staff_phone as worker_phone
    from employer_question q
    join ${programmeNames} g on g.programme_id = q.programme_id
    join ${casePlaces} c on c.case_id = q.case_id
    join ${attachmentsPart} a on a.case_id = q.case_id
    join ${people} w on w.person_id = c.person_id
    left join ${staffPhones} f on f.staff_id = c.key_worker_id`;

/**
 * The question of a link that can be used. What ended, was taken back, was refused by the person or never was comes back the same:
 * not at all. A link that arrived works also where its sending was never settled, or was settled as failed.
 */
export const questionOfLink = statement(
  'claims.questionOfLink',
  (p: { hash: Buffer; now: string }) => sql<AskedRow>`
    ${asked} where q.token_hash = ${p.hash} and q.ends_at > ${p.now}::timestamptz and not ${refused}`,
);

/** The same, once it is answered: at most one answer gets a row back. */
export const takeAnswer = statement(
  'claims.takeAnswer',
  (p: { id: string; version: number; now: string }) => sql<{ id: string }>`
    update employer_question q set state = 'answered', state_at = ${p.now}, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and state in ('queued', 'claimed', 'sent', 'failed') and not ${refused}
    returning id`,
);

/** Keeps the day on which the page of a link was opened; nothing comes back where it was opened on that day before. */
export const openedOn = statement(
  'claims.questionOpenedOn',
  (p: { id: string; today: string }) => sql<{ id: string }>`
    update employer_question set opened_on = ${p.today} where id = ${p.id} and opened_on is distinct from ${p.today}::date returning id`,
);

export const tieAnswer = statement(
  'claims.tieAnswer',
  (p: { id: string; evidenceId: string }) => sql`
    update employer_question set evidence_id = ${p.evidenceId} where id = ${p.id}`,
);

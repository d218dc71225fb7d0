/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. What was withdrawn is in none. */
import { sql } from 'kysely';
import type { JobKind } from '../../programmes/rules/work.ts';

/** Jobs as claims see them: days as text, hours a week and pence an hour as they are on file. `job_key` orders those of one day. */
export const jobsPart = sql<{
  case_id: string;
  job_key: string;
  started_on: string | null;
  ended_on: string | null;
  hours_per_week: string | null;
  hourly_wage_pence: number | null;
  self_employed: boolean | null;
  job_id: string;
  kind: JobKind | null;
  /** Since when hours and wage hold; null: since the first day. Earlier ones are in `earlierTermsPart`. */
  terms_from: string | null;
  left_reason: string | null;
}>`(
  select case_id, coalesce(source_ref, id::text) as job_key, started_on, ended_on, hours_per_week, hourly_wage_pence, self_employed,
    id as job_id, kind, terms_from, left_reason from job where withdrawn_on is null)`;

/** Earlier hours and wage of jobs: each row held from `from_on` (null: from the first day) until the next, or until `terms_from` of the job. */
export const earlierTermsPart = sql<{
  job_id: string;
  case_id: string;
  from_on: string | null;
  hours_per_week: string | null;
  hourly_wage_pence: number | null;
}>`(select job_id, case_id, from_on, hours_per_week, hourly_wage_pence from job_terms)`;

/** What was really worked and earned, by week (its Monday). Null is not known. */
export const workedWeeksPart = sql<{
  job_id: string;
  case_id: string;
  week_from: string;
  hours: string | null;
  pay_pence: number | null;
}>`(select job_id, case_id, week_from, hours, pay_pence from job_week)`;

/** Days of jobs, without permitted work, which is done beside a benefit. */
export const jobDaysPart = sql<{ case_id: string; started_on: string | null; ended_on: string | null }>`(
  select case_id, started_on, ended_on from job where kind is distinct from 'permitted' and withdrawn_on is null)`;

/** Steps towards work by their kind and first day. */
export const activitiesPart = sql<{ case_id: string; kind: string; started_on: string | null }>`(
  select case_id, kind, started_on from activity where withdrawn_on is null)`;

/** Offers of jobs that were accepted. */
export const acceptedOffersPart = sql<{ case_id: string; offered_on: string }>`(
  select case_id, offered_on from job_offer where answer = 'accepted' and withdrawn_on is null)`;

/** Going off a benefit and coming back; `change_key` orders those of one day. */
export const benefitChangesPart = sql<{
  case_id: string;
  change_key: string;
  changed_on: string;
  direction: string;
  reason: string | null;
}>`(
  select case_id, id as change_key, changed_on, direction, reason from benefit_change where withdrawn_on is null)`;

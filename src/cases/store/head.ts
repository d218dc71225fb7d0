import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areaNames, programmeNames } from '../../programmes/actions/parts.ts';
import type { Status } from '../rules.ts';

/** A case with what its head shows. Days are 'YYYY-MM-DD'. */
export type HeadRow = {
  case_id: string;
  person_id: string;
  programme_id: string;
  programme_key: string;
  programme_name: string;
  reference: string;
  source_ref: string | null;
  status: Status;
  area_id: string | null;
  area_name: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
  key_worker_name: string | null;
  key_worker_code: string | null;
  referred_on: string | null;
  first_met_on: string | null;
  closed_on: string | null;
  exit_reason: string | null;
  version: number;
  given_name: string | null;
  family_name: string | null;
  date_of_birth: string | null;
  phone: string | null;
  preferred_contact: string | null;
  contact_rules: unknown;
  person_reference: string;
  has_attachment: boolean;
  attached_on: string | null;
  evidenced: boolean | null;
  first_job_on: string | null;
  referral_area_id: string | null;
  referral_area_name: string | null;
  referral_source: string | null;
  benefit: string | null;
  last_worked: string | null;
  housing_tenure: string | null;
  marital_status: string | null;
  dependants: number | null;
  obligation: string | null;
  cohort: string | null;
  cohort_on: string | null;
  cohort_version: number | null;
  paused_on: string | null;
  pause_reason: string | null;
  review_on: string | null;
  pauses: [string, string | null][];
  /** Key workers of before, each with their last day. */
  workers_before: [string, string][];
};

/** The pauses of a case, the earliest first, as pairs of the first day and the first day back. */
export const pausesOf = sql<{ pauses: [string, string | null][] }>`(
        select coalesce(json_agg(json_build_array(b.starts_on, b.ends_on) order by b.starts_on, b.id), '[]') from case_pause b
        where b.case_id = c.id) as pauses`;

const workersBefore = sql<{ workers_before: [string, string][] }>`(
        select coalesce(json_agg(json_build_array(b.staff_id, b.ends_on)), '[]') from key_worker_assignment b
        where b.case_id = c.id and b.ends_on is not null) as workers_before`;

/** What the policy asks of a case, and no more. */
export type PlaceRow = Pick<
  HeadRow,
  'case_id' | 'person_id' | 'programme_id' | 'area_id' | 'provider_id' | 'key_worker_id' | 'restricted'
>;

const place = sql`select id as case_id, person_id, programme_id, area_id, provider_id, key_worker_id, restricted from case_record`;

export const findPlaces = statement(
  'cases.findPlaces',
  (p: { caseIds: readonly string[] }) => sql<PlaceRow>`${place} where id = any(${p.caseIds}::uuid[])`,
);
/** The same of one case: a list is planned anew each time, because PostgreSQL takes an unknown one for ten. */
export const findPlace = statement(
  'cases.findPlace',
  (p: { caseId: string }) => sql<PlaceRow>`${place} where id = ${p.caseId}`,
);

/** What the policy asks of a case and what its head shows, by primary keys alone. */
export const findHead = statement(
  'cases.findHead',
  (p: { caseId: string }) => sql<HeadRow>`
    select c.id as case_id, c.person_id, c.programme_id, g.programme_key, g.programme_name, c.reference, c.source_ref, c.status,
      c.area_id, r.area_name, c.provider_id, c.key_worker_id, c.restricted, k.staff_name as key_worker_name, k.staff_code as key_worker_code,
      c.referred_on, c.first_met_on, c.closed_on, c.exit_reason, c.version,
      w.given_name, w.family_name, w.date_of_birth, w.phone, w.preferred_contact, w.contact_rules, w.person_reference,
      s.case_id is not null as has_attachment, s.attached_on, s.evidenced, s.first_job_on,
      c.referral_area_id, f.area_name as referral_area_name, c.referral_source, c.benefit, c.last_worked, c.housing_tenure, c.marital_status, c.dependants,
      c.obligation, c.cohort, c.cohort_on, c.cohort_version, c.paused_on, c.pause_reason, c.review_on, ${pausesOf},
      ${workersBefore}
    from case_record c
    join ${people} w on w.person_id = c.person_id
    join ${programmeNames} g on g.programme_id = c.programme_id
    left join ${areaNames} r on r.area_id = c.area_id
    left join ${areaNames} f on f.area_id = c.referral_area_id
    left join ${staffNames} k on k.staff_id = c.key_worker_id
    left join case_support s on s.case_id = c.id
    where c.id = ${p.caseId}`,
);

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A move between areas of the programme. */
  area_change: {
    id: string;
    case_id: string;
    person_id: string;
    changed_on: string | null;
    from_area_id: string | null;
    to_area_id: string;
    version: Generated<number>;
  };
  /** The person joined the programme: agreement, first meeting and plan all exist. */
  attachment: {
    case_id: string;
    person_id: string;
    /** Empty when a hand-over file gave none; such an attachment is in no table. */
    attached_on: string | null;
    key_worker_id: string | null;
    /** Each condition of the programme document with its date and evidence. */
    conditions: Generated<unknown>;
    /** False for an imported attachment: conditions not evidenced. */
    evidenced: boolean;
    version: Generated<number>;
  };
  /** A case: one person's part in one programme. */
  case_record: {
    id: string;
    person_id: string;
    programme_id: string;
    reference: string;
    /** The reference in the hand-over files (referral_id). */
    source_ref: string | null;
    status: string;
    /** Area today: the area at referral, replaced by the latest move. */
    area_id: string | null;
    /** Provider of the area today. */
    provider_id: string | null;
    /** Area at referral. */
    referral_area_id: string | null;
    /** Provider at referral. */
    referral_provider_id: string | null;
    referred_on: string | null;
    referral_source: string | null;
    benefit: string | null;
    /** How long since the person last worked, at referral. */
    last_worked: string | null;
    housing_tenure: string | null;
    marital_status: string | null;
    dependants: number | null;
    /** The key worker today (staff); history is in key_worker_assignment. */
    key_worker_id: string | null;
    closed_on: string | null;
    exit_reason: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    updated_at: Generated<string>;
  };
  /** Attachment and the first job from then on. The schema joins the two rooms here, so that the head of a case is one statement. */
  case_support: {
    case_id: string | null;
    attached_on: string | null;
    evidenced: boolean | null;
    conditions: unknown;
    attached_by: string | null;
    version: number | null;
    first_job_on: string | null;
  };
  /** Who was the key worker from when to when. The database refuses two open ones at once. */
  key_worker_assignment: {
    id: string;
    case_id: string;
    person_id: string;
    staff_id: string;
    starts_on: string;
    ends_on: string | null;
    reason: string | null;
  };
  /** A note about a meeting or a contact. */
  note: {
    id: string;
    case_id: string;
    person_id: string;
    written_on: string;
    body: string;
    author_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Moves between areas; their ids stand in the order in which they were recorded. */
  report_area_change: {
    programme_id: string | null;
    case_id: string | null;
    changed_on: string | null;
    to_area_id: string | null;
    area_change_id: string | null;
  };
  /** Key workers of cases. */
  report_assignment: {
    programme_id: string | null;
    case_id: string | null;
    staff_id: string | null;
    starts_on: string | null;
    ends_on: string | null;
  };
  /** Cases with their attachment. */
  report_case: {
    programme_id: string | null;
    case_id: string | null;
    person_id: string | null;
    reference: string | null;
    referred_on: string | null;
    referral_area_id: string | null;
    referral_provider_id: string | null;
    benefit: string | null;
    last_worked: string | null;
    housing_tenure: string | null;
    marital_status: string | null;
    dependants: number | null;
    has_attachment: boolean | null;
    attached_on: string | null;
  };
}

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
    /** Recorded before its day: area and provider of the case follow when the day has come. */
    ahead: Generated<boolean>;
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
  /** When somebody's part was paused, and why. The pause of now also stands on the case. */
  case_pause: {
    id: string;
    case_id: string;
    person_id: string;
    starts_on: string;
    /** The first day back; empty while it is paused. */
    ends_on: string | null;
    reason: string;
    review_on: string;
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
    /** The person's record is restricted: lists and pages pass over it for whoever has no access. */
    restricted: Generated<boolean>;
    /** Whether the person must take part or chose to; empty is not known. */
    obligation: string | null;
    /** First meeting of the person and the key worker. */
    first_met_on: string | null;
    paused_on: string | null;
    pause_reason: string | null;
    /** When a pause, or a worker's doubt, is looked at again. */
    review_on: string | null;
    /** Code of the cohort at selection. It stays when the person grows older and when the rules change; empty is not known, or a programme without cohorts. */
    cohort: string | null;
    /** Day of selection. */
    cohort_on: string | null;
    /** Version of the programme document that put the person in the cohort. */
    cohort_version: number | null;
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
  /** An attempt to reach a person before the first meeting, or after silence. */
  contact_attempt: {
    id: string;
    case_id: string;
    person_id: string;
    tried_on: string;
    way: string;
    result: string;
    note: string | null;
    tried_by: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** What goes on after the programme: required when support ends without a job. */
  exit_plan: {
    case_id: string;
    person_id: string;
    made_on: string;
    answers: unknown;
    asked: unknown;
    version: Generated<number>;
  };
  /** A list that is written to a file in the background. */
  export_file: {
    id: string;
    user_id: string;
    list: string;
    query: unknown;
    state: Generated<string>;
    done: Generated<number>;
    total: number | null;
    name: string;
    created_at: Generated<string>;
    made_at: string | null;
  };
  /** The content of such a file, in pieces. */
  export_part: {
    export_id: string;
    n: number;
    content: Buffer;
  };
  /** The warm handover back (to the Jobcentre, say) at the end, and its receipt. */
  hand_back: {
    id: string;
    case_id: string;
    person_id: string;
    to_whom: string;
    sent_on: string;
    summary: string;
    state: Generated<string>;
    received_on: string | null;
    received_by: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
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
    /** What the key worker before passed on to this one. */
    handover: string | null;
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
  /** Cases that were given to other key workers in one go, so that it can be put back. */
  reassignment: {
    id: string;
    programme_id: string;
    starts_on: string;
    reason: string;
    /** Somebody had more cases than the caseload guide after it, and the one who did it said so. */
    above_guide: boolean;
    made_by: string | null;
    made_at: Generated<string>;
    put_back_by: string | null;
    put_back_at: string | null;
  };
  /** One case of such a reassignment. */
  reassignment_case: {
    reassignment_id: string;
    case_id: string;
    person_id: string;
    assignment_id: string;
    from_staff_id: string | null;
    to_staff_id: string;
    /** The version that the case had after it: with another one it was changed since. */
    version: number;
  };
  /** A referral to the programme as its sender made it, and what became of it. The person is added when it is accepted. */
  referral_in: {
    id: string;
    reference: string;
    programme_id: string;
    area_id: string | null;
    provider_id: string | null;
    sent_by: string | null;
    /** Who sends: a work coach, a GP, the person themself, another. */
    route: string;
    /** Name, organisation and contact of the sender as typed; 'sent_by' is the user when they signed in. */
    sender: unknown;
    answers: unknown;
    asked: unknown;
    /** Each rule with its answer and its words, on the day it was sent. */
    suitability: unknown;
    state: string;
    state_reason: string | null;
    question: string | null;
    reply: string | null;
    /** The note back to the sender: what was missing or wrong, what helped. */
    quality: unknown;
    person_id: string | null;
    case_id: string | null;
    sent_at: Generated<string>;
    decided_at: string | null;
    decided_by: string | null;
    version: Generated<number>;
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
  /** Somebody who has left asks to come back, and waits where there is no room. */
  return_request: {
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    asked_on: string;
    reason: string;
    /** The key worker they had, and wait for. */
    staff_id: string | null;
    state: Generated<string>;
    ended_on: string | null;
    version: Generated<number>;
  };
  /** Filters and order of a list that a user keeps under a name. They hold no personal data. */
  saved_view: {
    id: string;
    user_id: string;
    list: string;
    name: string;
    query: unknown;
    created_at: Generated<string>;
  };
  /** What whoever takes over must know, told once. */
  story: {
    case_id: string;
    person_id: string;
    in_short: string | null;
    strengths: string | null;
    what_helps: string | null;
    what_does_not: string | null;
    next_things: string | null;
    /** What must not be asked again: subject, and what is known already or where it stands. */
    not_again: Generated<unknown>;
    version: Generated<number>;
    updated_at: Generated<string>;
    updated_by: string | null;
  };
  /** The meeting of person, referrer and key worker at which the referrer hands over. */
  warm_handover: {
    id: string;
    case_id: string;
    person_id: string;
    meets_on: string;
    meets_at: string | null;
    place: string | null;
    with_whom: string;
    state: Generated<string>;
    passed_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Somebody asks for another key worker, or a key worker asks to pass a case on. */
  worker_request: {
    id: string;
    case_id: string;
    person_id: string;
    asked_on: string;
    asked_by: string;
    reason: string;
    wishes: string | null;
    state: Generated<string>;
    outcome: string | null;
    /** For a case that is parked because nobody else can take it: when it is looked at again. */
    review_on: string | null;
    decided_by: string | null;
    decided_at: string | null;
    version: Generated<number>;
  };
}

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Somebody did not come to an interview that they were to come to: the letter, the clock, what was tried, the cause, and what somebody else decided. The worker proposes and never decides. */
  attendance_failure: {
    id: string;
    interview_id: string;
    series_id: string;
    case_id: string;
    person_id: string;
    worker_id: string | null;
    appointment_id: string | null;
    failed_on: string;
    letter_on: string;
    clock_days: number;
    clock_unit: string;
    last_day_counts: boolean;
    /** The last day on which an answer counts, by the clock of the district. */
    answer_by: string;
    follow_up_by: string;
    most_attempts: number;
    /** What protects the person, as it was then: a visit comes first. */
    protected: Generated<string[]>;
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
    decision: string | null;
    decision_words: string | null;
    decided_on: string | null;
    decided_by: string | null;
    state: string;
    version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
  /** An attempt to reach somebody who did not come. */
  failure_step: {
    id: string;
    failure_id: string;
    case_id: string;
    person_id: string;
    done_on: string;
    channel: string;
    reached: boolean;
    words: string | null;
    made_by: string | null;
    created_at: Generated<string>;
  };
  /** One interview of a series, or one that the person came to of their own accord (without a number). Its appointments are the diary's. */
  interview: {
    id: string;
    series_id: string;
    case_id: string;
    person_id: string;
    number: number | null;
    mandatory: boolean;
    /** When the series has it. */
    due_on: string;
    /** The day that is proposed: the same, or later, for moved_because. */
    planned_on: string;
    /** holiday, weekend, put_off. */
    moved_because: string | null;
    /** Told without an appointment; else the day of the appointment that was attended. */
    held_on: string | null;
    held_by: string | null;
    lifted: string | null;
    lifted_on: string | null;
    /** Why it was not so many days after the last as the programme says: a code of the programme document. */
    gap_reason: string | null;
    gap_words: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** The series of interviews of a case, and whether the person has to come. How far they have come towards work stands elsewhere. */
  interview_series: {
    id: string;
    programme_id: string;
    case_id: string;
    person_id: string;
    /** A series of the programme document; empty where the claim has none. */
    code: string | null;
    /** The day on which the claim began; empty is not known. */
    claim_on: string | null;
    exemption: string | null;
    started_on: string;
    /** How many interviews it has. None is ever added that the person must come to. */
    total: number;
    mandatory: boolean;
    screening: boolean;
    /** running: interviews are still to be held. exempt and not_covered: none is asked for. The others say why no more are. */
    state: string;
    state_on: string;
    /** Since when the person comes of their own accord. */
    voluntary_on: string | null;
    /** Codes of the programme document: what comes first before anything follows from a failure to attend. */
    protected: Generated<string[]>;
    /** What was agreed after the last interview: a code of the programme document. */
    afterwards: string | null;
    afterwards_on: string | null;
    /** Whether they have one of the key worker's voluntary places, or wait for one. */
    place: string | null;
    /** When somebody calls them next. */
    next_call_on: string | null;
    version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
  /** A waiver (an interview, or all that are left, need not be held) or a deferral (put off until a day or an event). Always with a day on which it is looked at again. */
  requirement_change: {
    id: string;
    series_id: string;
    case_id: string;
    person_id: string;
    kind: string;
    /** next: the next interview. rest: all that are left. */
    scope: string;
    /** The number of the next interview when it was asked for. */
    number: number | null;
    reason: string;
    words: string | null;
    evidence: string | null;
    /** Whose opinion the worker asked for, such as a work psychologist. */
    advice_from: string | null;
    advice: string | null;
    /** Whether the person was told what the programme offers all the same. */
    information_given: boolean;
    /** What it waits for, such as an operation. */
    awaited: string | null;
    /** No interview is due before it. */
    returns_on: string | null;
    review_on: string;
    interpreter_present: boolean | null;
    purpose_understood: boolean | null;
    classes_offered: boolean | null;
    /** The guidance in force on the day on which it was asked for. */
    guidance_version: number | null;
    /** Open cases of the key worker on that day. */
    caseload: number | null;
    /** Where the person stood then on the distance from work (a to d), if that was known. */
    point: string | null;
    worker_id: string | null;
    asked_on: string;
    asked_by: string | null;
    state: string;
    decided_on: string | null;
    decided_by: string | null;
    decision_words: string | null;
    reviewed_on: string | null;
    ended_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A screening: answers, result with the answers that decided it, and the worker's own view beside it. IN: the interviews go on. OUT: no more are asked for. */
  screening: {
    id: string;
    series_id: string;
    case_id: string;
    person_id: string;
    /** The version of the screening in the programme document. */
    version: number;
    mode: string;
    /** When it was asked, which on paper is before it was entered. */
    asked_at: string;
    entered_at: string | null;
    answers: Generated<unknown>;
    conditions: Generated<string[]>;
    /** Conditions in words, where the list has none. */
    other_conditions: Generated<string[]>;
    result: string | null;
    deciding: unknown;
    judgement: string | null;
    judgement_words: string | null;
    /** What holds: the result, or what a second person agreed to in its place. */
    final: string | null;
    override_words: string | null;
    override_by: string | null;
    seconded_by: string | null;
    seconded_at: string | null;
    state: Generated<string>;
    row_version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
}

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A risk to whoever visits: facts with their source, and what is done about it. It is looked at again on a day, and never stands for ever. */
  risk_flag: {
    id: string;
    case_id: string;
    person_id: string;
    kind: string;
    words: string;
    precautions: string;
    review_on: string;
    set_by: string | null;
    cleared_at: string | null;
    clear_reason: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A visit away from the office with its safety plan: there is none without. It ends when the worker says that they are safe; until then somebody is told, and told again. */
  visit: {
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    appointment_id: string | null;
    worker_id: string;
    starts_at: string;
    /** When the worker said that it would be over; more time moves it. */
    ends_at: string;
    place_kind: string;
    place: string;
    companion: string | null;
    /** The number on which the worker can be reached on the way. */
    phone: string;
    risks: string;
    precautions: string;
    /** Risks that were known when it was planned. */
    flags: Generated<string[]>;
    first_contact: string;
    second_contact: string | null;
    approval: string;
    approved_by: string | null;
    begun_at: string | null;
    ended_at: string | null;
    ended_by: string | null;
    cancelled_at: string | null;
    cancel_reason: string | null;
    /** When the worker is reminded to say that it began; empty once they were, or it did. */
    remind_at: string | null;
    /** When somebody is told next that it has not ended; empty once somebody has answered, or it ended. */
    tell_at: string | null;
    /** How many times it was told so far. */
    told: Generated<number>;
    /** When the worker asked for help. */
    help_at: string | null;
    answered_by: string | null;
    answered_at: string | null;
    /** What whoever answered found out. */
    outcome: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
}

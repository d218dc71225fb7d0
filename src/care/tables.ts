// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** The load of a key worker at the end of a month (of the present one: so far), by the rule of the programme at that time. */
  load_month: {
    staff_id: string;
    month: string;
    programme_id: string;
    /** Cases that counted for anything. */
    people: number;
    /** The weighted load in hundredths. */
    hundredths: number;
    /** Issues rated severe, over all of them. */
    severe: number;
    /** Cases with any rating: the base of the mean. */
    rated: number;
    /** The day for which it was taken. */
    taken_on: string;
  };
  /** Supervision that was booked, and whether it was held. Its content is written nowhere. */
  supervision: {
    id: string;
    programme_id: string;
    staff_id: string;
    /** line: by the worker's manager; professional: by somebody outside the line. */
    kind: string;
    supervisor: string;
    organisation: string | null;
    /** Whether the supervisor has another interest in the worker or somebody on the caseload. A professional supervisor must have none. */
    interest: string;
    planned_on: string;
    state: Generated<string>;
    /** Confirmed by the worker alone. */
    held_on: string | null;
    booked_by: string | null;
    confirmed_by: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Time of a key worker on the programme or on something else. A correction is a new row; the one before stays. */
  time_entry: {
    id: string;
    programme_id: string;
    staff_id: string;
    /** The day; for a whole week its Monday. */
    worked_on: string;
    span: string;
    /** 0 takes an entry back. */
    minutes: number;
    /** A code of the programme document's list. */
    kind: string;
    /** Whether that kind was time on the programme when it was entered. */
    on_programme: boolean;
    /** The worker's own words. Nothing about a person belongs here. */
    words: string | null;
    /** The entry that it replaces. */
    corrects: string | null;
    /** Set when a correction replaced it. */
    replaced_at: string | null;
    made_by: string | null;
    made_at: Generated<string>;
  };
}

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A place in a session, or the wait for one, and what became of it. What the service cancels is never the person's failure. */
  group_place: {
    id: string;
    session_id: string;
    case_id: string;
    person_id: string;
    state: string;
    reason: string | null;
    given_by: string | null;
    /** Who asked first is given the next place that becomes free. */
    asked_at: string;
    version: Generated<number>;
  };
  /** A session for several people: a workshop, a course, a club. Its time, worker and room are those of its appointment. */
  group_session: {
    id: string;
    programme_id: string;
    appointment_id: string;
    title: string;
    words: string | null;
    places: number;
    version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
}

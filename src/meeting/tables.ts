// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A meeting or another contact of the key worker with the person, held or not. */
  meeting: {
    id: string;
    case_id: string;
    person_id: string;
    /** The draft it was finished from: a form that is sent twice makes one meeting. */
    draft_id: string;
    held_on: string;
    starts_at: string | null;
    minutes: number | null;
    mode: string;
    /** Whether it was attended, late, or not held and by whom. What the service cancels is never the person's failure. */
    attendance: string;
    /** Why somebody was late or the meeting did not happen. */
    reason: string | null;
    note: string | null;
    next_on: string | null;
    next_at: string | null;
    next_mode: string | null;
    author_id: string | null;
    /** What finishing it made in other rooms: part, ref and words of each, and when it was undone. */
    made: Generated<unknown>;
    /** Taken back within ten minutes; its text went back to the draft. */
    undone_at: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A meeting that its author is writing down. It saves itself every few seconds; finishing it makes a meeting and removes it. */
  meeting_draft: {
    id: string;
    case_id: string;
    person_id: string;
    author_id: string;
    /** What is typed, by the name of the field. */
    fields: Generated<unknown>;
    /** By field: the revision in which it was last changed. */
    revs: Generated<unknown>;
    /** Texts that another tab or device had written in the same field and that nobody has put in or left out yet. */
    others: Generated<unknown>;
    /** Raised by every save. Who saves says which revision they had seen. */
    rev: Generated<number>;
    created_at: Generated<string>;
    updated_at: Generated<string>;
  };
  /** The part of a meeting that only its author and their manager may read. It is in no timeline, export or handover. */
  meeting_private: {
    meeting_id: string;
    case_id: string;
    person_id: string;
    author_id: string | null;
    body: string;
    created_at: Generated<string>;
  };
}

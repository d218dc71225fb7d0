// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A row of a hand-over file as it was given, and the record it became. The same row again changes nothing. */
  import_row: {
    programme_id: string;
    file: string;
    /** The file's own key; where it has none, a digest of the row and which of its equals it is. */
    row_key: string;
    digest: Buffer;
    original: unknown;
    record_id: string;
    /** Version of the record that the import left: a later one was edited here and is not overwritten. */
    record_version: Generated<number>;
    run_id: string;
    /** The case that the row is about; empty for staff, and for a second referral until it is decided. */
    case_id: string | null;
  };
  /** One run of an import. */
  import_run: {
    id: string;
    programme_id: string | null;
    actor_id: string | null;
    started_at: Generated<string>;
    finished_at: string | null;
    counts: Generated<unknown>;
  };
}

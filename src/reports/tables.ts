// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A published set of tables, kept with its definitions and settings. A later correction never changes it. */
  frozen_report: {
    id: string;
    programme_id: string;
    as_of: string;
    break_down: Generated<string>;
    title: string;
    content: unknown;
    /** SHA-256 of the content in canonical JSON. */
    digest: string;
    frozen_at: Generated<string>;
    frozen_by: string | null;
  };
  /** The newest result of all tables for a programme, a day and a break-down; made anew when the programme's data changed. */
  report_run: {
    id: string;
    programme_id: string;
    as_of: string;
    break_down: Generated<string>;
    state: string;
    /** The programme's latest event when the result was made. */
    stamp: string | null;
    result: unknown;
    made_at: string | null;
    created_at: Generated<string>;
  };
}

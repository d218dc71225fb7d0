// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A claim on file for a milestone. */
  claim: {
    id: string;
    case_id: string;
    person_id: string;
    milestone: string;
    claimed_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Claims on file. */
  report_claim: {
    case_id: string | null;
    milestone: string | null;
    claimed_on: string | null;
  };
}

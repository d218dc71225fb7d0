// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A milestone of a contract that a person has reached or that is claimed for them. Made from jobs, attachments and claims; never entered. */
  case_milestone: {
    case_id: string;
    contract: string;
    milestone: string;
    programme_id: string;
    status: string;
    reached_on: string | null;
    claimed_on: string | null;
    claim_by: string | null;
    /** What it is worth by the contract, in whole pence; empty where the day is not known. */
    pence: number | null;
    /** Evidence that the contract asks for and that is not held, by key. */
    missing: string[];
  };
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
  /** Cases of which a job, the attachment or a claim changed since their milestones were worked out. */
  claims_due: {
    case_id: string;
    at: Generated<string>;
  };
  /** Claims on file. */
  report_claim: {
    case_id: string | null;
    milestone: string | null;
    claimed_on: string | null;
  };
}

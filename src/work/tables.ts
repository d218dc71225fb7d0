// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A step towards work: a job interview, voluntary work, a work trial or a placement. */
  activity: {
    id: string;
    case_id: string;
    person_id: string;
    kind: string;
    started_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A job that a person has or had. */
  job: {
    id: string;
    case_id: string;
    person_id: string;
    source_ref: string | null;
    employer: string | null;
    occupation_group: string | null;
    /** Where the job is, in free text: a district, outside the programme's areas, or not known. */
    work_area: string | null;
    started_on: string | null;
    /** The last day in the job; empty while it is held. */
    ended_on: string | null;
    hours_per_week: string | null;
    /** Hourly wage in minor units of the currency. */
    hourly_wage_pence: number | null;
    currency: Generated<string>;
    self_employed: boolean | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Steps towards work. */
  report_activity: {
    case_id: string | null;
    kind: string | null;
    started_on: string | null;
  };
  /** Jobs. */
  report_job: {
    case_id: string | null;
    key: string | null;
    employer: string | null;
    occupation_group: string | null;
    work_area: string | null;
    started_on: string | null;
    ended_on: string | null;
    hours_per_week: string | null;
    hourly_wage_pence: number | null;
    self_employed: boolean | null;
  };
}

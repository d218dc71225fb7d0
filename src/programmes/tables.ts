// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** An area of a programme. Names compare without regard to case: key is the name in lower case. */
  area: {
    id: string;
    programme_id: string;
    key: string;
    name: string;
    position: number;
    provider_id: string | null;
    /** Contracted share of job starts, in percent. */
    share_contracted: string | null;
  };
  /** A programme that this install runs. */
  programme: {
    id: string;
    key: string;
    name: string;
    created_at: Generated<string>;
  };
  /** One version of a programme document. The version in force on a day is the latest with valid_from on or before it. */
  programme_version: {
    id: string;
    programme_id: string;
    version: number;
    valid_from: string;
    document: unknown;
    /** SHA-256 of the document in canonical JSON: the same document loaded again changes nothing. */
    digest: string;
    loaded_at: Generated<string>;
    loaded_by: string | null;
  };
  /** An organisation that delivers the programme. */
  provider: {
    id: string;
    programme_id: string;
    name: string;
  };
  /** Areas with their provider. */
  report_area: {
    area_id: string | null;
    programme_id: string | null;
    name: string | null;
    position: number | null;
    provider: string | null;
    share_contracted: string | null;
    provider_id: string | null;
  };
}

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Second referrals of somebody who is already known, waiting for a decision. They are in no report. */
  duplicate_review: {
    id: string;
    programme_id: string;
    source_ref: string;
    person_id: string | null;
    original: unknown;
    state: Generated<string>;
    decided_by: string | null;
    decided_at: string | null;
    created_at: Generated<string>;
  };
  /** A human being. */
  person: {
    id: string;
    /** Short reference with a check character, for people to read and say. */
    reference: string;
    given_name: string | null;
    family_name: string | null;
    /** Given name in lower case without accents or punctuation. */
    search_given: Generated<string>;
    /** Family name in lower case without accents or punctuation. */
    search_family: Generated<string>;
    date_of_birth: string | null;
    sex: string | null;
    ethnicity: string | null;
    /** National Insurance number without spaces, in capitals. */
    ni_number: string | null;
    /** Digits, from 0 or + on. */
    phone: string | null;
    postcode: string | null;
    preferred_contact: string | null;
    /** Raised by every change; a stale save is refused and shows both versions. */
    version: Generated<number>;
    created_at: Generated<string>;
    updated_at: Generated<string>;
  };
  /** What reports need of a person: no name, no contact. */
  report_person: {
    person_id: string | null;
    date_of_birth: string | null;
    sex: string | null;
    ethnicity: string | null;
  };
}

// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** One assessment of a person: answers to a version of an instrument. */
  assessment: {
    id: string;
    case_id: string;
    person_id: string;
    instrument_version_id: string;
    source_ref: string | null;
    /** initial or reassessment. */
    stage: string;
    assessed_on: string | null;
    /** By question key: the answer itself, or {"state": "declined"} or {"state": "not applicable"}. A key that is missing was not asked yet. */
    answers: unknown;
    author_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    /** By question key: {"by": "person" or "worker", "disclosedOn": a day before the first rating, "subType", "note"}. What is missing is not known. */
    about: Generated<unknown>;
    /** Some issues rated again in a meeting. It says nothing of what was not asked, and is no re-assessment that was due. */
    partial: Generated<boolean>;
    /** Taken back: it is in no list, no comparison and no report. */
    withdrawn_at: string | null;
    withdrawn_why: string | null;
  };
  /** An assessment that was begun and not finished, open to whoever may record in the case. It is in no report; finishing it removes it. */
  assessment_draft: {
    id: string;
    case_id: string;
    person_id: string;
    author_id: string;
    instrument_version_id: string;
    stage: string;
    assessed_on: string;
    /** As in assessment; a question put off is {"state": "not asked"}, so that it can be told from one not reached. */
    answers: Generated<unknown>;
    /** By section key: how often the section was saved. Two tabs on one section cannot overwrite each other. */
    saved: Generated<unknown>;
    /** Raised when stage or date change. */
    version: Generated<number>;
    created_at: Generated<string>;
    updated_at: Generated<string>;
    /** As in assessment. */
    about: Generated<unknown>;
    /** By section key: {"by": who saved it last, "at": when}. */
    saved_by: Generated<unknown>;
  };
  /** The next version of an instrument while it is written. Nobody is asked from it; publishing it removes it. One for each instrument. */
  instrument_draft: {
    key: string;
    /** The version that it began from; null for an instrument that is new. */
    from_version: number | null;
    /** An instrument document that need not be complete yet. */
    document: unknown;
    /** Raised with every change: who opened a form before another change saved cannot overwrite it. */
    version: Generated<number>;
    author_id: string;
    created_at: Generated<string>;
    updated_by: string;
    updated_at: Generated<string>;
  };
  /** A version of an instrument: the questions in the words that are asked. Never changed once loaded. */
  instrument_version: {
    id: string;
    key: string;
    version: number;
    document: unknown;
    digest: string;
    loaded_at: Generated<string>;
    /** Whether it asks for presenting issues. Reports read the answers of these alone. */
    rates_issues: Generated<boolean>;
    /** Who loaded or published it; null for the command line, and for versions loaded before this was kept. */
    loaded_by: string | null;
    /** Why it was published, in the words of whoever did; null for one that came from a file. */
    reason: string | null;
  };
  /** Who looked at a first rating without rating themselves, and so can be no second rater of it. */
  rating_look: {
    assessment_id: string;
    user_id: string;
    looked_at: Generated<string>;
  };
  /** Assessments with their answers. */
  report_assessment: {
    case_id: string | null;
    key: string | null;
    stage: string | null;
    assessed_on: string | null;
    answers: unknown;
  };
  /** The rating of a second worker who had not seen the first. Neither is ever overwritten by the other. */
  second_rating: {
    id: string;
    assessment_id: string;
    case_id: string;
    person_id: string;
    author_id: string;
    rated_on: string;
    /** As in assessment. */
    answers: unknown;
    about: Generated<unknown>;
    created_at: Generated<string>;
  };
}

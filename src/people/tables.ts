// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Two records that may be of one person, with the score explained field by field, for clerical review. */
  duplicate_pair: {
    id: string;
    low_id: string;
    high_id: string;
    /** Sum of the match weights: log2 of the odds that both are one person. */
    weight: number;
    probability: number;
    fields: unknown;
    found_by: string;
    state: Generated<string>;
    decided_by: string | null;
    decided_at: string | null;
    created_at: Generated<string>;
  };
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
  /** Given and family names of people, as they are searched, whoever bears them. A name may stand twice, and one that nobody bears any more finds nobody. */
  known_name: {
    name: string;
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
    email: string | null;
    address: string | null;
    locality: string | null;
    /** The person's own words for who they are. */
    own_words: string | null;
    pronouns: string | null;
    first_language: string | null;
    /** Whether they need one, and for which language. */
    interpreter: string | null;
    access_needs: string | null;
    cultural_needs: string | null;
    /** Safe contact: by way of contact (phone, voicemail, text, email, letter) yes or no, and in words when and how. Every message obeys them. */
    contact_rules: Generated<unknown>;
    /** Every word of the usual name as it is searched, with a space before and after each. */
    search_text: Generated<string>;
    /** Set while this record is merged into another one: it is found and shown no more, and kept as it was. */
    merged_into: string | null;
  };
  /** Next of kin and supporters, and what each may be told. */
  person_contact: {
    id: string;
    person_id: string;
    kind: string;
    name: string;
    relationship: string | null;
    phone: string | null;
    email: string | null;
    may_be_told: string;
    note: string | null;
    merge_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    removed_at: string | null;
  };
  /** A merge of two records: the cases that moved and what it changed in the kept record, so that it can be undone exactly. */
  person_merge: {
    id: string;
    kept_id: string;
    merged_id: string;
    case_ids: string[];
    before: unknown;
    after: unknown;
    merged_by: string | null;
    merged_at: Generated<string>;
    undone_by: string | null;
    undone_at: string | null;
  };
  /** Further names of a person: known as, former, at birth, alias. The usual name is on the person. */
  person_name: {
    id: string;
    person_id: string;
    use: string;
    given_name: string | null;
    family_name: string | null;
    search_given: Generated<string>;
    search_family: Generated<string>;
    search_text: Generated<string>;
    /** The merge that brought it here; undoing the merge takes it away. */
    merge_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    removed_at: string | null;
  };
  /** A record that only named users may open: staff, family of staff, somebody at risk. */
  person_restriction: {
    person_id: string;
    kind: string;
    reason: string;
    /** The user who answers for the restriction, and is told when somebody breaks the glass. */
    owner_id: string;
    placed_by: string | null;
    placed_at: Generated<string>;
    review_on: string | null;
    lifted_at: string | null;
    version: Generated<number>;
    /** When its owner was last told that it is due to be looked at again; empty again once it is changed. */
    review_told_on: string | null;
  };
  /** What reports need of a person: no name, no contact. */
  report_person: {
    person_id: string | null;
    date_of_birth: string | null;
    sex: string | null;
    ethnicity: string | null;
  };
}

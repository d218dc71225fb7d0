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
    /** Whether all the evidence that the contract asks for is held, also of what is claimed. */
    evidence_held: Generated<boolean>;
  };
  /** A claim for a milestone: on file from before or from an import, or made here and followed until it is paid. */
  claim: {
    id: string;
    case_id: string;
    person_id: string;
    milestone: string;
    /** The day on which the claim that stands was made. Empty while none stands (prepared, rejected, clawed back, withdrawn), or where an import did not know it. */
    claimed_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    reference: string | null;
    programme_id: string | null;
    contract: string | null;
    /** Where it stands: src/claims/rules/claim-states.ts. */
    state: Generated<string>;
    /** Counts how often it was prepared: a claim that was rejected is made again as the next attempt. */
    attempt: Generated<number>;
    /** What is asked, or what was accepted where that differs; whole pence. */
    pence: number | null;
    reached_on: string | null;
    prepared_by: string | null;
    checked_by: string | null;
    /** The day on which it came to where it stands; of what was paid or taken back the day on which the commissioner did it. */
    moved_on: string | null;
  };
  /** A sample of paid claims to be checked: of which claims it was drawn, how many and worth what they were, and the seed. */
  claim_audit: {
    id: string;
    programme_id: string;
    contract: string;
    from_on: string;
    to_on: string;
    seed: string;
    claims: number;
    pence: number;
    day: string;
    at: string;
    by: string | null;
    by_name: string;
  };
  /** A claim of the sample, and what was found. */
  claim_audit_item: {
    audit_id: string;
    number: number;
    claim_id: string;
    attempt: number;
    pence: number;
    finding: string | null;
    /** What should not have been paid, in whole pence; none where it is right. */
    wrong_pence: number | null;
    words: string | null;
    found_by: string | null;
    found_by_name: string | null;
    found_on: string | null;
    version: Generated<number>;
  };
  /** The evidence of a claim as it was when the claim was submitted: a PDF of the clauses and a zip with the files. It is never changed. */
  claim_bundle: {
    id: string;
    claim_id: string;
    attempt: number;
    case_id: string;
    person_id: string;
    contract: string;
    milestone: string;
    frozen_on: string;
    pdf: Buffer;
    pdf_sha256: Buffer;
    zip: Buffer;
    zip_sha256: Buffer;
    /** Files of evidence in the zip. */
    files: number;
    created_at: Generated<string>;
  };
  /** A file of decisions as the commissioner sent it. */
  claim_file: {
    id: string;
    programme_id: string;
    contract: string;
    name: string;
    sha256: string;
    rows: number;
    day: string;
    at: string;
    by: string | null;
    by_name: string;
    applied_at: string | null;
    applied_by_name: string | null;
  };
  /** A row of the commissioner's file, as it was written, and the pile it went to. */
  claim_file_row: {
    file_id: string;
    line: number;
    reference: string;
    milestone: string;
    decision: string;
    amount: string;
    reason: string;
    pile: string;
    /** Why it is in its pile, in words. */
    why: string;
    claim_id: string | null;
    attempt: number | null;
    pence: number | null;
    /** What applying the file made of it; empty until then. It is set once. */
    outcome: string | null;
    /** The text of a row that cannot be read as columns, as it came; empty for every other. */
    raw: string | null;
  };
  /** Every move of a claim: who, when, from where to where, and why. Never changed. */
  claim_move: {
    id: string;
    claim_id: string;
    case_id: string;
    person_id: string;
    number: number;
    attempt: number;
    move: string;
    from_state: string | null;
    to_state: string;
    pence: number;
    day: string;
    at: string;
    by: string | null;
    by_name: string;
    reason: string | null;
    words: string | null;
    /** Evidence that was missing and was passed over with a reason, by key. */
    missing: Generated<string[]>;
  };
  /** An entry of the ledger: what one move of a claim did to the accounts. Written once for a claim, an attempt and a kind; never changed. */
  claim_posting: {
    id: string;
    claim_id: string;
    contract: string;
    attempt: number;
    kind: string;
    sequence: Generated<number>;
    posted_on: string;
    at: string;
  };
  /** Cases of which a job, the attachment or what prices go by changed, or a claim of their person, since their milestones were worked out. */
  claims_due: {
    case_id: string;
    at: Generated<string>;
  };
  /** One version of a contract. For somebody attached on a day the latest with valid_from on or before it holds. */
  contract_version: {
    id: string;
    /** The key of the contract. */
    contract: string;
    version: number;
    /** The key of the programme. */
    programme: string;
    valid_from: string;
    document: unknown;
    /** SHA-256 of the document in canonical JSON: the same document loaded again changes nothing. */
    digest: string;
    loaded_at: Generated<string>;
    loaded_by: string | null;
  };
  /** An employer is asked by email to confirm a job. The link of the email is made in the moment of sending; only the SHA-256 of its token is kept. */
  employer_question: {
    id: string;
    reference: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    job_id: string;
    email: string;
    /** The day on which the person agreed that this employer is asked. */
    agreed_on: string;
    /** What the answer proves: a list of [contract, milestone, key]. */
    asked_for: unknown;
    covers_from: string | null;
    covers_to: string | null;
    asked_by: string | null;
    asked_on: string;
    state: Generated<string>;
    /** Why it failed or was stopped: a code, never the words of a mail server. */
    reason: string | null;
    attempts: Generated<number>;
    not_before: string;
    claimed_at: string | null;
    state_at: string;
    token_hash: Buffer | null;
    ends_at: string | null;
    evidence_id: string | null;
    version: Generated<number>;
    /** The latest day on which its page was opened: each such day is an event of the case, and one is enough. */
    opened_on: string | null;
  };
  /** Something that proves where somebody is with a milestone. Without a file it was seen and given back. It is withdrawn with a reason, never removed. */
  evidence: {
    id: string;
    case_id: string;
    person_id: string;
    job_id: string | null;
    kind: string;
    /** Who it came from. */
    source: string;
    /** The day that stands on it; empty where none does. */
    dated_on: string | null;
    /** The first day that it says something of. */
    covers_from: string | null;
    covers_to: string | null;
    words: string | null;
    /** Who recorded it; empty where an employer did by a link. */
    recorded_by: string | null;
    recorded_on: string;
    withdrawn_on: string | null;
    withdrawn_by: string | null;
    withdrawn_reason: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A file of evidence as it came in. It is never changed. */
  evidence_file: {
    id: string;
    evidence_id: string;
    case_id: string;
    person_id: string;
    /** What it was called, made safe, with the ending of its type. */
    name: string;
    /** Its media type by its content, whatever it was called. */
    type: string;
    size: number;
    sha256: Buffer;
    content: Buffer;
    created_at: Generated<string>;
  };
  /** Which piece of evidence that a contract asks for is proved by it. */
  evidence_for: {
    evidence_id: string;
    contract: string;
    milestone: string;
    key: string;
    case_id: string;
    person_id: string;
  };
  /** Somebody who looks as if they had reached a milestone that is not claimed, or nearly: by which signal, and what came of it. */
  found_outcome: {
    id: Generated<string>;
    case_id: string;
    programme_id: string;
    contract: string;
    milestone: string;
    signal: string;
    /** The day the signal is about: reached, offered, off benefit, last kept appointment. Empty for what is still ahead. */
    about_on: string | null;
    found_on: string;
    claim_by: string | null;
    /** What it is or would be worth by the contract, in whole pence. */
    pence: number | null;
    /** Evidence that the contract asks for and that is not held, by key. */
    missing: Generated<string[]>;
    /** For what is still ahead: days in work that are needed yet. */
    days_left: number | null;
    /** For what is still ahead: the first day on which it can be reached. */
    reach_on: string | null;
    state: Generated<string>;
    decided_on: string | null;
    /** Who decided; empty where a claim or a job on record decided it. */
    decided_by: string | null;
    /** Why it was put aside: a code of src/claims/rules/finder.ts. */
    reason: string | null;
    words: string | null;
    version: Generated<number>;
  };
  /** What an entry adds to an account. The lines of an entry add up to nothing. */
  ledger_line: {
    posting_id: string;
    /** claimed: asked for and not answered; owed: accepted and not paid; received: paid; income: the other side of all three. */
    account: string;
    /** Whole pence; what is added to claimed, owed or received is taken from income. */
    pence: number;
  };
  /** Milestones that people have reached or that are claimed, as they stand now. */
  report_case_milestone: {
    case_id: string | null;
    programme_id: string | null;
    contract: string | null;
    milestone: string | null;
    status: string | null;
    reached_on: string | null;
    pence: number | null;
    evidence_held: boolean | null;
  };
  /** Claims that stand: on file, submitted, accepted or paid. */
  report_claim: {
    case_id: string | null;
    milestone: string | null;
    claimed_on: string | null;
  };
  /** The ledger line by line: what was claimed, accepted, paid and clawed back, for which case and milestone, on which day. */
  report_claim_ledger: {
    case_id: string | null;
    programme_id: string | null;
    contract: string | null;
    milestone: string | null;
    claim_id: string | null;
    attempt: number | null;
    kind: string | null;
    posted_on: string | null;
    account: string | null;
    pence: number | null;
  };
  /** Money that somebody received or spent in a business of their own. A wrong entry is struck out with a reason and stays. */
  trading_entry: {
    id: string;
    case_id: string;
    person_id: string;
    job_id: string;
    traded_on: string;
    direction: string;
    /** In minor units of the currency. */
    pence: number;
    words: string | null;
    evidence_id: string | null;
    recorded_by: string | null;
    struck_on: string | null;
    struck_reason: string | null;
    created_at: Generated<string>;
  };
}

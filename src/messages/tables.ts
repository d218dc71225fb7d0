// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Letters of a programme that were printed together. */
  letter_batch: {
    id: string;
    programme_id: string;
    letters: number;
    made_by: string | null;
    made_at: Generated<string>;
    /** The day on which somebody said that they were posted. */
    posted_on: string | null;
    posted_by: string | null;
  };
  /** A message to a person, from the moment it was queued. Its id goes with it wherever it goes. */
  message: {
    id: string;
    programme_id: string;
    case_id: string;
    person_id: string;
    kind: string;
    /** The thing of another room that it tells of, for example an appointment. */
    about: string | null;
    /** Sent by the clock: it stops with the case, can be paused and is capped by the week. */
    reminder: Generated<boolean>;
    /** What a reminder is of: it is queued once however often it comes due. */
    once: string | null;
    channel: string;
    language: Generated<string>;
    template_id: string | null;
    subject: string | null;
    body: string;
    /** Texts that the network makes of it. */
    parts: number | null;
    /** There was no template in the person's language: telephone them with an interpreter as well. */
    interpreter: Generated<boolean>;
    /** Sent from this moment on: quiet hours, or the wait after a refusal. */
    not_before: string;
    /** Not sent after this moment, when it would help nobody any more. */
    not_after: string | null;
    /** queued, claimed by a sending process, accepted by the carrier, delivered, failed, unknown (the process ended between claim and acceptance: a person settles it, it is never sent again), stopped before it was sent; letters: printed, posted. */
    state: Generated<string>;
    state_at: Generated<string>;
    /** Why it failed, was stopped or is unknown. Never the carrier's own words, which may hold an address. */
    reason: string | null;
    /** How often it was handed over. */
    attempts: Generated<number>;
    /** The run of a sending process. */
    claimed_by: string | null;
    /** The number or address it went to. Empty until it was handed over. */
    sent_to: string | null;
    sender: string | null;
    /** What the carrier calls it. */
    sender_ref: string | null;
    batch_id: string | null;
    queued_by: string | null;
    queued_at: Generated<string>;
    /** The entry for the person's own calendar that goes with an email: its uid (the same while an appointment is moved), sequence, method, moments in milliseconds and place. */
    invitation: unknown;
  };
  /** What became of a message, step by step. */
  message_event: {
    id: string;
    message_id: string;
    kind: string;
    reason: string | null;
    /** Who settled, printed or posted it; empty where the machine did. */
    user_id: string | null;
    at: Generated<string>;
  };
  /** Reminders of a case that are paused. */
  message_pause: {
    case_id: string;
    person_id: string;
    /** The last day of the pause; empty until somebody ends it. */
    until: string | null;
    reason: string;
    paused_by: string | null;
    paused_at: Generated<string>;
  };
  /** Something that came back by text or email. */
  message_reply: {
    id: string;
    /** What the carrier calls it: the same one that arrives twice is one reply. */
    source_ref: string;
    channel: string;
    received_from: string;
    body: string;
    received_at: string;
    programme_id: string | null;
    /** Empty where nobody is known by this number: it stands on the list of the office. */
    case_id: string | null;
    person_id: string | null;
    /** The message that it answers, as far as that is known. */
    message_id: string | null;
    /** cannot come only where the words say just that; in doubt it is a message. */
    meaning: string;
    /** What was done by itself, in words. */
    done: string | null;
    state: Generated<string>;
    dealt_by: string | null;
    dealt_at: string | null;
    /** What came by email with what was quoted and signed, where that is not in the body. */
    original: string | null;
  };
  /** The words of a message of a programme or of one district, with named fields. A change is a new version; the ones before stay. */
  message_template: {
    id: string;
    programme_id: string;
    /** The district whose own words these are; empty for the whole programme. */
    area_id: string | null;
    /** What the message is for, for example appointment_reminder. */
    kind: string;
    channel: string;
    /** A code of the IANA language subtag registry: en, ur, mi. */
    language: Generated<string>;
    version: number;
    /** Of an email or a letter; a text has none. */
    subject: string | null;
    body: string;
    /** Set when a later version took its place. */
    replaced_at: string | null;
    made_by: string | null;
    made_at: Generated<string>;
  };
}

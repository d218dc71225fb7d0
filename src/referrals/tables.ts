// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Something about a case that nobody may leave: no case manager or several, silence, a worker of a service away. Each has an owner. */
  case_alarm: {
    id: string;
    case_id: string;
    programme_id: string;
    referral_id: string | null;
    kind: string;
    since: string;
    words: string | null;
    owner_id: string | null;
    due_on: string | null;
    closed_on: string | null;
    closed_by: string | null;
    closed_why: string | null;
    created_at: Generated<string>;
  };
  /** Who holds the whole of a case and from when to when (to_day is the first day on which they no longer do): never two at once. Without a row it is the key worker. */
  case_manager: {
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    holder: string;
    user_id: string | null;
    organisation_id: string | null;
    name: string;
    temporary: boolean;
    from_day: string;
    to_day: string | null;
    review_on: string | null;
    resume_user_id: string | null;
    resume_when: string | null;
    agreed_by_person: boolean;
    basis: string[];
    feedback_every: string | null;
    feedback_what: string | null;
    notes_access: Generated<boolean>;
    informed: string | null;
    ended_why: string | null;
    recorded_by: string | null;
    created_at: Generated<string>;
  };
  /** A concern about a service, and the complaint that it became: answered and closed with an outcome. */
  concern: {
    id: string;
    service_id: string;
    referral_id: string | null;
    stage: string;
    words: string;
    raised_by: string | null;
    raised_on: string;
    answer: string | null;
    answered_on: string | null;
    outcome: string | null;
    closed_on: string | null;
  };
  /** How it is going, as the service, the person or the worker tells it: side by side, none over the other. */
  feedback: {
    id: string;
    referral_id: string;
    due_id: string | null;
    side: string;
    day: string;
    attended: number | null;
    planned: number | null;
    done: string | null;
    hopes: string | null;
    readiness: string | null;
    barriers: string | null;
    health: string | null;
    milestone: string | null;
    milestone_on: string | null;
    next_step: string | null;
    own_view: string | null;
    words: string | null;
    final: Generated<boolean>;
    by: string | null;
    by_name: string | null;
    created_at: Generated<string>;
  };
  /** When a service was to say how it is going: agreed, chased, told to the local lead. */
  feedback_due: {
    id: string;
    referral_id: string;
    kind: string;
    due_on: string;
    received_on: string | null;
    chased: Generated<number>;
    chased_on: string | null;
    escalated_on: string | null;
    cancelled_on: string | null;
  };
  /** Talk between workers and services: calls, visits, three-way meetings, hand-overs, and what was agreed. */
  liaison_contact: {
    id: string;
    referral_id: string | null;
    service_id: string;
    case_id: string | null;
    day: string;
    channel: string;
    purpose: string;
    begun_by: string;
    person_there: Generated<boolean>;
    words: string | null;
    agreed: string | null;
    by: string | null;
    created_at: Generated<string>;
  };
  /** An enquiry, a signpost or a referral to a service for a person, and where it stands. What happened to it is in referral_event. */
  referral: {
    id: string;
    reference: string;
    kind: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    area_id: string | null;
    service_id: string;
    organisation_id: string | null;
    /** Where the service placed the person, when that is not the service that was meant. */
    actual_service_id: string | null;
    /** What it came from: a signpost or an enquiry that became a referral, or the referral that led on to it. */
    parent_id: string | null;
    made_by_side: Generated<string>;
    need: string | null;
    mode: string | null;
    /** Why this service: codes of rules.ts. */
    why: Generated<string[]>;
    why_words: string | null;
    directive_id: string | null;
    override_reason: string | null;
    exception_reason: string | null;
    /** The person did not say whether an exclusion of the service applies to them. */
    undisclosed: Generated<boolean>;
    made_by: string | null;
    /** The working role in which it was made. */
    made_as: string | null;
    made_on: string;
    state: string;
    reason: string | null;
    reason_words: string | null;
    /** Of its form: apart from the state. */
    paperwork: Generated<string>;
    paperwork_on: string | null;
    payment: Generated<string>;
    who_contacts: string | null;
    contact_by: string | null;
    contacted_on: string | null;
    sent_on: string | null;
    received_on: string | null;
    decided_on: string | null;
    expected_start: string | null;
    queue_at: string | null;
    place_offered_on: string | null;
    started_on: string | null;
    expected_end: string | null;
    ended_on: string | null;
    end_kind: string | null;
    outcome: string | null;
    next_step: string | null;
    service_worker: string | null;
    last_contact_on: string | null;
    owner_side: string;
    owner_id: string | null;
    /** What is awaited next, and of whom (owner_side, owner_id), by due_on. Always there while it is open. */
    due_what: string | null;
    due_on: string | null;
    /** The day by which it must have moved; past it somebody must own it and say why. */
    limit_on: string | null;
    limit_reason: string | null;
    /** Of a signpost: what the person may show at the service. It says nothing about them. */
    code: string | null;
    asked_again_on: string | null;
    open: Generated<boolean>;
    version: Generated<number>;
    created_at: Generated<string>;
    /** What the service says of the person's confidence at its end, next to the beginning. Empty is not said. */
    end_confidence: string | null;
    /** The same of how they are in themselves. */
    end_wellbeing: string | null;
  };
  /** A first or later appointment at the service. Nobody failed to attend what they were not told of. */
  referral_appointment: {
    id: string;
    referral_id: string;
    starts_at: string;
    place: string | null;
    told_on: string | null;
    outcome: string | null;
    reason: string | null;
    action: string | null;
    made_by_side: string;
    created_at: Generated<string>;
  };
  /** What a service asks for before somebody is referred: held or missing, approved by somebody else than who asked. */
  referral_approval: {
    id: string;
    referral_id: string;
    artefact: string;
    state: string;
    words: string | null;
    held_on: string | null;
    asked_by: string | null;
    decided_by: string | null;
    decided_on: string | null;
    reason: string | null;
  };
  /** What happened to a referral, in order; never changed. `day` is when it happened in the world. */
  referral_event: {
    id: string;
    referral_id: string;
    kind: string;
    from_state: string | null;
    to_state: string | null;
    day: string;
    at: Generated<string>;
    side: string;
    by: string | null;
    by_name: string | null;
    reason: string | null;
    words: string | null;
    /** Its reason and words are for the case manager, the author and the service alone. */
    sensitive: Generated<boolean>;
    data: Generated<unknown>;
  };
  /** A signed, ending link with which a service answers without an account. Only the SHA-256 of its token is kept. */
  referral_link: {
    token_hash: Buffer;
    referral_id: string;
    email: string | null;
    made_at: Generated<string>;
    expires_at: string;
    revoked_at: string | null;
    first_seen_at: string | null;
    answered_at: string | null;
  };
  /** What was told to a service, exactly as it was sent: one row for each time, never changed. The disclosure log. */
  referral_sent: {
    id: string;
    referral_id: string;
    consent_id: string;
    channel: string;
    items: string[];
    /** The items by code, in the words that were sent. */
    payload: unknown;
    digest: Buffer;
    sent_on: string;
    at: Generated<string>;
    by: string | null;
  };
  /** A worker of a service who is away: whose people they see needs cover or comes back. */
  service_absence: {
    id: string;
    organisation_id: string;
    worker: string;
    from_day: string;
    to_day: string | null;
    cover: string | null;
    noted_on: string;
    by: string | null;
  };
  /** Email to a service with a link to one referral: when it goes, and whether it went. Its words name no person, and its link is kept nowhere. */
  service_mail: {
    id: string;
    referral_id: string;
    email: string;
    /** queued, claimed by a sending process, sent, failed, or stopped because nothing may be shown any more. */
    state: Generated<string>;
    /** Why it failed or was stopped: a code, never the words of a mail server. */
    reason: string | null;
    attempts: Generated<number>;
    not_before: string;
    claimed_at: string | null;
    state_at: Generated<string>;
    queued_by: string | null;
    queued_at: Generated<string>;
  };
  /** What the person says of a service, and what is done with it. Told to the service as counts alone, never with a name. */
  service_rating: {
    id: string;
    referral_id: string;
    service_id: string;
    day: string;
    score: number;
    words: string | null;
    disposition: string;
    settled_on: string | null;
    recorded_by: string | null;
    created_at: Generated<string>;
    /** What the person says of their confidence, next to the beginning with the service. Empty is not asked. */
    confidence: string | null;
    /** The same of how they are in themselves. */
    wellbeing: string | null;
  };
  /** What a person agreed may be told to one service, item by item, from when to when. A change is a new row; withdrawing ends it. */
  sharing_consent: {
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    organisation_id: string;
    service_id: string;
    items: string[];
    /** What was asked for, of which they may have agreed to a part. */
    asked_items: string[];
    how: string;
    wording: string;
    given_on: string;
    ends_on: string;
    withdrawn_on: string | null;
    withdrawn_words: string | null;
    recorded_by: string | null;
    created_at: Generated<string>;
  };
  /** Somebody who came to a service by a signpost, by themselves, or nobody knows how: a count, with the signpost only when they agree. */
  signpost_arrival: {
    id: string;
    service_id: string;
    code: string | null;
    referral_id: string | null;
    agreed: Generated<boolean>;
    route: string;
    day: string;
    by: string | null;
    created_at: Generated<string>;
  };
}

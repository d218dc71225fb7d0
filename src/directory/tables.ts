// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Which working role may refer to a service, where and from when to when. Without a rule of the programme any role may. */
  access_rule: {
    id: string;
    service_id: string;
    programme_id: string;
    area_id: string | null;
    /** A working role of the programme, or any. */
    role: string;
    allowed: boolean;
    /** Set for an exception that a manager made for one case. */
    case_id: string | null;
    reason: string | null;
    from_day: string;
    to_day: string | null;
    set_by: string | null;
    created_at: Generated<string>;
  };
  /** What managers ask for in choosing services: shown with its dates, never used to rank, passed over with a reason. */
  directive: {
    id: string;
    programme_id: string;
    area_id: string | null;
    kind: string;
    /** Services of organisations with this contract; or one service. */
    contract: string | null;
    service_id: string | null;
    words: string;
    from_day: string;
    to_day: string | null;
    set_by: string | null;
    created_at: Generated<string>;
    ended_at: string | null;
  };
  /** Rows of a feed that belong to no entry of it (descriptions of tables, history of what is gone): kept for its export. */
  feed_row: {
    source: string;
    /** The resource of the HSDS data package: metadata, attributes … */
    file: string;
    id: string;
    doc: unknown;
  };
  /** An import of a directory: how many of each were new, changed, the same and refused, and why. */
  feed_run: {
    id: string;
    source: string;
    format: string;
    begun_at: Generated<string>;
    ended_at: string | null;
    counts: Generated<unknown>;
    problems: Generated<unknown>;
    by: string | null;
  };
  /** Where services are (HSDS location). */
  location: {
    id: string;
    organisation_id: string | null;
    name: string | null;
    location_type: string;
    /** In capitals without a space, of its first physical address. */
    postcode: string | null;
    latitude: number | null;
    longitude: number | null;
    /** Can be reached without a step; empty is not known. */
    step_free: boolean | null;
    source: string | null;
    doc: unknown;
  };
  /** An organisation that offers services (HSDS organization). */
  organisation: {
    id: string;
    name: string;
    description: string;
    sector: string | null;
    reach: string | null;
    /** With the programme office: contracted, sub-contractor, none, won and not begun, or in house. */
    contract: Generated<string>;
    contract_from: string | null;
    contract_to: string | null;
    /** Whom advisers talk to there. */
    link_worker: string | null;
    link_worker_from: string | null;
    link_worker_to: string | null;
    link_deputy: string | null;
    email: string | null;
    phone: string | null;
    /** The feed that it came from; empty when it is kept here. */
    source: string | null;
    /** The HSDS organization: properties without a column and the parts that belong to it alone. */
    doc: unknown;
    version: Generated<number>;
    created_at: Generated<string>;
    changed_at: Generated<string>;
  };
  /** A programme of an organisation under which services are offered (HSDS program). Not a programme of Newel. */
  programme_of_service: {
    id: string;
    organisation_id: string | null;
    source: string | null;
    doc: unknown;
  };
  /** The directory as the public may read it (HSDS 3 and its UK profile): a copy, with the role newel_public as its only reader outside. */
  published: {
    kind: string;
    id: string;
    name: string;
    search_words: Generated<string>;
    organisation_id: string | null;
    taxonomy_id: string | null;
    parent_id: string | null;
    terms: Generated<string[]>;
    taxonomies: Generated<string[]>;
    minimum_age: string | null;
    maximum_age: string | null;
    days: Generated<string[]>;
    opens: string | null;
    closes: string | null;
    postcode: string | null;
    latitude: number | null;
    longitude: number | null;
    modified_at: string;
    /** Direct properties alone, as lists give them. */
    brief: unknown;
    /** With everything that belongs to it. */
    whole: unknown;
  };
  /** Grows with every transaction that changes the published copy. One row. */
  published_version: {
    only_one: Generated<boolean>;
    version: Generated<number>;
  };
  /** What a person may be referred to (HSDS service), and how. What is known of it stands in other tables. */
  service: {
    id: string;
    organisation_id: string | null;
    program_id: string | null;
    name: string;
    description: string;
    status: string;
    /** False for what somebody was told of and no steward has looked at: shown as such, and not referable. */
    verified: Generated<boolean>;
    /** Has people to whom somebody can be referred; a fund or a payment has none. */
    referable: Generated<boolean>;
    minimum_age: string | null;
    maximum_age: string | null;
    /** Outward codes or their beginnings to which funding limits it (ZX1); none means everywhere. */
    postcodes: Generated<string[]>;
    /** Benefits of which a person must have one; none means that it does not matter. */
    benefits: Generated<string[]>;
    /** Whom it cannot help: [{"key", "words", "sensitive"}]. A sensitive one is asked with consent alone. */
    exclusions: Generated<unknown>;
    setting: string | null;
    /** What it may do to benefits, as a question to check: never stated as a fact. */
    benefit_effect: string | null;
    /** How it takes people: codes of rules.ts (phone, in person, form, own form, link, signpost, self-referral, by adviser only). */
    modes: Generated<string[]>;
    /** Channels it must not be sent personal data by: email, portal, post, phone. */
    refused_channels: Generated<string[]>;
    booked_by: Generated<string>;
    form_name: string | null;
    /** Codes of what it needs to be told of a person (rules.ts). Nothing else may be sent. */
    asks: Generated<string[]>;
    /** What must be there before somebody is referred: alternatives, medical report, business case, commitment, third party, benefit notice. */
    approvals: Generated<string[]>;
    call_first: Generated<boolean>;
    contact_email: string | null;
    contact_phone: string | null;
    refer_note: string | null;
    /** The organisation is paid once it has received the form. */
    payment_form: Generated<boolean>;
    /** The working role that must refer, for the organisation to be paid. */
    payment_role: string | null;
    /** Weeks after the start at which it says how things are going. */
    feedback_weeks: Generated<number[]>;
    feedback_at_end: Generated<boolean>;
    typical_weeks: number | null;
    closed_from: string | null;
    closed_to: string | null;
    places: number | null;
    places_taken: number | null;
    next_start: string | null;
    capacity_on: string | null;
    funded_until: string | null;
    /** No new referral after this day (its funding ends). */
    last_referral_on: string | null;
    verified_on: string | null;
    /** When its steward looks at it again; after that it is shown as not checked. */
    verify_by: string | null;
    /** How many were told that it is not checked: 1 its steward, 2 a manager. */
    stale_told: Generated<number>;
    source: string | null;
    /** The HSDS service: properties without a column and the parts that belong to it alone. */
    doc: unknown;
    /** Name, organisation, description and needs in small letters without accents. */
    search_words: Generated<string>;
    version: Generated<number>;
    created_at: Generated<string>;
    changed_at: Generated<string>;
    /** What a search compares, as JSON: its columns by name, and "sites" (kind, postcode, latitude, longitude). Made by a trigger. */
    match_facts: Generated<string>;
  };
  /** A request for information to an organisation; what is not answered in time shows on its entry. */
  service_asked: {
    id: string;
    service_id: string;
    words: string;
    asked_by: string;
    asked_on: string;
    answer_by: string;
    answered_on: string | null;
    answer: string | null;
  };
  /** A service at a place (HSDS service_at_location). */
  service_at_location: {
    id: string;
    service_id: string;
    location_id: string | null;
    source: string | null;
    doc: unknown;
  };
  /** What changed in an entry, by whom: its history, and the digest that stewards and workers read. */
  service_change: {
    id: string;
    service_id: string | null;
    organisation_id: string | null;
    at: Generated<string>;
    by: string | null;
    /** Who, when it was the organisation itself by a link. */
    by_name: string | null;
    kind: string;
    /** [{"field", "before", "after"}], in words of the directory; nothing about a person. */
    changes: Generated<unknown>;
  };
  /** How many referrals a year a programme is expected to send to a service, from a day on until the next. Of two for one day the later one holds. */
  service_expectation: {
    id: string;
    service_id: string;
    programme_id: string;
    from_day: string;
    /** Empty: from that day on nothing is expected. */
    a_year: number | null;
    /** Whose expectation it is: the contract's, the service's, or the programme's own. */
    basis: string;
    set_by: string | null;
    created_at: Generated<string>;
  };
  /** Running totals of what became of referrals to a service, by month: what feedback knows of it. Counts only. */
  service_figure: {
    service_id: string;
    month: string;
    /** referred, accepted, declined and declined:REASON, booked, attended, missed, started (days from referral in days), completed, ended early, feedback due, feedback in time, rated and rated:1 to rated:5. */
    kind: string;
    n: Generated<number>;
    /** Days added up, where the kind has a length. */
    days: Generated<number>;
  };
  /** What workers learned of a service: news, experience, an opinion. Dated, with its author, never shown to the service; an opinion ends. */
  service_news: {
    id: string;
    service_id: string;
    kind: string;
    words: string;
    by: string | null;
    day: string;
    until: string | null;
    hidden_at: string | null;
    hidden_why: string | null;
    hidden_by: string | null;
    created_at: Generated<string>;
  };
  /** What an organisation says to what is known of it (right of reply). */
  service_reply: {
    id: string;
    service_id: string;
    about: string;
    words: string;
    by_name: string;
    day: string;
    created_at: Generated<string>;
  };
  /** Who keeps an entry true, and when: one at a time, with the history. */
  service_steward: {
    id: string;
    service_id: string;
    user_id: string;
    from_day: string;
    to_day: string | null;
    set_by: string | null;
  };
  /** The terms of a service (from its HSDS attributes). */
  service_term: {
    service_id: string;
    term_id: string;
  };
  /** A list of terms (HSDS taxonomy). */
  taxonomy: {
    id: string;
    name: string;
    source: string | null;
    doc: unknown;
  };
  /** A term (HSDS taxonomy_term). Those of the taxonomy 'needs' are what services are looked for by. */
  taxonomy_term: {
    id: string;
    taxonomy_id: string | null;
    parent_id: string | null;
    code: string | null;
    name: string;
    /** Keys of presenting issues that speak for this need. */
    issues: Generated<string[]>;
    source: string | null;
    doc: unknown;
  };
  /** A need for which no service was found, after looking: what is missing where. */
  unmet_need: {
    id: string;
    programme_id: string;
    area_id: string | null;
    case_id: string | null;
    person_id: string | null;
    term_id: string;
    reason: string;
    words: string | null;
    searched: boolean;
    /** How many services the search had found, when one was made. */
    found: number | null;
    day: string;
    by: string | null;
    created_at: Generated<string>;
  };
  /** Working roles of a user in a programme (a disability employment adviser, say): one may have several. */
  working_role: {
    id: string;
    user_id: string;
    programme_id: string;
    role: string;
    from_day: string;
    to_day: string | null;
  };
}

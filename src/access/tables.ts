// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Somebody who can sign in. */
  app_user: {
    id: string;
    /** Sign-in name, in lower case. */
    email: string;
    name: string;
    /** Argon2id: parameters, salt and tag in PHC form. */
    password_hash: string;
    /** Set when the user is disabled; every session ends at once. */
    disabled_at: string | null;
    created_at: Generated<string>;
    /** The key / goes to the search, on pages that have one: the user's own setting. */
    search_key: Generated<boolean>;
  };
  /** What happened: appended by an action in its own transaction, never changed, never deleted. */
  event: {
    id: string;
    /** The transaction that wrote it: the sealer chains events in the order (tx, id), once no older transaction is open. */
    tx: Generated<string>;
    /** For example case.referred or note.added; each kind has a renderer for the timeline. */
    kind: string;
    /** The user who did it; empty for the system (an import, the command line). */
    actor_id: string | null;
    programme_id: string | null;
    person_id: string | null;
    case_id: string | null;
    /** The day it happened in the world, which may be long before it was recorded. */
    happened_on: string;
    at: Generated<string>;
    /** SHA-256 over the salt and the payload in canonical JSON (RFC 8785). */
    digest: Buffer;
  };
  /** The content of an event. A retention rule may erase it; the event and its place in the chain stay. */
  event_payload: {
    event_id: string;
    payload: unknown;
    salt: Buffer;
  };
  /** What a user may be, and where: a role in a programme, narrowed to an area, a provider or a member of staff. */
  membership: {
    id: string;
    user_id: string;
    /** key_worker, team_manager, local_lead, programme_office, evaluator or administrator. */
    role: string;
    /** Empty for an administrator of the whole install. */
    programme_id: string | null;
    area_id: string | null;
    provider_id: string | null;
    /** The key worker this user is. */
    staff_id: string | null;
    created_at: Generated<string>;
    /** Of somebody who works for a service: their organisation in the directory. */
    organisation_id: string | null;
  };
  /** Something a user must be told. The words are those of its kind: no personal data is kept here. */
  notice: {
    id: string;
    user_id: string;
    kind: string;
    href: string;
    /** What it is about, so that the same thing is told once. */
    about: string | null;
    at: Generated<string>;
    seen_at: string | null;
  };
  /** Who read which personal record, and through which page: one row before the page is sent. */
  read_log: {
    id: string;
    tx: Generated<string>;
    at: Generated<string>;
    user_id: string;
    /** The page or list, never its content. */
    what: string;
    person_id: string | null;
    case_id: string | null;
  };
  /** Staff codes. */
  report_staff: {
    staff_id: string | null;
    programme_id: string | null;
    code: string | null;
  };
  /** Who may open a restricted record until when: by a named grant, or by break-glass with a reason. */
  restricted_access: {
    id: string;
    person_id: string;
    user_id: string;
    how: string;
    reason: string;
    /** Who granted it; with break-glass the user themself. */
    given_by: string | null;
    given_at: Generated<string>;
    /** 'infinity' for a grant without an end; a grant that is taken back ends then. */
    ends_at: string;
  };
  /** Links of the two chains: each covers the rows after the link before it, up to (last_tx, last_id). */
  seal: {
    chain: string;
    n: number;
    last_tx: string;
    last_id: string;
    /** Rows covered since the chain began. */
    count: number;
    /** SHA-256 over the hash of the link before, the digest of every row covered in the order (tx, id), and the other columns of this link. */
    hash: Buffer;
    at: Generated<string>;
  };
  /** A signed-in browser. Only the SHA-256 of its token is kept. */
  session: {
    token_hash: Buffer;
    user_id: string;
    csrf_secret: string;
    created_at: Generated<string>;
    seen_at: Generated<string>;
    expires_at: string;
  };
  /** Failed sign-ins, for throttling. The key is a digest of the account or of the address. */
  sign_in_attempt: {
    key: Buffer;
    at: Generated<string>;
  };
  /** A member of staff of a programme, with or without a sign-in: a key worker. */
  staff: {
    id: string;
    programme_id: string;
    /** Staff code of the provider, for example MAN-KW10. */
    code: string;
    given_name: string;
    family_name: string;
    area_id: string | null;
    provider_id: string | null;
    /** The work telephone that people may be told, as its owner typed it. */
    phone: string | null;
  };
  /** While a key worker is away, another one covers: they may do with the caseload what its own worker may. */
  worker_cover: {
    id: string;
    programme_id: string;
    staff_id: string;
    covered_by: string;
    starts_on: string;
    ends_on: string;
    reason: string;
    made_by: string | null;
    made_at: Generated<string>;
    version: Generated<number>;
  };
}

import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Database, Sql, Tx } from '../kit/db.ts';
import { isUniqueViolation, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { type Actor, type Membership, passwordProblem, roles, sessionHours, throttle } from './rules/policy.ts';
import * as store from './store.ts';

export type { EventRow, HistoryRow } from './store.ts';
export { historyOf, latestEventOf, listUsers, membershipsOf, staffOf, timelineOf, upsertStaff } from './store.ts';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest();

// ── events and reads ─────────────────────────────────────────────────────────────────────────────────────────────

/** An event to append. `happenedOn` is the day in the world, 'YYYY-MM-DD'; the payload holds what the timeline shows. */
export type NewEvent = {
  kind: string;
  programmeId?: string | null;
  personId?: string | null;
  caseId?: string | null;
  happenedOn: string;
  payload: Record<string, unknown>;
};

/** SHA-256 over the salt and the payload in canonical JSON (RFC 8785). */
export function eventDigest(salt: Buffer, payload: unknown): Buffer {
  return createHash('sha256')
    .update(salt)
    .update(canonicalize(payload) as string)
    .digest();
}

/** Appends an event inside the transaction of the change that it tells. Resolves to its id. */
export async function recordEvent(tx: Tx, actor: Actor, event: NewEvent): Promise<string> {
  const id = newId();
  const salt = randomBytes(16);
  await store.insertEvent(tx, {
    id,
    kind: event.kind,
    actorId: actor.userId,
    programmeId: event.programmeId ?? null,
    personId: event.personId ?? null,
    caseId: event.caseId ?? null,
    happenedOn: event.happenedOn,
    digest: eventDigest(salt, event.payload),
    payload: JSON.stringify(event.payload),
    salt,
  });
  return id;
}

/** Appends many events in one statement (imports). */
export async function recordEvents(tx: Tx, actor: Actor, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => {
    const salt = randomBytes(16);
    return {
      id: newId(),
      kind: event.kind,
      actor_id: actor.userId,
      programme_id: event.programmeId ?? null,
      person_id: event.personId ?? null,
      case_id: event.caseId ?? null,
      happened_on: event.happenedOn,
      digest: eventDigest(salt, event.payload).toString('hex'),
      payload: event.payload,
      salt: salt.toString('hex'),
    };
  });
  await store.insertEvents(tx, { rows: JSON.stringify(rows) });
}

/** Writes down that a user is about to be shown a personal record; sent before the page is. */
export async function recordRead(
  sql: Sql,
  read: { userId: string; what: string; personId: string | null; caseId: string | null },
): Promise<void> {
  await store.insertRead(sql, { id: newId(), ...read });
}

// ── sign-in ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Session = { actor: Actor & { userId: string; email: string }; csrfSecret: string };

/** The session of a cookie's token, or null when there is none, it has ended, or its user was disabled. */
export async function findSession(sql: Sql, token: string): Promise<Session | null> {
  const tokenHash = sha256(token);
  const [row] = await store.findSession(sql, { tokenHash, idleHours: sessionHours.idle });
  if (row === undefined) return null;
  // Once a minute is often enough to know that a session is in use, and spares every page a write.
  if (row.stale) await store.touchSession(sql, { tokenHash });
  return {
    actor: { userId: row.user_id, name: row.name, email: row.email, memberships: row.memberships },
    csrfSecret: row.csrf_secret,
  };
}

export type SignIn =
  | { outcome: 'signed in'; token: string; csrfSecret: string }
  | { outcome: 'wrong' }
  | { outcome: 'wait'; minutes: number };

// Verified when the account does not exist, so that both answers take the same time.
let decoy: Promise<string> | undefined;

/**
 * Checks e-mail and password and opens a session. After too many failures for the account or the address every attempt is
 * told to wait, right or wrong, so that the answer says nothing about the password.
 */
export async function signIn(
  db: Database,
  input: { email: string; password: string; address: string },
): Promise<SignIn> {
  const email = input.email.trim().toLowerCase();
  const accountKey = sha256(`account ${email}`);
  const keys = [accountKey, sha256(`address ${input.address}`)];
  const [counted] = await store.countAttempts(db, { keys, minutes: throttle.minutes });
  if ((counted?.failures ?? 0) >= throttle.attempts) return { outcome: 'wait', minutes: throttle.minutes };
  const [user] = await store.findUserByEmail(db, { email });
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const right = await passwordMatches(user?.password_hash ?? (await decoy), input.password);
  if (user === undefined || user.disabled_at !== null || !right) {
    await store.insertAttempts(db, { keys });
    return { outcome: 'wrong' };
  }
  await store.deleteAttempts(db, { key: accountKey });
  return { outcome: 'signed in', ...(await openSession(db, user.id)) };
}

/** Opens a session without asking for a password: after `signIn`, in the benchmark and in tests. Resolves to the cookie's token. */
export async function openSession(sql: Sql, userId: string): Promise<{ token: string; csrfSecret: string }> {
  const token = randomBytes(32).toString('base64url');
  const csrfSecret = randomBytes(18).toString('base64url');
  await store.insertSession(sql, {
    tokenHash: sha256(token),
    userId,
    csrfSecret,
    hours: sessionHours.most,
  });
  return { token, csrfSecret };
}

/** Ends the session of a cookie's token. */
export async function signOut(sql: Sql, token: string): Promise<void> {
  await store.deleteSession(sql, { tokenHash: sha256(token) });
}

/** Removes sessions and failed sign-ins that are over. Called by the sealer's round. */
export async function forgetOld(sql: Sql): Promise<void> {
  await store.deleteOldRows(sql, {});
}

// ── users ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type NewUser = { email: string; name: string; password: string; memberships: readonly Membership[] };
export type Refused = { refused: string; field: 'email' | 'name' | 'password' | 'role' | 'user' };

/** Adds a user with what they may be. Refused for a poor password, an e-mail that is taken, or a role without its place. */
export async function addUser(
  db: Database,
  actor: Actor,
  input: NewUser,
  today: string,
): Promise<{ id: string } | Refused> {
  const email = input.email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254)
    return { refused: 'Enter an e-mail address in the form name@example.org', field: 'email' };
  if (input.name.trim() === '') return { refused: 'Enter the name of the user', field: 'name' };
  const poor = passwordProblem(input.password, email);
  if (poor !== null) return { refused: poor, field: 'password' };
  const wrong = membershipProblem(input.memberships);
  if (wrong !== null) return { refused: wrong, field: 'role' };
  const passwordHash = await hashPassword(input.password);
  try {
    return await transaction(db, async (tx) => {
      const id = newId();
      await store.insertUser(tx, { id, email, name: input.name.trim(), passwordHash });
      await writeMemberships(tx, id, input.memberships);
      await recordEvent(tx, actor, {
        kind: 'user.added',
        happenedOn: today,
        payload: { userId: id, roles: input.memberships.map((m) => m.role) },
      });
      return { id };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      return { refused: 'A user with this e-mail address is there already', field: 'email' };
    throw error;
  }
}

function membershipProblem(memberships: readonly Membership[]): string | null {
  if (memberships.length === 0) return 'Choose a role';
  for (const member of memberships) {
    if (!roles.includes(member.role)) return 'Choose one of the roles';
    if (member.role !== 'administrator' && member.programmeId === null) return 'Choose the programme of the role';
    if (member.role === 'key_worker' && member.staffId === null)
      return 'Choose which key worker of the programme this user is';
    if (member.role === 'local_lead' && member.areaId === null) return 'Choose the area of the local lead';
    if (member.role === 'team_manager' && member.providerId === null) return 'Choose the provider of the team';
  }
  return null;
}

async function writeMemberships(tx: Tx, userId: string, memberships: readonly Membership[]): Promise<void> {
  for (const member of memberships) await store.insertMembership(tx, { id: newId(), userId, ...member });
}

/** Replaces what a user may be. Their next request has the new roles. */
export async function changeRoles(
  db: Database,
  actor: Actor,
  userId: string,
  memberships: readonly Membership[],
  today: string,
): Promise<Refused | null> {
  const wrong = membershipProblem(memberships);
  if (wrong !== null) return { refused: wrong, field: 'role' };
  return transaction(db, async (tx) => {
    if ((await store.findUser(tx, { id: userId }))[0] === undefined)
      return { refused: 'There is no such user', field: 'user' } as const;
    await store.deleteMemberships(tx, { userId });
    await writeMemberships(tx, userId, memberships);
    await recordEvent(tx, actor, {
      kind: 'user.roles',
      happenedOn: today,
      payload: { userId, roles: memberships.map((m) => m.role) },
    });
    return null;
  });
}

/** Disables a user, which ends every session at once, or lets them in again. */
export async function setUserDisabled(
  db: Database,
  actor: Actor,
  userId: string,
  disabled: boolean,
  today: string,
): Promise<Refused | null> {
  if (disabled && actor.userId === userId) return { refused: 'You cannot disable yourself', field: 'user' };
  return transaction(db, async (tx) => {
    if ((await store.findUser(tx, { id: userId }))[0] === undefined)
      return { refused: 'There is no such user', field: 'user' } as const;
    await store.setDisabled(tx, { id: userId, disabled });
    if (disabled) await store.deleteSessionsOf(tx, { userId });
    await recordEvent(tx, actor, {
      kind: disabled ? 'user.disabled' : 'user.enabled',
      happenedOn: today,
      payload: { userId },
    });
    return null;
  });
}

/** Sets a user's password and ends their sessions. */
export async function setUserPassword(
  db: Database,
  actor: Actor,
  userId: string,
  password: string,
  today: string,
): Promise<Refused | null> {
  const [user] = await store.findUser(db, { id: userId });
  if (user === undefined) return { refused: 'There is no such user', field: 'user' };
  const poor = passwordProblem(password, user.email);
  if (poor !== null) return { refused: poor, field: 'password' };
  const passwordHash = await hashPassword(password);
  await transaction(db, async (tx) => {
    await store.setPassword(tx, { id: userId, passwordHash });
    await store.deleteSessionsOf(tx, { userId });
    await recordEvent(tx, actor, { kind: 'user.password', happenedOn: today, payload: { userId } });
  });
  return null;
}

/** A user by id, without the password's hash. */
export async function userById(sql: Sql, id: string) {
  return (await store.findUser(sql, { id }))[0] ?? null;
}

/** A user by e-mail address, or null. */
export async function userByEmail(sql: Sql, email: string): Promise<{ id: string; name: string } | null> {
  const [user] = await store.findUserByEmail(sql, { email: email.trim().toLowerCase() });
  return user === undefined ? null : { id: user.id, name: user.name };
}

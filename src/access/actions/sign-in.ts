import { createHash, randomBytes } from 'node:crypto';
import type { Database, Sql } from '../../kit/db.ts';
import { gather } from '../../kit/gather.ts';
import { hashPassword, passwordMatches } from '../password.ts';
import { type Actor, sessionHours, throttle } from '../rules/policy.ts';
import * as store from '../store.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export type Session = {
  actor: Actor & { userId: string; email: string };
  csrfSecret: string;
  /** Notices that the user has not seen. */
  notices: number;
  /** The key / goes to the search: the user's own setting. */
  searchKey: boolean;
};

/** The row of a session. Requests that come at the same time share a statement. */
const sessionOf = gather<{ tokenHash: Buffer; today: string }, store.SessionRow | null>(50, async (sql, asked) => {
  const idleHours = sessionHours.idle;
  const [first] = asked;
  if (first === undefined) return [];
  if (asked.length === 1) return [(await store.findSession(sql, { ...first, idleHours }))[0] ?? null];
  const tokenHashes = asked.map(({ tokenHash }) => tokenHash);
  const rows = await store.findSessions(sql, { tokenHashes, idleHours, today: first.today });
  return tokenHashes.map((hash) => rows.find((row) => hash.equals(row.token_hash)) ?? null);
});

/**
 * The session of a cookie's token, or null when there is none, it has ended, or its user was disabled. `today`
 * ('YYYY-MM-DD') says whom the user covers.
 */
export async function findSession(sql: Sql, token: string, today: string): Promise<Session | null> {
  const tokenHash = sha256(token);
  const row = await sessionOf(sql, { tokenHash, today });
  if (row === null) return null;
  // Once a minute is often enough to know that a session is in use, and spares every page a write.
  if (row.stale) await store.touchSession(sql, { tokenHash });
  return {
    actor: {
      userId: row.user_id,
      name: row.name,
      email: row.email,
      memberships: row.memberships,
      opened: row.opened,
    },
    csrfSecret: row.csrf_secret,
    notices: row.notices,
    searchKey: row.search_key,
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
  const keys = { account: sha256(`account ${email}`), address: sha256(`address ${input.address}`) };
  // Counted before the password is looked at, so that many attempts at once do not slip through together.
  const [attempt] = await store.addAttempt(db, {
    ...keys,
    mostOfAccount: throttle.account,
    mostOfAddress: throttle.address,
    minutes: throttle.minutes,
  });
  if (attempt?.allowed !== true) return { outcome: 'wait', minutes: throttle.minutes };
  const [user] = await store.findUserByEmail(db, { email });
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const right = await passwordMatches(user?.password_hash ?? (await decoy), input.password);
  if (user === undefined || user.disabled_at !== null || !right) return { outcome: 'wrong' };
  await store.forgiveAttempts(db, keys);
  return { outcome: 'signed in', ...(await openSession(db, user.id)) };
}

/** Counts a try at something that a password guards. Resolves to null after too many within the window, else to what to call after a success. */
export async function tryOnce(sql: Sql, what: string): Promise<(() => Promise<unknown>) | null> {
  const keys = { account: sha256(what), address: sha256(what) };
  const [attempt] = await store.addAttempt(sql, {
    ...keys,
    mostOfAccount: throttle.account,
    mostOfAddress: throttle.account,
    minutes: throttle.minutes,
  });
  return attempt?.allowed === true ? () => store.forgiveAttempts(sql, keys) : null;
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

/** A session as its user sees it. `key` names it in a form; it does not open it. */
export type OwnSession = { key: string; startedAt: string; seenAt: string; thisOne: boolean };

/** The sessions of a user that are open, the latest used first. */
export async function sessionsOf(sql: Sql, userId: string, token: string | undefined): Promise<OwnSession[]> {
  const own = token === undefined ? '' : sha256(token).toString('hex');
  const rows = await store.sessionsOf(sql, { userId, idleHours: sessionHours.idle });
  return rows.map((row) => {
    const key = row.token_hash.toString('hex');
    return { key, startedAt: row.created_at, seenAt: row.seen_at, thisOne: key === own };
  });
}

/** Ends one session of a user. Another user's, or one that is over, is left alone. */
export async function endSession(sql: Sql, userId: string, key: string): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(key)) return;
  await store.deleteSessionOf(sql, { userId, tokenHash: Buffer.from(key, 'hex') });
}

/** Ends every session of a user but the one with this token. */
export async function endOtherSessions(sql: Sql, userId: string, token: string): Promise<void> {
  await store.deleteOtherSessions(sql, { userId, tokenHash: sha256(token) });
}

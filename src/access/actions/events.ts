import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Sql, Tx } from '../../kit/db.ts';
import { gather } from '../../kit/gather.ts';
import { newId } from '../../kit/ids.ts';
import type { Actor } from '../rules/policy.ts';
import * as store from '../store.ts';

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

type Read = { userId: string; what: string; personId: string | null; caseId: string | null };

/** Writes reads down. Those of requests that come at the same time share a statement and its commit. */
const writeRead = gather<Read, void>(100, async (sql, reads) => {
  const [only] = reads;
  if (reads.length === 1 && only !== undefined) await store.insertRead(sql, { id: newId(), ...only });
  else
    await store.insertReads(sql, {
      ids: reads.map(() => newId()),
      userIds: reads.map((read) => read.userId),
      whats: reads.map((read) => read.what),
      personIds: reads.map((read) => read.personId),
      caseIds: reads.map((read) => read.caseId),
    });
  return [];
});

/** Writes down that a user is about to be shown a personal record; it is committed before the page is sent. */
export function recordRead(sql: Sql, read: Read): Promise<void> {
  return writeRead(sql, read);
}

/** A message from one state to another, with what became of it beside. */
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { State } from '../rules/states.ts';
import * as store from '../store/outbox.ts';
import type { Now } from './queue.ts';

/** What else changes with the state. `run` moves it only while that run has it. */
export type Moved = {
  run?: string;
  reason?: string | null;
  sentTo?: string;
  sender?: string;
  senderRef?: string;
  notBefore?: string;
};

/** Moves a message from one of the states given; nothing when it stands elsewhere by now. */
export async function move(
  tx: Tx,
  id: string,
  from: readonly State[],
  to: State,
  at: Now,
  more: Moved = {},
): Promise<store.ChangedRow | undefined> {
  const { run = null, reason = null, sentTo = null, sender = null, senderRef = null, notBefore = null } = more;
  const now = at.now.toString();
  const [moved] = await store.moveMessage(tx, {
    ...{ id, from, to, run, reason, sentTo, sender, senderRef, notBefore, now },
  });
  return moved;
}

/** Writes down what became of messages: one step of each. */
export const step = (
  tx: Tx,
  ids: readonly string[],
  kind: string,
  reason: string | null,
  at: Now,
  userId: string | null = null,
) =>
  store.insertEvents(tx, { ids: ids.map(() => newId()), messageIds: ids, kind, reason, userId, at: at.now.toString() });

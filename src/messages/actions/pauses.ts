/** Reminders of a case that are paused. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import * as store from '../store/pauses.ts';

export type { PauseRow } from '../store/pauses.ts';

type Of = { caseId: string; personId: string; programmeId: string };

/** The pause of a case, or null; one whose last day is over is none. */
export async function pauseOf(sql: Sql, caseId: string, today: string): Promise<store.PauseRow | null> {
  const [row] = await store.findPause(sql, { caseId });
  return row === undefined || (row.until !== null && row.until < today) ? null : row;
}

/** Pauses inside a transaction, with the event 'message.paused'. */
export async function pauseIn(
  tx: Tx,
  actor: Actor,
  of: Of,
  pause: { until: string | null; reason: string; today: string },
): Promise<void> {
  const { until, reason, today } = pause;
  await store.savePause(tx, { caseId: of.caseId, personId: of.personId, until, reason, pausedBy: actor.userId });
  await recordEvent(tx, actor, { kind: 'message.paused', ...of, happenedOn: today, payload: { until, reason } });
}

/** Pauses the reminders of a case, until a day ('YYYY-MM-DD') or until somebody ends it. */
export const pauseReminders = (
  db: Database,
  actor: Actor,
  of: Of,
  pause: { until: string | null; reason: string; today: string },
): Promise<void> => transaction(db, (tx) => pauseIn(tx, actor, of, pause));

/** Ends the pause of a case, with the event 'message.resumed'. 'none' when there was none: nothing is written then. */
export function resumeReminders(db: Database, actor: Actor, of: Of, today: string): Promise<'saved' | 'none'> {
  return transaction(db, async (tx) => {
    if ((await store.endPause(tx, { caseId: of.caseId })).length === 0) return 'none';
    await recordEvent(tx, actor, { kind: 'message.resumed', ...of, happenedOn: today, payload: {} });
    return 'saved';
  });
}

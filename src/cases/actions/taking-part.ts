import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { ChangeInWords } from '../rules/changes.ts';
import { moves, moveTo } from '../rules/status.ts';
import { pausedDays, pauseProblems, resumeProblems } from '../rules/taking-part.ts';
import * as store from '../store/taking-part.ts';
import { change, type Outcome } from './changes.ts';
import type { CaseHead } from './record.ts';

export type { PauseRow } from '../store/taking-part.ts';

const stale: Outcome = { outcome: 'stale' };

/** Says whether the person must take part or chose to, with the event 'obligation.changed' that keeps what stood before. */
export async function setObligation(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    obligation: string | null;
    since: string;
    reason: string | null;
    changes: readonly ChangeInWords[];
  },
): Promise<Outcome> {
  const { version, obligation, since, reason, changes } = input;
  const payload = { changes, reason, before: { obligation: head.obligation }, after: { obligation } };
  const happening = { kind: 'obligation.changed', happenedOn: since, payload };
  return change(
    db,
    actor,
    head,
    version,
    happening,
    () => ({}),
    (tx) => store.setObligation(tx, { caseId: head.caseId, obligation }),
  );
}

/** Pauses somebody's part, with its reason and the day on which it is looked at again. */
export async function pause(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; pausedOn: string; reason: string; reviewOn: string; today: string },
): Promise<Outcome> {
  const { version, pausedOn, reason, reviewOn, today } = input;
  if (moveTo(head.status, 'pause', head.attachment !== null) === null) return stale;
  const { caseId, personId, pauses } = head;
  const check = () => pauseProblems({ pausedOn, reviewOn }, { attachedOn: head.attachment?.on ?? null, pauses, today });
  const happening = { kind: moves.pause.event, happenedOn: pausedOn, payload: { reason, reviewOn } };
  return change(db, actor, head, version, happening, check, async (tx) => {
    await store.insertPause(tx, { id: newId(), caseId, personId, startsOn: pausedOn, reason, reviewOn });
    await store.setPaused(tx, { caseId, pausedOn, reason, reviewOn });
  });
}

/** Goes on after a pause. The event tells how long it lasted. */
export async function resume(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; resumedOn: string; note: string | null },
): Promise<Outcome> {
  const { version, resumedOn, note } = input;
  const status = moveTo(head.status, 'resume', head.attachment !== null);
  if (status === null || head.paused === null) return stale;
  const { caseId, paused } = head;
  const days = pausedDays([{ from: paused.on, to: resumedOn }], resumedOn);
  const happening = {
    kind: moves.resume.event,
    happenedOn: resumedOn,
    payload: { pausedOn: paused.on, days, reason: paused.reason, note },
  };
  return change(
    db,
    actor,
    head,
    version,
    happening,
    () => resumeProblems(resumedOn, paused.on),
    async (tx) => {
      await store.endPause(tx, { caseId, endsOn: resumedOn });
      await store.setStatusOnly(tx, { caseId, status });
    },
  );
}

/** Every pause of a case, the newest first. */
export const pausesOf = (sql: Sql, caseId: string): Promise<store.PauseRow[]> => store.pausesOfCase(sql, { caseId });

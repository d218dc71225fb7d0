/** Risks to whoever visits: facts with their source, looked at again on a day, never standing for ever. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { RiskKind } from '../rules.ts';
import * as store from '../store/flags.ts';

export type { FlagRow } from '../store/flags.ts';

/** Risks of a case that stand. */
export function flagsOf(sql: Sql, caseId: string): Promise<store.FlagRow[]> {
  return store.standingFlags(sql, { caseId });
}

type Place = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId'>;

/** Writes down a risk, with the event 'risk.flagged'. Days are 'YYYY-MM-DD'. Resolves to its id. */
export function flagRisk(
  db: Database,
  actor: Actor,
  head: Place,
  given: { kind: RiskKind; words: string; precautions: string; reviewOn: string; today: string },
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { caseId, personId, programmeId } = head;
    const { today, ...flag } = given;
    await store.insertFlag(tx, { id, caseId, personId, ...flag, setBy: actor.userId });
    await recordEvent(tx, actor, {
      kind: 'risk.flagged',
      programmeId,
      personId,
      caseId,
      happenedOn: today,
      payload: { recordId: id, ...flag },
    });
    return id;
  });
}

/**
 * Looks at a risk again: it stands until another day, or is cleared with a reason. Events 'risk.kept' and 'risk.cleared'.
 * 'stale' when somebody did so meanwhile: nothing is written then.
 */
export function reviewRisk(
  db: Database,
  actor: Actor,
  head: Place,
  given: { id: string; version: number; now: Temporal.Instant; today: string } & (
    | { reviewOn: string }
    | { clearReason: string }
  ),
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const { caseId, personId, programmeId } = head;
    const { id, version } = given;
    const cleared = 'clearReason' in given;
    const [row] = cleared
      ? await store.clearFlag(tx, { id, caseId, version, reason: given.clearReason, at: given.now.toString() })
      : await store.keepFlag(tx, { id, caseId, version, reviewOn: given.reviewOn });
    if (row === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: cleared ? 'risk.cleared' : 'risk.kept',
      programmeId,
      personId,
      caseId,
      happenedOn: given.today,
      payload: {
        recordId: id,
        kind: row.kind,
        ...(cleared ? { reason: given.clearReason } : { reviewOn: given.reviewOn }),
      },
    });
    return 'saved';
  });
}

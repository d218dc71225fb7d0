/** Needs for which no service was found, after looking: what is missing where. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { unmetReasons } from '../rules/codes.ts';
import * as store from '../store/unmet.ts';

export type { UnmetRow } from '../store/unmet.ts';

/** Why nothing was found. */
export type UnmetReason = keyof typeof unmetReasons;
/**
 * A need that was not met, of a case or of nobody in particular. `termId` is a need of the directory; `found` is how many
 * services the search had found, null without a search; `day` is 'YYYY-MM-DD'.
 */
export type UnmetNeed = {
  programmeId: string;
  areaId: string | null;
  of: { caseId: string; personId: string } | null;
  termId: string;
  reason: UnmetReason;
  words: string | null;
  found: number | null;
  day: string;
};

/**
 * Writes down a need that was not met, with its event: 'unmet need.logged' on the case's timeline, or 'directory.unmet_logged'
 * where it is nobody's. Resolves to its id.
 */
export async function logUnmetNeed(tx: Tx, actor: Actor, given: UnmetNeed): Promise<string> {
  const id = newId();
  const { programmeId, areaId, of, termId, reason, words, found, day } = given;
  const [caseId, personId] = [of?.caseId ?? null, of?.personId ?? null];
  await store.insertUnmet(tx, {
    ...{ id, programmeId, areaId, caseId, personId, termId, reason, words },
    ...{ searched: found !== null, found, day, by: actor.userId },
  });
  await recordEvent(tx, actor, {
    kind: of === null ? 'directory.unmet_logged' : 'unmet need.logged',
    programmeId,
    ...{ caseId, personId, happenedOn: day },
    payload: { recordId: id, termId, reason, words, found },
  });
  return id;
}

/** Counts of what was not met in a programme between two days, by need, area and reason, as far as the actor may know of it. */
export function unmetCounts(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; from: string; to: string },
): Promise<store.UnmetRow[]> {
  return store.unmetCounts(sql, { ...ask, opened: actor.opened ?? [] });
}

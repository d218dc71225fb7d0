/** Screening: a draft that is saved half-way, its result, the worker's own view, and a second person who agrees to another one. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { ScreeningVersion } from '../../programmes/rules.ts';
import { type ScreeningMode, type ScreeningResult, screen, screeningModes } from '../rules/screening.ts';
import * as store from '../store/screening.ts';
import { cancelOpen } from './diary.ts';
import { change, type Done, liftOpen, lockStanding, refOf } from './series.ts';

export type { ScreeningRow } from '../store/screening.ts';

/** The screenings of a case, a draft first. */
export const screeningsOf = (sql: Sql, caseId: string): Promise<store.ScreeningRow[]> =>
  store.screeningsOfCase(sql, { caseId });

/** A screening of this case, or null. */
export async function findScreening(sql: Sql, caseId: string, id: string): Promise<store.ScreeningRow | null> {
  return (await store.findScreening(sql, { caseId, id }))[0] ?? null;
}

/** Begins a draft; one that is there already is taken up. `askedAt` is a moment. Resolves to its id. */
export function beginScreening(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { seriesId: string; version: number; mode: ScreeningMode; askedAt: string },
): Promise<string> {
  return transaction(db, async (tx) => {
    await lockStanding(tx, head.caseId);
    const draft = (await store.screeningsOfCase(tx, { caseId: head.caseId })).find(({ state }) => state === 'draft');
    if (draft !== undefined) return draft.id;
    const id = newId();
    const { caseId, personId } = head;
    await store.insertScreening(tx, { id, caseId, personId, by: actor.userId, ...given });
    return id;
  });
}

/** What is saved of a screening, half-way or at the end. */
export type ScreeningDraft = {
  rowVersion: number;
  mode: ScreeningMode;
  askedAt: string;
  answers: Record<string, string>;
  conditions: readonly string[];
  others: readonly string[];
  judgement: ScreeningResult | null;
  judgementWords: string | null;
};

/** Saves a draft. 'stale' when another tab saved since or it was finished; nothing is written then. */
export async function saveScreening(sql: Sql, id: string, given: ScreeningDraft): Promise<number | 'stale'> {
  const [row] = await store.saveScreening(sql, { ...given, id, answers: JSON.stringify(given.answers) });
  return row?.row_version ?? 'stale';
}

/** Closes the series as screened out: nothing that is still to be held is asked for. */
async function closeSeries(tx: Tx, actor: Actor, head: CaseHead, clock: Clock): Promise<void> {
  const today = clock.today().toString();
  const standing = await lockStanding(tx, head.caseId);
  if (standing === null || standing.series.state !== 'running') return;
  await cancelOpen(tx, actor, standing, clock, 'Screened out');
  await liftOpen(tx, standing, 'screened_out', today);
  await change(tx, standing.series, { state: 'screened_out', stateOn: today });
}

/**
 * Finishes a screening with its result and the event 'screening.done'. OUT ends the series unless the worker sees it otherwise:
 * then it stands until a second person has looked. 'missing' names what has to be answered still. A series has one screening:
 * the same paper entered twice is the one that is there, and nothing is written.
 */
export async function finishScreening(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; draft: ScreeningDraft; version: ScreeningVersion; clock: Clock },
): Promise<Done | { outcome: 'missing'; missing: string[] } | { outcome: 'there already'; id: string }> {
  const screened = screen(given.version, given.draft.answers);
  const enteredAt = given.clock.now().toString();
  if (screened.state === 'open') return { outcome: 'missing', missing: screened.missing };
  try {
    return await transaction(db, async (tx) => {
      const standing = await lockStanding(tx, head.caseId);
      const all = await store.screeningsOfCase(tx, { caseId: head.caseId });
      const there = all.find(({ state }) => state !== 'draft');
      if (there !== undefined) return { outcome: 'there already' as const, id: there.id };
      if (standing === null || standing.series.state !== 'running') return { outcome: 'stale' as const };
      if ((await saveScreening(tx, given.id, given.draft)) === 'stale') return { outcome: 'stale' as const };
      const { result, deciding } = screened;
      await store.finishScreening(tx, {
        ...{ id: given.id, result, enteredAt },
        deciding: JSON.stringify(deciding),
      });
      const { judgement } = given.draft;
      if (result === 'OUT' && judgement !== 'IN') await closeSeries(tx, actor, head, given.clock);
      await recordEvent(tx, actor, {
        ...refOf(head),
        kind: 'screening.done',
        happenedOn: given.clock.today().toString(),
        payload: {
          recordId: given.id,
          result,
          because: deciding.map(({ means }) => means),
          mode: screeningModes[given.draft.mode],
          askedAt: given.draft.askedAt,
          enteredAt,
          judgement,
          version: given.version.version,
        },
      });
      return { outcome: 'saved' as const, id: given.id };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'screening_once')) return { outcome: 'stale' };
    throw error;
  }
}

/** Asks a second person for the opposite of the result, with the reason and the event 'screening.override asked'. */
export function askOverride(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { row: store.ScreeningRow; rowVersion: number; words: string; clock: Clock },
): Promise<Done> {
  const { row, rowVersion, words } = given;
  return transaction(db, async (tx) => {
    const [asked] = await store.askOverride(tx, { id: row.id, rowVersion, words, by: actor.userId });
    if (asked === undefined) return { outcome: 'stale' };
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'screening.override asked',
      happenedOn: given.clock.today().toString(),
      payload: { recordId: row.id, result: row.result, words },
    });
    return { outcome: 'saved', id: row.id };
  });
}

/**
 * A second person agrees to the opposite of the result, or does not, with the event 'screening.override decided'. Nobody seconds
 * their own. OUT, once it holds, ends the series; IN after an OUT that ended nothing lets it go on.
 */
export function secondOverride(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { row: store.ScreeningRow; rowVersion: number; agreed: boolean; clock: Clock },
): Promise<Done> {
  const { row, rowVersion, agreed, clock } = given;
  if (row.override_by === actor.userId)
    return Promise.resolve({
      outcome: 'refused',
      words: 'Somebody else has to look at it: you asked for it yourself.',
    });
  const opposite: ScreeningResult = row.result === 'OUT' ? 'IN' : 'OUT';
  const final = agreed ? opposite : (row.result ?? 'IN');
  return transaction(db, async (tx) => {
    const [done] = await store.secondOverride(tx, {
      id: row.id,
      rowVersion,
      final,
      by: actor.userId,
      at: clock.now().toString(),
    });
    if (done === undefined) return { outcome: 'stale' };
    if (final === 'OUT') await closeSeries(tx, actor, head, given.clock);
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'screening.override decided',
      happenedOn: given.clock.today().toString(),
      payload: { recordId: row.id, result: row.result, final, agreed },
    });
    return { outcome: 'saved', id: row.id };
  });
}

/**
 * An OUT that the worker saw otherwise and nobody is asked about: it holds, and the series ends. With `voluntary` the person goes on
 * of their own accord in the same step. Events 'screening.accepted' and 'series.voluntary'.
 */
export function acceptOut(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { row: store.ScreeningRow; voluntary: boolean; clock: Clock },
): Promise<Done> {
  const { row, voluntary, clock } = given;
  const today = clock.today().toString();
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || row.state !== 'done' || row.final !== 'OUT') return { outcome: 'stale' };
    if (standing.series.state === 'running') {
      await closeSeries(tx, actor, head, clock);
      await recordEvent(tx, actor, {
        ...refOf(head),
        kind: 'screening.accepted',
        happenedOn: today,
        payload: { recordId: row.id, result: 'OUT' },
      });
    } else if (!voluntary || standing.series.voluntaryOn !== null) return { outcome: 'stale' };
    if (voluntary) {
      const now = await lockStanding(tx, head.caseId);
      if (now === null) return { outcome: 'stale' };
      await change(tx, now.series, { voluntaryOn: today });
      await recordEvent(tx, actor, {
        ...refOf(head),
        kind: 'series.voluntary',
        happenedOn: today,
        payload: { recordId: now.series.id, after: 'Screened out' },
      });
    }
    return { outcome: 'saved', id: row.id };
  });
}

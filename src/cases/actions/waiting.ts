import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/waiting.ts';

export type { After, StartRateRow, UnevidencedRow, WaitingRow } from '../store/waiting.ts';

/** A page of a list that begins after a case, and where the next one begins. */
async function pageOf<R extends { case_id: string }>(
  rows: Promise<R[]>,
  limit: number,
  dayOf: (row: R) => string,
): Promise<{ rows: R[]; next: string | null }> {
  const found = await rows;
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: found.length > limit && last !== undefined ? `${dayOf(last)}_${last.case_id}` : null };
}

/** Who waits for a first meeting, among the cases that somebody may list. */
export function firstMeetings(sql: Sql, actor: Actor, after: store.After | null, limit: number) {
  const rows = store.waitingForFirstMeeting(sql, { scope: scopeOf(actor, 'case.list'), after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => row.referred_on);
}

/** Imported attachments that still need their evidence, among the cases that somebody may correct. */
export function toCatchUp(sql: Sql, actor: Actor, after: store.After | null, limit: number) {
  const rows = store.withoutEvidence(sql, { scope: scopeOf(actor, 'case.correct'), after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => row.attached_on);
}

/** The start rate of a programme by sender, as far as somebody decides about its referrals. */
export function startRateOf(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; holidays: readonly string[] },
): Promise<store.StartRateRow[]> {
  return store.startRate(sql, { ...ask, scope: scopeOf(actor, 'referral_in.decide', ask.programmeId) });
}

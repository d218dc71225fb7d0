import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import { holidaysOf, type ProgrammeDocument } from '../../programmes/rules.ts';
import { beforeWorkingDays, hasRoom, receiptWithin } from '../rules/taking-part.ts';
import * as store from '../store/what-waits.ts';

/** What the page shows: who waits to come back, pauses, hand-backs without a receipt. */
export const shows = ['returns', 'pauses', 'hand-backs'] as const;
export type Show = (typeof shows)[number];

/** A line of the page. Days are 'YYYY-MM-DD'; what a line of that kind does not have is null. */
export type Waiting = {
  caseId: string;
  name: string;
  reference: string;
  areaName: string | null;
  keyWorkerName: string | null;
  /** Asked, paused or handed back on this day. */
  on: string;
  /** Why, or to whom. */
  words: string;
  /** Place on the waiting list. */
  place: number | null;
  /** Whether the key worker has room. */
  room: boolean | null;
  /** When a pause is looked at again. */
  reviewOn: string | null;
};

const perPage = 50;

/** A page of what waits in a programme, as far as the actor may see it, the longest wait first. */
export async function whatWaits(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; document: ProgrammeDocument | null; show: Show; today: string; page: number },
): Promise<{ lines: Waiting[]; more: boolean; within: number }> {
  const { programmeId, document, show, today, page } = ask;
  const scope = scopeOf(actor, 'case.list', programmeId);
  const within = receiptWithin(document);
  const cut = { programmeId, scope, limit: perPage + 1, offset: (page - 1) * perPage };
  const rows =
    show === 'returns'
      ? await store.waitingToReturn(sql, cut)
      : show === 'pauses'
        ? await store.paused(sql, cut)
        : await store.withoutReceipt(sql, {
            ...cut,
            sentBefore: beforeWorkingDays(today, within, holidaysOf(document ?? {})),
          });
  return {
    within,
    more: rows.length > perPage,
    lines: rows.slice(0, perPage).map((row) => ({
      caseId: row.case_id,
      name: shownName(row),
      reference: row.reference,
      areaName: row.area_name,
      keyWorkerName: row.key_worker_name,
      on: row.day,
      words: row.words,
      place: row.place,
      room: row.attached === null ? null : hasRoom(row.attached, document?.caseload ?? null),
      reviewOn: row.review_on,
    })),
  };
}

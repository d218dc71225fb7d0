/** The ledger of somebody who works for themselves. */
import { createHash } from 'node:crypto';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { csvText } from '../../kit/csv.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Need } from '../rules/evidence.ts';
import { type TradingEntry, tradingRows } from '../rules/trading.ts';
import * as store from '../store/trading.ts';
import { type CaseRef, type Recorded, recordEvidence } from './record-evidence.ts';

/** A ledger or a part of it; `cut` says that there are earlier entries than those. */
export type Ledger = { entries: TradingEntry[]; cut: boolean };

/** The ledger of a job of this case, the latest entry first; what was struck out too. Without days all of it. */
export async function tradingOf(
  sql: Sql,
  of: { caseId: string; jobId: string; from?: string; to?: string },
): Promise<Ledger> {
  const rows = await store.tradingOfJob(sql, { from: '-infinity', to: 'infinity', ...of });
  const entries = rows.slice(0, store.mostEntries).map((row) => ({
    id: row.id,
    on: row.traded_on,
    direction: row.direction,
    pence: row.pence,
    words: row.words,
    recordedBy: row.recorded_by_name,
    struck: row.struck_on === null ? null : { on: row.struck_on, reason: row.struck_reason ?? '' },
  }));
  return { entries, cut: rows.length > store.mostEntries };
}

/** Writes an entry into the ledger and appends 'claim.trade recorded' on its day. */
export function recordTrade(
  db: Database,
  actor: Actor,
  of: CaseRef,
  entry: Pick<TradingEntry, 'on' | 'direction' | 'pence' | 'words'> & { jobId: string },
): Promise<void> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { caseId, personId } = of;
    await store.insertTrading(tx, { id, caseId, personId, ...entry, by: actor.userId });
    const { on, direction, pence, jobId } = entry;
    const payload = { recordId: id, jobId, direction, pence };
    await recordEvent(tx, actor, { ...of, kind: 'claim.trade recorded', happenedOn: on, payload });
  });
}

/** Strikes an entry out with a reason and appends 'claim.trade struck'. False, with nothing written, where it was struck out already. */
export function strikeTrade(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; jobId: string; reason: string },
  today: string,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [struck] = await store.strikeTrading(tx, { ...change, caseId: of.caseId, on: today });
    if (struck === undefined) return false;
    const payload = { recordId: change.id, jobId: change.jobId, reason: change.reason };
    await recordEvent(tx, actor, { ...of, kind: 'claim.trade struck', happenedOn: today, payload });
    return true;
  });
}

/**
 * Keeps the ledger of a job from one day to another ('YYYY-MM-DD', both included) as evidence, as a CSV file of what stands in it
 * now. Refused where nothing does, or more than one file holds.
 */
export async function fileLedger(
  db: Database,
  actor: Actor,
  of: CaseRef,
  span: { jobId: string; from: string; to: string; needs: readonly Need[] },
  today: string,
): Promise<Recorded> {
  const { jobId, from, to, needs } = span;
  const { entries, cut } = await tradingOf(db, { caseId: of.caseId, jobId, from, to });
  if (cut)
    return {
      outcome: 'refused',
      problem: 'These are more entries than one file holds. Choose fewer days, and keep the rest after',
    };
  if (!entries.some(({ struck }) => struck === null))
    return { outcome: 'refused', problem: 'Nothing stands in the ledger in those days. Choose other days' };
  const content = Buffer.from(csvText(tradingRows(entries)));
  const file = {
    ...{ name: `ledger ${from} to ${to}.csv`, type: 'text/csv; charset=utf-8', content },
    sha256: createHash('sha256').update(content).digest(),
  };
  const days = { datedOn: today, coversFrom: from, coversTo: to };
  const evidence = { kind: 'ledger', source: 'person', jobId, ...days, words: null, needs } as const;
  return recordEvidence(db, actor, of, evidence, [file], today);
}

/** Statements of the ledger, by contract and month. */
import { type Database, type Sql, snapshot } from '../../kit/db.ts';
import { monthEnds, type StatementAccount, statementOf } from '../rules/ledger.ts';
import * as store from '../store/ledger.ts';

export type { EntryRow } from '../store/ledger.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
/** Where a page of entries ended. */
export type AfterEntry = { day: string; id: string };

/** The statement of a contract for a month 'YYYY-MM': what each account held, what was added and taken away, what it holds. */
export async function statementFor(sql: Sql, contract: string, month: string): Promise<StatementAccount[]> {
  const { from, to } = monthEnds(month);
  const opening = await store.openingOf(sql, { contract, before: from });
  return statementOf(opening, await store.movementsOf(sql, { contract, from, to }));
}

type AskedEntries = { contract: string; month: string; after: AfterEntry | null; limit: number };

/** A statement with a page of its entries, of one moment: they add up to it. */
export const statementWithEntries = (db: Database, asked: AskedEntries) =>
  snapshot(db, async (sql) => ({
    statement: await statementFor(sql, asked.contract, asked.month),
    entries: await entriesFor(sql, asked),
  }));

/** Its entries in order, a page of them after one. */
function entriesFor(sql: Sql, asked: AskedEntries): Promise<store.EntryRow[]> {
  const { contract, month, after, limit } = asked;
  const { day: afterDay, id } = after ?? { day: '0001-01-01', id: FIRST };
  return store.entriesOf(sql, { contract, ...monthEnds(month), afterDay, after: id, limit });
}

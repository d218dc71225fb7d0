/** Milestones worked out and kept, so that a list of what can be claimed costs what is on the page. */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { together } from '../../kit/together.ts';
import { milestoneStates } from '../rules/milestones.ts';
import * as store from '../store/milestones.ts';
import { type KeptMilestone, type KeptRow, keptAfter, keptOfCase, keptOfCases } from '../store/progress.ts';
import { type ContractInUse, contractsInUse, keepShippedContracts, versionOn } from './contracts.ts';
import { readerOf } from './progress.ts';

export type { After, ClaimableRow } from '../store/milestones.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const dayText = (day: DayNumber | null): string | null => (day === null ? null : formatDay(day));

/** The milestones of a case that are reached or claimed, under every contract of its programme, as they are kept. */
function madeOf(row: KeptRow, contracts: readonly ContractInUse[], asOf: DayNumber): KeptMilestone[] {
  const read = readerOf(row);
  const made: KeptMilestone[] = [];
  for (const one of contracts) {
    const facts = read(one.key);
    for (const state of milestoneStates(versionOn(one, facts.attachedOn), facts, asOf))
      if (state.status !== 'not reached')
        made.push([
          ...[one.key, state.milestone, state.status],
          ...[dayText(state.reachedOn), dayText(state.claimedOn), dayText(state.claimBy)],
          ...[state.pence, state.missing, state.evidenceHeld],
        ] as KeptMilestone);
  }
  return made;
}

/** Whether what was kept of a case says the same. */
function isKept(made: readonly KeptMilestone[], kept: readonly KeptMilestone[] | null): boolean {
  if (kept === null || kept.length !== made.length) return kept === null && made.length === 0;
  return made.every((one) => {
    const same = kept.find((other) => other[0] === one[0] && other[1] === one[1]);
    if (same === undefined) return false;
    for (let n = 2; n < 7; n += 1) if (same[n] !== one[n]) return false;
    if (same[8] !== one[8]) return false;
    return same[7].length === one[7].length && same[7].every((key, n) => key === one[7][n]);
  });
}

const rowOf = (caseId: string, programmeId: string, made: KeptMilestone) => ({
  ...{ case_id: caseId, programme_id: programmeId, contract: made[0], milestone: made[1], status: made[2] },
  ...{ reached_on: made[3], claimed_on: made[4], claim_by: made[5], pence: made[6], missing: made[7] },
  evidence_held: made[8],
});

/** Of these cases those whose milestones are no longer what was kept, with what they are now. */
function changedOf(
  rows: readonly KeptRow[],
  contracts: readonly ContractInUse[],
  asOf: DayNumber,
): { caseId: string; made: KeptMilestone[] }[] {
  return rows
    .map((row) => ({ caseId: row.case_id, made: madeOf(row, contracts, asOf), kept: row.kept }))
    .filter(({ made, kept }) => !isKept(made, kept));
}

const asRows = (programmeId: string, changed: readonly { caseId: string; made: KeptMilestone[] }[]): string =>
  JSON.stringify(changed.flatMap(({ caseId, made }) => made.map((one) => rowOf(caseId, programmeId, one))));

/** Contracts by the id of their programme, of programmes that are loaded. */
async function inUse(sql: Sql): Promise<Map<string, ContractInUse[]>> {
  const contracts = await contractsInUse(sql);
  const loaded = await store.programmesByKey(sql, { keys: [...new Set(contracts.map(({ programme }) => programme))] });
  return new Map(
    loaded.map((one) => [one.programme_id, contracts.filter(({ programme }) => programme === one.programme_key)]),
  );
}

/**
 * Works out the milestones of every case under every contract, as of a day: time alone reaches some and ends others. What changed is
 * worked out again in a transaction of its own, because a job may have changed since the page was read.
 */
export async function workOutAll(db: Database, today: string, pageOf = 2000): Promise<void> {
  const asOf = parseDay(today) as DayNumber;
  await keepShippedContracts(db, today);
  const [begun] = await store.oldestOpen(db, {});
  for (const [programmeId, contracts] of await inUse(db)) {
    let written: Promise<void> = Promise.resolve();
    let page: Promise<KeptRow[]> | null = keptAfter(db, { programmeId, after: FIRST, limit: pageOf });
    while (page !== null) {
      const rows: KeptRow[] = await page;
      const last = rows.at(-1);
      // The next page is read while this one is worked out.
      page =
        last === undefined || rows.length < pageOf
          ? null
          : keptAfter(db, { programmeId, after: last.case_id, limit: pageOf });
      // Two pages are written at once: in a first night, which writes every row, to write takes longer than all else together.
      const before = written;
      written = writePage(db, rows, programmeId, contracts, asOf);
      // What fails is thrown where it is waited for.
      for (const one of [page, written]) one?.catch(() => {});
      await before;
    }
    await written;
  }
  // A case that changed between the reading and the writing of its page may have been worked out, when nothing of it was kept, before
  // what was read of it was added.
  if (begun !== undefined) await store.markChangedSince(db, begun);
  await workOutDue(db, today, { turns: Number.POSITIVE_INFINITY, at: pageOf });
}

async function writePage(
  db: Database,
  rows: readonly KeptRow[],
  programmeId: string,
  contracts: readonly ContractInUse[],
  asOf: DayNumber,
): Promise<void> {
  const added: ReturnType<typeof rowOf>[] = [];
  const changed: string[] = [];
  for (const row of rows) {
    const made = madeOf(row, contracts, asOf);
    if (isKept(made, row.kept)) continue;
    if (row.kept === null) for (const one of made) added.push(rowOf(row.case_id, programmeId, one));
    else changed.push(row.case_id);
  }
  if (added.length > 0) await store.addMilestones(db, { rows: JSON.stringify(added) });
  if (changed.length > 0) await store.markDue(db, { caseIds: changed });
}

/**
 * Works out the milestones of one case in the transaction that changed its jobs, so that nobody ever reads what the change has made
 * untrue.
 */
export async function workOutCase(tx: Tx, of: { caseId: string; programmeId: string; today: string }): Promise<void> {
  const [contracts, programmes, rows] = await together(tx, [
    (sql) => contractsInUse(sql),
    (sql) => store.programmeById(sql, { programmeId: of.programmeId }),
    (sql) => keptOfCase(sql, { caseId: of.caseId }),
  ]);
  const mine = contracts.filter(({ programme }) => programme === programmes[0]?.programme_key);
  const changed = changedOf(rows, mine, parseDay(of.today) as DayNumber);
  if (changed.length > 0)
    await store.writeMilestonesOf(tx, { caseId: of.caseId, rows: asRows(of.programmeId, changed) });
  // Where nothing stood and nothing is written, a night that has read the case before this change meets no row of it: it stays marked.
  if (changed.length > 0 || rows.some(({ kept }) => kept !== null)) await store.forgetDue(tx, { caseId: of.caseId });
}

/** Whether any case waits to be worked out again: one look, where a page is read more often than jobs change. */
export const anyDue = async (sql: Sql): Promise<boolean> => (await store.anyDue(sql, {}))[0]?.due === true;

/**
 * Works out again the milestones of cases that changed. Called before the list is read, for what changed elsewhere than in
 * `workOutCase`. After an import of many the rest is left to the night.
 */
export async function workOutDue(db: Database, today: string, most = { turns: 20, at: 500 }): Promise<void> {
  for (let turn = 0; turn < most.turns; turn += 1) if ((await workOutSome(db, today, most.at)) < most.at) return;
}

/** Up to `most` of them, all or none; resolves to how many there were. */
async function workOutSome(db: Database, today: string, most: number): Promise<number> {
  const asOf = parseDay(today) as DayNumber;
  return transaction(db, async (tx) => {
    const caseIds = (await store.takeDue(tx, { limit: most })).map(({ case_id }) => case_id);
    if (caseIds.length === 0) return 0;
    const programmes = Map.groupBy(await store.programmesOfCases(tx, { caseIds }), ({ programme_id }) => programme_id);
    for (const [programmeId, contracts] of await inUse(tx)) {
      const ids = (programmes.get(programmeId) ?? []).map(({ case_id }) => case_id);
      if (ids.length === 0) continue;
      const changed = changedOf(await keptOfCases(tx, { caseIds: ids }), contracts, asOf);
      if (changed.length > 0)
        await store.writeMilestones(tx, {
          caseIds: changed.map(({ caseId }) => caseId),
          rows: asRows(programmeId, changed),
        });
    }
    return caseIds.length;
  });
}

/** A page of the list, and whether there is more. */
export async function claimableOf(sql: Sql, asked: store.AskedMilestones) {
  const rows = await store.listMilestones(sql, { ...asked, limit: asked.limit + 1 });
  return { rows: rows.slice(0, asked.limit), more: rows.length > asked.limit };
}

/** The list as its file holds it. */
export const claimableLines = (sql: Sql, asked: store.AskedMilestones): Promise<store.ClaimableLine[]> =>
  store.fileMilestones(sql, asked);

/** Where the next page begins. */
export const afterRow = (row: store.ClaimableRow): store.After => ({
  claimBy: row.claim_by ?? 'infinity',
  worth: -(row.pence ?? 0),
  caseId: row.case_id,
  milestone: row.milestone,
});

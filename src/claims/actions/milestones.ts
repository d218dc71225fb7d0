/** Milestones worked out and kept, so that a list of what can be claimed costs what is on the page. */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { programmeByKey } from '../../programmes/actions.ts';
import type { Contract } from '../rules/contract.ts';
import { milestoneStates } from '../rules/milestones.ts';
import * as store from '../store/milestones.ts';
import { type ProgressRow, progressAfter, progressOfCases } from '../store/progress.ts';
import { factsFrom, shippedContracts } from './progress.ts';

export type { After, ClaimableRow } from '../store/milestones.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const dayText = (day: DayNumber | null): string | null => (day === null ? null : formatDay(day));

async function write(sql: Sql, rows: readonly ProgressRow[], programmeId: string, contract: Contract, asOf: DayNumber) {
  const made = rows.flatMap((row) =>
    milestoneStates(contract, factsFrom(row), asOf)
      .filter(({ status }) => status !== 'not reached')
      .map((state) => ({
        ...{ case_id: row.case_id, contract: contract.key, milestone: state.milestone, programme_id: programmeId },
        ...{ status: state.status, pence: state.pence, missing: state.missing },
        ...{
          reached_on: dayText(state.reachedOn),
          claimed_on: dayText(state.claimedOn),
          claim_by: dayText(state.claimBy),
        },
      })),
  );
  await store.writeMilestones(sql, {
    caseIds: rows.map(({ case_id }) => case_id),
    contract: contract.key,
    rows: JSON.stringify(made),
  });
}

/** Contracts with the programmes that are loaded. */
async function inUse(sql: Sql): Promise<{ contract: Contract; programmeId: string }[]> {
  const found = [];
  for (const contract of await shippedContracts()) {
    const programme = await programmeByKey(sql, contract.programme);
    if (programme !== null) found.push({ contract, programmeId: programme.id });
  }
  return found;
}

/** Works out the milestones of every case under every contract, as of a day: time alone reaches some and ends others. */
export async function workOutAll(db: Database, today: string, pageOf = 2000): Promise<void> {
  const asOf = parseDay(today) as DayNumber;
  for (const { contract, programmeId } of await inUse(db)) {
    for (let after = FIRST; ; ) {
      const rows = await progressAfter(db, { programmeId, after, limit: pageOf });
      const last = rows.at(-1);
      if (last !== undefined) await write(db, rows, programmeId, contract, asOf);
      if (last === undefined || rows.length < pageOf) break;
      after = last.case_id;
    }
  }
}

/**
 * Works out again the milestones of cases that changed. Called before the list is read, so that nobody reads what a job that was
 * added a moment ago has made untrue. After an import of many the rest is left to the night.
 */
export async function workOutDue(db: Database, today: string): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) if ((await workOutSome(db, today, 500)) < 500) return;
}

/** Up to `most` of them, all or none; resolves to how many there were. */
async function workOutSome(db: Database, today: string, most: number): Promise<number> {
  const asOf = parseDay(today) as DayNumber;
  return transaction(db, async (tx) => {
    const caseIds = (await store.takeDue(tx, { limit: most })).map(({ case_id }) => case_id);
    if (caseIds.length === 0) return 0;
    const programmes = Map.groupBy(await store.programmesOfCases(tx, { caseIds }), ({ programme_id }) => programme_id);
    for (const { contract, programmeId } of await inUse(tx)) {
      const ids = (programmes.get(programmeId) ?? []).map(({ case_id }) => case_id);
      if (ids.length > 0) await write(tx, await progressOfCases(tx, { caseIds: ids }), programmeId, contract, asOf);
    }
    return caseIds.length;
  });
}

/** A page of the list, and whether there is more. */
export async function claimableOf(sql: Sql, asked: Parameters<typeof store.listMilestones>[1]) {
  const rows = await store.listMilestones(sql, { ...asked, limit: asked.limit + 1 });
  return { rows: rows.slice(0, asked.limit), more: rows.length > asked.limit };
}

/** Where the next page begins. */
export const afterRow = (row: store.ClaimableRow): store.After => ({
  claimBy: row.claim_by ?? 'infinity',
  worth: -(row.pence ?? 0),
  caseId: row.case_id,
  milestone: row.milestone,
});

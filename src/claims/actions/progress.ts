/** Where everybody of a programme is with the milestones of a contract. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { type Contract, contractProblems } from '../rules/contract.ts';
import { type ClaimFacts, dayOf, type MilestoneState, milestoneStates } from '../rules/milestones.ts';
import { type ProgressRow, progressAfter, progressOf } from '../store/progress.ts';

const FOLDER = join(import.meta.dirname, '../../../programmes/contracts');
const FIRST = '00000000-0000-0000-0000-000000000000';

// Documents that ship do not change while the process runs.
let shipped: Promise<Contract[]> | undefined;

/** The contracts that ship with Newel, read once. Throws when one of them is no contract. */
export function shippedContracts(): Promise<Contract[]> {
  shipped ??= readContracts(FOLDER);
  return shipped;
}

async function readContracts(folder: string): Promise<Contract[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => {
      const document: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
      const problems = contractProblems(document);
      if (problems.length > 0) throw new Error(`NEWEL_CONTRACT: ${name} does not fit: ${problems.join('; ')}`);
      return document as Contract;
    }),
  );
}

/** Where one case is with each contract of its programme, as of a day ('YYYY-MM-DD'). */
export async function progressOfCase(sql: Sql, head: { caseId: string; programme: { key: string } }, today: string) {
  const contracts = (await shippedContracts()).filter((one) => one.programme === head.programme.key);
  const [row] = contracts.length === 0 ? [] : await progressOf(sql, { caseId: head.caseId });
  if (row === undefined) return [];
  const [facts, asOf] = [factsFrom(row), parseDay(today) as DayNumber];
  return contracts.map((contract) => ({ contract, facts, asOf, states: milestoneStates(contract, facts, asOf) }));
}

/** What claims need of a case, from its row. */
export function factsFrom(row: ProgressRow): ClaimFacts {
  return {
    attachedOn: dayOf(row.attached_on),
    jobs: row.jobs.map(([key, started, ended, hours, pence, selfEmployed]) => ({
      key,
      startedOn: dayOf(started),
      endedOn: dayOf(ended),
      weeklyPay: hours === null || pence === null ? null : Math.round(hours * 100) * pence,
      selfEmployed,
    })),
    claims: row.claims.map(([milestone, on]) => ({ milestone, on: dayOf(on) })),
    held: { attachment: Object.keys(row.conditions ?? {}) },
  };
}

/** Tells `each` where every case of a programme is with a contract, as of a day, a page of cases at a time. */
export async function milestonesOfAll(
  sql: Sql,
  asked: { programmeId: string; contract: Contract; asOf: DayNumber; pageOf?: number },
  each: (reference: string, states: readonly MilestoneState[]) => void,
): Promise<void> {
  const { programmeId, contract, asOf, pageOf: limit = 2000 } = asked;
  for (let after = FIRST; ; ) {
    const rows = await progressAfter(sql, { programmeId, after, limit });
    for (const row of rows) each(row.outside_reference, milestoneStates(contract, factsFrom(row), asOf));
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    after = last.case_id;
  }
}

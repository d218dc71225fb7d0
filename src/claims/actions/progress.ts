/** Where everybody of a programme is with the milestones of a contract. */
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { type ClaimFacts, type ClaimJob, dayOf, type MilestoneState, milestoneStates } from '../rules/milestones.ts';
import { type ProgressRow, progressAfter, progressOf } from '../store/progress.ts';
import { type ContractInUse, contractsInUse, versionOn } from './contracts.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Where one case is with each contract of its programme, as of a day ('YYYY-MM-DD'): `contract` is the version that holds for it,
 * that of the day of the attachment.
 */
export async function progressOfCase(sql: Sql, head: { caseId: string; programme: { key: string } }, today: string) {
  const contracts = await contractsInUse(sql, head.programme.key);
  const [row] = contracts.length === 0 ? [] : await progressOf(sql, { caseId: head.caseId });
  if (row === undefined) return [];
  const asOf = parseDay(today) as DayNumber;
  const read = readerOf(row);
  return contracts.map((one) => {
    const facts = read(one.key);
    const contract = versionOn(one, facts.attachedOn);
    return { contract, facts, asOf, states: milestoneStates(contract, facts, asOf) };
  });
}

/** What claims need of a case, from its row: a function of the contract, because evidence and claims are of a contract. */
export function readerOf(row: ProgressRow): (contract: string) => ClaimFacts {
  const common = {
    attachedOn: dayOf(row.attached_on),
    referredOn: dayOf(row.referred_on),
    bornOn: dayOf(row.date_of_birth),
    benefit: row.benefit,
    source: row.referral_source,
    jobs: row.jobs === null ? [] : row.jobs.map(jobFrom),
  };
  const all = row.claims ?? [];
  const conditions = row.conditions === null ? [] : Object.keys(row.conditions);
  return (contract) => {
    const held: Record<string, string[]> = { attachment: conditions };
    for (const [of, milestone, key] of row.held ?? [])
      if (of === contract) held[milestone] = [...(held[milestone] ?? []), key];
    // What is on file from before names no contract and counts for each.
    const claims = all.filter(([, , of]) => of === null || of === contract);
    return {
      ...common,
      claims: claims.filter(([, , , stands]) => stands).map(([milestone, on]) => ({ milestone, on: dayOf(on) })),
      again: claims.filter(([, , , stands]) => !stands).map(([milestone]) => milestone),
      held,
    };
  };
}

type JobOfRow = NonNullable<ProgressRow['jobs']>[number];
const hundredths = (hours: number | null): number | null => (hours === null ? null : Math.round(hours * 100));

function jobFrom([key, started, ended, kind, own, since, hours, wage, earlier, weeks]: JobOfRow): ClaimJob {
  const latest = { from: dayOf(since), hours: hundredths(hours), wage };
  return {
    key,
    startedOn: dayOf(started),
    endedOn: dayOf(ended),
    kind: kind ?? (own === true ? 'self_employed' : null),
    terms:
      earlier === null
        ? [latest]
        : [...earlier.map(([from, h, w]) => ({ from: dayOf(from), hours: hundredths(h), wage: w })), latest],
    weeks:
      weeks === null
        ? []
        : weeks.map(([monday, h, pence]) => ({ monday: parseDay(monday) as DayNumber, hours: hundredths(h), pence })),
  };
}

/** Tells `each` where every case of a programme is with a contract, as of a day, a page of cases at a time. */
export async function milestonesOfAll(
  sql: Sql,
  asked: { programmeId: string; contract: ContractInUse; asOf: DayNumber; pageOf?: number },
  each: (reference: string, states: readonly MilestoneState[]) => void,
): Promise<void> {
  const { programmeId, contract, asOf, pageOf: limit = 2000 } = asked;
  for (let after = FIRST; ; ) {
    const rows = await progressAfter(sql, { programmeId, after, limit });
    for (const row of rows) {
      const facts = readerOf(row)(contract.key);
      each(row.outside_reference, milestoneStates(versionOn(contract, facts.attachedOn), facts, asOf));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    after = last.case_id;
  }
}

/** Where the milestone of a claim is now, by the contract that holds for its case. */
import { formatDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import type { MilestoneNow } from '../rules/claim-states.ts';
import type { Contract } from '../rules/contract.ts';
import type { MilestoneState } from '../rules/milestones.ts';
import { programmeById } from '../store/milestones.ts';
import { contractsInUse, latestOf } from './contracts.ts';
import { progressOfCase } from './progress.ts';

/** The latest version of every contract by its key. */
export async function contractsByKey(sql: Sql): Promise<ReadonlyMap<string, Contract>> {
  return new Map((await contractsInUse(sql)).map((one) => [one.key, latestOf(one)]));
}

/** A milestone of a case under a contract. */
export type MilestoneOf = { contract: string; milestone: string; caseId: string; programmeId: string };

/** Where it is now, with everything that explains it; null when the contract is not of the case's programme. */
export async function milestoneNow(sql: Sql, of: MilestoneOf, today: string) {
  const [programme] = await programmeById(sql, of);
  if (programme === undefined) return null;
  const head = { caseId: of.caseId, programme: { key: programme.programme_key } };
  const one = (await progressOfCase(sql, head, today)).find(({ contract }) => contract.key === of.contract);
  const state = one?.states.find(({ milestone }) => milestone === of.milestone);
  return one === undefined || state === undefined ? null : { ...one, state };
}
/** What `milestoneNow` tells. */
export type Now = NonNullable<Awaited<ReturnType<typeof milestoneNow>>>;

/** The same as the rules of moves see it. */
export const asNow = (state: MilestoneState | undefined): MilestoneNow =>
  state === undefined
    ? null
    : {
        ...{ status: state.status, pence: state.pence, missing: state.missing },
        reachedOn: state.reachedOn === null ? null : formatDay(state.reachedOn),
      };

/** What a contract calls a milestone. */
export const labelOf = (contract: Contract, milestone: string): string =>
  contract.milestones.find(({ key }) => key === milestone)?.label ?? milestone;

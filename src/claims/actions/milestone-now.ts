/** Where the milestone of a claim is now, by the contract that holds for its case. */
import { formatDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import type { MilestoneNow } from '../rules/claim-states.ts';
import type { Contract } from '../rules/contract.ts';
import type { MilestoneState } from '../rules/milestones.ts';
import { contractsInUse, latestOf } from './contracts.ts';
import { progressOfCase } from './progress.ts';

/** The latest version of every contract by its key. */
export async function contractsByKey(sql: Sql): Promise<ReadonlyMap<string, Contract>> {
  return new Map((await contractsInUse(sql)).map((one) => [one.key, latestOf(one)]));
}

/** A contract by its key. Throws when there is none: a claim is never made without one. */
export function contractIn(contracts: ReadonlyMap<string, Contract>, key: string): Contract {
  const contract = contracts.get(key);
  if (contract === undefined) throw new Error(`there is no contract ${key}`);
  return contract;
}

/** Where the milestone of a case is now, with everything that explains it; null when the contract is not the case's. */
export async function milestoneNow(
  sql: Sql,
  contract: Contract,
  of: { caseId: string; milestone: string },
  today: string,
) {
  const progress = await progressOfCase(sql, { caseId: of.caseId, programme: { key: contract.programme } }, today);
  const one = progress.find((other) => other.contract.key === contract.key);
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

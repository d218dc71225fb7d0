/** What each milestone of a case needs, holds and lacks. Pure. */
import type { Contract } from './contract.ts';
import { counts, type Evidence, type Need, needText } from './evidence.ts';

/** Where one piece of evidence that a contract asks for is. `on record`: the case itself says it, and nothing has to be added. */
export type NeedState = 'held' | 'on record' | 'lacking' | 'claimed' | 'not asked for';

/** A piece of evidence that a milestone asks for, with what holds it. */
export type NeedRow = {
  need: Need;
  label: string;
  /** Ways of which one is enough. */
  any: readonly string[];
  state: NeedState;
  pieces: readonly Evidence[];
};

/** What a milestone asks for. */
export type MilestoneNeeds = { key: string; label: string; rows: readonly NeedRow[] };

/** Where a case is with a contract: as much of it as the list of evidence reads. */
export type ProgressPart = {
  contract: Pick<Contract, 'key' | 'name' | 'milestones'>;
  states: readonly { milestone: string; status: string; missing: readonly string[] }[];
};

/** What each milestone of a contract needs and holds. What was withdrawn holds nothing, nor what is about a job that was. */
export function needsOf({ contract, states }: ProgressPart, evidence: readonly Evidence[]): MilestoneNeeds[] {
  const standing = evidence.filter(counts);
  return contract.milestones.map((milestone) => {
    const state = states.find((one) => one.milestone === milestone.key);
    return {
      key: milestone.key,
      label: milestone.label,
      rows: milestone.evidence.map(({ key, label, any = [], kinds }) => {
        const need: Need = [contract.key, milestone.key, key];
        const pieces = standing.filter((one) => one.needs.some((has) => needText(has) === needText(need)));
        return { need, label, any, pieces, state: stateOf(pieces.length > 0, state, key, kinds !== undefined) };
      }),
    };
  });
}

function stateOf(
  held: boolean,
  state: { status: string; missing: readonly string[] } | undefined,
  key: string,
  onlySomeKinds: boolean,
): NeedState {
  if (held) return 'held';
  if (state?.missing.includes(key) === true) return 'lacking';
  if (state?.status === 'claimed') return 'claimed';
  return onlySomeKinds ? 'not asked for' : 'on record';
}

/** Everything that contracts ask for, with its words: the ticks of a form. */
export const allNeeds = (
  contracts: readonly ProgressPart['contract'][],
): { need: Need; contract: string; milestone: string; label: string }[] =>
  contracts.flatMap((contract) =>
    contract.milestones.flatMap((milestone) =>
      milestone.evidence.map(({ key, label }) => ({
        need: [contract.key, milestone.key, key] as const,
        contract: contract.name,
        milestone: milestone.label,
        label,
      })),
    ),
  );

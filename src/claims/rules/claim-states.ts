/**
 * The life of a claim: one table says what may follow what, who may do it, and what must be said with it. Pure. What an import
 * brought is 'on file' and has no life here.
 */
import type { Role } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import type { Contract } from './contract.ts';

type StateOf = {
  text: string;
  colour: 'blue' | 'green' | 'grey' | 'orange' | 'purple' | 'red' | 'turquoise' | 'yellow';
  /** The milestone counts as claimed while a claim stands so. */
  stands: boolean;
  /** What happens next, and whose turn it is. */
  waits?: string;
};

/** Where a claim can be. */
export const claimStates = {
  'on file': { text: 'On file', colour: 'grey', stands: true },
  prepared: { text: 'To be checked', colour: 'yellow', stands: false, waits: 'Somebody else checks it' },
  checked: { text: 'To be submitted', colour: 'turquoise', stands: false, waits: 'The programme office submits it' },
  submitted: { text: 'Submitted', colour: 'blue', stands: true, waits: 'The commissioner answers' },
  accepted: { text: 'Accepted', colour: 'purple', stands: true, waits: 'The commissioner pays' },
  paid: { text: 'Paid', colour: 'green', stands: true },
  rejected: { text: 'Rejected', colour: 'red', stands: false, waits: 'Put right what was wrong and claim it again' },
  'clawed back': { text: 'Clawed back', colour: 'orange', stands: false, waits: 'Claim it again if it can be proved' },
  withdrawn: { text: 'Withdrawn', colour: 'grey', stands: false },
} as const satisfies Record<string, StateOf>;
/** Where a claim is. */
export type ClaimState = keyof typeof claimStates;

/** Whether money is asked for it or was paid: two such claims for one milestone of a person are one too many. */
export const isAsked = (state: ClaimState): boolean =>
  state === 'submitted' || state === 'accepted' || state === 'paid';

/** That a milestone of a person is claimed with others too: 'Claimed twice: K-7K2M-4QX9 is paid too'. */
export const twiceText = (others: readonly { reference: string | null; state: ClaimState }[]): string =>
  `Claimed ${others.length === 1 ? 'twice' : `${others.length + 1} times`}: ${others
    .map(({ reference, state }) => `${reference} is ${claimStates[state].text.toLowerCase()}`)
    .join(', ')} too`;

/** Who does it: by the policy and, where it says so, by the contract. */
export type ClaimPart = 'prepare' | 'check' | 'settle';

type Move = {
  from: readonly ClaimState[];
  to: ClaimState;
  part: ClaimPart;
  /** What the button says. */
  text: string;
  /** What is said of it afterwards. */
  done: string;
  /** A reason must be given. */
  reason?: true;
  /** The milestone must still be reached and in time. */
  stillReached?: true;
  /** Another amount may be given. */
  amount?: true;
  /** The day on which the commissioner did it may be given. */
  dated?: true;
};

/** Every move of a claim by name. What is not here cannot happen. */
export const claimMoves = {
  check: {
    ...{ from: ['prepared'], to: 'checked', part: 'check', stillReached: true },
    ...{ text: 'It is right', done: 'Claim checked' },
  },
  submit: {
    ...{ from: ['checked'], to: 'submitted', part: 'settle', stillReached: true },
    ...{ text: 'Submit', done: 'Claim submitted' },
  },
  accept: {
    ...{ from: ['submitted'], to: 'accepted', part: 'settle', amount: true },
    ...{ text: 'The commissioner accepted it', done: 'Claim accepted' },
  },
  reject: {
    ...{ from: ['submitted', 'accepted'], to: 'rejected', part: 'settle', reason: true },
    ...{ text: 'The commissioner rejected it', done: 'Claim rejected' },
  },
  pay: {
    ...{ from: ['accepted'], to: 'paid', part: 'settle', dated: true },
    ...{ text: 'The commissioner paid it', done: 'Claim paid' },
  },
  'claw back': {
    ...{ from: ['paid'], to: 'clawed back', part: 'settle', reason: true, dated: true },
    ...{ text: 'The commissioner took the money back', done: 'Claim clawed back' },
  },
  withdraw: {
    ...{ from: ['prepared', 'checked', 'submitted'], to: 'withdrawn', part: 'check', reason: true },
    ...{ text: 'Withdraw', done: 'Claim withdrawn' },
  },
  'claim again': {
    ...{ from: ['rejected', 'clawed back'], to: 'prepared', part: 'prepare', stillReached: true },
    ...{ text: 'Claim it again', done: 'Claim prepared again' },
  },
} as const satisfies Record<string, Move>;
/** A move by name. */
export type ClaimMove = keyof typeof claimMoves;
/** All of them, in the order in which they come up. */
export const claimMoveNames = Object.keys(claimMoves) as ClaimMove[];
/** What the table says of a move. */
export const moveOf = (name: ClaimMove): Move => claimMoves[name];

/** May this move be made from this state? */
export const mayFollow = (name: ClaimMove, from: ClaimState): boolean => moveOf(name).from.includes(from);
/** The moves that may be made from a state. */
export const movesAfter = (from: ClaimState): ClaimMove[] => claimMoveNames.filter((name) => mayFollow(name, from));

/** Who may check and settle where a contract does not say: denied unless allowed. */
const usual = { check: ['team_manager', 'programme_office'], settle: ['programme_office'], overrideMissing: false };
/** Who approves claims under a contract. */
export const approvalOf = (contract: Contract): { check: Role[]; settle: Role[]; overrideMissing: boolean } =>
  (contract.approve as { check: Role[]; settle: Role[]; overrideMissing: boolean } | undefined) ??
  (usual as { check: Role[]; settle: Role[]; overrideMissing: boolean });

/** When and why the contract lets the money of a milestone be taken back; undefined where it does not say. */
export const clawbackOf = (contract: Contract, milestone: string) =>
  contract.milestones.find(({ key }) => key === milestone)?.clawback;

/** Who makes a move, as the rules see them. */
export type MoveBy = {
  /** Their roles in the claim's programme. */
  roles: readonly Role[];
  isKeyWorker: boolean;
  hasPrepared: boolean;
};
/** What is known of a claim's milestone now. */
export type MilestoneNow = {
  status: 'claimable' | 'claimed' | 'missed' | 'not reached';
  reachedOn: string | null;
  pence: number | null;
  missing: readonly string[];
} | null;
/** What was said with a move. `day` ('YYYY-MM-DD') is when the commissioner did it; today where it is not said. */
export type MoveGiven = { reason?: string | null; pence?: number | null; day?: string | null };
/** A claim as the rules see it. Days are 'YYYY-MM-DD'; `movedOn` of what is paid is the day of the payment; `wentWithout` is the evidence, by key, without which it was checked. */
export type ClaimStanding = {
  state: ClaimState;
  pence: number;
  reachedOn: string;
  movedOn: string;
  claimedOn: string | null;
  milestone: string;
  wentWithout: readonly string[];
  today: string;
};

/**
 * Why a move may not be made, in words that say what to do; none when it may. `claim` is the claim as it stands.
 */
export function moveProblems(
  name: ClaimMove,
  claim: ClaimStanding,
  contract: Contract,
  by: MoveBy,
  now: MilestoneNow,
  given: MoveGiven,
): string[] {
  const move = moveOf(name);
  if (!move.from.includes(claim.state))
    return [`The claim is ${claimStates[claim.state].text.toLowerCase()}. Look at where it stands and choose again`];
  const problems: string[] = [];
  const approval = approvalOf(contract);
  if (move.part !== 'prepare' && !by.roles.some((role) => approval[move.part as 'check' | 'settle'].includes(role)))
    problems.push(`The contract does not let your role ${move.part === 'check' ? 'check' : 'settle'} claims`);
  if (name === 'check' && by.isKeyWorker)
    problems.push('You are their key worker. Somebody else has to check this claim');
  if (name === 'check' && by.hasPrepared) problems.push('You prepared this claim. Somebody else has to check it');
  const reason = (given.reason ?? '').trim();
  if (move.reason && reason === '') problems.push('Enter why');
  if (given.pence != null && given.pence !== claim.pence && reason === '')
    problems.push('Enter why the amount is another than was claimed');
  if (move.dated) problems.push(...dayProblems(name, claim, contract, given.day ?? claim.today));
  if (move.stillReached) problems.push(...reachedProblems(name, claim, now, approval.overrideMissing, reason));
  return problems;
}

/** What is wrong with the day on which the commissioner paid, or took the money back. */
function dayProblems(name: ClaimMove, claim: ClaimStanding, contract: Contract, day: string): string[] {
  if (day > claim.today) return ['The day must be today or in the past'];
  if (name === 'pay')
    return claim.claimedOn !== null && day < claim.claimedOn
      ? [`The claim was submitted on ${showDay(claim.claimedOn)}: it was not paid before`]
      : [];
  if (day < claim.movedOn) return [`The claim was paid on ${showDay(claim.movedOn)}: money is not taken back before`];
  const back = clawbackOf(contract, claim.milestone);
  if (back === undefined) return [];
  const last = Temporal.PlainDate.from(claim.movedOn).add({ days: back.within }).toString();
  return day <= last
    ? []
    : [
        `The contract lets money be taken back until ${showDay(last)}, and no longer. If it was taken by then, enter the day`,
      ];
}

function reachedProblems(
  name: ClaimMove,
  claim: ClaimStanding,
  now: MilestoneNow,
  mayOverride: boolean,
  reason: string,
): string[] {
  if (now === null || now.status === 'not reached' || now.reachedOn === null || now.pence === null)
    return ['The milestone is not reached by what is on file now. Withdraw the claim, or correct the jobs'];
  if (now.status === 'claimed') return ['The milestone is claimed already. Each milestone counts once for a person'];
  if (now.status === 'missed') return ['The deadline for this milestone has passed'];
  if (name === 'submit' && (now.pence !== claim.pence || now.reachedOn !== claim.reachedOn))
    return ['The day or the price changed since it was checked. Withdraw it and prepare it anew'];
  if (name === 'submit')
    return now.missing.every((key) => claim.wentWithout.includes(key))
      ? []
      : ['Evidence that was held when it was checked is missing. Add it, or withdraw the claim and prepare it anew'];
  if (name !== 'check' || now.missing.length === 0) return [];
  if (!mayOverride) return ['Evidence is missing. Add it, or withdraw the claim'];
  return reason === '' ? ['Evidence is missing. Add it, or enter why the claim may go without it'] : [];
}

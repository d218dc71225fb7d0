/**
 * The commissioner's file against what stands here: each row goes to one of three piles, with why. Pure. Nothing is guessed: a row
 * that says something else is looked at by a person.
 */
import { poundsText } from '../../kit/counted.ts';
import { readReference } from '../../kit/ids.ts';
import { type ClaimMove, type ClaimState, claimStates } from './claim-states.ts';

/** The piles, in the order in which they are shown. */
export const piles = { matched: 'Matches', differs: 'Differs', unknown: 'Not known here' } as const;
/** One of them. */
export type Pile = keyof typeof piles;

/** Columns of the file. `pence` may be left empty; a reason is for rejections and money that is taken back. */
export const fileColumns = { required: ['reference', 'milestone', 'decision', 'pence'], optional: ['reason'] } as const;

/** A row as it was written. `unread` is one that is no row of the columns: its text, and why. */
export type FileRow = {
  line: number;
  reference: string;
  milestone: string;
  decision: string;
  amount: string;
  reason: string;
  unread?: { raw: string; why: string };
};
/** The claim that a row is about, as it stands. */
export type ClaimHere = { id: string; milestone: string; state: ClaimState; attempt: number; pence: number };
/** Where a row goes, and which moves applying it makes: none where the claim stands so already. */
export type Judged = { pile: Pile; why: string; moves: readonly ClaimMove[]; pence: number | null };

/** The reference of a claim with its attempt, as it is printed: 'K-7K2M-4QX9', and from the second attempt 'K-7K2M-4QX9/2'. */
export const attemptReference = (reference: string, attempt: number): string =>
  attempt === 1 ? reference : `${reference}/${attempt}`;

/** Reads it back; null when it is no reference. */
export function readAttempt(text: string): { reference: string; attempt: number } | null {
  const [, body = '', number = '1'] = /^([^/]*)(?:\/([1-9]\d{0,3}))?$/.exec(text.trim()) ?? [];
  const reference = readReference(body);
  return reference === null || !reference.startsWith('K-') ? null : { reference, attempt: Number(number) };
}

const decisions = ['accepted', 'rejected', 'paid', 'clawed back'] as const;
type Decision = (typeof decisions)[number];
const decisionOf = (text: string): Decision | undefined => {
  const plain = text.trim().toLowerCase().replaceAll('_', ' ');
  return decisions.find((one) => one === plain);
};

/** What a decision does to a claim, by where the claim stands; a state that is not named does not fit. */
const paths: Record<Decision, Partial<Record<ClaimState, readonly ClaimMove[]>>> = {
  accepted: { submitted: ['accept'], accepted: [], paid: [] },
  rejected: { submitted: ['reject'], accepted: ['reject'], rejected: [] },
  paid: { submitted: ['accept', 'pay'], accepted: ['pay'], paid: [] },
  'clawed back': { paid: ['claw back'], 'clawed back': [] },
};

const judged = (pile: Pile, why: string, moves: readonly ClaimMove[] = [], pence: number | null = null): Judged => ({
  ...{ pile, why, moves, pence },
});

/**
 * Judges a row. `claim` is the one with its reference, or null; `tolerance` is how many pence apart an amount may be that is accepted; `before` is the
 * line of an earlier row about the same claim.
 */
export function judgeRow(row: FileRow, claim: ClaimHere | null, tolerance: number, before: number | null): Judged {
  if (row.unread !== undefined) return judged('unknown', `It cannot be read: ${row.unread.why}`);
  const read = readAttempt(row.reference);
  if (read === null) return judged('unknown', 'This is no reference of a claim');
  if (claim === null) return judged('unknown', 'No claim under this contract has this reference');
  const decision = decisionOf(row.decision);
  if (decision === undefined) return judged('unknown', `The decision must be one of: ${decisions.join(', ')}`);
  if (before !== null) return judged('differs', `Row ${before} is about the same claim`);
  if (row.milestone.trim() !== claim.milestone) return judged('differs', `The claim is for ${claim.milestone}`);
  if (read.attempt !== claim.attempt)
    return judged('differs', `This is attempt ${read.attempt}, the claim stands at attempt ${claim.attempt}`);
  const amount = row.amount.trim();
  if (!/^\d{0,9}$/.test(amount)) return judged('differs', 'The amount is not in whole pence');
  const pence = amount === '' ? null : Number(amount);
  const moves = paths[decision][claim.state];
  if (moves === undefined) return judged('differs', `The claim is ${claimStates[claim.state].text.toLowerCase()} here`);
  // Only accepting writes the amount; any other move would leave the ledger with a sum that is not the file's.
  const apart = moves.includes('accept') ? tolerance : 0;
  if (pence !== null && Math.abs(pence - claim.pence) > apart)
    return judged('differs', `The file says ${poundsText(pence)}, the claim says ${poundsText(claim.pence)}`);
  if (moves.length === 0) return judged('matched', 'Stands so already', moves, pence);
  const needsReason = decision === 'rejected' || decision === 'clawed back';
  if (needsReason && row.reason.trim() === '') return judged('differs', 'The file gives no reason');
  return judged('matched', claimStates[decision].text, moves, pence);
}

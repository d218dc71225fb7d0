/**
 * The ledger of claims: what each move does to the accounts, and statements of them. Pure. Money is whole pence; what is added to
 * one account is taken from another, so that everything together is always nothing.
 */
import type { ClaimMove, ClaimState } from './claim-states.ts';

/** The accounts. `income` is the other side of the three before it, and so is below zero while money is claimed, owed or received. */
export const accounts = {
  claimed: 'Claimed, not answered',
  owed: 'Accepted, not paid',
  received: 'Paid',
  income: 'Income',
} as const;
/** An account. */
export type Account = keyof typeof accounts;
/** All of them, in the order of a statement. */
export const accountNames = Object.keys(accounts) as Account[];
/** What an entry adds to each account; what is left out is nothing. */
export type Lines = Partial<Record<Account, number>>;

/** The account in which the money of a claim stands while the claim is in a state. */
const accountOf: Partial<Record<ClaimState, Exclude<Account, 'income'>>> = {
  submitted: 'claimed',
  accepted: 'owed',
  paid: 'received',
};

/** What the entries of a claim add up to while it is in a state with an amount: this is what the ledger must always show. */
export function balanceOf(state: ClaimState, pence: number): Lines {
  const account = accountOf[state];
  return account === undefined || pence === 0 ? {} : { [account]: pence, income: -pence };
}

/** The entry that takes a claim from one state and amount to another: it adds up to nothing, and is empty where no money moves. */
export function entryOf(from: { state: ClaimState; pence: number }, to: { state: ClaimState; pence: number }): Lines {
  const [before, after] = [balanceOf(from.state, from.pence), balanceOf(to.state, to.pence)];
  return Object.fromEntries(
    accountNames
      .map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const)
      .filter(([, sum]) => sum !== 0),
  );
}

/** Moves that touch the ledger: each does once for an attempt, whatever is repeated. */
export const postingKinds = ['submit', 'accept', 'reject', 'pay', 'claw back', 'withdraw'] as const;
/** Does this move write an entry? A claim that was never submitted has no money to move. */
export const posts = (move: ClaimMove, from: ClaimState): move is (typeof postingKinds)[number] =>
  (postingKinds as readonly string[]).includes(move) && (move === 'submit' || accountOf[from] !== undefined);

/** A line of the ledger. `on` is 'YYYY-MM-DD'. */
export type LedgerLine = { kind: string; account: Account; pence: number };
/** One account of a statement: opening and what was added and taken away make the closing. */
export type StatementAccount = {
  account: Account;
  opening: number;
  movements: readonly { kind: string; pence: number }[];
  closing: number;
};

/** A statement from what each account held before the month and what each kind of entry did to it in the month. */
export function statementOf(
  opening: readonly { account: Account; pence: number }[],
  movements: readonly LedgerLine[],
): StatementAccount[] {
  return accountNames.map((account) => {
    const before = opening.find((one) => one.account === account)?.pence ?? 0;
    const moved = postingKinds
      .map((kind) => ({
        kind,
        pence: movements
          .filter((one) => one.account === account && one.kind === kind)
          .reduce((sum, { pence }) => sum + pence, 0),
      }))
      .filter(({ pence }) => pence !== 0);
    return {
      account,
      opening: before,
      movements: moved,
      closing: moved.reduce((sum, { pence }) => sum + pence, before),
    };
  });
}

/** What a kind of entry is called on a statement. */
export const kindTexts: Record<(typeof postingKinds)[number], string> = {
  submit: 'Submitted',
  accept: 'Accepted',
  reject: 'Rejected',
  pay: 'Paid',
  'claw back': 'Clawed back',
  withdraw: 'Withdrawn',
};

/** The first day of a month 'YYYY-MM' and the first of the next. */
export function monthEnds(month: string): { from: string; to: string } {
  const first = Temporal.PlainYearMonth.from(month);
  return { from: `${first}-01`, to: `${first.add({ months: 1 })}-01` };
}

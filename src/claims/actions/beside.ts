/** What else is claimed for a person: each milestone counts once for them, in whichever of their cases, also of records merged since. */
import type { Sql, Tx } from '../../kit/db.ts';
import {
  type ClaimMove,
  type ClaimState,
  claimStates,
  isAsked,
  type MoveGiven,
  moveOf,
  twiceText,
} from '../rules/claim-states.ts';
import * as store from '../store/life.ts';

/**
 * A claim to move. With `version` it is as whoever asks has seen it. `byFile` is a row of the commissioner's file: nobody looks at it,
 * and so its reason lets nothing through that somebody has to look at.
 */
export type MoveAsked = { id: string; version?: number; move: ClaimMove; given?: MoveGiven; byFile?: true };

/** A claim of a person, on file or living, that was not withdrawn. */
export type Standing = Awaited<ReturnType<typeof store.standingOfPeople>>[number];
type Which = { programme_id: string; contract: string; milestone: string };

/** Whether a move asks what else is claimed for the person. */
const looksBeside = ({ move }: MoveAsked): boolean => moveOf(move).stillReached === true || move === 'accept';

/** Holds the people whose claims go forward, and resolves to everything that is claimed of them: records may have been merged since. */
export async function standingBeside(
  tx: Tx,
  held: readonly store.HeldClaim[],
  asked: readonly MoveAsked[],
): Promise<Standing[]> {
  const forward = new Set(asked.filter(looksBeside).map(({ id }) => id));
  const personIds = [...new Set(held.filter(({ id }) => forward.has(id)).map((one) => one.person_id))].sort();
  if (personIds.length === 0) return [];
  await store.lockClaimsOfPeople(tx, { personIds });
  return store.standingOfPeople(tx, { personIds });
}

/** Whether what stands is for the same milestone. What is on file from before names no contract, and counts in its programme. */
export const isSame = (one: Standing, of: Which): boolean =>
  one.milestone === of.milestone &&
  (one.contract === null ? one.programme_id === of.programme_id : one.contract === of.contract);

/** Whether a claim stands or is on its way. One that was refused or taken back is not: another may go forward. */
export const goesOn = ({ state }: { state: ClaimState }): boolean =>
  claimStates[state].stands || state === 'prepared' || state === 'checked';

const isBeside = (one: Standing, claim: store.LiveClaim): boolean =>
  one.id !== claim.id && one.person_id === claim.person_id && isSame(one, claim);

/** Why nothing else may be claimed for a milestone. */
export const takenText = (label: string, { reference, state }: Standing): string =>
  `${label} is claimed already: ${
    reference === null ? 'a claim is on file' : `${reference} is ${claimStates[state].text.toLowerCase()}`
  }. Each milestone counts once for a person`;

/**
 * Why a claim may not move because of another one for the same milestone; null where none stands in its way. What money is asked for
 * already goes forward with somebody's reason; a row of a file has none.
 */
export function besideProblem(
  { move, given, byFile }: MoveAsked,
  claim: store.LiveClaim,
  standing: readonly Standing[],
  label: string,
): string | null {
  const beside = standing.filter((one) => isBeside(one, claim));
  if (move === 'accept') {
    const asked = beside.filter(({ state }) => isAsked(state));
    if (asked.length === 0 || (byFile !== true && (given?.reason ?? '').trim() !== '')) return null;
    return `${twiceText(asked)}. Withdraw one of them, or have it rejected or the money taken back. If both are right, enter why on the page of the claim`;
  }
  const other = moveOf(move).stillReached ? beside.find(goesOn) : undefined;
  return other === undefined ? null : `${takenText(label, other)}. Withdraw one of the two`;
}

/** Other claims of the person for the same milestone for which money is asked or was paid, while this one goes on as well. */
export async function claimedTwice(sql: Sql, claim: store.LiveClaim): Promise<Standing[]> {
  if (!goesOn(claim)) return [];
  const standing = await store.standingOfPeople(sql, { personIds: [claim.person_id] });
  return standing.filter((one) => isBeside(one, claim) && isAsked(one.state));
}

/** Claims of other cases of a person that keep a milestone from being claimed. */
export async function takenElsewhere(sql: Sql, of: { caseId: string; personId: string }): Promise<Standing[]> {
  const standing = await store.standingOfPeople(sql, { personIds: [of.personId] });
  return standing.filter((one) => one.case_id !== of.caseId && goesOn(one));
}

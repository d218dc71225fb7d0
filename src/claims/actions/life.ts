/**
 * The one way in which claims move: the table of moves and its rules are asked, then where each stands, its history, its entry in
 * the ledger and the event of its case are written together. A claim that is refused is left as it was.
 */
import { recordEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import {
  type ClaimMove,
  type ClaimState,
  claimStates,
  type MilestoneNow,
  type MoveGiven,
  moveOf,
  moveProblems,
} from '../rules/claim-states.ts';
import { clausesOf } from '../rules/explain.ts';
import { entryOf, posts } from '../rules/ledger.ts';
import { dayOf } from '../rules/milestones.ts';
import { lockClaimsOfCase } from '../store/claims.ts';
import * as store from '../store/life.ts';
import { besideProblem, claimedTwice, goesOn, isSame, type MoveAsked, standingBeside, takenText } from './beside.ts';
import { freezeBundle } from './bundle.ts';
import { capProblem } from './caps.ts';
import { contractsInUse, versionOn } from './contracts.ts';
import { asNow, contractsByKey, labelOf, type MilestoneOf, milestoneNow, type Now } from './milestone-now.ts';

export type { LiveClaim, MoveRow } from '../store/life.ts';
export type { MoveAsked } from './beside.ts';
export { contractsByKey } from './milestone-now.ts';

/** When something is done: the moment, and the day of the application's clock as 'YYYY-MM-DD'. */
export type At = { now: Temporal.Instant; today: string };
/** What came of it. Unless it is 'moved', nothing was written of this claim. */
export type Moved =
  | { outcome: 'moved'; to: ClaimState }
  | { outcome: 'refused'; problems: string[] }
  | { outcome: 'stale' }
  | { outcome: 'gone' };

/** Moves claims, each at most once. What came of each is told by its id. */
export async function moveClaims(
  tx: Tx,
  actor: Actor,
  asked: readonly MoveAsked[],
  at: At,
): Promise<Map<string, Moved>> {
  const results = new Map<string, Moved>(asked.map(({ id }) => [id, { outcome: 'gone' }]));
  // Cases before claims, as a merge takes them.
  await store.lockCasesOfClaims(tx, { ids: [...results.keys()] });
  const held = await store.lockLiveClaims(tx, { ids: [...results.keys()] });
  const contracts = new Map((await contractsInUse(tx)).map((one) => [one.key, one]));
  const standing = await standingBeside(tx, held, asked);
  const written: Written[] = [];
  for (const { claim, one } of inTurn(held, asked)) {
    const { move, version, given = {} } = one;
    if (version !== undefined && version !== claim.version) {
      results.set(claim.id, { outcome: 'stale' });
      continue;
    }
    const inUse = contracts.get(claim.contract);
    if (inUse === undefined) throw new Error(`there is no contract ${claim.contract}`);
    const contract = versionOn(inUse, dayOf(claim.attached_on));
    const now = moveOf(move).stillReached ? await milestoneNow(tx, milestoneOf(claim), at.today) : null;
    const mine = actor.memberships.filter(({ programmeId }) => programmeId === claim.programme_id);
    const by = {
      roles: mine.map(({ role }) => role),
      isKeyWorker: mine.some(({ staffId }) => staffId !== null && staffId === claim.key_worker_id),
      hasPrepared: actor.userId !== null && actor.userId === claim.prepared_by,
    };
    const stands = {
      ...{ state: claim.state, pence: claim.pence, reachedOn: claim.reached_on },
      ...{ movedOn: claim.moved_on, milestone: claim.milestone, today: at.today },
      ...{ wentWithout: claim.went_without ?? [], claimedOn: claim.claimed_on },
    };
    const beside = besideProblem(one, claim, standing, labelOf(contract, claim.milestone));
    const known = asNow(now?.state);
    // Another claim that stands is told by its name, and not a second time.
    const reached = beside !== null && known?.status === 'claimed' ? { ...known, status: 'claimable' as const } : known;
    const problems = moveProblems(move, stands, contract, by, reached, given);
    if (beside !== null) problems.push(beside);
    if (move === 'submit' && problems.length === 0) {
      const same = written.filter(
        (other) => other.claim.contract === claim.contract && other.claim.milestone === claim.milestone,
      );
      const capped = await capProblem(
        tx,
        contract,
        claim,
        same.map(({ claim: one }) => one),
        at.today,
      );
      if (capped !== null) problems.push(capped);
    }
    if (problems.length > 0) {
      results.set(claim.id, { outcome: 'refused', problems });
      continue;
    }
    const after = afterMove(claim, move, actor, asNow(now?.state), given, at);
    written.push({ claim, after, move, given, label: labelOf(contract, claim.milestone), now });
    results.set(claim.id, { outcome: 'moved', to: after.state });
    for (const stood of standing) if (stood.id === claim.id) stood.state = after.state;
  }
  if (written.length > 0) await write(tx, actor, written, at);
  return results;
}

/** Each claim with what is asked for it. Of two for one milestone that move together, the one that is given up makes way first. */
function inTurn(held: readonly store.HeldClaim[], asked: readonly MoveAsked[]) {
  const steps = held.flatMap((claim) => {
    const one = asked.find(({ id }) => id === claim.id);
    return one === undefined ? [] : [{ claim, one }];
  });
  const goes = ({ one }: (typeof steps)[number]): boolean => claimStates[moveOf(one.move).to].stands;
  return [...steps.filter((step) => !goes(step)), ...steps.filter(goes)];
}

type Written = {
  claim: store.HeldClaim;
  after: store.LiveClaim;
  move: ClaimMove;
  given: MoveGiven;
  label: string;
  now: Now | null;
};

/** The day of a move: that on which the commissioner made it, where that can be told, or else the day on which it is written down. */
const dayOfMove = (move: ClaimMove, { day }: MoveGiven, today: string): string =>
  moveOf(move).dated === true ? (day ?? today) : today;

/** The claim as it stands after a move that the rules allow. */
function afterMove(
  claim: store.HeldClaim,
  move: ClaimMove,
  actor: Actor,
  now: MilestoneNow,
  given: MoveGiven,
  { today }: At,
): store.LiveClaim {
  const { key_worker_id: _, ...before } = claim;
  const state = moveOf(move).to;
  const after = { ...before, state, moved_on: dayOfMove(move, given, today) };
  // What is claimed is what is known when it is prepared and, again, when it is checked.
  if (now?.reachedOn != null && now.pence !== null && move !== 'submit')
    Object.assign(after, { reached_on: now.reachedOn, pence: now.pence });
  if (move === 'check') return { ...after, checked_by: actor.userId };
  if (move === 'claim again')
    return { ...after, attempt: claim.attempt + 1, prepared_by: actor.userId, checked_by: null, claimed_on: null };
  if (move === 'submit') return { ...after, claimed_on: today };
  return {
    ...after,
    pence: moveOf(move).amount ? (given.pence ?? claim.pence) : claim.pence,
    claimed_on: claimStates[state].stands ? claim.claimed_on : null,
  };
}

async function write(tx: Tx, actor: Actor, written: readonly Written[], at: At): Promise<void> {
  await store.updateLives(tx, { rows: JSON.stringify(written.map(({ after }) => after)) });
  await store.insertMoves(tx, {
    rows: JSON.stringify(written.map((one) => moveRow(actor, one.after, one.claim.state, one, at))),
  });
  const entries = written.filter(({ claim, move }) => posts(move, claim.state)).map((one) => ({ id: newId(), ...one }));
  const postings = entries.map(({ id, claim, move }) => ({
    ...{ id, claim_id: claim.id, contract: claim.contract, attempt: claim.attempt, kind: move, sequence: 1 },
    ...{ posted_on: at.today, at: at.now.toString() },
  }));
  const lines = entries.flatMap(({ id, claim, after }) =>
    Object.entries(entryOf(claim, after)).map(([account, pence]) => ({ posting_id: id, account, pence })),
  );
  if (postings.length > 0) await store.insertPostings(tx, { rows: JSON.stringify(postings) });
  if (lines.length > 0) await store.insertLines(tx, { rows: JSON.stringify(lines) });
  for (const one of written) if (one.move === 'submit' && one.now !== null) await freeze(tx, one, one.now, at);
  await recordEvents(
    tx,
    actor,
    written.map(({ claim, after, move, given, label }) => ({
      kind: 'claim.moved',
      ...{
        programmeId: claim.programme_id,
        personId: claim.person_id,
        caseId: claim.case_id,
        happenedOn: after.moved_on,
      },
      payload: {
        ...{ recordId: claim.id, reference: claim.reference, move, from: claim.state, to: after.state, words: label },
        ...{ attempt: after.attempt, pence: after.pence, reason: given.reason ?? null, day: after.moved_on },
      },
    })),
  );
}

function moveRow(
  actor: Actor,
  after: store.LiveClaim,
  from: ClaimState | null,
  said: { move: string; given: MoveGiven; now: Now | null },
  at: At,
) {
  return {
    ...{ id: newId(), claim_id: after.id, case_id: after.case_id, person_id: after.person_id, attempt: after.attempt },
    ...{
      move: said.move,
      from_state: from,
      to_state: after.state,
      pence: after.pence,
      day: after.moved_on,
    },
    ...{ at: at.now.toString(), by: actor.userId, by_name: actor.name, reason: said.given.reason ?? null },
    missing: said.move === 'check' ? (said.now?.state.missing ?? []) : [],
  };
}

/** What proves the claim is kept as it is on the day of the submission. */
async function freeze(tx: Tx, { claim }: Written, now: Now, { today }: At): Promise<void> {
  const milestone = now.contract.milestones.find(({ key }) => key === claim.milestone);
  await freezeBundle(tx, {
    ...{ claimId: claim.id, attempt: claim.attempt, reference: claim.reference, caseId: claim.case_id },
    ...{ contract: now.contract, milestone: claim.milestone, state: now.state, frozenOn: today },
    clauses: milestone === undefined ? [] : clausesOf(milestone, now.state, now.facts, now.asOf, now.contract),
  });
}

const milestoneOf = (claim: store.LiveClaim): MilestoneOf => ({
  ...{ contract: claim.contract, milestone: claim.milestone },
  ...{ caseId: claim.case_id, programmeId: claim.programme_id },
});

/** What came of preparing a claim. Refused, nothing was written. */
export type Prepared = { outcome: 'prepared'; id: string } | { outcome: 'refused'; problem: string };
type Of = { caseId: string; personId: string; programmeId: string };

/**
 * Prepares the claim of a milestone that was reached, and appends 'claim.prepared'. Once for a person, contract and milestone, in
 * whichever of their cases, also when two do it at the same instant.
 */
export async function prepareClaim(
  tx: Tx,
  actor: Actor,
  of: Of,
  asked: { contract: string; milestone: string },
  at: At,
): Promise<Prepared> {
  await lockClaimsOfCase(tx, { caseId: of.caseId });
  await store.lockClaimsOfPeople(tx, { personIds: [of.personId] });
  const found = await milestoneNow(tx, { ...asked, ...of }, at.today);
  const now = asNow(found?.state);
  if (found === null || now === null) return refused('The contract does not pay for this milestone');
  const label = labelOf(found.contract, asked.milestone);
  const standing = await store.standingOfPeople(tx, { personIds: [of.personId] });
  const other = standing.find(
    (one) => isSame(one, { ...asked, programme_id: of.programmeId }) && (one.case_id === of.caseId || goesOn(one)),
  );
  if (other !== undefined) return refused(takenText(label, other));
  if (now.status === 'missed') return refused(`${label}: the deadline has passed`);
  if (now.status === 'claimed') return refused(`${label} is claimed already. Each milestone counts once for a person`);
  if (now.status === 'not reached') return refused(`${label} is not reached by what is on file`);
  if (now.reachedOn === null)
    return refused(`${label}: the day is not known. Add the first day of the job, then claim it`);
  if (now.pence === null)
    return refused(
      now.missing.includes('group')
        ? `${label}: it is not known to which group of the contract they belong, and so not what it is worth. Complete their record, then claim it`
        : `${label}: the contract has no price for their group. Ask whoever keeps the contract`,
    );
  const claim = {
    ...{ id: newId(), reference: newReference('K'), case_id: of.caseId, person_id: of.personId },
    ...{ programme_id: of.programmeId, ...asked, pence: now.pence, reached_on: now.reachedOn },
    ...{ prepared_by: actor.userId, moved_on: at.today },
  };
  await store.insertPrepared(tx, claim);
  const life = { ...claim, state: 'prepared', attempt: 1, claimed_on: null, checked_by: null, version: 1 } as const;
  const said = { move: 'prepare', given: {}, now: found };
  await store.insertMoves(tx, { rows: JSON.stringify([moveRow(actor, life, null, said, at)]) });
  await recordEvent(tx, actor, {
    ...{ kind: 'claim.prepared', programmeId: of.programmeId, personId: of.personId, caseId: of.caseId },
    happenedOn: at.today,
    payload: { recordId: claim.id, reference: claim.reference, ...asked, words: label, pence: claim.pence },
  });
  return { outcome: 'prepared', id: claim.id };
}
const refused = (problem: string): Prepared => ({ outcome: 'refused', problem });

/** The claims of a case that live, the earliest first. */
export const liveClaimsOf = (sql: Sql, caseId: string): Promise<store.LiveClaim[]> =>
  store.lifeOfClaims(sql, { caseId });

/** What the contract asks for a claim, clause by clause, as of today. */
export async function explainClaim(sql: Sql, claim: store.LiveClaim, today: string) {
  const now = await milestoneNow(sql, milestoneOf(claim), today);
  const contract = now?.contract ?? (await contractsByKey(sql)).get(claim.contract);
  if (contract === undefined) throw new Error(`there is no contract ${claim.contract}`);
  const milestone = contract.milestones.find(({ key }) => key === claim.milestone);
  return {
    contract,
    label: labelOf(contract, claim.milestone),
    clauses:
      now === null || milestone === undefined ? [] : clausesOf(milestone, now.state, now.facts, now.asOf, now.contract),
  };
}

/** A living claim of a case with its moves and what is claimed twice with it, or null. */
export async function findLiveClaim(sql: Sql, caseId: string, id: string) {
  const [claim] = await store.findLiveClaim(sql, { caseId, id });
  if (claim === undefined) return null;
  return { claim, moves: await store.movesOfClaim(sql, { claimId: claim.id }), twice: await claimedTwice(sql, claim) };
}

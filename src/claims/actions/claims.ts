import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Asked, Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { CodeLabel } from '../../programmes/rules.ts';
import { type ClaimFields, claimChanges, claimProblem, claimQuestions } from '../rules.ts';
import * as store from '../store/claims.ts';
import { lockClaimsOfPeople } from '../store/life.ts';

/** A claim on file of a case. */
export type Claim = ClaimFields & { id: string; version: number };
/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type Saved =
  | { outcome: 'saved'; id: string }
  | { outcome: 'unchanged'; id: string }
  | { outcome: 'refused'; errors: Errors }
  | { outcome: 'stale'; saved: Claim }
  | { outcome: 'gone' };
type CaseRef = { caseId: string; personId: string; programmeId: string };

/** The claims on file of a case, oldest first. Those that were made here are not among them (`liveClaimsOf`). */
export async function claimsOf(sql: Sql, caseId: string): Promise<Claim[]> {
  return (await store.claimsOfCase(sql, { caseId })).filter(({ state }) => state === 'on file').map(toClaim);
}

/**
 * Everything that claims a milestone of a person in a programme: on file, or made here and not withdrawn. Nobody else claims anything
 * for them until the transaction ends.
 */
async function standing(tx: Tx, of: CaseRef): Promise<store.ClaimRow[]> {
  await store.lockClaimsOfCase(tx, { caseId: of.caseId });
  await lockClaimsOfPeople(tx, { personIds: [of.personId] });
  return store.claimsOfPerson(tx, of);
}

/** A claim of this case, or null. */
export async function findClaim(sql: Sql, caseId: string, id: string): Promise<Claim | null> {
  const [row] = await store.findClaim(sql, { caseId, id });
  return row === undefined ? null : toClaim(row);
}

const labelOf = (milestones: readonly CodeLabel[], key: string) =>
  milestones.find(({ code }) => code === key)?.label ?? key;

/** Files a claim and appends 'claim.filed'. Refused when the milestone is claimed already. */
export function fileClaim(
  db: Database,
  actor: Actor,
  of: CaseRef,
  claim: ClaimFields,
  milestones: readonly CodeLabel[],
  asked: readonly Asked[],
  today: string,
): Promise<Saved> {
  return transaction(db, async (tx) => {
    const problem = claimProblem(claim, (await standing(tx, of)).map(toClaim), milestones);
    if (problem !== null) return { outcome: 'refused', errors: { milestone: problem } };
    const id = newId();
    await store.insertClaim(tx, { id, caseId: of.caseId, personId: of.personId, ...claim });
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.filed',
      happenedOn: claim.claimedOn ?? today,
      payload: { recordId: id, ...claim, words: labelOf(milestones, claim.milestone), asked },
    });
    return { outcome: 'saved', id };
  });
}

/** Corrects a claim that still has the version given and appends 'claim.corrected', which keeps it as it was. */
export function correctClaim(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; claim: ClaimFields },
  milestones: readonly CodeLabel[],
  today: string,
): Promise<Saved> {
  const { id, version, claim } = change;
  return transaction(db, async (tx) => {
    const all = await standing(tx, of);
    const found = all.find((one) => one.id === id && one.case_id === of.caseId);
    if (found === undefined) return { outcome: 'gone' };
    const stood = toClaim(found);
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const before = { milestone: stood.milestone, claimedOn: stood.claimedOn };
    const others = all.filter((one) => one.id !== id).map(toClaim);
    const problem = claimProblem(claim, others, milestones, before);
    if (problem !== null) return { outcome: 'refused', errors: { milestone: problem } };
    const changes = claimChanges(claimQuestions({ today, milestones, standing: before }), before, claim);
    if (changes.length === 0) return { outcome: 'unchanged', id };
    // An import may have corrected the claim since it was read; it does not take this room's lock.
    const [updated] = await store.updateClaim(tx, { id, caseId: of.caseId, version, ...claim });
    if (updated === undefined) return { outcome: 'stale', saved: stood };
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.corrected',
      happenedOn: claim.claimedOn ?? before.claimedOn ?? today,
      payload: { recordId: id, words: labelOf(milestones, claim.milestone), changes, before, after: claim },
    });
    return { outcome: 'saved', id };
  });
}

function toClaim(row: store.ClaimRow): Claim {
  return { id: row.id, milestone: row.milestone, claimedOn: row.claimed_on, version: row.version };
}

import { recordEvents } from '../../access/actions.ts';
import type { ImportCase, ImportContext } from '../../access/rules/import.ts';
import * as store from '../store/import.ts';

/** A claim on file as a hand-over tells it. */
export type ImportedClaim = ImportCase & { id: string; milestone: string; claimedOn: string | null };

/** Adds claims on file, each with the event 'claim.filed'. */
export async function importClaims(context: ImportContext, claims: readonly ImportedClaim[]): Promise<void> {
  if (claims.length === 0) return;
  const rows = claims.map((claim) => ({
    id: claim.id,
    case_id: claim.caseId,
    person_id: claim.personId,
    milestone: claim.milestone,
    claimed_on: claim.claimedOn,
  }));
  await store.insertClaims(context.tx, { rows: JSON.stringify(rows) });
  await recordEvents(
    context.tx,
    context.actor,
    claims.map((claim) => ({
      kind: 'claim.filed',
      programmeId: context.programmeId,
      personId: claim.personId,
      caseId: claim.caseId,
      happenedOn: claim.claimedOn ?? claim.referredOn ?? context.today,
      payload: { recordId: claim.id, milestone: claim.milestone, claimedOn: claim.claimedOn, imported: true },
    })),
  );
}

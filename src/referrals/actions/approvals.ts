/** What a service asks for before somebody is referred: held, asked for, and decided by somebody else. */
import { tell } from '../../access/actions/notices.ts';
import { mayOpen, usersNear } from '../../access/actions/restricted.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { approvals } from '../../directory/rules/codes.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { At } from '../rules/mover.ts';
import * as store from '../store/consents.ts';
import type { ReferralRow } from '../store/referrals.ts';
import { moveReferral, noteReferral } from './move.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

export type { ApprovalRow } from '../store/consents.ts';

/** The approvals of a referral that are held, asked or decided; what is missing has no row. */
export const approvalsOf = (sql: Sql, referralId: string) => store.approvalsOf(sql, { referralId });

type Goes = Actor & { userId: string };

/** Writes down that something is held, and what it says. */
export function holdApproval(
  db: Database,
  actor: Goes,
  row: ReferralRow,
  given: { artefact: string; words: string; heldOn: string },
  at: At,
): Promise<Done> {
  return together(db, async (tx) => {
    const { artefact, words, heldOn } = given;
    if (!row.approvals.includes(artefact) || !Object.hasOwn(approvals, artefact))
      refuse('Choose something that this service asks for');
    if (row.state === 'awaiting approval') refuse('It is being decided. Wait for the decision');
    if (heldOn > at.today) refuse('Enter a day that is today or in the past');
    await store.holdApproval(tx, { id: newId(), referralId: row.id, artefact, words, heldOn });
    const happened = { kind: 'held', event: 'service referral.approval held', day: heldOn, data: { artefact } };
    orTakeBack(await noteReferral(tx, { side: 'worker', actor }, row, {}, happened, at));
    return {};
  });
}

/** Asks for approval: everything must be there. The managers of the case are told. */
export function askApproval(
  db: Database,
  actor: Goes,
  row: ReferralRow,
  head: Pick<CaseHead, 'programmeId' | 'personId' | 'case'>,
  at: At,
): Promise<Done> {
  return together(db, async (tx) => {
    orTakeBack(await moveReferral(tx, { side: 'worker', actor }, row, 'ask approval', { day: at.today }, at));
    await store.askApprovals(tx, { referralId: row.id, by: actor.userId });
    const { areaId, providerId, restricted } = head.case;
    const near = await usersNear(tx, { programmeId: head.programmeId, areaId, providerId }, [
      'team_manager',
      'programme_office',
    ]);
    const others = near.map(({ user_id }) => user_id).filter((id) => id !== actor.userId);
    const told = restricted === null ? others : await mayOpen(tx, head.personId, others);
    const href = `/cases/${row.case_id}/referrals/${row.id}`;
    await tell(tx, told, { kind: 'referral approval', href, about: row.id });
    return {};
  });
}

/** Approves or refuses what was asked, with a reason for a refusal; whoever asked does not decide. */
export function decideApproval(
  db: Database,
  actor: Goes,
  row: ReferralRow,
  given: { approve: boolean; reason: string | null },
  at: At,
): Promise<Done> {
  return together(db, async (tx) => {
    const state = given.approve ? 'approved' : 'refused';
    const asked = await store.approvalsOf(tx, { referralId: row.id });
    if (asked.some(({ asked_by }) => asked_by === actor.userId))
      refuse('Somebody else decides: you asked for this approval');
    const { reason } = given;
    await store.decideApprovals(tx, { referralId: row.id, state, by: actor.userId, day: at.today, reason });
    const move = given.approve ? 'approve' : 'not approve';
    orTakeBack(await moveReferral(tx, { side: 'worker', actor }, row, move, { day: at.today, reason }, at));
    const told = row.owner_id === null || row.owner_id === actor.userId ? [] : [row.owner_id];
    const kind = given.approve ? 'referral approved' : 'referral not approved';
    await tell(tx, told, { kind, href: `/cases/${row.case_id}/referrals/${row.id}`, about: row.id });
    return {};
  });
}

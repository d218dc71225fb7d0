/** Invitations to a person's own calendar: the next of an entry, and whether they have one. */
import type { Sql, Tx } from '../../kit/db.ts';
import { asTold, type Invitation } from '../rules/invitation.ts';
import { mayHaveArrived } from '../rules/states.ts';
import { invitationsOf } from '../store/invitations.ts';

/** The invitation as it goes with an email of these words: its sequence is one more than that of the last of its entry. */
export async function nextInvitation(
  tx: Tx,
  caseId: string,
  invitation: Omit<Invitation, 'sequence'>,
  body: string,
): Promise<Invitation> {
  const [last] = await invitationsOf(tx, { caseId, uid: invitation.uid });
  return asTold({ ...invitation, sequence: last === undefined ? 0 : last.invitation.sequence + 1 }, body);
}

/** Whether the person of a case may have an entry in their calendar that was not cancelled. */
export async function hasInvitation(sql: Sql, caseId: string, uid: string): Promise<boolean> {
  const last = (await invitationsOf(sql, { caseId, uid })).find(({ state }) => mayHaveArrived.has(state));
  return last?.invitation.method === 'REQUEST';
}

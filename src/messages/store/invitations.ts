import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Invitation } from '../rules/invitation.ts';
import type { State } from '../rules/states.ts';

/** What an entry of somebody's calendar was told so far, the latest first. */
export const invitationsOf = statement(
  'messages.invitationsOf',
  (p: { caseId: string; uid: string }) => sql<{ invitation: Invitation; state: State }>`
    select invitation, state from message where case_id = ${p.caseId} and invitation ->> 'uid' = ${p.uid} order by id desc limit 100`,
);

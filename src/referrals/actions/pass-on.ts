/** What this room does when cases go to other key workers: open referrals are theirs to see to. */
import { usersOfStaff } from '../../access/actions/notices.ts';
import type { PassOn } from '../../cases/actions/assign.ts';
import { passOn } from '../store/referrals.ts';

/** Referrals that are open, or left something to do, go to the user of the key worker who takes over. Two statements. */
export const passOnReferrals: PassOn = async (tx, _actor, { cases }) => {
  const users = await usersOfStaff(tx, [...new Set(cases.map(({ to }) => to))]);
  const userOf = new Map(users.map(({ staff_id, user_id }) => [staff_id, user_id]));
  const rows = cases.flatMap(({ caseId, to }) => {
    const user = userOf.get(to);
    return user === undefined ? [] : [{ case_id: caseId, to_user: user }];
  });
  if (rows.length > 0) await passOn(tx, { rows: JSON.stringify(rows) });
};

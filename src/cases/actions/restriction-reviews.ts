/** Restrictions that are due to be looked at again, and those that nobody answers for any more. */
import { tellEach } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { restrictedWithoutOwner, reviewsToTell } from '../../people/actions/restrictions.ts';
import { restrictedCases } from '../store/restricted.ts';
import { factsOf } from './restricted.ts';

/**
 * Tells whoever answers for a restriction that it is due to be looked at again: on its day, and again after some days while it
 * is still due. Where they cannot sign in any more, whoever may restrict the cases of that person is told instead. It may run
 * any number of times a day. Resolves to how many restrictions were told of.
 */
export function tellReviewsDue(db: Database, today: string): Promise<number> {
  return transaction(db, async (tx) => {
    const due = await reviewsToTell(tx, today);
    await tellEach(
      tx,
      due.filter(({ ownerGone }) => !ownerGone).map(({ ownerId, personId }) => ({ userId: ownerId, about: personId })),
      { kind: 'restriction review', href: '/restricted' },
    );
    const unowned = due.filter(({ ownerGone }) => ownerGone).map(({ personId }) => personId);
    const cases = unowned.length === 0 ? [] : await restrictedCases(tx, { personIds: unowned });
    const told = new Map<string, { userId: string; about: string }>();
    for (const { person_id: about, ...one } of cases) {
      const place = { programmeId: one.programme_id, areaId: one.area_id, providerId: one.provider_id };
      for (const { user_id: userId } of await usersNear(tx, place, ['team_manager', 'programme_office']))
        told.set(`${userId} ${about}`, { userId, about });
    }
    await tellEach(tx, [...told.values()], { kind: 'restriction unowned', href: '/restricted' });
    return due.length;
  });
}

/** A restricted record that nobody answers for: no more than its reference, by which it can be opened with a reason. */
export type Unowned = { personId: string; reference: string };

/** The restricted records that nobody answers for any more, where the actor may restrict records. */
export async function unownedRecords(sql: Sql, actor: Actor): Promise<Unowned[]> {
  const personIds = await restrictedWithoutOwner(sql);
  if (personIds.length === 0) return [];
  const rows = await restrictedCases(sql, { personIds });
  return rows
    .filter((row) => can({ ...actor, opened: [row.person_id] }, 'case.restrict', factsOf(row)))
    .map((row) => ({ personId: row.person_id, reference: row.reference }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

/** Looks every minute for visits that have not ended, and tells whoever is to be told. */
import { tell } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import { recordEvents } from '../../access/actions.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { nextTellAt, toldNext, visitRulesOf } from '../rules.ts';
import * as store from '../store/visits.ts';

/**
 * Reminds workers to say that a visit began, and tells of visits that have not ended: first the first contact, then the second
 * as well, then the managers too, again and again until somebody answers. With the event 'visit.alarm raised' each time. Any
 * number of processes may do so at once: each visit is told of by one. Resolves to how many visits were told of.
 */
export function watchVisits(db: Database, now: Temporal.Instant, today: string): Promise<number> {
  return transaction(db, async (tx) => {
    for (const { id, worker_id } of await store.takeReminders(tx, { now: now.toString() }))
      await tell(tx, [worker_id], { kind: 'visit to begin', href: '/visits', about: id });
    const rows = await store.visitsToTell(tx, { now: now.toString() });
    const again: string[] = [];
    for (const row of rows) {
      const document = (await programmeOn(tx, row.programme_id, today))?.document;
      // A programme that is in force no more still has people out: the rules of every programme hold then.
      const rules = visitRulesOf(document ?? {});
      again.push(Temporal.Instant.fromEpochMilliseconds(nextTellAt(rules, now.epochMilliseconds)).toString());
      const { second, managers } = toldNext(row.told);
      const told = new Set([row.first_contact]);
      if (second && row.second_contact !== null) told.add(row.second_contact);
      if (managers) {
        const place = { programmeId: row.programme_id, areaId: row.area_id, providerId: row.provider_id };
        for (const one of await usersNear(tx, place, ['team_manager', 'programme_office'])) told.add(one.user_id);
      }
      told.delete(row.worker_id);
      await tell(tx, [...told], {
        kind: row.help ? 'visit help' : 'visit not ended',
        href: `/visits/${row.id}/answer`,
        about: row.id,
      });
    }
    if (rows.length === 0) return 0;
    await store.setTold(tx, { ids: rows.map(({ id }) => id), tellAts: again });
    await recordEvents(
      tx,
      systemActor,
      rows.map((row) => ({
        kind: 'visit.alarm raised',
        programmeId: row.programme_id,
        personId: row.person_id,
        caseId: row.case_id,
        happenedOn: today,
        payload: { recordId: row.id, time: row.told + 1 },
      })),
    );
    return rows.length;
  });
}

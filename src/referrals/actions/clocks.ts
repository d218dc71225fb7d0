/**
 * The work of a day about referrals: calls that were not made, silence, limits, services that were asked twice, places that were
 * not taken, and alarms whose cause is gone. It may run any number of times a day. Days are working days of the programme; the
 * days of a worker who works part of the week are not asked (an alarm has its owner, and leave has its cover).
 */
import { tell } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { beforeWorkingDays } from '../../cases/rules/taking-part.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import type { Holidays } from '../../kit/working-days.ts';
import { areasOf, listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { type ServiceRules, serviceRulesOf } from '../../programmes/rules/services.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { holidaysOf } from '../../programmes/rules.ts';
import { silentSince } from '../rules/liaison.ts';
import type { At } from '../rules/mover.ts';
import { leftByService } from '../store/case-manager.ts';
import * as store from '../store/liaison.ts';
import { closeAlarm, raiseAlarm } from './alarms.ts';
import { serviceLeft } from './case-manager.ts';
import { findReferral, moveReferral, noteReferral, type ReferralRow } from './move.ts';
import { lapsePlaces } from './places.ts';

const system = { side: 'system', actor: systemActor } as const;
type Clocks = { programmeId: string; document: ProgrammeDocument; rules: ServiceRules; holidays: Holidays; at: At };

/** The latest day that is at least so many working days ago. */
const daysAgo = (days: number, { at, holidays }: Clocks): string => beforeWorkingDays(at.today, days - 1, holidays);

/** Each by itself, so that one that fails keeps none of the others from being looked at. */
async function each(
  db: Database,
  ids: readonly { id: string }[],
  work: (tx: Tx, row: ReferralRow) => Promise<void>,
): Promise<number> {
  const failed: unknown[] = [];
  for (const { id } of ids)
    await transaction(db, async (tx) => {
      const row = await findReferral(tx, id);
      if (row !== null) await work(tx, row);
    }).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
  return ids.length;
}

const of = (row: ReferralRow) => ({
  caseId: row.case_id,
  personId: row.person_id,
  programmeId: row.programme_id,
  referralId: row.id,
});

/** Nobody called by the day that was agreed: the referral says so, and somebody owns it. */
async function nobodyCalled(db: Database, { programmeId, at }: Clocks): Promise<void> {
  await each(db, await store.notCalled(db, { programmeId, today: at.today }), async (tx, row) => {
    const moved = await moveReferral(tx, system, row, 'nobody called', { day: at.today }, at);
    if (moved.outcome !== 'moved') return;
    const alarm = { ...of(row), kind: 'not contacted', since: at.today, words: row.service_name } as const;
    await raiseAlarm(tx, alarm, at.today);
  });
}

/** Silence of a service, and referrals that have not moved by their limit. */
async function standstill(db: Database, clocks: Clocks): Promise<void> {
  const { programmeId, document, rules, holidays, at } = clocks;
  const { today } = at;
  const areas = await areasOf(db, { programmeId });
  const waits = (area: string | null) => serviceRulesOf(document, { area, on: today }).contact === 'wait';
  const silent = await store.silent(db, {
    ...{ programmeId, today, heardBy: daysAgo(rules.silenceAfter, clocks), waitAll: waits(null) },
    waitAreas: areas.filter(({ name }) => waits(name)).map(({ id }) => id),
  });
  const late = await store.pastLimit(db, { programmeId, today });
  await transaction(db, async (tx) => {
    for (const row of silent) {
      const since = silentSince(row.on, today, rules, holidays) ?? today;
      const place = { caseId: row.case_id, personId: row.person_id, programmeId, referralId: row.id };
      await raiseAlarm(tx, { ...place, kind: 'silence', since, words: row.service_name }, today);
    }
    for (const row of late) {
      const place = { caseId: row.case_id, personId: row.person_id, programmeId, referralId: row.id };
      await raiseAlarm(tx, { ...place, kind: 'past limit', since: row.on, words: row.service_name }, today);
    }
    for (const row of await store.withoutHolder(tx, { programmeId, today })) {
      const place = { caseId: row.case_id, personId: row.person_id, programmeId };
      const words = 'The case has no key worker, and a service works with the person';
      await raiseAlarm(tx, { ...place, kind: 'no case manager', since: today, words }, today);
    }
  });
}

/** Asked twice and no answer: the local lead is told, or a manager where there is none. */
async function escalate(db: Database, clocks: Clocks): Promise<void> {
  const { programmeId, rules, at } = clocks;
  // Whoever was asked has that many working days; it is told on the next.
  const askedBy = daysAgo(rules.acknowledgeWithin + 1, clocks);
  await each(db, await store.toEscalate(db, { programmeId, today: at.today, askedBy }), async (tx, row) => {
    const place = { programmeId, areaId: row.case_area_id, providerId: row.provider_id };
    const leads = await usersNear(tx, place, ['local_lead']);
    const told = leads.length > 0 ? leads : await usersNear(tx, place, ['team_manager']);
    const happened = { kind: 'escalated', event: 'service referral.escalated', day: at.today };
    const noted = await noteReferral(tx, system, row, {}, { ...happened, data: { what: row.due_what } }, at);
    if (noted.outcome === 'stale') return;
    await store.markEscalated(tx, { referralId: row.id, today: at.today });
    const href = `/cases/${row.case_id}/referrals/${row.id}`;
    await tell(
      tx,
      told.map(({ user_id }) => user_id),
      { kind: 'feedback escalated', href, about: row.id },
    );
  });
}

/** The work of a day: cases whose service has ended all that it did, and said nothing of who holds the person. */
export async function findLeft(db: Database, today: string): Promise<number> {
  return transaction(db, async (tx) => {
    let found = 0;
    for (const row of await leftByService(tx, { today })) {
      const of = { caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id };
      const given = { organisationId: row.organisation_id, on: row.ended_on, handedBack: false, today };
      if (await serviceLeft(tx, of, given)) found += 1;
    }
    return found;
  });
}

/** Closes alarms whose cause is gone, and says so. */
async function closeSolved(db: Database, today: string): Promise<void> {
  await transaction(db, async (tx) => {
    for (const row of await store.solved(tx, { today })) {
      const place = { caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id };
      const held = row.kind === 'no case manager';
      const why = held ? 'Somebody holds the case, as was agreed' : 'It has moved, or somebody was heard of';
      await closeAlarm(tx, systemActor, place, { id: row.id, why, on: held ? row.since : today, today });
    }
  });
}

/** Does all of it for every programme that is in force. A part that fails keeps none of the others from being done. */
export async function watchReferrals(db: Database, at: At): Promise<void> {
  const failed: unknown[] = [];
  const part = (work: Promise<unknown>) => work.catch((error: unknown) => failed.push(error));
  await part(closeSolved(db, at.today));
  await part(findLeft(db, at.today));
  await part(lapsePlaces(db, at));
  for (const { id: programmeId } of await listProgrammes(db, { day: at.today, ids: null })) {
    const document = (await programmeOn(db, programmeId, at.today))?.document;
    if (document === undefined) continue;
    const rules = serviceRulesOf(document, { area: null, on: at.today });
    const clocks = { programmeId, document, rules, holidays: holidaysOf(document), at };
    for (const work of [nobodyCalled, escalate, standstill]) await part(work(db, clocks));
  }
  if (failed.length > 0) throw failed[0];
}

/** Who keeps an entry true: stewards one after another without a gap, checking, and telling when nobody has checked. */

import { tell, tellEach, usersAnswering } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules.ts';
import { insertChange } from '../store/entries.ts';
import * as store from '../store/stewards.ts';
import { type At, type By, findService, type Saved, saveService } from './entries.ts';

export type { KeptRow, StewardRow } from '../store/stewards.ts';

/** Who keeps a service and kept it, the present one first, and the names of its terms: one statement. */
export async function keepersAndTerms(
  sql: Sql,
  serviceId: string,
): Promise<{ stewards: store.StewardRow[]; terms: { name: string }[] }> {
  const rows = await store.keepersAndTerms(sql, { serviceId });
  return {
    stewards: rows.flatMap(({ id, user_id, name, from_day, to_day }) =>
      user_id === null || from_day === null ? [] : [{ id, user_id, user_name: name, from_day, to_day }],
    ),
    terms: rows.filter(({ user_id }) => user_id === null).map(({ name }) => ({ name })),
  };
}

/** Who keeps an entry and who kept it, the present one first. */
export function stewardsOf(sql: Sql, serviceId: string): Promise<store.StewardRow[]> {
  return store.stewardsOf(sql, { serviceId });
}

/** Which entries a list of the stewards' page shows. */
export type KeptList = 'yours' | 'stale' | 'nobody' | 'unverified';

/** Entries that need somebody's eye, a page of them. */
export function entriesToKeep(
  sql: Sql,
  list: KeptList,
  given: { userId: string; day: string; limit: number; offset: number },
): Promise<store.KeptRow[]> {
  const { userId, day, ...page } = given;
  switch (list) {
    case 'yours':
      return store.keptBy(sql, { userId, ...page });
    case 'stale':
      return store.staleOn(sql, { day, ...page });
    case 'nobody':
      return store.unkept(sql, page);
    case 'unverified':
      return store.unverified(sql, page);
  }
}

/** The worker of programmes who is called so, or has this email; 'several' when more than one is. */
export async function workerCalled(
  sql: Sql,
  programmeIds: readonly string[],
  typed: string,
): Promise<{ user_id: string; user_name: string } | 'several' | null> {
  const found = await store.workersCalled(sql, { programmeIds, typed: typed.toLowerCase() });
  return found.length > 1 ? 'several' : (found[0] ?? null);
}

/** Names of workers of programmes to choose from while typing: the first two hundred. */
export async function workerNames(sql: Sql, programmeIds: readonly string[]): Promise<string[]> {
  return (await store.workerNames(sql, { programmeIds, limit: 200 })).map((row) => row.user_name);
}

/**
 * Gives an entry another steward from today on, who is told; the one before ends the day before. False when there is no such
 * service or it is theirs already.
 */
export function setSteward(
  db: Database,
  actor: Actor,
  given: { serviceId: string; userId: string },
  at: At,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { serviceId, userId } = given;
    const [before] = await store.stewardsOf(tx, { serviceId });
    if (before?.to_day === null && before.user_id === userId) return false;
    if ((await findService(tx, serviceId)) === null) return false;
    await takeOver(tx, { actor }, { serviceId, userId, before: before?.to_day === null ? before.user_name : null }, at);
    return true;
  });
}

async function takeOver(
  tx: Tx,
  by: By,
  given: { serviceId: string; userId: string; before: string | null },
  at: At,
): Promise<void> {
  const { serviceId, userId, before } = given;
  await store.endSteward(tx, { serviceId, from: at.today });
  await store.insertSteward(tx, { id: newId(), serviceId, userId, from: at.today, by: by.actor.userId });
  const [now] = await store.stewardsOf(tx, { serviceId });
  await insertChange(tx, {
    ...{ id: newId(), serviceId, organisationId: null, by: by.actor.userId, byName: by.name ?? null },
    ...{ kind: 'steward', at: at.now.toString() },
    changes: JSON.stringify([{ field: 'steward', before: before ?? 'Nobody', after: now?.user_name ?? 'Nobody' }]),
  });
  await recordEvent(tx, by.actor, {
    kind: 'directory.steward',
    happenedOn: at.today,
    payload: { serviceId, userId },
  });
  if (userId !== by.actor.userId)
    await tell(tx, [userId], { kind: 'entry given', href: `/directory/services/${serviceId}`, about: serviceId });
}

/** Makes whoever added an entry its steward, in the same transaction. */
export async function keepOwn(tx: Tx, by: By, serviceId: string, at: At): Promise<void> {
  const { userId } = by.actor;
  if (userId !== null) await takeOver(tx, by, { serviceId, userId, before: null }, at);
}

/**
 * 'I have checked it, and it is true': verified from today, to be looked at again in some months. At the version that was seen.
 */
export function verifyEntry(
  db: Database,
  by: By,
  given: { id: string; version: number; months: number },
  at: At,
): Promise<Saved> {
  const verifyBy = Temporal.PlainDate.from(at.today).add({ months: given.months }).toString();
  return transaction(db, (tx) =>
    saveService(
      tx,
      by,
      {
        ...{ id: given.id, version: given.version, kind: 'checked' },
        changes: { verified: true, verified_on: at.today, verify_by: verifyBy, stale_told: 0 },
      },
      at,
    ),
  );
}

const entryHref = '/directory/stewards?list=stale';

/**
 * The work of a day: tells stewards of entries that were to be checked by yesterday or before, and their managers some days
 * later (`staleToldAfter` of the programme); at once where nobody keeps the entry. Again on the same day it tells nobody.
 */
export async function tellStale(db: Database, today: string): Promise<void> {
  await transaction(db, async (tx) => {
    const rows = await store.staleToTell(tx, { day: today });
    if (rows.length === 0) return;
    const fresh = rows.filter((row) => row.stale_told === 0 && row.steward_id !== null);
    await tellEach(
      tx,
      fresh.map((row) => ({ userId: row.steward_id as string, about: row.id })),
      { kind: 'entry stale', href: '/directory/stewards' },
    );
    const managers = await managersOf(tx, rows, today);
    const late = rows.filter((row) => {
      const days = Temporal.PlainDate.from(row.verify_by).until(today).days - 1;
      return row.steward_id === null || days >= (managers.get(row.steward_id)?.after ?? 7);
    });
    const answering = (id: string | null): string[] => (id === null ? [] : (managers.get(id)?.users ?? []));
    // Nobody keeps it, or nobody manages whoever does.
    const others = late.some((row) => answering(row.steward_id).length === 0) ? await offices(tx, today) : [];
    await tellEach(
      tx,
      late.flatMap((row) => {
        const users = answering(row.steward_id);
        return (users.length === 0 ? others : users).map((userId) => ({ userId, about: row.id }));
      }),
      { kind: 'entry stale longer', href: entryHref },
    );
    const done = new Set(late.map(({ id }) => id));
    await store.setStaleTold(tx, { ids: [...done], told: 2 });
    await store.setStaleTold(tx, { ids: fresh.map(({ id }) => id).filter((id) => !done.has(id)), told: 1 });
  });
}

/** For each steward: who manages where they work, and after how many days they are told. */
async function managersOf(
  tx: Tx,
  rows: readonly store.ToTell[],
  today: string,
): Promise<Map<string, { users: string[]; after: number }>> {
  const userIds = [...new Set(rows.flatMap(({ steward_id: id }) => (id === null ? [] : [id])))];
  const found = new Map<string, { users: string[]; after: number }>();
  const seen = new Map<string, { users: string[]; after: number }>();
  for (const place of await store.placesOfStewards(tx, { userIds })) {
    const { programme_id: programmeId, area_id: areaId, provider_id: providerId } = place;
    const key = [programmeId, areaId, providerId].join();
    const known = seen.get(key) ?? {
      users: (await usersAnswering(tx, { programmeId, areaId, providerId })).map((row) => row.user_id),
      after: await toldAfter(tx, programmeId, today),
    };
    seen.set(key, known);
    const before = found.get(place.user_id);
    found.set(place.user_id, {
      users: [...new Set([...(before?.users ?? []), ...known.users])],
      after: Math.min(before?.after ?? known.after, known.after),
    });
  }
  return found;
}

async function toldAfter(tx: Tx, programmeId: string, today: string): Promise<number> {
  const version = await programmeOn(tx, programmeId, today);
  return serviceRulesOf(version?.document ?? {}, { area: null, on: today }).staleToldAfter;
}

/** The offices of every programme: who is told where nobody keeps an entry. */
async function offices(tx: Tx, today: string): Promise<string[]> {
  const users = new Set<string>();
  for (const { id } of await listProgrammes(tx, { day: today, ids: null }))
    for (const row of await usersAnswering(tx, { programmeId: id, areaId: null, providerId: null }))
      users.add(row.user_id);
  return [...users];
}

/** The work of a day: a link worker who left before it is told to the stewards of the organisation's services, once. */
export async function tellVacant(db: Database, today: string): Promise<void> {
  await transaction(db, async (tx) => {
    for (const row of await store.vacantToTell(tx, { day: today })) {
      await insertChange(tx, {
        ...{ id: newId(), serviceId: null, organisationId: row.id, by: systemActor.userId, byName: 'Newel' },
        ...{ kind: 'link worker gone', at: `${today}T00:00:00Z` },
        changes: JSON.stringify([
          { field: 'link_deputy', before: 'Not known', after: row.link_deputy ?? 'Nobody is named' },
        ]),
      });
      await tell(tx, row.stewards, {
        kind: 'link worker gone',
        href: `/directory/organisations/${row.id}`,
        about: row.id,
      });
    }
  });
}

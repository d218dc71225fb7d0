/** Where a service is and when it is open there. */
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { listOf, type PlaceGiven, placeLine } from '../rules/place-words.ts';
import type { Doc } from '../store/entries.ts';
import * as store from '../store/places.ts';
import { type At, type By, type Saved, saveService } from './entries.ts';

export type { PlaceRow } from '../store/places.ts';

/** The places of a service. */
export function placesOf(sql: Sql, serviceId: string): Promise<store.PlaceRow[]> {
  return store.placesOf(sql, { serviceId });
}

/** One place of a service; null when it is another's. */
export async function findPlace(sql: Sql, serviceId: string, id: string): Promise<store.PlaceRow | null> {
  const [row] = await store.findPlace(sql, { id });
  return row?.service_id === serviceId ? row : null;
}

/** A postcode as the table keeps it: without its space. */
const kept = (postcode: string | null): string | null => postcode?.replaceAll(' ', '') ?? null;

function locationDoc(before: Doc, given: PlaceGiven): Doc {
  const { transportation: _, addresses: __, ...rest } = before;
  const [old, ...more] = listOf<Doc>(before, 'addresses');
  const typed = [given.address, given.city, given.postcode].some((part) => part !== null);
  const address = {
    ...{ id: newId(), state_province: '', country: 'GB', address_type: given.type },
    ...old,
    ...{ address_1: given.address ?? '', city: given.city ?? '', postal_code: given.postcode ?? '' },
  };
  return {
    ...rest,
    ...(given.transport === null ? {} : { transportation: given.transport }),
    ...(typed ? { addresses: [address, ...more] } : more.length > 0 ? { addresses: more } : {}),
  };
}

function placeDoc(before: Doc, given: PlaceGiven): Doc {
  const { schedules: _, ...rest } = before;
  const [old, ...more] = listOf<Doc>(before, 'schedules');
  const { days, opens, closes, times } = given;
  if (days.length === 0 && opens === null && closes === null && times === null)
    return { ...rest, ...(more.length > 0 ? { schedules: more } : {}) };
  const schedule = Object.fromEntries(
    Object.entries({
      ...{ id: newId(), ...old, freq: days.length === 0 ? null : 'WEEKLY', byday: days.join(',') || null },
      ...{ opens_at: opens, closes_at: closes, description: times },
    }).filter(([, value]) => value !== null),
  );
  return { ...rest, schedules: [schedule, ...more] };
}

/** The service's history and its published copy follow a change of its places. */
const told = (
  tx: Tx,
  by: By,
  service: { id: string; version: number },
  words: { before: string; after: string },
  at: At,
): Promise<Saved> => saveService(tx, by, { ...service, changes: {}, told: [{ field: 'address', ...words }] }, at);

async function insertLocation(tx: Tx, organisationId: string | null, given: PlaceGiven, before: Doc): Promise<string> {
  const id = newId();
  await store.insertLocation(tx, {
    ...{ id, organisationId, name: given.name, type: given.type, postcode: kept(given.postcode) },
    ...{ stepFree: given.stepFree, doc: JSON.stringify(locationDoc(before, given)) },
  });
  return id;
}

const lineOf = (given: PlaceGiven): string =>
  [given.name, given.address, given.city, given.postcode].filter((part) => part !== null).join(', ') ||
  'Online or by phone';

class Stale extends Error {}

/** Runs a change whose last step tells it at a version; everything is taken back when that is stale. */
async function whole(db: Database, work: (tx: Tx) => Promise<Saved>): Promise<Saved> {
  try {
    return await transaction(db, async (tx) => {
      const done = await work(tx);
      if (done.outcome === 'stale') throw new Stale();
      return done;
    });
  } catch (error) {
    if (error instanceof Stale) return { outcome: 'stale' };
    throw error;
  }
}

type OfService = { id: string; version: number; organisation_id: string | null };

/** Adds a place to a service, in the caller's transaction. */
export async function addPlaceIn(tx: Tx, by: By, service: OfService, given: PlaceGiven, at: At): Promise<Saved> {
  const locationId = await insertLocation(tx, service.organisation_id, given, {});
  const doc = JSON.stringify(placeDoc({}, given));
  await store.insertPlace(tx, { id: newId(), serviceId: service.id, locationId, doc });
  const { id, version } = service;
  return told(tx, by, { id, version }, { before: 'None', after: lineOf(given) }, at);
}

/** Adds a place to a service at the version that was seen. */
export function addPlace(db: Database, by: By, service: OfService, given: PlaceGiven, at: At): Promise<Saved> {
  return whole(db, (tx) => addPlaceIn(tx, by, service, given, at));
}

/**
 * Changes a place of a service at the version that was seen. A place that other services share stays as it is for them: this one
 * gets a place of its own.
 */
export function savePlace(
  db: Database,
  by: By,
  service: OfService,
  place: store.PlaceRow,
  given: PlaceGiven,
  at: At,
): Promise<Saved> {
  return whole(db, async (tx) => {
    const before = place.location_doc ?? {};
    const doc = JSON.stringify(placeDoc(place.doc, given));
    if (place.location_id === null || place.shared > 1) {
      const { id: _, ...rest } = before;
      const locationId = await insertLocation(tx, service.organisation_id, given, rest);
      await store.deletePlace(tx, { id: place.id });
      await store.insertPlace(tx, { id: newId(), serviceId: service.id, locationId, doc });
    } else {
      await store.updateLocation(tx, {
        ...{ id: place.location_id, name: given.name, type: given.type, postcode: kept(given.postcode) },
        ...{ stepFree: given.stepFree, doc: JSON.stringify(locationDoc(before, given)) },
      });
      await store.updatePlace(tx, { id: place.id, doc });
    }
    const { id, version } = service;
    return told(tx, by, { id, version }, { before: placeLine(place), after: lineOf(given) }, at);
  });
}

/** Takes a place away from a service at the version that was seen. */
export function removePlace(db: Database, by: By, service: OfService, place: store.PlaceRow, at: At): Promise<Saved> {
  return whole(db, async (tx) => {
    await store.deletePlace(tx, { id: place.id });
    const { id, version } = service;
    return told(tx, by, { id, version }, { before: placeLine(place), after: 'None' }, at);
  });
}

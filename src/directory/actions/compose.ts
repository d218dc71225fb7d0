/** Reads what objects of HSDS are put together from, for many at once: six statements whatever their number. */
import type { Sql } from '../../kit/db.ts';
import type { Parts, ServiceRow } from '../rules/hsds-compose.ts';
import * as store from '../store/compose.ts';

const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));

/** What these services are made from, and the day of the database. */
export async function partsFor(sql: Sql, services: readonly ServiceRow[]): Promise<{ parts: Parts; today: string }> {
  const ids = services.map(({ id }) => id);
  const organisations = [...new Set(services.flatMap(({ organisation_id }) => organisation_id ?? []))];
  const places = await store.placesToCompose(sql, { services: ids });
  const locations = await store.locationsToCompose(sql, {
    ids: places.flatMap(({ location_id }) => location_id ?? []),
    organisations,
  });
  const programmes = await store.programmesToCompose(sql, {
    ids: services.flatMap(({ program_id }) => program_id ?? []),
    organisations,
  });
  const terms = await store.termsToCompose(sql, { services: ids });
  const [now] = await store.dayOfDatabase(sql, {});
  return {
    today: now?.day ?? '',
    parts: {
      organisations: byId(await store.organisationsToCompose(sql, { ids: organisations })),
      programmes: byId(programmes),
      locations: byId(locations),
      placesOf: Map.groupBy(places, ({ service_id }) => service_id),
      termsOf: Map.groupBy(terms, ({ service_id }) => service_id),
    },
  };
}

/** What these organisations are made from, without their services. */
export async function partsOfOrganisations(sql: Sql, ids: readonly string[]): Promise<Parts> {
  return {
    organisations: byId(await store.organisationsToCompose(sql, { ids })),
    programmes: byId(await store.programmesToCompose(sql, { ids: [], organisations: ids })),
    locations: byId(await store.locationsToCompose(sql, { ids: [], organisations: ids })),
    placesOf: new Map(),
    termsOf: new Map(),
  };
}

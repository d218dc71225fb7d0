/**
 * The published copy of the directory: services that are active or closed for a time and that a steward or a feed stands for,
 * with their organisations, places and terms. Only properties of the standard go in; nothing of what is known of a service,
 * of who keeps its entry, or of how many are referred does.
 */
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { fold } from '../../people/rules.ts';
import { postcodeOf } from '../rules/hsds-columns.ts';
import { brief, organizationDoc, type Parts, placeDoc, type ServiceRow, serviceDoc } from '../rules/hsds-compose.ts';
import { known } from '../rules/hsds-known.ts';
import type { Doc } from '../rules/hsds-shape.ts';
import { openTimes, schedulesOf } from '../rules/hsds-times.ts';
import * as compose from '../store/compose.ts';
import * as store from '../store/publish.ts';
import { partsFor, partsOfOrganisations } from './compose.ts';

const nothing = {
  ...{ organisation_id: null, taxonomy_id: null, parent_id: null, terms: [], taxonomies: [], minimum_age: null },
  ...{ maximum_age: null, days: [], opens: null, closes: null, postcode: null, latitude: null, longitude: null },
};
const firstId = '00000000-0000-0000-0000-000000000000';
const pageSize = 200;

const isPublic = (row: ServiceRow): boolean =>
  row.verified && (row.status === 'active' || row.status === 'temporarily closed');

/** Brings the published copy of a service up to date, in the transaction that changed it. */
export const publishService = (tx: Tx, serviceId: string): Promise<void> => publishServices(tx, [serviceId]);

/** Brings the published copies of services, their places and organisations up to date, in the transaction that changed them. */
export async function publishServices(tx: Tx, ids: readonly string[]): Promise<void> {
  let changed = 0;
  for (let at = 0; at < ids.length; at += pageSize) changed += await publishPage(tx, ids.slice(at, at + pageSize));
  if (changed > 0) await store.countUp(tx, {});
}

/** Brings the published copies of an organisation's services up to date: after a change of the organisation itself. */
export async function publishOrganisation(tx: Tx, organisationId: string): Promise<void> {
  const services = await compose.servicesOfOrganisations(tx, { organisations: [organisationId] });
  await publishServices(
    tx,
    services.map(({ id }) => id),
  );
}

async function publishPage(tx: Tx, ids: readonly string[]): Promise<number> {
  const all = await compose.servicesToCompose(tx, { ids });
  const shown = all.filter(isPublic);
  const { parts, today } = await partsFor(tx, shown);
  const before = await store.publishedOrganisations(tx, { services: ids });
  const rows = shown.flatMap((row) => rowsOfService(row, parts, today));
  const places = rows.filter(({ kind }) => kind === 'service_at_location').map(({ id }) => String(id));
  const hidden = ids.filter((id) => !shown.some((row) => row.id === id));
  const written = [
    ...(await store.unpublishServices(tx, { ids: hidden })),
    ...(await store.unpublishPlaces(tx, { services: ids, places })),
    ...(await store.writePublished(tx, { rows: JSON.stringify(rows) })),
  ];
  const organisations = new Set([
    ...before.map(({ organisation_id }) => organisation_id),
    ...shown.flatMap(({ organisation_id }) => organisation_id ?? []),
  ]);
  const terms = [...new Set([...parts.termsOf.values()].flatMap((list) => list.map(({ id }) => id)))];
  if ((await store.termsMissing(tx, { ids: terms })).length > 0) written.push(...(await publishTerms(tx)));
  return written.length + (await publishOrganisations(tx, [...organisations]));
}

function rowsOfService(row: ServiceRow, parts: Parts, today: string): store.PublishedRow[] {
  const { last_modified: _, ...whole } = known('service', serviceDoc(row, parts, today)) as Doc;
  const terms = parts.termsOf.get(row.id) ?? [];
  const places = (parts.placesOf.get(row.id) ?? []).map((place) => ({
    place,
    doc: known('service_at_location', placeDoc(place, parts)),
  }));
  const common = {
    ...nothing,
    name: row.name,
    search_words: row.search_words,
    organisation_id: row.organisation_id,
    terms: terms.map(({ id }) => id),
    taxonomies: [...new Set(terms.flatMap(({ taxonomy_id }) => taxonomy_id ?? []))],
    minimum_age: row.minimum_age,
    maximum_age: row.maximum_age,
  };
  const own = schedulesOf(whole);
  return [
    {
      ...common,
      ...openTimes([...own, ...places.flatMap(({ doc }) => schedulesOf(doc))]),
      ...{ kind: 'service', id: row.id, brief: brief(whole), whole },
    },
    ...places.map(({ place, doc }) => {
      const location = place.location_id === null ? undefined : parts.locations.get(place.location_id);
      const open = schedulesOf(doc);
      return {
        ...common,
        ...openTimes(open.length > 0 ? open : own),
        kind: 'service_at_location',
        id: place.id,
        parent_id: row.id,
        search_words: `${row.search_words} ${fold(location?.name ?? '')}`.trim(),
        postcode: location === undefined ? null : (location.postcode ?? postcodeOf(location.doc)),
        latitude: location?.latitude ?? null,
        longitude: location?.longitude ?? null,
        brief: { ...brief(doc), service: brief(whole) },
        whole: doc,
      };
    }),
  ];
}

/** Organisations stand in the copy as long as a service of theirs does. */
async function publishOrganisations(tx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const services = Map.groupBy(
    await store.publishedServicesOf(tx, { organisations: ids }),
    ({ organisation_id }) => organisation_id,
  );
  const parts = await partsOfOrganisations(tx, [...services.keys()]);
  const rows = [...services].flatMap(([id, list]) => {
    const row = parts.organisations.get(id);
    if (row === undefined) return [];
    const whole: Doc = {
      ...known('organization', organizationDoc(row, parts)),
      services: list.map(({ id, name, status }) => ({ id, name, status })),
    };
    return [
      {
        ...nothing,
        ...{ kind: 'organization', id, name: row.name, organisation_id: id, brief: brief(whole), whole },
        search_words: fold(`${row.name} ${row.doc.alternate_name ?? ''} ${row.description}`),
      },
    ];
  });
  const written = await store.writePublished(tx, { rows: JSON.stringify(rows) });
  const gone = await store.unpublishOrganisations(tx, { ids: ids.filter((id) => !services.has(id)) });
  return written.length + gone.length;
}

/** Brings the published taxonomies and terms up to date. Resolves to those that were written. */
async function publishTerms(tx: Tx): Promise<{ id: string }[]> {
  const taxonomies = await compose.taxonomyDocs(tx, {});
  const terms = await compose.termDocs(tx, {});
  const row = (kind: 'taxonomy' | 'taxonomy_term', one: compose.TermDoc) => {
    const doc: Doc = { id: one.id, ...one.doc, name: one.name, description: one.doc.description ?? one.name };
    const { taxonomy_terms: _, ...whole } = known(kind, doc);
    return {
      ...nothing,
      ...{ kind, id: one.id, name: one.name, taxonomy_id: one.taxonomy_id, parent_id: one.parent_id },
      search_words: fold(`${one.name} ${one.doc.code ?? ''} ${one.doc.description ?? ''}`),
      brief: kind === 'taxonomy_term' ? whole : brief(whole),
      whole,
    };
  };
  const rows = [...taxonomies.map((one) => row('taxonomy', one)), ...terms.map((one) => row('taxonomy_term', one))];
  return store.writePublished(tx, { rows: JSON.stringify(rows) });
}

/** Brings the published taxonomies and terms up to date, after an import. */
export async function publishAllTerms(tx: Tx): Promise<void> {
  if ((await publishTerms(tx)).length > 0) await store.countUp(tx, {});
}

/** Makes the whole copy anew, a page of services in each transaction. Resolves to how many services it holds of how many. */
export async function publishAll(
  db: Database,
  progress: (done: number) => void = () => {},
): Promise<{ services: number }> {
  let done = 0;
  for (let after = firstId; ; ) {
    const ids = (await compose.serviceIdsAfter(db, { after, limit: pageSize })).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) break;
    await transaction(db, (tx) => publishServices(tx, ids));
    done += ids.length;
    progress(done);
    after = last;
  }
  await transaction(db, async (tx) => {
    const written = [...(await publishTerms(tx)), ...(await store.unpublishGone(tx, {}))];
    if (written.length > 0) await store.countUp(tx, {});
  });
  return { services: done };
}

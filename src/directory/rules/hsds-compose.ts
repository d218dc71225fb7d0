/**
 * Puts HSDS objects together from what the directory keeps. What was imported comes out as it went in; what was changed here
 * since stands in its place, where HSDS 3.0 has a place for it. Places, next start and funding have none: HSDS 3.0 knows no
 * capacity, and its `wait_time` is deprecated. Pure.
 */
import { createHash } from 'node:crypto';
import { showDay } from '../../kit/clock.ts';
import { type Doc, isDoc } from './hsds-shape.ts';

/** Rows that objects are made from: the columns that say more than `doc`. Days are 'YYYY-MM-DD'. */
export type ServiceRow = {
  id: string;
  organisation_id: string | null;
  program_id: string | null;
  name: string;
  description: string;
  status: string;
  verified: boolean;
  minimum_age: number | null;
  maximum_age: number | null;
  postcodes: string[];
  closed_from: string | null;
  closed_to: string | null;
  next_start: string | null;
  verified_on: string | null;
  source: string | null;
  doc: Doc;
  search_words: string;
};
export type OrganisationRow = {
  id: string;
  name: string;
  description: string;
  email: string | null;
  phone: string | null;
  source: string | null;
  doc: Doc;
};
export type ProgrammeRow = { id: string; organisation_id: string | null; doc: Doc };
export type PlaceRow = { id: string; service_id: string; location_id: string | null; doc: Doc };
export type LocationRow = {
  id: string;
  organisation_id: string | null;
  name: string | null;
  location_type: string;
  postcode: string | null;
  latitude: number | null;
  longitude: number | null;
  doc: Doc;
};
export type TermOfService = { service_id: string; id: string; taxonomy_id: string | null; name: string; doc: Doc };

/** Everything that some objects are made from. */
export type Parts = {
  organisations: ReadonlyMap<string, OrganisationRow>;
  programmes: ReadonlyMap<string, ProgrammeRow>;
  locations: ReadonlyMap<string, LocationRow>;
  placesOf: ReadonlyMap<string, readonly PlaceRow[]>;
  termsOf: ReadonlyMap<string, readonly TermOfService[]>;
};

/** An id that is always the same for the same words: for what Newel keeps without one. A UUID of version 8 (RFC 9562). */
export function idFor(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const items = (value: unknown): Doc[] => (Array.isArray(value) ? value.filter(isDoc) : []);

/** Puts a column over its property where they differ. Nothing known takes the property away. */
function over(doc: Doc, property: string, column: string | number | null): void {
  const stands = doc[property] ?? null;
  if (stands === column || (stands === null && column === '')) return;
  if (column === null || column === '') delete doc[property];
  else doc[property] = column;
}

/** An organisation with its locations and programmes. */
export function organizationDoc(row: OrganisationRow, parts: Parts): Doc {
  const doc: Doc = { id: row.id, ...row.doc };
  over(doc, 'name', row.name);
  // HSDS asks for one.
  if (row.description !== '' || doc.description === undefined) doc.description = row.description || row.name;
  over(doc, 'email', row.email);
  const [first, ...others] = items(doc.phones);
  if (row.phone !== null && first === undefined) doc.phones = [{ id: idFor('phone', row.id), number: row.phone }];
  else if (row.phone !== null && first?.number !== row.phone) doc.phones = [{ ...first, number: row.phone }, ...others];
  const locations = [...parts.locations.values()].filter(({ organisation_id }) => organisation_id === row.id);
  const programmes = [...parts.programmes.values()].filter(({ organisation_id }) => organisation_id === row.id);
  if (locations.length > 0) doc.locations = locations.map(locationDoc);
  if (programmes.length > 0) doc.programs = programmes.map((one) => ({ id: one.id, ...one.doc }));
  return doc;
}

/** A place. */
export function locationDoc(row: LocationRow): Doc {
  const doc: Doc = { id: row.id, ...row.doc };
  over(doc, 'name', row.name);
  over(doc, 'location_type', row.location_type);
  over(doc, 'latitude', row.latitude);
  over(doc, 'longitude', row.longitude);
  return doc;
}

/** A service at a place, with the place. */
export function placeDoc(row: PlaceRow, parts: Parts): Doc {
  const location = row.location_id === null ? undefined : parts.locations.get(row.location_id);
  return { id: row.id, ...row.doc, ...(location === undefined ? {} : { location: locationDoc(location) }) };
}

/** A service, with its organisation and places unless told otherwise. `today` ('YYYY-MM-DD') is asked of closures. */
export function serviceDoc(
  row: ServiceRow,
  parts: Parts,
  today: string,
  leave: { organization?: boolean; places?: boolean } = {},
): Doc {
  const doc: Doc = { id: row.id, ...row.doc };
  over(doc, 'name', row.name);
  over(doc, 'description', row.description);
  over(doc, 'status', row.status);
  over(doc, 'minimum_age', row.minimum_age);
  over(doc, 'maximum_age', row.maximum_age);
  if (doc.organization_id !== undefined && row.organisation_id !== null) doc.organization_id = row.organisation_id;
  // HSDS: 'the date when this service was last verified'. Ours, when it is the later one.
  if (row.verified_on !== null && row.verified_on > String(doc.assured_date ?? '')) doc.assured_date = row.verified_on;
  const alert = alertOf(row, today);
  if (alert !== null) doc.alert = [doc.alert, alert].filter((one) => typeof one === 'string' && one !== '').join(' ');
  if (row.postcodes.length > 0 && items(doc.service_areas).length === 0) {
    const name = `Postcodes that begin with ${row.postcodes.join(', ')}`;
    doc.service_areas = [{ id: idFor('area', row.id), name, extent: row.postcodes.join(','), extent_type: 'text' }];
  }
  const attributes = attributesOf(row, parts.termsOf.get(row.id) ?? []);
  if (attributes !== null) doc.attributes = attributes;
  const program = row.program_id === null ? undefined : parts.programmes.get(row.program_id);
  if (program !== undefined) doc.program = { id: program.id, ...program.doc };
  const organization = row.organisation_id === null ? undefined : parts.organisations.get(row.organisation_id);
  if (organization !== undefined && leave.organization !== true)
    doc.organization = organizationDoc(organization, parts);
  const places = parts.placesOf.get(row.id) ?? [];
  if (places.length > 0 && leave.places !== true)
    doc.service_at_locations = places.map((place) => placeDoc(place, parts));
  return doc;
}

/** What is said of a closure that is to come or goes on: HSDS has `alert` for what is so for a short time. */
function alertOf(row: ServiceRow, today: string): string | null {
  if (row.closed_from === null || (row.closed_to !== null && row.closed_to < today)) return null;
  const until = row.closed_to === null ? '' : ` to ${showDay(row.closed_to)}`;
  return `Closed from ${showDay(row.closed_from)}${until}.`;
}

/**
 * The attributes of a service with every term that it has here; a term whose description is missing gets its own. Null when
 * they stand as they are.
 */
function attributesOf(row: ServiceRow, terms: readonly TermOfService[]): Doc[] | null {
  const attributes = items(row.doc.attributes);
  const termIn = (attribute: Doc): string =>
    String(
      (isDoc(attribute.taxonomy_term) ? attribute.taxonomy_term.id : attribute.taxonomy_term_id) ?? '',
    ).toLowerCase();
  const byId = new Map(terms.map((term) => [term.id, term]));
  const had = new Set(attributes.map(termIn));
  const whole = attributes.map((attribute) => {
    const term = byId.get(termIn(attribute));
    const bare = isDoc(attribute.taxonomy_term) && typeof attribute.taxonomy_term.description !== 'string';
    return bare && term !== undefined ? { ...attribute, taxonomy_term: term.doc } : attribute;
  });
  const missing = terms.filter(({ id }) => !had.has(id));
  if (missing.length === 0 && whole.every((one, at) => one === attributes[at])) return null;
  const added = missing.map((term) => ({
    id: idFor('term', row.id, term.id),
    link_id: row.id,
    link_type: 'taxonomy',
    link_entity: 'service',
    taxonomy_term: { id: term.id, ...term.doc },
  }));
  return [...whole, ...added];
}

/** An object with its properties of one value, and of the objects beside it theirs: how lists give it. */
export function brief(doc: Doc): Doc {
  return Object.fromEntries(
    Object.entries(doc).flatMap(([name, value]) =>
      Array.isArray(value) ? [] : [[name, isDoc(value) ? brief(value) : value]],
    ),
  );
}

/** What the columns beside an HSDS object hold of it. Pure. */
import { type Doc, isDoc } from './hsds-shape.ts';
import type { EntryKind, Links } from './hsds-split.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const items = (value: unknown): Doc[] => (Array.isArray(value) ? value.filter(isDoc) : []);

/** The first number of a list of phones. */
export const firstPhone = (doc: Doc): string | null => text(items(doc.phones)[0]?.number);

/** The postcode of the first physical address, in capitals without spaces. */
export function postcodeOf(location: Doc): string | null {
  const address =
    items(location.addresses).find((one) => one.address_type === 'physical') ?? items(location.addresses)[0];
  return text(address?.postal_code)?.toUpperCase().replace(/\s/g, '') ?? null;
}

/** The columns of an entry's row, but for its id, source and doc. Links are those that were found. */
export function columnsOf(kind: EntryKind, doc: Doc, links: Links): Doc {
  const organisation_id = links.organization ?? null;
  switch (kind) {
    case 'taxonomy':
      return { name: doc.name };
    case 'taxonomy_term':
      return {
        taxonomy_id: links.taxonomy ?? null,
        parent_id: links.parent ?? null,
        code: text(doc.code),
        name: doc.name,
      };
    case 'organization':
      return {
        name: doc.name,
        description: text(doc.description) ?? '',
        email: text(doc.email),
        phone: firstPhone(doc),
      };
    case 'program':
      return { organisation_id };
    case 'location':
      return {
        organisation_id,
        name: text(doc.name),
        location_type: doc.location_type,
        postcode: postcodeOf(doc),
        latitude: number(doc.latitude),
        longitude: number(doc.longitude),
      };
    case 'service':
      return {
        organisation_id,
        program_id: links.program ?? null,
        name: doc.name,
        description: text(doc.description) ?? '',
        status: doc.status,
        minimum_age: number(doc.minimum_age),
        maximum_age: number(doc.maximum_age),
      };
    case 'service_at_location':
      return { service_id: links.service, location_id: links.location ?? null };
  }
}

/** Which link stands in which column. */
export const linkColumns: Readonly<Record<EntryKind, Partial<Record<keyof Links, string>>>> = {
  taxonomy: {},
  taxonomy_term: { taxonomy: 'taxonomy_id', parent: 'parent_id' },
  organization: {},
  program: { organization: 'organisation_id' },
  location: { organization: 'organisation_id' },
  service: { organization: 'organisation_id', program: 'program_id' },
  service_at_location: { service: 'service_id', location: 'location_id' },
};

/** What is told of a service that a feed changed: properties with one value before and after, and how many of each part. */
export function feedChanges(before: Doc, after: Doc): { field: string; before: string; after: string }[] {
  const shown = (value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (Array.isArray(value)) return String(value.length);
    return typeof value === 'object' ? '1' : String(value).slice(0, 500);
  };
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: shown(before[field]), after: shown(after[field]) }));
}

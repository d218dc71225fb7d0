/** Takes an object of a feed apart into the entries that the directory keeps, each without the others that it held. Pure. */
import { isUuid } from '../../kit/uuid.ts';
import { type Doc, isDoc, isNumber, partsOf, shapes } from './hsds-shape.ts';

/** What is kept as an entry of its own; everything else stays inside the one that it belongs to. */
export const entryKinds = [
  'taxonomy',
  'taxonomy_term',
  'organization',
  'program',
  'location',
  'service',
  'service_at_location',
] as const;
/** A kind of entry. */
export type EntryKind = (typeof entryKinds)[number];

/** What an entry belongs to, by id. */
export type Links = {
  organization?: string;
  program?: string;
  service?: string;
  location?: string;
  taxonomy?: string;
  parent?: string;
};
/** An entry as it came. */
export type Entry = {
  kind: EntryKind;
  id: string;
  doc: Doc;
  /** It came with what belongs to it; if not, what is kept of it already stays. */
  whole: boolean;
  links: Links;
  /** Of a service: the terms of its attributes. */
  terms: string[];
  /** Of a service that came with its places: all of them. */
  places: string[] | null;
};
/** What could not be taken, and why. */
export type FeedProblem = { where: string; kind: string; id: string | null; reason: string };

const statuses = ['active', 'inactive', 'defunct', 'temporarily closed'];
const locationTypes = ['physical', 'postal', 'virtual'];
const mostCharacters = 1_000_000;
/** The taxonomy of needs is kept here. */
export const needsTaxonomy = '00000000-0000-4000-8000-0000000000aa';

/** Why an object cannot be an entry, or null. */
export function misfit(kind: EntryKind, value: unknown): string | null {
  if (!isDoc(value)) return 'is not an object';
  if (typeof value.id !== 'string' || !isUuid(value.id.toLowerCase())) return 'id is not a UUID';
  const missing = shapes[kind].required.filter((name) => typeof value[name] !== 'string');
  if (missing.length > 0) return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing or not text`;
  if (kind === 'service' && !statuses.includes(value.status as string))
    return `status must be one of ${statuses.join(', ')}`;
  if (kind === 'location' && !locationTypes.includes(value.location_type as string))
    return `location_type must be one of ${locationTypes.join(', ')}`;
  for (const [name, given] of Object.entries(value)) {
    if (given === null || given === undefined) continue;
    if (isNumber(kind, name) && typeof given !== 'number') return `${name} is not a number`;
    const part = partsOf(kind)[name];
    if (part !== undefined && typeof given !== 'object') return `${name} does not hold ${part}`;
  }
  if (JSON.stringify(value).length > mostCharacters) return `is longer than ${mostCharacters} characters`;
  return unstorable(value) ? 'holds characters that cannot be kept (NUL, or half of a pair)' : null;
}

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
function unstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
  if (Array.isArray(value)) return value.some(unstorable);
  return isDoc(value) && Object.entries(value).some(([name, inner]) => unstorable(name) || unstorable(inner));
}

/** The kind of an object whose kind nobody said, by what only it has. Null when it is none of them. */
export function kindOf(value: unknown): EntryKind | null {
  if (!isDoc(value)) return null;
  const has = (...names: string[]) => names.some((name) => name in value);
  if (has('location_type')) return 'location';
  if (has('status')) return 'service';
  if (has('service_id', 'location_id', 'service', 'location')) return 'service_at_location';
  if (
    has(
      'organization',
      'program',
      'program_id',
      'service_at_locations',
      'schedules',
      'cost_options',
      'eligibility_description',
    )
  )
    return 'service';
  if (has('taxonomy_id', 'taxonomy_detail', 'taxonomy', 'parent_id', 'term_uri', 'term')) return 'taxonomy_term';
  if (has('taxonomy_terms', 'version')) return 'taxonomy';
  // An organisation has just an id, a name and a description at the least; so has a programme, with the organisation's id.
  if (has('name')) return has('organization_id') ? 'program' : 'organization';
  return null;
}

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && isUuid(value.toLowerCase()) ? value.toLowerCase() : undefined;

/** Takes one object apart. `whole` forces how it is taken; without it an object is whole when it has any list. */
export function splitObject(
  kind: EntryKind,
  value: unknown,
  where: string,
  whole?: boolean,
): { entries: Entry[]; problems: FeedProblem[] } {
  const entries: Entry[] = [];
  const problems: FeedProblem[] = [];

  function take(of: EntryKind, given: unknown, links: Links): string | undefined {
    const reason = misfit(of, given);
    if (reason !== null) {
      const id = isDoc(given) && typeof given.id === 'string' ? given.id.slice(0, 100) : null;
      problems.push({ where, kind: of, id, reason });
      return undefined;
    }
    const doc: Doc = { ...(given as Doc) };
    const entry: Entry = {
      kind: of,
      id: idOf(doc.id) as string,
      doc,
      whole: whole ?? (wholeAlways.has(of) || Object.values(doc).some(Array.isArray)),
      links: { ...ownLinks(of, doc), ...links },
      terms: [],
      places: null,
    };
    const one = (name: string, inner: EntryKind, link: keyof Links) => {
      if (!isDoc(doc[name])) return;
      const id = take(inner, doc[name], {});
      if (id !== undefined) entry.links[link] = id;
      delete doc[name];
    };
    const many = (name: string, inner: EntryKind, back: Links): string[] | null => {
      const list = doc[name];
      if (!Array.isArray(list)) return null;
      // An empty list stays, so that it is given back.
      if (list.length > 0) delete doc[name];
      return list.flatMap((item) => take(inner, item, back) ?? []);
    };
    if (of === 'service') {
      one('organization', 'organization', 'organization');
      one('program', 'program', 'program');
      entry.places = many('service_at_locations', 'service_at_location', { service: entry.id });
      entry.terms = termsIn(doc.attributes);
    } else if (of === 'organization') {
      many('locations', 'location', { organization: entry.id });
      many('programs', 'program', { organization: entry.id });
      many('services', 'service', { organization: entry.id });
    } else if (of === 'service_at_location') {
      one('location', 'location', 'location');
      one('service', 'service', 'service');
    } else if (of === 'taxonomy') many('taxonomy_terms', 'taxonomy_term', { taxonomy: entry.id });
    else if (of === 'taxonomy_term' && isDoc(doc.taxonomy_detail)) {
      // Stays in the term as well: it is short, and always there.
      const id = take('taxonomy', doc.taxonomy_detail, {});
      if (id !== undefined) entry.links.taxonomy = id;
    }
    entries.push(entry);
    return entry.id;
  }

  function termsIn(attributes: unknown): string[] {
    if (!Array.isArray(attributes)) return [];
    return attributes.filter(isDoc).flatMap((attribute) => {
      const nested = isDoc(attribute.taxonomy_term) ? take('taxonomy_term', attribute.taxonomy_term, {}) : undefined;
      return nested ?? idOf(attribute.taxonomy_term_id) ?? [];
    });
  }

  take(kind, value, {});
  return { entries, problems };
}

// They have no lists that would tell.
const wholeAlways: ReadonlySet<EntryKind> = new Set(['taxonomy_term', 'taxonomy', 'program']);

function ownLinks(kind: EntryKind, doc: Doc): Links {
  const links: Links = {};
  const add = (link: keyof Links, value: unknown) => {
    const id = idOf(value);
    if (id !== undefined) links[link] = id;
  };
  if (kind !== 'organization') add('organization', doc.organization_id);
  if (kind === 'service') add('program', doc.program_id);
  if (kind === 'service_at_location') {
    add('service', doc.service_id);
    add('location', doc.location_id);
  }
  if (kind === 'taxonomy_term') {
    add('taxonomy', doc.taxonomy_id);
    add('parent', doc.parent_id);
  }
  return links;
}

/** Two states of one entry that came in one batch, the later one over the earlier one. */
export function merged(before: Entry, after: Entry): Entry {
  const doc = after.whole ? after.doc : { ...before.doc, ...after.doc };
  return {
    ...after,
    doc,
    whole: before.whole || after.whole,
    links: { ...before.links, ...after.links },
    terms: 'attributes' in after.doc || after.whole ? after.terms : before.terms,
    places: after.places ?? before.places,
  };
}

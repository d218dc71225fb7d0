/** Answers what the public asks of the directory, from the published copy alone and as a role that can read nothing else. */
import { Readable } from 'node:stream';
import type { Database } from '../../kit/db.ts';
import { known } from '../rules/hsds-known.ts';
import type { Doc } from '../rules/hsds-shape.ts';
import {
  type Asked,
  type ListName,
  lists,
  type ParameterProblem,
  pageOf,
  pageSizes,
  readQuery,
} from '../rules/public-query.ts';
import * as store from '../store/published.ts';

/** HSDS 3.0, or its UK profile, whose objects have fewer properties. */
export type Profile = 'hsds' | 'uk';
/** A page or an entry as JSON text, everything as lines, or what is wrong with what was asked. */
export type PublicAnswer =
  | { outcome: 'json'; body: string }
  | { outcome: 'lines'; body: Readable }
  | { outcome: 'refused'; problems: ParameterProblem[] }
  | { outcome: 'not found' };

const streamPage = 200;
const firstId = '00000000-0000-0000-0000-000000000000';

/** The version of the published copy: every answer of one version is the same. */
export async function publicVersion(db: Database): Promise<number> {
  return (await store.publishedVersion(db.published, {}))[0]?.version ?? 0;
}

// Exact, and counted once for each filter of a version.
type Totals = { version: number; byFilter: Map<string, number> };
const totals = new WeakMap<Database, Totals>();
const mostTotals = 1000;

async function totalOf(db: Database, version: number, filter: store.PublicFilter): Promise<number> {
  let kept = totals.get(db);
  if (kept === undefined || kept.version !== version) {
    kept = { version, byFilter: new Map() };
    totals.set(db, kept);
  }
  const { page: _, per_page: __, format: ___, full: ____, minimal: _____, full_service: ______, ...narrowing } = filter;
  const key = JSON.stringify(narrowing);
  const known = kept.byFilter.get(key);
  if (known !== undefined) return known;
  const total = await store.countPublished(db.published, filter);
  if (kept.byFilter.size >= mostTotals) kept.byFilter.clear();
  kept.byFilter.set(key, total);
  return total;
}

function shapeOf(asked: Asked): store.PublicShape {
  if (asked.minimal === true) return 'minimal';
  if (asked.full_service === true) return 'full services';
  return asked.full === true ? 'whole' : 'brief';
}

/** A text of JSON in the profile. HSDS is what the copy holds, so it is sent as it is. */
function inProfile(body: string, list: ListName, shape: store.PublicShape, profile: Profile): string {
  if (profile === 'hsds' || shape === 'minimal') return body;
  return JSON.stringify(known(lists[list], JSON.parse(body) as Doc, 'uk'));
}

/** A list, narrowed by everything that was asked at once. */
export async function publicList(
  db: Database,
  list: ListName,
  query: Readonly<Record<string, unknown>>,
  profile: Profile,
  version: number,
): Promise<PublicAnswer> {
  const { asked, problems } = readQuery(list, query);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const filter: store.PublicFilter = { kind: lists[list], ...asked };
  if (asked.postcode !== undefined && asked.proximity !== undefined) {
    const [centre] = await store.centreOfPostcode(db.published, { postcode: asked.postcode });
    if (centre === undefined || centre.latitude === null || centre.longitude === null)
      return { outcome: 'refused', problems: [{ parameter: 'postcode', problem: noCentre }] };
    filter.near = { latitude: centre.latitude, longitude: centre.longitude };
  }
  const shape = shapeOf(asked);
  const shown = (row: { body: string }) => inProfile(row.body, list, shape, profile);
  if (asked.format === 'ndjson') return { outcome: 'lines', body: Readable.from(lines(db, filter, shape, shown)) };
  const perPage = asked.per_page ?? (asked.minimal === true ? pageSizes.minimal : pageSizes.usual);
  const page = asked.page ?? 1;
  const total = await totalOf(db, version, filter);
  const offset = (page - 1) * perPage;
  const rows =
    offset >= total ? [] : await store.publishedPage(db.published, filter, shape, { limit: perPage, offset });
  const head = JSON.stringify(pageOf(total, page, perPage, rows.length));
  return { outcome: 'json', body: `${head.slice(0, -1)},"contents":[${rows.map(shown).join(',')}]}` };
}

const noCentre = 'is not known here: no published place with coordinates has it, so there is nothing to measure from';

/** Everything, a line for each entry: a page of the database at a time, so that memory stays the same however many there are. */
async function* lines(
  db: Database,
  filter: store.PublicFilter,
  shape: store.PublicShape,
  shown: (row: { body: string }) => string,
): AsyncGenerator<string> {
  for (let after = firstId; ; ) {
    const rows = await store.publishedAfter(db.published, filter, shape, after, streamPage);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield `${rows.map(shown).join('\n')}\n`;
    if (rows.length < streamPage) return;
    after = last.id;
  }
}

/** One entry with everything that belongs to it. */
export async function publicOne(
  db: Database,
  list: ListName,
  id: string,
  query: Readonly<Record<string, unknown>>,
  profile: Profile,
): Promise<PublicAnswer> {
  const services = list === 'organizations' && query.full_service === 'true';
  const body = await store.publishedOne(db.published, lists[list], id, services ? 'full services' : 'whole');
  return body === null ? { outcome: 'not found' } : { outcome: 'json', body: inProfile(body, list, 'whole', profile) };
}

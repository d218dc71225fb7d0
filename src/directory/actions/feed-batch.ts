/** Writes one batch of entries of a feed: what is new, what changed, what is kept here and stays. */
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { columnsOf, feedChanges, firstPhone, linkColumns } from '../rules/hsds-columns.ts';
import type { Doc } from '../rules/hsds-shape.ts';
import {
  type Entry,
  type EntryKind,
  entryKinds,
  type FeedProblem,
  type Links,
  merged,
  needsTaxonomy,
} from '../rules/hsds-split.ts';
import * as store from '../store/feeds.ts';
import { keepSearchWords } from './entries.ts';
import { publishServices } from './publish.ts';

/** How many of a kind were new, changed, the same, and not taken. */
export type Counts = { new: number; changed: number; same: number; refused: number };
/** A link whose other end has not come yet. */
type Unlinked = { kind: EntryKind; column: string; id: string; target: string; link: keyof Links };
/** What a run knows. */
export type Feed = {
  source: string;
  by: string | null;
  at: Temporal.Instant;
  counts: Partial<Record<EntryKind | 'row', Counts>>;
  problem(problem: FeedProblem): void;
  unlinked: Unlinked[];
};

const linkTo: Readonly<Record<keyof Links, EntryKind>> = {
  organization: 'organization',
  program: 'program',
  service: 'service',
  location: 'location',
  taxonomy: 'taxonomy',
  parent: 'taxonomy_term',
};
const mostUnlinked = 100_000;

/** The counts of a kind in a run. */
export function countsOf(feed: Feed, kind: EntryKind | 'row'): Counts {
  const counts = feed.counts[kind] ?? { new: 0, changed: 0, same: 0, refused: 0 };
  feed.counts[kind] = counts;
  return counts;
}

/** Takes the entries of one batch, in a transaction, and publishes what they touch in the same one. */
export async function takeBatch(
  tx: Tx,
  feed: Feed,
  entries: readonly { entry: Entry; where: string }[],
): Promise<void> {
  const byKind = new Map<EntryKind, Map<string, { entry: Entry; where: string }>>();
  for (const given of entries) {
    const { kind, id } = given.entry;
    const of = byKind.get(kind) ?? new Map<string, { entry: Entry; where: string }>();
    byKind.set(kind, of);
    const before = of.get(id);
    of.set(id, before === undefined ? given : { entry: merged(before.entry, given.entry), where: given.where });
  }
  const touched = new Map<EntryKind, string[]>();
  const placesGone: string[] = [];
  for (const kind of entryKinds) {
    const given = [...(byKind.get(kind)?.values() ?? [])];
    if (given.length === 0) continue;
    const written = await takeKind(tx, feed, kind, given);
    touched.set(
      kind,
      written.map(({ id }) => id),
    );
    if (kind === 'service') placesGone.push(...(await takeParts(tx, feed, written)));
  }
  const ids = (kind: EntryKind) => touched.get(kind) ?? [];
  if ([...touched.values()].every((list) => list.length === 0)) return;
  const showing = await store.servicesShowing(tx, {
    organisations: ids('organization'),
    programmes: ids('program'),
    locations: ids('location'),
    places: ids('service_at_location'),
    terms: ids('taxonomy_term'),
  });
  const services = [...new Set([...ids('service'), ...placesGone, ...showing.map(({ id }) => id)])];
  await keepSearchWords(tx, services);
  await publishServices(tx, services);
}

/** Writes the entries of one kind. Resolves to those that were new or changed. */
async function takeKind(
  tx: Tx,
  feed: Feed,
  kind: EntryKind,
  given: readonly { entry: Entry; where: string }[],
): Promise<Entry[]> {
  const counts = countsOf(feed, kind);
  const writer = store.writers[kind];
  const stood = new Map(
    (await writer.stood(tx, { ids: given.map(({ entry }) => entry.id) })).map((row) => [row.id, row]),
  );
  const found = await linksFound(tx, feed, kind, given);
  const refuse = (at: { entry: Entry; where: string }, reason: string) => {
    counts.refused += 1;
    feed.problem({ where: at.where, kind, id: at.entry.id, reason });
  };
  const fresh: Doc[] = [];
  const changed: Doc[] = [];
  const told: Doc[] = [];
  const written: Entry[] = [];
  for (const one of given) {
    const { entry } = one;
    const before = stood.get(entry.id);
    if (before !== undefined && before.source !== feed.source) {
      refuse(one, before.source === null ? 'kept here' : `comes from another feed: ${before.source}`);
      continue;
    }
    if (before === undefined && kind === 'taxonomy_term' && entry.links.taxonomy === needsTaxonomy) {
      refuse(one, 'the list of needs is kept here');
      continue;
    }
    const links: Links = {};
    for (const [link, column] of Object.entries(linkColumns[kind]) as [keyof Links, string][]) {
      const target = entry.links[link];
      const stands = before?.row[column];
      if (target !== undefined && found(link, target)) links[link] = target;
      else if (target === undefined && typeof stands === 'string') links[link] = stands;
      else if (target !== undefined && feed.unlinked.length < mostUnlinked)
        feed.unlinked.push({ kind, column, id: entry.id, target, link });
    }
    if (kind === 'service_at_location' && links.service === undefined) {
      refuse(one, 'its service is not of this feed');
      continue;
    }
    const doc = entry.whole || before === undefined ? entry.doc : { ...before.doc, ...entry.doc };
    const columns = columnsOf(kind, doc, links);
    const row = { id: entry.id, source: feed.source, doc, ...columns };
    if (before === undefined) {
      counts.new += 1;
      const first = kind === 'service' ? { contact_email: textOr(doc.email), contact_phone: firstPhone(doc) } : {};
      fresh.push({ ...row, ...first });
    } else if (
      isDeepStrictEqual(before.doc, doc) &&
      Object.values(linkColumns[kind]).every((column) => (before.row[column] ?? null) === (columns[column] ?? null))
    ) {
      counts.same += 1;
      continue;
    } else {
      counts.changed += 1;
      changed.push(row);
      if (kind === 'service')
        told.push({ id: newId(), service_id: entry.id, changes: feedChanges(before.doc, doc), ...who(feed) });
    }
    written.push(entry);
  }
  if (fresh.length > 0) await writer.insert(tx, { rows: JSON.stringify(fresh) });
  if (changed.length > 0) await writer.update(tx, { rows: JSON.stringify(changed) });
  if (told.length > 0) await store.insertFeedChanges(tx, { rows: JSON.stringify(told) });
  return written;
}

const who = (feed: Feed) => ({ at: feed.at.toString(), by: feed.by, by_name: feed.source, kind: 'changed' });
const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Which ends of links are there: in the database, or among what is written with them. A service takes places from its own feed alone. */
async function linksFound(
  tx: Tx,
  feed: Feed,
  kind: EntryKind,
  given: readonly { entry: Entry }[],
): Promise<(link: keyof Links, id: string) => boolean> {
  const ends = new Map<keyof Links, Set<string>>();
  for (const link of Object.keys(linkColumns[kind]) as (keyof Links)[]) {
    const ids = [...new Set(given.flatMap(({ entry }) => entry.links[link] ?? []))];
    const of = new Set<string>();
    const there = () =>
      link === 'service'
        ? store.servicesOfSource(tx, { ids, source: feed.source })
        : store.writers[linkTo[link]].there(tx, { ids });
    if (ids.length > 0) for (const { id } of await there()) of.add(id);
    if (link === 'parent') for (const { entry } of given) of.add(entry.id);
    ends.set(link, of);
  }
  return (link, id) => ends.get(link)?.has(id) === true;
}

/** Terms and places of the services that were written. Resolves to the services that lost a place. */
async function takeParts(tx: Tx, feed: Feed, written: readonly Entry[]): Promise<string[]> {
  const termed = written.filter(({ whole, doc }) => whole || 'attributes' in doc);
  if (termed.length > 0) {
    const rows = JSON.stringify(
      termed.flatMap(({ id, terms }) => terms.map((term) => ({ service_id: id, term_id: term }))),
    );
    await store.dropOtherTerms(tx, { ids: termed.map(({ id }) => id), rows });
    await store.addTerms(tx, { rows });
  }
  const placed = written.flatMap(({ id, places }) => (places === null ? [] : [{ service_id: id, places }]));
  if (placed.length === 0) return [];
  const gone = await store.dropOtherPlaces(tx, { source: feed.source, rows: JSON.stringify(placed) });
  return gone.map(({ service_id }) => service_id);
}

/** Sets the links whose other end came later in the run. */
export async function linkLate(tx: Tx, feed: Feed): Promise<void> {
  const groups = Map.groupBy(feed.unlinked, ({ kind, column }) => `${kind} ${column}`);
  const services: string[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined || first.kind === 'service_at_location') continue;
    const targets = [...new Set(group.map(({ target }) => target))];
    const there = new Set((await store.writers[linkTo[first.link]].there(tx, { ids: targets })).map(({ id }) => id));
    const rows = group.filter(({ target }) => there.has(target)).map(({ id, target }) => ({ id, target }));
    if (rows.length === 0) continue;
    const linked = await store.lateLink(first.kind, first.column)(tx, { rows: JSON.stringify(rows) });
    if (first.kind === 'service') services.push(...linked.map(({ id }) => id));
  }
  await keepSearchWords(tx, services);
  await publishServices(tx, [...new Set(services)]);
}

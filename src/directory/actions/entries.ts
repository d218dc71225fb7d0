/** Entries of the directory: finding one, adding one, changing one. Every change has its author and stands in the history. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { isUuid } from '../../kit/uuid.ts';
import { changeOf, differing } from '../rules/fields.ts';
import { wordsOf } from '../rules/search.ts';
import { searchWords } from '../rules/words.ts';
import * as store from '../store/entries.ts';
import * as organisations from '../store/organisations.ts';
import { organisationNames } from './organisation-names.ts';
import { publishOrganisation, publishService } from './publish.ts';

export { changeOf } from '../rules/fields.ts';
export type { Doc, Exclusion, FieldChange, ServiceFacts, ServiceRow, TermRow } from '../store/entries.ts';
export type { OrganisationFacts, OrganisationRow, ServiceLine } from '../store/organisations.ts';

/** The taxonomy of needs that services are looked for by. */
export const NEEDS = '00000000-0000-4000-8000-0000000000aa';

/** Who changes an entry: a user, or the organisation itself by a link (`actor` is the system then, and `name` who typed it). */
export type By = { actor: Actor; name?: string | null };
/** When: the moment, and the day of the site ('YYYY-MM-DD'). */
export type At = { now: Temporal.Instant; today: string };
/** What came of a change. Stale: somebody changed the entry meanwhile, and nothing was written; nor was it when nothing differs. */
export type Saved = { outcome: 'saved'; version: number } | { outcome: 'same' } | { outcome: 'stale' };

/** A service, or null. */
export async function findService(sql: Sql, id: string): Promise<store.ServiceRow | null> {
  return (await store.findService(sql, { id }))[0] ?? null;
}

/** Services of these ids, by name. */
export function findServices(sql: Sql, ids: readonly string[]): Promise<store.ServiceRow[]> {
  return store.findServices(sql, { ids });
}

/** Services in whose name, organisation or description every word of a text stands, those whose name begins with it first; none for a text without words. */
export async function servicesCalled(sql: Sql, text: string, limit: number) {
  const words = wordsOf(text);
  return words.length === 0 ? [] : store.servicesWith(sql, { words, name: text.toLowerCase(), limit });
}

/** An organisation, or null. */
export async function findOrganisation(sql: Sql, id: string): Promise<organisations.OrganisationRow | null> {
  return (await organisations.findOrganisation(sql, { id }))[0] ?? null;
}

/** The services of an organisation by name, a page of them. */
export function servicesOfOrganisation(
  sql: Sql,
  organisationId: string,
  page: { limit: number; offset: number },
): Promise<organisations.ServiceLine[]> {
  return organisations.servicesOfOrganisation(sql, { organisationId, ...page });
}

/** The needs that there are; `chosen` are those of a service. */
export function needsOf(sql: Sql, serviceId: string | null): Promise<store.TermRow[]> {
  return store.needTerms(sql, { serviceId, taxonomyId: NEEDS });
}

/** Every term of a service. */
export function termsOf(sql: Sql, serviceId: string): ReturnType<typeof store.termsOf> {
  return store.termsOf(sql, { serviceId });
}

/** A new service without anything that is known of it: what is not given to `addService`. */
const blank: Omit<store.ServiceFacts, 'name'> = {
  ...{ organisation_id: null, program_id: null, description: '', status: 'active', verified: true, referable: true },
  ...{ minimum_age: null, maximum_age: null, postcodes: [], benefits: [], exclusions: [], setting: null },
  ...{ benefit_effect: null, modes: ['phone'], refused_channels: [], booked_by: 'service', form_name: null, asks: [] },
  ...{ approvals: [], call_first: false, contact_email: null, contact_phone: null, refer_note: null },
  ...{ payment_form: false, payment_role: null, feedback_weeks: [], feedback_at_end: true, typical_weeks: null },
  ...{ closed_from: null, closed_to: null, places: null, places_taken: null, next_start: null, capacity_on: null },
  ...{ funded_until: null, last_referral_on: null, verified_on: null, verify_by: null, stale_told: 0, source: null },
  doc: {},
};

/** Writes the history of an entry, and the event of it, which names no person. */
async function tellChange(
  tx: Tx,
  by: By,
  of: { serviceId: string | null; organisationId: string | null; kind: string; changes: store.FieldChange[] },
  at: At,
): Promise<void> {
  const { serviceId, organisationId, kind } = of;
  const changes = await named(tx, of.changes);
  await store.insertChange(tx, {
    ...{ id: newId(), serviceId, organisationId, kind, at: at.now.toString() },
    ...{ by: by.actor.userId, byName: by.name ?? null, changes: JSON.stringify(changes) },
  });
  await recordEvent(tx, by.actor, {
    kind: `directory.${kind}`,
    happenedOn: at.today,
    payload: { serviceId, organisationId, changes },
  });
}

/** The same changes with organisations by their names. */
async function named(tx: Tx, changes: store.FieldChange[]): Promise<store.FieldChange[]> {
  const of = changes.filter(({ field }) => field === 'organisation_id');
  if (of.length === 0) return changes;
  const ids = of.flatMap(({ before, after }) => [before, after]).filter(isUuid);
  const names = new Map((await organisationNames(tx, ids)).map(({ id, name }) => [id, name]));
  return changes.map((one) =>
    one.field === 'organisation_id'
      ? { ...one, before: names.get(one.before) ?? one.before, after: names.get(one.after) ?? one.after }
      : one,
  );
}

/** Keeps what services are found by true: after a change of a name, a description or a need. */
export async function keepSearchWords(tx: Tx, serviceIds: readonly string[]): Promise<void> {
  if (serviceIds.length === 0) return;
  const rows = await store.textsOf(tx, { ids: serviceIds });
  await store.setSearchWords(tx, {
    ids: rows.map(({ id }) => id),
    words: rows.map(({ texts }) => searchWords(texts)),
  });
}

/** Adds a service (history: 'added'). Terms are ids of the taxonomy of needs. Resolves to its id. */
export async function addService(
  tx: Tx,
  by: By,
  given: Partial<store.ServiceFacts> & { name: string },
  termIds: readonly string[],
  at: At,
): Promise<string> {
  const id = newId();
  await store.insertService(tx, { id, facts: JSON.stringify({ ...blank, ...given }) });
  await store.insertTerms(tx, { serviceId: id, termIds });
  await keepSearchWords(tx, [id]);
  const { doc: _, ...words } = given;
  await tellChange(tx, by, { serviceId: id, organisationId: null, kind: 'added', changes: changeOf(blank, words) }, at);
  await publishService(tx, id);
  return id;
}

/**
 * Changes a service at the version that was seen, with its history (kind 'changed' unless told: 'verified', 'capacity', …).
 * `terms` are all of its needs from now on. In the transaction of the caller; refused and stale write nothing.
 */
export async function saveService(
  tx: Tx,
  by: By,
  given: {
    id: string;
    version: number;
    changes: Partial<store.ServiceFacts>;
    terms?: readonly string[];
    kind?: string;
    /** Changes of what belongs to the service beside its columns, in words. */
    told?: readonly store.FieldChange[];
  },
  at: At,
): Promise<Saved> {
  const { id, version, changes, terms, kind = 'changed' } = given;
  const [row] = await store.lockService(tx, { id });
  if (row === undefined || row.version !== version) return { outcome: 'stale' };
  const told = [...changeOf(row as unknown as Record<string, unknown>, changes), ...(given.told ?? [])];
  const termChange = terms === undefined ? null : await saveTerms(tx, row, terms);
  const differs = differing(row as unknown as Record<string, unknown>, changes).length > 0;
  // 'Checked, and nothing has changed' is told too.
  if (!differs && termChange === null && given.told === undefined && kind === 'changed') return { outcome: 'same' };
  const doc = termChange === null ? changes.doc : { ...(changes.doc ?? row.doc), attributes: termChange.attributes };
  const [saved] = await store.updateService(tx, {
    id,
    version,
    changes: JSON.stringify({ ...changes, ...(doc === undefined ? {} : { doc }) }),
  });
  if (saved === undefined) return { outcome: 'stale' };
  const all = [...told, ...(termChange === null ? [] : [termChange.change])];
  if (all.some(({ field }) => ['name', 'description', 'organisation_id', 'needs'].includes(field)))
    await keepSearchWords(tx, [id]);
  await tellChange(tx, by, { serviceId: id, organisationId: null, kind, changes: all }, at);
  await publishService(tx, id);
  return { outcome: 'saved', version: saved.version };
}

type Attribute = { id?: string; taxonomy_term?: { id?: string }; taxonomy_term_id?: string };
const termOf = (one: Attribute): string | undefined => one.taxonomy_term?.id ?? one.taxonomy_term_id;

/** Gives a service these needs and no other; null when they are its needs already. The HSDS attributes follow. */
async function saveTerms(
  tx: Tx,
  row: store.ServiceRow,
  wanted: readonly string[],
): Promise<{ change: store.FieldChange; attributes: Attribute[] } | null> {
  const all = await store.needTerms(tx, { serviceId: row.id, taxonomyId: NEEDS });
  const added = all.filter((term) => !term.chosen && wanted.includes(term.id));
  const removed = all.filter((term) => term.chosen && !wanted.includes(term.id));
  if (added.length + removed.length === 0) return null;
  await store.insertTerms(tx, { serviceId: row.id, termIds: added.map(({ id }) => id) });
  await store.deleteTerms(tx, { serviceId: row.id, termIds: removed.map(({ id }) => id) });
  const gone = new Set(removed.map(({ id }) => id));
  const kept = Array.isArray(row.doc.attributes) ? (row.doc.attributes as Attribute[]) : [];
  const names = (of: readonly store.TermRow[]) => of.map(({ name }) => name).join(', ') || 'None';
  return {
    change: {
      field: 'needs',
      before: names(all.filter(({ chosen }) => chosen)),
      after: names(all.filter(({ id }) => wanted.includes(id))),
    },
    attributes: [
      ...kept.filter((one) => !gone.has(termOf(one) ?? '')),
      ...added.map((term) => ({
        ...{ id: newId(), link_id: row.id, link_entity: 'service' },
        taxonomy_term: { id: term.id, code: term.code, name: term.name },
      })),
    ],
  };
}

/** An organisation of which nothing is known but its name. */
const blankOrganisation: Omit<organisations.OrganisationFacts, 'name'> = {
  ...{ description: '', sector: null, reach: null, contract: 'none', contract_from: null, contract_to: null },
  ...{ link_worker: null, link_worker_from: null, link_worker_to: null, link_deputy: null, email: null, phone: null },
  ...{ source: null, doc: {} },
};

/** The organisation of a name, whatever its capitals; added (history: 'organisation added') when there is none. Resolves to its id. */
export async function ensureOrganisation(tx: Tx, by: By, name: string, at: At): Promise<string> {
  const [found] = await organisations.organisationsLike(tx, { name: name.toLowerCase(), limit: 1 });
  return found?.id ?? addOrganisation(tx, by, { name }, at);
}

/** Adds an organisation (history: 'organisation added'). Resolves to its id. */
export async function addOrganisation(
  tx: Tx,
  by: By,
  given: Partial<organisations.OrganisationFacts> & { name: string },
  at: At,
): Promise<string> {
  const id = newId();
  await organisations.insertOrganisation(tx, { id, facts: JSON.stringify({ ...blankOrganisation, ...given }) });
  const { doc: _, ...words } = given;
  const changes = changeOf(blankOrganisation, words);
  await tellChange(tx, by, { serviceId: null, organisationId: id, kind: 'organisation added', changes }, at);
  return id;
}

/** Changes an organisation at the version that was seen, with its history. What its services are found by follows its name. */
export async function saveOrganisation(
  tx: Tx,
  by: By,
  given: { id: string; version: number; changes: Partial<organisations.OrganisationFacts> },
  at: At,
): Promise<Saved> {
  const { id, version, changes } = given;
  const [row] = await organisations.lockOrganisation(tx, { id });
  if (row === undefined || row.version !== version) return { outcome: 'stale' };
  const before = row as unknown as Record<string, unknown>;
  if (differing(before, changes).length === 0) return { outcome: 'same' };
  const [saved] = await organisations.updateOrganisation(tx, { id, version, changes: JSON.stringify(changes) });
  if (saved === undefined) return { outcome: 'stale' };
  if (changes.name !== undefined && changes.name !== row.name)
    await keepSearchWords(
      tx,
      (await organisations.serviceIdsOf(tx, { organisationId: id })).map((one) => one.id),
    );
  const told = changeOf(before, changes);
  await tellChange(tx, by, { serviceId: null, organisationId: id, kind: 'organisation changed', changes: told }, at);
  await publishOrganisation(tx, id);
  return { outcome: 'saved', version: saved.version };
}

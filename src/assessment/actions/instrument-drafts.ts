/** Writing the next version of an instrument: a draft, changed by whoever may load programmes, then published or thrown away. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { checkInstrument } from '../rules/check.ts';
import type { InstrumentDocument, RawInstrument } from '../rules/document.ts';
import { type DraftProblem, draftProblems, emptyDraft, keyFrom } from '../rules/draft.ts';
import * as store from '../store/instrument-drafts.ts';
import { findInstrument, instrumentNames, latestInstrument } from '../store/instruments.ts';
import { addVersion } from './instruments.ts';

/**
 * A draft as it is kept, and the version before it. `fromVersion` is what it began from, null for an instrument that is new;
 * `latest` is the newest version that is loaded, which may be a later one. `version` is raised with every change.
 */
export type InstrumentDraft = {
  key: string;
  fromVersion: number | null;
  document: RawInstrument;
  latest: InstrumentDocument | null;
  version: number;
  updatedBy: string;
  updatedAt: string;
};
/** What came of a change. Unless it is 'saved', nothing was written. */
export type DraftSaved = { outcome: 'saved' | 'gone' } | { outcome: 'stale'; draft: InstrumentDraft };

/** Every draft by title. */
export const instrumentDrafts = (sql: Sql) => store.instrumentDrafts(sql, {});

/** The draft of an instrument, or null. */
export async function findInstrumentDraft(sql: Sql, key: string): Promise<InstrumentDraft | null> {
  const [row] = await store.findInstrumentDraft(sql, { key });
  return row === undefined ? null : toDraft(sql, row);
}

async function toDraft(sql: Sql, row: store.InstrumentDraftRow): Promise<InstrumentDraft> {
  const [latest] = await latestInstrument(sql, { key: row.key });
  return {
    key: row.key,
    fromVersion: row.from_version,
    document: row.document,
    latest: latest?.document ?? null,
    version: row.version,
    updatedBy: row.updated_by,
    updatedAt: row.updated_at,
  };
}

/** Begins the next version from one that is loaded. 'there' when a draft is open already; 'gone' without such a version. */
export async function beginDraftFrom(
  db: Database,
  actor: Actor,
  key: string,
  version: number,
): Promise<'begun' | 'there' | 'gone'> {
  const [from] = await findInstrument(db, { key, version });
  if (from === undefined) return 'gone';
  const [begun] = await store.insertInstrumentDraft(db, {
    key,
    fromVersion: version,
    document: JSON.stringify(from.document),
    by: actor.userId,
  });
  return begun === undefined ? 'there' : 'begun';
}

/** Begins a new instrument under a key made of its title. Resolves to the key. */
export async function beginNewInstrument(
  db: Database,
  actor: Actor,
  about: { title: string; source: string },
): Promise<string> {
  const taken = [...(await instrumentNames(db, {})), ...(await instrumentDrafts(db))].map(({ key }) => key);
  // Somebody else may take the same key in the same moment.
  for (;;) {
    const key = keyFrom(about.title, taken, '-');
    const document = JSON.stringify(emptyDraft({ key, ...about }));
    const [begun] = await store.insertInstrumentDraft(db, { key, fromVersion: null, document, by: actor.userId });
    if (begun !== undefined) return key;
    taken.push(key);
  }
}

/** Changes a draft that still has the version given. */
export function changeInstrumentDraft(
  db: Database,
  actor: Actor,
  given: { key: string; version: number; change: (document: RawInstrument) => RawInstrument },
): Promise<DraftSaved> {
  const { key, version, change } = given;
  return transaction(db, async (tx): Promise<DraftSaved> => {
    const [row] = await store.lockInstrumentDraft(tx, { key });
    if (row === undefined) return { outcome: 'gone' };
    if (row.version !== version) return { outcome: 'stale', draft: await toDraft(tx, row) };
    await store.saveInstrumentDraft(tx, { key, document: JSON.stringify(change(row.document)), by: actor.userId });
    return { outcome: 'saved' };
  });
}

/**
 * Makes a draft the next version, which never changes again, and appends 'instrument.loaded' with the reason; the draft is gone.
 * Refused with every problem that `draftProblems` finds. Unless it is 'published', nothing is written.
 */
export function publishInstrument(
  db: Database,
  actor: Actor,
  given: { key: string; version: number; reason: string; today: string },
): Promise<
  | { outcome: 'published'; version: number }
  | { outcome: 'refused'; problems: DraftProblem[] }
  | { outcome: 'stale' }
  | { outcome: 'gone' }
> {
  const { key, reason, today } = given;
  return transaction(db, async (tx) => {
    const [row] = await store.lockInstrumentDraft(tx, { key });
    if (row === undefined) return { outcome: 'gone' };
    if (row.version !== given.version) return { outcome: 'stale' };
    const { latest } = await toDraft(tx, row);
    const problems = draftProblems(row.document, latest);
    const version = (latest?.version ?? 0) + 1;
    const checked = checkInstrument({ ...row.document, version });
    if (problems.length > 0 || !checked.ok) return { outcome: 'refused', problems };
    const { digest, added } = await addVersion(tx, actor, checked.document, reason);
    // A file brought this number in the same moment: what is to be published must be compared with it first.
    if (!added) return { outcome: 'stale' };
    await store.deleteInstrumentDraft(tx, { key });
    const payload = { key, version, digest, from: row.from_version, reason };
    await recordEvent(tx, actor, { kind: 'instrument.loaded', happenedOn: today, payload });
    return { outcome: 'published', version };
  });
}

/** Throws a draft away and appends 'instrument.draft_dropped', which keeps what it held. */
export function dropInstrumentDraft(
  db: Database,
  actor: Actor,
  given: { key: string; version: number; today: string },
): Promise<'dropped' | 'stale' | 'gone'> {
  return transaction(db, async (tx) => {
    const [row] = await store.lockInstrumentDraft(tx, { key: given.key });
    if (row === undefined) return 'gone';
    if (row.version !== given.version) return 'stale';
    await store.deleteInstrumentDraft(tx, { key: given.key });
    await recordEvent(tx, actor, {
      kind: 'instrument.draft_dropped',
      happenedOn: given.today,
      payload: { key: row.key, from: row.from_version, document: row.document },
    });
    return 'dropped';
  });
}

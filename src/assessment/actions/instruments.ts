import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Problem } from '../../kit/problems.ts';
import { checkInstrument, type InstrumentDocument } from '../rules.ts';
import * as store from '../store/instruments.ts';

/**
 * An instrument document as loaded, with the id that assessments refer to. `by` is the user who loaded or published it (null for
 * the command line), `reason` what they said of it (null for a file).
 */
export type LoadedInstrument = {
  id: string;
  document: InstrumentDocument;
  loadedAt: string;
  by: string | null;
  reason: string | null;
};

/** What is wrong with something read from a file, and its key and version when nothing is. */
export function check(value: unknown): { name: { key: string; version: number } | null; problems: Problem[] } {
  const checked = checkInstrument(value);
  if (!checked.ok) return { name: null, problems: checked.problems };
  return { name: { key: checked.document.key, version: checked.document.version }, problems: [] };
}

/** Every instrument that is loaded, by key and version. */
export function loaded(sql: Sql): Promise<{ key: string; version: number }[]> {
  return store.instrumentNames(sql, {});
}

/** Every version of every instrument with its title, by title, the newest version first. */
export const listed = (sql: Sql) => store.instrumentLines(sql, {});

/** Keeps a checked document as a version with its digest. Not `added`: there is one of this number, and nothing was written. */
export async function addVersion(
  tx: Tx,
  actor: Actor,
  checked: InstrumentDocument,
  reason: string | null,
): Promise<{ digest: string; added: boolean }> {
  const { key, version } = checked;
  const document = canonicalize(checked) as string;
  const digest = createHash('sha256').update(document).digest('hex');
  const row = { id: newId(), key, version, document, digest, by: actor.userId, reason };
  const [added] = await store.insertInstrument(tx, row);
  return { digest, added: added !== undefined };
}

/**
 * Loads an instrument document and appends 'instrument.loaded', inside the caller's transaction. The same content again
 * is 'unchanged'; other content under a version that is there is 'different', and nothing is written.
 * Throws for a document that `check` would not pass.
 */
export async function load(
  tx: Tx,
  actor: Actor,
  value: unknown,
  today: string,
): Promise<'loaded' | 'unchanged' | 'different'> {
  const checked = checkInstrument(value);
  if (!checked.ok) throw new Error('NEWEL_INSTRUMENT: check the document before loading it');
  const { key, version } = checked.document;
  const { digest, added } = await addVersion(tx, actor, checked.document, null);
  if (!added) {
    const [there] = await store.findInstrument(tx, { key, version });
    return there?.digest === digest ? 'unchanged' : 'different';
  }
  await recordEvent(tx, actor, {
    kind: 'instrument.loaded',
    happenedOn: today,
    payload: { key, version, digest },
  });
  return 'loaded';
}

// A loaded version never changes, so what was read once is right for good.
const byId = new Map<string, LoadedInstrument>();

/** An instrument by key and version, or null when it is not loaded. */
export async function instrument(sql: Sql, key: string, version: number): Promise<LoadedInstrument | null> {
  const [row] = await store.findInstrument(sql, { key, version });
  return row === undefined ? null : remember(row);
}

/** The instrument that an assessment was made with, or null. Read once, then kept. */
export async function instrumentById(sql: Sql, id: string): Promise<LoadedInstrument | null> {
  const kept = byId.get(id);
  if (kept) return kept;
  const [row] = await store.findInstrumentById(sql, { id });
  return row === undefined ? null : remember(row);
}

function remember(row: store.InstrumentRow): LoadedInstrument {
  const { id, document, loaded_at: loadedAt, loaded_by: by, reason } = row;
  const found = { id, document, loadedAt, by, reason };
  if (byId.size > 1000) byId.clear();
  byId.set(row.id, found);
  return found;
}

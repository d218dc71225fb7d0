import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { recordEvent } from '../access/actions.ts';
import type { Actor } from '../access/rules/policy.ts';
import type { RecordLoader } from '../access/rules/route.ts';
import { type Database, type Sql, type Tx, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import type { Problem } from '../kit/problems.ts';
import { type GivenFile, type ReadFile, readFiles } from './rules/files.ts';
import { checkProgramme, type ProgrammeDocument, versionOn } from './rules.ts';
import * as store from './store.ts';

export type { AreaOfProgramme, ProgrammeRow } from './store.ts';
export { areasOf, listOn as listProgrammes, providersOf } from './store.ts';

/** An instrument by key and version. */
export type InstrumentName = { key: string; version: number };

/**
 * What this room asks of the room of instruments, which depends on this one and so is handed in where the application
 * is put together.
 */
export type Instruments = {
  /** What is wrong with an instrument document; empty if nothing is. */
  check(value: unknown): { name: InstrumentName | null; problems: Problem[] };
  /** Which of these are loaded. */
  loaded(sql: Sql): Promise<InstrumentName[]>;
  /** Loads a checked document inside the transaction. A loaded version never changes: 'different' is a refusal. */
  load(tx: Tx, actor: Actor, value: unknown, today: string): Promise<'loaded' | 'unchanged' | 'different'>;
};

/** A version of a programme's document. Days are 'YYYY-MM-DD'; `loadedBy` is a user's id, null for the command line. */
export type ProgrammeVersion = {
  id: string;
  version: number;
  validFrom: string;
  document: ProgrammeDocument;
  loadedAt: string;
  loadedBy: string | null;
};

/** What loading came to. Nothing at all was written unless `outcome` is 'loaded'. */
export type Loaded =
  | { outcome: 'loaded'; programmeId: string; key: string; version: number; instruments: InstrumentName[] }
  | { outcome: 'unchanged'; programmeId: string; key: string; version: number }
  | { outcome: 'refused'; problems: Problem[] };

/**
 * Loads a programme document and the instruments that come with it, all in one transaction or not at all.
 * `files` holds one programme document and any number of instruments; problems name the file and the place.
 */
export async function loadProgrammeFiles(
  db: Database,
  actor: Actor,
  files: readonly GivenFile[],
  instruments: Instruments,
  today: string,
): Promise<Loaded> {
  const { problems, document, brought, instrumentFiles } = checkProgrammeFiles(files, instruments);
  if (document === null) return { outcome: 'refused', problems };
  const known = [...brought, ...(await instruments.loaded(db))];
  for (const [index, used] of document.instruments.entries()) {
    if (!known.some((one) => one?.key === used.key && one?.version === used.version))
      problems.push({
        path: `instruments[${index}]`,
        message: `version ${used.version} of ${used.key} is not loaded; load its document together with this one`,
      });
  }
  if (problems.length > 0) return { outcome: 'refused', problems };
  try {
    const result = await transaction(db, async (tx): Promise<Loaded> => {
      const added: InstrumentName[] = [];
      for (const [index, instrument] of instrumentFiles.entries()) {
        const outcome = await instruments.load(tx, actor, instrument.value, today);
        if (outcome === 'different') throw new RefusedLoad(instrument.file);
        const name = brought[index];
        if (outcome === 'loaded' && name) added.push(name);
      }
      const { outcome, ...programme } = await loadProgramme(tx, actor, document, today);
      if (outcome === 'unchanged' && added.length === 0) return { outcome, ...programme };
      return { outcome: 'loaded', ...programme, instruments: added };
    });
    // Once more after the commit: somebody may have read the old versions while it was open.
    if (result.outcome === 'loaded') forget(result.programmeId);
    return result;
  } catch (error) {
    if (!(error instanceof RefusedLoad)) throw error;
    const message =
      'this version is loaded with other content, and a loaded version never changes; give it the next number';
    return { outcome: 'refused', problems: [{ path: `${error.file}: version`, message }] };
  }
}

/** What `checkProgrammeFiles` found: the document if it fits, the instruments that came with it, and every problem. */
type CheckedFiles = {
  problems: Problem[];
  document: ProgrammeDocument | null;
  brought: (InstrumentName | null)[];
  instrumentFiles: ReadFile[];
};

/** Checks files as `loadProgrammeFiles` does, without a database: schema and cross-checks, each problem with its file. */
export function checkProgrammeFiles(
  files: readonly GivenFile[],
  instruments: Pick<Instruments, 'check'>,
): CheckedFiles {
  const read = readFiles(files);
  const problems = [...read.problems];
  const within = (file: string, found: readonly Problem[]) =>
    problems.push(...found.map(({ path, message }) => ({ path: path === '' ? file : `${file}: ${path}`, message })));
  const brought = read.instruments.map(({ file, value }) => {
    const checked = instruments.check(value);
    within(file, checked.problems);
    return checked.name;
  });
  const result = { problems, brought, instrumentFiles: read.instruments };
  if (read.programme === null) return { ...result, document: null };
  const checked = checkProgramme(read.programme.value);
  if (checked.ok) return { ...result, document: checked.document };
  within(read.programme.file, checked.problems);
  return { ...result, document: null };
}

/** Ends the transaction, so that a refusal half way leaves nothing behind. */
class RefusedLoad extends Error {
  readonly file: string;
  constructor(file: string) {
    super('refused');
    this.file = file;
  }
}

/**
 * Loads a checked document inside a transaction: a new version, its areas and providers, and the event
 * 'programme.loaded'. The document that already holds from its day on changes nothing.
 */
export async function loadProgramme(
  tx: Tx,
  actor: Actor,
  document: ProgrammeDocument,
  today: string,
): Promise<{ outcome: 'loaded' | 'unchanged'; programmeId: string; key: string; version: number }> {
  const { key, name } = document;
  await store.insertProgramme(tx, { id: newId(), key, name });
  const [programme] = await store.lockByKey(tx, { key });
  if (programme === undefined) throw new Error('NEWEL_PROGRAMME: the programme that was just added is not there');
  const programmeId = programme.id;
  const canonical = canonicalize(document) as string;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const versions = (await store.versionsOf(tx, { programmeId })).map(toVersion);
  const standing = versions.filter((version) => version.validFrom === document.validFrom).at(-1);
  if (standing && digestOf(standing.document) === digest)
    return { outcome: 'unchanged', programmeId, key, version: standing.version };
  const version = Math.max(0, ...versions.map((one) => one.version)) + 1;
  const id = newId();
  const loadedBy = actor.userId;
  const validFrom = document.validFrom;
  await store.insertVersion(tx, { id, programmeId, version, validFrom, document: canonical, digest, loadedBy });
  // A version from a later day brings its areas at once, so that staff can be named for them, but changes no area yet.
  const held = versionOn([...versions, { version, validFrom, document }], today);
  if (held === undefined || held.version === version) await store.renameProgramme(tx, { id: programmeId, name });
  await placeAreas(tx, programmeId, document, held === undefined || held.version === version);
  await recordEvent(tx, actor, {
    kind: 'programme.loaded',
    programmeId,
    happenedOn: today,
    payload: { key, name, version, validFrom, digest },
  });
  forget(programmeId);
  return { outcome: 'loaded', programmeId, key, version };
}

async function placeAreas(tx: Tx, programmeId: string, document: ProgrammeDocument, update: boolean): Promise<void> {
  for (const provider of document.providers)
    await store.insertProvider(tx, { id: newId(), programmeId, name: provider.name });
  for (const { name, position, provider, jobStartShareContracted } of document.areas) {
    const key = areaKey(name);
    await store.upsertArea(tx, {
      id: newId(),
      programmeId,
      key,
      name,
      position,
      provider,
      share: jobStartShareContracted,
      update,
    });
  }
}

/**
 * Brings names, areas and providers up to date with the versions that hold today: on the day on which a version begins,
 * at the start of the server and once a day. Changes nothing on any other day.
 */
export async function applyVersionsInForce(db: Database, today: string): Promise<void> {
  for (const programme of await store.listOn(db, { day: today, ids: null })) {
    await transaction(db, async (tx) => {
      await store.lockByKey(tx, { key: programme.key });
      const held = versionOn((await store.versionsOf(tx, { programmeId: programme.id })).map(toVersion), today);
      if (held === undefined) return;
      await store.renameProgramme(tx, { id: programme.id, name: held.document.name });
      await placeAreas(tx, programme.id, held.document, true);
    });
  }
}

/** The key under which an area's name is found: without spaces around it and without regard to case. */
export function areaKey(name: string): string {
  return name.trim().toLowerCase();
}

function digestOf(document: ProgrammeDocument): string {
  return createHash('sha256')
    .update(canonicalize(document) as string)
    .digest('hex');
}

function toVersion(row: store.VersionRow): ProgrammeVersion {
  return {
    id: row.id,
    version: row.version,
    validFrom: row.valid_from,
    document: row.document,
    loadedAt: row.loaded_at,
    loadedBy: row.loaded_by,
  };
}

// Documents are read with nearly every page and change a few times a year. Another process sees a new version this late.
const FRESH_FOR_MS = 5000;
const remembered = new Map<string, { versions: ProgrammeVersion[]; until: number }>();

function forget(programmeId: string): void {
  remembered.delete(programmeId);
}

/** Every version of a programme, by number; from memory if it was read within the last five seconds. */
export async function versionsOf(sql: Sql, programmeId: string): Promise<readonly ProgrammeVersion[]> {
  const kept = remembered.get(programmeId);
  if (kept && kept.until > performance.now()) return kept.versions;
  const versions = (await store.versionsOf(sql, { programmeId })).map(toVersion);
  if (remembered.size > 1000) remembered.clear();
  remembered.set(programmeId, { versions, until: performance.now() + FRESH_FOR_MS });
  return versions;
}

/** The version in force on a day. Before the first version's day it is the first, so that an early date has words too; null without any. */
export async function programmeOn(sql: Sql, programmeId: string, day: string): Promise<ProgrammeVersion | null> {
  const versions = await versionsOf(sql, programmeId);
  return versionOn(versions, day) ?? [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0] ?? null;
}

/** A programme by its key, or null. */
export async function programmeByKey(sql: Sql, key: string): Promise<{ id: string; key: string; name: string } | null> {
  return (await store.findByKey(sql, { key }))[0] ?? null;
}

/** The record of routes below `/programmes/:key`: any room may use it. */
export const programmeRecord: RecordLoader<{ key: string; name: string }> = {
  param: 'key',
  async load(sql, key) {
    const found = await programmeByKey(sql, key);
    return found === null ? null : { programmeId: found.id, key: found.key, name: found.name };
  },
};

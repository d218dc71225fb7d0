/** The first two files: which programme this is, what its document says after them, and what rows are read against. */
import canonicalize from 'canonicalize';
import shippedInstrument from '../../../programmes/instruments/working-well-assessment.json' with { type: 'json' };
import { staffOf } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { instrument, load } from '../../assessment/actions/instruments.ts';
import { checkInstrument, type InstrumentDocument } from '../../assessment/rules.ts';
import type { CsvItem } from '../../kit/csv.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { problemLine } from '../../kit/problems.ts';
import { areasOf, loadProgramme, programmeByKey, programmeOn, providersOf } from '../../programmes/actions.ts';
import {
  type AreaRow,
  applySettings,
  type Checked,
  type ProgrammeDocument,
  type ProgrammeSettings,
  programmeKey,
  unknownSettings,
  workingWellTemplate,
} from '../../programmes/rules.ts';
import type { FileCounts, Reject } from '../rules/files.ts';
import { rowReader } from '../rules/read.ts';
import type { Base } from './kind.ts';

/** The import cannot begin: nothing was written. The message says what to do. */
export class CannotImport extends Error {}

/** What programme.csv and areas.csv come to. `document` is what the programme's document says after them. */
export type Settled = {
  key: string;
  name: string;
  state: 'new' | 'changed' | 'unchanged';
  document: ProgrammeDocument;
  programmeId: string | null;
  instrument: InstrumentDocument;
  counts: { 'programme.csv': FileCounts; 'areas.csv': FileCounts };
  rejects: Reject[];
};

type Setting = { line: number; name: string; value: string };
type GivenArea = { line: number; row: AreaRow };

const noRows = (): FileCounts => ({ rows: 0, fresh: 0, changed: 0, unchanged: 0, rejected: 0 });
const same = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);

/** The key of the programme that the settings name, or null. */
export function keyOf(items: readonly CsvItem[]): string | null {
  const { settings } = readSettings(items, []);
  const name = settings.find((one) => one.name === 'programme')?.value ?? '';
  return programmeKey(name) || null;
}

/**
 * Reads the settings and areas and says what the programme's document is after them. A programme that is not loaded is
 * made from the Working Well template. One that is loaded gets a new version of its document when the files say other
 * things: a hand-over brings a new as-of day every quarter, and versions keep what held before. Changes nothing yet.
 */
export async function settle(
  sql: Sql,
  programmeItems: readonly CsvItem[],
  areaItems: readonly CsvItem[],
  today: string,
): Promise<Settled> {
  const rejects: Reject[] = [];
  const counts = { 'programme.csv': noRows(), 'areas.csv': noRows() };
  const { settings, repeated } = readSettings(programmeItems, rejects);
  const areas = readAreas(areaItems, rejects).map((one) => one.row);
  const name = settings.find((one) => one.name === 'programme')?.value ?? '';
  const key = programmeKey(name);
  if (key === '') throw new CannotImport('programme.csv does not name the programme: it needs a row "programme,NAME"');
  const found = await programmeByKey(sql, key);
  const version = found === null ? null : await programmeOn(sql, found.id, today);
  const standing = version?.document ?? null;
  if (standing === null && areas.length === 0)
    throw new CannotImport(`areas.csv has no usable area, and the programme ${key} is not loaded yet`);

  const given = Object.fromEntries(settings.map((one) => [one.name, one.value]));
  const must = { programme: name, first_day: given.first_day ?? '' };
  const make = (some: ProgrammeSettings): Checked =>
    standing === null
      ? workingWellTemplate({ ...must, ...some }, areas)
      : applySettings(standing, some, withMissing(standing, areas));
  const bare = make({});
  if (!bare.ok) throw new CannotImport(`programme.csv and areas.csv: ${bare.problems.map(problemLine).join('; ')}`);
  const unknown = new Set(unknownSettings(given));
  const good: Record<string, string> = {};
  for (const { line, name: setting, value } of settings) {
    const column = unknown.has(setting) ? 'setting' : 'value';
    const reason = unknown.has(setting)
      ? 'is no setting that Newel knows'
      : settingFault(setting, value, given, standing, make);
    if (reason !== null) {
      rejects.push({ file: 'programme.csv', row: line, column, value: column === 'value' ? value : setting, reason });
      continue;
    }
    good[setting] = value;
    const alone = make(withPartner(setting, given));
    const changes = standing !== null && alone.ok && !same(alone.document, bare.document);
    counts['programme.csv'][standing === null ? 'fresh' : changes ? 'changed' : 'unchanged'] += 1;
  }
  const whole = make(good);
  if (!whole.ok) throw new CannotImport(`programme.csv: ${whole.problems.map(problemLine).join('; ')}`);
  for (const row of areas) {
    const stood = standing?.areas.find((one) => one.name.toLowerCase() === row.area.toLowerCase());
    const stands = whole.document.areas.find((one) => one.name.toLowerCase() === row.area.toLowerCase());
    counts['areas.csv'][stood === undefined ? 'fresh' : same(stood, stands) ? 'unchanged' : 'changed'] += 1;
  }
  for (const [file, items] of [['programme.csv', programmeItems] as const, ['areas.csv', areaItems] as const]) {
    counts[file].rows = items.length;
    counts[file].rejected = new Set(rejects.filter((one) => one.file === file).map((one) => one.row)).size;
  }
  counts['programme.csv'].unchanged += repeated;
  return {
    key,
    name: whole.document.name,
    state: standing === null ? 'new' : same(whole.document, standing) ? 'unchanged' : 'changed',
    document: whole.document,
    programmeId: found?.id ?? null,
    instrument: await instrumentOf(sql, whole.document),
    counts,
    rejects,
  };
}

// A number of weeks is right or wrong only together with its window.
const partners: Readonly<Record<string, string>> = {
  sustained_weeks: 'sustained_window',
  sustained_window: 'sustained_weeks',
  pipeline_weeks: 'pipeline_window',
  pipeline_window: 'pipeline_weeks',
};

function withPartner(setting: string, given: ProgrammeSettings): ProgrammeSettings {
  const partner = partners[setting];
  const pair = { [setting]: given[setting] ?? '' };
  return partner === undefined || given[partner] === undefined ? pair : { ...pair, [partner]: given[partner] };
}

/** What is wrong with a setting, tried without the others so that a bad one does not take them with it; null if nothing. */
function settingFault(
  setting: string,
  value: string,
  given: ProgrammeSettings,
  standing: ProgrammeDocument | null,
  make: (some: ProgrammeSettings) => Checked,
): string | null {
  if (standing !== null && setting === 'first_day' && value !== '' && value !== standing.firstDay)
    return `the programme is loaded with ${standing.firstDay} as its first day; load a new version of its document to change that`;
  const alone = make({ [setting]: value });
  const paired = make(withPartner(setting, given));
  if (alone.ok || paired.ok) return null;
  return alone.problems.map((one) => one.message).join('; ');
}

function readSettings(items: readonly CsvItem[], rejects: Reject[]): { settings: Setting[]; repeated: number } {
  const settings: Setting[] = [];
  let repeated = 0;
  for (const item of items) {
    if ('problem' in item) {
      rejects.push({ file: 'programme.csv', row: item.line, ...item.problem });
      continue;
    }
    const name = item.values.setting?.trim().toLowerCase() ?? '';
    const value = item.values.value?.trim() ?? '';
    const first = settings.find((one) => one.name === name);
    if (first === undefined) settings.push({ line: item.line, name, value });
    else if (first.value === value) repeated += 1;
    else
      rejects.push({
        file: 'programme.csv',
        row: item.line,
        column: 'setting',
        value: name,
        reason: `is in row ${first.line} already, with other content`,
      });
  }
  return { settings, repeated };
}

function readAreas(items: readonly CsvItem[], rejects: Reject[]): GivenArea[] {
  const areas: GivenArea[] = [];
  for (const item of items) {
    if ('problem' in item) {
      rejects.push({ file: 'areas.csv', row: item.line, ...item.problem });
      continue;
    }
    const reader = rowReader(item.values);
    const area = reader.text('area') ?? '';
    const provider = reader.text('provider') ?? '';
    const position = reader.count('position', 100_000);
    const share = reader.text('job_start_share_contracted') ?? '';
    if (area === '') reader.fault('area', 'is empty; an area needs a name');
    if (position === 0) reader.fault('position', 'must be 1 or more');
    if (!/^(?:|\d{1,3}(?:\.\d+)?)$/.test(share) || Number(share) > 100)
      reader.fault('job_start_share_contracted', 'must be a number from 0 to 100');
    const twice = areas.find((one) => one.row.area.toLowerCase() === area.toLowerCase());
    if (twice !== undefined) reader.fault('area', `is in row ${twice.line} already`);
    const clash = position === null ? undefined : areas.find((one) => one.row.position === String(position));
    if (clash !== undefined) reader.fault('position', `is the position of row ${clash.line} already`);
    for (const fault of reader.faults) rejects.push({ file: 'areas.csv', row: item.line, ...fault });
    if (reader.faults.length > 0) continue;
    const row = {
      position: position === null ? '' : String(position),
      area,
      provider,
      job_start_share_contracted: share,
    };
    areas.push({ line: item.line, row });
  }
  return areas;
}

/** The file's areas and, after them, those of the document that the file leaves out: people may live there. */
function withMissing(document: ProgrammeDocument, rows: readonly AreaRow[]): readonly AreaRow[] {
  if (rows.length === 0) return rows;
  const named = new Set(rows.map((row) => row.area.toLowerCase()));
  const used = new Set(rows.map((row, index) => Number(row.position) || index + 1));
  const missing = document.areas.filter((area) => !named.has(area.name.toLowerCase()));
  return [
    ...rows,
    ...missing.map((area) => {
      let { position } = area;
      while (used.has(position)) position += 1;
      used.add(position);
      return {
        position: String(position),
        area: area.name,
        provider: area.provider ?? '',
        job_start_share_contracted: area.jobStartShareContracted === null ? '' : String(area.jobStartShareContracted),
      };
    }),
  ];
}

async function instrumentOf(sql: Sql, document: ProgrammeDocument): Promise<InstrumentDocument> {
  const [used] = document.instruments;
  if (used === undefined) throw new CannotImport('the programme’s document names no instrument for assessments');
  const loaded = await instrument(sql, used.key, used.version);
  if (loaded !== null) return loaded.document;
  const shipped = checkInstrument(shippedInstrument);
  if (shipped.ok && shipped.document.key === used.key && shipped.document.version === used.version)
    return shipped.document;
  throw new CannotImport(
    `the instrument ${used.key}, version ${used.version}, is not loaded; load it with newel programme load`,
  );
}

/** Makes the programme, its instrument, areas and providers as settled. Resolves to the programme's id. */
export async function establish(db: Database, actor: Actor, settled: Settled, today: string): Promise<string> {
  return transaction(db, async (tx) => {
    const { key, version } = settled.instrument;
    if ((await instrument(tx, key, version)) === null) await load(tx, actor, settled.instrument, today);
    if (settled.programmeId !== null && settled.state === 'unchanged') return settled.programmeId;
    return (await loadProgramme(tx, actor, settled.document, today)).programmeId;
  });
}

/** What rows are read against. Before the programme is made (a dry run) its areas have ids of the moment. */
export async function baseOf(sql: Sql, settled: Settled, programmeId: string | null): Promise<Base> {
  const { document } = settled;
  const loaded = programmeId === null ? [] : await areasOf(sql, { programmeId });
  const providers = programmeId === null ? [] : await providersOf(sql, { programmeId });
  const staff = programmeId === null ? [] : await staffOf(sql, { programmeId });
  const areas = new Map(
    document.areas.map((area) => {
      const row = loaded.find((one) => one.key === area.name.toLowerCase());
      return [
        area.name.toLowerCase(),
        { id: row?.id ?? newId(), name: area.name, providerId: row?.provider_id ?? null },
      ];
    }),
  );
  const known = await instrument(sql, settled.instrument.key, settled.instrument.version);
  return {
    document,
    instrument: settled.instrument,
    instrumentVersionId: known?.id ?? newId(),
    areas,
    staff: new Map(staff.map((one) => [one.code.toLowerCase(), { id: one.id, name: one.code }])),
    providers: new Map(providers.map((one) => [one.name.toLowerCase(), one])),
  };
}

/** What tests of the import share. */

import { type ImportOptions, type ImportResult, importFolder, type Reject } from '../../src/handover/actions.ts';
import { type Database, openDatabase } from '../../src/kit/db.ts';
import { freshDatabase } from './database.ts';
import { type Handover, type HandoverFile, handoverFolder, smallHandover } from './handover.ts';

export const today = '2021-03-31';

/** The databases that are open. */
export const opened: { db: Database; url: string; drop(): Promise<void> }[] = [];
/** A database of a test's own, closed by `closeAll`. */
export async function database(): Promise<Database> {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  opened.push({ db, ...fresh });
  return db;
}
/** Closes and removes the databases of this file. */
export async function closeAll() {
  for (const { db, drop } of opened.splice(0)) {
    await db.end();
    await drop();
  }
}

/** What an import came to, with its bad rows. */
export type Outcome = ImportResult & { rejects: Reject[] };

/** Imports a folder that is made for the purpose, on a fixed day. */
export async function importing(
  db: Database,
  files: Handover,
  options: Partial<ImportOptions> & { raw?: Record<string, string | Uint8Array> } = {},
): Promise<Outcome> {
  const { raw, ...rest } = options;
  const { folder, remove } = await handoverFolder(files, raw);
  const rejects: Reject[] = [];
  try {
    const result = await importFolder(db, { folder, today, onRejects: (some) => void rejects.push(...some), ...rest });
    return { ...result, rejects };
  } finally {
    await remove();
  }
}

/** The small hand-over with other rows in one file. */
export const withRows = (file: HandoverFile, rows: readonly string[]): Handover => ({ ...smallHandover, [file]: rows });
/** The small hand-over with a text replaced in one file. */
export const replaced = (file: HandoverFile, from: string, to: string): Handover =>
  withRows(
    file,
    smallHandover[file].map((row) => row.replace(from, to)),
  );
/** By file: rows, new, changed, unchanged, rejected. */
export const counts = (result: ImportResult) =>
  Object.fromEntries(
    result.files.map((one) => [one.file, [one.rows, one.fresh, one.changed, one.unchanged, one.rejected]]),
  );
/** Over all files. */
export const totals = (result: ImportResult) =>
  result.files.reduce(
    (sum, one) => ({
      fresh: sum.fresh + one.fresh,
      changed: sum.changed + one.changed,
      rejected: sum.rejected + one.rejected,
    }),
    { fresh: 0, changed: 0, rejected: 0 },
  );

const tables = [
  'programme',
  'programme_version',
  'instrument_version',
  'provider',
  'area',
  'staff',
  'person',
  'case_record',
  'attachment',
  'key_worker_assignment',
  'area_change',
  'assessment',
  'activity',
  'job',
  'claim',
  'duplicate_review',
  'import_row',
  'event',
  'event_payload',
];

/** A digest of every row of every table but the list of runs. */
export async function stateOf(db: Database): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await db.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from ${table} t`,
    );
    state[table] = rows[0].digest;
  }
  return state;
}

/** What is known, without ids and moments, so that two databases can be compared. */
export async function contentOf(db: Database): Promise<unknown> {
  const select = async (sql: string) => (await db.query(sql)).rows.map((row) => JSON.stringify(row)).sort();
  return {
    people:
      await select(`select c.source_ref, c.status, c.referred_on, c.version, p.given_name, p.family_name, p.search_family, p.date_of_birth,
      p.sex, p.ethnicity, p.ni_number, p.phone, p.postcode, p.preferred_contact, c.benefit, c.last_worked, c.dependants, a.name as area, h.name as home,
      f.name as provider, s.code as worker
      from case_record c join person p on p.id = c.person_id left join area a on a.id = c.area_id left join area h on h.id = c.referral_area_id
      left join provider f on f.id = c.provider_id left join staff s on s.id = c.key_worker_id`),
    attachments:
      await select(`select c.source_ref, a.attached_on, a.evidenced, a.conditions, s.code, k.starts_on, k.ends_on
      from attachment a join case_record c on c.id = a.case_id left join staff s on s.id = a.key_worker_id
      left join key_worker_assignment k on k.case_id = c.id`),
    moves:
      await select(`select c.source_ref, m.changed_on, f.name as from_area, t.name as to_area from area_change m join case_record c on c.id = m.case_id
      left join area f on f.id = m.from_area_id join area t on t.id = m.to_area_id`),
    assessments: await select(
      `select c.source_ref, a.source_ref as id, a.stage, a.assessed_on, a.answers from assessment a join case_record c on c.id = a.case_id`,
    ),
    activities: await select(
      `select c.source_ref, a.kind, a.started_on from activity a join case_record c on c.id = a.case_id`,
    ),
    jobs: await select(`select c.source_ref, j.source_ref as id, j.employer, j.work_area, j.started_on, j.ended_on, j.hours_per_week, j.hourly_wage_pence,
      j.self_employed from job j join case_record c on c.id = j.case_id`),
    claims: await select(
      `select c.source_ref, l.milestone, l.claimed_on from claim l join case_record c on c.id = l.case_id`,
    ),
    duplicates: await select(`select d.source_ref, d.state, d.original, c.source_ref as matches from duplicate_review d
      left join case_record c on c.person_id = d.person_id`),
    rows: await select(
      `select file, row_key, encode(digest, 'hex') as digest, original, record_version from import_row`,
    ),
    events: await select(
      `select e.kind, e.happened_on, c.source_ref from event e left join case_record c on c.id = e.case_id`,
    ),
  };
}

/** The first row of a statement's result. */
export const one = async (db: Database, sql: string, values: unknown[] = []) => (await db.query(sql, values)).rows[0];
/** How many events there are. */
export const eventCount = async (db: Database) => Number((await one(db, 'select count(*) from event')).count);

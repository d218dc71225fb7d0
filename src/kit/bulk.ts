import { sql } from 'kysely';
import { type Statement, statement } from './db.ts';
import { newId } from './ids.ts';

/** Columns of a table and their PostgreSQL types, for statements that take many rows at once as JSON. */
export type BulkColumns = Readonly<Record<string, string>>;

/** One field of a record before and after a correction. */
export type Change = { field: string; before: unknown; after: unknown };

const names = (columns: BulkColumns, prefix = '') =>
  sql.raw(
    Object.keys(columns)
      .map((column) => `${prefix}"${column}"`)
      .join(', '),
  );
const definitions = (columns: BulkColumns) =>
  sql.raw(
    Object.entries(columns)
      .map(([column, type]) => `"${column}" ${type}`)
      .join(', '),
  );

/**
 * Declares a statement that inserts many rows at once. Its parameter `rows` is a JSON array of objects by column;
 * a column that an object lacks is null.
 */
export function bulkInsert(name: string, table: string, columns: BulkColumns): Statement<{ rows: string }, never> {
  return statement(
    name,
    (p: { rows: string }) => sql<never>`
      insert into ${sql.table(table)} (${names(columns)})
      select ${names(columns)} from jsonb_to_recordset(${p.rows}::jsonb) as given(${definitions(columns)})`,
  );
}

/**
 * Declares a statement that corrects many records at once: each object holds the record's key, the `version` it must
 * have, and every column of `columns`. The version is raised. Returns each record that was corrected, before and after;
 * one that has another version by now is left alone and not returned.
 */
export function bulkCorrect(
  name: string,
  table: string,
  columns: BulkColumns,
  options: { key?: string; touch?: boolean } = {},
): Statement<{ rows: string }, { id: string; before: Record<string, unknown>; after: Record<string, unknown> }> {
  const key = sql.ref(options.key ?? 'id');
  const set = sql.raw(
    Object.keys(columns)
      .map((column) => `"${column}" = given."${column}"`)
      .concat(options.touch ? ['updated_at = now()'] : [])
      .join(', '),
  );
  return statement(
    name,
    (p: { rows: string }) => sql<{ id: string; before: Record<string, unknown>; after: Record<string, unknown> }>`
      with given as materialized (
        select * from jsonb_to_recordset(${p.rows}::jsonb) as r(${key} uuid, version integer, ${definitions(columns)})),
      old as (
        select stood.* from ${sql.table(table)} stood join given using (${key}, version) for update of stood)
      update ${sql.table(table)} as now set ${set}, version = now.version + 1
      from given join old using (${key}) where now.${key} = given.${key}
      returning now.${key} as id, to_jsonb(old.*) as before, to_jsonb(now.*) as after`,
  );
}

const bookkeeping = new Set(['version', 'created_at', 'updated_at', 'search_given', 'search_family']);

/** What differs between two states of a record, field by field; of answers and the like, entry by entry. */
export function changesBetween(before: Record<string, unknown>, after: Record<string, unknown>, path = ''): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field): Change[] => {
    if (path === '' && bookkeeping.has(field)) return [];
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (isGroup(was) && isGroup(is)) return changesBetween(was, is, `${path}${field}.`);
    return [{ field: `${path}${field}`, before: was, after: is }];
  });
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** New ids that sort in the order in which they stand here, so that rows made together keep their order. */
export function newIds(count: number): string[] {
  return Array.from({ length: count }, newId).sort();
}

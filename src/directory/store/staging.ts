/** Rows of a CSV data package while it is imported: in tables of one connection, so that no file is held in memory. */
import { sql } from 'kysely';
import { run, type Tx } from '../../kit/db.ts';
import type { Doc } from '../rules/hsds-shape.ts';

type Row = { file: string; id: string; line: number; doc: Doc };

/** Makes the tables; they go with the connection, or when they are dropped. */
export async function openStaging(client: Tx): Promise<void> {
  await client.query(`create temporary table staged (file text, id uuid, line integer, doc jsonb, primary key (file, id));
    create index on staged (id);
    create temporary table staged_link (child uuid, file text, parent uuid, primary key (parent, file, child))`);
}

export async function closeStaging(client: Tx): Promise<void> {
  await client.query('drop table if exists staged, staged_link');
}

/** Adds rows with what they belong to. Returns the ids that were added: one that stood already is not. */
export async function stage(client: Tx, rows: readonly (Row & { owners: readonly string[] })[]): Promise<Set<string>> {
  const text = JSON.stringify(rows);
  const added = await run<{ id: string }>(
    client,
    sql<{ id: string }>`insert into staged (file, id, line, doc)
      select file, id, line, doc from jsonb_to_recordset(${text}::jsonb) as g(file text, id uuid, line integer, doc jsonb)
      on conflict do nothing returning id`,
  );
  await run(
    client,
    sql`insert into staged_link (child, file, parent)
      select g.id, g.file, o.parent::uuid from jsonb_to_recordset(${text}::jsonb) as g(file text, id uuid, owners text[]), unnest(g.owners) as o(parent)
      on conflict do nothing`,
  );
  return new Set(added.map(({ id }) => id));
}

/** Adds rows of an export. One that stands already gets what it lacks: a phone of a service and of its place is one row. */
export async function stageMerged(client: Tx, rows: readonly { file: string; id: string; doc: Doc }[]): Promise<void> {
  const once = new Map<string, { file: string; id: string; doc: Doc }>();
  for (const row of rows) {
    const key = `${row.file} ${row.id}`;
    once.set(key, { ...row, doc: { ...once.get(key)?.doc, ...row.doc } });
  }
  await run(
    client,
    sql`insert into staged (file, id, line, doc)
      select file, id, 0, doc from jsonb_to_recordset(${JSON.stringify([...once.values()])}::jsonb) as g(file text, id uuid, doc jsonb)
      on conflict (file, id) do update set doc = staged.doc || excluded.doc`,
  );
}

/** The files that have rows. */
export const stagedFiles = (client: Tx): Promise<{ file: string }[]> =>
  run<{ file: string }>(client, sql<{ file: string }>`select distinct file from staged`);

/** The next rows of a file after an id. */
export const stagedPage = (client: Tx, file: string, after: string, limit: number): Promise<Row[]> =>
  run<Row>(
    client,
    sql<Row>`select file, id, line, doc from staged where file = ${file}::text and id > ${after}::uuid order by id limit ${limit}::int`,
  );

/** Rows that belong to any of these. */
export const stagedChildren = (client: Tx, parents: readonly string[]): Promise<(Row & { parent: string })[]> =>
  run<Row & { parent: string }>(
    client,
    sql<Row & { parent: string }>`
      select l.parent, s.file, s.id, s.line, s.doc from staged_link l join staged s on s.file = l.file and s.id = l.child
      where l.parent = any(${parents}::uuid[]) order by s.file, s.line`,
  );

/** Rows that no entry comes to, a page of them. */
export const stagedOrphans = (client: Tx, entryFiles: readonly string[]): Promise<Row[]> =>
  run<Row>(
    client,
    sql<Row>`
      with recursive reached (id) as (
        select id from staged where file = any(${entryFiles}::text[])
        union select l.child from staged_link l join reached r on r.id = l.parent)
      select file, id, line, doc from staged s where file <> all(${entryFiles}::text[])
        and not exists (select from reached r where r.id = s.id) order by file, line limit 100000`,
  );

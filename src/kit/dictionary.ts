import type { Sql } from './db.ts';

/** A column as the database knows it. */
export type Column = { name: string; type: string; nullable: boolean; hasDefault: boolean; comment: string | null };
/** A table or view with the room that owns it (from its comment: '[room] What it is.'). */
export type Table = { name: string; room: string; comment: string; view: boolean; columns: Column[] };

/** Reads the tables and views of the schema `public` with their comments, by room and name. Throws for one without an owner. */
export async function readSchema(sql: Sql): Promise<Table[]> {
  const { rows } = await sql.query<{
    table: string;
    view: boolean;
    comment: string | null;
    name: string;
    type: string;
    nullable: boolean;
    has_default: boolean;
    column_comment: string | null;
  }>(`
    select c.relname as table, c.relkind = 'v' as view, obj_description(c.oid, 'pg_class') as comment, a.attname as name,
           format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as has_default,
           col_description(c.oid, a.attnum) as column_comment
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
    order by c.relname, a.attnum`);
  const tables = new Map<string, Table>();
  for (const row of rows) {
    let table = tables.get(row.table);
    if (table === undefined) {
      const owner = /^\[(\w+)\] ([\s\S]+)$/.exec(row.comment ?? '');
      if (owner === null) throw new Error(`Table ${row.table} has no owner: comment on it as '[room] What it is.'`);
      table = { name: row.table, room: owner[1] as string, comment: owner[2] as string, view: row.view, columns: [] };
      tables.set(row.table, table);
    }
    table.columns.push({
      name: row.name,
      type: row.type,
      nullable: row.nullable,
      hasDefault: row.has_default,
      comment: row.column_comment,
    });
  }
  return [...tables.values()].sort((a, b) => (a.room + a.name < b.room + b.name ? -1 : 1));
}

function typeOf(type: string): string {
  if (/^(integer|smallint|bigint|double precision)$/.test(type)) return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'bytea') return 'Buffer';
  if (type === 'jsonb') return 'unknown';
  if (/\[\]$/.test(type)) return `${typeOf(type.slice(0, -2))}[]`;
  // date, timestamptz, numeric, uuid, text, xid8: kept as the text that PostgreSQL sends.
  return 'string';
}

/** The text of a room's tables.ts: one interface for the query builder, with the tables and views that the room owns. */
export function tablesModule(tables: readonly Table[]): string {
  const lines = [
    '// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.',
    '',
    "import type { Generated } from 'kysely';",
    '',
    '/** The tables and views that this room owns. */',
    'export interface Tables {',
  ];
  for (const table of tables) {
    lines.push(`  /** ${table.comment} */`, `  ${table.name}: {`);
    for (const column of table.columns) {
      if (column.comment !== null) lines.push(`    /** ${column.comment} */`);
      const base =
        typeOf(column.type) +
        (column.nullable && column.type !== 'jsonb' && !table.view ? ' | null' : '') +
        (table.view && column.type !== 'jsonb' ? ' | null' : '');
      lines.push(`    ${column.name}: ${column.hasDefault ? `Generated<${base}>` : base};`);
    }
    lines.push('  };');
  }
  lines.push('}', '');
  const text = lines.join('\n');
  return text.includes('Generated<') ? text : text.replace("import type { Generated } from 'kysely';\n\n", '');
}

/** The data dictionary as Markdown, by room. */
export function dictionaryPage(tables: readonly Table[]): string {
  const lines = [
    '# Data dictionary',
    '',
    'Every table and view, by the room that owns it. Made from the database by `newel schema`; a test keeps it true.',
  ];
  let room = '';
  for (const table of tables) {
    if (table.room !== room) {
      room = table.room;
      lines.push('', `## ${room}`);
    }
    lines.push(
      '',
      `### ${table.name}${table.view ? ' (view)' : ''}`,
      '',
      table.comment,
      '',
      '| column | type | may be empty | what it is |',
      '|---|---|---|---|',
    );
    for (const column of table.columns) {
      lines.push(
        `| ${column.name} | ${column.type} | ${column.nullable && !table.view ? 'yes' : table.view ? '' : 'no'} | ${(column.comment ?? '').replaceAll('|', '\\|')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

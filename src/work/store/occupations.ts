import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** The codes of a classification, in their order. `limit` is more than any that is in use has. */
export const occupationsOf = statement(
  'work.occupationsOf',
  (p: { scheme: string; limit: number }) => sql<{ code: string; label: string }>`
    select code, label from occupation where scheme = ${p.scheme} order by code limit ${p.limit}::int`,
);

/** Adds codes and renames those that are there. `rows` is JSON: [{ code, label }]. Resolves to the codes that are new or renamed. */
export const loadOccupations = statement(
  'work.loadOccupations',
  (p: { scheme: string; rows: string }) => sql<{ added: boolean }>`
    insert into occupation (scheme, code, label)
    select ${p.scheme}, r.code, r.label from jsonb_to_recordset(${p.rows}::jsonb) as r(code text, label text)
    on conflict (scheme, code) do update set label = excluded.label where occupation.label <> excluded.label
    returning xmax = 0 as added`,
);

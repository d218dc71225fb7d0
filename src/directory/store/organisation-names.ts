import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

type Named = { id: string; name: string };

/** Organisations by id. */
export const organisationNames = statement(
  'directory.organisationNames',
  (p: { ids: readonly string[] }) => sql<Named>`select id, name from organisation where id = any(${p.ids}::uuid[])`,
);

/** Organisations whose name has some words in it, the one that is called just that first; the words are taken as they stand. */
export const organisationsNamed = statement(
  'directory.organisationsNamed',
  (p: { words: string; limit: number }) => sql<Named>`
    select id, name from organisation where strpos(lower(name), lower(${p.words}::text)) > 0
    order by lower(name) <> lower(${p.words}::text), lower(name), id limit ${p.limit}::int`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type ViewRow = { id: string; name: string; query: unknown };

export const viewsOf = statement(
  'cases.viewsOf',
  (p: { userId: string }) => sql<ViewRow>`
    select id, name, query from saved_view where user_id = ${p.userId} and list = 'cases' order by name, id limit 50`,
);

export const insertView = statement(
  'cases.insertView',
  (p: { id: string; userId: string; name: string; query: string }) => sql<{ id: string }>`
    insert into saved_view (id, user_id, list, name, query) values (${p.id}, ${p.userId}, 'cases', ${p.name}, ${p.query}::jsonb)
    on conflict do nothing returning id`,
);

export const renameView = statement(
  'cases.renameView',
  (p: { id: string; userId: string; name: string }) => sql`
    update saved_view set name = ${p.name} where id = ${p.id} and user_id = ${p.userId}`,
);

export const deleteView = statement(
  'cases.deleteView',
  (p: { id: string; userId: string }) => sql`delete from saved_view where id = ${p.id} and user_id = ${p.userId}`,
);

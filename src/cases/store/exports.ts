import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type ExportRow = {
  id: string;
  user_id: string;
  query: unknown;
  state: 'queued' | 'working' | 'made' | 'failed';
  done: number;
  name: string;
  created_at: string;
};

const columns = sql`id, user_id, query, state, done, name, created_at`;
// A file is gone for its asker after a day, whenever the daily work comes to delete it.
const kept = sql`created_at > now() - interval '1 day'`;

export const insertExport = statement(
  'cases.insertExport',
  (p: { id: string; userId: string; query: string; name: string }) => sql`
    insert into export_file (id, user_id, list, query, name) values (${p.id}, ${p.userId}, 'cases', ${p.query}::jsonb, ${p.name})`,
);

export const findExport = statement(
  'cases.findExport',
  (p: { id: string; userId: string }) => sql<ExportRow>`
    select ${columns} from export_file where id = ${p.id} and user_id = ${p.userId} and ${kept}`,
);

export const exportsOf = statement(
  'cases.exportsOf',
  (p: { userId: string }) => sql<ExportRow>`
    select ${columns} from export_file where user_id = ${p.userId} and ${kept} order by id desc limit 50`,
);

/** Begins, or begins again after a failure: what was written then is thrown away. */
export const startExport = statement(
  'cases.startExport',
  (p: { id: string }) => sql<ExportRow>`
    with started as (
      update export_file set state = 'working', done = 0 where id = ${p.id} and state <> 'made' returning ${columns}),
    gone as (delete from export_part where export_id in (select id from started))
    select * from started`,
);

export const addPart = statement(
  'cases.addPart',
  (p: { id: string; n: number; content: Buffer; done: number }) => sql`
    with part as (insert into export_part (export_id, n, content) values (${p.id}, ${p.n}, ${p.content}))
    update export_file set done = ${p.done} where id = ${p.id}`,
);

export const endExport = statement(
  'cases.endExport',
  (p: { id: string; state: string; more: string }) => sql`
    update export_file set state = ${p.state}, made_at = now(), query = query || ${p.more}::jsonb where id = ${p.id}`,
);

export const findPart = statement(
  'cases.findPart',
  (p: { id: string; n: number }) => sql<{ content: Buffer }>`
    select content from export_part where export_id = ${p.id} and n = ${p.n}`,
);

export const deleteOldExports = statement(
  'cases.deleteOldExports',
  (_: Record<string, never>) => sql`delete from export_file where not (${kept})`,
);

/** People of a programme whose records are restricted now. They are few, and an index holds them alone. */
export const restrictedIn = statement(
  'cases.restrictedIn',
  (p: { programmeId: string }) => sql<{ person_id: string }>`
    select distinct person_id from case_record where programme_id = ${p.programmeId} and restricted order by person_id`,
);

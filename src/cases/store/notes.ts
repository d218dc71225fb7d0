import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export const insertNote = statement(
  'cases.insertNote',
  (p: { id: string; caseId: string; personId: string; writtenOn: string; body: string; authorId: string | null }) =>
    q.insertInto('note').values({
      id: p.id,
      case_id: p.caseId,
      person_id: p.personId,
      written_on: p.writtenOn,
      body: p.body,
      author_id: p.authorId,
    }),
);

/** A note of the case, or no row: an id of another case's note finds nothing. */
export const findNote = statement('cases.findNote', (p: { caseId: string; id: string }) =>
  q
    .selectFrom('note')
    .select(['id', 'written_on', 'body', 'author_id', 'version'])
    .where('case_id', '=', p.caseId)
    .where('id', '=', p.id),
);

export const updateNote = statement(
  'cases.updateNote',
  (p: { caseId: string; id: string; version: number; writtenOn: string; body: string }) => sql<{ version: number }>`
    update note set written_on = ${p.writtenOn}, body = ${p.body}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} returning version`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/**
 * Takes moves whose day has come, at most so many, and says whose they are: they are looked at no more. Moves that another
 * process is just looking at are left to it.
 */
export const takeMovesDue = statement(
  'cases.takeMovesDue',
  (p: { today: string; limit: number }) => sql<{ case_id: string; programme_id: string }>`
    update area_change m set ahead = false from case_record c
    where c.id = m.case_id and m.id in (
      select id from area_change where ahead and changed_on <= ${p.today}::date
      order by changed_on, id limit ${p.limit}::int for update skip locked)
    returning m.case_id, c.programme_id`,
);

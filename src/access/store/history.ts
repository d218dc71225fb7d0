import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** A read or a change of a case. `payload` is that of a change; null for a read, and for a change whose content was erased. */
export type SeenOrChanged = {
  id: string;
  at: string;
  who: string | null;
  what: string;
  read: boolean;
  payload: Record<string, unknown> | null;
};

/** Who saw or changed a case, newest first, after the row (`beforeAt`, `beforeId`). An import writes many rows at one moment. */
export const seenOrChanged = statement(
  'access.seenOrChanged',
  (p: { caseId: string; beforeAt: string; beforeId: string; limit: number }) => sql<SeenOrChanged>`
    select h.id, h.at, u.name as who, h.what, h.read, p.payload
    from (
      (select id, at, user_id, what, true as read from read_log
        where case_id = ${p.caseId} and (at, id) < (${p.beforeAt}::timestamptz, ${p.beforeId}::uuid)
        order by at desc, id desc limit ${p.limit}::int)
      union all
      (select id, at, actor_id, kind, false from event
        where case_id = ${p.caseId} and (at, id) < (${p.beforeAt}::timestamptz, ${p.beforeId}::uuid)
        order by at desc, id desc limit ${p.limit}::int)
    ) h
    left join app_user u on u.id = h.user_id
    left join event_payload p on p.event_id = h.id and not h.read
    order by h.at desc, h.id desc limit ${p.limit}::int`,
);

import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import { inScope } from './list.ts';

export type WaitingRow = {
  case_id: string;
  reference: string;
  given_name: string | null;
  family_name: string | null;
  area_name: string | null;
  key_worker_name: string | null;
  day: string;
  words: string;
  place: number | null;
  attached: number | null;
  review_on: string | null;
};

type Ask = { programmeId: string; scope: Scope; limit: number; offset: number };

const names = sql`c.id as case_id, c.reference, w.given_name, w.family_name, r.area_name, k.staff_name as key_worker_name`;
const joins = sql`
  join ${people} w on w.person_id = c.person_id
  left join ${areaNames} r on r.area_id = c.area_id
  left join ${staffNames} k on k.staff_id = c.key_worker_id`;
const open = (scope: Scope, alias: 'c' | 'o') =>
  sql`(not ${sql.ref(`${alias}.restricted`)} or ${sql.ref(`${alias}.person_id`)} = any(${scope.opened}::uuid[]))`;

/**
 * Who waits to come back to a programme, the longest first. The place counts everybody in the programme's line, but for
 * restricted people whom the reader may not see: a gap would betray them.
 */
export function waitingToReturn(db: Sql, ask: Ask): Promise<WaitingRow[]> {
  return run(
    db,
    sql<WaitingRow>`
    select ${names}, q.asked_on as day, q.reason as words, q.place, null as review_on,
      case when q.staff_id is null then null else (
        select count(*) from case_record o where o.key_worker_id = q.staff_id and o.status = 'attached' and o.closed_on is null
          and ${open(ask.scope, 'o')}) end as attached
    from (
      select f.case_id, f.asked_on, f.reason, f.staff_id, f.id, row_number() over (order by f.asked_on, f.id) as place
      from return_request f join case_record c on c.id = f.case_id
      where f.programme_id = ${ask.programmeId} and f.state = 'waiting' and ${open(ask.scope, 'c')}) q
    join case_record c on c.id = q.case_id ${joins}
    where ${inScope(ask.scope)}
    order by q.asked_on, q.id limit ${ask.limit}::int offset ${ask.offset}::int`,
  );
}

/** Paused cases, those first that are to be looked at again soonest. */
export function paused(db: Sql, ask: Ask): Promise<WaitingRow[]> {
  return run(
    db,
    sql<WaitingRow>`
    select ${names}, c.paused_on as day, c.pause_reason as words, null::bigint as place, null::bigint as attached, c.review_on
    from case_record c ${joins}
    where c.programme_id = ${ask.programmeId} and c.status = 'paused' and ${inScope(ask.scope)}
    order by c.review_on, c.id limit ${ask.limit}::int offset ${ask.offset}::int`,
  );
}

/** Hand-backs from before a day whose receipt has not come, the oldest first. */
export function withoutReceipt(db: Sql, ask: Ask & { sentBefore: string }): Promise<WaitingRow[]> {
  return run(
    db,
    sql<WaitingRow>`
    select ${names}, h.sent_on as day, h.to_whom as words, null::bigint as place, null::bigint as attached, null as review_on
    from hand_back h join case_record c on c.id = h.case_id ${joins}
    where h.state = 'sent' and h.sent_on <= ${ask.sentBefore}::date and c.programme_id = ${ask.programmeId}
      and ${inScope(ask.scope)}
    order by h.sent_on, h.id limit ${ask.limit}::int offset ${ask.offset}::int`,
  );
}

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Hours of a weekday at a site. Times are 'HH:MM', days 'YYYY-MM-DD'. */
export type PatternRow = {
  id: string;
  site_id: string;
  site_name: string;
  weekday: number;
  starts: string;
  ends: string;
  from_on: string;
  to_on: string | null;
};
export type BlockRow = Omit<PatternRow, 'site_id' | 'site_name'> & { label: string };

const times = sql`weekday, to_char(starts, 'HH24:MI') as starts, to_char(ends, 'HH24:MI') as ends, from_on, to_on`;

export const patternsOf = statement(
  'diary.patternsOf',
  (p: { staffId: string; today: string }) => sql<PatternRow>`
    select w.id, w.site_id, (select s.name from site s where s.id = w.site_id) as site_name, ${times} from working_pattern w
    where w.staff_id = ${p.staffId} and coalesce(w.to_on >= ${p.today}::date, true) order by w.weekday, w.starts, w.id limit 100`,
);
export const blocksOf = statement(
  'diary.blocksOf',
  (p: { staffId: string; today: string }) => sql<BlockRow>`
    select id, label, ${times} from protected_block
    where staff_id = ${p.staffId} and coalesce(to_on >= ${p.today}::date, true) order by weekday, protected_block.starts, id limit 100`,
);
export const insertPattern = statement(
  'diary.insertPattern',
  (p: {
    id: string;
    staffId: string;
    siteId: string;
    weekday: number;
    starts: string;
    ends: string;
    fromOn: string;
    toOn: string | null;
  }) => sql`
    insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on, to_on)
    values (${p.id}, ${p.staffId}, ${p.siteId}, ${p.weekday}, ${p.starts}, ${p.ends}, ${p.fromOn}, ${p.toOn})`,
);
export const insertBlock = statement(
  'diary.insertBlock',
  (p: {
    id: string;
    staffId: string;
    weekday: number;
    starts: string;
    ends: string;
    label: string;
    fromOn: string;
    toOn: string | null;
  }) => sql`
    insert into protected_block (id, staff_id, weekday, starts, ends, label, from_on, to_on)
    values (${p.id}, ${p.staffId}, ${p.weekday}, ${p.starts}, ${p.ends}, ${p.label}, ${p.fromOn}, ${p.toOn})`,
);
export const deletePattern = statement(
  'diary.deletePattern',
  (p: { id: string; staffId: string }) => sql<Record<string, unknown>>`
    delete from working_pattern where id = ${p.id} and staff_id = ${p.staffId} returning id, site_id, ${times}`,
);
export const deleteBlock = statement(
  'diary.deleteBlock',
  (p: { id: string; staffId: string }) => sql<Record<string, unknown>>`
    delete from protected_block where id = ${p.id} and staff_id = ${p.staffId} returning id, label, ${times}`,
);

/** Leave that has not ended. Times are 'HH:MM', null for whole days. */
export type LeaveRow = {
  id: string;
  from_on: string;
  to_on: string;
  starts: string | null;
  ends: string | null;
  kind: string;
  version: number;
};
export const leavesOf = statement(
  'diary.leavesOf',
  (p: { staffId: string; today: string }) => sql<LeaveRow>`
    select id, from_on, to_on, to_char(starts, 'HH24:MI') as starts, to_char(ends, 'HH24:MI') as ends, kind, version from staff_leave
    where staff_id = ${p.staffId} and withdrawn_at is null and to_on >= ${p.today}::date order by from_on, id limit 100`,
);
export const insertLeave = statement(
  'diary.insertLeave',
  (p: {
    id: string;
    staffId: string;
    fromOn: string;
    toOn: string;
    starts: string | null;
    ends: string | null;
    kind: string;
    by: string | null;
  }) => sql`
    insert into staff_leave (id, staff_id, from_on, to_on, starts, ends, kind, made_by)
    values (${p.id}, ${p.staffId}, ${p.fromOn}, ${p.toOn}, ${p.starts}, ${p.ends}, ${p.kind}, ${p.by})`,
);
export const withdrawLeave = statement(
  'diary.withdrawLeave',
  (p: { id: string; staffId: string; version: number; at: string }) => sql<{ id: string }>`
    update staff_leave set withdrawn_at = ${p.at}::timestamptz, version = version + 1
    where id = ${p.id} and staff_id = ${p.staffId} and version = ${p.version} and withdrawn_at is null returning id`,
);

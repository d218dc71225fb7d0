import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Block, Busy, Leave, Pattern, Room, Site } from '../rules/work.ts';

/** What is known of some sites and workers through some days, as the rules ask for it; and interpreters with their language. */
export type WorldRow = {
  sites: Site[];
  rooms: Room[];
  patterns: Pattern[];
  leaves: Leave[];
  blocks: Block[];
  busy: Busy[];
  interpreters: { id: string; name: string }[];
};

const hm = (column: string) => sql.raw(`to_char(${column}, 'HH24:MI')`);
// As a float, which holds a millisecond of any year: `extract` reckons in decimals, which takes longer, twice a row here.
const epoch = (column: string) => sql.raw(`(date_part('epoch', ${column}) * 1000)::bigint`);
const list = (from: unknown) => sql`coalesce((select json_agg(x) from (${from}) x), '[]')`;

// As arrays they are looked up in indexes: a join with a list of unknown length would read the whole table.
const siteColumns = sql`id, area_id as "areaId", name, time_zone as "timeZone", holidays, step_free as "stepFree", ${hm('opens')} as opens,
        ${hm('closes')} as closes, weekdays, outreach`;
const patternColumns = sql`w.staff_id as "staffId", w.site_id as "siteId", w.weekday, ${hm('w.starts')} as starts, ${hm('w.ends')} as ends,
        w.from_on as "fromOn", w.to_on as "toOn"`;
const leaveColumns = sql`l.staff_id as "staffId", l.from_on as "fromOn", l.to_on as "toOn", ${hm('l.starts')} as starts, ${hm('l.ends')} as ends`;
const blockColumns = sql`b.staff_id as "staffId", b.weekday, ${hm('b.starts')} as starts, ${hm('b.ends')} as ends, b.label, b.from_on as "fromOn",
        b.to_on as "toOn"`;

// Whole rows, so that none is looked up a second time once each is there only once.
const takenColumns = sql`a.id, a.staff_id, a.person_id, a.site_id, a.room_id, a.interpreter_id, a.kind, a.mode, a.state, a.starts_at,
        a.ends_at, a.buffer_minutes, a.travel_minutes`;

const places = sql`array(select id from place)`;
const workers = sql`array(select staff_id from worker)`;

/**
 * One statement for all that a booking has to know: the sites (with `near` those of the same area besides), their rooms, the
 * workers that are named (with `team` everybody who works at those sites), and every appointment between two moments that
 * takes the time of one of them, of the rooms, of the person (a place in a session of a group as well) or of an interpreter of
 * the language (unless `busy` is false).
 */
export const findWorld = statement(
  'diary.findWorld',
  (p: {
    siteIds: readonly string[];
    near: boolean;
    staffIds: readonly string[];
    team: boolean;
    personId: string | null;
    language: string | null;
    busy: boolean;
    from: string;
    to: string;
  }) => sql<WorldRow>`
    with place as materialized (
      select s.* from site s where s.closed_at is null and (s.id = any(${p.siteIds}::uuid[]) or (${p.near}::bool and exists (
        select from site g where g.id = any(${p.siteIds}::uuid[]) and g.programme_id = s.programme_id and g.area_id is not distinct from s.area_id)))
    ), worker as materialized (
      select unnest(${p.staffIds}::uuid[]) as staff_id
      union select w.staff_id from working_pattern w where ${p.team}::bool and w.site_id = any(${p.siteIds}::uuid[])
        and coalesce(w.to_on >= ${p.from}::timestamptz::date - 1, true)
    ), speaker as materialized (
      select i.id, i.name from interpreter i where i.closed_at is null and lower(i.language) = lower(${p.language}::text)
        and i.programme_id in (select programme_id from place)
    ), taken as (
      select ${takenColumns} from appointment a where a.staff_id = any(${workers}) and a.starts_at > ${p.from}::timestamptz - interval '12 hours'
        and a.starts_at < ${p.to}::timestamptz
      union select ${takenColumns} from appointment a where a.site_id = any(${places}) and a.room_id is not null
        and a.starts_at > ${p.from}::timestamptz - interval '12 hours' and a.starts_at < ${p.to}::timestamptz
      union select ${takenColumns} from appointment a where a.person_id = ${p.personId}::uuid
        and a.starts_at > ${p.from}::timestamptz - interval '12 hours' and a.starts_at < ${p.to}::timestamptz
      union select ${takenColumns} from diary_hold h join appointment a on a.id = h.appointment_id where h.holder = ${p.personId}::uuid
        and h.span && tstzrange(${p.from}::timestamptz, ${p.to}::timestamptz)
      union select ${takenColumns} from speaker i join diary_hold h on h.holder = i.id join appointment a on a.id = h.appointment_id
        where h.span && tstzrange(${p.from}::timestamptz, ${p.to}::timestamptz)
    )
    select
      ${list(sql`select ${siteColumns} from place order by name`)} as sites,
      ${list(sql`select r.id, r.site_id as "siteId", r.name, r.private, r.step_free as "stepFree", r.quiet from site_room r
        where r.site_id = any(${places}) and r.closed_at is null order by r.name`)} as rooms,
      ${list(sql`select ${patternColumns} from working_pattern w
        where w.staff_id = any(${workers}) and w.from_on <= ${p.to}::timestamptz::date + 1 and coalesce(w.to_on >= ${p.from}::timestamptz::date - 1, true)
        order by w.staff_id, w.weekday, w.starts`)} as patterns,
      ${list(sql`select ${leaveColumns} from staff_leave l where l.staff_id = any(${workers}) and l.withdrawn_at is null
        and l.from_on <= ${p.to}::timestamptz::date + 1 and l.to_on >= ${p.from}::timestamptz::date - 1`)} as leaves,
      ${list(sql`select ${blockColumns} from protected_block b where b.staff_id = any(${workers})`)} as blocks,
      ${list(sql`select a.id, a.staff_id as "staffId", coalesce(a.person_id, (select h.holder from diary_hold h
          where h.appointment_id = a.id and h.holder = ${p.personId}::uuid)) as "personId", a.site_id as "siteId", a.room_id as "roomId",
        a.interpreter_id as "interpreterId", a.kind, a.mode, ${epoch('a.starts_at')} as "from", ${epoch('a.ends_at')} as "to",
        a.buffer_minutes as buffer, a.travel_minutes as travel
        from taken a where ${p.busy}::bool and a.state not in ('cancelled_by_us', 'cancelled_by_them', 'moved')`)} as busy,
      ${list(sql`select id, name from speaker order by name`)} as interpreters`,
);

/** The hours of one worker: where they work most, when, and what keeps them from it. */
export type HoursRow = Pick<WorldRow, 'sites' | 'patterns' | 'leaves' | 'blocks'>;

/** The same of one worker's hours alone, between two days: for their week, which shows what is booked by itself. */
export const findHours = statement(
  'diary.findHours',
  (p: { staffId: string; from: string; to: string }) => sql<HoursRow>`
    with place as materialized (
      select s.* from site s where s.id = (
        select w.site_id from working_pattern w join site o on o.id = w.site_id and o.closed_at is null
        where w.staff_id = ${p.staffId} and coalesce(w.to_on >= ${p.from}::date, true)
        group by w.site_id order by sum(w.ends - w.starts) desc, w.site_id limit 1)
    )
    select ${list(sql`select ${siteColumns} from place`)} as sites,
      ${list(sql`select ${patternColumns} from working_pattern w
        where w.staff_id = ${p.staffId} and w.from_on <= ${p.to}::date and coalesce(w.to_on >= ${p.from}::date, true)
        order by w.weekday, w.starts`)} as patterns,
      ${list(sql`select ${leaveColumns} from staff_leave l where l.staff_id = ${p.staffId} and l.withdrawn_at is null
        and l.from_on <= ${p.to}::date and l.to_on >= ${p.from}::date`)} as leaves,
      ${list(sql`select ${blockColumns} from protected_block b where b.staff_id = ${p.staffId}`)} as blocks`,
);

/**
 * Keeps others from booking with the same site, worker, person or interpreter until the transaction ends, always in the same
 * order: what is read after it is what stands. Until then statements keep one plan: the world of a diary takes ten times as
 * long to plan as to read, while others wait.
 */
export const lockDiaries = statement(
  'diary.lockDiaries',
  (p: { ids: readonly string[] }) => sql<{ locked: string }>`
    select pg_advisory_xact_lock(k)::text as locked, set_config('plan_cache_mode', 'force_generic_plan', true)
    from (select hashtextextended('diary ' || i, 0) as k from unnest(${p.ids}::text[]) i order by 1 offset 0) x`,
);

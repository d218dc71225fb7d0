import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { peopleReach } from '../../people/actions/parts.ts';

/** A site as it stands in the table. Times are 'HH:MM'. */
export type SiteRow = {
  id: string;
  programme_id: string;
  area_id: string | null;
  key: string;
  name: string;
  address: string | null;
  phone: string | null;
  time_zone: string;
  holidays: string;
  step_free: boolean;
  opens: string;
  closes: string;
  weekdays: number[];
  outreach: boolean;
  closed: boolean;
  version: number;
};
export type RoomRow = {
  id: string;
  site_id: string;
  name: string;
  places: number;
  private: boolean;
  step_free: boolean;
  quiet: boolean;
  closed: boolean;
  version: number;
};

const siteColumns = sql`id, programme_id, area_id, key, name, address, phone, time_zone, holidays, step_free,
  to_char(opens, 'HH24:MI') as opens, to_char(closes, 'HH24:MI') as closes, weekdays, outreach, closed_at is not null as closed, version`;
const roomColumns = sql`id, site_id, name, places, private, step_free, quiet, closed_at is not null as closed, version`;

export const sitesOf = statement(
  'diary.sitesOf',
  (p: { programmeIds: readonly string[]; limit: number }) => sql<SiteRow>`
    select ${siteColumns} from site where programme_id = any(${p.programmeIds}::uuid[]) order by closed_at is not null, name, id
    limit ${p.limit}::int`,
);
/** Open sites to choose from, by name: what a choice shows and no more, for a programme may have hundreds. */
export const openSites = statement(
  'diary.openSites',
  (p: { programmeId: string; limit: number }) => sql<Pick<SiteRow, 'id' | 'area_id' | 'name' | 'outreach'>>`
    select id, area_id, name, outreach from site where programme_id = ${p.programmeId} and closed_at is null order by name, id limit ${p.limit}::int`,
);
export const findSite = statement(
  'diary.findSite',
  (p: { id: string }) => sql<SiteRow>`select ${siteColumns} from site where id = ${p.id}`,
);
export const roomsOf = statement(
  'diary.roomsOf',
  (p: { siteId: string }) => sql<RoomRow>`
    select ${roomColumns} from site_room where site_id = ${p.siteId} order by closed_at is not null, name, id`,
);
export const findRoom = statement(
  'diary.findRoom',
  (p: { id: string }) => sql<RoomRow>`select ${roomColumns} from site_room where id = ${p.id}`,
);
/** Sites at which a member of staff works, the one with most hours first. */
export const sitesOfStaff = statement(
  'diary.sitesOfStaff',
  (p: { staffId: string | null; today: string }) => sql<{ site_id: string }>`
    select w.site_id from working_pattern w join site s on s.id = w.site_id and s.closed_at is null
    where w.staff_id = ${p.staffId} and coalesce(w.to_on >= ${p.today}::date, true)
    group by w.site_id order by sum(w.ends - w.starts) desc, w.site_id`,
);
/** Members of staff who work at a site, and others by their ids, in the order of their names. */
export const workersAt = statement(
  'diary.workersAt',
  (p: { siteId: string; staffIds: readonly string[]; today: string }) => sql<{ id: string; name: string }>`
    select s.staff_id as id, s.staff_name as name from ${staffNames} s
    where s.staff_id in (select staff_id from working_pattern where site_id = ${p.siteId} and coalesce(to_on >= ${p.today}::date, true)
      union select unnest(${p.staffIds}::uuid[])) order by name, id`,
);
/** What is on file about the language of a person. */
export const spokenBy = statement(
  'diary.spokenBy',
  (p: { personId: string }) => sql<{ first_language: string | null; interpreter: string | null }>`
    select first_language, interpreter from ${peopleReach} r where person_id = ${p.personId}`,
);
/** Languages for which an interpreter can be booked. */
export const languagesOf = statement(
  'diary.languagesOf',
  (p: { programmeId: string }) => sql<{ language: string }>`
    select distinct language from interpreter where programme_id = ${p.programmeId} and closed_at is null order by language`,
);

export type SiteGiven = {
  areaId: string | null;
  name: string;
  address: string | null;
  phone: string | null;
  timeZone: string;
  holidays: string;
  stepFree: boolean;
  opens: string;
  closes: string;
  weekdays: readonly number[];
  outreach: boolean;
};
export const insertSite = statement(
  'diary.insertSite',
  (p: SiteGiven & { id: string; programmeId: string; key: string }) => sql`
    insert into site (id, programme_id, area_id, key, name, address, phone, time_zone, holidays, step_free, opens, closes, weekdays, outreach)
    values (${p.id}, ${p.programmeId}, ${p.areaId}, ${p.key}, ${p.name}, ${p.address}, ${p.phone}, ${p.timeZone}, ${p.holidays}, ${p.stepFree},
      ${p.opens}, ${p.closes}, ${p.weekdays}::int[], ${p.outreach})`,
);
export const updateSite = statement(
  'diary.updateSite',
  (p: SiteGiven & { id: string; version: number }) => sql<{ id: string }>`
    update site set area_id = ${p.areaId}, name = ${p.name}, address = ${p.address}, phone = ${p.phone}, time_zone = ${p.timeZone},
      holidays = ${p.holidays}, step_free = ${p.stepFree}, opens = ${p.opens}, closes = ${p.closes}, weekdays = ${p.weekdays}::int[],
      outreach = ${p.outreach}, version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);
export type RoomGiven = { name: string; places: number; private: boolean; stepFree: boolean; quiet: boolean };
export const insertRoom = statement(
  'diary.insertRoom',
  (p: RoomGiven & { id: string; siteId: string }) => sql`
    insert into site_room (id, site_id, name, places, private, step_free, quiet)
    values (${p.id}, ${p.siteId}, ${p.name}, ${p.places}, ${p.private}, ${p.stepFree}, ${p.quiet})`,
);

/** An interpreter who can be booked. */
export type InterpreterRow = { id: string; name: string; language: string; version: number };
export const interpretersOf = statement(
  'diary.interpretersOf',
  (p: { programmeId: string; limit: number }) => sql<InterpreterRow>`
    select id, name, language, version from interpreter where programme_id = ${p.programmeId} and closed_at is null
    order by lower(language), name, id limit ${p.limit}::int`,
);
export const insertInterpreter = statement(
  'diary.insertInterpreter',
  (p: { id: string; programmeId: string; name: string; language: string }) => sql`
    insert into interpreter (id, programme_id, name, language) values (${p.id}, ${p.programmeId}, ${p.name}, ${p.language})`,
);

/** Closes what is open at a moment, or opens what is closed (without one). No row when it is so already, or was changed meanwhile. */
export const setSiteClosed = statement(
  'diary.setSiteClosed',
  (p: { id: string; version: number; at: string | null }) => sql<{ id: string }>`
    update site set closed_at = ${p.at}::timestamptz, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and (closed_at is null) = (${p.at}::timestamptz is not null) returning id`,
);
export const setRoomClosed = statement(
  'diary.setRoomClosed',
  (p: { id: string; version: number; at: string | null }) => sql<{ id: string }>`
    update site_room set closed_at = ${p.at}::timestamptz, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and (closed_at is null) = (${p.at}::timestamptz is not null) returning id`,
);
export const setInterpreterClosed = statement(
  'diary.setInterpreterClosed',
  (p: { id: string; version: number; at: string | null }) => sql<{ id: string }>`
    update interpreter set closed_at = ${p.at}::timestamptz, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and (closed_at is null) = (${p.at}::timestamptz is not null) returning id`,
);

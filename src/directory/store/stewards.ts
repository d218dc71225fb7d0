import { sql } from 'kysely';
import { userNamesPart, usersGonePart, workersOf, workplaces } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** Who keeps an entry, now or before. */
export type StewardRow = { id: string; user_id: string; user_name: string; from_day: string; to_day: string | null };

/** The stewards of a service, the present one first. */
export const stewardsOf = statement(
  'directory.stewardsOf',
  (p: { serviceId: string }) => sql<StewardRow>`
    select t.id, t.user_id, u.user_name, t.from_day, t.to_day from service_steward t join ${userNamesPart} u on u.user_id = t.user_id
    where t.service_id = ${p.serviceId} order by t.to_day desc nulls first, t.from_day desc, t.id desc limit 50`,
);

/** A steward, or a term, of a service; a term has no user. */
export type KeeperOrTerm = {
  id: string;
  user_id: string | null;
  name: string;
  from_day: string | null;
  to_day: string | null;
};

/** The stewards of a service, the present one first, then its terms by name: what its page begins with. */
export const keepersAndTerms = statement(
  'directory.keepersAndTerms',
  (p: { serviceId: string }) => sql<KeeperOrTerm>`
    (select t.id, t.user_id, u.user_name as name, t.from_day, t.to_day from service_steward t
      join ${userNamesPart} u on u.user_id = t.user_id
      where t.service_id = ${p.serviceId} order by t.to_day desc nulls first, t.from_day desc, t.id desc limit 50)
    union all
    (select m.id, null, m.name, null, null from service_term x join taxonomy_term m on m.id = x.term_id
      where x.service_id = ${p.serviceId} order by m.name, m.id)`,
);

/** Lets the present steward go with a day: the day before the next one's first, or that day when it is their own first. */
export const endSteward = statement(
  'directory.endSteward',
  (p: { serviceId: string; from: string }) => sql<{ user_id: string }>`
    update service_steward set to_day = greatest(from_day, ${p.from}::date - 1)
    where service_id = ${p.serviceId} and to_day is null returning user_id`,
);

export const insertSteward = statement(
  'directory.insertSteward',
  (p: { id: string; serviceId: string; userId: string; from: string; by: string | null }) => sql`
    insert into service_steward (id, service_id, user_id, from_day, set_by)
    values (${p.id}, ${p.serviceId}, ${p.userId}, ${p.from}, ${p.by})`,
);

/** An entry as the list of what needs a steward's eye shows it. */
export type KeptRow = {
  id: string;
  name: string;
  organisation_name: string | null;
  verified: boolean;
  verified_on: string | null;
  verify_by: string | null;
  steward_id: string | null;
  steward_name: string | null;
};

const kept = sql`select s.id, s.name, o.name as organisation_name, s.verified, s.verified_on, s.verify_by, t.user_id as steward_id,
    u.user_name as steward_name
  from service s left join organisation o on o.id = s.organisation_id
  left join service_steward t on t.service_id = s.id and t.to_day is null left join ${userNamesPart} u on u.user_id = t.user_id`;

/** Entries that a user keeps, those to be checked first. */
export const keptBy = statement(
  'directory.keptBy',
  (p: { userId: string; limit: number; offset: number }) => sql<KeptRow>`
    ${kept} where t.user_id = ${p.userId} and s.status <> 'defunct' order by s.verify_by nulls first, s.name, s.id
    limit ${p.limit}::int offset ${p.offset}::int`,
);

/** Entries that run and are to be checked by a day that has passed, the longest ago first. */
export const staleOn = statement(
  'directory.staleOn',
  (p: { day: string; limit: number; offset: number }) => sql<KeptRow>`
    ${kept} where s.status = 'active' and s.verify_by < ${p.day}::date order by s.verify_by, s.id
    limit ${p.limit}::int offset ${p.offset}::int`,
);

/** Entries that run and nobody keeps, or whose steward cannot sign in any more. */
export const unkept = statement(
  'directory.unkept',
  (p: { limit: number; offset: number }) => sql<KeptRow>`
    ${kept} where s.status <> 'defunct' and (t.user_id is null or t.user_id in (select g.user_id from ${usersGonePart} g))
    order by s.name, s.id limit ${p.limit}::int offset ${p.offset}::int`,
);

/** Entries of which somebody was told, and which no steward has looked at. */
export const unverified = statement(
  'directory.unverified',
  (p: { limit: number; offset: number }) => sql<KeptRow>`
    ${kept} where not s.verified and s.status <> 'defunct' order by s.created_at, s.id limit ${p.limit}::int offset ${p.offset}::int`,
);

/** Workers of programmes who are called so, or whose email it is (in small letters). */
export const workersCalled = statement(
  'directory.workersCalled',
  (p: { programmeIds: readonly string[]; typed: string }) => sql<{ user_id: string; user_name: string }>`
    select w.user_id, w.user_name from ${workersOf(p.programmeIds)} w
    where lower(w.user_name) = ${p.typed} or lower(w.email) = ${p.typed} limit 2`,
);

/** The first names of workers of programmes, to choose from. */
export const workerNames = statement(
  'directory.workerNames',
  (p: { programmeIds: readonly string[]; limit: number }) => sql<{ user_name: string }>`
    select w.user_name from ${workersOf(p.programmeIds)} w order by w.user_name limit ${p.limit}::int`,
);

/** A stale entry of which somebody is to be told. */
export type ToTell = { id: string; verify_by: string; stale_told: number; steward_id: string | null };

/** Entries that run, are to be checked by a day that has passed, and of which not everybody was told; locked for the telling. */
export const staleToTell = statement(
  'directory.staleToTell',
  (p: { day: string }) => sql<ToTell>`
    select s.id, s.verify_by, s.stale_told,
      (select t.user_id from service_steward t where t.service_id = s.id and t.to_day is null
        and t.user_id not in (select g.user_id from ${usersGonePart} g)) as steward_id
    from service s where s.status = 'active' and s.verify_by < ${p.day}::date and s.stale_told < 2
    order by s.verify_by, s.id limit 5000 for update of s`,
);

export const setStaleTold = statement(
  'directory.setStaleTold',
  (p: { ids: readonly string[]; told: number }) => sql`
    update service set stale_told = ${p.told}::int where id = any(${p.ids}::uuid[])`,
);

/** Where stewards work. */
export const placesOfStewards = statement(
  'directory.placesOfStewards',
  (p: { userIds: readonly string[] }) =>
    sql<{
      user_id: string;
      programme_id: string;
      area_id: string | null;
      provider_id: string | null;
    }>`select w.* from ${workplaces} w where w.user_id = any(${p.userIds}::uuid[])`,
);

/** Organisations whose link worker left before a day, which nobody was told of, with the stewards of their services. */
export const vacantToTell = statement(
  'directory.vacantToTell',
  (p: { day: string }) => sql<{ id: string; link_worker_to: string; link_deputy: string | null; stewards: string[] }>`
    select o.id, o.link_worker_to, o.link_deputy,
      array(select distinct t.user_id from service s join service_steward t on t.service_id = s.id and t.to_day is null
        where s.organisation_id = o.id and s.status <> 'defunct') as stewards
    from organisation o where o.link_worker_to < ${p.day}::date
      and not exists (select from service_change c where c.organisation_id = o.id and c.kind = 'link worker gone'
        and c.at >= o.link_worker_to)
    order by o.id limit 1000`,
);

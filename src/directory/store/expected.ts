import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { Basis } from '../rules/expected.ts';

export const insertExpectation = statement(
  'directory.insertExpectation',
  (p: {
    id: string;
    serviceId: string;
    programmeId: string;
    from: string;
    aYear: number | null;
    basis: Basis;
    by: string | null;
  }) => sql`
    insert into service_expectation (id, service_id, programme_id, from_day, a_year, basis, set_by)
    values (${p.id}, ${p.serviceId}, ${p.programmeId}, ${p.from}, ${p.aYear}::integer, ${p.basis}, ${p.by})`,
);

/** An expectation as a list shows it. */
export type ExpectationRow = {
  id: string;
  programme_id: string;
  from_day: string;
  a_year: number | null;
  basis: Basis;
  set_by_name: string | null;
};

/** What programmes expect of a service, the latest first; of two for one day the one that holds comes first. */
export const expectationsOf = statement(
  'directory.expectationsOf',
  (p: { serviceId: string; programmeIds: readonly string[] }) => sql<ExpectationRow>`
    select e.id, e.programme_id, e.from_day, e.a_year, e.basis, u.user_name as set_by_name from service_expectation e
    left join ${userNamesPart} u on u.user_id = e.set_by
    where e.service_id = ${p.serviceId} and e.programme_id = any(${p.programmeIds}::uuid[])
    order by e.from_day desc, e.id desc limit 50`,
);

/** What a programme expects of every service up to a day, by service, the earliest first: what holds of each first day alone. */
export const expectationsIn = statement(
  'directory.expectationsIn',
  (p: { programmeId: string; to: string }) => sql<{
    service_id: string;
    service_name: string;
    organisation_name: string | null;
    from_day: string;
    a_year: number | null;
  }>`
    select distinct on (e.service_id, e.from_day) e.service_id, s.name as service_name, o.name as organisation_name, e.from_day, e.a_year
    from service_expectation e join service s on s.id = e.service_id left join organisation o on o.id = s.organisation_id
    where e.programme_id = ${p.programmeId} and e.from_day <= ${p.to}::date
    order by e.service_id, e.from_day, e.id desc`,
);

/** Entries that run: how many are to be checked later than a day, how many were to be by then, and how many have no such day. */
export const freshness = statement(
  'directory.freshness',
  (p: { day: string }) => sql<{ checked: number; late: number; never: number }>`
    select count(*) filter (where verify_by >= ${p.day}::date)::int as checked,
      count(*) filter (where verify_by < ${p.day}::date)::int as late, count(*) filter (where verify_by is null)::int as never
    from service where status = 'active'`,
);

import { sql } from 'kysely';
import { type StaffPlace, staffPlaces, staffToday } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { type SupervisionPart, supervisionOf } from './parts.ts';

/** A key worker as the pages of care show them. Minutes are those of the entries that stand, from a day on. */
export type StaffRow = {
  staff_id: string;
  staff_name: string;
  staff_code: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  covered_by: string | null;
  covered_until: string | null;
  minutes_on: number;
  minutes_off: number;
  supervision: SupervisionPart[];
};

/** Staff whose place the scope holds: of the programme, an area, a provider, or a team; or the staff themselves. */
function inPlace(scope: Scope, programmeId: string) {
  if (scope.programmeIds.includes(programmeId)) return sql`true`;
  const parts = [
    scope.staffIds.length > 0 && sql`s.staff_id = any(${scope.staffIds}::uuid[])`,
    scope.areaIds.length > 0 && sql`s.area_id = any(${scope.areaIds}::uuid[])`,
    scope.providerIds.length > 0 && sql`s.provider_id = any(${scope.providerIds}::uuid[])`,
    ...scope.teams.map((team) => sql`(s.area_id = ${team.areaId} and s.provider_id = ${team.providerId})`),
  ].filter((part) => part !== false);
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

const columns = (
  from: string,
  today: string,
) => sql`s.staff_id, s.staff_name, s.staff_code, s.programme_id, s.area_id, s.provider_id,
  s.covered_by, s.covered_until, t.minutes_on, t.minutes_off, ${supervisionOf('s.staff_id')} as supervision
  from ${staffToday(today)} s
  cross join lateral (
    select coalesce(sum(e.minutes) filter (where e.on_programme), 0)::int as minutes_on,
      coalesce(sum(e.minutes) filter (where not e.on_programme), 0)::int as minutes_off
    from time_entry e where e.staff_id = s.staff_id and e.replaced_at is null and e.worked_on >= ${from}::date) t`;

/** A page of the key workers of a programme that the scope holds, by code, after one. */
export function staffOfTeam(
  db: Sql,
  ask: { programmeId: string; scope: Scope; from: string; today: string; after: string; limit: number },
): Promise<StaffRow[]> {
  return run(
    db,
    sql<StaffRow>`
    select ${columns(ask.from, ask.today)}
    where s.programme_id = ${ask.programmeId} and ${inPlace(ask.scope, ask.programmeId)} and s.staff_code > ${ask.after}
    order by s.staff_code limit ${ask.limit}::int`,
  );
}

/** One key worker. */
export const findStaff = statement(
  'care.findStaff',
  (p: { staffId: string; from: string; today: string }) => sql<StaffRow>`
    select ${columns(p.from, p.today)} where s.staff_id = ${p.staffId}`,
);

/** Where a key worker works. */
export const placeOfStaff = statement(
  'care.placeOfStaff',
  (p: { staffId: string }) => sql<StaffPlace>`select s.* from ${staffPlaces} s where s.staff_id = ${p.staffId}`,
);

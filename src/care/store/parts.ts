import { sql } from 'kysely';

/** When a member of staff last had supervision of a kind, and the next one that is booked. Days are 'YYYY-MM-DD'. */
export type SupervisionPart = { kind: 'line' | 'professional'; heldOn: string | null; plannedOn: string | null };

/**
 * The supervision of a member of staff by kind, as JSON: a scalar for another room's statement. `staffId` is a column of it.
 * What is booked for a day that has passed still waits to be confirmed, and so counts as booked.
 */
export const supervisionOf = (staffId: string) => sql<SupervisionPart[]>`(
  select coalesce(json_agg(json_build_object('kind', v.kind, 'heldOn', v.held_on, 'plannedOn', v.planned_on) order by v.kind), '[]')
  from (select kind, max(held_on) as held_on, min(planned_on) filter (where state = 'planned') as planned_on from supervision
    where supervision.staff_id = ${sql.ref(staffId)} group by kind) v)`;

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Which of some services anybody was referred or signposted to in an area of a programme. */
export const usedIn = statement(
  'referrals.usedIn',
  (p: { serviceIds: readonly string[]; programmeId: string; areaId: string | null }) => sql<{ id: string }>`
    select s.id from unnest(${p.serviceIds}::uuid[]) as s (id)
    where exists (select from referral r where r.service_id = s.id and r.programme_id = ${p.programmeId}
      and r.area_id is not distinct from ${p.areaId}::uuid)`,
);

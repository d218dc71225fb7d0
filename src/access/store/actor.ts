import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Membership } from '../rules/policy.ts';

/** A user as the policy knows them on a day, without a session: for work that goes on after the request. */
export const findActor = statement(
  'access.findActor',
  (p: { userId: string; today: string }) => sql<{ name: string; memberships: Membership[]; opened: string[] }>`
    select u.name,
      (select coalesce(json_agg(json_build_object('role', m.role, 'programmeId', m.programme_id, 'areaId', m.area_id,
         'providerId', m.provider_id, 'staffId', m.staff_id, 'organisationId', m.organisation_id,
         'covers', array(select c.staff_id from worker_cover c where c.covered_by = m.staff_id
           and c.starts_on <= ${p.today}::date and c.ends_on >= ${p.today}::date))), '[]')
       from membership m where m.user_id = u.id) as memberships,
      array(select r.person_id from restricted_access r where r.user_id = u.id and r.ends_at > now()) as opened
    from app_user u where u.id = ${p.userId} and u.disabled_at is null`,
);

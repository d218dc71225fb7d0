import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** What a user has set. `worker` says whether they are a member of staff, whose telephone people may be told. */
export const settingsOf = statement(
  'access.settingsOf',
  (p: { userId: string }) => sql<{ search_key: boolean; worker: boolean; phone: string | null }>`
    select u.search_key, count(s.id) > 0 as worker, max(s.phone) as phone
    from app_user u left join membership m on m.user_id = u.id left join staff s on s.id = m.staff_id
    where u.id = ${p.userId} group by u.id`,
);

export const setWorkPhone = statement(
  'access.setWorkPhone',
  (p: { userId: string; phone: string | null }) => sql`
    update staff set phone = ${p.phone} where id in (select staff_id from membership where user_id = ${p.userId})`,
);

export const workPhoneOf = statement(
  'access.workPhoneOf',
  (p: { staffId: string }) => sql<{ phone: string | null }>`select phone from staff where id = ${p.staffId}`,
);

export const setSearchKey = statement(
  'access.setSearchKey',
  (p: { userId: string; on: boolean }) => sql`update app_user set search_key = ${p.on} where id = ${p.userId}`,
);

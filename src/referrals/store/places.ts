import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Places that were offered and not answered by their day, of every programme. */
export const unanswered = statement(
  'referrals.unansweredPlaces',
  (p: { today: string; limit: number }) => sql<{ id: string; service_id: string }>`
    select id, service_id from referral
    where open and state = 'waiting' and place_offered_on is not null and due_on < ${p.today}::date
    order by due_on, id limit ${p.limit}::int`,
);

/** Who is next for a place of a service: who has waited longest, of those whom none is offered. */
export const nextInQueue = statement(
  'referrals.nextInQueue',
  (p: { serviceId: string; not: string }) => sql<{ id: string }>`
    select id from referral
    where service_id = ${p.serviceId} and open and state = 'waiting' and place_offered_on is null and id <> ${p.not}
    order by queue_at, id limit 1`,
);

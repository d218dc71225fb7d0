import { sql } from 'kysely';
import { usersGonePart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** Locks a person, so that a case which is being added waits and then sees the restriction; no row for one who was merged. */
export const lockPerson = statement(
  'people.lockPerson',
  (p: { personId: string }) => sql<{ id: string }>`
    select id from person where id = ${p.personId} and merged_into is null for update`,
);

export type RestrictionRow = {
  person_id: string;
  kind: string;
  reason: string;
  owner_id: string;
  placed_at: string;
  review_on: string | null;
  version: number;
};

/** The restrictions of these people that stand now. */
export const restrictionsOf = statement(
  'people.restrictionsOf',
  (p: { personIds: readonly string[] }) => sql<RestrictionRow>`
    select person_id, kind, reason, owner_id, placed_at, review_on, version from person_restriction
    where person_id = any(${p.personIds}::uuid[]) and lifted_at is null`,
);

/** Places a restriction, or changes the one that stands while it has the version given (0 for a new one). */
export const placeRestriction = statement(
  'people.placeRestriction',
  (p: {
    personId: string;
    kind: string;
    reason: string;
    ownerId: string;
    placedBy: string | null;
    reviewOn: string;
    version: number;
  }) => sql<{ version: number }>`
    insert into person_restriction as r (person_id, kind, reason, owner_id, placed_by, review_on)
    select ${p.personId}::uuid, ${p.kind}, ${p.reason}, ${p.ownerId}::uuid, ${p.placedBy}::uuid, ${p.reviewOn}::date
    on conflict (person_id) do update set kind = excluded.kind, reason = excluded.reason, owner_id = excluded.owner_id,
      placed_by = case when r.lifted_at is null then r.placed_by else excluded.placed_by end,
      placed_at = case when r.lifted_at is null then r.placed_at else now() end,
      review_on = excluded.review_on, review_told_on = null, lifted_at = null, version = r.version + 1
    where (r.lifted_at is not null and ${p.version}::int = 0) or (r.lifted_at is null and r.version = ${p.version}::int)
    returning version`,
);

export const liftRestriction = statement(
  'people.liftRestriction',
  (p: { personId: string; version: number }) => sql<{ person_id: string }>`
    update person_restriction set lifted_at = now(), version = version + 1
    where person_id = ${p.personId} and lifted_at is null and version = ${p.version} returning person_id`,
);

/**
 * Marks the restrictions that are due to be looked at again as told of today: those whose day has come, and which were not told
 * of in the days before. A record that was merged into another one is looked at there.
 */
export const markReviewsTold = statement(
  'people.markReviewsTold',
  (p: { today: string; againAfter: number }) => sql<{ person_id: string; owner_id: string; owner_gone: boolean }>`
    update person_restriction r set review_told_on = ${p.today}::date
    from person w
    where w.id = r.person_id and w.merged_into is null and r.lifted_at is null and r.review_on <= ${p.today}::date
      and (r.review_told_on is null or r.review_told_on <= ${p.today}::date - ${p.againAfter}::int)
    returning r.person_id, r.owner_id, r.owner_id in (select g.user_id from ${usersGonePart} g) as owner_gone`,
);

/** People whose restriction stands while whoever answered for it cannot sign in any more. */
export const withoutOwner = statement(
  'people.withoutOwner',
  () => sql<{ person_id: string }>`
    select r.person_id from person_restriction r join ${usersGonePart} g on g.user_id = r.owner_id
    join person w on w.id = r.person_id and w.merged_into is null
    where r.lifted_at is null order by r.person_id limit 500`,
);

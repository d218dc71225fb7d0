import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Voluntary places that key workers of a programme have given, kept from others until the transaction ends. */
export const lockPlaces = statement(
  'interviews.lockPlaces',
  (p: { programmeId: string }) => sql<{ locked: string }>`
    select pg_advisory_xact_lock(hashtextextended('voluntary places ' || ${p.programmeId}::text, 0))::text as locked`,
);

/** The cases of a programme whose people have a voluntary place, or wait for one, those who wait longest first. */
export const placesOf = statement(
  'interviews.placesOf',
  (p: { programmeId: string }) => sql<{ case_id: string; place: 'held' | 'waiting'; since: string }>`
    select case_id, place, afterwards_on as since from interview_series
    where programme_id = ${p.programmeId} and place is not null order by afterwards_on, id`,
);

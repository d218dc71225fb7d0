import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export const findStory = statement('cases.findStory', (p: { caseId: string }) =>
  q
    .selectFrom('story')
    .select(['in_short', 'strengths', 'what_helps', 'what_does_not', 'next_things', 'not_again', 'version'])
    .where('case_id', '=', p.caseId),
);

type StoryFields = {
  caseId: string;
  personId: string;
  inShort: string | null;
  strengths: string | null;
  whatHelps: string | null;
  whatDoesNot: string | null;
  nextThings: string | null;
  /** JSON. */
  notAgain: string;
  by: string | null;
};

/** The first telling. Gives no row when somebody told it in the meantime. */
export const insertStory = statement(
  'cases.insertStory',
  (p: StoryFields) => sql<{ version: number }>`
    insert into story (case_id, person_id, in_short, strengths, what_helps, what_does_not, next_things, not_again, updated_by)
    values (${p.caseId}, ${p.personId}, ${p.inShort}, ${p.strengths}, ${p.whatHelps}, ${p.whatDoesNot}, ${p.nextThings},
      ${p.notAgain}::jsonb, ${p.by})
    on conflict (case_id) do nothing returning version`,
);

/** A later telling, when the story still has the version given. */
export const updateStory = statement(
  'cases.updateStory',
  (p: StoryFields & { version: number }) => sql<{ version: number }>`
    update story set in_short = ${p.inShort}, strengths = ${p.strengths}, what_helps = ${p.whatHelps},
      what_does_not = ${p.whatDoesNot}, next_things = ${p.nextThings}, not_again = ${p.notAgain}::jsonb,
      version = version + 1, updated_at = now(), updated_by = ${p.by}
    where case_id = ${p.caseId} and version = ${p.version} returning version`,
);

/** The latest notes of a case. */
export const latestNotes = statement('cases.latestNotes', (p: { caseId: string; limit: number }) =>
  q
    .selectFrom('note')
    .select(['id', 'written_on', 'body'])
    .where('case_id', '=', p.caseId)
    .orderBy('written_on', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
);

export type OpenRow = { what: string; detail: string | null; on_day: string | null };

/** What waits for somebody in this room: one statement, by the indexes of each table. */
export const openOf = statement(
  'cases.openOf',
  (p: { caseId: string }) => sql<OpenRow>`
    (select 'worker asked' as what, reason as detail, asked_on as on_day from worker_request
      where case_id = ${p.caseId} and state in ('open', 'parked') limit 5)
    union all
    (select 'return asked', reason, asked_on from return_request where case_id = ${p.caseId} and state = 'waiting' limit 5)
    union all
    (select 'warm handover', with_whom, meets_on from warm_handover where case_id = ${p.caseId} and state = 'booked' limit 5)
    union all
    (select 'hand-back', to_whom, sent_on from hand_back where case_id = ${p.caseId} and state = 'sent' limit 5)`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type PauseRow = { until: string | null; reason: string; paused_at: string };

export const findPause = statement(
  'messages.findPause',
  (p: { caseId: string }) =>
    sql<PauseRow>`select until, reason, paused_at from message_pause where case_id = ${p.caseId}`,
);

/** Pauses the reminders of a case; a pause that stands gets the new reason and day. */
export const savePause = statement(
  'messages.savePause',
  (p: { caseId: string; personId: string; until: string | null; reason: string; pausedBy: string | null }) => sql`
    insert into message_pause (case_id, person_id, until, reason, paused_by)
    values (${p.caseId}, ${p.personId}, ${p.until}, ${p.reason}, ${p.pausedBy})
    on conflict (case_id) do update set until = excluded.until, reason = excluded.reason, paused_by = excluded.paused_by, paused_at = now()`,
);

/** Ends a pause; no row when there is none. */
export const endPause = statement(
  'messages.endPause',
  (p: { caseId: string }) =>
    sql<{ case_id: string }>`delete from message_pause where case_id = ${p.caseId} returning case_id`,
);

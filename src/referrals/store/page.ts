/** What the page of a referral shows besides its row. */
import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { ChangeSince } from '../rules/soft-outcomes.ts';

/** Something that happened, as the history shows it. */
export type HistoryRow = {
  id: string;
  kind: string;
  to_state: string | null;
  day: string;
  at: string;
  side: string;
  by: string | null;
  by_name: string | null;
  reason: string | null;
  words: string | null;
  sensitive: boolean;
  data: Record<string, unknown>;
};

/** The history of a referral, the latest first. */
export const historyOf = statement(
  'referrals.historyOf',
  (p: { referralId: string }) => sql<HistoryRow>`
    select id, kind, to_state, day, at, side, by, by_name, reason, words, sensitive, data
    from referral_event where referral_id = ${p.referralId} order by id desc limit 200`,
);

/** An appointment at the service. */
export type AppointmentRow = {
  id: string;
  starts_at: string;
  place: string | null;
  told_on: string | null;
  outcome: string | null;
  reason: string | null;
  action: string | null;
  made_by_side: string;
};

/** Appointments of a referral, the latest first. */
export const appointmentsOf = statement(
  'referrals.appointmentsOf',
  (p: { referralId: string }) => sql<AppointmentRow>`
    select id, starts_at, place, told_on, outcome, reason, action, made_by_side
    from referral_appointment where referral_id = ${p.referralId} order by starts_at desc, id desc limit 50`,
);

/** How it is going, as one side told it. */
export type FeedbackRow = {
  id: string;
  side: 'service' | 'person' | 'worker';
  day: string;
  attended: number | null;
  planned: number | null;
  done: string | null;
  hopes: string | null;
  readiness: string | null;
  barriers: string | null;
  health: string | null;
  milestone: string | null;
  next_step: string | null;
  own_view: string | null;
  words: string | null;
  final: boolean;
  by_name: string | null;
  /** Of what the person says: 1 to 5, and what became better. */
  score: number | null;
  confidence: ChangeSince | null;
  wellbeing: ChangeSince | null;
};

/** What the sides told of a referral, the latest first; what the person says of the service among it, for their worker. */
export const feedbackOf = statement(
  'referrals.feedbackOf',
  (p: { referralId: string }) => sql<FeedbackRow>`
    select id, side, day, attended, planned, done, hopes, readiness, barriers, health, milestone, next_step, own_view, words, final, by_name,
      null::int as score, null as confidence, null as wellbeing
    from feedback where referral_id = ${p.referralId}
    union all
    select id, 'person', day, null, null, null, null, null, null, null, null, null, null, words, false, null, score, confidence, wellbeing
    from service_rating where referral_id = ${p.referralId}
    order by day desc, id desc limit 50`,
);

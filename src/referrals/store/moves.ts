/** What a move reads besides the referral, and what it writes besides its row. */
import { sql } from 'kysely';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { queryBuilder, run, type Sql, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

/** A consent as the guards and the pages read it. */
export type ConsentRow = {
  id: string;
  service_id: string;
  service_name: string;
  organisation_name: string | null;
  items: string[];
  asked_items: string[];
  how: string;
  wording: string;
  given_on: string;
  ends_on: string;
  withdrawn_on: string | null;
  withdrawn_words: string | null;
};

/** What surrounds a referral when it moves. Lists come as JSON; days in them are text. */
export type AroundRow = {
  consent: Pick<ConsentRow, 'id' | 'items' | 'given_on' | 'ends_on' | 'withdrawn_on'> | null;
  approvals: { artefact: string; state: string; asked_by: string | null }[];
  appointment: { id: string; told_on: string | null; starts_at: string } | null;
  /** The first day on which feedback is due. */
  feedback_on: string | null;
  reported: boolean;
  held: boolean;
  placed_known: boolean;
};

/**
 * Everything that the guards ask besides the referral, in one statement. The latest consent for the service speaks: a change is
 * a new row. `placed` is the service that takes the person; it must be of the same organisation.
 */
export const around = statement(
  'referrals.around',
  (p: { id: string; caseId: string; serviceId: string; placed: string; today: string }) => sql<AroundRow>`
    select
      (select jsonb_build_object('id', c.id, 'items', c.items, 'given_on', c.given_on, 'ends_on', c.ends_on, 'withdrawn_on', c.withdrawn_on)
        from sharing_consent c where c.case_id = ${p.caseId} and c.service_id = ${p.serviceId} order by c.id desc limit 1) as consent,
      coalesce((select jsonb_agg(jsonb_build_object('artefact', a.artefact, 'state', a.state, 'asked_by', a.asked_by))
        from referral_approval a where a.referral_id = ${p.id}), '[]') as approvals,
      (select jsonb_build_object('id', b.id, 'told_on', b.told_on, 'starts_at', b.starts_at) from referral_appointment b
        where b.referral_id = ${p.id} and b.outcome is null order by b.id desc limit 1) as appointment,
      (select min(d.due_on) from feedback_due d
        where d.referral_id = ${p.id} and d.received_on is null and d.cancelled_on is null) as feedback_on,
      exists (select from feedback f where f.referral_id = ${p.id} and f.final) as reported,
      coalesce((select true from case_manager m where m.case_id = ${p.caseId} and m.from_day <= ${p.today}::date
          and (m.to_day is null or m.to_day > ${p.today}::date)),
        (select k.key_worker_id is not null and not exists (select from case_alarm l where l.case_id = k.case_id
            and l.kind = 'no case manager' and l.closed_on is null)
          from ${casePlacesPart} k where k.case_id = ${p.caseId})) as held,
      exists (select from ${servicesPart} s join ${servicesPart} o on o.service_id = ${p.serviceId}
        where s.service_id = ${p.placed} and s.organisation_id is not distinct from o.organisation_id) as placed_known`,
);

const q = queryBuilder<Tables>();

/** What happened, in order; `data` holds nothing of a person's health, convictions or risk. */
export type NewEvent = {
  id: string;
  referral_id: string;
  kind: string;
  from_state: string | null;
  to_state: string | null;
  day: string;
  /** The moment, as text. */
  at: string;
  side: string;
  by: string | null;
  by_name: string | null;
  reason: string | null;
  words: string | null;
  sensitive: boolean;
  data: Record<string, unknown>;
};

/** Appends what happened to a referral. */
export async function insertReferralEvent(tx: Sql, event: NewEvent): Promise<void> {
  await run(tx, q.insertInto('referral_event').values({ ...event, data: JSON.stringify(event.data) }));
}

/** Keeps what was told to a service, exactly as it was told. */
export async function insertSent(
  tx: Sql,
  sent: {
    id: string;
    referral_id: string;
    consent_id: string;
    channel: string;
    items: string[];
    payload: object;
    digest: Buffer;
    sent_on: string;
    at: string;
    by: string | null;
  },
): Promise<void> {
  await run(tx, q.insertInto('referral_sent').values({ ...sent, payload: JSON.stringify(sent.payload) }));
}

export const insertAppointment = statement(
  'referrals.insertAppointment',
  (p: {
    id: string;
    referralId: string;
    startsAt: string;
    place: string | null;
    toldOn: string | null;
    side: string;
  }) => sql`
    insert into referral_appointment (id, referral_id, starts_at, place, told_on, made_by_side)
    values (${p.id}, ${p.referralId}, ${p.startsAt}, ${p.place}, ${p.toldOn}, ${p.side})`,
);

/** What became of the appointment that was booked: one that is booked in its place cancels it. */
export const settleAppointment = statement(
  'referrals.settleAppointment',
  (p: { id: string; outcome: string; reason: string | null; action: string | null }) => sql`
    update referral_appointment set outcome = ${p.outcome}, reason = ${p.reason}, action = ${p.action}
    where id = ${p.id} and outcome is null`,
);

export const tellAppointment = statement(
  'referrals.tellAppointment',
  (p: { id: string; day: string }) => sql<{ id: string }>`
    update referral_appointment set told_on = ${p.day} where id = ${p.id} and told_on is null returning id`,
);

/** Feedback that falls due, by kind ('week 3', 'end'): what is there already stays as it is. */
export const insertFeedbackDue = statement(
  'referrals.insertFeedbackDue',
  (p: { rows: string }) => sql`
    insert into feedback_due (id, referral_id, kind, due_on)
    select id, referral_id, kind, due_on from jsonb_to_recordset(${p.rows}::jsonb) as t(id uuid, referral_id uuid, kind text, due_on date)
    on conflict (referral_id, kind) do nothing`,
);

/** Feedback that is not awaited any more: all that has not come, or all but the final one after an end. */
export const cancelFeedbackDue = statement(
  'referrals.cancelFeedbackDue',
  (p: { referralId: string; day: string; all: boolean }) => sql`
    update feedback_due set cancelled_on = ${p.day}
    where referral_id = ${p.referralId} and received_on is null and cancelled_on is null
      and (${p.all} or (kind <> 'end' and due_on > ${p.day}::date))`,
);

/** Consent holds some months after the end of what it was given for. */
export const endConsent = statement(
  'referrals.endConsent',
  (p: { id: string; endsOn: string }) => sql`
    update sharing_consent set ends_on = greatest(${p.endsOn}::date, given_on) where id = ${p.id} and withdrawn_on is null`,
);

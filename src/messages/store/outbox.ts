import { sql } from 'kysely';
import { type CasePart, casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { peopleReach, type ReachPart } from '../../people/actions/parts.ts';
import type { Channel } from '../rules/channel.ts';
import type { Invitation } from '../rules/invitation.ts';
import type { State } from '../rules/states.ts';

const added = sql.raw(
  'id, programme_id, case_id, person_id, kind, about, reminder, once, channel, language, template_id, subject, body, parts, interpreter, not_before, not_after, invitation, queued_by, queued_at',
);
const types = sql.raw(
  'id uuid, programme_id uuid, case_id uuid, person_id uuid, kind text, about uuid, reminder boolean, once text, channel text, language text, template_id uuid, subject text, body text, parts smallint, interpreter boolean, not_before timestamptz, not_after timestamptz, invitation jsonb, queued_by uuid, queued_at timestamptz',
);

/** Queues many messages with one statement. Those that were queued before under the same `once` are left out. */
export const insertMessages = statement(
  'messages.insertMessages',
  (p: { rows: string }) => sql<{ id: string }>`
    insert into message (${added}, state_at)
    select ${added}, queued_at from jsonb_to_recordset(${p.rows}::jsonb) as given(${types})
    on conflict (once) where once is not null do nothing returning id`,
);

/** Which of these were queued before. */
export const queuedOnce = statement(
  'messages.queuedOnce',
  (p: { onces: readonly string[] }) => sql<{ once: string }>`
    select once from message where once = any(${p.onces}::text[])`,
);

/** A message that a run has claimed, with how the person is reached now and what is safe now. */
export type ClaimedRow = Omit<ReachPart, 'person_id'> & {
  id: string;
  programme_id: string;
  case_id: string;
  person_id: string;
  kind: string;
  reminder: boolean;
  channel: Channel;
  language: string;
  subject: string | null;
  body: string;
  not_after: string | null;
  invitation: Invitation | null;
  attempts: number;
  status: CasePart['status'];
  reminders_paused: boolean;
};

/** Claims what is due, the longest due first. Another process takes others: neither waits. */
export const claim = statement(
  'messages.claim',
  (p: { run: string; channels: readonly string[]; now: string; today: string; limit: number }) => sql<ClaimedRow>`
    with rings as (
      select id from message where state = 'queued' and channel <> 'letter' and channel = any(${p.channels}::text[])
        and not_before <= ${p.now}::timestamptz
      order by not_before, id limit ${p.limit}::int for update skip locked),
    letters as (
      select id from message where state = 'queued' and channel = 'letter' and 'letter' = any(${p.channels}::text[])
        and not_before <= ${p.now}::timestamptz
      order by not_before, id limit ${p.limit}::int for update skip locked),
    due as (select id from rings union all select id from letters limit ${p.limit}::int),
    claimed as (
      update message m set state = 'claimed', claimed_by = ${p.run}, state_at = ${p.now}::timestamptz, attempts = m.attempts + 1
      from due where m.id = due.id returning m.*)
    select m.id, m.programme_id, m.case_id, m.person_id, m.kind, m.reminder, m.channel, m.language, m.subject, m.body, m.not_after,
      m.invitation, m.attempts, c.status, w.given_name, w.family_name, w.phone, w.email, w.address, w.locality, w.postcode, w.preferred_contact,
      w.contact_rules, w.first_language, w.interpreter,
      exists (select from message_pause s where s.case_id = m.case_id and (s.until is null or s.until >= ${p.today}::date)) as reminders_paused
    from claimed m join ${casePlaces} c on c.case_id = m.case_id join ${peopleReach} w on w.person_id = m.person_id
    order by m.not_before, m.id`,
);

/** Runs that have messages claimed. */
export const claimants = statement(
  'messages.claimants',
  (_: Record<never, never>) =>
    sql<{ run: string }>`select distinct claimed_by as run from message where state = 'claimed'`,
);

/** Takes the lock of a run for this connection; it is free as soon as the connection of its process is gone. */
export const lockRun = statement(
  'messages.lockRun',
  (p: { run: string }) =>
    sql<{ locked: boolean }>`select pg_try_advisory_lock(hashtextextended(${p.run}::text, 24)) as locked`,
);
export const unlockRun = statement(
  'messages.unlockRun',
  (p: { run: string }) => sql`select pg_advisory_unlock(hashtextextended(${p.run}::text, 24))`,
);

/** A message whose state has changed. */
export type ChangedRow = {
  id: string;
  programme_id: string;
  case_id: string;
  person_id: string;
  kind: string;
  channel: Channel;
  subject: string | null;
  body: string;
};
const changed = sql.raw('id, programme_id, case_id, person_id, kind, channel, subject, body');

/** What a run that is gone had claimed is not known to be sent. */
export const markUnknown = statement(
  'messages.markUnknown',
  (p: { run: string; now: string }) => sql<ChangedRow>`
    update message set state = 'unknown', reason = 'process ended', state_at = ${p.now}::timestamptz
    where claimed_by = ${p.run} and state = 'claimed' returning ${changed}`,
);

/** Moves a message from one of the states given to another; no row when it stands elsewhere by now. */
export const moveMessage = statement(
  'messages.moveMessage',
  (p: {
    id: string;
    from: readonly State[];
    to: State;
    run: string | null;
    reason: string | null;
    sentTo: string | null;
    sender: string | null;
    senderRef: string | null;
    notBefore: string | null;
    now: string;
  }) => sql<ChangedRow>`
    update message set state = ${p.to}, reason = ${p.reason}, state_at = ${p.now}::timestamptz,
      sent_to = coalesce(${p.sentTo}, sent_to), sender = coalesce(${p.sender}, sender),
      sender_ref = coalesce(${p.senderRef}, sender_ref), not_before = coalesce(${p.notBefore}::timestamptz, not_before)
    where id = ${p.id} and state = any(${p.from}::text[]) and (${p.run}::uuid is null or claimed_by = ${p.run}::uuid)
    returning ${changed}`,
);

/** What became of messages: one step of each. */
export const insertEvents = statement(
  'messages.insertEvents',
  (p: {
    ids: readonly string[];
    messageIds: readonly string[];
    kind: string;
    reason: string | null;
    userId: string | null;
    at: string;
  }) => sql`
    insert into message_event (id, message_id, kind, reason, user_id, at)
    select e.id, e.message_id, ${p.kind}, ${p.reason}, ${p.userId}, ${p.at}::timestamptz
    from unnest(${p.ids}::uuid[], ${p.messageIds}::uuid[]) as e(id, message_id)`,
);

/** Which of these letters were taken for delivery, and what became of them is not known yet. */
export const lettersUnderWay = statement(
  'messages.lettersUnderWay',
  (p: { ids: readonly string[] }) => sql<{ id: string }>`
    select id from message where id = any(${p.ids}::uuid[]) and channel = 'letter' and state in ('accepted', 'unknown')`,
);

/** Stops what waits about things of some cases. The cases' index finds them. */
export const stopAbout = statement(
  'messages.stopAbout',
  (p: { abouts: readonly string[]; caseIds: readonly string[]; now: string }) => sql<{ id: string }>`
    update message set state = 'stopped', reason = 'changed', state_at = ${p.now}::timestamptz
    where case_id = any(${p.caseIds}::uuid[]) and about = any(${p.abouts}::uuid[]) and state = 'queued' returning id`,
);

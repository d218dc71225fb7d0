import { sql } from 'kysely';
import { type CasePart, casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { Channel } from '../rules/channel.ts';
import type { Invitation } from '../rules/invitation.ts';
import type { State } from '../rules/states.ts';

/** A message as pages show it. */
export type MessageRow = {
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
  parts: number | null;
  interpreter: boolean;
  not_before: string;
  state: State;
  state_at: string;
  reason: string | null;
  attempts: number;
  batch_id: string | null;
  sent_to: string | null;
  invitation: Invitation | null;
  queued_at: string;
};
const columns = sql.raw(
  'm.id, m.programme_id, m.case_id, m.person_id, m.kind, m.reminder, m.channel, m.language, m.subject, m.body, m.parts, m.interpreter, m.not_before, m.state, m.state_at, m.reason, m.attempts, m.batch_id, m.sent_to, m.invitation, m.queued_at',
);

/** The newest messages of a case. */
export const messagesOf = statement(
  'messages.messagesOf',
  (p: { caseId: string; limit: number }) => sql<MessageRow>`
    select ${columns} from message m where m.case_id = ${p.caseId} order by m.id desc limit ${p.limit}::int`,
);

/** The last reminder that went to the person of a case. */
export const lastReminder = statement(
  'messages.lastReminder',
  (p: { caseId: string }) => sql<Pick<MessageRow, 'kind' | 'channel' | 'state' | 'state_at'>>`
    select kind, channel, state, state_at from message
    where case_id = ${p.caseId} and reminder and state in ('accepted', 'delivered', 'unknown', 'posted') order by id desc limit 1`,
);

/** A message with the place of its case, for the policy. */
export const findMessage = statement(
  'messages.findMessage',
  (p: { id: string }) => sql<
    MessageRow & Pick<CasePart, 'area_id' | 'provider_id' | 'key_worker_id' | 'restricted' | 'reference'>
  >`
    select ${columns}, c.area_id, c.provider_id, c.key_worker_id, c.restricted, c.reference
    from message m join ${casePlaces} c on c.case_id = m.case_id where m.id = ${p.id}`,
);

/** Messages of a programme in some states, the oldest first. No names: only the reference of the case. */
export const messagesIn = statement(
  'messages.messagesIn',
  (p: { programmeIds: readonly string[]; states: readonly string[]; limit: number }) => sql<
    Omit<MessageRow, 'body' | 'subject' | 'sent_to' | 'invitation'> & { reference: string }
  >`
    select m.id, m.programme_id, m.case_id, m.person_id, m.kind, m.reminder, m.channel, m.language, m.parts, m.interpreter, m.not_before,
      m.state, m.state_at, m.reason, m.attempts, m.batch_id, m.queued_at, c.reference
    from message m join ${casePlaces} c on c.case_id = m.case_id
    where m.programme_id = any(${p.programmeIds}::uuid[]) and m.state = any(${p.states}::text[]) order by m.id desc limit ${p.limit}::int`,
);

/** How many wait, by channel, counted up to a bound: no page costs what the outbox holds. */
export const waitingCounts = statement(
  'messages.waitingCounts',
  (p: { programmeIds: readonly string[]; most: number }) => sql<{ channel: Channel; count: number }>`
    select k.channel, (select count(*) from (select from message m where m.state = 'queued' and m.channel = k.channel
      and m.programme_id = any(${p.programmeIds}::uuid[]) limit ${p.most}::int) x)::int as count
    from unnest(array['text', 'email', 'letter']) as k(channel)`,
);

/** Delivery of the messages of a programme that were queued last, by channel and state. */
export const lately = statement(
  'messages.lately',
  (p: { programmeIds: readonly string[]; newest: number }) => sql<{ channel: Channel; state: State; count: number }>`
    select channel, state, count(*)::int as count from (
      select n.channel, n.state from unnest(${p.programmeIds}::uuid[]) as g(id)
      cross join lateral (select channel, state from message where programme_id = g.id order by id desc limit ${p.newest}::int) n) x
    group by channel, state`,
);

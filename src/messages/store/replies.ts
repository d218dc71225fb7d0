import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { peopleReach } from '../../people/actions/parts.ts';
import type { Meaning } from '../rules/reply.ts';

/** A message that went to an address lately. */
export type SentRow = {
  id: string;
  programme_id: string;
  case_id: string;
  person_id: string;
  kind: string;
  about: string | null;
  open: boolean;
};

/** What went to an address since a moment, the latest first. `open`: the time of what it is about is still to come. */
export const sentTo = statement(
  'messages.sentTo',
  (p: { address: string; since: string; now: string }) => sql<SentRow>`
    select id, programme_id, case_id, person_id, kind, about, (not_after is null or not_after > ${p.now}::timestamptz) as open
    from message where sent_to = ${p.address} and state_at > ${p.since}::timestamptz and state in ('accepted', 'delivered', 'unknown')
    order by state_at desc, id desc limit 50`,
);

/** A message that went by email, with where it went. `open` as in `sentTo`. */
export const sentMail = statement(
  'messages.sentMail',
  (p: { id: string; now: string }) => sql<SentRow & { sent_to: string | null }>`
    select id, programme_id, case_id, person_id, kind, about, sent_to, (not_after is null or not_after > ${p.now}::timestamptz) as open
    from message where id = ${p.id} and channel = 'email' and state in ('accepted', 'delivered', 'unknown', 'failed')`,
);

export const insertReply = statement(
  'messages.insertReply',
  (p: {
    id: string;
    sourceRef: string;
    channel: string;
    from: string;
    body: string;
    original: string | null;
    receivedAt: string;
    programmeId: string | null;
    caseId: string | null;
    personId: string | null;
    messageId: string | null;
    meaning: Meaning;
  }) => sql<{ id: string }>`
    insert into message_reply (id, source_ref, channel, received_from, body, original, received_at, programme_id, case_id, person_id,
      message_id, meaning)
    values (${p.id}, ${p.sourceRef}, ${p.channel}, ${p.from}, ${p.body}, ${p.original}, ${p.receivedAt}, ${p.programmeId}, ${p.caseId},
      ${p.personId}, ${p.messageId}, ${p.meaning})
    on conflict (source_ref) do nothing returning id`,
);

/** Says what was done with a reply by itself. */
export const setDone = statement(
  'messages.setDone',
  (p: { id: string; done: string; settled: boolean }) => sql`
    update message_reply set done = ${p.done}, state = case when ${p.settled} then 'dealt with' else state end,
      dealt_at = case when ${p.settled} then now() end where id = ${p.id}`,
);

/** A reply as lists show it. */
export type ReplyRow = {
  id: string;
  channel: string;
  received_from: string;
  body: string;
  original: string | null;
  received_at: string;
  meaning: Meaning;
  done: string | null;
  state: 'waiting' | 'dealt with';
  case_id: string | null;
  person_id: string | null;
  programme_id: string | null;
};
const columns = sql.raw(
  'p.id, p.channel, p.received_from, p.body, p.original, p.received_at, p.meaning, p.done, p.state, p.case_id, p.person_id, p.programme_id',
);

/** The newest replies of a case. */
export const repliesOf = statement(
  'messages.repliesOf',
  (p: { caseId: string; limit: number }) => sql<ReplyRow>`
    select ${columns} from message_reply p where p.case_id = ${p.caseId} order by p.received_at desc, p.id desc limit ${p.limit}::int`,
);

/** Replies of these cases that wait, the oldest first: one for each case with how many. */
export const waitingOf = statement(
  'messages.waitingOf',
  (p: { caseIds: readonly string[] }) => sql<{ case_id: string; count: number; oldest: string }>`
    select case_id, count(*)::int as count, min(received_at) as oldest from message_reply
    where state = 'waiting' and case_id = any(${p.caseIds}::uuid[]) group by case_id`,
);

/** Replies that wait, of cases in a scope, the oldest first. */
export function waitingIn(db: Sql, scope: Scope, limit: number) {
  const inScope: RawBuilder<unknown> = casesInScope(scope);
  return run(
    db,
    sql<ReplyRow & { given_name: string | null; family_name: string | null }>`
    select ${columns}, w.given_name, w.family_name
    from message_reply p
    join ${casePlaces} c on c.case_id = p.case_id
    join ${peopleReach} w on w.person_id = p.person_id
    where p.state = 'waiting' and ${inScope}
    order by p.received_at, p.id limit ${limit}::int`,
  );
}

/** Replies from numbers that nobody is known by, the oldest first. */
export const unknownReplies = statement(
  'messages.unknownReplies',
  (p: { limit: number }) => sql<ReplyRow>`
    select ${columns} from message_reply p where p.state = 'waiting' and p.case_id is null order by p.received_at, p.id limit ${p.limit}::int`,
);

export const findReply = statement(
  'messages.findReply',
  (p: { id: string }) => sql<ReplyRow>`select ${columns} from message_reply p where p.id = ${p.id}`,
);

/** Marks a reply as dealt with; no row when it was before. */
export const dealWith = statement(
  'messages.dealWith',
  (p: { id: string; userId: string | null; now: string }) => sql<{ id: string }>`
    update message_reply set state = 'dealt with', dealt_by = ${p.userId}, dealt_at = ${p.now}::timestamptz
    where id = ${p.id} and state = 'waiting' returning id`,
);

import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** What is known of a service beside its facts: one line of any kind. Days are 'YYYY-MM-DD'. */
export type KnownRow = {
  what: 'news' | 'experience' | 'opinion' | 'reply' | 'asked';
  id: string;
  words: string;
  by_name: string | null;
  day: string;
  /** Of an opinion the day after which it is not shown; of a request the day by which an answer is due. */
  until: string | null;
  /** Of a reply what it is about; of a request the answer. */
  more: string | null;
  hidden: boolean;
  hidden_why: string | null;
  answered_on: string | null;
};

/**
 * What is known of a service on a day, the latest first: opinions that have not ended, what was not hidden (with `hidden` that
 * too, for managers), replies, and requests for information.
 */
export const knownOf = statement(
  'directory.knownOf',
  (p: { serviceId: string; day: string; hidden: boolean; limit: number }) => sql<KnownRow>`
    select k.*, u.user_name as by_name from (
      (select n.kind as what, n.id, n.words, n.by, n.day, n.until, null::text as more, n.hidden_at is not null as hidden, n.hidden_why,
        null::date as answered_on
      from service_news n where n.service_id = ${p.serviceId} and (n.until is null or n.until >= ${p.day}::date)
        and (n.hidden_at is null or ${p.hidden}::boolean)
      order by n.day desc, n.id desc limit ${p.limit}::int)
      union all
      (select 'asked', a.id, a.words, a.asked_by, a.asked_on, a.answer_by, a.answer, false, null, a.answered_on
      from service_asked a where a.service_id = ${p.serviceId} order by a.asked_on desc, a.id desc limit ${p.limit}::int)) k
    left join ${userNamesPart} u on u.user_id = k.by
    union all
    (select 'reply', r.id, r.words, null, r.day, null, r.about, false, null, null, r.by_name
    from service_reply r where r.service_id = ${p.serviceId} order by r.day desc, r.id desc limit ${p.limit}::int)
    order by day desc, id desc`,
);

export const insertNews = statement(
  'directory.insertNews',
  (p: {
    id: string;
    serviceId: string;
    kind: string;
    words: string;
    by: string | null;
    day: string;
    until: string | null;
  }) => sql`
    insert into service_news (id, service_id, kind, words, by, day, until)
    values (${p.id}, ${p.serviceId}, ${p.kind}, ${p.words}, ${p.by}, ${p.day}, ${p.until})`,
);

/** Something that was written down, of one service, whether hidden or not. */
export const findNews = statement(
  'directory.findNews',
  (p: { id: string; serviceId: string }) => sql<{
    id: string;
    kind: string;
    words: string;
    day: string;
    hidden: boolean;
  }>`
    select id, kind, words, day, hidden_at is not null as hidden from service_news where id = ${p.id} and service_id = ${p.serviceId}`,
);

export const hideNews = statement(
  'directory.hideNews',
  (p: { id: string; serviceId: string; at: string; why: string; by: string | null }) => sql<{ kind: string }>`
    update service_news set hidden_at = ${p.at}, hidden_why = ${p.why}, hidden_by = ${p.by}
    where id = ${p.id} and service_id = ${p.serviceId} and hidden_at is null returning kind`,
);

export const insertReply = statement(
  'directory.insertReply',
  (p: { id: string; serviceId: string; about: string; words: string; byName: string; day: string }) => sql`
    insert into service_reply (id, service_id, about, words, by_name, day)
    values (${p.id}, ${p.serviceId}, ${p.about}, ${p.words}, ${p.byName}, ${p.day})`,
);

export const insertAsked = statement(
  'directory.insertAsked',
  (p: { id: string; serviceId: string; words: string; by: string; on: string; answerBy: string }) => sql`
    insert into service_asked (id, service_id, words, asked_by, asked_on, answer_by)
    values (${p.id}, ${p.serviceId}, ${p.words}, ${p.by}, ${p.on}, ${p.answerBy})`,
);

export const answerAsked = statement(
  'directory.answerAsked',
  (p: { id: string; serviceId: string; on: string; answer: string }) => sql<{ id: string }>`
    update service_asked set answered_on = ${p.on}, answer = ${p.answer}
    where id = ${p.id} and service_id = ${p.serviceId} and answered_on is null returning id`,
);

/** A request that was not answered, with its service. */
export type OpenAsked = {
  id: string;
  service_id: string;
  service_name: string;
  words: string;
  asked_on: string;
  answer_by: string;
  asked_by_name: string | null;
};

/** Requests that are not answered, the oldest first. */
export const openAsked = statement(
  'directory.openAsked',
  (p: { limit: number }) => sql<OpenAsked>`
    select a.id, a.service_id, s.name as service_name, a.words, a.asked_on, a.answer_by, u.user_name as asked_by_name
    from service_asked a join service s on s.id = a.service_id left join ${userNamesPart} u on u.user_id = a.asked_by
    where a.answered_on is null order by a.answer_by, a.id limit ${p.limit}::int`,
);

/** One change of the directory, with what it is about. */
export type ChangeRow = {
  id: string;
  at: string;
  kind: string;
  changes: { field: string; before: string; after: string }[];
  by_name: string | null;
  service_id: string | null;
  service_name: string | null;
  organisation_id: string | null;
  organisation_name: string | null;
};

const changes = sql`select c.id, c.at, c.kind, c.changes, coalesce(c.by_name, u.user_name) as by_name, c.service_id, s.name as service_name,
    c.organisation_id, o.name as organisation_name
  from service_change c left join service s on s.id = c.service_id left join organisation o on o.id = c.organisation_id
  left join ${userNamesPart} u on u.user_id = c.by`;

/** The latest changes of the whole directory before one (`before`, an id; 'ffffffff-…' for the newest). */
export const latestChanges = statement(
  'directory.latestChanges',
  (p: { before: string; limit: number }) => sql<ChangeRow>`
    ${changes} where c.id < ${p.before}::uuid order by c.id desc limit ${p.limit}::int`,
);

/** The same of the services that a user keeps. */
export const changesOfSteward = statement(
  'directory.changesOfSteward',
  (p: { userId: string; before: string; limit: number }) => sql<ChangeRow>`
    ${changes} where c.id < ${p.before}::uuid
      and c.service_id in (select t.service_id from service_steward t where t.user_id = ${p.userId} and t.to_day is null)
    order by c.id desc limit ${p.limit}::int`,
);

/** The same of one service. */
export const changesOfService = statement(
  'directory.changesOfService',
  (p: { serviceId: string; before: string; limit: number }) => sql<ChangeRow>`
    ${changes} where c.service_id = ${p.serviceId} and c.id < ${p.before}::uuid order by c.id desc limit ${p.limit}::int`,
);

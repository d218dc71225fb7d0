/** What a service may read of a referral: what it was told while consent holds, where it stands, and what it said itself. */
import { sql } from 'kysely';
import { staffPhones, userNamesPart } from '../../access/actions/parts.ts';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { programmeNames } from '../../programmes/actions/parts.ts';

/** The latest consent for the service speaks, for its organisation alone: a change is a new row. To stand in a lateral join. */
export const latestConsent = sql`(
  select c.items, c.given_on, c.ends_on, c.withdrawn_on from sharing_consent c
  where c.case_id = r.case_id and c.service_id = r.service_id and c.organisation_id is not distinct from r.organisation_id
  order by c.id desc limit 1)`;
/** Whether it holds on a day. */
export const holds = (today: string) =>
  sql`(c.withdrawn_on is null and c.given_on <= ${today}::date and c.ends_on >= ${today}::date)`;
/** What was told of one item, as it was told last; null when it was not, or may not be shown any more. */
export const itemOf = (item: string, today: string) => sql`(
  select x.payload ->> ${item} from referral_sent x
  where x.referral_id = r.id and x.payload ? ${item} and ${holds(today)} and c.items @> array[${item}]
  order by x.id desc limit 1)`;

/** What a service said: an answer, or how it is going. */
export type SaidRow = {
  kind: string;
  day: string;
  by_name: string | null;
  reason: string | null;
  words: string | null;
  data: Record<string, unknown>;
};

export type SideRow = {
  programme_name: string;
  /** Whom the service talks to: the key worker, else whoever made the referral. */
  worker_name: string | null;
  worker_phone: string | null;
  /** 'holds', 'withdrawn', 'ended', or 'none' where nothing was ever told. */
  consent: 'holds' | 'withdrawn' | 'ended' | 'none';
  consent_until: string | null;
  /** What was told, each time, in order; empty unless consent holds. */
  told: { payload: Record<string, string>; items: string[] }[];
  appointment: { starts_at: string; place: string | null } | null;
  said: SaidRow[];
  /** The next feedback that was agreed. */
  feedback_on: string | null;
  services: { id: string; name: string }[];
};

/** Everything that a service is shown of a referral, in one statement. */
export const sideOf = statement(
  'referrals.sideOf',
  (p: { id: string; today: string }) => sql<SideRow>`
    select g.programme_name, coalesce(f.staff_name, u.user_name) as worker_name, f.staff_phone as worker_phone,
      case when c.items is null or r.sent_on is null then 'none' when c.withdrawn_on is not null then 'withdrawn'
        when ${holds(p.today)} then 'holds' else 'ended' end as consent, c.ends_on as consent_until,
      case when ${holds(p.today)} then coalesce((select jsonb_agg(jsonb_build_object('payload', x.payload, 'items', c.items) order by x.id)
        from referral_sent x where x.referral_id = r.id), '[]') else '[]' end as told,
      (select jsonb_build_object('starts_at', to_char(b.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'place', b.place)
        from referral_appointment b where b.referral_id = r.id and b.outcome is null order by b.id desc limit 1) as appointment,
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'day', e.day, 'by_name', e.by_name, 'reason', e.reason,
          'words', e.words, 'data', e.data) order by e.id)
        from referral_event e where e.referral_id = r.id and e.side = 'service'), '[]') as said,
      (select min(d.due_on) from feedback_due d where d.referral_id = r.id and d.received_on is null and d.cancelled_on is null)
        as feedback_on,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.service_id, 'name', s.service_name) order by s.service_name)
        from ${servicesPart} s where s.organisation_id = r.organisation_id and s.service_status = 'active'), '[]') as services
    from referral r
    join ${programmeNames} g on g.programme_id = r.programme_id
    join ${casePlacesPart} k on k.case_id = r.case_id
    left join ${staffPhones} f on f.staff_id = k.key_worker_id
    left join ${userNamesPart} u on u.user_id = r.made_by
    left join lateral ${latestConsent} c on true
    where r.id = ${p.id}`,
);

/** A line of a service's inbox. The name is there while consent holds and it was among what was shared. */
export type InboxRow = {
  id: string;
  reference: string;
  service_name: string;
  state: string;
  open: boolean;
  name: string | null;
  live: boolean;
  sent_on: string;
  due_what: string | null;
  due_on: string | null;
  owner_side: string;
  payment: string;
  service_worker: string | null;
  created_at: string;
};

const inboxColumns = (today: string) => sql`
  r.id, r.reference, s.service_name, r.state, r.open, ${itemOf('name', today)} as name, coalesce(${holds(today)}, false) as live,
  r.sent_on, r.due_what, r.due_on, r.owner_side, r.payment, r.service_worker, r.created_at::text`;
const inboxFrom = sql`
  join ${servicesPart} s on s.service_id = r.service_id
  left join lateral ${latestConsent} c on true`;

/**
 * A page of what an organisation was sent and that is open, what is due first first. The page is taken from the index
 * referral_inbox_open before anything else is read. `states` empty means every state; `after` is the last line of the page before.
 */
export const inboxOpen = statement(
  'referrals.inboxOpen',
  (p: {
    organisationId: string;
    states: string[];
    dueBy: string;
    afterDay: string;
    afterId: string;
    today: string;
    limit: number;
  }) => sql<InboxRow>`
    with page as materialized (
      select r.* from referral r
      where r.organisation_id = ${p.organisationId} and r.sent_on is not null and r.open
        and r.due_on >= ${p.afterDay}::date and (r.due_on, r.id) > (${p.afterDay}::date, ${p.afterId}::uuid)
        and r.due_on <= ${p.dueBy}::date
        and (cardinality(${p.states}::text[]) = 0 or r.state = any(${p.states}::text[]))
      order by r.due_on, r.id limit ${p.limit}::int)
    select ${inboxColumns(p.today)} from page r ${inboxFrom} order by r.due_on, r.id`,
);

/** The same of everything that was sent, the newest first, from the index referral_inbox. */
export const inboxAll = statement(
  'referrals.inboxAll',
  (p: {
    organisationId: string;
    states: string[];
    before: string;
    beforeId: string;
    today: string;
    limit: number;
  }) => sql<InboxRow>`
    with page as materialized (
      select r.* from referral r
      where r.organisation_id = ${p.organisationId} and r.sent_on is not null
        and r.created_at <= ${p.before}::timestamptz and (r.created_at, r.id) < (${p.before}::timestamptz, ${p.beforeId}::uuid)
        and (cardinality(${p.states}::text[]) = 0 or r.state = any(${p.states}::text[]))
      order by r.created_at desc, r.id desc limit ${p.limit}::int)
    select ${inboxColumns(p.today)} from page r ${inboxFrom} order by r.created_at desc, r.id desc`,
);

/** What the policy asks of a referral that was sent to a service. */
export type FactsRow = {
  id: string;
  programme_id: string;
  organisation_id: string | null;
  case_id: string;
  person_id: string;
  live: boolean;
};
export const serviceFacts = statement(
  'referrals.serviceFacts',
  (p: { id: string; today: string }) => sql<FactsRow>`
    select r.id, r.programme_id, r.organisation_id, r.case_id, r.person_id, coalesce(${holds(p.today)}, false) as live
    from referral r left join lateral ${latestConsent} c on true
    where r.id = ${p.id} and r.kind = 'referral' and r.sent_on is not null`,
);

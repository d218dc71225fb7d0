/** Open referrals of workers and teams: a page at a time, in the order of an index. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { endingServices, servicesPart } from '../../directory/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { chasedPart } from './liaison.ts';

/** A line of the list. Days are 'YYYY-MM-DD'. */
export type WaitingRow = {
  id: string;
  reference: string;
  kind: 'enquiry' | 'signpost' | 'referral';
  state: string;
  case_id: string;
  programme_id: string;
  given_name: string | null;
  family_name: string | null;
  service_name: string;
  organisation_name: string | null;
  made_on: string;
  due_what: string;
  due_on: string;
  limit_on: string | null;
  owner_side: 'worker' | 'service' | 'person' | 'manager';
  owner_name: string | null;
  by_email: boolean;
  chased: number;
  chased_on: string | null;
  escalated_on: string | null;
};

/** What the list is narrowed to and how it stands. */
export type WaitingAsk = {
  /** Of these owners; null for everything that the scope reaches in a programme. */
  owners: readonly string[] | null;
  programmeId: string | null;
  scope: Scope;
  side: string | null;
  /** Due before this day. */
  lateOn: string | null;
  sort: 'due' | 'made';
  descending: boolean;
  after: { day: string; id: string } | null;
  limit: number;
};

// Of one owner alone the index gives the order; of a list PostgreSQL would sort all that they have.
const ownedBy = (owners: readonly string[]) =>
  owners.length === 1 ? sql`and r.owner_id = ${owners[0]}::uuid` : sql`and r.owner_id = any(${owners}::uuid[])`;

/** A page of open referrals that a reader may see: one statement, however many there are. */
export function waitingReferrals(db: Sql, ask: WaitingAsk): Promise<WaitingRow[]> {
  const day = sql.ref(ask.sort === 'made' ? 'r.made_on' : 'r.due_on');
  const after =
    ask.after === null
      ? sql``
      : ask.descending
        ? sql`and (${day}, r.id) < (${ask.after.day}::date, ${ask.after.id}::uuid)`
        : sql`and (${day}, r.id) > (${ask.after.day}::date, ${ask.after.id}::uuid)`;
  const direction = ask.descending ? sql`desc` : sql`asc`;
  return run<WaitingRow>(
    db,
    sql`
    with page as (
      select r.*, c.person_id as whose from referral r join ${casePlaces} c on c.case_id = r.case_id
      where r.open ${ask.owners === null ? sql`` : ownedBy(ask.owners)}
        ${ask.programmeId === null ? sql`` : sql`and r.programme_id = ${ask.programmeId}`}
        ${ask.side === null ? sql`` : sql`and r.owner_side = ${ask.side}`}
        ${ask.lateOn === null ? sql`` : sql`and r.due_on < ${ask.lateOn}::date`}
        and ${casesInScope(ask.scope)} ${after}
      order by ${day} ${direction}, r.id ${direction} limit ${ask.limit}::int)
    select r.id, r.reference, r.kind, r.state, r.case_id, r.programme_id, w.given_name, w.family_name, s.service_name, s.organisation_name,
      r.made_on, r.due_what, r.due_on, r.limit_on, r.owner_side, u.user_name as owner_name,
      coalesce(s.contact_email, '') <> '' and not 'email' = any(s.refused_channels) as by_email, k.chased, k.chased_on, k.escalated_on
    from page r
    join ${people} w on w.person_id = r.whose
    join ${servicesPart} s on s.service_id = r.service_id
    left join ${userNamesPart} u on u.user_id = r.owner_id
    cross join lateral ${chasedPart} k
    order by ${day} ${direction}, r.id ${direction}`,
  );
}

/** A service that is involved with a person: what is awaited next, and of whom. */
export type InvolvedRow = Pick<
  WaitingRow,
  'id' | 'kind' | 'state' | 'service_name' | 'due_what' | 'due_on' | 'owner_side'
>;

/** Open referrals of a case, what is due first: at most twenty. */
export const involved = statement(
  'referrals.involved',
  (p: { caseId: string }) => sql<InvolvedRow>`
    select r.id, r.kind, r.state, s.service_name, r.due_what, r.due_on, r.owner_side
    from referral r join ${servicesPart} s on s.service_id = r.service_id
    where r.case_id = ${p.caseId} and r.open order by r.due_on, r.id limit 20`,
);

/** Somebody who is still at a service whose funding ends. Days are 'YYYY-MM-DD'. */
export type EndingRow = {
  id: string;
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  service_name: string;
  organisation_name: string | null;
  funded_until: string;
  kind: 'referral';
  state: string;
  expected_end: string | null;
  owner_name: string | null;
};

/** Open referrals to services whose funding ends up to a day, the first to end first: at most two hundred. */
export function endingReferrals(db: Sql, ask: { scope: Scope; upTo: string }): Promise<EndingRow[]> {
  return run<EndingRow>(
    db,
    sql`
    select r.id, r.case_id, w.given_name, w.family_name, s.service_name, s.organisation_name, e.funded_until, r.kind, r.state,
      r.expected_end, u.user_name as owner_name
    from ${endingServices} e
    join referral r on r.service_id = e.service_id and r.open and r.kind = 'referral'
    join ${casePlaces} c on c.case_id = r.case_id
    join ${people} w on w.person_id = c.person_id
    join ${servicesPart} s on s.service_id = r.service_id
    left join ${userNamesPart} u on u.user_id = r.owner_id
    where e.funded_until <= ${ask.upTo}::date and ${casesInScope(ask.scope)}
    order by e.funded_until, s.service_name, w.family_name, r.id limit 200`,
  );
}

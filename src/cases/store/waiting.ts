import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import { inScope } from './list.ts';
import { referralsInScope } from './referral-in.ts';

/** Where a page begins: after this case, in the order of the list. */
export type After = { day: string; id: string };

/** A case that waits for a first meeting. */
export type WaitingRow = {
  case_id: string;
  programme_id: string;
  given_name: string | null;
  family_name: string | null;
  reference: string;
  area_name: string | null;
  key_worker_name: string | null;
  referred_on: string;
  tried_on: string | null;
  result: string | null;
  attempts: number;
  meets_on: string | null;
};

/** Who waits for a first meeting, the longest first: a walk along an index of those alone. */
export function waitingForFirstMeeting(
  db: Sql,
  ask: { scope: Scope; after: After | null; limit: number },
): Promise<WaitingRow[]> {
  const { scope, after, limit } = ask;
  const beyond = after === null ? sql`` : sql`and (c.referred_on, c.id) > (${after.day}::date, ${after.id}::uuid)`;
  return run<WaitingRow>(
    db,
    sql<WaitingRow>`
      select c.id as case_id, c.programme_id, w.given_name, w.family_name, c.reference, r.area_name, k.staff_name as key_worker_name,
        c.referred_on, a.tried_on, a.result, coalesce(a.attempts, 0)::int as attempts, h.meets_on
      from case_record c
      join ${people} w on w.person_id = c.person_id
      left join ${areaNames} r on r.area_id = c.area_id
      left join ${staffNames} k on k.staff_id = c.key_worker_id
      left join lateral (
        select (array_agg(t.tried_on order by t.tried_on desc, t.id desc))[1] as tried_on,
          (array_agg(t.result order by t.tried_on desc, t.id desc))[1] as result, count(*) as attempts
        from contact_attempt t where t.case_id = c.id) a on true
      left join lateral (
        select b.meets_on from warm_handover b where b.case_id = c.id and b.state = 'booked' order by b.meets_on limit 1) h on true
      where c.status = 'referred' and c.first_met_on is null and c.referred_on is not null and ${inScope(scope)} ${beyond}
      order by c.referred_on, c.id limit ${limit}::int`,
  );
}

/** An imported attachment whose conditions are not evidenced. */
export type UnevidencedRow = {
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  reference: string;
  area_name: string | null;
  key_worker_name: string | null;
  attached_on: string;
};

/** Attachments that came without evidence, the latest first. One without a day is told of by the checks of a hand-over. */
export function withoutEvidence(
  db: Sql,
  ask: { scope: Scope; after: After | null; limit: number },
): Promise<UnevidencedRow[]> {
  const { scope, after, limit } = ask;
  const beyond = after === null ? sql`` : sql`and (t.attached_on, t.case_id) < (${after.day}::date, ${after.id}::uuid)`;
  return run<UnevidencedRow>(
    db,
    sql<UnevidencedRow>`
      select c.id as case_id, w.given_name, w.family_name, c.reference, r.area_name, k.staff_name as key_worker_name, t.attached_on
      from attachment t
      join case_record c on c.id = t.case_id
      join ${people} w on w.person_id = c.person_id
      left join ${areaNames} r on r.area_id = c.area_id
      left join ${staffNames} k on k.staff_id = c.key_worker_id
      where not t.evidenced and t.attached_on is not null and ${inScope(scope)} ${beyond}
      order by t.attached_on desc, t.case_id desc limit ${limit}::int`,
  );
}

/** What became of the referrals of one sender. Days are working days from the referral to the first meeting. */
export type StartRateRow = {
  route: string;
  organisation: string | null;
  sent: number;
  open: number;
  accepted: number;
  declined: number;
  withdrawn: number;
  reasons: Record<string, number> | null;
  met: number;
  attached: number;
  median: number | null;
  nine_in_ten: number | null;
};

/** Weekdays before a day, counted from a Monday long ago: the difference of two is the weekdays between them. */
const weekdaysBefore = (day: ReturnType<typeof sql>) =>
  sql`((${day} - date '1999-01-04') / 7 * 5 + least((${day} - date '1999-01-04') % 7, 5))`;

/**
 * The start rate by sender, in one statement. `holidays` do not count as working days. Organisations are one whatever their
 * capitals; a referral whose case was restricted is counted for nobody without access to it.
 */
export function startRate(
  db: Sql,
  ask: { scope: Scope; programmeId: string; holidays: readonly string[] },
): Promise<StartRateRow[]> {
  const { scope, programmeId, holidays } = ask;
  return run<StartRateRow>(
    db,
    sql<StartRateRow>`
      with holiday as (
        select day from unnest(${[...holidays]}::date[]) as day where extract(isodow from day) < 6),
      base as (
        select r.route, lower(btrim(r.sender->>'organisation')) as key, btrim(r.sender->>'organisation') as organisation,
          r.state, r.state_reason, c.first_met_on is not null as met, t.case_id is not null as attached,
          case when c.first_met_on is not null then greatest(0, ${weekdaysBefore(sql`(c.first_met_on + 1)`)} - ${weekdaysBefore(sql`(c.referred_on + 1)`)}
            - (select count(*) from holiday h where h.day > c.referred_on and h.day <= c.first_met_on)) end as days
        from referral_in r
        left join case_record c on c.id = r.case_id
        left join attachment t on t.case_id = r.case_id
        where r.programme_id = ${programmeId} and ${referralsInScope(scope)}),
      reason as (
        select route, key, jsonb_object_agg(coalesce(state_reason, ''), n) as reasons from (
          select route, key, state_reason, count(*) as n from base where state = 'declined' group by 1, 2, 3) one
        group by 1, 2)
      select b.route, min(b.organisation) as organisation, count(*)::int as sent,
        (count(*) filter (where b.state in ('sent', 'more asked', 'answered')))::int as open,
        (count(*) filter (where b.state = 'accepted'))::int as accepted,
        (count(*) filter (where b.state = 'declined'))::int as declined,
        (count(*) filter (where b.state = 'withdrawn'))::int as withdrawn,
        (array_agg(e.reasons))[1] as reasons,
        (count(*) filter (where b.met))::int as met, (count(*) filter (where b.attached))::int as attached,
        percentile_cont(0.5) within group (order by b.days) as median,
        percentile_cont(0.9) within group (order by b.days) as nine_in_ten
      from base b left join reason e on e.route = b.route and e.key is not distinct from b.key
      group by b.route, b.key order by count(*) desc, min(b.organisation) nulls last, b.route limit 500`,
  );
}

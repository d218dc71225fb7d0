/** What the finder found, and what came of it. */
import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { attachmentsPart, casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { appointmentTrailPart } from '../../diary/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { acceptedOffersPart, benefitChangesPart, jobDaysPart } from '../../work/actions/parts.ts';
import type { Signal } from '../rules/finder.ts';

/** A job that counts: not before the attachment and not after a day. A job without its first day counts unless it ended before. */
const job = (today: unknown) => sql`
  select 1 from ${jobDaysPart} j where j.case_id = c.case_id and (j.started_on between c.attached_on and ${today}::date
    or (j.started_on is null and coalesce(j.ended_on, 'infinity') >= c.attached_on))`;

/**
 * Closes what has been decided by the records: what was found and is claimed by now, or of which a job that had begun by then is on
 * record by now, was right.
 */
export const confirmByRecord = statement(
  'claims.confirmByRecord',
  (p: { programmeId: string; contract: string; today: string }) => sql`
    update found_outcome f set state = 'confirmed', decided_on = ${p.today}::date, version = version + 1
    where f.programme_id = ${p.programmeId} and f.contract = ${p.contract} and f.state = 'open' and (
      exists (select from case_milestone m where m.case_id = f.case_id and m.contract = f.contract and m.milestone = f.milestone
        and (m.status = 'claimed' or f.signal in ('pipeline', 'soon')))
      or (f.signal in ('offer', 'off_benefit', 'trail')
        and exists (select from ${attachmentsPart} c where c.case_id = f.case_id and exists (${job(sql`f.found_on`)}))))`,
);

/**
 * What `refresh` is told besides what it reads itself: the milestone a job would reach, by the day of the attachment, and who is nearly
 * there (JSON by column).
 */
export type Refresh = {
  programmeId: string;
  contract: string;
  today: string;
  work: string;
  offerDays: number;
  leastKept: number;
  quietDays: number;
  notWork: readonly string[];
  ahead: string;
};

/**
 * Finds again. What is found and new is added, what stands open is brought up to date, what is open and found no more goes; of what
 * was ahead and fell away it stays known that it did. What somebody put aside stays so.
 */
export const refresh = statement(
  'claims.refreshFound',
  (p: Refresh) => sql`
    with open_cases as materialized (
      select c.case_id, c.attached_on, s.status = 'attached' and s.paused_on is null as taking_part, v.milestone, v.pence
      from ${attachmentsPart} c join ${casePlaces} s on s.case_id = c.case_id
        join jsonb_to_recordset(${p.work}::jsonb) as v(from_on date, before date, milestone text, pence int)
          on c.attached_on >= coalesce(v.from_on, '-infinity') and c.attached_on < coalesce(v.before, 'infinity')
      where c.programme_id = ${p.programmeId} and c.attached_on <= ${p.today}::date and s.status in ('attached', 'closed')
        and not exists (${job(p.today)})
        and not exists (select from case_milestone m where m.case_id = c.case_id and m.contract = ${p.contract}
          and m.milestone = v.milestone)),
    offers as (
      select case_id, max(offered_on) as on_day from ${acceptedOffersPart} o
      where offered_on <= ${p.today}::date - ${p.offerDays}::int group by case_id),
    benefits as (
      select distinct on (case_id) case_id, changed_on as on_day, direction, reason from ${benefitChangesPart} b
      where changed_on <= ${p.today}::date order by case_id, changed_on desc, change_key desc),
    trails as (
      select case_id, count(*) filter (where kept) as kept, max(on_day) filter (where kept) as on_day,
        bool_or(booked and on_day >= ${p.today}::date) as ahead
      from ${appointmentTrailPart} t group by case_id),
    without_job as (
      select distinct on (case_id) case_id, signal, on_day, milestone, pence from (
        select case_id, 'offer' as signal, 1 as place, on_day, attached_on, milestone, pence from open_cases join offers using (case_id)
        union all
        select case_id, 'off_benefit', 2, on_day, attached_on, milestone, pence from open_cases join benefits using (case_id)
        where direction = 'off benefit' and (reason is null or reason <> all(${p.notWork}::text[]))
        union all
        select case_id, 'trail', 3, on_day, attached_on, milestone, pence from open_cases join trails using (case_id)
        where taking_part and kept >= ${p.leastKept}::int and on_day <= ${p.today}::date - ${p.quietDays}::int and not ahead
      ) found where on_day >= attached_on order by case_id, place),
    now as materialized (
      select case_id, milestone,
        case when 'day' = any(missing) then 'day' when missing = '{}' then 'ready' else 'evidence' end as signal,
        reached_on as about_on, claim_by, pence, missing, null::int as days_left, null::date as reach_on
      from case_milestone m where m.programme_id = ${p.programmeId} and m.contract = ${p.contract} and m.status = 'claimable'
      union all
      select case_id, milestone, signal, on_day, null, pence, '{}', null, null from without_job
      union all
      select case_id, milestone, signal, null, null, pence, '{}', days_left, reach_on
      from jsonb_to_recordset(${p.ahead}::jsonb) as a(case_id uuid, milestone text, signal text, pence int, days_left int, reach_on date)),
    gone as (
      delete from found_outcome f where f.programme_id = ${p.programmeId} and f.contract = ${p.contract} and f.state = 'open'
        and not exists (select from now n where (n.case_id, n.milestone, n.signal) = (f.case_id, f.milestone, f.signal)
          and n.about_on is not distinct from f.about_on)
        and (f.signal not in ('pipeline', 'soon')
          or exists (select from now n where n.case_id = f.case_id and n.milestone = f.milestone))),
    fell as (
      update found_outcome f set state = 'put aside', decided_on = ${p.today}::date, reason = 'fell_away', version = version + 1
      where f.programme_id = ${p.programmeId} and f.contract = ${p.contract} and f.state = 'open' and f.signal in ('pipeline', 'soon')
        and not exists (select from now n where n.case_id = f.case_id and n.milestone = f.milestone))
    insert into found_outcome as f
      (case_id, programme_id, contract, milestone, signal, about_on, found_on, claim_by, pence, missing, days_left, reach_on)
    select case_id, ${p.programmeId}::uuid, ${p.contract}::text, milestone, signal, about_on, ${p.today}::date, claim_by, pence, missing,
      days_left, reach_on from now
    on conflict on constraint found_outcome_once do update set claim_by = excluded.claim_by, pence = excluded.pence,
      missing = excluded.missing, days_left = excluded.days_left, reach_on = excluded.reach_on,
      state = 'open', decided_on = null, reason = null, version = f.version + 1
    where (f.state = 'open' and (f.claim_by, f.pence, f.missing, f.days_left, f.reach_on)
        is distinct from (excluded.claim_by, excluded.pence, excluded.missing, excluded.days_left, excluded.reach_on))
      -- Nobody put it aside: it fell away, and is on its way again.
      or (f.state = 'put aside' and f.decided_by is null)`,
);

/** A finding with whose it is. Days are 'YYYY-MM-DD', money whole pence. */
export type FoundRow = {
  id: string;
  case_id: string;
  contract: string;
  milestone: string;
  signal: Signal;
  about_on: string | null;
  found_on: string;
  claim_by: string | null;
  pence: number | null;
  missing: string[];
  days_left: number | null;
  reach_on: string | null;
  state: 'open' | 'confirmed' | 'put aside';
  version: number;
  given_name: string | null;
  family_name: string | null;
  key_worker_name: string | null;
};
/** Where a page of the list ended. */
export type AfterFound = { claimBy: string; worth: number; id: string };

const columns = sql`f.id, f.case_id, f.contract, f.milestone, f.signal, f.about_on, f.found_on, f.claim_by, f.pence, f.missing,
  f.days_left, f.reach_on, f.state, f.version, w.given_name, w.family_name, k.staff_name as key_worker_name`;
const joined = sql`join ${casePlaces} c on c.case_id = f.case_id
  join ${people} w on w.person_id = c.person_id
  left join ${staffNames} k on k.staff_id = c.key_worker_id`;

/** What stands open, the nearest deadline first, then what is worth most; within the policy. What was claimed since is passed over. */
export function listFound(
  sqlTo: Sql,
  asked: {
    programmeId: string;
    contract: string;
    signals: readonly string[];
    scope: Scope;
    after: AfterFound | null;
    limit: number;
  },
): Promise<FoundRow[]> {
  const { programmeId, contract, signals, scope, after, limit } = asked;
  const order = sql`coalesce(f.claim_by, 'infinity'::date), -coalesce(f.pence, 0), f.id`;
  return run<FoundRow>(
    sqlTo,
    sql<FoundRow>`
      select ${columns} from found_outcome f ${joined}
      where f.programme_id = ${programmeId} and f.contract = ${contract} and f.state = 'open' and f.signal = any(${signals as string[]}::text[])
        and not exists (select from case_milestone m where m.case_id = f.case_id and m.contract = f.contract
          and m.milestone = f.milestone and m.status = 'claimed')
        ${after === null ? sql`` : sql`and (${order}) > (${after.claimBy}::date, ${after.worth}::int, ${after.id}::uuid)`}
        and ${casesInScope(scope)}
      order by ${order} limit ${limit}`,
  );
}

/** A finding of a case. */
export const findFound = statement(
  'claims.findFound',
  (p: { id: string; caseId: string }) => sql<FoundRow>`
    select ${columns} from found_outcome f ${joined} where f.id = ${p.id} and f.case_id = ${p.caseId}`,
);

/** Decides what still stands open in the version that was seen. */
export const decideFound = statement(
  'claims.decideFound',
  (p: {
    id: string;
    version: number;
    state: string;
    today: string;
    by: string | null;
    reason: string | null;
    words: string | null;
  }) => sql<{ id: string }>`
    update found_outcome set state = ${p.state}, decided_on = ${p.today}::date, decided_by = ${p.by}, reason = ${p.reason}, words = ${p.words},
      version = version + 1
    where id = ${p.id} and version = ${p.version} and state = 'open' returning id`,
);

/** How many of each signal stand open, were right, were wrong, or were put aside for another reason. */
export const tallies = statement(
  'claims.tallyFound',
  (p: { programmeId: string; contract: string; wrong: readonly string[] }) => sql<{
    signal: Signal;
    open: number;
    confirmed: number;
    wrong: number;
    other: number;
  }>`
    select signal, count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'confirmed')::int as confirmed,
      count(*) filter (where state = 'put aside' and reason = any(${p.wrong}::text[]))::int as wrong,
      count(*) filter (where state = 'put aside' and reason <> all(${p.wrong}::text[]))::int as other
    from found_outcome where programme_id = ${p.programmeId} and contract = ${p.contract} group by signal`,
);

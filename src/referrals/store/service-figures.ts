/** Counts of referrals of a period, by service, worker and service, area, need or contract: one statement. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope, keyWorkerSpans } from '../../cases/actions/parts.ts';
import { servicesPart, termNames, termSupply } from '../../directory/actions/parts.ts';
import { run, type Sql } from '../../kit/db.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import { activitiesPart, jobDaysPart } from '../../work/actions/parts.ts';
import type { serviceReasons } from '../rules/states.ts';

/** What figures can be grouped by. */
export const groupings = ['service', 'pair', 'area', 'need', 'contract'] as const;
/** One of them. */
export type Grouping = (typeof groupings)[number];

const service = sql`s.service_name || coalesce(', ' || s.organisation_name, '')`;
const labels = {
  service: { key: sql`r.service_id::text`, label: service },
  pair: {
    key: sql`coalesce(r.made_by::text, '') || ' ' || r.service_id::text`,
    label: sql`coalesce(u.user_name, 'Not known') || ': ' || ${service}`,
  },
  area: { key: sql`coalesce(r.area_id::text, '')`, label: sql`coalesce(n.area_name, 'Not known')` },
  need: { key: sql`coalesce(r.need::text, '')`, label: sql`coalesce(t.term_name, 'Not known')` },
  contract: { key: sql`coalesce(s.contract, '')`, label: sql`coalesce(s.contract, '')` },
} as const;

// The time after a service in which what the person goes on to is looked for: 13 weeks.
const afterDays = 91;

// What the reasons of a service are about: every one of rules/states.ts.
const whyOf: Record<keyof typeof serviceReasons, 'person' | 'eligible' | 'place' | 'referral'> = {
  ...{ 'not willing': 'person', 'not well enough': 'person', 'substance use': 'person', goals: 'person' },
  ...{ benefit: 'eligible', postcode: 'eligible', age: 'eligible', 'no capacity': 'place', 'funding ending': 'place' },
  ...{ misunderstood: 'referral', incomplete: 'referral', 'cannot reach': 'referral' },
};

/** A group as the database counts it: a column for each count of the measures. */
export type FigureRow = { key: string; label: string; made: number; workers: number; areas: number } & Record<
  string,
  number | string
>;

/** Counts of the referrals that were made in a period in a programme, as far as the scope reaches. Days are 'YYYY-MM-DD'. */
export function figureRows(
  db: Sql,
  ask: { programmeId: string; scope: Scope; by: Grouping; from: string; to: string; today: string },
): Promise<FigureRow[]> {
  const { key, label } = labels[ask.by];
  const n = (where: ReturnType<typeof sql>) => sql`count(*) filter (where ${where})::int`;
  const days = (to: ReturnType<typeof sql>, from: ReturnType<typeof sql>, where: ReturnType<typeof sql>) =>
    sql`coalesce(sum(greatest(0, ${to} - ${from})) filter (where ${where}), 0)::int`;
  const referral = sql`r.kind = 'referral'`;
  const isSent = sql`${referral} and r.sent_on is not null`;
  const accepted = sql`${isSent} and (r.started_on is not null or r.state = 'accepted' or (r.decided_on is not null and r.state <> 'rejected'))`;
  const isStarted = sql`${referral} and r.started_on is not null`;
  const ended = sql`${isStarted} and r.ended_on is not null`;
  const handed = sql`${referral} and h.handed`;
  const declined = sql`${isSent} and r.state = 'rejected' and r.started_on is null`;
  // What came after needs time to have come.
  const left = sql`${ended} and r.ended_on <= ${ask.today}::date - ${afterDays}::int`;
  const told = (of: 'confidence' | 'wellbeing') =>
    sql`${n(sql`${ended} and v.${sql.raw(of)} = 'better'`)} as ${sql.raw(`${of}_better`)}, ${n(sql`${ended} and v.${sql.raw(of)} = 'same'`)} as ${sql.raw(`${of}_same`)},
      ${n(sql`${ended} and v.${sql.raw(of)} = 'worse'`)} as ${sql.raw(`${of}_worse`)}, ${n(sql`${ended} and v.${sql.raw(of)} is null`)} as ${sql.raw(`${of}_unknown`)}`;
  const differ = sql`(v.confidence <> r.end_confidence or v.wellbeing <> r.end_wellbeing)`;
  const both = sql`(v.confidence is not null and r.end_confidence is not null or v.wellbeing is not null and r.end_wellbeing is not null)`;
  return run<FigureRow>(
    db,
    sql`
    select ${key} as key, ${label} as label, ${n(referral)} as made, count(distinct r.made_by)::int as workers, count(distinct r.area_id)::int as areas,
      ${n(isSent)} as sent, ${n(accepted)} as accepted,
      ${n(declined)} as declined,
      ${n(sql`${isSent} and not (r.started_on is not null or r.state in ('accepted', 'rejected') or r.decided_on is not null)`)} as undecided,
      ${n(sql`${isSent} and r.received_on is not null`)} as arrived, ${n(sql`${isSent} and r.received_on is null`)} as not_arrived,
      ${days(sql`r.received_on`, sql`r.sent_on`, sql`${isSent} and r.received_on is not null`)} as arrived_days,
      ${n(sql`${isSent} and r.contacted_on is not null`)} as contacted, ${n(sql`${isSent} and r.contacted_on is null`)} as not_contacted,
      ${days(sql`r.contacted_on`, sql`r.made_on`, sql`${isSent} and r.contacted_on is not null`)} as contacted_days,
      coalesce(sum(a.booked), 0)::int as booked, coalesce(sum(a.came), 0)::int as came, coalesce(sum(a.missed), 0)::int as missed,
      coalesce(sum(a.cancelled), 0)::int as cancelled, coalesce(sum(a.no_outcome), 0)::int as no_outcome,
      ${n(isStarted)} as started, ${n(sql`${isStarted} and r.started_on - r.made_on <= 42`)} as within,
      ${n(sql`${isStarted} and r.started_on - r.made_on > 42`)} as over, ${days(sql`r.started_on`, sql`r.made_on`, isStarted)} as wait_days,
      ${n(ended)} as ended, ${n(sql`${ended} and r.end_kind = 'completed'`)} as completed, ${n(sql`${ended} and r.end_kind = 'job'`)} as job,
      ${n(sql`${ended} and r.end_kind = 'transferred'`)} as transferred, ${n(sql`${ended} and r.end_kind = 'early'`)} as early,
      ${n(sql`${ended} and r.end_kind is null`)} as end_unknown,
      coalesce(sum(f.due), 0)::int as due, coalesce(sum(f.in_time), 0)::int as in_time, coalesce(sum(f.late), 0)::int as late,
      coalesce(sum(f.not_come), 0)::int as not_come,
      coalesce(sum(l.contacts), 0)::int as contacts, coalesce(sum(l.by_us), 0)::int as by_us,
      coalesce(sum(l.contacts - l.by_us), 0)::int as by_them,
      ${n(handed)} as handed_back, ${n(sql`${handed} and h.reported and l.talked`)} as proper,
      ${n(sql`${handed} and not (h.reported and l.talked)`)} as not_proper,
      ${n(sql`${isStarted} and o.overlapping`)} as overlapping, ${n(sql`${isStarted} and not o.overlapping`)} as alone,
      ${n(sql`${isStarted} and o.gap is not null`)} as next, ${n(sql`${isStarted} and o.gap = 0`)} as no_gap,
      ${n(sql`${isStarted} and o.gap between 1 and 42`)} as gap_weeks, ${n(sql`${isStarted} and o.gap > 42`)} as gap_long,
      coalesce(sum(o.gap) filter (where ${isStarted}), 0)::int as gap_days,
      ${n(sql`r.kind = 'signpost'`)} as given, ${n(sql`r.kind = 'signpost' and r.state = 'contacted'`)} as touched,
      ${n(sql`r.kind = 'signpost' and r.state = 'not followed up'`)} as not_touched,
      ${n(sql`r.kind = 'signpost' and r.state not in ('contacted', 'not followed up')`)} as touch_unknown,
      coalesce(sum(g.ratings), 0)::int as ratings, coalesce(sum(g.good), 0)::int as good, coalesce(sum(g.middle), 0)::int as middle,
      coalesce(sum(g.bad), 0)::int as bad,
      ${n(sql`${declined} and w.why = 'person'`)} as why_person, ${n(sql`${declined} and w.why = 'eligible'`)} as why_eligible,
      ${n(sql`${declined} and w.why = 'place'`)} as why_place, ${n(sql`${declined} and w.why = 'referral'`)} as why_referral,
      ${n(sql`${declined} and w.why is null`)} as why_unknown,
      ${n(sql`${isSent} and r.started_on is not null`)} as sent_started, ${n(sql`${isSent} and r.started_on is null and not r.open`)} as sent_over,
      ${n(sql`${isSent} and r.started_on is null and r.open`)} as sent_waiting,
      ${n(left)} as left, ${n(sql`${left} and y.what = 'job'`)} as after_job, ${n(sql`${left} and y.what = 'training'`)} as after_training,
      ${n(sql`${left} and y.what = 'unpaid'`)} as after_unpaid, ${n(sql`${left} and y.what = 'service'`)} as after_service,
      ${n(sql`${left} and y.what is null`)} as after_nothing,
      ${told('confidence')}, ${told('wellbeing')},
      ${n(sql`${ended} and ${both} and ${differ} is not true`)} as accounts_same, ${n(sql`${ended} and ${both} and ${differ}`)} as accounts_differ,
      ${n(sql`${ended} and not ${both}`)} as accounts_one,
      ${n(sql`${isStarted} and z.contributors > 0`)} as led, ${n(sql`${isStarted} and z.contributors between 1 and 2`)} as credit_two,
      ${n(sql`${isStarted} and z.contributors = 3`)} as credit_three, ${n(sql`${isStarted} and z.contributors > 3`)} as credit_more,
      coalesce(sum(z.contributors) filter (where ${isStarted}), 0)::int as credit_sum,
      ${n(sql`${referral} and r.directive_id is not null`)} as directed,
      ${n(sql`${referral} and r.directive_id is not null and r.override_reason is not null`)} as passed_over,
      ${n(sql`${referral} and r.directive_id is not null and r.override_reason is null`)} as followed
    from referral r
    join ${casePlaces} c on c.case_id = r.case_id
    join ${servicesPart} s on s.service_id = r.service_id
    left join ${areaNames} n on n.area_id = r.area_id
    left join ${termNames} t on t.term_id = r.need
    left join ${userNamesPart} u on u.user_id = r.made_by
    cross join lateral (select count(*)::int as booked, count(*) filter (where outcome = 'attended')::int as came,
        count(*) filter (where outcome = 'did not attend')::int as missed, count(*) filter (where outcome like 'cancelled%')::int as cancelled,
        count(*) filter (where outcome is null)::int as no_outcome
      from (select outcome from referral_appointment p where p.referral_id = r.id and p.told_on is not null order by p.id limit 1) first) a
    cross join lateral (select count(*)::int as due, count(*) filter (where received_on <= due_on)::int as in_time,
        count(*) filter (where received_on > due_on)::int as late, count(*) filter (where received_on is null)::int as not_come
      from feedback_due d where d.referral_id = r.id and d.cancelled_on is null and (d.due_on < ${ask.today}::date or d.received_on is not null)) f
    cross join lateral (select count(*)::int as contacts, count(*) filter (where k.begun_by = 'worker')::int as by_us,
        coalesce(bool_or(k.channel in ('three-way meeting', 'hand-over meeting')), false) as talked
      from liaison_contact k where k.referral_id = r.id) l
    cross join lateral (select exists (select from referral_event e where e.referral_id = r.id and e.to_state = 'handed back') as handed,
        exists (select from feedback b where b.referral_id = r.id and b.final) as reported) h
    cross join lateral (select
        coalesce(bool_or(x.need = r.need and x.started_on < coalesce(r.ended_on, 'infinity') and coalesce(x.ended_on, 'infinity') > r.started_on), false) as overlapping,
        min(greatest(0, r.started_on - x.ended_on)) filter (where x.ended_on <= r.started_on) as gap
      from referral x where x.case_id = r.case_id and x.id <> r.id and x.kind = 'referral' and x.started_on is not null and r.started_on is not null) o
    cross join lateral (select count(*)::int as ratings, count(*) filter (where score >= 4)::int as good, count(*) filter (where score = 3)::int as middle,
        count(*) filter (where score <= 2)::int as bad
      from service_rating e where e.referral_id = r.id) g
    left join (values ${sql.join(
      Object.entries(whyOf).map(([reason, why]) => sql`(${reason}, ${why})`),
    )}) w (reason, why) on w.reason = r.reason
    left join lateral (select e.confidence, e.wellbeing from service_rating e
      where e.referral_id = r.id and (e.confidence is not null or e.wellbeing is not null) order by e.day desc, e.id desc limit 1) v on true
    cross join lateral (select case
        when r.ended_on is null then null
        when r.end_kind = 'job' or exists (select from ${jobDaysPart} j where j.case_id = r.case_id and j.started_on <= r.ended_on + ${afterDays}::int
          and coalesce(j.ended_on, 'infinity') >= r.ended_on) then 'job'
        when exists (select from ${activitiesPart} b where b.case_id = r.case_id and b.kind = 'course'
          and b.started_on between r.ended_on and r.ended_on + ${afterDays}::int) then 'training'
        when exists (select from ${activitiesPart} b where b.case_id = r.case_id and b.kind in ('voluntary_work', 'work_trial', 'work_placement')
          and b.started_on between r.ended_on and r.ended_on + ${afterDays}::int) then 'unpaid'
        when exists (select from referral x where x.case_id = r.case_id and x.id <> r.id and x.kind = 'referral'
          and x.started_on between r.ended_on and r.ended_on + ${afterDays}::int) then 'service' end as what) y
    left join lateral (select (select count(distinct x.service_id) from referral x
          where x.case_id = r.case_id and x.kind = 'referral' and x.started_on <= j.on_day)::int
        + (select count(distinct p.staff_id) from ${keyWorkerSpans} p where p.case_id = r.case_id and p.starts_on <= j.on_day)::int as contributors
      from (select min(started_on) as on_day from ${jobDaysPart} k where k.case_id = r.case_id and r.started_on is not null
        and k.started_on >= r.started_on and (r.ended_on is null or k.started_on <= r.ended_on + 365)) j
      where j.on_day is not null) z on true
    where r.programme_id = ${ask.programmeId} and r.made_on between ${ask.from}::date and ${ask.to}::date and ${casesInScope(ask.scope)}
    group by 1, 2 order by 2, 1`,
  );
}

/** People with an open referral in a programme: those whose case exactly one holds on a day, and those whom nobody does. */
export function coverage(
  db: Sql,
  ask: { programmeId: string; scope: Scope; today: string },
): Promise<{ one: number; nobody: number }[]> {
  return run(
    db,
    sql`select count(*) filter (where held)::int as one, count(*) filter (where not held)::int as nobody from (
      select exists (select from case_manager m where m.case_id = c.case_id and m.from_day <= ${ask.today}::date
            and (m.to_day is null or m.to_day > ${ask.today}::date))
          or (c.key_worker_id is not null and not exists (select from case_alarm a where a.case_id = c.case_id
            and a.kind = 'no case manager' and a.closed_on is null)) as held
      from (select distinct case_id from referral where programme_id = ${ask.programmeId} and open) r
      join ${casePlaces} c on c.case_id = r.case_id where ${casesInScope(ask.scope)}) t`,
  );
}

/** How many active services help with each need. */
export const supply = (db: Sql): Promise<{ term_id: string; services: number }[]> =>
  run(db, sql`select term_id, services from ${termSupply} t`);

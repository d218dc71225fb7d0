import { sql } from 'kysely';
import { casePlaces, keyWorkerSpans } from '../../cases/actions/parts.ts';
import { appointmentsAbout } from '../../diary/actions/about.ts';
import { run, type Sql } from '../../kit/db.ts';
import { remindedOf } from '../../messages/actions/parts.ts';

/** Whose interviews are counted: those of cases of these key workers in a programme, with days from the first to before the last. */
export type Of = { programmeId: string; staffIds: readonly string[]; from: string; to: string };

const cases = (of: Of) =>
  sql`(select case_id from ${casePlaces} p where p.programme_id = ${of.programmeId} and p.key_worker_id = any(${of.staffIds}::uuid[]))`;
const appointments = (of: Of) => sql`(
  select i.number, i.case_id, a.appointment_id, a.staff_id, a.state, a.on_day
  from ${appointmentsAbout('interview', of)} a join interview i on i.id = a.about_id join ${cases(of)} c on c.case_id = i.case_id)`;

/** Appointments for interviews, by the number of the interview and what became of them. No number is a voluntary one. */
export const statesByNumber = (db: Sql, of: Of) =>
  run(
    db,
    sql<{ number: number | null; state: string; count: number }>`
    select number, state, count(*)::int as count from ${appointments(of)} x where state not in ('booked', 'moved')
    group by number, state order by number nulls last, state`,
  );

// Days between one interview that was held and the next of the series, beside the days that were planned.
const gaps = (of: Of) => sql`(
  select number, gap_reason, on_day - before_day as days, planned_on - before_planned as planned from (
    select i.series_id, i.number, i.gap_reason, i.planned_on, h.on_day,
      lag(h.on_day) over w as before_day, lag(i.planned_on) over w as before_planned, lag(i.number) over w as before_number
    from interview i join ${cases(of)} c on c.case_id = i.case_id
    join (
      select a.about_id, max(a.on_day) as on_day from ${appointmentsAbout('interview', { from: '1970-01-01', to: of.to })} a
      where a.state in ('attended', 'late') group by a.about_id
      union all
      select id, held_on from interview where held_on is not null) h on h.about_id = i.id
    where i.number is not null window w as (partition by i.series_id order by i.number)) held
  where number = before_number + 1 and on_day >= ${of.from}::date)`;

/** Real and planned days between interviews, by the number of the later one: the middle one of each. */
export const intervals = (db: Sql, of: Of) =>
  run(
    db,
    sql<{ number: number; count: number; days: number; planned: number; later: number; sooner: number }>`
    select number, count(*)::int as count, percentile_disc(0.5) within group (order by days)::int as days,
      percentile_disc(0.5) within group (order by planned)::int as planned,
      count(*) filter (where days > planned)::int as later, count(*) filter (where days < planned)::int as sooner
    from ${gaps(of)} g group by number order by number`,
  );

/** Why days between interviews were other than planned; null where nobody said so. */
export const reasonsOfGaps = (db: Sql, of: Of) =>
  run(
    db,
    sql<{ reason: string | null; count: number }>`
    select gap_reason as reason, count(*)::int as count from ${gaps(of)} g where days <> planned group by gap_reason order by count(*) desc, gap_reason`,
  );

/** Interviews that were held, and of those the ones with the key worker of that day. */
export const continuity = (db: Sql, of: Of) =>
  run(
    db,
    sql<{ held: number; named: number; people: number; workers: number }>`
    select count(*)::int as held, count(*) filter (where k.staff_id is not null)::int as named,
      count(distinct x.case_id)::int as people, count(distinct (x.case_id, x.staff_id))::int as workers
    from ${appointments(of)} x
    left join ${keyWorkerSpans} k on k.case_id = x.case_id and k.staff_id = x.staff_id and k.starts_on <= x.on_day
      and (k.ends_on is null or k.ends_on >= x.on_day)
    where x.state in ('attended', 'late')`,
  );

/** Who came, by whether they had been reminded. */
export const byReminder = (db: Sql, of: Of) =>
  run(
    db,
    sql<{ reminded: boolean; came: number; missed: number }>`
    select r.about is not null as reminded, count(*) filter (where x.state in ('attended', 'late'))::int as came,
      count(*) filter (where x.state = 'did_not_attend')::int as missed
    from ${appointments(of)} x left join ${remindedOf} r on r.about = x.appointment_id
    where x.state in ('attended', 'late', 'did_not_attend') group by 1 order by 1 desc`,
  );

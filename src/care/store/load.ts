import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type MonthRow = {
  staff_id: string;
  month: string;
  people: number;
  hundredths: number;
  severe: number;
  rated: number;
};

/** The loads of key workers by month, the earliest first. */
export const monthsOf = statement(
  'care.monthsOf',
  (p: { staffIds: readonly string[]; from: string }) => sql<MonthRow>`
    select staff_id, month, people, hundredths, severe, rated from load_month
    where staff_id = any(${p.staffIds}::uuid[]) and month >= ${p.from}::date order by month, staff_id`,
);

/** The months of a programme that were taken already. */
export const monthsTaken = statement(
  'care.monthsTaken',
  (p: { programmeId: string; from: string }) => sql<{ month: string; taken_on: string }>`
    select month, max(taken_on) as taken_on from load_month
    where programme_id = ${p.programmeId} and month >= ${p.from}::date group by month`,
);

/** Keeps loads of a month; the same month taken again, on a later day, replaces what it was. */
export const keepMonths = statement(
  'care.keepMonths',
  (p: { rows: string }) => sql`
    insert into load_month (staff_id, month, programme_id, people, hundredths, severe, rated, taken_on)
    select staff_id, month, programme_id, people, hundredths, severe, rated, taken_on
    from jsonb_to_recordset(${p.rows}::jsonb) as g(staff_id uuid, month date, programme_id uuid, people integer, hundredths integer,
      severe integer, rated integer, taken_on date)
    on conflict (staff_id, month) do update set people = excluded.people, hundredths = excluded.hundredths,
      severe = excluded.severe, rated = excluded.rated, taken_on = excluded.taken_on
      where load_month.taken_on <= excluded.taken_on`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Span } from '../rules/time.ts';

/** An entry of time. `replaced` says that a correction stands in its place. */
export type TimeRow = {
  id: string;
  staff_id: string;
  worked_on: string;
  span: Span;
  minutes: number;
  kind: string;
  on_programme: boolean;
  words: string | null;
  corrects: string | null;
  replaced: boolean;
  made_at: string;
};

const columns = sql.raw(
  'id, staff_id, worked_on, span, minutes, kind, on_programme, words, corrects, replaced_at is not null as replaced, made_at',
);

/** The entries of a week with those that were corrected, in the order of days. */
export const entriesOf = statement(
  'care.entriesOf',
  (p: { staffId: string; from: string; to: string }) => sql<TimeRow>`
    select ${columns} from time_entry
    where staff_id = ${p.staffId} and worked_on between ${p.from}::date and ${p.to}::date
    order by worked_on, id limit 300`,
);

/** Minutes by week that stand, the latest first. */
export const weeksOf = statement(
  'care.weeksOf',
  (p: { staffId: string; from: string }) => sql<{ week: string; minutes_on: number; minutes_off: number }>`
    select date_trunc('week', worked_on)::date as week,
      coalesce(sum(minutes) filter (where on_programme), 0)::int as minutes_on,
      coalesce(sum(minutes) filter (where not on_programme), 0)::int as minutes_off
    from time_entry where staff_id = ${p.staffId} and replaced_at is null and worked_on >= ${p.from}::date
    group by 1 order by 1 desc`,
);

export const findEntry = statement(
  'care.findEntry',
  (p: { id: string }) => sql<TimeRow & { programme_id: string }>`
    select ${columns}, programme_id from time_entry where id = ${p.id}`,
);

export const insertEntry = statement(
  'care.insertEntry',
  (p: {
    id: string;
    programmeId: string;
    staffId: string;
    workedOn: string;
    span: Span;
    minutes: number;
    kind: string;
    onProgramme: boolean;
    words: string | null;
    corrects: string | null;
    madeBy: string | null;
  }) => sql`
    insert into time_entry (id, programme_id, staff_id, worked_on, span, minutes, kind, on_programme, words, corrects, made_by)
    values (${p.id}, ${p.programmeId}, ${p.staffId}, ${p.workedOn}, ${p.span}, ${p.minutes}, ${p.kind}, ${p.onProgramme}, ${p.words},
      ${p.corrects}, ${p.madeBy})`,
);

/** Marks an entry as replaced; no row when somebody did so first. */
export const replaceEntry = statement(
  'care.replaceEntry',
  (p: { id: string }) => sql<{ id: string }>`
    update time_entry set replaced_at = now() where id = ${p.id} and replaced_at is null returning id`,
);

import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Cover of a key worker's caseload by another. Days are 'YYYY-MM-DD', both included. */
export type CoverRow = {
  id: string;
  programme_id: string;
  staff_id: string;
  staff_name: string;
  staff_code: string;
  covered_by: string;
  cover_name: string;
  cover_code: string;
  area_id: string | null;
  provider_id: string | null;
  starts_on: string;
  ends_on: string;
  reason: string;
  version: number;
};

const covers = sql`
  select v.id, v.programme_id, v.staff_id, s.given_name || ' ' || s.family_name as staff_name, s.code as staff_code, v.covered_by,
    b.given_name || ' ' || b.family_name as cover_name, b.code as cover_code, s.area_id, s.provider_id, v.starts_on, v.ends_on,
    v.reason, v.version
  from worker_cover v join staff s on s.id = v.staff_id join staff b on b.id = v.covered_by`;

export const findCover = statement(
  'access.findCover',
  (p: { id: string }) => sql<CoverRow>`${covers} where v.id = ${p.id}`,
);

/** Cover of these staff that has not ended, the next first. */
export const coverOf = statement(
  'access.coverOf',
  (p: { staffIds: readonly string[]; today: string; limit: number }) => sql<CoverRow>`
    ${covers} where v.staff_id = any(${p.staffIds}::uuid[]) and v.ends_on >= ${p.today}::date
    order by v.starts_on, v.id limit ${p.limit}::int`,
);

/** Whom these staff cover on a day. */
export const coveredBy = statement(
  'access.coveredBy',
  (p: { staffIds: readonly string[]; today: string }) => sql<CoverRow>`
    ${covers} where v.covered_by = any(${p.staffIds}::uuid[]) and v.starts_on <= ${p.today}::date and v.ends_on >= ${p.today}::date
    order by s.code`,
);

export const insertCover = statement(
  'access.insertCover',
  (p: {
    id: string;
    programmeId: string;
    staffId: string;
    coveredBy: string;
    startsOn: string;
    endsOn: string;
    reason: string;
    madeBy: string | null;
  }) => sql`
    insert into worker_cover (id, programme_id, staff_id, covered_by, starts_on, ends_on, reason, made_by)
    values (${p.id}, ${p.programmeId}, ${p.staffId}, ${p.coveredBy}, ${p.startsOn}, ${p.endsOn}, ${p.reason}, ${p.madeBy})`,
);

/** Changes cover that still has the version given; no row when somebody was first. */
export const changeCover = statement(
  'access.changeCover',
  (p: { id: string; version: number; coveredBy: string; startsOn: string; endsOn: string; reason: string }) => sql<{
    id: string;
  }>`
    update worker_cover set covered_by = ${p.coveredBy}, starts_on = ${p.startsOn}, ends_on = ${p.endsOn}, reason = ${p.reason},
      version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);

/** Takes out cover that has not begun before the day: its event keeps it. */
export const deleteCover = statement(
  'access.deleteCover',
  (p: { id: string; version: number }) => sql<{ id: string }>`
    delete from worker_cover where id = ${p.id} and version = ${p.version} returning id`,
);

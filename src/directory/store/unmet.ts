import { sql } from 'kysely';
import { casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { areaNames } from '../../programmes/actions/parts.ts';

export const insertUnmet = statement(
  'directory.insertUnmet',
  (p: {
    id: string;
    programmeId: string;
    areaId: string | null;
    caseId: string | null;
    personId: string | null;
    termId: string;
    reason: string;
    words: string | null;
    searched: boolean;
    found: number | null;
    day: string;
    by: string | null;
  }) => sql<{ id: string }>`
    insert into unmet_need (id, programme_id, area_id, case_id, person_id, term_id, reason, words, searched, found, day, by)
    values (${p.id}, ${p.programmeId}, ${p.areaId}, ${p.caseId}, ${p.personId}, ${p.termId}, ${p.reason}, ${p.words}, ${p.searched},
      ${p.found}, ${p.day}, ${p.by})
    returning id`,
);

/** How often a need was not met in an area, and why. `searched` of them came after a search; `found` is what those had found in all. */
export type UnmetRow = {
  term_id: string;
  need: string;
  area: string | null;
  reason: string;
  n: number;
  searched: number;
  found: number;
};

/**
 * Needs that were not met in a programme between two days, by need, area and reason. A count of one is about one person: those of
 * restricted people are left out for whoever their records are not open to (`opened`).
 */
export const unmetCounts = statement(
  'directory.unmetCounts',
  (p: { programmeId: string; from: string; to: string; opened: readonly string[] }) => sql<UnmetRow>`
    select u.term_id, t.name as need, a.area_name as area, u.reason, u.n, u.searched, u.found
    from (select n.term_id, n.area_id, n.reason, count(*)::int as n, count(*) filter (where searched and found is not null)::int as searched,
        coalesce(sum(found) filter (where searched), 0)::int as found
      from unmet_need n left join ${casePlaces} c on c.case_id = n.case_id
      where n.programme_id = ${p.programmeId} and n.day between ${p.from}::date and ${p.to}::date
        and (c.restricted is not true or c.person_id = any(${p.opened}::uuid[]))
      group by n.term_id, n.area_id, n.reason) u
    join taxonomy_term t on t.id = u.term_id left join ${areaNames} a on a.area_id = u.area_id
    order by t.name, a.area_name nulls last, u.reason`,
);

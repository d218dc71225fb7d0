import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';

/**
 * How many presenting issues of each case are severe by their latest rating up to a day. A case in which no issue was ever
 * rated has no row. What a question calls severe stands in the instrument of the assessment.
 */
export const severeCounts = statement(
  'assessment.severeCounts',
  (p: { caseIds: readonly string[]; day: string }) => sql<{ case_id: string; severe: number }>`
    with issue as materialized (
      select v.id, q ->> 'key' as key, (q ->> 'severeFrom')::numeric as severe_from
      from instrument_version v, jsonb_path_query(v.document, '$.sections[*].questions[*] ? (exists(@.severeFrom))') q)
    select l.case_id, count(*) filter (where l.severe) as severe
    from (
      select distinct on (a.case_id, i.key) a.case_id, (a.answers ->> i.key)::numeric >= i.severe_from as severe
      from assessment a join issue i on i.id = a.instrument_version_id
      where a.case_id = any(${p.caseIds}::uuid[]) and a.withdrawn_at is null and (a.assessed_on is null or a.assessed_on <= ${p.day}::date)
        and jsonb_typeof(a.answers -> i.key) = 'number'
      order by a.case_id, i.key, a.assessed_on desc nulls last, a.id desc) l
    group by l.case_id`,
);

/**
 * How many cases of a programme have any of a group of issues severe by its latest rating up to a day, for each group
 * ([{"key", "issues"}] as JSON). Closed cases are left out. It reads every assessment of the programme: for a report.
 */
export function severeCases(
  db: Sql,
  ask: { programmeId: string; scope: Scope; groups: string; day: string },
): Promise<{ key: string; cases: number }[]> {
  return run(
    db,
    sql`
    with issue as materialized (
      select v.id, q ->> 'key' as key, (q ->> 'severeFrom')::numeric as severe_from
      from instrument_version v, jsonb_path_query(v.document, '$.sections[*].questions[*] ? (exists(@.severeFrom))') q),
    latest as (
      select distinct on (a.case_id, i.key) a.case_id, i.key, (a.answers ->> i.key)::numeric >= i.severe_from as severe
      from assessment a join issue i on i.id = a.instrument_version_id join ${casePlaces} c on c.case_id = a.case_id
      where c.programme_id = ${ask.programmeId} and c.status <> 'closed' and ${casesInScope(ask.scope)} and a.withdrawn_at is null
        and (a.assessed_on is null or a.assessed_on <= ${ask.day}::date) and jsonb_typeof(a.answers -> i.key) = 'number'
      order by a.case_id, i.key, a.assessed_on desc nulls last, a.id desc)
    select g.key, count(distinct l.case_id)::int as cases
    from jsonb_to_recordset(${ask.groups}::jsonb) as g(key text, issues jsonb) join latest l on l.severe and g.issues ? l.key
    group by g.key`,
  );
}

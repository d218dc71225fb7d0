import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { inScope } from './list.ts';

export type ChosenRow = {
  case_id: string;
  reference: string;
  given_name: string | null;
  family_name: string | null;
  total: number;
};

/** A page of the cases among those given that a scope allows, by family name, with the number of all of them. */
export function chosenCases(
  db: Sql,
  ask: { programmeId: string; caseIds: string[]; scope: Scope; offset: number; limit: number },
): Promise<ChosenRow[]> {
  return run(
    db,
    sql<ChosenRow>`
    select c.id as case_id, coalesce(c.source_ref, c.reference) as reference, w.given_name, w.family_name, count(*) over () as total
    from case_record c join ${people} w on w.person_id = c.person_id
    where c.id = any(${ask.caseIds}::uuid[]) and c.programme_id = ${ask.programmeId} and ${inScope(ask.scope)}
    order by w.search_family, w.search_given, c.id limit ${ask.limit}::int offset ${ask.offset}::int`,
  );
}

/** Of the cases given, those that are not restricted, or whose person is open to the reader. */
export const notHidden = statement(
  'cases.notHidden',
  (p: { caseIds: readonly string[]; opened: readonly string[] }) => sql<{ id: string }>`
    select id from case_record where id = any(${p.caseIds}::uuid[]) and (not restricted or person_id = any(${p.opened}::uuid[]))`,
);

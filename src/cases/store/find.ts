import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { type FoundPerson, type PersonTest, peopleFound, personFits } from '../../people/actions/found.ts';
import { inScope } from './list.ts';

/** Somebody whom a search found, with one of their cases. */
export type CandidateRow = Omit<FoundPerson, 'person_id'> & {
  case_id: string;
  reference?: string;
  source_ref?: string | null;
};

const found = sql`f.search_given, f.search_family, f.date_of_birth, f.person_reference, f.ni_number, f.phone, f.other_use, f.other_given,
  f.other_family, f.other_search_given, f.other_search_family`;
const columns = sql`c.id as case_id, ${found}`;

/**
 * Cases of the people whom the tests fit, as far as the scope allows, at most so many. From the people on, for a wide scope:
 * an index finds them one after another, and the search stops once there are enough.
 */
export function casesOfFound(
  db: Sql,
  ask: { scope: Scope; tests: readonly PersonTest[]; limit: number },
): Promise<CandidateRow[]> {
  const { scope, tests, limit } = ask;
  return run<CandidateRow>(
    db,
    sql<CandidateRow>`select ${columns} from ${peopleFound(tests)} f
      cross join lateral (select c.id from case_record c where c.person_id = f.person_id and ${inScope(scope)} offset 0) c
      limit ${limit}::int`,
  );
}

/** The same from the cases on, for a scope of a few hundred: each of them is looked at once. */
export function casesThatFit(
  db: Sql,
  ask: { scope: Scope; tests: readonly PersonTest[]; limit: number },
): Promise<CandidateRow[]> {
  const { scope, tests, limit } = ask;
  return run<CandidateRow>(
    db,
    sql<CandidateRow>`select ${columns} from case_record c cross join lateral ${personFits(sql`c.person_id`, tests)} f
      where ${inScope(scope)} limit ${limit}::int`,
  );
}

/** Cases by their own reference, or by that of the hand-over, as far as the scope allows. */
export function casesByReference(
  db: Sql,
  ask: { scope: Scope; references: readonly string[] },
): Promise<CandidateRow[]> {
  const { scope, references } = ask;
  const arms = [sql`c.reference = any(${references}::text[])`, sql`c.source_ref = any(${references}::text[])`].map(
    (arm) =>
      sql`(select c.id, c.person_id, c.reference, c.source_ref from case_record c where ${arm} and ${inScope(scope)} limit 50)`,
  );
  return run<CandidateRow>(
    db,
    sql<CandidateRow>`select ${columns}, c.reference, c.source_ref from (${sql.join(arms, sql` union `)}) c
      cross join lateral ${personFits(sql`c.person_id`, [{ by: 'anybody' }])} f`,
  );
}

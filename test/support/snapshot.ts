/** What is in a database, so that a test can tell that nothing was written. */
import type { Database } from '../../src/kit/db.ts';

/** Tables that may change although nothing was recorded: who was where, and what is not yet saved. */
const PASSING = ['session', 'sign_in_attempt', 'read_log', 'seal', 'assessment_draft', 'notice'];

/**
 * A digest of every row of every table but the passing ones. A refusal leaves it as it was: nothing written, no event.
 */
export async function snapshot(db: Database): Promise<Record<string, string>> {
  const { rows } = await db.query(
    `select table_name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all ($1) order by 1`,
    [PASSING],
  );
  const each = (rows as { table_name: string }[]).map(
    ({ table_name: name }) =>
      `select '${name}' as name, count(*) || ' rows ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from "${name}" t`,
  );
  const digests: Record<string, string> = {};
  const found = await db.query(each.join(' union all '));
  for (const { name, digest } of found.rows as { name: string; digest: string }[]) digests[name] = digest;
  return digests;
}

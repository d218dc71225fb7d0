import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { openPairs, people } from '../../people/actions/parts.ts';
import { inScope } from './list.ts';

/** Where a page begins: after this pair, in the order of the queue. */
export type PairCursor = { probability: number; id: string };

export type QueueRow = {
  pair_id: string;
  probability: number;
  fields: unknown;
  low_name: string;
  low_reference: string;
  low_born: string | null;
  high_name: string;
  high_reference: string;
  high_born: string | null;
};

/** Open pairs of which both people have a case in the scope, the likeliest first. A record that is closed to the actor is in none. */
export function listPairs(
  db: Sql,
  ask: { scope: Scope; after: PairCursor | null; limit: number },
): Promise<QueueRow[]> {
  const theirs = (id: 'low_id' | 'high_id') =>
    sql`exists (select from case_record c where c.person_id = ${sql.ref(`d.${id}`)} and ${inScope(ask.scope)})`;
  const name = (one: 'a' | 'b') =>
    sql`coalesce(nullif(concat_ws(' ', ${sql.ref(`${one}.given_name`)}, ${sql.ref(`${one}.family_name`)}), ''), 'Name not known')`;
  const beyond =
    ask.after === null
      ? sql``
      : sql`and (d.probability < ${ask.after.probability}::float8
          or (d.probability = ${ask.after.probability}::float8 and d.pair_id > ${ask.after.id}::uuid))`;
  return run<QueueRow>(
    db,
    sql<QueueRow>`
      select d.pair_id, d.probability, d.fields, ${name('a')} as low_name, a.person_reference as low_reference,
        a.date_of_birth as low_born, ${name('b')} as high_name, b.person_reference as high_reference, b.date_of_birth as high_born
      from ${openPairs} d join ${people} a on a.person_id = d.low_id join ${people} b on b.person_id = d.high_id
      where ${theirs('low_id')} and ${theirs('high_id')} ${beyond}
      order by d.probability desc, d.pair_id limit ${ask.limit}::int`,
  );
}

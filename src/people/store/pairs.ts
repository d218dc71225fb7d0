import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type PairRow = {
  id: string;
  low_id: string;
  high_id: string;
  weight: number;
  probability: number;
  fields: { field: string; level: string; weight: number; shared?: true }[];
  found_by: string;
  state: 'open' | 'same person' | 'different people';
  decided_at: string | null;
};

export const findPair = statement(
  'people.findPair',
  (p: { id: string }) => sql<PairRow>`
    select id, low_id, high_id, weight, probability, fields, found_by, state, decided_at from duplicate_pair where id = ${p.id}`,
);

/** Decides a pair while it is open; no row when somebody was first. */
export const decideOpenPair = statement(
  'people.decideOpenPair',
  (p: { id: string; state: string; userId: string | null }) => sql<{ id: string }>`
    update duplicate_pair set state = ${p.state}, decided_by = ${p.userId}, decided_at = now()
    where id = ${p.id} and state = 'open' returning id`,
);

export const decidePairOf = statement(
  'people.decidePairOf',
  (p: { low: string; high: string; state: string; userId: string | null }) => sql`
    update duplicate_pair set state = ${p.state}, decided_by = ${p.userId}, decided_at = now()
    where low_id = ${p.low} and high_id = ${p.high}`,
);

/** Puts pairs into the queue; one that is open is scored anew, one that was decided stays decided. */
export const queuePairs = statement(
  'people.queuePairs',
  (p: { rows: string }) => sql<{ id: string }>`
    insert into duplicate_pair as d (id, low_id, high_id, weight, probability, fields, found_by)
    select id, low_id, high_id, weight, probability, fields, found_by
    from jsonb_to_recordset(${p.rows}::jsonb) as n(id uuid, low_id uuid, high_id uuid, weight double precision,
      probability double precision, fields jsonb, found_by text)
    on conflict (low_id, high_id) do update set weight = excluded.weight, probability = excluded.probability, fields = excluded.fields
    where d.state = 'open' returning id`,
);

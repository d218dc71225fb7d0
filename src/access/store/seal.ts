import { type RawBuilder, sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/**
 * The text whose SHA-256 is a row's digest: every column as a JSON list. Moments are microseconds since 1970, so that the text
 * is the same in every time zone. The sealer and `newel verify` both use it; a change of it would break every chain.
 */
const eventText = sql<string>`json_build_array(e.id, e.tx::text, e.kind, e.actor_id, e.programme_id, e.person_id, e.case_id, e.happened_on,
  (extract(epoch from e.at) * 1000000)::bigint, encode(e.digest, 'hex'))::text`;
const readText = sql<string>`json_build_array(r.id, r.tx::text, (extract(epoch from r.at) * 1000000)::bigint, r.user_id, r.what,
  r.person_id, r.case_id)::text`;

// Every transaction before this one has ended: no row can still appear among those that are sealed.
const settled = sql`((pg_snapshot_xmin(pg_current_snapshot())::text::bigint + newel_tx_base())::text::xid8)`;

export type SealRow = {
  n: number;
  last_tx: string;
  last_id: string;
  count: number;
  hash: Buffer;
  at: string;
  /** The columns of the link that its hash covers besides the rows. */
  text: string;
};

/** Takes the sealer's lock for this transaction, if nobody has it. */
export const lockSealer = statement(
  'access.lockSealer',
  (_: Record<string, never>) =>
    sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(hashtext('newel sealer')) as locked`,
);

const sealText = sql<string>`json_build_array(chain, n, last_tx::text, last_id, count, (extract(epoch from at) * 1000000)::bigint)::text`;

export const latestSeal = statement(
  'access.latestSeal',
  (p: { chain: string }) => sql<SealRow>`
    select n, last_tx::text as last_tx, last_id, count, hash, at, ${sealText} as text
    from seal where chain = ${p.chain} order by n desc limit 1`,
);

/** Links of a chain in order, from after link `after`. */
export const sealsAfter = statement(
  'access.sealsAfter',
  (p: { chain: string; after: number; limit: number }) => sql<SealRow>`
    select n, last_tx::text as last_tx, last_id, count, hash, at, ${sealText} as text
    from seal where chain = ${p.chain} and n > ${p.after}::bigint order by n limit ${p.limit}::int`,
);

type Link = { n: number; afterTx: string; afterId: string; count: number; hash: Buffer; limit: number };

/** The next link of a chain whose rows stand in `table` under `row`, each with the text that its digest is of. */
const nextLink = (
  chain: 'event' | 'read',
  table: RawBuilder<unknown>,
  row: RawBuilder<unknown>,
  text: RawBuilder<string>,
  p: Link,
) => sql<{ covered: number }>`
    with taken as materialized (
      select ${row}.tx, ${row}.id, sha256(convert_to(${text}, 'UTF8')) as digest from ${table} ${row}
      where (${row}.tx, ${row}.id) > (${p.afterTx}::xid8, ${p.afterId}::uuid) and ${row}.tx < ${settled}
      order by ${row}.tx, ${row}.id limit ${p.limit}::int),
    link as (
      select ${sql.lit(chain)} as chain, ${p.n}::bigint as n, (select tx from taken order by tx desc, id desc limit 1) as last_tx,
        (select id from taken order by tx desc, id desc limit 1) as last_id, ${p.count}::bigint + count(*) as count, now() as at,
        count(*) as covered, string_agg(digest, ''::bytea order by tx, id) as digests
      from taken having count(*) > 0),
    added as (
      insert into seal (chain, n, last_tx, last_id, count, hash, at)
      select chain, n, last_tx, last_id, count, sha256(${p.hash}::bytea || digests || convert_to(${sealText}, 'UTF8')), at from link)
    select covered from link`;

/** Adds the next link of the event chain, over at most `limit` rows. Resolves to the number of rows it covers; 0 adds nothing. */
export const sealEvents = statement('access.sealEvents', (p: Link) =>
  nextLink('event', sql`event`, sql`e`, eventText, p),
);

/** The same for the chain of reads. */
export const sealReads = statement('access.sealReads', (p: Link) =>
  nextLink('read', sql`read_log`, sql`r`, readText, p),
);

/** A row of a chain for checking. A read has no payload. */
export type ChainRow = {
  tx: string;
  id: string;
  text: string;
  digest: Buffer | null;
  payload: unknown;
  salt: Buffer | null;
};

/** Events in the order of their chain with what is left of their payloads; `salt` is null when the payload was erased. */
export const eventsAfter = statement(
  'access.eventsAfter',
  (p: { afterTx: string; afterId: string; lastTx: string; lastId: string; limit: number }) => sql<ChainRow>`
    select e.tx::text as tx, e.id, ${eventText} as text, e.digest, p.payload, p.salt
    from event e left join event_payload p on p.event_id = e.id
    where (e.tx, e.id) > (${p.afterTx}::xid8, ${p.afterId}::uuid) and (e.tx, e.id) <= (${p.lastTx}::xid8, ${p.lastId}::uuid)
    order by e.tx, e.id limit ${p.limit}::int`,
);

export const readsAfter = statement(
  'access.readsAfter',
  (p: { afterTx: string; afterId: string; lastTx: string; lastId: string; limit: number }) => sql<ChainRow>`
    select r.tx::text as tx, r.id, ${readText} as text, null::bytea as digest, null::jsonb as payload, null::bytea as salt
    from read_log r
    where (r.tx, r.id) > (${p.afterTx}::xid8, ${p.afterId}::uuid) and (r.tx, r.id) <= (${p.lastTx}::xid8, ${p.lastId}::uuid)
    order by r.tx, r.id limit ${p.limit}::int`,
);

/** Rows after the last link (`waiting`), and rows whose transaction number cannot be (0, or not given out yet). */
export type Loose = { waiting: number; impossible: number };

// The largest number that was given out so far, and with it everything that is committed.
const notGivenOut = sql`((pg_snapshot_xmax(pg_current_snapshot())::text::bigint + newel_tx_base())::text::xid8)`;

export const looseEvents = statement(
  'access.looseEvents',
  (p: { afterTx: string; afterId: string }) => sql<Loose>`
    select (select count(*) from event where (tx, id) > (${p.afterTx}::xid8, ${p.afterId}::uuid)) as waiting,
      (select count(*) from event where tx = '0'::xid8 or tx >= ${notGivenOut}) as impossible`,
);

export const looseReads = statement(
  'access.looseReads',
  (p: { afterTx: string; afterId: string }) => sql<Loose>`
    select (select count(*) from read_log where (tx, id) > (${p.afterTx}::xid8, ${p.afterId}::uuid)) as waiting,
      (select count(*) from read_log where tx = '0'::xid8 or tx >= ${notGivenOut}) as impossible`,
);

/**
 * How far this server's transaction numbers are behind those in the tables: more than 0 after a backup was restored into
 * another server. Includes the present base.
 */
export const txBehind = statement(
  'access.txBehind',
  (_: Record<string, never>) => sql<{ behind: number; base: number }>`
    select greatest(coalesce((select max(tx)::text::bigint from (select tx from event order by tx desc limit 1) e), 0),
        coalesce((select max(tx)::text::bigint from (select tx from read_log order by tx desc limit 1) r), 0),
        coalesce((select max(last_tx)::text::bigint from seal), 0))
      - (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + newel_tx_base()) + 1 as behind, newel_tx_base() as base`,
);

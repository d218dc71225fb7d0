import { type Database, transaction } from '../../kit/db.ts';
import * as store from '../store/seal.ts';
import { forgetOld } from './sign-in.ts';

/** The two chains: what happened, and who read what. */
export const chains = ['event', 'read'] as const;
export type Chain = (typeof chains)[number];

/** Where a chain begins: before its first row. */
export const chainStart = {
  n: 0,
  last_tx: '0',
  last_id: '00000000-0000-0000-0000-000000000000',
  count: 0,
  hash: Buffer.alloc(32),
};

// A link covers at most this many rows, so that the database is busy with it for milliseconds only.
const rowsOfLink = 2000;

/** Adds at most one link to a chain. Resolves to the number of rows it covers; 0 too when another process is sealing. */
async function sealNext(db: Database, chain: Chain): Promise<number> {
  return transaction(db, async (tx) => {
    const [lock] = await store.lockSealer(tx, {});
    if (lock?.locked !== true) return 0;
    // Read in a statement of its own after the lock, so that it sees the link that whoever had the lock has added.
    const last = (await store.latestSeal(tx, { chain }))[0] ?? chainStart;
    const [link] = await (chain === 'event' ? store.sealEvents : store.sealReads)(tx, {
      n: last.n + 1,
      afterTx: last.last_tx,
      afterId: last.last_id,
      count: last.count,
      hash: last.hash,
      limit: rowsOfLink,
    });
    return link?.covered ?? 0;
  });
}

/**
 * Chains every event and read of transactions that have ended: hash = SHA-256(hash of the link before ‖ digest of each row in
 * the order (tx, id) ‖ columns of the link). A row of an open transaction, and every row younger than the oldest open
 * transaction, waits for the next round. Resolves to the number of rows sealed.
 */
export async function sealOnce(db: Database, stopped: () => boolean = () => false): Promise<number> {
  let sealed = 0;
  for (const chain of chains) {
    for (let covered = rowsOfLink; covered === rowsOfLink && !stopped(); ) {
      covered = await sealNext(db, chain);
      sealed += covered;
    }
  }
  return sealed;
}

export type Sealer = {
  /** Ends the loop; resolves when the round under way is over. */
  stop(): Promise<void>;
};

/**
 * Seals every two seconds until it is stopped, and now and then forgets sessions and failed sign-ins that are over. A round
 * that fails is told to `failed` and the next one tries again.
 */
export function startSealer(
  db: Database,
  options: { everyMs?: number; failed?: (error: unknown) => void } = {},
): Sealer {
  const { everyMs = 2000, failed = () => {} } = options;
  const roundsBetweenForgetting = 300;
  let stopped = false;
  let rounds = 0;
  let wake = () => {};
  const run = async () => {
    while (!stopped) {
      try {
        await sealOnce(db, () => stopped);
        if (rounds++ % roundsBetweenForgetting === 0) await forgetOld(db);
      } catch (error) {
        failed(error);
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    stop() {
      stopped = true;
      wake();
      return running;
    },
  };
}

/**
 * To be called by the owner after the migrations and before anything is written. A server that a backup was restored into
 * counts its transactions from the beginning; this makes the numbers of new rows go on after those in the tables, so that they
 * are sealed, and in their order. Resolves to true when it had to.
 */
export async function continueNumbers(owner: Database): Promise<boolean> {
  const [numbers] = await store.txBehind(owner, {});
  if (numbers === undefined || numbers.behind <= 0) return false;
  const base = numbers.base + numbers.behind;
  if (!Number.isSafeInteger(base)) throw new Error('The transaction numbers of events and reads are out of range.');
  await owner.query(
    `create or replace function newel_tx_base() returns bigint language sql immutable as 'select ${base}::bigint'`,
  );
  return true;
}

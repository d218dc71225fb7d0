/** Several writes of which all are made or none, when one of them is refused. */
import { type Database, type Tx, transaction } from '../../kit/db.ts';

/** What came of something. Refused or stale: nothing was written. */
export type Done<T = unknown> =
  | ({ outcome: 'done' } & T)
  | { outcome: 'refused'; problems: string[] }
  | { outcome: 'stale' };

class TakenBack extends Error {
  readonly done: Exclude<Done, { outcome: 'done' }>;
  constructor(done: Exclude<Done, { outcome: 'done' }>) {
    super(done.outcome);
    this.done = done;
  }
}

/** Goes on when a part was made; takes everything back when it was refused or came too late. */
export function orTakeBack(part: { outcome: string; problems?: string[] }): void {
  if (part.outcome === 'stale') throw new TakenBack({ outcome: 'stale' });
  if (part.outcome === 'refused') throw new TakenBack({ outcome: 'refused', problems: part.problems ?? [] });
}

/** Refuses all of it, saying what to do. */
export function refuse(...problems: string[]): never {
  throw new TakenBack({ outcome: 'refused', problems });
}

/** Runs all parts in one transaction. */
export async function together<T extends object>(db: Database, work: (tx: Tx) => Promise<T>): Promise<Done<T>> {
  try {
    return await transaction(db, async (tx) => ({ outcome: 'done' as const, ...(await work(tx)) }));
  } catch (error) {
    if (error instanceof TakenBack) return error.done;
    throw error;
  }
}

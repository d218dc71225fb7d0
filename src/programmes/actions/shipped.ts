import { systemActor } from '../../access/rules/policy.ts';
import type { Database } from '../../kit/db.ts';
import { problemLine } from '../../kit/problems.ts';
import { type Instruments, loadProgrammeFiles, programmeByKey } from '../actions.ts';
import { programmeFiles, shippedProgramme } from './files.ts';

/** The programmes that ship with Newel, by key. */
export const SHIPPED_PROGRAMMES = ['working-well-pilot', 'working-well-expansion'] as const;

/**
 * Loads the programmes that ship with Newel, with their instruments. One that is there already stays as it is, whatever
 * its content: an office may have loaded its own version. Resolves to the keys that were loaded.
 */
export async function loadShippedProgrammes(db: Database, instruments: Instruments, today: string): Promise<string[]> {
  const loaded: string[] = [];
  for (const key of SHIPPED_PROGRAMMES) {
    if ((await programmeByKey(db, key)) !== null) continue;
    const files = await programmeFiles(shippedProgramme(key));
    const result = await loadProgrammeFiles(db, systemActor, files, instruments, today);
    if (result.outcome === 'refused')
      throw new Error(`NEWEL_SHIPPED: ${key} does not fit: ${result.problems.map(problemLine).join('; ')}`);
    if (result.outcome === 'loaded') loaded.push(key);
  }
  return loaded;
}

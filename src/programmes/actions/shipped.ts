import { systemActor } from '../../access/rules/policy.ts';
import type { Database } from '../../kit/db.ts';
import { problemLine } from '../../kit/problems.ts';
import { type Instruments, loadProgrammeFiles, programmeByKey } from '../actions.ts';
import { programmeFiles, shippedVersions } from './files.ts';

/** The programmes that ship with Newel, by key. */
export const SHIPPED_PROGRAMMES = [
  'working-well-pilot',
  'working-well-expansion',
  'ics-trial',
  'ics-x',
  'pathways-new',
  'pathways-existing',
] as const;

/**
 * Loads the programmes that ship with Newel, each with all its versions and their instruments. One that is there already stays as it is, whatever
 * its content: an office may have loaded its own version. Resolves to the keys that were loaded.
 */
export async function loadShippedProgrammes(db: Database, instruments: Instruments, today: string): Promise<string[]> {
  const loaded: string[] = [];
  for (const key of SHIPPED_PROGRAMMES) {
    if ((await programmeByKey(db, key)) !== null) continue;
    for (const path of await shippedVersions(key)) {
      const result = await loadProgrammeFiles(db, systemActor, await programmeFiles(path), instruments, today);
      if (result.outcome === 'refused')
        throw new Error(`NEWEL_SHIPPED: ${path} does not fit: ${result.problems.map(problemLine).join('; ')}`);
    }
    loaded.push(key);
  }
  return loaded;
}

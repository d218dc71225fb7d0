import type { Kind } from './kind.ts';
import { activities, areaChanges, assessments, attachments, claims, jobs } from './kinds-case.ts';
import { duplicates, keyWorkers, referrals } from './kinds-people.ts';

/** Runs `use` with each kind of file, each after those it depends on. The callback keeps every kind's own type of row. */
export async function eachKind(use: <F>(kind: Kind<F>) => Promise<void>): Promise<void> {
  await use(keyWorkers);
  await use(referrals);
  await use(attachments);
  await use(areaChanges);
  await use(assessments);
  await use(activities);
  await use(jobs);
  await use(claims);
  await use(duplicates);
}

/** The limit of people for each key worker, where the programme has one: nobody goes above it without a manager's reason. */
import type { Sql, Tx } from '../../kit/db.ts';
import type { Errors } from '../../kit/form.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { limitOn } from '../../programmes/rules.ts';
import * as store from '../store/limit.ts';

/** Ends the transaction: somebody would have more people than the limit. `message` says who and what to do. */
export class OverLimit extends Error {}

/**
 * Throws OverLimit when a key worker would have more people than the programme's limit on that day, and more than now: who is
 * above it already may still give and swap. Called with the cases locked, before the assignments are written; whoever gives
 * to the same worker at the same moment waits, so that two cannot both take the last place.
 */
export async function refuseOverLimit(
  tx: Tx,
  cases: readonly { caseId: string; to: string }[],
  startsOn: string,
): Promise<void> {
  const [found] = await store.programmeOfCases(tx, { caseIds: cases.map(({ caseId }) => caseId) });
  const document = found && (await programmeOn(tx, found.programme_id, startsOn))?.document;
  const most = document === undefined ? null : limitOn(document, startsOn);
  if (most === null) return;
  await store.holdWorkers(tx, { staffIds: [...new Set(cases.map(({ to }) => to))] });
  const rows = JSON.stringify(cases.map(({ caseId, to }) => ({ case_id: caseId, staff_id: to })));
  const over = (await store.peopleAfter(tx, { rows })).find(({ people, more }) => more > 0 && people > most);
  if (over !== undefined)
    throw new OverLimit(
      `${over.staff_name} would have ${over.people} people, and the programme’s limit is ${most}. Choose somebody else, or have a manager change the key worker with a reason`,
    );
}

/** How many people a key worker has, and the limit of the programme on a day; null where there is none. */
export async function roomUnderLimit(
  sql: Sql,
  ask: { programmeId: string; staffId: string; day: string },
): Promise<{ people: number; most: number } | null> {
  const document = (await programmeOn(sql, ask.programmeId, ask.day))?.document;
  const most = document === undefined ? null : limitOn(document, ask.day);
  if (most === null) return null;
  const [row] = await store.peopleNow(sql, { staffId: ask.staffId });
  return { people: row?.people ?? 0, most };
}

/** Does what may go above the limit; a refusal comes back with its message at a field of the form. */
export async function orOverLimit<T>(
  field: string,
  work: () => Promise<T>,
): Promise<T | { outcome: 'refused'; errors: Errors }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OverLimit) return { outcome: 'refused', errors: { [field]: error.message } };
    throw error;
  }
}

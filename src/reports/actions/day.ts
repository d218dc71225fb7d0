/** The day that tables, lists, files and published sets are of. */
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { defaultAsOf } from '../actions.ts';
import { dayProblem } from '../rules/asked.ts';

/**
 * The day that is shown, and what is wrong with the one that was typed ('' for none): then the programme's own is shown. Null when the
 * programme has no document.
 */
export async function dayAsked(
  sql: Sql,
  programmeId: string,
  typed: string,
  today: string,
): Promise<{ asOf: string; problem: string | undefined } | null> {
  const firstDay = (await programmeOn(sql, programmeId, today))?.document.firstDay;
  if (firstDay === undefined) return null;
  const problem = typed === '' ? null : dayProblem(typed, { firstDay, today, shown: showDay });
  if (typed !== '' && problem === null) return { asOf: typed, problem: undefined };
  const own = await defaultAsOf(sql, programmeId, today);
  return { asOf: own < today ? own : today, problem: problem ?? undefined };
}

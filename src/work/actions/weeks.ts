/** Weeks of a job that were told: all of them, and taking one back. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { WorkedWeek } from '../rules/terms.ts';
import { figuresText, isWeek } from '../rules/week-figures.ts';
import { findWeek, lockJob } from '../store/jobs.ts';
import { dropWeek, weeksOfJob } from '../store/weeks.ts';
import { about, type CaseRef, money } from './jobs.ts';

const figuresOf = ({ hours, pay_pence }: { hours: string | null; pay_pence: number | null }) => ({
  hours: hours === null ? null : Number(hours),
  payPence: pay_pence,
});

/** Every week of a job that was told, the latest first. */
export async function weeksOf(sql: Sql, caseId: string, id: string): Promise<WorkedWeek[]> {
  const rows = await weeksOfJob(sql, { id, caseId });
  return rows.map((row) => ({ from: row.week_from, ...figuresOf(row) }));
}

/**
 * Takes back a week that was entered by mistake, with the event 'job.week removed' on its Monday. `from` is that Monday, `stood` its figures
 * as they were shown (`figuresText`). 'unchanged': there is none; 'changed': it has other figures now; 'no week': `from` names none. Nothing was written
 * then.
 */
export function removeWeek(
  db: Database,
  actor: Actor,
  of: CaseRef,
  { id, from, stood }: { id: string; from: string; stood: string },
  today: string,
): Promise<'saved' | 'unchanged' | 'changed' | 'no week' | 'gone'> {
  return transaction(db, async (tx) => {
    const [row] = await lockJob(tx, { id, caseId: of.caseId });
    if (row === undefined) return 'gone';
    if (!isWeek(from)) return 'no week';
    const [found] = await findWeek(tx, { id, from });
    if (found === undefined) return 'unchanged';
    const before = figuresOf(found);
    if (figuresText(before) !== stood) return 'changed';
    await dropWeek(tx, { id, from });
    const payload = { recordId: id, employer: row.employer, weekFrom: from, before, ...money(of) };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.week removed', happenedOn: from, payload });
    await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
    return 'saved';
  });
}

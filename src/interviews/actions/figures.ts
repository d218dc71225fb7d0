/** Figures of a programme's interviews in a period, for whoever oversees them. People whose records are restricted are counted. */
import type { Actor } from '../../access/rules/policy.ts';
import { workersFor } from '../../cases/actions/lists.ts';
import type { Sql } from '../../kit/db.ts';
import { together } from '../../kit/together.ts';
import { attendance } from '../rules/figures.ts';
import * as store from '../store/figures.ts';

type Rows<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

/** Everything that the page shows; days 'YYYY-MM-DD', both included. */
export type Figures = {
  from: string;
  to: string;
  attendance: ReturnType<typeof attendance>;
  intervals: Rows<typeof store.intervals>;
  reasons: Rows<typeof store.reasonsOfGaps>;
  continuity: Rows<typeof store.continuity>[number];
  reminders: Rows<typeof store.byReminder>;
};

/** The figures of the cases of those whom the actor oversees, from a day to a day, both included. Two statements, and one a programme. */
export async function figuresOf(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; from: string; to: string },
): Promise<Figures> {
  const { programmeId, from, to } = ask;
  const workers = await workersFor(sql, actor, 'interview.oversee');
  const staffIds = workers.filter((one) => one.programmeId === programmeId).map(({ id }) => id);
  const after = Temporal.PlainDate.from(to).add({ days: 1 }).toString();
  const of = { programmeId, staffIds, from, to: after };
  const found: Partial<Figures> = {};
  await together(sql, [
    async (part) => {
      found.attendance = attendance(await store.statesByNumber(part, of));
    },
    async (part) => {
      found.intervals = await store.intervals(part, of);
    },
    async (part) => {
      found.reasons = await store.reasonsOfGaps(part, of);
    },
    async (part) => {
      [found.continuity] = (await store.continuity(part, of)) as [Figures['continuity']];
    },
    async (part) => {
      found.reminders = await store.byReminder(part, of);
    },
  ]);
  return { from, to, ...(found as Omit<Figures, 'from' | 'to'>) };
}

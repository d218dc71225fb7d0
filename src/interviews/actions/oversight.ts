/** What managers look at: what waits for them, a sample, and how workers differ, with numbers enough to be fair. */
import type { Actor } from '../../access/rules/policy.ts';
import { scopeOf } from '../../access/rules/policy.ts';
import { workersFor } from '../../cases/actions/lists.ts';
import type { Sql } from '../../kit/db.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { startPoint, type VariationRow, variation, type WaiverLook, waiverLooks } from '../rules/variation.ts';
import * as store from '../store/oversight.ts';

export type { LineRow } from '../store/oversight.ts';

/** The page of a manager. `from` is the first day of what is counted. */
export type Oversight = {
  toDecide: store.LineRow[];
  waiting: store.LineRow[];
  sample: store.LineRow[];
  from: string;
  variation: { rows: VariationRow[]; total: VariationRow | null };
  waivers: WaiverLook[];
};

const days = 91;

/** What waits for a manager of a programme, and the last quarter of their team: five statements. */
export async function oversee(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; document: ProgrammeDocument; today: string },
): Promise<Oversight> {
  const { programmeId, document, today } = ask;
  const scope = scopeOf(actor, 'interview.oversee', programmeId);
  const from = Temporal.PlainDate.from(today).subtract({ days }).toString();
  const to = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  const workers = (await workersFor(sql, actor, 'interview.oversee')).filter((one) => one.programmeId === programmeId);
  const rows = await store.countsOf(sql, {
    ...{ staffIds: workers.map(({ id }) => id), from, to, point: startPoint, full: document.caseload.to },
  });
  return {
    from,
    toDecide: await store.toDecide(sql, { programmeId, scope }),
    waiting: await store.waitingForPlace(sql, { programmeId, scope }),
    sample: await store.sampleSince(sql, { programmeId, scope, since: from, month: today.slice(0, 7) }),
    variation: variation(
      rows.map((row) => ({
        ...{ staffId: row.staff_id, name: row.name, booked: row.came + row.missed, failed: row.missed },
        ...{ goodCause: row.good_cause, attempts: row.attempts, proposed: row.proposed, agreed: row.agreed },
      })),
    ),
    waivers: waiverLooks(
      rows.map((row) => ({
        ...{ staffId: row.staff_id, name: row.name, atPoint: row.at_point, waived: row.waived },
        ...{ whileFull: row.while_full, caseload: row.caseload },
      })),
    ),
  };
}

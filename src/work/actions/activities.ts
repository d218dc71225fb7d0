import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { Asked } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { CodeLabel } from '../../programmes/rules.ts';
import { type ActivityFields, activityChanges, activityQuestions } from '../rules/activities.ts';
import * as store from '../store/activities.ts';
import type { CaseRef, Saved } from './jobs.ts';

/** A step towards work of a case. */
export type Activity = ActivityFields & { id: string; version: number };

/** How many activities a page of the list holds. */
export const ACTIVITIES_A_PAGE = 20;

/** A page (from 1) of a case's activities, newest first, and how many there are in all. */
export async function activitiesOf(
  sql: Sql,
  caseId: string,
  page: number,
): Promise<{ activities: Activity[]; total: number }> {
  const limit = ACTIVITIES_A_PAGE;
  const rows = await store.activitiesOfCase(sql, { caseId, limit, offset: (page - 1) * limit });
  return { activities: rows.map(toActivity), total: rows[0]?.total ?? 0 };
}

/** An activity of this case, or null. */
export async function findActivity(sql: Sql, caseId: string, id: string): Promise<Activity | null> {
  const [row] = await store.findActivity(sql, { caseId, id });
  return row === undefined ? null : toActivity(row);
}

const labelOf = (kinds: readonly CodeLabel[], kind: string) => kinds.find(({ code }) => code === kind)?.label ?? kind;

/** Records an activity and appends 'activity.recorded' on its day, or today where that is not known. */
export async function recordActivity(
  db: Database,
  actor: Actor,
  of: CaseRef,
  activity: ActivityFields,
  kinds: readonly CodeLabel[],
  asked: readonly Asked[],
  today: string,
): Promise<Saved<Activity>> {
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertActivity(tx, { id, caseId: of.caseId, personId: of.personId, ...activity });
    await recordEvent(tx, actor, {
      ...of,
      kind: 'activity.recorded',
      happenedOn: activity.startedOn ?? today,
      payload: { recordId: id, ...activity, words: labelOf(kinds, activity.kind), asked },
    });
  });
  return { outcome: 'saved', id };
}

/** Corrects an activity that still has the version given and appends 'activity.corrected', which keeps it as it was. */
export function correctActivity(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; activity: ActivityFields },
  kinds: readonly CodeLabel[],
  today: string,
): Promise<Saved<Activity>> {
  const { id, version, activity } = change;
  return transaction(db, async (tx) => {
    const [row] = await store.lockActivity(tx, { id, caseId: of.caseId });
    if (row === undefined) return { outcome: 'gone' };
    if (row.version !== version) return { outcome: 'stale', saved: toActivity(row) };
    const { id: _, version: __, ...before } = toActivity(row);
    const changes = activityChanges(activityQuestions({ today, kinds, standing: before }), before, activity);
    if (changes.length === 0) return { outcome: 'unchanged', id };
    await store.updateActivity(tx, { id, caseId: of.caseId, version, ...activity });
    await recordEvent(tx, actor, {
      ...of,
      kind: 'activity.corrected',
      happenedOn: activity.startedOn ?? before.startedOn ?? today,
      payload: { recordId: id, words: labelOf(kinds, activity.kind), changes, before, after: activity },
    });
    return { outcome: 'saved', id };
  });
}

function toActivity(row: store.ActivityRow): Activity {
  const number = (text: string | null) => (text === null ? null : Number(text));
  return {
    id: row.id,
    kind: row.kind,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    daysPerWeek: number(row.days_per_week),
    hoursPerDay: number(row.hours_per_day),
    feedback: row.feedback,
    version: row.version,
  };
}

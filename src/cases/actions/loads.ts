/** What the loads of key workers are made of: their open cases, now or on a day that is past. */
import { type Actor, type Permission, scopeOf } from '../../access/rules/policy.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import { type ProgrammeDocument, supportOn } from '../../programmes/rules.ts';
import type { LoadCase } from '../rules/load-case.ts';
import { pausesFrom, stopsOf } from '../rules/taking-part.ts';
import * as store from '../store/loads.ts';

/** A case of a load with whose it is. `parkedReviewOn`: parked after asking for another key worker. */
export type NamedLoadCase = LoadCase & { name: string; reference: string; parkedReviewOn: string | null };

/** The open cases of key workers that the actor may count, by name: one statement. Restricted ones that are closed to the actor are left out. */
export async function casesOfWorkers(
  sql: Sql,
  actor: Actor,
  ask: {
    permission: Permission;
    programmeId: string;
    staffIds: readonly string[];
    document: ProgrammeDocument;
    today: string;
  },
): Promise<NamedLoadCase[]> {
  const { permission, programmeId, staffIds, document, today } = ask;
  const scope = scopeOf(actor, permission, programmeId);
  const rows = await store.casesOfWorkers(sql, { programmeId, scope, staffIds });
  return rows.map((row) => ({
    ...toLoadCase(row, document, today),
    name: shownName(row),
    reference: row.reference,
    parkedReviewOn: row.parked_review_on,
  }));
}

/** Every case that a key worker of a programme had on a day, as it stood then: one statement. For the work of each day. */
export async function casesOnDay(
  sql: Sql,
  ask: { programmeId: string; document: ProgrammeDocument; day: string },
): Promise<LoadCase[]> {
  const rows = await store.casesOnDay(sql, { programmeId: ask.programmeId, day: ask.day });
  return rows.map((row) => toLoadCase(row, ask.document, ask.day));
}

function toLoadCase(row: store.LoadRow, document: ProgrammeDocument, day: string): LoadCase {
  const common = { caseId: row.case_id, staffId: row.staff_id, attachedOn: row.attached_on };
  if (row.status === 'paused') return { ...common, state: 'paused' };
  if (row.status !== 'attached') return { ...common, state: 'not yet attached' };
  const number = (text: string | null): DayNumber | null => (text === null ? null : parseDay(text));
  const attached = number(row.attached_on);
  if (attached === null) return { ...common, state: 'attached' };
  const stops = stopsOf(document, pausesFrom(row.pauses));
  const support = supportOn(document.support, attached, number(row.first_job_on), parseDay(day) as DayNumber, stops);
  return { ...common, state: support.phase === 'in work' && support.state === 'running' ? 'in work' : 'attached' };
}

import { staffOf } from '../../access/actions.ts';
import { type Actor, can, scopeOf } from '../../access/rules/policy.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { versionsOf } from '../../programmes/actions.ts';
import { type CaseloadEntry, contactKinds } from '../rules/caseload.ts';
import { caseloadOf } from '../store/caseload.ts';
import { supportText } from './frame.ts';

// More than ten times a large caseload.
const mostOpen = 1000;

/** A key worker whose caseload somebody may look at. */
export type Worker = { id: string; name: string; code: string; programmeId: string };

/** The key workers of the teams, areas and programmes that somebody answers for; a key worker sees their own caseload alone. */
export async function workersFor(sql: Sql, actor: Actor): Promise<Worker[]> {
  const found = new Map<string, Worker>();
  for (const programmeId of new Set(actor.memberships.flatMap((member) => member.programmeId ?? []))) {
    const scope = scopeOf(actor, 'case.list', programmeId);
    if (scope.programmeIds.length + scope.areaIds.length + scope.providerIds.length === 0) continue;
    for (const staff of await staffOf(sql, { programmeId })) {
      const theirs =
        scope.programmeIds.length > 0 ||
        (staff.area_id !== null && scope.areaIds.includes(staff.area_id)) ||
        (staff.provider_id !== null && scope.providerIds.includes(staff.provider_id));
      if (!theirs) continue;
      found.set(staff.id, {
        id: staff.id,
        name: `${staff.given_name} ${staff.family_name}`,
        code: staff.code,
        programmeId,
      });
    }
  }
  return [...found.values()];
}

/** The open cases of a key worker that the actor may see, in no order. One statement. */
export async function caseload(
  sql: Sql,
  actor: Actor,
  staffId: string,
  today: Temporal.PlainDate,
): Promise<CaseloadEntry[]> {
  const day = today.toString();
  const now = parseDay(day) as DayNumber;
  const rows = await caseloadOf(sql, { staffId, contacts: contactKinds, today: day, limit: mostOpen });
  const entries: CaseloadEntry[] = [];
  for (const row of rows) {
    const facts = { areaId: row.area_id, providerId: row.provider_id, keyWorkerId: row.key_worker_id };
    if (!can(actor, 'case.list', { programmeId: row.programme_id, case: facts })) continue;
    const head = {
      programme: { key: '', name: '', versions: await versionsOf(sql, row.programme_id) },
      attachment: row.has_attachment ? { on: row.attached_on, evidenced: true, firstJobOn: row.first_job_on } : null,
    };
    entries.push({
      caseId: row.case_id,
      name: [row.given_name, row.family_name].filter(Boolean).join(' ') || 'Name not known',
      reference: row.reference,
      areaName: row.area_name,
      status: row.status,
      support: supportText(head, today),
      month: row.attached_on === null ? -1 : now - (parseDay(row.attached_on) as DayNumber),
      silence: row.last_contact_on === null ? null : now - (parseDay(row.last_contact_on) as DayNumber),
    });
  }
  return entries;
}

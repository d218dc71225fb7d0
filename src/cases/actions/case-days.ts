import { type Actor, can, type Permission } from '../../access/rules/policy.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import { type DataField, dataFields, type ProgrammeDocument, supportOn } from '../../programmes/rules.ts';
import type { CaseDay } from '../rules/case-day.ts';
import { contactKinds } from '../rules/caseload.ts';
import { pausesFrom, stopsOf } from '../rules/taking-part.ts';
import * as store from '../store/case-days.ts';
import { factsOfCase } from './record.ts';

// More than ten times a large caseload.
const mostOpen = 1000;
const number = (day: string | null): DayNumber | null => (day === null ? null : parseDay(day));

/**
 * The open cases of a key worker of a programme with what Today asks of each, as far as the actor may do `permission` with
 * them. One statement. `today` is 'YYYY-MM-DD'.
 */
export async function caseDays(
  sql: Sql,
  actor: Actor,
  ask: { permission: Permission; staffId: string; document: ProgrammeDocument; today: string },
): Promise<CaseDay[]> {
  const { permission, staffId, document, today } = ask;
  const rows = await store.caseDaysOf(sql, { staffId, contacts: contactKinds, today, limit: mostOpen });
  return rows.filter((row) => can(actor, permission, factsOfCase(row))).map((row) => toCaseDay(row, document, today));
}

function toCaseDay(row: store.CaseDayRow, document: ProgrammeDocument, today: string): CaseDay {
  const attached = number(row.attached_on);
  const stops = stopsOf(document, pausesFrom(row.pauses));
  // An attachment whose day is not known is something missing; no attachment is not.
  const known = (field: DataField) => (field === 'attached_on' && !row.has_attachment) || row[field] !== null;
  return {
    caseId: row.case_id,
    personId: row.person_id,
    programmeId: row.programme_id,
    name: shownName(row),
    reference: row.reference,
    status: row.status,
    referredOn: row.referred_on,
    firstMetOn: row.first_met_on,
    attachedOn: row.attached_on,
    firstJobOn: row.first_job_on,
    lastContactOn: row.last_contact_on,
    support:
      attached === null
        ? null
        : supportOn(document.support, attached, number(row.first_job_on), parseDay(today) as DayNumber, stops),
    paused: row.status === 'paused' && row.paused_on !== null ? { on: row.paused_on, reviewOn: row.review_on } : null,
    parkedReviewOn: row.parked_review_on,
    exitPlanOn: row.exit_plan_on,
    missing: (Object.keys(dataFields) as DataField[]).filter((field) => !known(field)),
  };
}

import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { bookedAway } from '../../diary/actions/group.ts';
import { statement } from '../../kit/db.ts';
import type { RiskKind } from '../rules.ts';

/** A risk that is known. Days are 'YYYY-MM-DD'. */
export type FlagRow = {
  id: string;
  kind: RiskKind;
  words: string;
  precautions: string;
  review_on: string;
  set_by_name: string | null;
  created_at: string;
  version: number;
};

const rows = sql`select r.id, r.kind, r.words, r.precautions, r.review_on, u.user_name as set_by_name, r.created_at, r.version
  from risk_flag r left join ${userNamesPart} u on u.user_id = r.set_by`;

/** Risks of a case that stand, the earliest first. */
export const standingFlags = statement(
  'visits.standingFlags',
  (p: { caseId: string }) => sql<FlagRow>`
    ${rows} where r.case_id = ${p.caseId} and r.cleared_at is null order by r.created_at, r.id limit 50`,
);

export const insertFlag = statement(
  'visits.insertFlag',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    kind: RiskKind;
    words: string;
    precautions: string;
    reviewOn: string;
    setBy: string | null;
  }) => sql`
    insert into risk_flag (id, case_id, person_id, kind, words, precautions, review_on, set_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.kind}, ${p.words}, ${p.precautions}, ${p.reviewOn}, ${p.setBy})`,
);

export const clearFlag = statement(
  'visits.clearFlag',
  (p: { id: string; caseId: string; version: number; reason: string; at: string }) => sql<{ kind: RiskKind }>`
    update risk_flag set cleared_at = ${p.at}, clear_reason = ${p.reason}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and cleared_at is null returning kind`,
);

export const keepFlag = statement(
  'visits.keepFlag',
  (p: { id: string; caseId: string; version: number; reviewOn: string }) => sql<{ kind: RiskKind }>`
    update risk_flag set review_on = ${p.reviewOn}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and cleared_at is null returning kind`,
);

/** Of these cases: risks that are due to be looked at by a day, and appointments away from the office until then without a safety plan. */
export const mattersOfCases = statement(
  'visits.mattersOfCases',
  (p: { caseIds: readonly string[]; upTo: string }) => sql<{
    what: 'risk' | 'plan';
    case_id: string;
    id: string;
    kind: RiskKind | null;
    on: string;
  }>`
    select 'risk' as what, case_id, id, kind, review_on as on from risk_flag
    where case_id = any(${p.caseIds}::uuid[]) and cleared_at is null and review_on <= ${p.upTo}::date
    union all
    select 'plan', a.case_id, a.appointment_id, null, a.on_day from ${bookedAway} a
    where a.case_id = any(${p.caseIds}::uuid[]) and a.on_day <= ${p.upTo}::date
      and not exists (select from visit v where v.appointment_id = a.appointment_id and v.cancelled_at is null)`,
);

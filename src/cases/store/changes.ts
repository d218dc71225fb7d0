import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

/**
 * Raises the version of a case that still has the one given, and so locks it: every change to a case begins with this, and
 * of two people who save at once the second finds no row.
 */
export const raiseVersion = statement(
  'cases.raiseVersion',
  (p: { caseId: string; version: number }) => sql<{ id: string }>`
    update case_record set version = version + 1, updated_at = now()
    where id = ${p.caseId} and version = ${p.version} returning id`,
);

export type ReferralFields = {
  referredOn: string | null;
  areaId: string | null;
  providerId: string | null;
  source: string | null;
  benefit: string | null;
  lastWorked: string | null;
  housingTenure: string | null;
  maritalStatus: string | null;
  dependants: number | null;
};

export const insertCase = statement(
  'cases.insertCase',
  (
    p: {
      id: string;
      personId: string;
      programmeId: string;
      reference: string;
      cohort: string | null;
      cohortOn: string | null;
      cohortVersion: number | null;
    } & ReferralFields,
  ) =>
    q.insertInto('case_record').values({
      id: p.id,
      person_id: p.personId,
      programme_id: p.programmeId,
      reference: p.reference,
      status: 'referred',
      area_id: p.areaId,
      provider_id: p.providerId,
      referral_area_id: p.areaId,
      referral_provider_id: p.providerId,
      referred_on: p.referredOn,
      referral_source: p.source,
      benefit: p.benefit,
      last_worked: p.lastWorked,
      housing_tenure: p.housingTenure,
      marital_status: p.maritalStatus,
      dependants: p.dependants,
      cohort: p.cohort,
      cohort_on: p.cohortOn,
      cohort_version: p.cohortVersion,
    }),
);

/** Sets the facts of referral; area and provider today follow by `setAreaToday`. */
export const setReferral = statement('cases.setReferral', (p: { caseId: string } & ReferralFields) =>
  q
    .updateTable('case_record')
    .set({
      referred_on: p.referredOn,
      referral_area_id: p.areaId,
      referral_provider_id: p.providerId,
      referral_source: p.source,
      benefit: p.benefit,
      last_worked: p.lastWorked,
      housing_tenure: p.housingTenure,
      marital_status: p.maritalStatus,
      dependants: p.dependants,
    })
    .where('id', '=', p.caseId),
);

export const setStatus = statement(
  'cases.setStatus',
  (p: { caseId: string; status: string; closedOn: string | null; exitReason: string | null }) =>
    q
      .updateTable('case_record')
      .set({ status: p.status, closed_on: p.closedOn, exit_reason: p.exitReason })
      .where('id', '=', p.caseId),
);

export const upsertAttachment = statement(
  'cases.upsertAttachment',
  (p: { caseId: string; personId: string; attachedOn: string; keyWorkerId: string | null; conditions: string }) => sql`
    insert into attachment (case_id, person_id, attached_on, key_worker_id, conditions, evidenced)
    values (${p.caseId}, ${p.personId}, ${p.attachedOn}, ${p.keyWorkerId}, ${p.conditions}::jsonb, true)
    on conflict (case_id) do update set attached_on = excluded.attached_on, conditions = excluded.conditions, evidenced = true,
      version = attachment.version + 1`,
);

export const findConditions = statement('cases.findConditions', (p: { caseId: string }) =>
  q.selectFrom('attachment').select(['conditions', 'attached_on']).where('case_id', '=', p.caseId),
);

export const insertAreaChange = statement(
  'cases.insertAreaChange',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    changedOn: string;
    fromAreaId: string | null;
    toAreaId: string;
    ahead: boolean;
  }) =>
    q.insertInto('area_change').values({
      id: p.id,
      case_id: p.caseId,
      person_id: p.personId,
      changed_on: p.changedOn,
      from_area_id: p.fromAreaId,
      to_area_id: p.toAreaId,
      ahead: p.ahead,
    }),
);

export type MoveRow = { id: string; changed_on: string | null; from_area_id: string | null; to_area_id: string };

/** The latest move of a case: the one that says where the person is now. */
export const lastMove = statement('cases.lastMove', (p: { caseId: string }) =>
  q
    .selectFrom('area_change')
    .select(['id', 'changed_on', 'from_area_id', 'to_area_id'])
    .where('case_id', '=', p.caseId)
    .orderBy('changed_on', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(1),
);

export const correctMove = statement('cases.correctMove', (p: { id: string; changedOn: string; toAreaId: string }) =>
  q
    .updateTable('area_change')
    .set({ changed_on: p.changedOn, to_area_id: p.toAreaId, version: sql`version + 1` })
    .where('id', '=', p.id),
);

export type AssignmentRow = {
  id: string;
  staff_id: string;
  staff_name: string;
  staff_code: string;
  starts_on: string;
  ends_on: string | null;
  reason: string | null;
  handover: string | null;
};

/** Who was the key worker from when to when, the newest first. */
export const assignmentsOf = statement(
  'cases.assignmentsOf',
  (p: { caseId: string }) => sql<AssignmentRow>`
    select a.id, a.staff_id, k.staff_name, k.staff_code, a.starts_on, a.ends_on, a.reason, a.handover
    from key_worker_assignment a join ${staffNames} k on k.staff_id = a.staff_id
    where a.case_id = ${p.caseId} order by a.starts_on desc, a.id desc`,
);

export const correctAssignment = statement(
  'cases.correctAssignment',
  (p: { id: string; staffId: string; startsOn: string; reason: string | null }) =>
    q
      .updateTable('key_worker_assignment')
      .set({ staff_id: p.staffId, starts_on: p.startsOn, reason: p.reason })
      .where('id', '=', p.id),
);

export const endAssignment = statement('cases.endAssignment', (p: { id: string; endsOn: string }) =>
  q.updateTable('key_worker_assignment').set({ ends_on: p.endsOn }).where('id', '=', p.id),
);

/** The first key worker of a case that has none yet. Any later one comes by `assign`, which ends the one before. */
export const insertAssignment = statement(
  'cases.insertAssignment',
  (p: { id: string; caseId: string; personId: string; staffId: string; startsOn: string; reason: string | null }) =>
    q.insertInto('key_worker_assignment').values({
      id: p.id,
      case_id: p.caseId,
      person_id: p.personId,
      staff_id: p.staffId,
      starts_on: p.startsOn,
      reason: p.reason,
    }),
);

export const setKeyWorker = statement('cases.setKeyWorker', (p: { caseId: string; staffId: string }) =>
  q.updateTable('case_record').set({ key_worker_id: p.staffId }).where('id', '=', p.caseId),
);

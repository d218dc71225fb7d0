import { sql } from 'kysely';
import { bulkCorrect, bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';

const referral = {
  area_id: 'uuid',
  provider_id: 'uuid',
  referral_area_id: 'uuid',
  referral_provider_id: 'uuid',
  referred_on: 'date',
  referral_source: 'text',
  benefit: 'text',
  last_worked: 'text',
  housing_tenure: 'text',
  marital_status: 'text',
  dependants: 'integer',
} as const;
// The area today follows the moves on record, and a correction of the referral must not undo them.
const { area_id: _area, provider_id: _provider, ...correctable } = referral;

export type CaseRow = {
  source_ref: string;
  id: string;
  person_id: string;
  referred_on: string | null;
};

export const casesByReference = statement(
  'cases.casesByReference',
  (p: { programmeId: string; references: string[] }) => sql<CaseRow>`
    select source_ref, id, person_id, referred_on from case_record
    where programme_id = ${p.programmeId} and source_ref = any(${p.references}::text[])`,
);

export const insertCases = bulkInsert('cases.insertCases', 'case_record', {
  id: 'uuid',
  person_id: 'uuid',
  programme_id: 'uuid',
  reference: 'text',
  source_ref: 'text',
  status: 'text',
  ...referral,
});
export const correctCases = bulkCorrect('cases.correctCases', 'case_record', correctable, { touch: true });
export const caseVersions = statement(
  'cases.caseVersions',
  (p: { ids: string[] }) => sql<{ id: string; version: number; person_id: string }>`
    select id, version, person_id from case_record where id = any(${p.ids}::uuid[])`,
);

export const insertAttachments = bulkInsert('cases.insertAttachments', 'attachment', {
  case_id: 'uuid',
  person_id: 'uuid',
  attached_on: 'date',
  key_worker_id: 'uuid',
  evidenced: 'boolean',
  conditions: 'jsonb',
});
export const correctAttachments = bulkCorrect(
  'cases.correctAttachments',
  'attachment',
  { attached_on: 'date', key_worker_id: 'uuid' },
  { key: 'case_id' },
);

const takenOut = sql.lit('Taken out by a correction of the hand-over files');

/**
 * The version of attachments; `reassigned` tells that key workers were changed here since. The assignment that an
 * import made says the same as the attachment, and it is the only one.
 */
export const attachmentVersions = statement(
  'cases.attachmentVersions',
  (p: { caseIds: string[] }) => sql<{ id: string; version: number; reassigned: boolean }>`
    select a.case_id as id, a.version, exists (
      select from key_worker_assignment k where k.case_id = a.case_id
        and k.reason is distinct from ${takenOut}
        and (k.ends_on is not null or k.staff_id is distinct from a.key_worker_id or k.starts_on is distinct from a.attached_on)
      ) as reassigned
    from attachment a where a.case_id = any(${p.caseIds}::uuid[])`,
);

/**
 * Adds the assignments that came with attachments. Where a key worker was chosen here already, the one of the hand-over ends
 * the day before, and is left out when it begins no earlier: what was decided here stands.
 */
export const insertAssignments = statement(
  'cases.insertAssignments',
  (p: { rows: string }) => sql`
    insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on, ends_on)
    select given.id, given.case_id, given.person_id, given.staff_id, given.starts_on, here.first_on - 1
    from jsonb_to_recordset(${p.rows}::jsonb) as given(id uuid, case_id uuid, person_id uuid, staff_id uuid, starts_on date)
    cross join lateral (
      select min(k.starts_on) as first_on from key_worker_assignment k where k.case_id = given.case_id) here
    where here.first_on is null or here.first_on > given.starts_on`,
);

/**
 * Puts right the assignments that came with attachments, and adds those that were missing. One whose key worker is no
 * longer known ends on the day it began, since nothing is deleted, and is the one again when a key worker is known again.
 */
export const reviseAssignments = statement(
  'cases.reviseAssignments',
  (p: { rows: string }) => sql`
    with given as materialized (
      select * from jsonb_to_recordset(${p.rows}::jsonb)
        as r(id uuid, case_id uuid, person_id uuid, staff_id uuid, starts_on date)),
    revised as (
      update key_worker_assignment k
      set staff_id = coalesce(given.staff_id, k.staff_id), starts_on = coalesce(given.starts_on, k.starts_on),
        ends_on = case when given.staff_id is null then coalesce(given.starts_on, k.starts_on) end,
        reason = case when given.staff_id is null then ${takenOut} end
      from given where k.case_id = given.case_id and (k.ends_on is null or k.reason = ${takenOut})
      returning k.case_id)
    insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on)
    select id, case_id, person_id, staff_id, starts_on from given
    where staff_id is not null and starts_on is not null and not exists (select from revised where revised.case_id = given.case_id)`,
);

/** Makes cases attached, with their key worker today: the one that was chosen here, if any. Their version stays: it counts what is typed, not what follows. */
export const setAttached = statement(
  'cases.setAttached',
  (p: { rows: string }) => sql`
    update case_record c set status = case when c.status = 'referred' then 'attached' else c.status end,
      key_worker_id = coalesce(
        (select k.staff_id from key_worker_assignment k where k.case_id = c.id and k.ends_on is null), given.key_worker_id),
      updated_at = now()
    from jsonb_to_recordset(${p.rows}::jsonb) as given(case_id uuid, key_worker_id uuid) where c.id = given.case_id`,
);

export const insertAreaChanges = bulkInsert('cases.insertAreaChanges', 'area_change', {
  id: 'uuid',
  case_id: 'uuid',
  person_id: 'uuid',
  changed_on: 'date',
  from_area_id: 'uuid',
  to_area_id: 'uuid',
  ahead: 'boolean',
});

/**
 * Area and provider today: of the latest move by today, else of the referral. `areas` tells the provider of each area.
 * Of two moves on one day the one that was recorded later holds.
 */
export const setAreaToday = statement(
  'cases.setAreaToday',
  (p: { caseIds: string[]; today: string; areas: string }) => sql`
    update case_record c set area_id = place.area_id, provider_id = place.provider_id, updated_at = now()
    from (
      select one.id, coalesce(moved.to_area_id, one.referral_area_id) as area_id, area.provider_id
      from case_record one
      left join lateral (
        select m.to_area_id from area_change m where m.case_id = one.id and m.changed_on <= ${p.today}::date
        order by m.changed_on desc, m.id desc limit 1) moved on true
      left join jsonb_to_recordset(${p.areas}::jsonb) as area(id uuid, provider_id uuid)
        on area.id = coalesce(moved.to_area_id, one.referral_area_id)
      where one.id = any(${p.caseIds}::uuid[])) place
    where c.id = place.id and (c.area_id, c.provider_id) is distinct from (place.area_id, place.provider_id)`,
);

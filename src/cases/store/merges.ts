import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type MovingCase = {
  id: string;
  person_id: string;
  reference: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
};

/** The cases of both people, locked, so that none is added or changed while they are merged. */
export const lockCases = statement(
  'cases.lockCases',
  (p: { personIds: string[] }) => sql<MovingCase>`
    select id, person_id, reference, programme_id, area_id, provider_id, key_worker_id, restricted from case_record
    where person_id = any(${p.personIds}::uuid[]) order by id for update`,
);

/** The cases of people with what the policy asks of each. */
export const casesOfBoth = statement(
  'cases.casesOfBoth',
  (p: { personIds: string[] }) => sql<MovingCase>`
    select id, person_id, reference, programme_id, area_id, provider_id, key_worker_id, restricted from case_record
    where person_id = any(${p.personIds}::uuid[]) order by id`,
);

/** Moves cases with everything that hangs on them. */
export const moveCases = statement(
  'cases.moveCases',
  (p: { caseIds: string[]; personId: string }) => sql`
    select move_cases_to_person(${p.caseIds}::uuid[], ${p.personId}::uuid)`,
);

/** Whether cases are restricted; their versions rise, so that a form that was opened before is stale. */
export const setRestricted = statement(
  'cases.setRestrictedByMerge',
  (p: { caseIds: string[]; restricted: boolean }) => sql`
    update case_record set restricted = ${p.restricted}::boolean, version = version + 1 where id = any(${p.caseIds}::uuid[])`,
);

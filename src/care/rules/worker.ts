import type { PolicyFacts } from '../../access/rules/policy.ts';

/** How a member of staff stands to people: as the caseload of that worker does. */
export const workerFacts = (row: {
  staff_id: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
}): PolicyFacts => ({
  programmeId: row.programme_id,
  case: { areaId: row.area_id, providerId: row.provider_id, keyWorkerId: row.staff_id, restricted: null },
});

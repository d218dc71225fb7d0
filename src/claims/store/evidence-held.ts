import { sql } from 'kysely';

/**
 * What is held of the evidence that contracts ask for, without what was withdrawn. A piece that two things prove stands twice. To
 * be narrowed by case_id.
 */
export const evidenceHeldPart = sql<{ case_id: string; contract: string; milestone: string; key: string }>`(
  select f.case_id, f.contract, f.milestone, f.key
  from evidence_for f join evidence e on e.id = f.evidence_id where e.withdrawn_on is null)`;

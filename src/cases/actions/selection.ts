/** The cohort that somebody is selected into. It is worked out once, when the case is opened, and kept with the case. */
import type { Sql } from '../../kit/db.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { entryCohortOf, type ReferralFacts } from '../../programmes/rules.ts';

/** A cohort as it is kept: its code and its words, the day of selection, and the version of the programme document that said so. */
export type Selection = { cohort: string; label: string; on: string; version: number };

/**
 * The cohort that facts put somebody in on a day ('YYYY-MM-DD'), by the version of the document that holds on that day. Null
 * where they are in none, or not enough is known.
 */
export async function selectionOn(
  sql: Sql,
  programmeId: string,
  facts: ReferralFacts,
  day: string,
): Promise<Selection | null> {
  const version = await programmeOn(sql, programmeId, day);
  if (version === null) return null;
  const found = entryCohortOf(version.document, facts);
  return found.outcome === 'met' ? { cohort: found.code, label: found.label, on: day, version: version.version } : null;
}

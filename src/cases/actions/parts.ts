/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** Which programme a case is in: `case_id`, `programme_id`. */
export const programmeOfCasePart = sql<{ case_id: string; programme_id: string }>`(
  select id as case_id, programme_id from case_record)`;

/** What was answered first in a case, for another room's statement. */
import { type RawBuilder, sql } from 'kysely';

/** The first answer that a case has to a question of an instrument: a code, or null where it was never asked. */
export const firstAnswer = (
  caseId: RawBuilder<unknown>,
  instrument: string,
  question: string,
): RawBuilder<string | null> =>
  sql<string | null>`(
  select a.answers ->> ${question} from assessment a join instrument_version v on v.id = a.instrument_version_id
  where a.case_id = ${caseId} and v.key = ${instrument} and a.withdrawn_at is null and a.answers ->> ${question} is not null
  order by a.assessed_on nulls last, a.id limit 1)`;

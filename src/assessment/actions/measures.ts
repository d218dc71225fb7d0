/** What this room brings to the staircase. */
import type { Sql } from '../../kit/db.ts';
import { type RepeatMeasure, repeatMeasures } from '../rules/repeat.ts';
import { pastOf } from './issues.ts';

/** The repeat measures of a case, in one statement. */
export const measuresForStairs = async (sql: Sql, { caseId }: { caseId: string }): Promise<RepeatMeasure[]> =>
  repeatMeasures(await pastOf(sql, caseId));

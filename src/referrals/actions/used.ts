/** What a search of the directory asks of referrals: which services the reader's office has used. */
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/used.ts';

/** Which of some services anybody was referred or signposted to in an area of a programme. */
export async function usedIn(
  sql: Sql,
  ask: { serviceIds: readonly string[]; programmeId: string; areaId: string | null },
): Promise<ReadonlySet<string>> {
  return new Set((await store.usedIn(sql, ask)).map(({ id }) => id));
}

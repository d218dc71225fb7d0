import type { Sql } from '../../kit/db.ts';
import type { Actor } from '../rules/policy.ts';
import { findActor } from '../store/actor.ts';

/** Who a user is to the policy today ('YYYY-MM-DD'), for background work on their behalf; null when they may no longer sign in. */
export async function actorOf(sql: Sql, userId: string, today: string): Promise<Actor | null> {
  const [row] = await findActor(sql, { userId, today });
  return row === undefined ? null : { userId, ...row };
}

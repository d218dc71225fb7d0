import { sql } from 'kysely';
import { queryBuilder, run, type Sql, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

/** How it is going, as one side tells it. Days are 'YYYY-MM-DD'; what is left out was not said. */
export type NewFeedback = Pick<Tables['feedback'], 'id' | 'referral_id' | 'side' | 'day'> &
  Partial<Omit<Tables['feedback'], 'id' | 'referral_id' | 'side' | 'day' | 'created_at' | 'final'>> & {
    final: boolean;
  };

export async function insertFeedback(tx: Sql, row: NewFeedback): Promise<void> {
  await run(tx, q.insertInto('feedback').values(row));
}

/** The feedback that was agreed and is answered now: the final one, else the first that has not come. */
export const receiveDue = statement(
  'referrals.receiveDue',
  (p: { referralId: string; day: string; final: boolean }) => sql<{ id: string; due_on: string }>`
    update feedback_due set received_on = ${p.day}
    where id = (select id from feedback_due where referral_id = ${p.referralId} and received_on is null and cancelled_on is null
      and (${p.final}::boolean or kind <> 'end') order by (kind = 'end') <> ${p.final}::boolean, due_on, id limit 1 for update)
    returning id, due_on`,
);

import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

export type TradingRow = {
  id: string;
  traded_on: string;
  direction: 'received' | 'spent';
  pence: number;
  words: string | null;
  recorded_by_name: string | null;
  struck_on: string | null;
  struck_reason: string | null;
};

/** Most of the entries of one job that are shown or kept: years of daily trading. One more is read, to tell that there are more. */
export const mostEntries = 5000;

/** The ledger of a job from one day to another, the latest first. */
export const tradingOfJob = statement(
  'claims.tradingOfJob',
  (p: { caseId: string; jobId: string; from: string; to: string }) => sql<TradingRow>`
    select t.id, t.traded_on, t.direction, t.pence, t.words, u.user_name as recorded_by_name, t.struck_on, t.struck_reason
    from trading_entry t left join ${userNamesPart} u on u.user_id = t.recorded_by
    where t.job_id = ${p.jobId} and t.case_id = ${p.caseId}
      and t.traded_on between ${p.from}::date and ${p.to}::date
    order by t.traded_on desc, t.id desc limit ${sql.lit(mostEntries + 1)}`,
);

type NewEntry = {
  id: string;
  caseId: string;
  personId: string;
  jobId: string;
  on: string;
  direction: string;
  pence: number;
  words: string | null;
  by: string | null;
};

export const insertTrading = statement(
  'claims.insertTrading',
  (p: NewEntry) => sql`
    insert into trading_entry (id, case_id, person_id, job_id, traded_on, direction, pence, words, recorded_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.jobId}, ${p.on}, ${p.direction}, ${p.pence}, ${p.words}, ${p.by})`,
);

/** Strikes an entry out; nothing comes back where it is struck out already or is another case's. */
export const strikeTrading = statement(
  'claims.strikeTrading',
  (p: { id: string; caseId: string; jobId: string; on: string; reason: string }) => sql<{ id: string }>`
    update trading_entry set struck_on = ${p.on}, struck_reason = ${p.reason}
    where id = ${p.id} and case_id = ${p.caseId} and job_id = ${p.jobId} and struck_on is null returning id`,
);

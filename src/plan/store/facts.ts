import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Owner } from '../rules/steps.ts';

/** Of each case the most urgent step whose day has come or passed, and how many there are. */
export type DueRow = {
  caseId: string;
  count: number;
  stepId: string;
  words: string;
  owner: Owner;
  ownerName: string | null;
  dueOn: string;
};

export const stepsDue = statement(
  'plan.stepsDue',
  (p: { caseIds: readonly string[]; day: string }) => sql<DueRow>`
    select distinct on (case_id) case_id as "caseId", count(*) over (partition by case_id) as count, id as "stepId", words, owner,
      owner_name as "ownerName", due_on as "dueOn"
    from step where case_id = any(${p.caseIds}::uuid[]) and state in ('open', 'tried') and due_on <= ${p.day}::date
    order by case_id, due_on, position, id`,
);

/** Of each case the latest promise to or by the person that was broken, or whose day passed without its being kept. */
export type BrokenRow = {
  caseId: string;
  count: number;
  promiseId: string;
  storedAs: 'promise' | 'step';
  by: Owner;
  byName: string | null;
  words: string;
  toWhom: string;
  brokenOn: string;
};

// A broken promise stays something to put right for a month; after that it is history. The two tables are named, not their
// view: only so is the index of steps that are due seen.
export const promisesBroken = statement(
  'plan.promisesBroken',
  (p: { caseIds: readonly string[]; day: string }) => sql<BrokenRow>`
    select distinct on (case_id) case_id as "caseId", count(*) over (partition by case_id) as count, id as "promiseId",
      stored_as as "storedAs", promised_by as by, by_name as "byName", words, to_whom as "toWhom", broken_on as "brokenOn"
    from (
      select id, 'promise' as stored_as, case_id, promised_by, by_name, words, to_whom,
        case when state = 'broken' then state_on else due_on + 1 end as broken_on
      from promise where case_id = any(${p.caseIds}::uuid[]) and (
        (state = 'open' and due_on < ${p.day}::date)
        or (state = 'broken' and state_on between ${p.day}::date - 30 and ${p.day}::date))
      union all
      select id, 'step', case_id, owner, owner_name, words, 'the person', due_on + 1
      from step where case_id = any(${p.caseIds}::uuid[]) and owner <> 'person' and state in ('open', 'tried')
        and due_on < ${p.day}::date) b
    order by case_id, broken_on desc, id`,
);

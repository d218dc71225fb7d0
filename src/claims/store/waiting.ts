import { sql } from 'kysely';
import { staffNames, userNamesPart } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { ClaimState } from '../rules/claim-states.ts';

/** A claim in the list of those that stand in one state. Days are 'YYYY-MM-DD', money whole pence. */
export type WaitingRow = {
  id: string;
  reference: string;
  attempt: number;
  case_id: string;
  case_reference: string;
  given_name: string | null;
  family_name: string | null;
  key_worker_name: string | null;
  prepared_name: string | null;
  milestone: string;
  reached_on: string;
  claimed_on: string | null;
  moved_on: string;
  pence: number;
  version: number;
  /** Other claims of the person for this milestone for which money is asked or was paid: [reference, state]. */
  twice: [string, ClaimState][] | null;
};
/** Where a page of the list ended. */
export type AfterClaim = { movedOn: string; id: string };

// A claim that was refused, taken back or withdrawn asks for nothing.
const twice = sql`(select json_agg(json_build_array(o.reference, o.state) order by o.id) from claim o
  where o.person_id = k.person_id and o.id <> k.id and o.contract = k.contract and o.milestone = k.milestone
    and o.state in ('submitted', 'accepted', 'paid') and k.state not in ('rejected', 'clawed back', 'withdrawn'))`;

/** Claims under a contract in one state, the longest there first; within the policy. */
export function listWaiting(
  sqlTo: Sql,
  asked: {
    programmeId: string;
    contract: string;
    state: string;
    scope: Scope;
    after: AfterClaim | null;
    ids: readonly string[] | null;
    /** Whether what is claimed twice is read as well. */
    twice?: boolean;
    limit: number;
  },
): Promise<WaitingRow[]> {
  const { programmeId, contract, state, scope, after, ids, limit } = asked;
  return run<WaitingRow>(
    sqlTo,
    sql<WaitingRow>`
      select k.id, k.reference, k.attempt, k.case_id, c.reference as case_reference, w.given_name, w.family_name,
        f.staff_name as key_worker_name, u.user_name as prepared_name, k.milestone, k.reached_on, k.claimed_on, k.moved_on, k.pence, k.version,
        ${asked.twice ? twice : sql`null`} as twice
      from claim k
      join ${casePlaces} c on c.case_id = k.case_id
      join ${people} w on w.person_id = c.person_id
      left join ${staffNames} f on f.staff_id = c.key_worker_id
      left join ${userNamesPart} u on u.user_id = k.prepared_by
      where k.contract = ${contract} and k.state = ${state} and k.state <> 'on file' and k.programme_id = ${programmeId}
        ${ids === null ? sql`` : sql`and k.id = any(${ids}::uuid[])`}
        ${after === null ? sql`` : sql`and (k.moved_on, k.id) > (${after.movedOn}::date, ${after.id}::uuid)`}
        and ${casesInScope(scope)}
      order by k.moved_on, k.id limit ${limit}`,
  );
}

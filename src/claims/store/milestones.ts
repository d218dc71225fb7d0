import { type RawBuilder, sql } from 'kysely';
import { caseEventsPart, staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope, programmeOfCasePart } from '../../cases/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { programmeNames } from '../../programmes/actions/parts.ts';

/**
 * Takes cases whose milestones are to be worked out again; another process that does the same takes others. The case first, because a
 * milestone that is written holds it, and a merge or an import holds the case before it marks it: one that is held so is left, and stays
 * due. In the order of the key: after an import of a million, to look for those that wait longest would sort all of them every time.
 */
export const takeDue = statement(
  'claims.takeDue',
  (p: { limit: number }) => sql<{ case_id: string }>`
    delete from claims_due where case_id in (
      select d.case_id from claims_due d join ${programmeOfCasePart} c on c.case_id = d.case_id order by d.case_id limit ${p.limit}::int
      for key share of c skip locked for update of d skip locked)
    returning case_id`,
);

/** Whether any case waits to be worked out again. */
export const anyDue = statement(
  'claims.anyDue',
  () => sql<{ due: boolean }>`select exists (select from claims_due) as due`,
);

/** Programmes that are loaded, of these keys. */
export const programmesByKey = statement(
  'claims.programmesByKey',
  (p: { keys: readonly string[] }) => sql<{ programme_id: string; programme_key: string }>`
    select programme_id, programme_key from ${programmeNames} p where programme_key = any(${p.keys}::text[])`,
);

export const programmeById = statement(
  'claims.programmeById',
  (p: { programmeId: string }) => sql<{ programme_key: string }>`
    select programme_key from ${programmeNames} p where programme_id = ${p.programmeId}`,
);

/** Of which programme each of these cases is. */
export const programmesOfCases = statement(
  'claims.programmesOfCases',
  (p: { caseIds: readonly string[] }) => sql<{ case_id: string; programme_id: string }>`
    select case_id, programme_id from ${casePlaces} c where case_id = any(${p.caseIds}::uuid[])`,
);

/** Puts cases among those whose milestones are to be worked out again. */
export const markDue = statement(
  'claims.markDue',
  (p: { caseIds: readonly string[] }) => sql`
    insert into claims_due (case_id) select unnest(${p.caseIds}::uuid[]) on conflict do nothing`,
);

/** The oldest transaction that is open, or the next one: whatever is committed after this has it or a later one. */
export const oldestOpen = statement(
  'claims.oldestOpen',
  () => sql<{ tx: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as tx`,
);

/** The same for every case of which an event was written by this transaction or a later one. */
export const markChangedSince = statement(
  'claims.markChangedSince',
  (p: { tx: string }) => sql`
    insert into claims_due (case_id) select distinct case_id from ${caseEventsPart} e where e.tx >= ${p.tx}::xid8 on conflict do nothing`,
);

/** A case is worked out in the transaction that changed it: nobody else has to. */
export const forgetDue = statement(
  'claims.forgetDue',
  (p: { caseId: string }) => sql`delete from claims_due where case_id = ${p.caseId}`,
);

const replaced = (ofThese: RawBuilder<unknown>, rows: string) => sql`
    with given as materialized (
      select * from json_to_recordset(${rows}::json) as r(case_id uuid, contract text, milestone text, programme_id uuid, status text,
        reached_on date, claimed_on date, claim_by date, pence integer, missing text[], evidence_held boolean)),
    gone as (
      delete from case_milestone m where ${ofThese}
        and not exists (select from given g where g.case_id = m.case_id and g.contract = m.contract and g.milestone = m.milestone))
    insert into case_milestone as m (case_id, contract, milestone, programme_id, status, reached_on, claimed_on, claim_by, pence, missing,
      evidence_held)
    select case_id, contract, milestone, programme_id, status, reached_on, claimed_on, claim_by, pence, missing, evidence_held from given
    on conflict (case_id, contract, milestone) do update set status = excluded.status, reached_on = excluded.reached_on,
      claimed_on = excluded.claimed_on, claim_by = excluded.claim_by, pence = excluded.pence, missing = excluded.missing,
      evidence_held = excluded.evidence_held`;

/**
 * Writes the milestones of cases as they are now: what is in `rows` (JSON by column) stands, and of these cases nothing else.
 */
export const writeMilestones = statement('claims.writeMilestones', (p: { caseIds: readonly string[]; rows: string }) =>
  replaced(sql`m.case_id = any(${p.caseIds}::uuid[])`, p.rows),
);

/** The same for one case, with a plan that is kept; see `keptOfCase`. */
export const writeMilestonesOf = statement('claims.writeMilestonesOf', (p: { caseId: string; rows: string }) =>
  replaced(sql`m.case_id = ${p.caseId}`, p.rows),
);

/** Writes milestones of cases of which none was kept; where somebody was faster, theirs stand. */
export const addMilestones = statement(
  'claims.addMilestones',
  (p: { rows: string }) => sql`
    insert into case_milestone (case_id, contract, milestone, programme_id, status, reached_on, claimed_on, claim_by, pence, missing,
      evidence_held)
    select case_id, contract, milestone, programme_id, status, reached_on, claimed_on, claim_by, pence, missing,
      evidence_held
    from json_to_recordset(${p.rows}::json) as r(case_id uuid, contract text, milestone text, programme_id uuid, status text,
      reached_on date, claimed_on date, claim_by date, pence integer, missing text[], evidence_held boolean)
    on conflict do nothing`,
);

/** A row of the list of claims: what the page shows and no more. Days are 'YYYY-MM-DD', money whole pence. */
export type ClaimableRow = {
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  key_worker_name: string | null;
  milestone: string;
  reached_on: string | null;
  claimed_on: string | null;
  claim_by: string | null;
  pence: number | null;
  missing: string[];
};
/** A row of its file, which names nobody: a case by its reference. */
export type ClaimableLine = Omit<ClaimableRow, 'case_id' | 'given_name' | 'family_name' | 'key_worker_name'> & {
  reference: string;
  status: string;
};
/** Where a page of the list ended. */
export type After = { claimBy: string; worth: number; caseId: string; milestone: string };

/** What the list is asked for. */
export type AskedMilestones = {
  programmeId: string;
  contract: string;
  status: string;
  milestone: string | null;
  scope: Scope;
  after: After | null;
  limit: number;
};

/** Milestones of a contract in one state, those with the nearest deadline first, then those worth most; within the policy. */
function listed<R>(
  sqlTo: Sql,
  asked: AskedMilestones,
  columns: RawBuilder<R>,
  joined: RawBuilder<unknown>,
): Promise<R[]> {
  const { programmeId, contract, status, milestone, scope, after, limit } = asked;
  const order = sql`coalesce(m.claim_by, 'infinity'::date), -coalesce(m.pence, 0), m.case_id, m.milestone`;
  return run<R>(
    sqlTo,
    sql<R>`
      select ${columns}
      from case_milestone m
      join ${casePlaces} c on c.case_id = m.case_id
      ${joined}
      where m.programme_id = ${programmeId} and m.contract = ${contract} and m.status = ${status}
        ${milestone === null ? sql`` : sql`and m.milestone = ${milestone}`}
        ${after === null ? sql`` : sql`and (${order}) > (${after.claimBy}::date, ${after.worth}::int, ${after.caseId}::uuid, ${after.milestone})`}
        and ${casesInScope(scope)}
      order by ${order} limit ${limit}`,
  );
}

// Every column of a page of fifty costs: rows that come as JSON name each of theirs.
const ofPage = sql<ClaimableRow>`m.case_id, w.given_name, w.family_name, k.staff_name as key_worker_name, m.milestone, m.reached_on,
  m.claimed_on, m.claim_by, m.pence, m.missing`;
const names = sql`join ${people} w on w.person_id = c.person_id left join ${staffNames} k on k.staff_id = c.key_worker_id`;
/** The list as its page shows it. */
export const listMilestones = (sqlTo: Sql, asked: AskedMilestones): Promise<ClaimableRow[]> =>
  listed(sqlTo, asked, ofPage, names);

const ofFile = sql<ClaimableLine>`c.reference, m.milestone, m.status, m.reached_on, m.claimed_on, m.claim_by, m.pence, m.missing`;
/** The list as its file holds it. */
export const fileMilestones = (sqlTo: Sql, asked: AskedMilestones): Promise<ClaimableLine[]> =>
  listed(sqlTo, asked, ofFile, sql``);

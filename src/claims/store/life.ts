/** Claims that live: where each stands, its moves and its entries in the ledger. */
import { sql } from 'kysely';
import { attachmentsPart, casePlaces } from '../../cases/actions/parts.ts';
import { bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';
import type { ClaimState } from '../rules/claim-states.ts';

/** A claim with its life. Days are 'YYYY-MM-DD', money whole pence. */
export type LiveClaim = {
  id: string;
  reference: string;
  case_id: string;
  person_id: string;
  programme_id: string;
  contract: string;
  milestone: string;
  state: ClaimState;
  attempt: number;
  pence: number;
  reached_on: string;
  claimed_on: string | null;
  prepared_by: string | null;
  checked_by: string | null;
  moved_on: string;
  version: number;
};
const columns = sql`id, reference, case_id, person_id, programme_id, contract, milestone, state, attempt, pence, reached_on, claimed_on,
  prepared_by, checked_by, moved_on, version`;

/**
 * One at a time for a person: whoever prepares or moves a claim for them in another case waits until the transaction ends. In the
 * order given, so that two who take some of the same never wait for each other.
 */
export const lockClaimsOfPeople = statement(
  'claims.lockClaimsOfPeople',
  (p: { personIds: readonly string[] }) => sql<{ locked: unknown }>`
    select pg_advisory_xact_lock(hashtextextended('claims of ' || person_id::text, 0)) as locked
    from unnest(${p.personIds}::uuid[]) person_id`,
);

/** What is claimed of people, on file or living, in any of their cases. Withdrawn claims count for nothing. */
export const standingOfPeople = statement(
  'claims.standingOfPeople',
  (p: { personIds: readonly string[] }) => sql<{
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    contract: string | null;
    milestone: string;
    state: ClaimState;
    reference: string | null;
  }>`
    select k.id, k.case_id, k.person_id, c.programme_id, k.contract, k.milestone, k.state, k.reference
    from claim k join ${casePlaces} c on c.case_id = k.case_id
    where k.person_id = any(${p.personIds}::uuid[]) and k.state <> 'withdrawn'`,
);

export const insertPrepared = statement(
  'claims.insertPrepared',
  (p: Omit<LiveClaim, 'claimed_on' | 'checked_by' | 'version' | 'state' | 'attempt'>) => sql`
    insert into claim (id, reference, case_id, person_id, programme_id, contract, milestone, state, pence, reached_on, prepared_by, moved_on)
    values (${p.id}, ${p.reference}, ${p.case_id}, ${p.person_id}, ${p.programme_id}, ${p.contract}, ${p.milestone}, 'prepared', ${p.pence},
      ${p.reached_on}, ${p.prepared_by}, ${p.moved_on})`,
);

export const lifeOfClaims = statement(
  'claims.lifeOfCase',
  (p: { caseId: string }) => sql<LiveClaim>`
    select ${columns} from claim where case_id = ${p.caseId} and state <> 'on file' order by id`,
);

export const findLiveClaim = statement(
  'claims.findLive',
  (p: { id: string; caseId: string }) => sql<LiveClaim>`
    select ${columns} from claim where id = ${p.id} and case_id = ${p.caseId} and state <> 'on file'`,
);

/** A claim that is held, with whose case it is, since when they are attached, and the evidence without which it was checked. */
export type HeldClaim = LiveClaim & {
  key_worker_id: string | null;
  attached_on: string | null;
  went_without: string[] | null;
};
/** Claims, held until the transaction ends; always in the same order, so that two who take some of the same never wait for each other. */
export const lockLiveClaims = statement(
  'claims.lockLive',
  (p: { ids: readonly string[] }) => sql<HeldClaim>`
    select k.*, c.key_worker_id, a.attached_on, (select m.missing from claim_move m
        where m.claim_id = k.id and m.attempt = k.attempt and m.move = 'check') as went_without
    from (select ${columns} from claim where id = any(${p.ids}::uuid[]) and state <> 'on file' order by id for update) k
    join ${casePlaces} c on c.case_id = k.case_id join ${attachmentsPart} a on a.case_id = k.case_id`,
);

/**
 * The cases of claims, held against a merge until the transaction ends, in the order of their ids: a merge takes the cases and then
 * their claims, and whoever took a claim first and its case later would wait for it while it waits for them.
 */
export const lockCasesOfClaims = statement(
  'claims.lockCasesOfClaims',
  (p: { ids: readonly string[] }) => sql<{ case_id: string }>`
    select c.case_id from ${casePlaces} c where c.case_id in (select case_id from claim where id = any(${p.ids}::uuid[]))
    order by c.case_id for key share of c`,
);

/** Moves claims that are held; `rows` is JSON by column. */
export const updateLives = statement(
  'claims.updateLives',
  (p: { rows: string }) => sql`
    update claim k set state = g.state, attempt = g.attempt, pence = g.pence, reached_on = g.reached_on, claimed_on = g.claimed_on,
      prepared_by = g.prepared_by, checked_by = g.checked_by, moved_on = g.moved_on, version = k.version + 1
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, state text, attempt integer, pence integer, reached_on date, claimed_on date,
      prepared_by uuid, checked_by uuid, moved_on date)
    where k.id = g.id`,
);

/** Writes moves down, one for each claim; its number follows the last one's. The claims are held, so no two get the same. */
export const insertMoves = statement(
  'claims.insertMoves',
  (p: { rows: string }) => sql`
    insert into claim_move (id, claim_id, case_id, person_id, number, attempt, move, from_state, to_state, pence, day, at, by, by_name, reason, missing)
    select g.id, g.claim_id, g.case_id, g.person_id, (select count(*) + 1 from claim_move m where m.claim_id = g.claim_id), g.attempt, g.move,
      g.from_state, g.to_state, g.pence, g.day, g.at, g.by, g.by_name, g.reason, coalesce(g.missing, '{}')
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, claim_id uuid, case_id uuid, person_id uuid, attempt integer, move text,
      from_state text, to_state text, pence integer, day date, at timestamptz, by uuid, by_name text, reason text, missing text[])`,
);

/** A move of a claim. */
export type MoveRow = {
  number: number;
  attempt: number;
  move: string;
  to_state: ClaimState;
  pence: number;
  day: string;
  by_name: string;
  reason: string | null;
  missing: string[];
};
/** The moves of a claim, the latest first. */
export const movesOfClaim = statement(
  'claims.movesOfClaim',
  (p: { claimId: string }) => sql<MoveRow>`
    select number, attempt, move, to_state, pence, day, by_name, reason, missing from claim_move where claim_id = ${p.claimId} order by number desc`,
);

/** Writes entries. One that is there already for the claim, attempt and kind ends the transaction: nothing is posted twice. */
export const insertPostings = bulkInsert('claims.insertPostings', 'claim_posting', {
  id: 'uuid',
  claim_id: 'uuid',
  contract: 'text',
  attempt: 'integer',
  kind: 'text',
  sequence: 'integer',
  posted_on: 'date',
  at: 'timestamptz',
});
export const insertLines = bulkInsert('claims.insertLines', 'ledger_line', {
  posting_id: 'uuid',
  account: 'text',
  pence: 'bigint',
});

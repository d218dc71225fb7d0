import { sql } from 'kysely';
import { casePlaces } from '../../cases/actions/parts.ts';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export type ClaimRow = {
  id: string;
  case_id: string;
  milestone: string;
  claimed_on: string | null;
  version: number;
  state: string;
};

/** The claims of a case that were not withdrawn, oldest first; those without a date last. */
export const claimsOfCase = statement('claims.claimsOfCase', (p: { caseId: string }) =>
  q
    .selectFrom('claim')
    .select(['id', 'case_id', 'milestone', 'claimed_on', 'version', 'state'])
    .where('case_id', '=', p.caseId)
    .where('state', '<>', 'withdrawn')
    .orderBy('claimed_on')
    .orderBy('id'),
);

/**
 * The same of a person, in all their cases of a programme: a milestone counts once for a person. What was refused or taken back in
 * another case is none of them: it stands in nobody's way.
 */
export const claimsOfPerson = statement(
  'claims.claimsOfPerson',
  (p: { caseId: string; personId: string; programmeId: string }) =>
    sql<ClaimRow>`select k.id, k.case_id, k.milestone, k.claimed_on, k.version, k.state
    from claim k join ${casePlaces} c on c.case_id = k.case_id
    where k.person_id = ${p.personId} and c.programme_id = ${p.programmeId} and k.state <> 'withdrawn'
      and (k.case_id = ${p.caseId} or k.state not in ('rejected', 'clawed back')) order by k.claimed_on, k.id`,
);

export const findClaim = statement('claims.findClaim', (p: { id: string; caseId: string }) =>
  q
    .selectFrom('claim')
    .select(['id', 'case_id', 'milestone', 'claimed_on', 'version', 'state'])
    .where('id', '=', p.id)
    .where('case_id', '=', p.caseId)
    .where('state', '=', 'on file'),
);

/** One at a time for a case: two people who file the same claim at once wait for each other until their transactions end. */
export const lockClaimsOfCase = statement(
  'claims.lockClaimsOfCase',
  (p: { caseId: string }) => sql<{ locked: unknown }>`
    select pg_advisory_xact_lock(hashtextextended('claims ' || ${p.caseId}::text, 0)) as locked`,
);

export const insertClaim = statement(
  'claims.insertClaim',
  (p: { id: string; caseId: string; personId: string; milestone: string; claimedOn: string | null }) =>
    q
      .insertInto('claim')
      .values({ id: p.id, case_id: p.caseId, person_id: p.personId, milestone: p.milestone, claimed_on: p.claimedOn }),
);

export const updateClaim = statement(
  'claims.updateClaim',
  (p: { id: string; caseId: string; version: number; milestone: string; claimedOn: string | null }) =>
    q
      .updateTable('claim')
      .set({ milestone: p.milestone, claimed_on: p.claimedOn, version: sql`version + 1` })
      .where('id', '=', p.id)
      .where('case_id', '=', p.caseId)
      .where('version', '=', p.version)
      .where('state', '=', 'on file')
      .returning('id'),
);

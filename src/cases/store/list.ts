import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areaNames, programmeNames } from '../../programmes/actions/parts.ts';
import type { Status } from '../rules.ts';

/** A row of a list of cases. Days are 'YYYY-MM-DD'. */
export type ListRow = {
  case_id: string;
  reference: string;
  source_ref: string | null;
  status: Status;
  given_name: string | null;
  family_name: string | null;
  area_name: string | null;
  key_worker_name: string | null;
  referred_on: string | null;
  attached_on: string | null;
  has_attachment: boolean;
  closed_on: string | null;
};

/** A row of what a search found. */
export type FoundRow = ListRow & { date_of_birth: string | null; programme_name: string };

/** What a list is narrowed to; what is left out narrows nothing. Days are 'YYYY-MM-DD'. */
export type ListFilter = {
  areaId?: string;
  providerId?: string;
  keyWorkerId?: string;
  status?: Status;
  attached?: boolean;
  /** Attached by a hand-over file whose conditions nobody has evidenced. */
  withoutEvidence?: boolean;
  /** First day of the month of referral, and of the month after. */
  referred?: { from: string; to: string };
};

/** A restricted case is in the list when its person is open to the actor. */
export const mayOpen = (scope: Scope) => sql`(not c.restricted or c.person_id = any(${scope.opened}::uuid[]))`;

/** A case is in the list when any part of the scope holds, and it is not closed to the actor: the policy, as SQL. No scope, no case. */
export function inScope(scope: Scope) {
  const parts = [
    scope.programmeIds.length > 0 && sql`c.programme_id = any(${scope.programmeIds}::uuid[])`,
    scope.areaIds.length > 0 && sql`c.area_id = any(${scope.areaIds}::uuid[])`,
    scope.providerIds.length > 0 && sql`c.provider_id = any(${scope.providerIds}::uuid[])`,
    scope.staffIds.length > 0 && sql`c.key_worker_id = any(${scope.staffIds}::uuid[])`,
    ...scope.teams.map((team) => sql`(c.area_id = ${team.areaId} and c.provider_id = ${team.providerId})`),
  ].filter((part) => part !== false);
  return parts.length === 0 ? sql`false` : sql`((${sql.join(parts, sql` or `)}) and ${mayOpen(scope)})`;
}

/** What a list shows of a case `c`, with the joins that bring it. */
export const columns = sql`c.id as case_id, c.reference, c.source_ref, c.status, w.given_name, w.family_name, r.area_name,
  k.staff_name as key_worker_name, c.referred_on, c.closed_on, t.attached_on, t.case_id is not null as has_attachment`;
export const joins = sql`
  join ${people} w on w.person_id = c.person_id
  left join ${areaNames} r on r.area_id = c.area_id
  left join ${staffNames} k on k.staff_id = c.key_worker_id
  left join attachment t on t.case_id = c.id`;

/** These cases as a list shows them, in no order. */
export const casesById = statement(
  'cases.casesById',
  (p: { caseIds: readonly string[] }) => sql<FoundRow>`
    select ${columns}, w.date_of_birth, g.programme_name
    from case_record c ${joins} join ${programmeNames} g on g.programme_id = c.programme_id
    where c.id = any(${p.caseIds}::uuid[])`,
);

/** Cases of these people, for the warning that somebody may be known already. */
export const casesOfPeople = statement(
  'cases.casesOfPeople',
  (p: { personIds: string[] }) => sql<{
    case_id: string;
    person_id: string;
    programme_id: string;
    area_id: string | null;
    provider_id: string | null;
    key_worker_id: string | null;
    restricted: boolean;
    reference: string;
    given_name: string | null;
    family_name: string | null;
  }>`
    select c.id as case_id, c.person_id, c.programme_id, c.area_id, c.provider_id, c.key_worker_id, c.restricted, c.reference, w.given_name, w.family_name
    from case_record c join ${people} w on w.person_id = c.person_id where c.person_id = any(${p.personIds}::uuid[])`,
);

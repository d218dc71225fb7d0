/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** Which programme a case is in: `case_id`, `programme_id`. */
export const programmeOfCasePart = sql<{ case_id: string; programme_id: string }>`(
  select id as case_id, programme_id from case_record)`;

/**
 * A case, held against a merge or an import until the transaction ends, to stand in a `with`. Whoever changes something of a case takes
 * this before they lock a row that hangs on it, because a merge takes the case and then those rows.
 */
export const heldCase = (caseId: unknown) => sql<{ case_id: string }>`(
  select id as case_id from case_record where id = ${caseId} for key share)`;

/** What other rooms may join of a case: whose it is, where, and whether it goes on. */
export type CasePart = {
  case_id: string;
  person_id: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
  reference: string;
  status: string;
  paused_on: string | null;
};

/** Cases with their places, to stand after `from` or `join` in another room's statement. */
export const casePlaces = sql<CasePart>`(
  select id as case_id, person_id, programme_id, area_id, provider_id, key_worker_id, restricted, reference, status, paused_on
  from case_record)`;

/** The policy as SQL, for a statement in which a case is `c`: see `inScope`. */
export { inScope as casesInScope } from '../store/list.ts';

/** What other rooms may join of a case to ask the policy about it. */
export type CasePlacePart = {
  case_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
  case_reference: string;
  case_status: string;
};

/** Cases with what the policy asks of them, to stand after `join` in another room's statement; `factsOfCase` reads it. */
export const casePlacesPart = sql<CasePlacePart>`(
  select id as case_id, area_id, provider_id, key_worker_id, restricted, reference as case_reference, status as case_status
  from case_record)`;

/** Whose key worker somebody was, from one day to another, both included (null: to this day). */
export const keyWorkerSpans = sql<{ case_id: string; staff_id: string; starts_on: string; ends_on: string | null }>`(
  select case_id, staff_id, starts_on, ends_on from key_worker_assignment)`;

/**
 * Cases by the reference that whoever handed them over knows, or our own, with what is on file of their attachment, and facts on
 * which groups of a contract depend: codes of the programme document.
 */
export const attachmentsPart = sql<{
  case_id: string;
  person_id: string;
  programme_id: string;
  referred_on: string | null;
  benefit: string | null;
  referral_source: string | null;
  outside_reference: string;
  attached_on: string | null;
  conditions: Record<string, unknown> | null;
}>`(
  select c.id as case_id, c.person_id, c.programme_id, c.referred_on, c.benefit, c.referral_source,
    coalesce(c.source_ref, c.reference) as outside_reference, a.attached_on, a.conditions
  from case_record c left join attachment a on a.case_id = c.id)`;

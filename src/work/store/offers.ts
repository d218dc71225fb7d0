import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { BenefitFields, OfferFields } from '../rules/offers.ts';

export type OfferRow = OfferFields & { id: string; employerId: string | null; version: number };
export type BenefitRow = BenefitFields & { id: string; version: number };

const offer = sql`o.id, o.employer, o.employer_id as "employerId", o.work, o.offered_on as "offeredOn", o.answer, o.reason, o.words, o.version`;
const change = sql`b.id, b.direction, b.changed_on as "changedOn", b.benefit, b.reason, b.words, b.version`;

/** Offers and changes of benefit of a case, the latest first, in one statement for the page of jobs. */
export const besideJobs = statement(
  'work.besideJobs',
  (p: { caseId: string; limit: number }) => sql<{ offers: OfferRow[]; benefits: BenefitRow[] }>`
    select
      (select coalesce(json_agg(x), '[]') from (
        select ${offer} from job_offer o where o.case_id = ${p.caseId} and o.withdrawn_on is null order by o.offered_on desc, o.id desc limit ${p.limit}::int) x) as offers,
      (select coalesce(json_agg(x), '[]') from (
        select ${change} from benefit_change b where b.case_id = ${p.caseId} and b.withdrawn_on is null order by b.changed_on desc, b.id desc limit ${p.limit}::int) x) as benefits`,
);

export const findOffer = statement(
  'work.findOffer',
  (p: { id: string; caseId: string }) => sql<OfferRow>`
    select ${offer} from job_offer o where o.id = ${p.id} and o.case_id = ${p.caseId} and o.withdrawn_on is null`,
);
export const lockOffer = statement(
  'work.lockOffer',
  (p: { id: string; caseId: string }) => sql<OfferRow>`
    select ${offer} from job_offer o where o.id = ${p.id} and o.case_id = ${p.caseId} and o.withdrawn_on is null for update`,
);

const employerOf = (p: { programmeId: string; employer: string | null }) => sql`
  (select e.id from employer e where e.programme_id = ${p.programmeId} and lower(e.name) = lower(${p.employer}::text))`;

export const insertOffer = statement(
  'work.insertOffer',
  (p: { id: string; caseId: string; personId: string; programmeId: string } & OfferFields) => sql`
    insert into job_offer (id, case_id, person_id, employer, employer_id, work, offered_on, answer, reason, words)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.employer}, ${employerOf(p)}, ${p.work}, ${p.offeredOn}::date, ${p.answer}, ${p.reason},
      ${p.words})`,
);
export const updateOffer = statement(
  'work.updateOffer',
  // It stays tied to an employer that was renamed since.
  (p: { id: string; version: number; programmeId: string } & OfferFields) => sql`
    update job_offer set employer = ${p.employer}, employer_id = coalesce(${employerOf(p)}, case when employer = ${p.employer}::text then employer_id end), work = ${p.work}, offered_on = ${p.offeredOn}::date,
      answer = ${p.answer}, reason = ${p.reason}, words = ${p.words}, version = version + 1
    where id = ${p.id} and version = ${p.version}`,
);

export const findBenefit = statement(
  'work.findBenefit',
  (p: { id: string; caseId: string }) => sql<BenefitRow>`
    select ${change} from benefit_change b where b.id = ${p.id} and b.case_id = ${p.caseId} and b.withdrawn_on is null`,
);
export const lockBenefit = statement(
  'work.lockBenefit',
  (p: { id: string; caseId: string }) => sql<BenefitRow>`
    select ${change} from benefit_change b where b.id = ${p.id} and b.case_id = ${p.caseId} and b.withdrawn_on is null for update`,
);
export const insertBenefit = statement(
  'work.insertBenefit',
  (p: { id: string; caseId: string; personId: string } & BenefitFields) => sql`
    insert into benefit_change (id, case_id, person_id, changed_on, direction, benefit, reason, words)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.changedOn}::date, ${p.direction}, ${p.benefit}, ${p.reason}, ${p.words})`,
);
export const updateBenefit = statement(
  'work.updateBenefit',
  (p: { id: string; version: number } & BenefitFields) => sql`
    update benefit_change set changed_on = ${p.changedOn}::date, benefit = ${p.benefit}, reason = ${p.reason}, words = ${p.words},
      version = version + 1
    where id = ${p.id} and version = ${p.version}`,
);

/** Money of claims, from the ledger as claims show it to reports. */
import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** What the ledger did in a month for a milestone of a contract, by the provider of the area at referral. Whole pence; a month is 'YYYY-MM'. */
export type PaymentRow = {
  provider: string;
  contract: string;
  milestone: string;
  month: string;
  claims: number;
  accepts: number;
  pays: number;
  claimed: string;
  accepted: string;
  paid: string;
  taken_back: string;
  waiting: string;
  owed: string;
};

/** All months of a programme’s contracts up to a day. Sums come as text: they may be larger than a number holds. */
export const paymentsByMonth = statement(
  'reports.paymentsByMonth',
  (p: { programmeId: string; asOf: string }) => sql<PaymentRow>`
    select coalesce(a.provider, '') as provider, l.contract, l.milestone, to_char(l.posted_on, 'YYYY-MM') as month,
      count(distinct (l.claim_id, l.attempt)) filter (where l.kind = 'submit')::int as claims,
      count(distinct (l.claim_id, l.attempt)) filter (where l.kind = 'accept')::int as accepts,
      count(distinct (l.claim_id, l.attempt)) filter (where l.kind = 'pay')::int as pays,
      coalesce(sum(l.pence) filter (where l.kind = 'submit' and l.account = 'claimed'), 0)::text as claimed,
      coalesce(sum(l.pence) filter (where l.kind = 'accept' and l.account = 'owed'), 0)::text as accepted,
      coalesce(sum(l.pence) filter (where l.kind = 'pay' and l.account = 'received'), 0)::text as paid,
      coalesce(-sum(l.pence) filter (where l.kind = 'claw back' and l.account = 'received'), 0)::text as taken_back,
      coalesce(sum(l.pence) filter (where l.account = 'claimed'), 0)::text as waiting,
      coalesce(sum(l.pence) filter (where l.account = 'owed'), 0)::text as owed
    from report_claim_ledger l join report_case c on c.case_id = l.case_id left join report_area a on a.area_id = c.referral_area_id
    where l.programme_id = ${p.programmeId} and l.posted_on <= ${p.asOf}::date
    group by 1, 2, 3, 4`,
);

/** Cases whose sustained job has all its evidence today, or is paid by a day under any contract. */
export const sustainedOnFile = statement(
  'reports.sustainedOnFile',
  (p: { programmeId: string; asOf: string }) => sql<{ case_id: string; evidenced: boolean; paid: boolean }>`
    select case_id, bool_or(evidenced) as evidenced, bool_or(paid) as paid from (
      select case_id, true as evidenced, false as paid from report_case_milestone
      where programme_id = ${p.programmeId} and milestone = 'sustained_job' and evidence_held
      union all
      select case_id, false, sum(pence) > 0 from report_claim_ledger
      where programme_id = ${p.programmeId} and milestone = 'sustained_job' and account = 'received' and posted_on <= ${p.asOf}::date
      group by case_id, contract
    ) one group by case_id`,
);

/** Milestones that can be claimed now, how many have all their evidence, what they are worth, and how many are past the deadline. */
export type UnclaimedRow = {
  contract: string;
  milestone: string;
  claimable: number;
  evidenced: number;
  worth: string;
  missed: number;
};
export const unclaimedNow = statement(
  'reports.unclaimedNow',
  (p: { programmeId: string }) => sql<UnclaimedRow>`
    select contract, milestone, count(*) filter (where status = 'claimable')::int as claimable,
      count(*) filter (where status = 'claimable' and evidence_held)::int as evidenced,
      coalesce(sum(pence) filter (where status = 'claimable'), 0)::text as worth,
      count(*) filter (where status = 'missed')::int as missed
    from report_case_milestone where programme_id = ${p.programmeId} group by contract, milestone`,
);

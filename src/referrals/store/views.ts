/** What people say of services, and concerns about them. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casePlacesPart, casesInScope } from '../../cases/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';

export const insertRating = statement(
  'referrals.insertRating',
  (p: {
    id: string;
    referralId: string;
    serviceId: string;
    day: string;
    score: number;
    words: string | null;
    disposition: string;
    confidence: string | null;
    wellbeing: string | null;
    by: string | null;
  }) => sql`
    insert into service_rating (id, referral_id, service_id, day, score, words, disposition, confidence, wellbeing, recorded_by)
    values (${p.id}, ${p.referralId}, ${p.serviceId}, ${p.day}, ${p.score}, ${p.words}, ${p.disposition},
      ${p.confidence}, ${p.wellbeing}, ${p.by})`,
);

/** Words that colleagues may read, without whose they are: the latest first. Never those of a restricted person, who may be known by them. */
export const sharedRatings = statement(
  'referrals.sharedRatings',
  (p: { serviceId: string }) => sql<{ score: number; words: string; day: string }>`
    select g.score, g.words, date_trunc('month', g.day)::date as day from service_rating g
    join referral r on r.id = g.referral_id join ${casePlacesPart} c on c.case_id = r.case_id
    where g.service_id = ${p.serviceId} and g.disposition = 'shared with advisers' and g.words is not null and not c.restricted
    order by g.day desc, g.id desc limit 20`,
);

/** A concern as it is shown. Days are 'YYYY-MM-DD'. */
export type ConcernRow = {
  id: string;
  service_id: string;
  service_name: string;
  organisation_name: string | null;
  stage: 'concern' | 'complaint';
  words: string;
  raised_by_name: string | null;
  raised_on: string;
  answer: string | null;
  answered_on: string | null;
  outcome: string | null;
  closed_on: string | null;
  // What the policy asks.
  referral_id: string;
  case_id: string;
  person_id: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
};

const shown = sql`n.id, n.service_id, s.service_name, s.organisation_name, n.stage, n.words, u.user_name as raised_by_name, n.raised_on,
  n.answer, n.answered_on, n.outcome, n.closed_on, n.referral_id, r.case_id, r.person_id, r.programme_id`;
const from = sql`from concern n join referral r on r.id = n.referral_id join ${servicesPart} s on s.service_id = n.service_id
  left join ${userNamesPart} u on u.user_id = n.raised_by`;

export const insertConcern = statement(
  'referrals.insertConcern',
  (p: {
    id: string;
    serviceId: string;
    referralId: string;
    stage: 'concern' | 'complaint';
    words: string;
    by: string | null;
    day: string;
  }) => sql`
    insert into concern (id, service_id, referral_id, stage, words, raised_by, raised_on)
    values (${p.id}, ${p.serviceId}, ${p.referralId}, ${p.stage}, ${p.words}, ${p.by}, ${p.day})`,
);

export const findConcern = statement(
  'referrals.findConcern',
  (p: { id: string }) => sql<ConcernRow>`
    select ${shown}, c.area_id, c.provider_id, c.key_worker_id, c.restricted ${from}
    join ${casePlacesPart} c on c.case_id = r.case_id where n.id = ${p.id}`,
);

/** Concerns that a reader may see, the open ones first, then the latest: at most a hundred. */
export function concernsIn(db: Sql, scope: Scope): Promise<ConcernRow[]> {
  return run<ConcernRow>(
    db,
    sql`select ${shown}, c.area_id, c.provider_id, c.key_worker_id, c.restricted ${from}
      join ${casePlaces} c on c.case_id = r.case_id
      where ${casesInScope(scope)} order by n.closed_on is not null, n.raised_on desc, n.id desc limit 100`,
  );
}

/** Changes an open concern; no row when it was closed meanwhile. */
export const changeConcern = statement(
  'referrals.changeConcern',
  (p: {
    id: string;
    answer: string | null;
    answeredOn: string | null;
    complaint: boolean;
    outcome: string | null;
    closedOn: string | null;
  }) => sql<{ id: string }>`
    update concern set answer = coalesce(${p.answer}, answer), answered_on = coalesce(${p.answeredOn}::date, answered_on),
      stage = case when ${p.complaint} then 'complaint' else stage end, outcome = ${p.outcome}, closed_on = ${p.closedOn}
    where id = ${p.id} and closed_on is null returning id`,
);

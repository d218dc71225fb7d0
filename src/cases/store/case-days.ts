import { sql } from 'kysely';
import { lastEventOn } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { Status } from '../rules.ts';
import { pausesOf } from './head.ts';

export type CaseDayRow = {
  case_id: string;
  person_id: string;
  restricted: boolean;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string;
  given_name: string | null;
  family_name: string | null;
  reference: string;
  status: Status;
  referred_on: string | null;
  first_met_on: string | null;
  has_attachment: boolean;
  attached_on: string | null;
  first_job_on: string | null;
  last_contact_on: string | null;
  paused_on: string | null;
  review_on: string | null;
  parked_review_on: string | null;
  exit_plan_on: string | null;
  pauses: [string, string | null][];
  date_of_birth: string | null;
  sex: string | null;
  ethnicity: string | null;
  benefit: string | null;
  last_worked: string | null;
  housing_tenure: string | null;
  marital_status: string | null;
  dependants: number | null;
};

/**
 * Every open case of key workers with what Today asks of it, by the index of caseloads: what it costs depends on these
 * caseloads alone. The limit only bounds a mistake.
 */
export const caseDaysOf = statement(
  'cases.caseDaysOf',
  (p: { staffId: string; contacts: readonly string[]; today: string; limit: number }) => sql<CaseDayRow>`
    select c.id as case_id, c.person_id, c.restricted, c.programme_id, c.area_id, c.provider_id, c.key_worker_id, w.given_name,
      w.family_name, c.reference, c.status, c.referred_on, c.first_met_on, s.case_id is not null as has_attachment, s.attached_on,
      s.first_job_on, ${lastEventOn('c.id', p.contacts, p.today, 'meeting.undone')} as last_contact_on, c.paused_on, c.review_on,
      q.review_on as parked_review_on, x.made_on as exit_plan_on, ${pausesOf}, w.date_of_birth, w.sex, w.ethnicity, c.benefit,
      c.last_worked, c.housing_tenure, c.marital_status, c.dependants
    from case_record c
    join ${people} w on w.person_id = c.person_id
    left join case_support s on s.case_id = c.id
    left join exit_plan x on x.case_id = c.id
    left join worker_request q on q.case_id = c.id and q.state = 'parked'
    where c.key_worker_id = ${p.staffId} and c.closed_on is null
    order by c.id limit ${p.limit}::int`,
);

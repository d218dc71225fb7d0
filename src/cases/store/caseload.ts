import { sql } from 'kysely';
import { lastEventOn } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import type { Status } from '../rules.ts';
import { pausesOf } from './head.ts';

/** A row of a caseload. Days are 'YYYY-MM-DD'. */
export type CaseloadRow = {
  case_id: string;
  person_id: string;
  restricted: boolean;
  programme_id: string;
  reference: string;
  status: Status;
  given_name: string | null;
  family_name: string | null;
  area_id: string | null;
  area_name: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  referred_on: string | null;
  has_attachment: boolean;
  attached_on: string | null;
  first_job_on: string | null;
  last_contact_on: string | null;
  /** Somebody asks for another key worker: undecided, or parked until a day. */
  asks: 'open' | 'parked' | null;
  asks_review_on: string | null;
  pauses: [string, string | null][];
};

/**
 * Every open case of a key worker. A caseload is some dozens, so it is sorted and cut into pages in memory; the limit only
 * bounds a mistake, such as a whole programme in one worker's name.
 */
export const caseloadOf = statement(
  'cases.caseloadOf',
  (p: { staffId: string; contacts: readonly string[]; today: string; limit: number }) => sql<CaseloadRow>`
    select c.id as case_id, c.person_id, c.restricted, c.programme_id, c.reference, c.status, w.given_name, w.family_name,
      c.area_id, r.area_name, c.provider_id, c.key_worker_id, c.referred_on, s.case_id is not null as has_attachment, s.attached_on, s.first_job_on,
      ${lastEventOn('c.id', p.contacts, p.today, 'meeting.undone')} as last_contact_on, ${pausesOf},
      q.state as asks, q.review_on as asks_review_on
    from case_record c
    join ${people} w on w.person_id = c.person_id
    left join ${areaNames} r on r.area_id = c.area_id
    left join case_support s on s.case_id = c.id
    left join worker_request q on q.case_id = c.id and q.state in ('open', 'parked')
    where c.key_worker_id = ${p.staffId} and c.closed_on is null
    limit ${p.limit}::int`,
);

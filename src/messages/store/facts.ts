import { sql } from 'kysely';
import { staffPhones } from '../../access/actions/parts.ts';
import { type CasePart, casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { peopleReach, type ReachPart } from '../../people/actions/parts.ts';
import { areaNames, programmeNames } from '../../programmes/actions/parts.ts';

/** What is known of a case when a message is written: the person, their worker, and what they were sent lately. */
export type FactRow = CasePart &
  ReachPart & {
    /** Their number in groups, once it was loaded. */
    phone_shown: string | null;
    programme_name: string;
    area_name: string | null;
    worker_name: string | null;
    worker_phone: string | null;
    reminders_paused: boolean;
    /** Reminders since the day asked for. */
    reminders: number;
  };

const columns = sql`c.case_id, c.programme_id, c.area_id, c.provider_id, c.key_worker_id, c.restricted, c.reference, c.status, c.paused_on,
  w.*, w.phone as phone_shown, g.programme_name, d.area_name, k.staff_name as worker_name, k.staff_phone as worker_phone`;
const joins = sql`
  join ${peopleReach} w on w.person_id = c.person_id
  join ${programmeNames} g on g.programme_id = c.programme_id
  left join ${areaNames} d on d.area_id = c.area_id
  left join ${staffPhones} k on k.staff_id = c.key_worker_id`;

/** These cases, in no order. `since` is a moment, `today` a day. */
export const factsOf = statement(
  'messages.factsOf',
  (p: { caseIds: readonly string[]; since: string; today: string }) => sql<FactRow>`
    select ${columns},
      exists (select from message_pause s where s.case_id = c.case_id and (s.until is null or s.until >= ${p.today}::date)) as reminders_paused,
      (select count(*) from message m where m.case_id = c.case_id and m.reminder and m.queued_at > ${p.since}::timestamptz
        and m.state not in ('stopped', 'failed'))::int as reminders
    from ${casePlaces} c ${joins}
    where c.case_id = any(${p.caseIds}::uuid[])`,
);

/** The open cases of whoever has this telephone number or email. */
export const casesOfAddress = statement(
  'messages.casesOfAddress',
  (p: { address: string }) => sql<CasePart>`
    select c.* from ${peopleReach} w join ${casePlaces} c on c.person_id = w.person_id
    where (w.phone = ${p.address} or lower(w.email) = ${p.address}) and c.status not in ('closed', 'not attached', 'waiting')
    limit 5`,
);

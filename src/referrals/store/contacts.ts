/** Talk between workers and services. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** A contact as it is shown. Days are 'YYYY-MM-DD'. */
export type ContactRow = {
  id: string;
  referral_id: string | null;
  service_name: string;
  day: string;
  channel: string;
  purpose: string;
  begun_by: 'worker' | 'service';
  person_there: boolean;
  words: string | null;
  agreed: string | null;
  by_name: string | null;
};

export const insertContact = statement(
  'referrals.insertContact',
  (p: {
    id: string;
    referralId: string | null;
    serviceId: string;
    caseId: string | null;
    day: string;
    channel: string;
    purpose: string;
    begunBy: 'worker' | 'service';
    personThere: boolean;
    words: string | null;
    agreed: string | null;
    by: string | null;
  }) => sql`
    insert into liaison_contact (id, referral_id, service_id, case_id, day, channel, purpose, begun_by, person_there, words, agreed, by)
    values (${p.id}, ${p.referralId}, ${p.serviceId}, ${p.caseId}, ${p.day}, ${p.channel}, ${p.purpose}, ${p.begunBy}, ${p.personThere},
      ${p.words}, ${p.agreed}, ${p.by})`,
);

/** Contacts about a referral, the latest first. */
export const contactsOfReferral = statement(
  'referrals.contactsOfReferral',
  (p: { referralId: string }) => sql<ContactRow>`
    select t.id, t.referral_id, s.service_name, t.day, t.channel, t.purpose, t.begun_by, t.person_there, t.words, t.agreed,
      u.user_name as by_name
    from liaison_contact t join ${servicesPart} s on s.service_id = t.service_id left join ${userNamesPart} u on u.user_id = t.by
    where t.referral_id = ${p.referralId} order by t.day desc, t.id desc limit 50`,
);

/** What people agreed to share, what was sent of it, and what must be there before somebody is referred. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { ConsentRow } from './moves.ts';

export const insertConsent = statement(
  'referrals.insertConsent',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    programmeId: string;
    organisationId: string;
    serviceId: string;
    items: readonly string[];
    askedItems: readonly string[];
    how: string;
    wording: string;
    givenOn: string;
    endsOn: string;
    by: string | null;
  }) => sql`
    insert into sharing_consent (id, case_id, person_id, programme_id, organisation_id, service_id, items, asked_items, how, wording,
      given_on, ends_on, recorded_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.programmeId}, ${p.organisationId}, ${p.serviceId}, ${p.items}, ${p.askedItems},
      ${p.how}, ${p.wording}, ${p.givenOn}, ${p.endsOn}, ${p.by})`,
);

/** Ends every consent of a case for a service that nobody withdrew yet. */
export const withdrawConsents = statement(
  'referrals.withdrawConsents',
  (p: { caseId: string; serviceId: string; day: string; words: string | null }) => sql<{ id: string }>`
    update sharing_consent set withdrawn_on = ${p.day}, withdrawn_words = ${p.words}
    where case_id = ${p.caseId} and service_id = ${p.serviceId} and withdrawn_on is null returning id`,
);

const consents = sql`select c.id, c.service_id, s.service_name, s.organisation_name, c.items, c.asked_items, c.how, c.wording,
    c.given_on, c.ends_on, c.withdrawn_on, c.withdrawn_words
  from sharing_consent c join ${servicesPart} s on s.service_id = c.service_id`;

/** Consents of a case for one service, the latest first. */
export const consentsFor = statement(
  'referrals.consentsFor',
  (p: { caseId: string; serviceId: string }) => sql<ConsentRow>`
    ${consents} where c.case_id = ${p.caseId} and c.service_id = ${p.serviceId} order by c.id desc limit 20`,
);

/** Open referrals of a case to one service, held until the transaction ends. */
export const openFor = statement(
  'referrals.openFor',
  (p: { caseId: string; serviceId: string }) => sql<{ id: string }>`
    select id from referral where case_id = ${p.caseId} and service_id = ${p.serviceId} and open and kind = 'referral'
    order by id for update`,
);

/** One time that something was told to a service. */
export type SentRow = {
  id: string;
  channel: string;
  items: string[];
  payload: Record<string, string>;
  digest: string;
  sent_on: string;
  by_name: string | null;
};

/** What was told of a referral, the latest first. */
export const sentOf = statement(
  'referrals.sentOf',
  (p: { referralId: string }) => sql<SentRow>`
    select s.id, s.channel, s.items, s.payload, encode(s.digest, 'hex') as digest, s.sent_on, u.user_name as by_name
    from referral_sent s left join ${userNamesPart} u on u.user_id = s.by
    where s.referral_id = ${p.referralId} order by s.id desc limit 50`,
);

/** What must be there, with who asked and who decided. */
export type ApprovalRow = {
  artefact: string;
  state: 'missing' | 'held' | 'asked' | 'approved' | 'refused';
  words: string | null;
  held_on: string | null;
  asked_by: string | null;
  asked_name: string | null;
  decided_by: string | null;
  decided_name: string | null;
  decided_on: string | null;
  reason: string | null;
};

/** The approvals of a referral. */
export const approvalsOf = statement(
  'referrals.approvalsOf',
  (p: { referralId: string }) => sql<ApprovalRow>`
    select a.artefact, a.state, a.words, a.held_on, a.asked_by, q.user_name as asked_name, a.decided_by, d.user_name as decided_name,
      a.decided_on, a.reason
    from referral_approval a
    left join ${userNamesPart} q on q.user_id = a.asked_by
    left join ${userNamesPart} d on d.user_id = a.decided_by
    where a.referral_id = ${p.referralId} order by a.artefact`,
);

/** What is held, with what it says. What was decided already is asked anew. */
export const holdApproval = statement(
  'referrals.holdApproval',
  (p: { id: string; referralId: string; artefact: string; words: string; heldOn: string }) => sql`
    insert into referral_approval (id, referral_id, artefact, state, words, held_on)
    values (${p.id}, ${p.referralId}, ${p.artefact}, 'held', ${p.words}, ${p.heldOn})
    on conflict (referral_id, artefact) do update set state = 'held', words = excluded.words, held_on = excluded.held_on,
      asked_by = null, decided_by = null, decided_on = null, reason = null`,
);

export const askApprovals = statement(
  'referrals.askApprovals',
  (p: { referralId: string; by: string }) => sql`
    update referral_approval set state = 'asked', asked_by = ${p.by} where referral_id = ${p.referralId} and state = 'held'`,
);

/** Decides what was asked; never by whoever asked. Resolves to a row for each that was decided. */
export const decideApprovals = statement(
  'referrals.decideApprovals',
  (p: { referralId: string; state: string; by: string; day: string; reason: string | null }) => sql<{ id: string }>`
    update referral_approval set state = ${p.state}, decided_by = ${p.by}, decided_on = ${p.day}, reason = ${p.reason}
    where referral_id = ${p.referralId} and state = 'asked' and asked_by <> ${p.by} returning id`,
);

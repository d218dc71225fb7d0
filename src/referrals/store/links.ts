import { sql } from 'kysely';
import { staffPhones, userNamesPart } from '../../access/actions/parts.ts';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { programmeNames } from '../../programmes/actions/parts.ts';
import { holds, latestConsent } from './service-side.ts';

export const insertLink = statement(
  'referrals.insertLink',
  (p: { hash: Buffer; referralId: string; email: string | null; madeAt: string; expiresAt: string }) => sql`
    insert into referral_link (token_hash, referral_id, email, made_at, expires_at)
    values (${p.hash}, ${p.referralId}, ${p.email}, ${p.madeAt}, ${p.expiresAt})`,
);

/** The referral of a link that can still be used. What expired, was revoked or never was comes back the same: not at all. */
export const findLink = statement(
  'referrals.findLink',
  (p: { hash: Buffer; now: string }) => sql<{ referral_id: string }>`
    select referral_id from referral_link
    where token_hash = ${p.hash} and expires_at > ${p.now}::timestamptz and revoked_at is null`,
);

/** Somebody answered by a link. */
export const answeredBy = statement(
  'referrals.answeredBy',
  (p: { hash: Buffer; now: string }) => sql`
    update referral_link set first_seen_at = coalesce(first_seen_at, ${p.now}), answered_at = ${p.now} where token_hash = ${p.hash}`,
);

export const revokeLinks = statement(
  'referrals.revokeLinks',
  (p: { referralId: string; now: string }) => sql`
    update referral_link set revoked_at = ${p.now} where referral_id = ${p.referralId} and revoked_at is null`,
);

/** Stops email with links that nobody has begun to send. */
export const stopMail = statement(
  'referrals.stopMail',
  (p: { referralId: string; now: string }) => sql<{ id: string }>`
    update service_mail set state = 'stopped', reason = 'links ended', state_at = ${p.now}
    where referral_id = ${p.referralId} and state = 'queued' returning id`,
);

/**
 * The last email about a referral `r`, where it failed for good and nothing has come of the referral since: neither a word of the
 * service nor another way that was taken. To stand after `join lateral`; `failed_on` is its day.
 */
export const failedMailPart = sql<{ email: string; reason: string | null; failed_on: string }>`(
  select m.email, m.reason, (m.state_at at time zone 'UTC')::date as failed_on
  from (select x.email, x.state, x.reason, x.state_at from service_mail x where x.referral_id = r.id order by x.id desc limit 1) m
  where m.state = 'failed' and r.open and not exists (
    select from referral_event e where e.referral_id = r.id and e.at > m.state_at
      and (e.side = 'service' or e.to_state is not null or e.kind in ('form sent', 'chased', 'contact'))))`;

/** How a referral stands with links: how many can be used and until when, and the email that did not arrive. */
export type LinkRow = {
  live: number;
  until: string | null;
  email: string | null;
  reason: string | null;
  failed_on: string | null;
};
export const linksOf = statement(
  'referrals.linksOf',
  (p: { referralId: string; now: string }) => sql<LinkRow>`
    select l.live, l.until, f.email, f.reason, f.failed_on
    from referral r
    cross join lateral (select count(*)::int as live, max(k.expires_at) as until from referral_link k
      where k.referral_id = r.id and k.revoked_at is null and k.expires_at > ${p.now}::timestamptz) l
    left join lateral ${failedMailPart} f on true
    where r.id = ${p.referralId}`,
);

export const insertMail = statement(
  'referrals.insertMail',
  (p: { id: string; referralId: string; email: string; now: string; by: string | null }) => sql`
    insert into service_mail (id, referral_id, email, not_before, state_at, queued_at, queued_by)
    values (${p.id}, ${p.referralId}, ${p.email}, ${p.now}, ${p.now}, ${p.now}, ${p.by})`,
);

/** An email that is to be sent, with what its words name. */
export type MailRow = {
  id: string;
  referral_id: string;
  email: string;
  attempts: number;
  reference: string;
  programme_id: string;
  programme_name: string;
  organisation_name: string | null;
  service_name: string;
  worker_name: string | null;
  worker_phone: string | null;
  /** Consent holds, and the referral goes on. */
  live: boolean;
};

/**
 * Takes email that is due. What was taken and never settled is taken again after ten minutes: a second link does no harm, and no
 * answer at all would.
 */
export const claimMail = statement(
  'referrals.claimMail',
  (p: { now: string; today: string; limit: number }) => sql<MailRow>`
    with due as (
      select id from service_mail
      where state in ('queued', 'claimed') and not_before <= ${p.now}::timestamptz
        and (state = 'queued' or claimed_at < ${p.now}::timestamptz - interval '10 minutes')
      order by not_before limit ${p.limit}::int for update skip locked),
    taken as (
      update service_mail m set state = 'claimed', claimed_at = ${p.now}, state_at = ${p.now}, attempts = attempts + 1
      from due where due.id = m.id returning m.id, m.referral_id, m.email, m.attempts)
    select t.id, t.referral_id, t.email, t.attempts, r.reference, r.programme_id, g.programme_name, s.organisation_name, s.service_name,
      coalesce(f.staff_name, u.user_name) as worker_name, f.staff_phone as worker_phone,
      coalesce(r.open and r.sent_on is not null and ${holds(p.today)}, false) as live
    from taken t join referral r on r.id = t.referral_id
    join ${programmeNames} g on g.programme_id = r.programme_id
    join ${servicesPart} s on s.service_id = r.service_id
    join ${casePlacesPart} k on k.case_id = r.case_id
    left join ${staffPhones} f on f.staff_id = k.key_worker_id
    left join ${userNamesPart} u on u.user_id = r.made_by
    left join lateral ${latestConsent} c on true
    order by t.id`,
);

/** What became of an email that was taken: at most one process settles it. */
export const settleMail = statement(
  'referrals.settleMail',
  (p: { id: string; state: string; reason: string | null; notBefore: string | null; now: string }) => sql<{
    id: string;
  }>`
    update service_mail set state = ${p.state}, reason = ${p.reason}, not_before = coalesce(${p.notBefore}::timestamptz, not_before),
      claimed_at = null, state_at = ${p.now}
    where id = ${p.id} and state = 'claimed' returning id`,
);

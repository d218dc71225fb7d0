import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { areaNames, programmeNames } from '../../programmes/actions/parts.ts';
import type { ReferralState } from '../rules/referral-in.ts';

/** A referral to the programme with what its pages show. `sent_on` and `decided_on` are days of the site's time zone. */
export type ReferralInRow = {
  id: string;
  reference: string;
  programme_id: string;
  programme_key: string;
  programme_name: string;
  area_id: string | null;
  area_name: string | null;
  provider_id: string | null;
  sent_by: string | null;
  route: string;
  sender: Record<string, string | null>;
  answers: Record<string, string | number | null>;
  asked: { asked: string; answer: string }[];
  suitability: Suitability;
  state: ReferralState;
  state_reason: string | null;
  question: string | null;
  reply: string | null;
  quality: { missing: string[]; helped: string[]; text: string | null } | null;
  person_id: string | null;
  case_id: string | null;
  sent_at: string;
  decided_at: string | null;
  decided_by: string | null;
  version: number;
  restricted: boolean;
};

/** The check of the programme's rules on the day it was sent. */
export type Suitability = {
  outcome: string;
  rules: { id: string; strength: string; outcome: string; text: string }[];
  /** The cohort that it puts the person in, where the programme has cohorts and enough is known. */
  selection?: { cohort: string; label: string; on: string; version: number };
};

const columns = sql`r.id, r.reference, r.programme_id, g.programme_key, g.programme_name, r.area_id, a.area_name, r.provider_id,
  r.sent_by, r.route, r.sender, r.answers, r.asked, r.suitability, r.state, r.state_reason, r.question, r.reply, r.quality,
  r.person_id, r.case_id, r.sent_at, r.decided_at, r.decided_by, r.version, coalesce(c.restricted, false) as restricted`;
const joins = sql`from referral_in r
  join ${programmeNames} g on g.programme_id = r.programme_id
  left join ${areaNames} a on a.area_id = r.area_id
  left join case_record c on c.id = r.case_id`;

export const findReferral = statement(
  'cases.findReferral',
  (p: { id: string }) => sql<ReferralInRow>`select ${columns} ${joins} where r.id = ${p.id}`,
);

export const insertReferral = statement(
  'cases.insertReferral',
  (p: {
    id: string;
    reference: string;
    programmeId: string;
    areaId: string | null;
    providerId: string | null;
    sentBy: string | null;
    route: string;
    sender: string;
    answers: string;
    asked: string;
    suitability: string;
    sentAt: string;
  }) => sql`
    insert into referral_in (id, reference, programme_id, area_id, provider_id, sent_by, route, sender, answers, asked, suitability, state, sent_at)
    values (${p.id}, ${p.reference}, ${p.programmeId}, ${p.areaId}, ${p.providerId}, ${p.sentBy}, ${p.route}, ${p.sender}::jsonb,
      ${p.answers}::jsonb, ${p.asked}::jsonb, ${p.suitability}::jsonb, 'sent', ${p.sentAt}::timestamptz)`,
);

/** The same form sent a moment ago: a second press of the button, or the page loaded again. */
export const sentJustNow = statement(
  'cases.referralSentJustNow',
  (p: { programmeId: string; sentBy: string | null; answers: string; since: string }) => sql<{
    id: string;
    reference: string;
  }>`
    select id, reference from referral_in
    where programme_id = ${p.programmeId} and state = 'sent' and sent_by is not distinct from ${p.sentBy}::uuid
      and sent_at > ${p.since}::timestamptz and answers = ${p.answers}::jsonb limit 1`,
);

/** Open cases of a person in a programme. */
export const openCasesOf = statement(
  'cases.openCasesOf',
  (p: { personId: string; programmeId: string }) => sql<{ id: string }>`
    select id from case_record where person_id = ${p.personId} and programme_id = ${p.programmeId}
      and status not in ('closed', 'not attached') limit 1`,
);

/** Moves a referral that still has the version given and stands in one of the states: of two who decide at once one finds no row. */
export const moveReferral = statement(
  'cases.moveReferral',
  (p: {
    id: string;
    version: number;
    from: readonly string[];
    state: string;
    reason: string | null;
    question: string | null;
    reply: string | null;
    decidedAt: string | null;
    decidedBy: string | null;
  }) => sql<{ id: string }>`
    update referral_in set state = ${p.state}, version = version + 1, state_reason = ${p.reason},
      question = coalesce(${p.question}, question),
      reply = case when ${p.state}::text = 'more asked' then null else coalesce(${p.reply}, reply) end,
      decided_at = coalesce(${p.decidedAt}::timestamptz, decided_at), decided_by = coalesce(${p.decidedBy}::uuid, decided_by)
    where id = ${p.id} and version = ${p.version} and state = any(${p.from}::text[]) returning id`,
);

export const linkReferral = statement(
  'cases.linkReferral',
  (p: { id: string; personId: string; caseId: string; areaId: string; providerId: string | null }) => sql`
    update referral_in set person_id = ${p.personId}, case_id = ${p.caseId}, area_id = ${p.areaId}, provider_id = ${p.providerId}
    where id = ${p.id}`,
);

export const setQuality = statement(
  'cases.setReferralQuality',
  (p: { id: string; version: number; quality: string }) => sql<{ id: string }>`
    update referral_in set quality = ${p.quality}::jsonb, version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);

/** What a sender sees of what they sent: the newest first. */
export const referralsOfSender = statement(
  'cases.referralsOfSender',
  (p: { userId: string; before: string; limit: number }) => sql<ReferralInRow>`
    select ${columns} ${joins} where r.sent_by = ${p.userId} and r.id < ${p.before}::uuid order by r.id desc limit ${p.limit}::int`,
);

/** Who sent the last one, to fill the next form. */
export const lastSender = statement(
  'cases.lastSender',
  (p: { userId: string }) => sql<{ route: string; sender: Record<string, string | null> }>`
    select route, sender from referral_in where sent_by = ${p.userId} order by id desc limit 1`,
);

export const referralOfCase = statement(
  'cases.referralOfCase',
  (p: { caseId: string }) =>
    sql<ReferralInRow>`select ${columns} ${joins} where r.case_id = ${p.caseId} order by r.id desc limit 1`,
);

/** The referrals that the scope allows: the place a referral is for, and nobody's restricted case. No scope, no referral. */
export function referralsInScope(scope: Scope) {
  const parts = [
    scope.programmeIds.length > 0 && sql`r.programme_id = any(${scope.programmeIds}::uuid[])`,
    scope.areaIds.length > 0 && sql`r.area_id = any(${scope.areaIds}::uuid[])`,
    scope.providerIds.length > 0 && sql`r.provider_id = any(${scope.providerIds}::uuid[])`,
    ...scope.teams.map((team) => sql`(r.area_id = ${team.areaId} and r.provider_id = ${team.providerId})`),
  ].filter((part) => part !== false);
  if (parts.length === 0) return sql`false`;
  return sql`((${sql.join(parts, sql` or `)}) and (not coalesce(c.restricted, false) or c.person_id = any(${scope.opened}::uuid[])))`;
}

/** A page of referrals in some states. Ids are in the order of sending, so 'oldest first' is a walk along the index. */
export function listReferrals(
  db: Sql,
  ask: {
    scope: Scope;
    programmeIds: readonly string[];
    states: readonly ReferralState[];
    oldestFirst: boolean;
    from: string | null;
    limit: number;
  },
): Promise<ReferralInRow[]> {
  const { scope, programmeIds, states, oldestFirst, from, limit } = ask;
  const order = sql.raw(oldestFirst ? 'r.id' : 'r.id desc');
  const beyond = from === null ? sql`` : sql`and r.id ${sql.raw(oldestFirst ? '>' : '<')} ${from}::uuid`;
  return run<ReferralInRow>(
    db,
    sql<ReferralInRow>`select ${columns} ${joins}
      where r.programme_id = any(${[...programmeIds]}::uuid[]) and r.state = any(${[...states]}::text[]) and ${referralsInScope(scope)} ${beyond}
      order by ${order} limit ${limit}::int`,
  );
}

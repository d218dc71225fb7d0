import { sql } from 'kysely';
import { queryBuilder, statement } from '../kit/db.ts';
import type { Membership } from './rules/policy.ts';
import type { Tables } from './tables.ts';

const q = queryBuilder<Tables>();

export type SessionRow = {
  user_id: string;
  name: string;
  email: string;
  csrf_secret: string;
  stale: boolean;
  memberships: Membership[];
  opened: string[];
  notices: number;
  search_key: boolean;
};

/** A session, its user and all that the policy asks of them, but for the condition that says which. */
const sessions = (idleHours: number, today: string) => sql<SessionRow & { token_hash: Buffer }>`
    select s.token_hash, s.user_id, u.name, u.email, u.search_key, s.csrf_secret, s.seen_at < now() - interval '1 minute' as stale,
      (select coalesce(json_agg(json_build_object('role', m.role, 'programmeId', m.programme_id, 'areaId', m.area_id,
         'providerId', m.provider_id, 'staffId', m.staff_id, 'organisationId', m.organisation_id,
         'covers', array(select c.staff_id from worker_cover c where c.covered_by = m.staff_id
           and c.starts_on <= ${today}::date and c.ends_on >= ${today}::date))), '[]')
       from membership m where m.user_id = s.user_id) as memberships,
      array(select r.person_id from restricted_access r where r.user_id = s.user_id and r.ends_at > now()) as opened,
      (select count(*) from notice n where n.user_id = s.user_id and n.seen_at is null) as notices
    from session s join app_user u on u.id = s.user_id
    where s.expires_at > now() and s.seen_at > now() - make_interval(hours => ${idleHours}::int) and u.disabled_at is null`;

/** It is sent with every request, so it brings all that the policy asks of a user. */
export const findSession = statement(
  'access.findSession',
  (p: { tokenHash: Buffer; idleHours: number; today: string }) =>
    sql<SessionRow>`${sessions(p.idleHours, p.today)} and s.token_hash = ${p.tokenHash}`,
);

export const findSessions = statement(
  'access.findSessions',
  (p: { tokenHashes: readonly Buffer[]; idleHours: number; today: string }) => sql<SessionRow & { token_hash: Buffer }>`
    ${sessions(p.idleHours, p.today)} and s.token_hash = any(${p.tokenHashes}::bytea[])`,
);

export const touchSession = statement('access.touchSession', (p: { tokenHash: Buffer }) =>
  q.updateTable('session').set({ seen_at: sql<string>`now()` }).where('token_hash', '=', p.tokenHash),
);

export const insertSession = statement(
  'access.insertSession',
  (p: { tokenHash: Buffer; userId: string; csrfSecret: string; hours: number }) => sql`
    insert into session (token_hash, user_id, csrf_secret, expires_at)
    values (${p.tokenHash}, ${p.userId}, ${p.csrfSecret}, now() + make_interval(hours => ${p.hours}::int))`,
);

export const deleteSession = statement('access.deleteSession', (p: { tokenHash: Buffer }) =>
  q.deleteFrom('session').where('token_hash', '=', p.tokenHash),
);

export const deleteSessionsOf = statement('access.deleteSessionsOf', (p: { userId: string }) =>
  q.deleteFrom('session').where('user_id', '=', p.userId),
);

export const deleteOldRows = statement(
  'access.deleteOldRows',
  (_: Record<string, never>) => sql`
    with sessions as (delete from session where expires_at < now() - interval '1 day')
    delete from sign_in_attempt where at < now() - interval '1 day'`,
);

export const findUserByEmail = statement('access.findUserByEmail', (p: { email: string }) =>
  q.selectFrom('app_user').selectAll().where('email', '=', p.email),
);

/** Names of users by id. */
export const userNames = statement('access.userNames', (p: { ids: readonly string[] }) =>
  q.selectFrom('app_user').select(['id', 'name']).where('id', '=', sql<string>`any(${p.ids}::uuid[])`),
);

/** Waits until nobody else is taking the administrator's role from somebody, and holds the others back till the commit. */
export const lockAdministrators = statement(
  'access.lockAdministrators',
  (_: Record<string, never>) => sql`select pg_advisory_xact_lock(hashtext('newel administrators'))`,
);

/** Whether a user is an administrator who may sign in. */
export const findAdministrator = statement(
  'access.findAdministrator',
  (p: { userId: string }) => sql<{ id: string }>`
    select m.id from membership m join app_user u on u.id = m.user_id
    where m.user_id = ${p.userId} and m.role = 'administrator' and u.disabled_at is null limit 1`,
);

export const findUser = statement('access.findUser', (p: { id: string }) =>
  q.selectFrom('app_user').select(['id', 'email', 'name', 'disabled_at', 'created_at']).where('id', '=', p.id),
);

/** A page of users by e-mail address, after the user `after` (empty: from the first). */
export const listUsers = statement('access.listUsers', (p: { after: string | null; limit: number }) =>
  q
    .selectFrom('app_user')
    .select(['id', 'email', 'name', 'disabled_at', 'created_at'])
    .select(
      sql<
        string[]
      >`array(select distinct role from membership where membership.user_id = app_user.id order by role)`.as('roles'),
    )
    .where('email', '>', sql<string>`coalesce((select u.email from app_user u where u.id = ${p.after}::uuid), '')`)
    .orderBy('email')
    .limit(sql<number>`${p.limit}::int`),
);

export const membershipsOf = statement('access.membershipsOf', (p: { userId: string }) =>
  q
    .selectFrom('membership')
    .leftJoin('staff', 'staff.id', 'membership.staff_id')
    .selectAll('membership')
    .select(['staff.code as staff_code', 'staff.given_name', 'staff.family_name'])
    .where('user_id', '=', p.userId)
    .orderBy('membership.id'),
);

export const insertUser = statement(
  'access.insertUser',
  (p: { id: string; email: string; name: string; passwordHash: string }) =>
    q.insertInto('app_user').values({ id: p.id, email: p.email, name: p.name, password_hash: p.passwordHash }),
);

export const passwordHashOf = statement('access.passwordHashOf', (p: { id: string }) =>
  q.selectFrom('app_user').select(['email', 'password_hash']).where('id', '=', p.id),
);

export const setPassword = statement('access.setPassword', (p: { id: string; passwordHash: string }) =>
  q.updateTable('app_user').set({ password_hash: p.passwordHash }).where('id', '=', p.id),
);

export const setDisabled = statement(
  'access.setDisabled',
  (p: { id: string; disabled: boolean }) => sql`
    update app_user set disabled_at = case when ${p.disabled}::boolean then coalesce(disabled_at, now()) end where id = ${p.id}`,
);

export const insertMembership = statement(
  'access.insertMembership',
  (p: {
    id: string;
    userId: string;
    role: string;
    programmeId: string | null;
    areaId: string | null;
    providerId: string | null;
    staffId: string | null;
    organisationId?: string | null;
  }) =>
    q.insertInto('membership').values({
      id: p.id,
      user_id: p.userId,
      role: p.role,
      programme_id: p.programmeId,
      area_id: p.areaId,
      provider_id: p.providerId,
      staff_id: p.staffId,
      organisation_id: p.organisationId ?? null,
    }),
);

export const deleteMembership = statement('access.deleteMembership', (p: { userId: string; id: string }) =>
  q.deleteFrom('membership').where('user_id', '=', p.userId).where('id', '=', p.id).returning('role'),
);

export const deleteMemberships = statement('access.deleteMemberships', (p: { userId: string }) =>
  q.deleteFrom('membership').where('user_id', '=', p.userId),
);

/** Writes down an attempt to sign in, unless there were too many already. A success takes it back. */
export const addAttempt = statement(
  'access.addAttempt',
  (p: { account: Buffer; address: Buffer; mostOfAccount: number; mostOfAddress: number; minutes: number }) => sql<{
    allowed: boolean;
  }>`
    with counted as (
      select count(*) filter (where key = ${p.account}::bytea) < ${p.mostOfAccount}::int
        and count(*) filter (where key = ${p.address}::bytea) < ${p.mostOfAddress}::int as allowed
      from sign_in_attempt
      where key in (${p.account}::bytea, ${p.address}::bytea) and at > now() - make_interval(mins => ${p.minutes}::int)),
    added as (
      insert into sign_in_attempt (key)
      select key from counted, (select ${p.account}::bytea as key union select ${p.address}::bytea) as keys where allowed)
    select allowed from counted`,
);

/** After a success: the account's failures are forgotten, and the attempt is taken back from the address. */
export const forgiveAttempts = statement(
  'access.forgiveAttempts',
  (p: { account: Buffer; address: Buffer }) => sql`
    delete from sign_in_attempt where key = ${p.account}::bytea
      or ctid = (select ctid from sign_in_attempt where key = ${p.address}::bytea order by at desc limit 1)`,
);

export const sessionsOf = statement('access.sessionsOf', (p: { userId: string; idleHours: number }) =>
  q
    .selectFrom('session')
    .select(['token_hash', 'created_at', 'seen_at'])
    .where('user_id', '=', p.userId)
    .where('expires_at', '>', sql<string>`now()`)
    .where('seen_at', '>', sql<string>`now() - make_interval(hours => ${p.idleHours}::int)`)
    .orderBy('seen_at', 'desc'),
);

export const deleteSessionOf = statement('access.deleteSessionOf', (p: { userId: string; tokenHash: Buffer }) =>
  q.deleteFrom('session').where('user_id', '=', p.userId).where('token_hash', '=', p.tokenHash),
);

export const deleteOtherSessions = statement('access.deleteOtherSessions', (p: { userId: string; tokenHash: Buffer }) =>
  q.deleteFrom('session').where('user_id', '=', p.userId).where('token_hash', '<>', p.tokenHash),
);

export const upsertStaff = statement(
  'access.upsertStaff',
  (p: {
    id: string;
    programmeId: string;
    code: string;
    givenName: string;
    familyName: string;
    areaId: string | null;
    providerId: string | null;
  }) => sql<{ id: string; inserted: boolean }>`
    insert into staff (id, programme_id, code, given_name, family_name, area_id, provider_id)
    values (${p.id}, ${p.programmeId}, ${p.code}, ${p.givenName}, ${p.familyName}, ${p.areaId}, ${p.providerId})
    on conflict (programme_id, code) do update
      set given_name = excluded.given_name, family_name = excluded.family_name, area_id = excluded.area_id, provider_id = excluded.provider_id
    returning id, xmax = 0 as inserted`,
);

/** Adds a member of staff unless the programme has one with the code; then no row comes back. */
export const insertStaff = statement(
  'access.insertStaff',
  (p: {
    id: string;
    programmeId: string;
    code: string;
    givenName: string;
    familyName: string;
    areaId: string | null;
    providerId: string | null;
  }) => sql<{ id: string }>`
    insert into staff (id, programme_id, code, given_name, family_name, area_id, provider_id)
    values (${p.id}, ${p.programmeId}, ${p.code}, ${p.givenName}, ${p.familyName}, ${p.areaId}, ${p.providerId})
    on conflict (programme_id, code) do nothing returning id`,
);

export const staffOf = statement('access.staffOf', (p: { programmeId: string }) =>
  q
    .selectFrom('staff')
    .select(['id', 'code', 'given_name', 'family_name', 'area_id', 'provider_id'])
    .where('programme_id', '=', p.programmeId)
    .orderBy('code'),
);

export const insertEvent = statement(
  'access.insertEvent',
  (p: {
    id: string;
    kind: string;
    actorId: string | null;
    programmeId: string | null;
    personId: string | null;
    caseId: string | null;
    happenedOn: string;
    digest: Buffer;
    payload: string;
    salt: Buffer;
  }) => sql`
    with written as (
      insert into event (id, kind, actor_id, programme_id, person_id, case_id, happened_on, digest)
      values (${p.id}, ${p.kind}, ${p.actorId}, ${p.programmeId}, ${p.personId}, ${p.caseId}, ${p.happenedOn}, ${p.digest})
      returning id)
    insert into event_payload (event_id, payload, salt) select id, ${p.payload}::jsonb, ${p.salt} from written`,
);

export const insertEvents = statement(
  'access.insertEvents',
  (p: { rows: string }) => sql`
    with given as materialized (
      select * from jsonb_to_recordset(${p.rows}::jsonb) as r(id uuid, kind text, actor_id uuid, programme_id uuid, person_id uuid,
        case_id uuid, happened_on date, digest text, payload jsonb, salt text)),
    written as (
      insert into event (id, kind, actor_id, programme_id, person_id, case_id, happened_on, digest)
      select id, kind, actor_id, programme_id, person_id, case_id, happened_on, decode(digest, 'hex') from given
      returning id)
    insert into event_payload (event_id, payload, salt)
    select given.id, given.payload, decode(given.salt, 'hex') from given join written using (id)`,
);

export const insertRead = statement(
  'access.insertRead',
  (p: { id: string; userId: string; what: string; personId: string | null; caseId: string | null }) =>
    q
      .insertInto('read_log')
      .values({ id: p.id, user_id: p.userId, what: p.what, person_id: p.personId, case_id: p.caseId }),
);

export const insertReads = statement(
  'access.insertReads',
  (p: {
    ids: string[];
    userIds: string[];
    whats: string[];
    personIds: (string | null)[];
    caseIds: (string | null)[];
  }) => sql<never>`
    insert into read_log (id, user_id, what, person_id, case_id)
    select * from unnest(${p.ids}::uuid[], ${p.userIds}::uuid[], ${p.whats}::text[], ${p.personIds}::uuid[], ${p.caseIds}::uuid[])`,
);

export type EventRow = {
  id: string;
  kind: string;
  happened_on: string;
  at: string;
  actor_name: string | null;
  payload: Record<string, unknown> | null;
};

/** A page of a case's timeline, newest first; `kinds` empty means every kind. */
export const timelineOf = statement(
  'access.timelineOf',
  (p: { caseId: string; kinds: string[]; beforeDay: string; beforeId: string; limit: number }) => sql<EventRow>`
    select e.id, e.kind, e.happened_on, e.at, u.name as actor_name, p.payload
    from event e left join event_payload p on p.event_id = e.id left join app_user u on u.id = e.actor_id
    where e.case_id = ${p.caseId} and (cardinality(${p.kinds}::text[]) = 0 or e.kind = any(${p.kinds}::text[]))
      and (e.happened_on, e.id) < (${p.beforeDay}::date, ${p.beforeId}::uuid)
    order by e.happened_on desc, e.id desc limit ${p.limit}::int`,
);

export type HistoryRow = { at: string; who: string | null; what: string; read: boolean; event_id: string | null };

/** Who saw or changed a case, newest first. */
export const historyOf = statement(
  'access.historyOf',
  (p: { caseId: string; before: string; limit: number }) => sql<HistoryRow>`
    (select r.at, u.name as who, r.what, true as read, null::uuid as event_id from read_log r left join app_user u on u.id = r.user_id
      where r.case_id = ${p.caseId} and r.at < ${p.before}::timestamptz order by r.id desc limit ${p.limit}::int)
    union all
    (select e.at, u.name, e.kind, false, e.id from event e left join app_user u on u.id = e.actor_id
      where e.case_id = ${p.caseId} and e.at < ${p.before}::timestamptz order by e.at desc, e.id desc limit ${p.limit}::int)
    order by at desc limit ${p.limit}::int`,
);

export const latestEventOf = statement(
  'access.latestEventOf',
  (p: { programmeId: string }) => sql<{ id: string }>`
    select id from event where programme_id = ${p.programmeId} order by id desc limit 1`,
);

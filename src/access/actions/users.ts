import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { hashPassword, passwordMatches } from '../password.ts';
import type { Places } from '../rules/places.ts';
import { type Actor, type Membership, passwordProblem, type Role, roles } from '../rules/policy.ts';
import * as store from '../store.ts';
import { recordEvent } from './events.ts';
import { endOtherSessions, tryOnce } from './sign-in.ts';

export type NewUser = { email: string; name: string; password: string; memberships: readonly Membership[] };
export type Refused = { refused: string; field: 'email' | 'name' | 'password' | 'old' | 'role' | 'user' };

const noSuchUser: Refused = { refused: 'There is no such user', field: 'user' };

/** Adds a user with what they may be, which may be nothing yet. Refused for a poor password, an e-mail that is taken, or a role without its place. */
export async function addUser(
  db: Database,
  actor: Actor,
  input: NewUser,
  today: string,
): Promise<{ id: string } | Refused> {
  const email = input.email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254)
    return { refused: 'Enter an e-mail address in the form name@example.org', field: 'email' };
  if (input.name.trim() === '') return { refused: 'Enter the name of the user', field: 'name' };
  const poor = passwordProblem(input.password, email);
  if (poor !== null) return { refused: poor, field: 'password' };
  const wrong = membershipProblem(input.memberships);
  if (wrong !== null) return { refused: wrong, field: 'role' };
  const passwordHash = await hashPassword(input.password);
  try {
    return await transaction(db, async (tx) => {
      const id = newId();
      await store.insertUser(tx, { id, email, name: input.name.trim(), passwordHash });
      await writeMemberships(tx, id, input.memberships);
      await recordEvent(tx, actor, {
        kind: 'user.added',
        happenedOn: today,
        payload: { userId: id, roles: input.memberships.map((m) => m.role) },
      });
      return { id };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      return { refused: 'A user with this e-mail address is there already', field: 'email' };
    throw error;
  }
}

/** Roles that belong to no programme. */
export const anywhere: readonly Role[] = ['administrator', 'service_worker'];

/** What is wrong with roles: each but the administrator's needs its place. Null when nothing is. */
export function membershipProblem(memberships: readonly Membership[]): string | null {
  for (const member of memberships) {
    if (!roles.includes(member.role)) return 'Choose one of the roles';
    if (!anywhere.includes(member.role) && member.programmeId === null) return 'Choose the programme of the role';
    if (member.role === 'key_worker' && member.staffId === null)
      return 'Choose which key worker of the programme this user is';
    if (member.role === 'local_lead' && member.areaId === null) return 'Choose the area of the local lead';
    if (member.role === 'team_manager' && member.providerId === null) return 'Choose the provider of the team';
    if (member.role === 'service_worker' && member.organisationId == null)
      return 'Choose the organisation that this user works for';
  }
  return null;
}

async function writeMemberships(tx: Tx, userId: string, memberships: readonly Membership[]): Promise<void> {
  for (const member of memberships) await store.insertMembership(tx, { id: newId(), userId, ...member });
}

/** Replaces what a user may be. Their next request has the new roles. */
export async function changeRoles(
  db: Database,
  actor: Actor,
  userId: string,
  memberships: readonly Membership[],
  today: string,
): Promise<Refused | null> {
  const wrong = membershipProblem(memberships);
  if (wrong !== null) return { refused: wrong, field: 'role' };
  return transaction(db, async (tx) => {
    if (!(await stillAdministrator(tx, actor))) return noLonger;
    if ((await store.findUser(tx, { id: userId }))[0] === undefined) return noSuchUser;
    await store.deleteMemberships(tx, { userId });
    await writeMemberships(tx, userId, memberships);
    await recordEvent(tx, actor, {
      kind: 'user.roles',
      happenedOn: today,
      payload: { userId, roles: memberships.map((m) => m.role) },
    });
    return null;
  });
}

/** Gives a user one more role. Refused when it lacks its place, or they have it already. */
export async function addRole(
  db: Database,
  actor: Actor,
  userId: string,
  membership: Membership,
  today: string,
): Promise<Refused | null> {
  const wrong = membershipProblem([membership]);
  if (wrong !== null) return { refused: wrong, field: 'role' };
  return transaction(db, async (tx) => {
    if ((await store.findUser(tx, { id: userId }))[0] === undefined) return noSuchUser;
    const had = await store.membershipsOf(tx, { userId });
    const same = had.some(
      (one) =>
        one.role === membership.role &&
        one.programme_id === membership.programmeId &&
        one.area_id === membership.areaId &&
        one.provider_id === membership.providerId &&
        one.staff_id === membership.staffId &&
        one.organisation_id === (membership.organisationId ?? null),
    );
    if (same) return { refused: 'The user has this role already', field: 'role' } as const;
    await writeMemberships(tx, userId, [membership]);
    await recordEvent(tx, actor, {
      kind: 'user.role added',
      programmeId: membership.programmeId,
      happenedOn: today,
      payload: { userId, ...membership },
    });
    return null;
  });
}

/** Adds a member of staff to a programme. Refused when the code is taken. */
export async function addStaff(
  db: Database,
  actor: Actor,
  staff: {
    programmeId: string;
    code: string;
    givenName: string;
    familyName: string;
    areaId: string | null;
    providerId: string | null;
  },
  today: string,
): Promise<{ id: string } | { taken: true }> {
  return transaction(db, async (tx) => {
    const id = newId();
    const [added] = await store.insertStaff(tx, { id, ...staff });
    if (added === undefined) return { taken: true };
    await recordEvent(tx, actor, {
      kind: 'staff.added',
      programmeId: staff.programmeId,
      happenedOn: today,
      payload: { staffId: id, ...staff },
    });
    return { id };
  });
}

/** A role of a user, with the place in words. */
export type RoleRow = { id: string; role: string; programme: string; place: string };

/** The roles of a user in words. */
export async function rolesOf(sql: Sql, places: Places, userId: string): Promise<RoleRow[]> {
  const rows = await store.membershipsOf(sql, { userId });
  const organisations = rows.map((row) => row.organisation_id).filter((id) => id !== null);
  const named = organisations.length === 0 ? [] : await places.organisationNames(sql, organisations);
  const programmes = new Map((await places.programmes(sql)).map((one) => [one.id, one.name]));
  const lines: RoleRow[] = [];
  for (const row of rows) {
    const programmeId = row.programme_id;
    let place = '';
    if (row.staff_id !== null) place = `${row.staff_code} ${row.given_name} ${row.family_name}`;
    else if (row.organisation_id !== null) place = named.find((one) => one.id === row.organisation_id)?.name ?? '';
    else if (programmeId !== null && (row.area_id !== null || row.provider_id !== null)) {
      const provider = (await places.providers(sql, programmeId)).find((one) => one.id === row.provider_id)?.name;
      const area = (await places.areas(sql, programmeId)).find((one) => one.id === row.area_id)?.name;
      place = [provider, area].filter((name) => name !== undefined).join(', ');
    }
    const programme = programmeId === null ? 'All' : (programmes.get(programmeId) ?? 'Not here any more');
    lines.push({ id: row.id, role: row.role, programme, place });
  }
  return lines;
}

/** Takes a role away. Nobody takes the administrator's role from themselves, so that one is always left. */
export async function removeRole(
  db: Database,
  actor: Actor,
  userId: string,
  membershipId: string,
  today: string,
): Promise<Refused | null> {
  return transaction(db, async (tx) => {
    if (!(await stillAdministrator(tx, actor))) return noLonger;
    const before = (await store.membershipsOf(tx, { userId })).find((one) => one.id === membershipId);
    if (before === undefined) return { refused: 'The user does not have this role any more', field: 'role' } as const;
    if (before.role === 'administrator' && actor.userId === userId)
      return { refused: 'You cannot take the role of administrator from yourself', field: 'role' } as const;
    await store.deleteMembership(tx, { userId, id: membershipId });
    await recordEvent(tx, actor, {
      kind: 'user.role removed',
      programmeId: before.programme_id,
      happenedOn: today,
      payload: {
        userId,
        role: before.role,
        programmeId: before.programme_id,
        areaId: before.area_id,
        providerId: before.provider_id,
        staffId: before.staff_id,
        organisationId: before.organisation_id,
      },
    });
    return null;
  });
}

/** Disables a user, which ends every session at once, or lets them in again. */
export async function setUserDisabled(
  db: Database,
  actor: Actor,
  userId: string,
  disabled: boolean,
  today: string,
): Promise<Refused | null> {
  if (disabled && actor.userId === userId) return { refused: 'You cannot disable yourself', field: 'user' };
  return transaction(db, async (tx) => {
    if (!(await stillAdministrator(tx, actor))) return noLonger;
    if ((await store.findUser(tx, { id: userId }))[0] === undefined) return noSuchUser;
    await store.setDisabled(tx, { id: userId, disabled });
    if (disabled) await store.deleteSessionsOf(tx, { userId });
    await recordEvent(tx, actor, {
      kind: disabled ? 'user.disabled' : 'user.enabled',
      happenedOn: today,
      payload: { userId },
    });
    return null;
  });
}

/** Sets a user's password and ends their sessions. */
export async function setUserPassword(
  db: Database,
  actor: Actor,
  userId: string,
  password: string,
  today: string,
): Promise<Refused | null> {
  const [user] = await store.findUser(db, { id: userId });
  if (user === undefined) return noSuchUser;
  const poor = passwordProblem(password, user.email);
  if (poor !== null) return { refused: poor, field: 'password' };
  const passwordHash = await hashPassword(password);
  await transaction(db, async (tx) => {
    await store.setPassword(tx, { id: userId, passwordHash });
    await store.deleteSessionsOf(tx, { userId });
    await recordEvent(tx, actor, { kind: 'user.password', happenedOn: today, payload: { userId } });
  });
  return null;
}

/**
 * Changes the actor's own password and ends their other sessions. Refused when the present one is not right. `token` is that of
 * the session that stays.
 */
export async function changeOwnPassword(
  db: Database,
  actor: Actor & { userId: string },
  input: { old: string; password: string; token: string },
  today: string,
): Promise<Refused | null> {
  const [user] = await store.passwordHashOf(db, { id: actor.userId });
  if (user === undefined) return noSuchUser;
  // The same bound as for signing in: an unlocked screen must not be a place to guess.
  const succeeded = await tryOnce(db, `password ${actor.userId}`);
  if (succeeded === null) return { refused: 'Too many wrong passwords. Wait 15 minutes and try again', field: 'old' };
  if (!(await passwordMatches(user.password_hash, input.old)))
    return { refused: 'The present password is not right', field: 'old' };
  await succeeded();
  const poor = passwordProblem(input.password, user.email);
  if (poor !== null) return { refused: poor, field: 'password' };
  const passwordHash = await hashPassword(input.password);
  await transaction(db, async (tx) => {
    await store.setPassword(tx, { id: actor.userId, passwordHash });
    await endOtherSessions(tx, actor.userId, input.token);
    await recordEvent(tx, actor, { kind: 'user.password', happenedOn: today, payload: { userId: actor.userId } });
  });
  return null;
}

/** Ends every session of a user. */
export async function endSessionsOf(
  db: Database,
  actor: Actor,
  userId: string,
  today: string,
): Promise<Refused | null> {
  return transaction(db, async (tx) => {
    if ((await store.findUser(tx, { id: userId }))[0] === undefined) return noSuchUser;
    await store.deleteSessionsOf(tx, { userId });
    await recordEvent(tx, actor, { kind: 'user.signed out', happenedOn: today, payload: { userId } });
    return null;
  });
}

/** Names of users by id; one who is no longer there is missing. Empty ids are passed over. */
export async function userNames(sql: Sql, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter((id) => id !== null);
  const rows = asked.length === 0 ? [] : await store.userNames(sql, { ids: asked });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/**
 * Two administrators who disable each other at the same moment would leave none: they come one after the other, and the
 * second is told that the role is gone. The command line, which has no user, may do it all the same.
 */
async function stillAdministrator(tx: Tx, actor: Actor): Promise<boolean> {
  if (actor.userId === null) return true;
  await store.lockAdministrators(tx, {});
  return (await store.findAdministrator(tx, { userId: actor.userId })).length > 0;
}

const noLonger = { refused: 'You are no administrator any more', field: 'user' } as const;

/** A user by id, without the password's hash. */
export async function userById(sql: Sql, id: string) {
  return (await store.findUser(sql, { id }))[0] ?? null;
}

/** A user by e-mail address, or null. */
export async function userByEmail(sql: Sql, email: string): Promise<{ id: string; name: string } | null> {
  const [user] = await store.findUserByEmail(sql, { email: email.trim().toLowerCase() });
  return user === undefined ? null : { id: user.id, name: user.name };
}

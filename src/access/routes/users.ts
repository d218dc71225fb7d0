import { Type } from 'typebox';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { button } from '../../kit/ui/index.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import {
  addRole,
  addStaff,
  addUser,
  anywhere,
  endSessionsOf,
  generatePassword,
  listUsers,
  type Refused,
  removeRole,
  rolesOf,
  sessionsOf,
  setUserDisabled,
  setUserPassword,
  staffOf,
  userById,
} from '../actions.ts';
import {
  type Choices,
  listHtml,
  newUserHtml,
  newUserQuestions,
  passwordHtml,
  placeHtml,
  roleHtml,
  userHtml,
} from '../pages/users.ts';
import type { Places } from '../rules/places.ts';
import { type Membership, type Role, roles } from '../rules/policy.ts';
import { type Context, page, type RecordLoader, type Reply, type Route, redirect, route } from '../rules/route.ts';

const shown = 50;
const uuid = Type.String({ pattern: `^${uuidPattern}$` });
const UserParams = Type.Object({ userId: uuid });
const back = { href: '/users', text: 'Users' };

type User = { user: NonNullable<Awaited<ReturnType<typeof userById>>> };

/** The record of routes below /users/:userId. A user belongs to no programme. */
const userRecord: RecordLoader<User> = {
  param: 'userId',
  async load(sql, id) {
    const user = await userById(sql, id);
    return user === null ? null : { programmeId: '', user };
  },
};

type OfUser = Pick<Context<unknown, unknown, User>, 'db' | 'actor' | 'record' | 'csrf' | 'clock' | 'timeZone'>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

/** The routes of users' management. Where roles can be given comes from the composition root. */
export function userRoutes(places: Places): Route[] {
  async function userPage(context: OfUser, problem?: string): Promise<Reply> {
    const { db, actor, record, csrf, timeZone } = context;
    const { user } = record;
    const createdOn = Temporal.Instant.from(user.created_at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
    const view = {
      id: user.id,
      email: user.email,
      name: user.name,
      createdOn,
      disabledAt: user.disabled_at,
      sessions: (await sessionsOf(db, user.id, undefined)).length,
      self: actor.userId === user.id,
      roles: await rolesOf(db, places, user.id),
      problem,
    };
    return page({
      title: user.name,
      back,
      main: userHtml(view, csrf),
      ...(problem === undefined ? {} : { status: 422, error: true }),
    });
  }

  /** A change of one user by one button: back to their page, or the page with why it was refused. */
  const change = (
    path: string,
    event: string,
    done: string,
    act: (context: OfUser & { body: Typed }, today: string) => Promise<Refused | null>,
  ): Route =>
    route({
      method: 'POST',
      path: `/users/:userId${path}`,
      can: 'user.manage',
      audit: { event },
      params: UserParams,
      record: userRecord,
      async handle(context) {
        const refused = await act(context, context.clock.today().toString());
        return refused === null
          ? redirect(`/users/${context.record.user.id}`, done)
          : userPage(context, refused.refused);
      },
    });

  async function choicesOf(db: OfUser['db'], programmeId: string | undefined): Promise<Choices> {
    const programmes = await places.programmes(db);
    if (programmeId === undefined) return { programmes, areas: [], providers: [], staff: [] };
    return {
      programmes,
      areas: await places.areas(db, programmeId),
      providers: await places.providers(db, programmeId),
      staff: await staffOf(db, { programmeId }),
    };
  }

  /** Reads which role and which programme; both steps begin with it. */
  async function roleOf(db: OfUser['db'], typed: Typed) {
    const programmes = await places.programmes(db);
    const role = roles.find((name) => name === typed.role);
    const programme = programmes.find(({ key }) => key === typed.programme);
    const errors: Errors = {};
    if (role === undefined) errors.role = 'Choose a role';
    const needsNone = role !== undefined && anywhere.includes(role);
    if (role !== undefined && !needsNone && programme === undefined)
      errors.programme = 'Choose the programme of the role';
    return { role, programme: needsNone ? undefined : programme, errors };
  }

  async function roleStep(context: OfUser, typed: Typed, errors: Errors): Promise<Reply> {
    const { user } = context.record;
    return page({
      title: 'Add a role',
      back: { href: `/users/${user.id}`, text: user.name },
      main: roleHtml(user, await choicesOf(context.db, undefined), typed, errors),
      ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    });
  }

  async function placeStep(
    context: OfUser,
    role: Role,
    programme: { id: string; key: string; name: string } | undefined,
    typed: Typed,
    errors: Errors,
  ): Promise<Reply> {
    const { user } = context.record;
    const choices = {
      ...(await choicesOf(context.db, programme?.id)),
      organisations: await places.organisations(context.db, one(typed.organisation)),
    };
    return page({
      title: 'Add a role',
      back: { href: `/users/${user.id}/roles/new`, text: 'Choose another role' },
      main: placeHtml(user, role, programme, choices, typed, errors, context.csrf),
      ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    });
  }

  /** The organisation that was named: one that is called just that, or the one that was chosen of those with the words. */
  async function organisationOf(db: OfUser['db'], typed: Typed): Promise<Membership | Errors> {
    const words = one(typed.organisation).trim();
    if (words === '') return { organisation: 'Enter the name of the organisation that this user works for' };
    const found = await places.organisations(db, words);
    if (found.length === 0)
      return { organisation: 'No organisation of the directory has this in its name. Check it, or add it there first' };
    const called = found.filter(({ name }) => name.toLowerCase() === words.toLowerCase());
    const chosen =
      found.find(({ id }) => id === one(typed.organisation_id)) ?? (called.length === 1 ? called[0] : null);
    if (chosen == null) return { organisation_id: 'Choose which organisation' };
    const nowhere = { programmeId: null, areaId: null, providerId: null, staffId: null };
    return { role: 'service_worker', ...nowhere, organisationId: chosen.id };
  }

  /** The place that was chosen, or what is missing. A new member of staff is added here. */
  async function placeOf(
    context: OfUser,
    role: Role,
    programmeId: string | undefined,
    typed: Typed,
  ): Promise<Membership | Errors> {
    if (role === 'service_worker') return organisationOf(context.db, typed);
    const choices = await choicesOf(context.db, programmeId);
    const area = choices.areas.find(({ id }) => id === one(typed.area));
    const provider = choices.providers.find(({ id }) => id === one(typed.provider));
    const membership: Membership = {
      role,
      programmeId: programmeId ?? null,
      areaId: null,
      providerId: null,
      staffId: null,
    };
    if (role === 'local_lead') {
      return area === undefined ? { area: 'Choose the area of the local lead' } : { ...membership, areaId: area.id };
    }
    if (role === 'team_manager') {
      if (provider === undefined) return { provider: 'Choose the provider of the team' };
      return { ...membership, providerId: provider.id, areaId: area?.id ?? null };
    }
    if (role !== 'key_worker' || programmeId === undefined) return membership;
    const known = choices.staff.find(({ id }) => id === one(typed.staff));
    if (known !== undefined) return { ...membership, staffId: known.id };
    const [code, givenName, familyName] = [typed.code, typed.given, typed.family].map((text) =>
      one(text).trim().slice(0, 100),
    ) as [string, string, string];
    if (code === '' && givenName === '' && familyName === '')
      return { staff: 'Choose which key worker of the programme this user is' };
    const missing: Errors = {};
    if (code === '') missing.code = 'Enter the staff code';
    if (givenName === '') missing.given = 'Enter the given name';
    if (familyName === '') missing.family = 'Enter the family name';
    if (area === undefined) missing.area = 'Choose the area of the key worker';
    if (area === undefined || Object.keys(missing).length > 0) return missing;
    const added = await addStaff(
      context.db,
      context.actor,
      { programmeId, code, givenName, familyName, areaId: area.id, providerId: area.providerId },
      context.clock.today().toString(),
    );
    return 'taken' in added
      ? { code: 'Another key worker has this staff code: choose them from the list, or enter another code' }
      : { ...membership, staffId: added.id };
  }

  const newPasswordPage = (title: string, user: { id: string; name: string }, password: string, next: Html): Reply =>
    page({
      title,
      back: { href: `/users/${user.id}`, text: user.name },
      main: passwordHtml({ title, name: user.name, password, next }),
    });

  return [
    route({
      method: 'GET',
      path: '/users',
      can: 'user.manage',
      audit: 'nothing',
      query: Type.Object({ after: Type.Optional(uuid) }),
      async handle({ db, query }) {
        const users = await listUsers(db, { after: query.after ?? null, limit: shown + 1 });
        const next = users.length > shown ? `/users?after=${users[shown - 1]?.id}` : undefined;
        return page({ title: 'Users', main: listHtml(users.slice(0, shown), next) });
      },
    }),
    route({
      method: 'GET',
      path: '/users/new',
      can: 'user.manage',
      audit: 'nothing',
      handle: async ({ csrf }) => page({ title: 'Add a user', back, main: newUserHtml(csrf) }),
    }),
    route({
      method: 'POST',
      path: '/users/new',
      can: 'user.manage',
      audit: { event: 'user.added' },
      async handle({ db, clock, actor, body, csrf }) {
        const again = (errors: Errors) =>
          page({ title: 'Add a user', back, status: 422, error: true, main: newUserHtml(csrf, body, errors) });
        const read = readForm(newUserQuestions, body);
        if (!read.ok) return again(read.errors);
        const password = generatePassword();
        const name = String(read.values.name);
        const input = { email: String(read.values.email), name, password, memberships: [] };
        const added = await addUser(db, actor, input, clock.today().toString());
        if ('refused' in added) return again({ [added.field]: added.refused });
        const next = button({ text: 'Add a role', href: `/users/${added.id}/roles/new` });
        return newPasswordPage('The user was added', { id: added.id, name }, password, next);
      },
    }),
    route({
      method: 'GET',
      path: '/users/:userId',
      can: 'user.manage',
      audit: 'nothing',
      params: UserParams,
      record: userRecord,
      handle: (context) => userPage(context),
    }),
    route({
      method: 'GET',
      path: '/users/:userId/roles/new',
      can: 'user.manage',
      audit: 'nothing',
      params: UserParams,
      query: Type.Object({
        role: Type.Optional(Type.String({ maxLength: 50 })),
        programme: Type.Optional(Type.String({ maxLength: 100 })),
      }),
      record: userRecord,
      async handle(context) {
        const { query } = context;
        if (query.role === undefined && query.programme === undefined) return roleStep(context, {}, {});
        const { role, programme, errors } = await roleOf(context.db, query);
        if (role === undefined || Object.keys(errors).length > 0) return roleStep(context, query, errors);
        return placeStep(context, role, programme, {}, {});
      },
    }),
    route({
      method: 'POST',
      path: '/users/:userId/roles/new',
      can: 'user.manage',
      audit: { event: 'user.role added' },
      params: UserParams,
      record: userRecord,
      async handle(context) {
        const { db, body, record, actor, clock } = context;
        const { role, programme, errors } = await roleOf(db, body);
        if (role === undefined || Object.keys(errors).length > 0) return roleStep(context, body, errors);
        const place = await placeOf(context, role, programme?.id, body);
        if (!('role' in place && 'staffId' in place)) return placeStep(context, role, programme, body, place as Errors);
        const refused = await addRole(db, actor, record.user.id, place as Membership, clock.today().toString());
        return refused === null
          ? redirect(`/users/${record.user.id}`, 'The role was added')
          : placeStep(context, role, programme, body, { user: refused.refused });
      },
    }),
    change('/roles/remove', 'user.role removed', 'The role was removed', ({ db, actor, record, body }, today) =>
      removeRole(db, actor, record.user.id, one(body.membership), today),
    ),
    change('/disable', 'user.disabled', 'The user is disabled and signed out', ({ db, actor, record }, today) =>
      setUserDisabled(db, actor, record.user.id, true, today),
    ),
    change('/enable', 'user.enabled', 'The user can sign in again', ({ db, actor, record }, today) =>
      setUserDisabled(db, actor, record.user.id, false, today),
    ),
    change('/sessions/end', 'user.signed out', 'Every session of the user has ended', ({ db, actor, record }, today) =>
      endSessionsOf(db, actor, record.user.id, today),
    ),
    route({
      method: 'POST',
      path: '/users/:userId/password',
      can: 'user.manage',
      audit: { event: 'user.password' },
      params: UserParams,
      record: userRecord,
      async handle(context) {
        const { db, actor, record, clock } = context;
        const password = generatePassword();
        const refused = await setUserPassword(db, actor, record.user.id, password, clock.today().toString());
        if (refused !== null) return userPage(context, refused.refused);
        const next = button({
          text: 'Back to the user',
          href: `/users/${record.user.id}`,
          classes: 'govuk-button--secondary',
        });
        return newPasswordPage('The password was changed', record.user, password, next);
      },
    }),
  ];
}

import type { Errors } from '../../kit/form.ts';
import { type Settings, saveSettings, settingsOf } from '../actions/settings.ts';
import { changeOwnPassword, endOtherSessions, endSession, rolesOf, sessionsOf, userById } from '../actions.ts';
import { accountHtml } from '../pages/account.ts';
import type { Places } from '../rules/places.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../rules/route.ts';

type Own = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'csrf' | 'timeZone' | 'sessionToken'>;

/** The routes of a user's own page. */
export function accountRoutes(places: Places): Route[] {
  async function account(
    { db, actor, csrf, timeZone, sessionToken }: Own,
    errors: Errors = {},
    typed: Partial<Settings> = {},
  ): Promise<Reply> {
    const userId = actor.userId as string;
    const view = {
      name: actor.name,
      email: (await userById(db, userId))?.email ?? '',
      roles: await rolesOf(db, places, userId),
      sessions: await sessionsOf(db, userId, sessionToken),
      settings: { ...(await settingsOf(db, userId)), ...typed },
      timeZone,
      errors,
    };
    return page({
      title: 'Your account',
      main: accountHtml(view, csrf),
      ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    });
  }
  const text = (value: string | string[] | undefined) => String(value ?? '').slice(0, 1000);

  return [
    route({
      method: 'GET',
      path: '/account',
      can: 'signed in',
      audit: 'nothing',
      handle: (context) => account(context),
    }),
    route({
      method: 'POST',
      path: '/account/password',
      can: 'signed in',
      audit: { event: 'user.password' },
      async handle(context) {
        const { db, actor, body, sessionToken, clock } = context;
        const refused = await changeOwnPassword(
          db,
          { ...actor, userId: actor.userId as string },
          { old: text(body.old_password), password: text(body.new_password), token: sessionToken ?? '' },
          clock.today().toString(),
        );
        return refused === null
          ? redirect('/account', 'Your password was changed, and your other sessions have ended')
          : account(context, { [refused.field]: refused.refused });
      },
    }),
    route({
      method: 'POST',
      path: '/account/settings',
      can: 'signed in',
      audit: 'nothing',
      async handle(context) {
        const { db, actor, body } = context;
        const userId = actor.userId as string;
        const { workPhone } = await settingsOf(db, userId);
        const phone = text(body.work_phone).trim();
        const settings: Settings = {
          searchKey: body.search_key === 'yes',
          ...(workPhone !== undefined && { workPhone: phone === '' ? null : phone }),
        };
        if (workPhone !== undefined && phone !== '' && !/^\+?[\d ()-]{6,25}$/.test(phone))
          return account(
            context,
            { work_phone: 'Your work telephone: use digits and spaces, for example 07700 900123' },
            settings,
          );
        await saveSettings(db, userId, settings);
        return redirect('/account', 'Your settings are saved');
      },
    }),
    route({
      method: 'POST',
      path: '/account/sessions/end',
      can: 'signed in',
      audit: 'nothing',
      async handle({ db, actor, body, sessionToken }) {
        const userId = actor.userId as string;
        const which = text(body.session);
        if (which === 'others') await endOtherSessions(db, userId, sessionToken ?? '');
        else await endSession(db, userId, which);
        return redirect('/account', 'The session has ended');
      },
    }),
  ];
}

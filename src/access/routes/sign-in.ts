import { Type } from 'typebox';
import type { Typed } from '../../kit/form.ts';
import { html, joinHtml } from '../../kit/html.ts';
import { signIn, signOut } from '../actions.ts';
import * as pages from '../pages/sign-in.ts';
import { hidden } from '../pages/sign-in.ts';
import { type Actor, canSomewhere } from '../rules/policy.ts';
import { page, type Route, redirect, route } from '../rules/route.ts';

/** Only a path of this site: '//elsewhere' and 'https:' would lead away. */
const ownPath = (given: unknown): string | undefined =>
  typeof given === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(given) && given.length < 500 && !given.includes('\\')
    ? given
    : undefined;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

/** The page that somebody begins with: the one their first role works on. */
function homeOf(actor: Actor): string {
  if (actor.memberships.some((member) => member.role === 'key_worker')) return '/today';
  if (canSomewhere(actor, 'case.list')) return '/cases';
  if (canSomewhere(actor, 'referral_in.own')) return '/referring';
  if (canSomewhere(actor, 'service.answer')) return '/inbox';
  if (canSomewhere(actor, 'report.read')) return '/reports';
  return canSomewhere(actor, 'user.manage') ? '/users' : '/account';
}

/** The fields of a form that was carried through the sign-in; nothing when it was tampered with. */
function keptFields(json: string): Typed {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Typed) : {};
  } catch {
    return {};
  }
}

/** Signing in and out, and the page to begin with. */
export const signInRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/',
    can: 'signed in',
    audit: 'nothing',
    handle: async ({ actor }) => redirect(homeOf(actor)),
  }),
  route({
    method: 'GET',
    path: '/sign-in',
    can: 'anyone',
    audit: 'nothing',
    query: Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) }),
    handle: async ({ actor, query }) => {
      if (actor.userId !== null) return redirect('/');
      const next = ownPath(query.next);
      return page({
        title: 'Sign in',
        main: pages.signInPage({
          email: '',
          problem: undefined,
          carried: next === undefined ? html`` : hidden('next', next),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/sign-in',
    can: 'anyone',
    audit: 'nothing',
    handle: async ({ db, body, address, csrfOf, sessionToken }) => {
      const email = one(body.email).slice(0, 254);
      const next = ownPath(body.next);
      const resume = ownPath(body.resume);
      const kept = one(body.kept);
      const result = await signIn(db, { email, password: one(body.password).slice(0, 1000), address });
      if (result.outcome === 'signed in') {
        // The browser's cookie is replaced: what it opened before must not stay open.
        if (sessionToken !== undefined) await signOut(db, sessionToken);
        if (resume === undefined || kept === '') return redirect(next ?? '/', undefined, result.token);
        return page({ ...pages.carryOn(resume, keptFields(kept), csrfOf(result.csrfSecret)), session: result.token });
      }
      const carried = joinHtml([
        next && hidden('next', next),
        resume && hidden('resume', resume),
        kept && hidden('kept', kept),
      ]);
      const problem =
        result.outcome === 'wait'
          ? `Too many sign-ins failed. Wait ${result.minutes} minutes and try again`
          : 'The e-mail address or the password is not right';
      return page({
        title: 'Sign in',
        status: result.outcome === 'wait' ? 429 : 401,
        error: true,
        main: pages.signInPage({ email, problem, carried }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/sign-out',
    can: 'signed in',
    audit: 'nothing',
    handle: async ({ db, sessionToken }) => {
      if (sessionToken !== undefined) await signOut(db, sessionToken);
      return redirect('/sign-in', 'You are signed out', null);
    },
  }),
];

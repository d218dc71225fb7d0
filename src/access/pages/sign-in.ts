import type { Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { button, errorSummary, input, insetText, passwordInput } from '../../kit/ui/index.ts';
import type { Page } from '../rules/route.ts';

/** The sign-in page. `carried` holds hidden fields: where to go on, or a form that was posted after the session had ended. */
export function signInPage(view: { email: string; problem: string | undefined; carried: Html }): Html {
  return html`${view.problem === undefined ? '' : errorSummary({ titleText: 'There is a problem', errorList: [{ text: view.problem, href: '#email' }] })}
<h1 class="govuk-heading-l">Sign in to Newel</h1>
<form method="post" action="/sign-in" novalidate>
${view.carried}
${input({
  id: 'email',
  name: 'email',
  type: 'email',
  label: { text: 'E-mail address' },
  autocomplete: 'username',
  spellcheck: false,
  value: view.email,
  classes: 'govuk-!-width-two-thirds',
  ...(view.problem === undefined ? {} : { errorMessage: { text: view.problem } }),
})}
${passwordInput({ id: 'password', name: 'password', label: { text: 'Password' }, autocomplete: 'current-password', classes: 'govuk-!-width-two-thirds' })}
${button({ text: 'Sign in' })}
</form>`;
}

/** Fields of a form that may be sent back in a page: passwords never are. */
const sendable = (typed: Typed): [string, string | string[]][] =>
  Object.entries(typed).flatMap(([name, value]) =>
    name === '_csrf' || /password/i.test(name) || value === undefined ? [] : [[name, value]],
  );

/** A hidden field. */
export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** Hidden fields that hold a posted form through the sign-in: `resume` is its address, `kept` its fields as JSON. */
export function carriedForm(address: string, typed: Typed): Html {
  return html`${hidden('resume', address)}${hidden('kept', JSON.stringify(Object.fromEntries(sendable(typed))))}`;
}

/** A form was posted after its session had ended: sign in again, with what was typed carried along. */
export function signedOut(address: string, typed: Typed): Omit<Page, 'kind'> {
  return {
    status: 401,
    title: 'Sign in again to save',
    main: html`${insetText({ text: 'You were signed out. What you typed is kept: sign in again and save it.' })}
${signInPage({ email: '', problem: undefined, carried: carriedForm(address, typed) })}`,
  };
}

/** After signing in again, or for a form from an earlier sign-in: what was typed, ready to be sent. */
export function carryOn(address: string, typed: Typed, csrf: Html): Omit<Page, 'kind'> {
  const fields = sendable(typed).flatMap(([name, value]) => [value].flat().map((one) => hidden(name, one)));
  return {
    title: 'Save what you typed',
    main: html`<h1 class="govuk-heading-l">Save what you typed</h1>
<p class="govuk-body">You signed in again since you opened the form. What you typed is kept, and not saved yet.</p>
<form method="post" action="${address}">
${csrf}${fields}
${button({ text: 'Save it now' })}
</form>
<p class="govuk-body"><a class="govuk-link" href="/">Leave it</a></p>`,
  };
}

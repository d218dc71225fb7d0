import { showMoment } from '../../kit/clock.ts';
import type { Errors } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes, errorSummary, input, passwordInput, summaryList, table } from '../../kit/ui/index.ts';
import type { Settings } from '../actions/settings.ts';
import { type RoleLine, rolesTable } from './roles.ts';
import { hidden } from './sign-in.ts';

export type AccountView = {
  name: string;
  email: string;
  roles: readonly RoleLine[];
  sessions: readonly { key: string; startedAt: string; seenAt: string; thisOne: boolean }[];
  settings: Settings;
  timeZone: string;
  errors: Errors;
};

/** The user's own page: who they are here, their password and their sessions. */
export function accountHtml(view: AccountView, csrf: Html): Html {
  const { errors } = view;
  const errorOf = (text: string | undefined) => (text === undefined ? {} : { errorMessage: { text } });
  const others = view.sessions.filter((session) => !session.thisOne);
  return html`${
    Object.keys(errors).length === 0
      ? noHtml
      : errorSummary({
          titleText: 'There is a problem',
          errorList: Object.entries(errors).map(([name, text]) => ({ text, href: `#${name}` })),
        })
  }
<h1 class="govuk-heading-l">Your account</h1>
${summaryList({
  rows: [
    { key: { text: 'Name' }, value: { text: view.name } },
    { key: { text: 'E-mail address' }, value: { text: view.email } },
  ],
})}
<p class="govuk-body">Ask an administrator if your name or your roles are not right.</p>
<h2 class="govuk-heading-m">Your roles</h2>
${rolesTable(view.roles)}
<h2 class="govuk-heading-m">Change your password</h2>
<form method="post" action="/account/password" novalidate>
${csrf}
<input type="text" name="username" value="${view.email}" autocomplete="username" hidden>
${passwordInput({ id: 'old', name: 'old_password', label: { text: 'Present password' }, classes: 'govuk-!-width-two-thirds', ...errorOf(errors.old) })}
${passwordInput({
  id: 'password',
  name: 'new_password',
  label: { text: 'New password' },
  hint: { text: '12 characters or more. Three or four words that do not belong together are good' },
  autocomplete: 'new-password',
  classes: 'govuk-!-width-two-thirds',
  ...errorOf(errors.password),
})}
${button({ text: 'Change password', preventDoubleClick: true })}
</form>
<h2 class="govuk-heading-m">Your settings</h2>
<form method="post" action="/account/settings" novalidate>
${csrf}
${checkboxes({
  name: 'search_key',
  idPrefix: 'search_key',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: { text: 'Keyboard', classes: 'govuk-fieldset__legend--s' } },
  values: view.settings.searchKey ? ['yes'] : [],
  items: [
    {
      value: 'yes',
      text: 'The key / goes to the search',
      hint: { text: 'Leave this off if you speak to your computer, or press keys by mistake' },
    },
  ],
})}
${
  view.settings.workPhone === undefined
    ? noHtml
    : input({
        id: 'work_phone',
        name: 'work_phone',
        label: { text: 'Your work telephone', classes: 'govuk-label--s' },
        hint: { text: 'It stands on the page that people take home from their plan' },
        value: view.settings.workPhone ?? '',
        classes: 'govuk-input--width-20',
        inputmode: 'tel',
        ...errorOf(errors.work_phone),
      })
}
${button({ text: 'Save settings', classes: 'govuk-button--secondary' })}
</form>
<h2 class="govuk-heading-m">Where you are signed in</h2>
${table({
  caption: 'Where you are signed in',
  stack: true,
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'Since' }, { text: 'Last used' }, { html: html`<span class="govuk-visually-hidden">End</span>` }],
  rows: view.sessions.map((session) => [
    { text: showMoment(session.startedAt, view.timeZone) },
    { text: showMoment(session.seenAt, view.timeZone) },
    {
      html: session.thisOne
        ? html`This browser`
        : html`<form method="post" action="/account/sessions/end">
${csrf}${hidden('session', session.key)}
${button({
  html: html`End<span class="govuk-visually-hidden"> the session of ${showMoment(session.startedAt, view.timeZone)}</span>`,
  classes: 'govuk-button--secondary govuk-!-margin-bottom-0',
})}
</form>`,
    },
  ]),
})}
${
  others.length < 2
    ? noHtml
    : html`<form method="post" action="/account/sessions/end">
${csrf}${hidden('session', 'others')}
${button({ text: 'End all other sessions', classes: 'govuk-button--secondary' })}
</form>`
}`;
}

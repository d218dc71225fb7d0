import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import {
  button,
  errorSummary,
  insetText,
  pagination,
  radios,
  select,
  summaryList,
  table,
  tag,
} from '../../kit/ui/index.ts';
import { type Role, roleNames, roles } from '../rules/policy.ts';
import { type RoleLine, rolesTable } from './roles.ts';
import { hidden } from './sign-in.ts';

/** A user as the list shows one. */
export type UserLine = { id: string; email: string; name: string; disabled_at: string | null; roles: string[] };

const state = (disabledAt: string | null): Html =>
  disabledAt === null ? html`Can sign in` : tag({ text: 'Disabled', classes: 'govuk-tag--grey' });

/** The users, one page of them. `next` is the address of the page after. */
export function listHtml(users: readonly UserLine[], next: string | undefined): Html {
  return html`<h1 class="govuk-heading-l">Users</h1>
${button({ text: 'Add a user', href: '/users/new' })}
${table({
  caption: 'Users',
  stack: true,
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'Name' }, { text: 'E-mail address' }, { text: 'Roles' }, { text: 'State' }],
  rows: users.map((user) => [
    { html: html`<a class="govuk-link" href="/users/${user.id}">${user.name}</a>` },
    { text: user.email },
    { text: user.roles.map((role) => roleNames[role as Role] ?? role).join(', ') || 'No role yet' },
    { html: state(user.disabled_at) },
  ]),
})}
${next === undefined ? noHtml : pagination({ next: { href: next } })}`;
}

export const newUserQuestions: readonly Question[] = [
  { kind: 'text', name: 'name', label: 'Name', most: 200, required: 'Enter the name of the user', autocomplete: 'off' },
  {
    kind: 'text',
    name: 'email',
    label: 'E-mail address',
    hint: 'The user signs in with it',
    most: 254,
    required: 'Enter an e-mail address in the form name@example.org',
    inputMode: 'email',
    autocomplete: 'off',
  },
];

/** The form for a new user. */
export function newUserHtml(csrf: Html, typed: Typed = {}, errors: Errors = {}): Html {
  return html`${errorsAbove(newUserQuestions, errors)}
<h1 class="govuk-heading-l">Add a user</h1>
<form method="post" action="/users/new" novalidate>
${csrf}
${fields(newUserQuestions, typed, errors)}
<p class="govuk-body">Newel makes the first password and shows it to you once. You give the user a role on the next page.</p>
${button({ text: 'Add user', preventDoubleClick: true })}
</form>`;
}

/** A password that was just made. It is on no other page. */
export function passwordHtml(view: { title: string; name: string; password: string; next: Html }): Html {
  return html`<h1 class="govuk-heading-l">${view.title}</h1>
<p class="govuk-body">The password of ${view.name} is:</p>
${insetText({ html: html`<code class="govuk-!-font-size-24">${view.password}</code>` })}
<p class="govuk-body">Newel cannot show it again. Hand it over in person or by telephone, never together with the e-mail address.
The user changes it on their own page, under their name.</p>
${view.next}`;
}

/** One user, and what an administrator can do. */
export type UserView = {
  id: string;
  email: string;
  name: string;
  createdOn: string;
  disabledAt: string | null;
  sessions: number;
  self: boolean;
  roles: readonly RoleLine[];
  problem?: string | undefined;
};

export function userHtml(view: UserView, csrf: Html): Html {
  const base = `/users/${view.id}`;
  const act = (
    path: string,
    text: string,
    more: Html = noHtml,
    secondary = true,
  ) => html`<form method="post" action="${base}${path}">
${csrf}${more}
${button({ text, classes: secondary ? 'govuk-button--secondary' : 'govuk-button--warning', preventDoubleClick: true })}
</form>`;
  return html`${view.problem === undefined ? noHtml : errorSummary({ titleText: 'There is a problem', errorList: [{ text: view.problem }] })}
<h1 class="govuk-heading-l">${view.name}</h1>
${summaryList({
  rows: [
    { key: { text: 'E-mail address' }, value: { text: view.email } },
    { key: { text: 'Added' }, value: { text: showDay(view.createdOn) } },
    { key: { text: 'State' }, value: { html: state(view.disabledAt) } },
    { key: { text: 'Open sessions' }, value: { text: view.sessions } },
  ],
})}
<h2 class="govuk-heading-m">Roles</h2>
${rolesTable(
  view.roles,
  (line) => html`<form method="post" action="${base}/roles/remove">
${csrf}${hidden('membership', line.id)}
${button({
  html: html`Remove<span class="govuk-visually-hidden"> ${roleNames[line.role as Role] ?? line.role} ${line.place}</span>`,
  classes: 'govuk-button--secondary govuk-!-margin-bottom-0',
})}
</form>`,
)}
${button({ text: 'Add a role', href: `${base}/roles/new` })}
<h2 class="govuk-heading-m">Sign-in</h2>
<p class="govuk-body">A new password ends every session of the user. Newel makes it and shows it to you once.</p>
${act('/password', 'Make a new password')}
${view.sessions > 0 ? act('/sessions/end', 'End every session') : noHtml}
${
  view.self
    ? html`<p class="govuk-body">This is you. Another administrator can disable you.</p>`
    : view.disabledAt === null
      ? html`<p class="govuk-body">A disabled user is signed out at once and cannot sign in. What they recorded stays.</p>
${act('/disable', 'Disable this user', noHtml, false)}`
      : act('/enable', 'Let this user sign in again')
}`;
}

export type Choices = {
  programmes: readonly { id: string; key: string; name: string }[];
  areas: readonly { id: string; name: string; providerId: string | null }[];
  providers: readonly { id: string; name: string }[];
  staff: readonly { id: string; code: string; given_name: string; family_name: string }[];
  /** Of the directory, by what was typed. */
  organisations?: readonly { id: string; name: string }[];
};

const needs: Record<Role, string> = {
  key_worker: 'Sees and records for the people on their own caseload',
  team_manager: 'Sees everybody of one provider, or of its team in one area',
  local_lead: 'Sees everybody in one area',
  programme_office: 'Sees everybody in the programme',
  evaluator: 'Sees tables and pseudonyms, no names',
  administrator: 'Manages users and loads programmes; opens no records',
  referrer: 'Refers people to the programme and sees what became of their own referrals',
  service_worker:
    'Answers the referrals that were sent to their own organisation; sees what people agreed to share with it',
};

/** First step of a new role: which, and in which programme. It works as a search: nothing is saved. */
export function roleHtml(user: { id: string; name: string }, choices: Choices, typed: Typed, errors: Errors): Html {
  return html`${errorSummaryOf(errors)}
<h1 class="govuk-heading-l">Add a role for ${user.name}</h1>
<form method="get" action="/users/${user.id}/roles/new" novalidate>
${radios({
  idPrefix: 'role',
  name: 'role',
  fieldset: { legend: { text: 'Role', classes: 'govuk-fieldset__legend--s' } },
  value: String(typed.role ?? ''),
  ...errorOf(errors.role),
  items: roles.map((role) => ({ value: role, text: roleNames[role], hint: { text: needs[role] } })),
})}
${select({
  id: 'programme',
  name: 'programme',
  label: { text: 'Programme', classes: 'govuk-label--s' },
  hint: { text: 'An administrator and a service worker need none' },
  value: String(typed.programme ?? ''),
  ...errorOf(errors.programme),
  items: [{ value: '', text: 'Choose' }, ...choices.programmes.map(({ key, name }) => ({ value: key, text: name }))],
})}
${button({ text: 'Continue' })}
</form>`;
}

const errorOf = (text: string | undefined) => (text === undefined ? {} : { errorMessage: { text } });

const errorSummaryOf = (errors: Errors): Html =>
  Object.keys(errors).length === 0
    ? noHtml
    : errorSummary({
        titleText: 'There is a problem',
        errorList: Object.entries(errors).map(([name, text]) => ({
          text,
          ...(name === 'user' ? {} : { href: `#${name}` }),
        })),
      });

const newStaff: readonly Question[] = [
  {
    kind: 'text',
    name: 'code',
    label: 'Staff code',
    hint: 'For example MAN-KW10',
    most: 40,
    width: 10,
    autocomplete: 'off',
  },
  { kind: 'text', name: 'given', label: 'Given name', most: 100, autocomplete: 'off' },
  { kind: 'text', name: 'family', label: 'Family name', most: 100, autocomplete: 'off' },
];

const organisationQuestions: readonly Question[] = [
  {
    kind: 'text',
    name: 'organisation',
    label: 'Organisation',
    hint: 'Its name in the directory, or a part of it',
    most: 200,
    autocomplete: 'off',
  },
];

/** Second step: where in the programme. */
export function placeHtml(
  user: { id: string; name: string },
  role: Role,
  programme: { key: string; name: string } | undefined,
  choices: Choices,
  typed: Typed,
  errors: Errors,
  csrf: Html,
): Html {
  const pick = (name: string, label: string, items: readonly { value: string; text: string }[], empty = 'Choose') =>
    select({
      id: name,
      name,
      label: { text: label, classes: 'govuk-label--s' },
      value: String(typed[name] ?? ''),
      ...errorOf(errors[name]),
      items: [{ value: '', text: empty }, ...items],
    });
  const areas = choices.areas.map(({ id, name }) => ({ value: id, text: name }));
  const providers = choices.providers.map(({ id, name }) => ({ value: id, text: name }));
  const organisations = (choices.organisations ?? []).map(({ id, name }) => ({ value: id, text: name }));
  const place: Record<Role, () => Html> = {
    key_worker: () => html`${pick(
      'staff',
      'Which key worker is this user?',
      choices.staff.map((one) => ({ value: one.id, text: `${one.code} ${one.given_name} ${one.family_name}` })),
      'Somebody new, as entered below',
    )}
<h2 class="govuk-heading-m">Somebody new</h2>
${fields(newStaff, typed, errors)}
${pick('area', 'Area', areas)}`,
    team_manager: () => html`${pick('provider', 'Provider', providers)}
${pick('area', 'Area', areas, 'All areas of the provider')}`,
    local_lead: () => pick('area', 'Area', areas),
    programme_office: () => noHtml,
    evaluator: () => noHtml,
    administrator: () => noHtml,
    referrer: () => noHtml,
    service_worker: () => html`${fields(organisationQuestions, typed, errors)}
${choices.organisations === undefined || choices.organisations.length === 0 ? noHtml : pick('organisation_id', 'Which of these?', organisations)}`,
  };
  return html`${errorSummaryOf(errors)}
<h1 class="govuk-heading-l">Add a role for ${user.name}</h1>
<p class="govuk-body">${roleNames[role]}${programme === undefined ? '' : html` in ${programme.name}`}. ${needs[role]}.</p>
<form method="post" action="/users/${user.id}/roles/new" novalidate>
${csrf}${hidden('role', role)}${programme === undefined ? noHtml : hidden('programme', programme.key)}
${place[role]()}
${button({ text: 'Add role', preventDoubleClick: true })}
</form>
<p class="govuk-body"><a class="govuk-link" href="/users/${user.id}/roles/new">Choose another role</a></p>`;
}

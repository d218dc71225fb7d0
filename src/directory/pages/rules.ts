/** What managers set: directives, who may refer where, working roles. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, pagination, table, tag } from '../../kit/ui/index.ts';
import type { RuleRow } from '../actions/access-rules.ts';
import type { DirectiveRow } from '../actions/directives.ts';
import type { RoleRow } from '../actions/working-roles.ts';
import { directiveDates, directiveText, opposed } from '../rules/directives.ts';

/** Posts that a thing ends. `what` tells a screen reader which. */
const endButton = (action: string, csrf: Html, what: string): Html =>
  html`<form method="post" action="${action}">${csrf}${button({ html: html`End<span class="govuk-visually-hidden"> ${what}</span>`, classes: 'govuk-button--secondary' })}</form>`;

const dates = (row: { from_day: string; to_day: string | null }): string =>
  row.to_day === null ? `From ${showDay(row.from_day)}` : `${showDay(row.from_day)} to ${showDay(row.to_day)}`;

type Listed<R> = { rows: readonly R[]; next: string | undefined; mayManage: boolean; csrf: Html; today: string };
const more = (next: string | undefined): Html => (next === undefined ? noHtml : pagination({ next: { href: next } }));

/** Directives, the latest first. */
export function directivesHtml(view: Listed<DirectiveRow> & { programmeName(id: string): string }): Html {
  const { rows, next, mayManage, csrf, today, programmeName } = view;
  const stands = (row: DirectiveRow): boolean => row.ended_at === null && (row.to_day === null || row.to_day >= today);
  const clashes = opposed(rows.filter(stands));
  return html`<h1 class="govuk-heading-l">Directives</h1>
<p class="govuk-body">What managers ask for in choosing services. They are shown beside what is found, with their dates. They never change its order, and a worker may choose otherwise with a reason.</p>
${mayManage ? html`<div class="newel-no-print">${button({ text: 'Add a directive', href: '/directory/directives/new' })}</div>` : noHtml}
${clashes.length === 0 ? noHtml : insetText({ html: html`<p class="govuk-body"><strong>Some directives ask for opposite things:</strong></p><ul class="govuk-list govuk-list--bullet">${clashes.map(([one, other]) => html`<li>${directiveText(one)} (${one.area_name ?? 'everywhere'}), and ${directiveText(other).toLowerCase()} (${other.area_name ?? 'everywhere'}).</li>`)}</ul>` })}
${
  rows.length === 0
    ? html`<p class="govuk-body">There are none.</p>`
    : table({
        stack: true,
        caption: 'Directives',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Directive' }, { text: 'Where' }, { text: 'When' }, { text: 'State' }],
        rows: rows.map((row) => [
          {
            html: html`<strong>${directiveText(row)}</strong><br><span class="newel-written">${row.words}</span><br><span class="newel-muted">${row.set_by_name ?? 'Newel'}, ${programmeName(row.programme_id)}</span>`,
          },
          { text: row.area_name ?? 'Everywhere' },
          { text: directiveDates(row) },
          {
            html: stands(row)
              ? html`<p class="govuk-body govuk-!-margin-bottom-2">${tag({ text: row.from_day > today ? 'To come' : 'In force', classes: row.from_day > today ? 'govuk-tag--blue' : 'govuk-tag--green' })}</p>${mayManage ? endButton(`/directory/directives/${row.id}/end`, csrf, `the directive: ${directiveText(row)}`) : noHtml}`
              : tag({ text: 'Over', classes: 'govuk-tag--grey' }),
          },
        ]),
      })
}
${more(next)}`;
}

/** Who may refer where. */
export function accessListHtml(
  view: Listed<RuleRow> & { roleLabel(code: string): string; programmeName(id: string): string },
): Html {
  const { rows, next, mayManage, csrf, roleLabel, programmeName } = view;
  return html`<h1 class="govuk-heading-l">Who may refer where</h1>
<p class="govuk-body">Without a rule anybody who works in the programme may refer to a service. An exception for one person is made on their case.</p>
${mayManage ? html`<div class="newel-no-print">${button({ text: 'Add a rule', href: '/directory/access/new' })}</div><p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/roles">Working roles</a></p>` : noHtml}
${
  rows.length === 0
    ? html`<p class="govuk-body">There are no rules.</p>`
    : table({
        stack: true,
        caption: 'Rules',
        captionClasses: 'govuk-visually-hidden',
        head: [
          { text: 'Service' },
          { text: 'Who' },
          { text: 'May they?' },
          { text: 'Where' },
          { text: 'When' },
          { text: 'Change' },
        ],
        rows: rows.map((row) => {
          const who = row.role === 'any' ? 'Anybody' : roleLabel(row.role);
          return [
            {
              html: html`<a class="govuk-link" href="/directory/services/${row.service_id}">${row.service_name}</a><br><span class="newel-muted">${programmeName(row.programme_id)}</span>`,
            },
            { text: who },
            {
              html: html`${row.allowed ? 'Yes' : 'No'}${row.reason === null ? noHtml : html`<br><span class="newel-muted">${row.reason}</span>`}`,
            },
            { text: row.area_name ?? 'Everywhere' },
            { text: dates(row) },
            {
              html: mayManage
                ? endButton(`/directory/access/${row.id}/end`, csrf, `the rule: ${who}, ${row.service_name}`)
                : noHtml,
            },
          ];
        }),
      })
}
${more(next)}`;
}

/** Working roles of users. */
export function rolesHtml(
  view: Listed<RoleRow> & { roleLabel(code: string): string; programmeName(id: string): string },
): Html {
  const { rows, next, csrf, roleLabel, programmeName } = view;
  return html`<h1 class="govuk-heading-l">Working roles</h1>
<p class="govuk-body">What workers may be besides key workers, and refer as. Somebody with two roles chooses one for each referral.</p>
<div class="newel-no-print">${button({ text: 'Give somebody a role', href: '/directory/roles/new' })}</div>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody has one.</p>`
    : table({
        stack: true,
        caption: 'Working roles',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Who' }, { text: 'Role' }, { text: 'When' }, { text: 'Change' }],
        rows: rows.map((row) => [
          { text: row.user_name },
          { html: html`${roleLabel(row.role)}<br><span class="newel-muted">${programmeName(row.programme_id)}</span>` },
          { text: dates(row) },
          { html: endButton(`/directory/roles/${row.id}/end`, csrf, `the role of ${row.user_name}`) },
        ]),
      })
}
${more(next)}`;
}

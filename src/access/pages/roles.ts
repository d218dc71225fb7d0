import { type Html, html } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import { type Role, roleNames } from '../rules/policy.ts';

/** A role of a user in words. */
export type RoleLine = { id: string; role: string; programme: string; place: string };

/** The roles of a user; `last` makes the last cell of a line. */
export function rolesTable(lines: readonly RoleLine[], last?: (line: RoleLine) => Html): Html {
  if (lines.length === 0) return html`<p class="govuk-body">No role yet.</p>`;
  return table({
    caption: 'Roles',
    stack: true,
    captionClasses: 'govuk-visually-hidden',
    head: [
      { text: 'Role' },
      { text: 'Programme' },
      { text: 'Where' },
      ...(last === undefined ? [] : [{ html: html`<span class="govuk-visually-hidden">Change</span>` }]),
    ],
    rows: lines.map((line) => [
      { text: roleNames[line.role as Role] ?? line.role },
      { text: line.programme },
      { text: line.place },
      ...(last === undefined ? [] : [{ html: last(line) }]),
    ]),
  });
}

/** The list of open referrals: what is awaited, of whom, since when, and asking for it. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, scrollRegion, select, subNavigation, table, tag } from '../../kit/ui/index.ts';
import type { Asked, WaitingPage } from '../actions/waiting.ts';
import { stateText } from '../rules/due.ts';
import { owedText } from '../rules/liaison.ts';

type Line = WaitingPage['lines'][number];

/** Who owes the next thing, in words. */
export const sideText: Record<Line['owner_side'], string> = {
  service: 'The service',
  worker: 'You or a colleague',
  person: 'The person',
  manager: 'A manager',
};

const daysSince = (day: string, today: string): number => (parseDay(today) as DayNumber) - (parseDay(day) as DayNumber);

function nextHtml(row: Line, today: string): Html {
  const late = row.due_on < today;
  return html`${row.due_what}<br>${late ? html`<strong>by ${showNearDay(row.due_on, today)}, late</strong>` : `by ${showNearDay(row.due_on, today)}`}`;
}

function askHtml(row: Line, csrf: Html): Html {
  if (row.owed === null) return noHtml;
  const { text, colour, act } = owedText[row.owed];
  const path = `/cases/${row.case_id}/liaison/${row.id}/ask`;
  const said = html`${tag({ text, classes: colour })}${row.chased === 0 ? noHtml : html`<br><span class="newel-muted">Asked ${counted(row.chased, 'time')}, last ${showDay(row.chased_on)}</span>`}`;
  if (!act) return said;
  const hidden = html`<span class="govuk-visually-hidden"> ${row.service_name} about ${shownName(row)}</span>`;
  return html`${said}<div class="newel-no-print">${
    row.by_email
      ? html`<form method="post" action="${path}">${csrf}<input type="hidden" name="how" value="email"><input type="hidden" name="back" value="waiting">${button({ html: html`Ask by email${hidden}`, classes: 'govuk-button--secondary govuk-!-margin-bottom-1' })}</form>`
      : noHtml
  }<a class="govuk-link" href="${path}">Write down a call${hidden}</a></div>`;
}

/** The page. `address` makes the path of the same list with something changed. */
export function waitingHtml(view: {
  page: WaitingPage;
  asked: Asked;
  today: string;
  csrf: Html;
  address(changed: Record<string, string>): string;
}): Html {
  const { page, asked, today, csrf, address } = view;
  const team = asked.whose === 'team' && page.mayOversee;
  const head = (text: string, sort: 'due' | 'made') => {
    const active = asked.sort === sort;
    const next = active && !asked.descending ? 'descending' : 'ascending';
    return {
      html: html`<a class="govuk-link" href="${address({ sort, order: next })}">${text}</a>`,
      ...(active ? { attributes: { 'aria-sort': asked.descending ? 'descending' : 'ascending' } } : {}),
    };
  };
  return html`<h1 class="govuk-heading-l">Open referrals to services</h1>
${
  page.mayOversee
    ? subNavigation({
        label: 'Whose',
        items: [
          { text: 'Yours', href: '/services/waiting', active: !team },
          { text: 'Your team’s', href: '/services/waiting?whose=team', active: team },
          { text: 'Concerns', href: '/services/concerns', active: false },
          { text: 'Figures', href: '/services/figures', active: false },
        ],
      })
    : noHtml
}
${team && page.programmes.length > 1 ? html`<ul class="govuk-list newel-actions">${page.programmes.map(({ key, name, current }) => html`<li>${current ? html`<strong>${name}</strong>` : html`<a class="govuk-link" href="${address({ programme: key })}">${name}</a>`}</li>`)}</ul>` : noHtml}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/services/ending">Who is at a service that ends</a></p>
<form method="get" action="/services/waiting" class="newel-bar newel-no-print" role="search" aria-label="Narrow the list">
${team ? html`<input type="hidden" name="whose" value="team">` : noHtml}
${select({
  ...{ id: 'side', name: 'side', label: { text: 'Who has to do something' }, value: asked.side ?? '' },
  items: [{ value: '', text: 'Anybody' }, ...Object.entries(sideText).map(([value, text]) => ({ value, text }))],
})}
${select({
  ...{ id: 'late', name: 'late', label: { text: 'When it was due' }, value: asked.late ? 'yes' : '' },
  items: [
    { value: '', text: 'At any time' },
    { value: 'yes', text: 'Late' },
  ],
})}
<div class="govuk-button-group">${button({ text: 'Show these', classes: 'govuk-button--secondary' })}</div>
</form>
${
  page.lines.length === 0
    ? html`<p class="govuk-body">There is nothing here.</p>`
    : scrollRegion({
        label: 'Open referrals',
        html: table({
          ...{ caption: 'Open referrals', captionClasses: 'govuk-visually-hidden', stack: true },
          head: [
            { text: 'Person' },
            { text: 'Service' },
            { text: 'Where it stands' },
            team ? { text: 'Made' } : head('Made', 'made'),
            head('Next', 'due'),
            { text: 'Who has to do it' },
            { text: 'Ask' },
          ],
          rows: page.lines.map((row) => [
            {
              html: html`<a class="govuk-link" href="/cases/${row.case_id}/referrals/${row.id}">${shownName(row)}</a><br><span class="newel-muted">${row.reference}</span>`,
            },
            {
              html: html`${row.service_name}${row.organisation_name === null ? noHtml : html`<br><span class="newel-muted">${row.organisation_name}</span>`}`,
            },
            { text: stateText(row.kind, row.state) },
            {
              html: html`${showDay(row.made_on)}<br><span class="newel-muted">${counted(daysSince(row.made_on, today), 'day')} ago</span>`,
            },
            { html: nextHtml(row, today) },
            { text: row.owner_side === 'worker' ? (row.owner_name ?? 'Nobody') : sideText[row.owner_side] },
            { html: askHtml(row, csrf) },
          ]),
        }),
      })
}
${
  page.more
    ? html`<nav aria-label="More of the list" class="newel-pages"><a class="govuk-link" rel="next" href="${address({ after: afterOf(page.lines.at(-1) as Line, asked, team) })}">More</a></nav>`
    : noHtml
}`;
}

/** Where the next page begins. */
const afterOf = (row: Line, asked: Asked, team: boolean): string =>
  `${asked.sort === 'made' && !team ? row.made_on : row.due_on}_${row.id}`;

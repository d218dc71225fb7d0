/** What is known of a service beside its facts, and the history of entries. */
import { showDay, showMoment, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, pagination, tag } from '../../kit/ui/index.ts';
import { type ChangeRow, type KnownRow, newsKinds, type OpenAsked } from '../actions/known.ts';
import { organisationFields, serviceFields } from '../rules/fields.ts';

const days = (from: string, to: string): number => Temporal.PlainDate.from(from).until(to).days;

/** How long a request has waited, and whether its answer is late: 'no answer' shows on the entry. */
export function waitText(asked: { day: string; until: string | null }, today: string): string {
  const age = counted(days(asked.day, today), 'day');
  if (asked.until !== null && asked.until < today)
    return `No response: asked ${age} ago, an answer was due by ${showDay(asked.until)}`;
  return `Asked ${age} ago${asked.until === null ? '' : `, an answer is due by ${showNearDay(asked.until, today)}`}`;
}

function askedHtml(row: KnownRow, serviceId: string, today: string, csrf: Html, mayWrite: boolean): Html {
  const late = row.answered_on === null && row.until !== null && row.until < today;
  return html`<li>${late ? html`${tag({ text: 'No response', classes: 'govuk-tag--red' })} ` : noHtml}<strong>We asked:</strong> <span class="newel-written">${row.words}</span><br>${
    row.answered_on === null
      ? html`<span class="newel-muted">${waitText(row, today)}. ${row.by_name ?? 'Somebody'}</span>${
          mayWrite
            ? html`<form method="post" action="/directory/services/${serviceId}/asked/${row.id}" class="newel-no-print">${csrf}<label class="govuk-label" for="answer-${row.id}">The answer</label><input class="govuk-input govuk-!-width-two-thirds" id="answer-${row.id}" name="answer" maxlength="1000"> ${button({ text: 'Save the answer', classes: 'govuk-button--secondary' })}</form>`
            : noHtml
        }`
      : html`<strong>Answer</strong>, ${showDay(row.answered_on)}: <span class="newel-written">${row.more ?? ''}</span>`
  }</li>`;
}

function newsHtml(row: KnownRow, serviceId: string, mayManage: boolean): Html {
  const kind = newsKinds[row.what as keyof typeof newsKinds];
  return html`<li>${tag({ text: kind, classes: row.what === 'opinion' ? 'govuk-tag--yellow' : 'govuk-tag--grey' })}${row.hidden ? html` ${tag({ text: 'Hidden', classes: 'govuk-tag--red' })}` : noHtml} <span class="newel-written">${row.words}</span><br><span class="newel-muted">${row.by_name ?? 'Somebody'}, ${showDay(row.day)}${row.until === null ? '' : `. Shown until ${showDay(row.until)}`}${row.hidden ? `. Hidden: ${row.hidden_why}` : ''}</span>${mayManage && !row.hidden ? html` <a class="govuk-link newel-no-print" href="/directory/services/${serviceId}/known/${row.id}/hide">Hide<span class="govuk-visually-hidden"> what ${row.by_name ?? 'somebody'} wrote on ${showDay(row.day)}</span></a>` : noHtml}</li>`;
}

/** On the page of a service, after its facts. */
export function knownHtml(view: {
  serviceId: string;
  rows: readonly KnownRow[];
  mayWrite: boolean;
  mayManage: boolean;
  today: string;
  csrf: Html;
}): Html {
  const { serviceId, rows, mayWrite, mayManage, today, csrf } = view;
  const base = `/directory/services/${serviceId}`;
  const news = rows.filter(({ what }) => what !== 'reply' && what !== 'asked');
  const replies = rows.filter(({ what }) => what === 'reply');
  const asked = rows.filter(({ what }) => what === 'asked');
  return html`<h2 class="govuk-heading-m">What we know of it</h2>
<p class="govuk-body">Written by workers, for workers. The service never sees it. The facts are above.</p>
${news.length === 0 ? html`<p class="govuk-body">Nobody has written anything down yet.</p>` : html`<ul class="govuk-list govuk-list--spaced">${news.map((row) => newsHtml(row, serviceId, mayManage))}</ul>`}
${mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${base}/known/new">Write down what you learned</a></p>` : noHtml}
<h2 class="govuk-heading-m">What they say to it</h2>
${
  replies.length === 0
    ? html`<p class="govuk-body">Nothing yet. An organisation may answer what the figures say of it.</p>`
    : html`<ul class="govuk-list govuk-list--spaced">${replies.map(
        (row) =>
          html`<li><strong>${row.more}</strong>: <span class="newel-written">${row.words}</span><br><span class="newel-muted">${row.by_name}, ${showDay(row.day)}</span></li>`,
      )}</ul>`
}
${mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${base}/reply">Write down what they say</a></p>` : noHtml}
<h2 class="govuk-heading-m">What we asked them</h2>
${asked.length === 0 ? html`<p class="govuk-body">Nothing yet.</p>` : html`<ul class="govuk-list govuk-list--spaced">${asked.map((row) => askedHtml(row, serviceId, today, csrf, mayWrite))}</ul>`}
${mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${base}/ask">Ask them for information</a></p>` : noHtml}`;
}

/** Requests that wait for an answer, on the page of stewards. */
export function openAskedHtml(rows: readonly OpenAsked[], today: string): Html {
  if (rows.length === 0) return html`<p class="govuk-body">None.</p>`;
  return html`<ul class="govuk-list govuk-list--spaced">${rows.map(
    (row) =>
      html`<li><a class="govuk-link" href="/directory/services/${row.service_id}">${row.service_name}</a>: <span class="newel-written">${row.words}</span><br><span class="newel-muted">${waitText({ day: row.asked_on, until: row.answer_by }, today)}. ${row.asked_by_name ?? 'Somebody'}</span></li>`,
  )}</ul>`;
}

const kindText: Readonly<Record<string, string>> = {
  added: 'Added',
  changed: 'Changed',
  checked: 'Checked',
  steward: 'Another steward',
  capacity: 'Places changed',
  imported: 'Imported',
  'organisation added': 'Organisation added',
  'organisation changed': 'Organisation changed',
  'link worker gone': 'The link worker has left',
};

/** A page of the history of entries. `next` is the address of what is older, if anything is. */
export function changesHtml(view: {
  title: string;
  above: Html;
  rows: readonly ChangeRow[];
  next: string | undefined;
  timeZone: string;
}): Html {
  const { title, above, rows, next, timeZone } = view;
  return html`<h1 class="govuk-heading-l">${title}</h1>
${above}
${
  rows.length === 0
    ? html`<p class="govuk-body">Nothing has changed.</p>`
    : html`<ul class="govuk-list govuk-list--spaced">${rows.map(
        (row) =>
          html`<li>${nameOf(row)}<strong>${kindText[row.kind] ?? row.kind}</strong> <span class="newel-muted">${showMoment(row.at, timeZone)}, ${row.by_name ?? 'Newel'}</span>${
            row.changes.length === 0 || row.kind === 'added'
              ? noHtml
              : html`<ul class="govuk-list govuk-list--bullet">${row.changes.map(
                  ({ field, before, after }) =>
                    html`<li>${serviceFields[field] ?? organisationFields[field] ?? (field === 'steward' ? 'Steward' : field)}: <span class="newel-written">${before} → ${after}</span></li>`,
                )}</ul>`
          }</li>`,
      )}</ul>`
}
${next === undefined ? noHtml : pagination({ next: { href: next, text: 'Older' } })}`;
}

const nameOf = (row: ChangeRow): Html =>
  row.service_id !== null
    ? html`<a class="govuk-link" href="/directory/services/${row.service_id}">${row.service_name}</a>: `
    : row.organisation_id !== null
      ? html`<a class="govuk-link" href="/directory/organisations/${row.organisation_id}">${row.organisation_name}</a>: `
      : noHtml;

import { showMoment } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, table, tag } from '../../kit/ui/index.ts';
import type { BatchRow } from '../actions/letters.ts';
import type { outboxOf } from '../actions/messages.ts';
import type { ReplyRow } from '../actions/replies.ts';
import { type Channel, channels, channelText } from '../rules/channel.ts';
import { kindLabel } from '../rules/library.ts';
import { reasonText, states, stateTable } from '../rules/states.ts';
import { ageText } from './case.ts';

/** What the outbox shows to the office. */
export type OutboxView = Awaited<ReturnType<typeof outboxOf>> & {
  carriers: readonly Channel[];
  unknown: readonly ReplyRow[];
  batches: readonly BatchRow[];
  letters: readonly { programmeKey: string; programmeName: string; count: number }[];
  csrf: Html;
  timeZone: string;
  today: string;
};

/** The outbox of the office: what waits, what is in doubt, letters to print, and numbers that nobody is known by. */
export function outboxHtml(view: OutboxView): Html {
  const doubtful = view.doubtful.filter(({ state }) => state === 'unknown');
  const failed = view.doubtful.filter(({ state }) => state === 'failed');
  const missing = (['text', 'email'] as const).filter((channel) => !view.carriers.includes(channel));
  return html`<h1 class="govuk-heading-l">Outbox</h1>
${
  missing.length === 0
    ? noHtml
    : insetText({
        text: `This install cannot send ${missing.map((channel) => (channel === 'text' ? 'texts' : 'email')).join(' or ')} yet: they wait here. Whoever looks after Newel sets up what sends them.`,
      })
}
<p class="govuk-body">Words of messages: ${joinHtml(
    view.letters.map(
      ({ programmeKey, programmeName }) =>
        html`<a class="govuk-link" href="/programmes/${programmeKey}/messages">${programmeName}</a>`,
    ),
    ', ',
  )}.</p>
<h2 class="govuk-heading-m">Waiting</h2>
<ul class="govuk-list">${view.waiting.map(({ channel, count }) => html`<li>${channelText[channel]}: ${count >= 10_000 ? '10,000 or more' : count}</li>`)}</ul>
${lettersHtml(view)}
<h2 class="govuk-heading-m">Not known if sent</h2>
<p class="govuk-body">The sending process ended, or was not answered, before it knew whether a message was accepted. Newel does not send it again. Ask the carrier by its number, or the person, and say which it was.</p>
${doubtHtml(doubtful, view, true)}
<h2 class="govuk-heading-m">Not delivered</h2>
${doubtHtml(failed, view, false)}
<h2 class="govuk-heading-m">Replies from numbers that nobody is known by</h2>
${unknownHtml(view)}
<h2 class="govuk-heading-m">Delivery of the last messages</h2>
${deliveryHtml(view)}`;
}

type Doubt = OutboxView['doubtful'];
function doubtHtml(rows: Doubt, { csrf, timeZone }: OutboxView, settle: boolean): Html {
  if (rows.length === 0) return html`<p class="govuk-body">None.</p>`;
  return scrollRegion({
    label: settle ? 'Not known if sent' : 'Not delivered',
    html: table({
      stack: true,
      caption: settle ? 'Not known if sent' : 'Not delivered',
      captionClasses: 'govuk-visually-hidden',
      head: [
        { text: 'Case' },
        { text: 'Message' },
        { text: 'Since' },
        { text: 'Why' },
        ...(settle ? [{ text: 'Which was it?' }] : []),
      ],
      rows: rows.map((row) => [
        { html: html`<a class="govuk-link" href="/cases/${row.case_id}/messages">${row.reference}</a>` },
        {
          html: html`${channelText[row.channel]}: ${kindLabel(row.kind)}<br><span class="newel-muted">${row.id}</span>`,
        },
        { text: showMoment(row.state_at, timeZone) },
        { text: row.reason === null ? '' : (reasonText[row.reason] ?? row.reason) },
        ...(settle
          ? [
              {
                html: html`<form method="post" action="/outbox/${row.id}/settle" class="newel-inline">${csrf}<button class="newel-link-button" type="submit" name="sent" value="yes">It was sent<span class="govuk-visually-hidden"> (${row.reference})</span></button> · <button class="newel-link-button" type="submit" name="sent" value="no">It was not sent<span class="govuk-visually-hidden"> (${row.reference})</span></button></form>`,
              },
            ]
          : []),
      ]),
    }),
  });
}

function unknownHtml({ unknown, csrf, timeZone, today }: OutboxView): Html {
  if (unknown.length === 0) return html`<p class="govuk-body">None.</p>`;
  return html`<ul class="govuk-list">${unknown.map(
    (
      reply,
    ) => html`<li class="govuk-!-margin-bottom-4"><strong>${reply.received_from}</strong>, ${showMoment(reply.received_at, timeZone)}, ${ageText(reply.received_at, today, timeZone)}
<p class="govuk-body newel-written govuk-!-margin-bottom-1">${reply.body}</p>
<form method="post" action="/outbox/replies/${reply.id}">${csrf}<button class="newel-link-button" type="submit">Dealt with<span class="govuk-visually-hidden">: the reply of ${showMoment(reply.received_at, timeZone)}</span></button></form></li>`,
  )}</ul>`;
}

function lettersHtml({ letters, batches, carriers, csrf, timeZone }: OutboxView): Html {
  const waiting = letters.filter(({ count }) => count > 0);
  return html`<h2 class="govuk-heading-m">Letters</h2>
${carriers.includes('letter') ? html`<p class="govuk-body">Letters go by GOV.UK Notify, which prints and posts them. Those that it refused stand below.</p>` : noHtml}
${carriers.includes('letter') ? noHtml : waiting.length === 0 ? html`<p class="govuk-body">No letter waits to be printed.</p>` : html`<ul class="govuk-list">${waiting.map(({ programmeKey, programmeName, count }) => html`<li><form method="post" action="/programmes/${programmeKey}/letters">${csrf}${button({ text: `Put ${counted(count, 'letter')} of ${programmeName} together`, classes: 'govuk-button--secondary' })}</form></li>`)}</ul>`}
${batches.length === 0 ? noHtml : html`<ul class="govuk-list">${batches.map((batch) => html`<li><a class="govuk-link" href="/letters/${batch.id}">${counted(batch.letters, 'letter')} of ${showMoment(batch.made_at, timeZone)}</a> ${batch.posted_on === null ? tag({ text: 'To be posted', classes: 'govuk-tag--blue' }) : tag({ text: 'Posted', classes: 'govuk-tag--green' })}</li>`)}</ul>`}`;
}

function deliveryHtml({ lately }: OutboxView): Html {
  const found = states.filter((state) => lately.some((one) => one.state === state));
  if (found.length === 0) return html`<p class="govuk-body">None yet.</p>`;
  const number = (channel: Channel, state: string) =>
    lately.find((one) => one.channel === channel && one.state === state)?.count ?? 0;
  return scrollRegion({
    label: 'Delivery',
    html: table({
      caption: 'The last 2,000 messages of each programme',
      captionClasses: 'govuk-table__caption--s',
      head: [{ text: 'State' }, ...channels.map((channel) => ({ text: channelText[channel], format: 'numeric' }))],
      rows: found.map((state) => [
        { text: stateTable[state].text },
        ...channels.map((channel) => ({ text: number(channel, state), format: 'numeric' })),
      ]),
    }),
  });
}

import { showMoment } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { ageText } from './case.ts';

type Row = {
  id: string;
  case_id: string | null;
  given_name: string | null;
  family_name: string | null;
  channel: string;
  body: string;
  received_at: string;
};

/** Replies that wait, the oldest first, with how old each is. */
export function repliesHtml(view: { replies: readonly Row[]; most: number; today: string; timeZone: string }): Html {
  const { replies, most, today, timeZone } = view;
  if (replies.length === 0)
    return html`<h1 class="govuk-heading-l">Replies</h1><p class="govuk-body">No reply waits for you.</p>`;
  return html`<h1 class="govuk-heading-l">Replies</h1>
<p class="govuk-body">${replies.length === most ? `The oldest ${most} replies that wait` : `${counted(replies.length, 'reply', 'replies')} ${replies.length === 1 ? 'waits' : 'wait'}`}, the oldest first.</p>
<ul class="govuk-list">${replies.map((reply) => {
    const name = shownName(reply);
    return html`<li class="govuk-!-margin-bottom-6"><h2 class="govuk-heading-s govuk-!-margin-bottom-1"><a class="govuk-link" href="/cases/${reply.case_id}/messages">${name}</a>, ${ageText(reply.received_at, today, timeZone)}</h2>
<p class="govuk-body-s newel-muted govuk-!-margin-bottom-1">By ${reply.channel}, ${showMoment(reply.received_at, timeZone)}</p>
<p class="govuk-body newel-written">${reply.body}</p></li>`;
  })}</ul>`;
}

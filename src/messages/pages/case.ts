import { dayOf, showDay, showMoment } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { fields } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, insetText, summaryList, tag, warningText } from '../../kit/ui/index.ts';
import type { MessageRow } from '../actions/messages.ts';
import type { PauseRow } from '../actions/pauses.ts';
import type { Composed, NotComposed } from '../actions/queue.ts';
import type { ReplyRow } from '../actions/replies.ts';
import { type Channel, channelText, languages, rightToLeft } from '../rules/channel.ts';
import { kindLabel, ownWords } from '../rules/library.ts';
import { pauseQuestions } from '../rules/questions.ts';
import { reasonText, stateTable } from '../rules/states.ts';

/** What the messages of a case show. */
export type CaseMessages = {
  caseId: string;
  name: string;
  messages: readonly MessageRow[];
  replies: readonly ReplyRow[];
  pause: PauseRow | null;
  last: Pick<MessageRow, 'kind' | 'channel' | 'state' | 'state_at'> | null;
  mayWrite: boolean;
  csrf: Html;
  timeZone: string;
  today: string;
};

/** Whole days since a moment, in words. */
export function ageText(moment: string, today: string, timeZone: string): string {
  const days = Temporal.PlainDate.from(dayOf(moment, timeZone)).until(today).days;
  return days <= 0 ? 'today' : `${counted(days, 'day')} ago`;
}

/** The words of a message, in the direction of its language. */
export const wordsHtml = (body: string, language: string): Html =>
  html`<p class="govuk-body newel-written" lang="${language}" dir="${rightToLeft.has(language) ? 'rtl' : 'ltr'}">${body}</p>`;

/** The messages of a case and what came back, the newest first. */
export function caseMessagesHtml(view: CaseMessages): Html {
  const { caseId, messages, replies, mayWrite, timeZone } = view;
  const items = [
    ...messages.map((message) => ({ at: message.queued_at, html: messageHtml(message, timeZone) })),
    ...replies.map((reply) => ({ at: reply.received_at, html: replyHtml(reply, view) })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return html`<h1 class="govuk-heading-l">Messages</h1>
${mayWrite ? button({ text: 'Write a message', href: `/cases/${caseId}/messages/new`, classes: 'newel-no-print' }) : noHtml}
${reminderHtml(view)}
<h2 class="govuk-heading-m">Sent and received</h2>
${items.length === 0 ? html`<p class="govuk-body">None yet.</p>` : html`<ul class="govuk-list">${items.map((item) => html`<li class="govuk-!-margin-bottom-6">${item.html}</li>`)}</ul>`}`;
}

function messageHtml(message: MessageRow, timeZone: string): Html {
  const { text, colour } = stateTable[message.state];
  const waits =
    message.state === 'queued' && message.not_before > message.queued_at
      ? html` Goes from ${showMoment(message.not_before, timeZone)}.`
      : noHtml;
  const why = message.reason === null ? noHtml : html` ${reasonText[message.reason] ?? message.reason}.`;
  return html`<h3 class="govuk-heading-s govuk-!-margin-bottom-1">${channelText[message.channel]}: ${kindLabel(message.kind)} ${tag({ text, classes: colour })}</h3>
<p class="govuk-body-s newel-muted govuk-!-margin-bottom-1">${showMoment(message.state_at, timeZone)}.${waits}${why}</p>
${message.interpreter ? html`<p class="govuk-body govuk-!-margin-bottom-1"><strong>Not in their language: telephone them with an interpreter.</strong></p>` : noHtml}
${message.subject === null ? noHtml : html`<p class="govuk-body govuk-!-font-weight-bold govuk-!-margin-bottom-1">${message.subject}</p>`}
${wordsHtml(message.body, message.language)}
${message.invitation === null ? noHtml : html`<p class="govuk-body-s">${message.invitation.method === 'CANCEL' ? 'It takes the appointment out of their calendar.' : 'With an entry for their calendar.'}</p>`}`;
}

function replyHtml(reply: ReplyRow, { caseId, mayWrite, csrf, timeZone, today }: CaseMessages): Html {
  const waits = reply.state === 'waiting';
  return html`<h3 class="govuk-heading-s govuk-!-margin-bottom-1">They replied by ${reply.channel} ${waits ? tag({ text: 'Waits for you', classes: 'govuk-tag--orange' }) : tag({ text: 'Dealt with', classes: 'govuk-tag--grey' })}</h3>
<p class="govuk-body-s newel-muted govuk-!-margin-bottom-1">${showMoment(reply.received_at, timeZone)}, ${ageText(reply.received_at, today, timeZone)}</p>
<p class="govuk-body newel-written">${reply.body}</p>
${reply.original === null ? noHtml : details({ summaryText: 'All of the email', html: html`<p class="govuk-body newel-written">${reply.original}</p>` })}
${reply.done === null ? noHtml : html`<p class="govuk-body">${reply.done}.</p>`}
${
  waits && mayWrite
    ? html`<form method="post" action="/cases/${caseId}/messages/replies/${reply.id}" class="newel-no-print">${csrf}${button({ html: html`Dealt with<span class="govuk-visually-hidden">: ${reply.body.slice(0, 80)}</span>`, classes: 'govuk-button--secondary' })}</form>`
    : noHtml
}`;
}

function reminderHtml({ caseId, pause, last, mayWrite, csrf, timeZone, today }: CaseMessages): Html {
  const sent =
    last === null
      ? 'No reminder has been sent.'
      : `Last reminder: ${kindLabel(last.kind).toLowerCase()}, by ${channelText[last.channel].toLowerCase()}, ${showMoment(last.state_at, timeZone)}.`;
  if (pause !== null)
    return html`${insetText({ html: html`Reminders are paused${pause.until === null ? noHtml : ` until ${showDay(pause.until)}`}: ${pause.reason}. ${sent}` })}
${mayWrite ? html`<form method="post" action="/cases/${caseId}/messages/resume" class="newel-no-print">${csrf}${button({ text: 'Let reminders go on', classes: 'govuk-button--secondary' })}</form>` : noHtml}`;
  return html`<p class="govuk-body">${sent}</p>
${mayWrite ? details({ summaryText: 'Pause reminders', html: html`<form method="post" action="/cases/${caseId}/messages/pause" novalidate>${csrf}${fields(pauseQuestions(today))}${button({ text: 'Pause reminders', classes: 'govuk-button--secondary' })}</form>` }) : noHtml}`;
}

/** Which ways are open and why, in words. */
export function waysHtml(made: Composed | NotComposed): Html {
  if (made.choice === null) return noHtml;
  return html`<ul class="govuk-list govuk-list--bullet">${made.choice.ways.map(({ channel, allowed, why }) => html`<li>${channelText[channel]}: ${allowed ? 'may be used' : 'may not be used'}. ${why}</li>`)}</ul>`;
}

/** A message before it goes: the way and why, when, and exactly the words. */
export function previewHtml(view: {
  path: string;
  made: Composed;
  hints: readonly string[];
  kept: Readonly<Record<string, string>>;
  csrf: Html;
  timeZone: string;
  now: string;
  /** An email or a text for which this install has no carrier yet. */
  carrier: boolean;
}): Html {
  const { path, made, hints, kept, csrf, timeZone } = view;
  const waits = made.channel !== 'letter' && Temporal.Instant.compare(made.notBefore, view.now) > 0;
  const hidden = Object.entries(kept).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<h1 class="govuk-heading-l">Check the message</h1>
${made.interpreter ? warningText({ iconFallbackText: 'Warning', text: 'There are no words in their language yet. It goes in English: telephone them with an interpreter as well.' }) : noHtml}
${summaryList({
  rows: [
    { key: { text: 'How' }, value: { text: `${channelText[made.channel]}. ${made.why}` } },
    {
      key: { text: 'When' },
      value: {
        text:
          made.channel === 'letter'
            ? 'With the next letters that are printed'
            : waits
              ? `${showMoment(made.notBefore, timeZone)}, after the quiet hours`
              : 'At once',
      },
    },
    { key: { text: 'Language' }, value: { text: languages[made.language] ?? made.language } },
    ...(made.parts === null ? [] : [{ key: { text: 'Length' }, value: { text: counted(made.parts, 'text') } }]),
    ...(made.subject === null ? [] : [{ key: { text: 'Subject' }, value: { text: made.subject } }]),
  ],
})}
<h2 class="govuk-heading-m">What they will read</h2>
${insetText({ html: wordsHtml(made.body, made.language) })}
${hints.length === 0 ? noHtml : html`<h2 class="govuk-heading-s">Could it be easier to read?</h2><ul class="govuk-list govuk-list--bullet">${hints.map((hint) => html`<li>${hint}</li>`)}</ul>`}
${view.carrier ? noHtml : html`<p class="govuk-body">This install cannot send this yet: it waits in the outbox until it can.</p>`}
<form method="post" action="${path}/new">${csrf}${hidden}<div class="govuk-button-group"><button class="govuk-button" type="submit" name="do" value="send" data-module="govuk-button" data-prevent-double-click="true">${made.channel === 'letter' ? 'Put it with the letters' : 'Send it'}</button>
<button class="govuk-button govuk-button--secondary" type="submit" name="do" value="change">Change it</button>
<a class="govuk-link" href="${path}">Cancel</a></div></form>
${details({ summaryText: 'Which ways they allowed', html: waysHtml(made) })}`;
}

/** Whether a kind has words of its own to type. */
export const isOwnWords = (kind: string): boolean => kind === ownWords;
/** The name of a channel in a sentence. */
export const channelWord = (channel: Channel): string => channelText[channel].toLowerCase();

/** How events of messages read on the timeline of a case. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html, joinHtml } from '../kit/html.ts';
import { channelText } from './rules/channel.ts';
import { kindLabel } from './rules/library.ts';
import { reasonText } from './rules/states.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const way = (payload: Payload): string =>
  typeof payload.channel === 'string' && Object.hasOwn(channelText, payload.channel)
    ? channelText[payload.channel as keyof typeof channelText]
    : 'Message';
const of = (payload: Payload): string =>
  text(payload.messageKind) === null ? way(payload) : `${way(payload)}: ${kindLabel(String(payload.messageKind))}`;
const link = (caseId: string): { href: string } => ({ href: `/cases/${caseId}/messages` });

function withLines(title: string, caseId: string, lines: readonly (string | null)[]): Entry {
  const known = lines.filter((line) => line !== null);
  return {
    title,
    ...(known.length === 0
      ? {}
      : { detail: html`<p class="govuk-body newel-written">${joinHtml(known, html`<br>`)}</p>` }),
    ...link(caseId),
  };
}
const reason = (payload: Payload): string | null => {
  const code = text(payload.reason);
  return code === null ? null : (reasonText[code] ?? code);
};

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'message.written': (payload, caseId) =>
    withLines(`${of(payload)}, written`, caseId, [
      text(payload.subject),
      text(payload.body),
      payload.interpreter === true ? 'Not in their language: telephone them with an interpreter' : null,
    ]),
  'message.sent': (payload, caseId) =>
    withLines(`${of(payload)}, sent`, caseId, [text(payload.subject), text(payload.body)]),
  'message.failed': (payload, caseId) => withLines(`${of(payload)}, not sent`, caseId, [reason(payload)]),
  'message.unknown': (payload, caseId) => withLines(`${of(payload)}, not known if sent`, caseId, [reason(payload)]),
  'message.settled': (payload, caseId) =>
    withLines(payload.sent === true ? `${of(payload)}: it was sent` : `${of(payload)}: it was not sent`, caseId, []),
  'message.posted': (payload, caseId) => withLines(`${of(payload)}, posted`, caseId, [text(payload.subject)]),
  'message.reply': (payload, caseId) =>
    withLines(`Reply by ${way(payload).toLowerCase()}`, caseId, [text(payload.body), text(payload.done)]),
  'message.reply_dealt': (_, caseId) => withLines('A reply was dealt with', caseId, []),
  'message.paused': (payload, caseId) =>
    withLines('Reminders paused', caseId, [
      text(payload.reason),
      text(payload.until) === null ? null : `Until ${showDay(text(payload.until))}`,
    ]),
  'message.resumed': (_, caseId) => withLines('Reminders go on', caseId, []),
};

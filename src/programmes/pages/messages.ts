import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../rules/document.ts';
import { messageRulesOf } from '../rules/messages.ts';

/** What messages to people go by, in words. */
export function messagesHtml(document: ProgrammeDocument): Html {
  const { timeZone, quietFrom, quietTo, weekCap, forbidden, approved } = messageRulesOf(document);
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return html`${document.messages === undefined ? html`<p class="govuk-body">The document says nothing here, so this is what is usual.</p>` : noHtml}${summaryList(
    {
      rows: [
        row('Nothing is sent', `From ${quietFrom} to ${quietTo} (${timeZone})`),
        row('Reminders', `Up to ${counted(weekCap, 'reminder')} in seven days for one person`),
        ...forbidden.map(({ word, why }) => row(`Not ‘${word}’`, why)),
        ...approved.map((paragraph) => row('Approved as it stands', paragraph)),
      ],
    },
  )}`;
}

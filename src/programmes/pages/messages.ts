import { showDay } from '../../kit/clock.ts';
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
        ...(document.messages?.districts ?? []).map(({ area, from, quiet, remindersAWeek }) =>
          row(
            `${area}, from ${showDay(from)}`,
            [
              quiet === undefined ? null : `Nothing is sent from ${quiet.from} to ${quiet.to}`,
              remindersAWeek === undefined ? null : `Up to ${counted(remindersAWeek, 'reminder')} in seven days`,
            ]
              .filter((one) => one !== null)
              .join('. ') || 'As the programme',
          ),
        ),
        ...forbidden.map(({ word, why }) => row(`Not ‘${word}’`, why)),
        ...approved.map((paragraph) => row('Approved as it stands', paragraph)),
      ],
    },
  )}`;
}

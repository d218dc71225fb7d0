import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import { dataFields } from '../rules/data-fields.ts';
import type { ProgrammeDocument } from '../rules/document.ts';
import { type Duty, nextDue } from '../rules/duties.ts';

/** How often a duty is due, in words: 'Every 3 months', 'For each client at entry and at exit'. */
export function rhythmText({ due }: Duty, client: string): string {
  if (due.first !== undefined)
    return due.everyMonths === undefined
      ? 'Once'
      : due.everyMonths === 1
        ? 'Every month'
        : `Every ${due.everyMonths} months`;
  const moments = (due.at ?? []).map((at) => `at ${at}`).join(' and ');
  const every = due.everyDays === undefined ? '' : `every ${counted(due.everyDays, 'day')}`;
  return `For each ${client} ${[moments, every].filter(Boolean).join(', and ')}`;
}

function whenText(duty: Duty, today: string, keyWorker: string): string {
  if (duty.from > today) return `From ${showDay(duty.from)}`;
  if (duty.due.first === undefined) return `On Today of each ${keyWorker}`;
  const next = nextDue(duty, today);
  return next === null ? 'Nothing more' : showDay(next);
}

/** What a programme owes to whom, why, and when next; then what is no longer asked, and since when. */
export function dutiesHtml(document: ProgrammeDocument, today: string): Html {
  const duties = document.duties ?? [];
  if (duties.length === 0) return html`<p class="govuk-body">The document names none.</p>`;
  const ended = duties.filter((duty) => duty.until !== undefined && duty.until < today);
  const owed = duties.filter((duty) => !ended.includes(duty));
  return html`${
    owed.length === 0
      ? html`<p class="govuk-body">Nothing is owed any more.</p>`
      : table({
          caption: `What is owed on ${showDay(today)} and after`,
          captionClasses: 'govuk-table__caption--s',
          stack: true,
          head: [
            { text: 'What' },
            { text: 'To whom' },
            { text: 'Why it is asked' },
            { text: 'How often' },
            { text: 'Next' },
          ],
          rows: owed.map((duty) => [
            { html: html`${duty.what}${asksHtml(duty)}` },
            { text: duty.toWhom },
            { text: duty.why },
            { text: rhythmText(duty, document.words.client.singular) },
            { text: whenText(duty, today, document.words.keyWorker.singular) },
          ]),
        })
  }${
    ended.length === 0
      ? noHtml
      : table({
          caption: 'No longer asked',
          captionClasses: 'govuk-table__caption--s',
          stack: true,
          head: [{ text: 'What' }, { text: 'How often' }, { text: 'Until' }, { text: 'Why it ended' }],
          rows: ended.map((duty) => [
            { text: duty.what },
            { text: rhythmText(duty, document.words.client.singular) },
            { text: showDay(duty.until ?? null) },
            { text: duty.ended ?? '' },
          ]),
        })
  }`;
}

function asksHtml(duty: Duty): Html {
  if (!duty.data?.length) return noHtml;
  const fields = duty.data.map((field) => dataFields[field]).join(', ');
  return html`<br><span class="govuk-hint">Needs of each person: ${fields}</span>`;
}

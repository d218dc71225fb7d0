/** Every week of a job that was told. */
import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import type { Job } from '../actions/jobs.ts';
import type { WorkedWeek } from '../rules/terms.ts';

/** What the page shows. */
export type WeeksView = {
  caseId: string;
  job: Pick<Job, 'id' | 'employer'>;
  /** The latest first. */
  weeks: readonly WorkedWeek[];
  symbol: string;
  mayRecord: boolean;
  csrf: Html;
};

/** Weeks on file, each with the way to take it back. */
export function weeksHtml({ caseId, job, weeks, symbol, mayRecord, csrf }: WeeksView): Html {
  const remove = (from: string): Html =>
    html`<form method="post" action="/cases/${caseId}/jobs/${job.id}/weeks/remove" class="newel-inline newel-no-print">${csrf}<input type="hidden" name="from" value="${from}"><button class="newel-link-button" type="submit">Remove<span class="govuk-visually-hidden"> the week of ${showDay(from)}</span></button></form>`;
  return html`<h1 class="govuk-heading-l">Weeks at ${job.employer ?? 'an employer who is not known'}</h1>
${
  weeks.length === 0
    ? html`<p class="govuk-body">No week is on file.</p>`
    : table({
        caption: 'Weeks on file',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Week of' },
          { text: 'Hours worked' },
          { text: 'Pay before tax' },
          ...(mayRecord ? [{ text: 'Action' }] : []),
        ],
        rows: weeks.map(({ from, hours, payPence }) => [
          { text: showDay(from) },
          { text: hours === null ? 'Not known' : counted(hours, 'hour') },
          { text: payPence === null ? 'Not known' : poundsText(payPence, symbol) },
          ...(mayRecord ? [{ html: remove(from) }] : []),
        ]),
      })
}
${mayRecord ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${caseId}/jobs/${job.id}/weeks">Add a week</a></p>` : noHtml}`;
}

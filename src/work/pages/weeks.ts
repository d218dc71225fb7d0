/** Every week of a job that was told. */
import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import type { Job } from '../actions/jobs.ts';
import type { WorkedWeek } from '../rules/terms.ts';
import { figuresText } from '../rules/week-figures.ts';

/** What the page shows. */
export type WeeksView = {
  caseId: string;
  job: Pick<Job, 'id' | 'employer'>;
  /** The latest first. */
  weeks: readonly WorkedWeek[];
  symbol: string;
  mayRecord: boolean;
  csrf: Html;
  /** Stands between heading and weeks. */
  above?: Html;
};

/** Weeks on file, each with the way to take it back. */
export function weeksHtml({ caseId, job, weeks, symbol, mayRecord, csrf, above = noHtml }: WeeksView): Html {
  const remove = ({ from, ...figures }: WorkedWeek): Html =>
    html`<form method="post" action="/cases/${caseId}/jobs/${job.id}/weeks/remove" class="newel-inline newel-no-print">${csrf}<input type="hidden" name="from" value="${from}"><input type="hidden" name="stood" value="${figuresText(figures)}"><button class="newel-link-button" type="submit">Remove<span class="govuk-visually-hidden"> the week of ${showDay(from)}</span></button></form>`;
  return html`<h1 class="govuk-heading-l">Weeks at ${job.employer ?? 'an employer who is not known'}</h1>
${above}
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
        rows: weeks.map((week) => [
          { text: showDay(week.from) },
          { text: week.hours === null ? 'Not known' : counted(week.hours, 'hour') },
          { text: week.payPence === null ? 'Not known' : poundsText(week.payPence, symbol) },
          ...(mayRecord ? [{ html: remove(week) }] : []),
        ]),
      })
}
${mayRecord ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${caseId}/jobs/${job.id}/weeks">Add a week</a></p>` : noHtml}`;
}

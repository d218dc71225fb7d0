/** Rows of a job's card that tell its history: hours and wage, weeks, why it was left. */
import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import type { SummaryListRow } from '../../kit/ui/index.ts';
import type { JobKind, WorkWords } from '../../programmes/rules/work.ts';
import { labelOf } from '../../programmes/rules.ts';
import type { Job } from '../actions/jobs.ts';
import { allTerms, type Terms } from '../rules/terms.ts';
import type { WeekFigures } from '../rules/week-figures.ts';

type View = { caseId: string; symbol: string; words: WorkWords; mayRecord: boolean; csrf: Html };

/** A kind of work in the programme's words; of an imported job, whether it is self-employed is all that is known. */
export function kindText(kind: JobKind | null, selfEmployed: boolean | null, words: WorkWords): string | null {
  if (kind !== null) return labelOf(words.kinds, kind);
  if (selfEmployed === null) return null;
  return selfEmployed ? labelOf(words.kinds, 'self_employed') : 'Not self-employed';
}

/** Whether what was really worked is told week by week: where hours are not set, or where somebody began to tell them. */
export const toldByWeek = (job: Pick<Job, 'kind' | 'weeks'>): boolean =>
  job.kind === 'zero_hours' || job.kind === 'agency' || job.weeks.length > 0;

/** Hours and wage in words: '16 hours a week, £7.20 an hour'. */
export function termsText({ hoursPerWeek, hourlyWagePence }: Omit<Terms, 'from'>, symbol: string): string {
  return (
    [
      hoursPerWeek === null ? null : `${counted(hoursPerWeek, 'hour')} a week`,
      hourlyWagePence === null ? null : `${poundsText(hourlyWagePence, symbol)} an hour`,
    ]
      .filter((part) => part !== null)
      .join(', ') || 'Hours and wage not known'
  );
}

/** Why the job was left, where that is known. */
export function leftRows({ leftReason, leftWords }: Job, { words }: Pick<View, 'words'>): SummaryListRow[] {
  if (leftReason === null && leftWords === null) return [];
  return [
    {
      key: { text: 'Why it was left' },
      value: {
        html: joinHtml(
          [
            leftReason !== null && labelOf(words.leftReasons, leftReason),
            leftWords !== null && html`<span class="newel-written">${leftWords}</span>`,
          ],
          html`<br>`,
        ),
      },
    },
  ];
}

function removeForm(job: Job, from: string, { caseId, csrf }: View): Html {
  return html`<form method="post" action="/cases/${caseId}/jobs/${job.id}/terms/remove" class="newel-inline newel-no-print">${csrf}<input type="hidden" name="version" value="${job.version}"><input type="hidden" name="from" value="${from}"><button class="newel-link-button" type="submit">Remove<span class="govuk-visually-hidden"> the change from ${showDay(from)}</span></button></form>`;
}

/** How hours and wage changed, and what was worked in the latest weeks. */
export function historyRows(job: Job, view: View): SummaryListRow[] {
  const { symbol, mayRecord } = view;
  const rows: SummaryListRow[] = [];
  const terms = allTerms(job);
  if (terms.length > 1)
    rows.push({
      key: { text: 'Hours and wage so far' },
      value: {
        html: html`<ul class="govuk-list">${terms.map(
          (one) =>
            html`<li>${one.from === null ? 'From the first day' : `From ${showDay(one.from)}`}: ${termsText(one, symbol)} ${mayRecord && one.from !== null ? removeForm(job, one.from, view) : noHtml}</li>`,
        )}</ul>`,
      },
    });
  if (job.weeks.length > 0) rows.push({ key: { text: 'Weeks worked' }, value: { html: weeksList(job, symbol) } });
  return rows;
}

/** Hours and pay of a week in words. */
export const weekText = ({ hours, payPence }: WeekFigures, symbol: string): string =>
  [hours === null ? 'hours not known' : counted(hours, 'hour'), payPence === null ? null : poundsText(payPence, symbol)]
    .filter((part) => part !== null)
    .join(', ');

/** What stands for the latest weeks of a job. */
const weeksList = ({ weeks }: Pick<Job, 'weeks'>, symbol: string): Html =>
  html`<ul class="govuk-list">${weeks.map(
    (week) => html`<li>Week of ${showDay(week.from)}: ${weekText(week, symbol)}</li>`,
  )}</ul>`;

/** What stands for the latest weeks, above the form of another; nothing where no week was told. */
export const weeksOnFile = (job: Pick<Job, 'weeks'>, symbol: string): Html =>
  job.weeks.length === 0
    ? noHtml
    : html`<p class="govuk-body">On file. What you leave empty for one of these weeks stays as it is.</p>${weeksList(job, symbol)}`;

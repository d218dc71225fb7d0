import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, table, tag } from '../../kit/ui/index.ts';
import { labelOf, type TimeRules } from '../../programmes/rules.ts';
import type { Staff } from '../actions/staff.ts';
import type { TimeRow } from '../actions/time.ts';
import { isAlert, minutesOf, shareOf, showMinutes, weekLater, weekOf } from '../rules/time.ts';

/** Time of one week, the form for more, and the weeks before. */
export function timeHtml(view: {
  staff: Staff;
  mine: boolean;
  rules: TimeRules;
  week: string;
  today: string;
  entries: readonly TimeRow[];
  weeks: readonly { week: string; minutes_on: number; minutes_off: number }[];
  /** The form; null for whoever only reads. */
  form: Html | null;
}): Html {
  const { staff, mine, rules, week, today, entries } = view;
  const standing = entries.filter(({ replaced, minutes }) => !replaced && minutes > 0);
  const minutes = minutesOf(standing.map((row) => ({ minutes: row.minutes, onProgramme: row.on_programme })));
  const share = shareOf(minutes);
  const address = (day: string) => `/time?week=${day}${mine ? '' : `&worker=${staff.staffId}`}`;
  const sunday = Temporal.PlainDate.from(week).add({ days: 6 }).toString();
  return html`<h1 class="govuk-heading-l">${mine ? 'Your time' : `Time of ${staff.name}`}</h1>
${view.form ?? noHtml}
<h2 class="govuk-heading-m" id="week">Week from ${showNearDay(week, today)} to ${showNearDay(sunday, today)}</h2>
<p class="govuk-body">${
    share === null
      ? 'Nothing is logged for this week.'
      : html`<strong>${share}% on the programme</strong>: ${showMinutes(minutes.on)}, and ${showMinutes(minutes.off)} elsewhere, of a week of ${rules.weekHours} hours.${isAlert(minutes, rules) ? html` ${tag({ text: `At or under ${rules.alertAtPercent}%`, classes: 'govuk-tag--orange' })}` : noHtml}`
  }</p>
${standing.length === 0 ? noHtml : entriesHtml(view)}
${correctedHtml(view)}
<nav aria-label="Weeks" class="newel-pages newel-no-print"><a class="govuk-link" rel="prev" href="${address(weekLater(week, -1))}">Week before</a>${week < weekOf(today) ? html` <a class="govuk-link" rel="next" href="${address(weekLater(week, 1))}">Week after</a>` : noHtml} <a class="govuk-link" href="/time/${staff.staffId}/csv">Download as CSV</a></nav>
${weeksHtml(view, address)}`;
}

const when = (row: TimeRow, today: string): string =>
  row.span === 'week' ? 'The whole week' : showNearDay(row.worked_on, today);

function entriesHtml({ entries, rules, today, form }: Parameters<typeof timeHtml>[0]): Html {
  const standing = entries.filter(({ replaced, minutes }) => !replaced && minutes > 0);
  return scrollRegion({
    label: 'Time of this week',
    html: table({
      stack: true,
      caption: 'What is logged',
      captionClasses: 'govuk-visually-hidden',
      head: [
        { text: 'Day' },
        { text: 'Time', format: 'numeric' },
        { text: 'What for' },
        { text: 'Words' },
        ...(form === null ? [] : [{ text: 'Change' }]),
      ],
      rows: standing.map((row) => [
        { text: when(row, today) },
        { text: showMinutes(row.minutes), format: 'numeric' },
        {
          html: html`${labelOf(rules.kinds, row.kind)}${row.on_programme ? noHtml : html` <span class="newel-muted">(not the programme)</span>`}${row.corrects === null ? noHtml : html` <span class="newel-muted">(corrected)</span>`}`,
        },
        { text: row.words ?? '' },
        ...(form === null
          ? []
          : [
              {
                html: html`<a class="govuk-link" href="/time/entry/${row.id}">Correct<span class="govuk-visually-hidden"> ${showMinutes(row.minutes)}, ${when(row, today)}</span></a>`,
              },
            ]),
      ]),
    }),
  });
}

/** What was corrected stays readable. */
function correctedHtml({ entries, rules, today }: Parameters<typeof timeHtml>[0]): Html {
  const old = entries.filter(({ replaced }) => replaced);
  if (old.length === 0) return noHtml;
  return html`<h3 class="govuk-heading-s">Before it was corrected</h3>
<ul class="govuk-list">${old.map((row) => html`<li>${when(row, today)}: ${showMinutes(row.minutes)}, ${labelOf(rules.kinds, row.kind)}${row.words === null ? '' : `, ${row.words}`}</li>`)}</ul>`;
}

function weeksHtml({ weeks, rules, today }: Parameters<typeof timeHtml>[0], address: (week: string) => string): Html {
  if (weeks.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">The last weeks</h2>
${scrollRegion({
  label: 'The last weeks',
  html: table({
    stack: true,
    firstCellIsHeader: true,
    caption: 'Time by week',
    captionClasses: 'govuk-visually-hidden',
    head: [
      { text: 'Week from' },
      { text: 'On the programme', format: 'numeric' },
      { text: 'Elsewhere', format: 'numeric' },
      { text: 'Share on the programme', format: 'numeric' },
    ],
    rows: weeks.map(({ week, minutes_on: on, minutes_off: off }) => [
      { html: html`<a class="govuk-link" href="${address(week)}">${showNearDay(week, today)}</a>` },
      { text: showMinutes(on), format: 'numeric' },
      { text: showMinutes(off), format: 'numeric' },
      {
        html: html`${shareOf({ on, off }) ?? 'None'}${on + off > 0 ? '%' : ''}${isAlert({ on, off }, rules) ? html` ${tag({ text: 'Low', classes: 'govuk-tag--orange' })}` : noHtml}`,
        format: 'numeric',
      },
    ]),
  }),
})}`;
}

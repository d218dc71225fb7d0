/** The next appointment on the overview of a case. */
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import type { AppointmentRow } from '../actions/change.ts';
import { localOf } from '../rules/time.ts';
import { kindText, pathOf, stateTag, whenText, whereText } from './words.ts';

/** What is booked next; nothing for a case that has ended and has nothing booked. `rows` are the booked ones, the earliest first. */
export function nextHtml(rows: readonly AppointmentRow[], head: CaseHead, today: string): Html {
  if (head.closedOn !== null && rows.length === 0) return noHtml;
  const next = rows.find((row) => localOf(row.from_ms, row.time_zone).day >= today);
  const asked = rows.find((row) => localOf(row.from_ms, row.time_zone).day < today);
  const path = `/cases/${head.caseId}/appointments`;
  const line = (row: AppointmentRow): Html =>
    html`<p class="govuk-body"><a class="govuk-link" href="${pathOf(row)}">${whenText(row, today)}</a><br>${kindText(row)}, ${whereText(row)}, with ${row.staff_name}</p>`;
  return html`<section aria-labelledby="next-appointment"><h2 class="govuk-heading-m" id="next-appointment">Next appointment</h2>
${next === undefined ? html`<p class="govuk-body">Nothing is booked.</p>` : line(next)}
${asked === undefined ? noHtml : html`<p class="govuk-body">Without an outcome: <a class="govuk-link" href="${pathOf(asked)}">${whenText(asked, today)}</a> ${stateTag(asked)}</p>`}
<p class="govuk-body"><a class="govuk-link" href="${path}/book">Book an appointment</a></p></section>`;
}

import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, scrollRegion, table, tag } from '../../kit/ui/index.ts';
import { supervisionText } from '../actions/show.ts';
import type { Staff } from '../actions/staff.ts';
import type { SupervisionRow } from '../actions/supervision.ts';
import { kindText, type Standing, shortKind } from '../rules/supervision.ts';

const states: Readonly<Record<SupervisionRow['state'], { text: string; colour: string }>> = {
  planned: { text: 'Booked', colour: 'govuk-tag--blue' },
  held: { text: 'Held', colour: 'govuk-tag--green' },
  cancelled: { text: 'Cancelled', colour: 'govuk-tag--grey' },
};

/** The supervision of a worker: when it is due, what was booked and held. There is nothing else to show. */
export function supervisionHtml(view: {
  staff: Staff;
  mine: boolean;
  today: string;
  standing: readonly Standing[];
  rows: readonly SupervisionRow[];
  mayBook: boolean;
  mayConfirm: boolean;
  csrf: Html;
}): Html {
  const { staff, mine, today, standing, rows } = view;
  return html`<h1 class="govuk-heading-l">${mine ? 'Your supervision' : `Supervision of ${staff.name}`}</h1>
<p class="govuk-body">Here stands that supervision is booked and was held. What is said in it is written nowhere in Newel, so that nobody can read it.</p>
${
  standing.length === 0
    ? html`<p class="govuk-body">The programme asks for none.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${standing.map((one) => html`<li>${supervisionText(one, today)}${one.state === 'overdue' ? html` ${tag({ text: 'Overdue', classes: 'govuk-tag--orange' })}` : noHtml}</li>`)}</ul>`
}
${view.mayBook ? button({ text: 'Book supervision', href: `/supervision/${staff.staffId}/book`, classes: 'newel-no-print' }) : noHtml}
<h2 class="govuk-heading-m">Booked and held</h2>
${
  rows.length === 0
    ? html`<p class="govuk-body">None yet.</p>`
    : scrollRegion({
        label: 'Booked and held',
        html: table({
          stack: true,
          caption: 'Booked and held',
          captionClasses: 'govuk-visually-hidden',
          head: [
            { text: 'Planned on' },
            { text: 'Kind' },
            { text: 'With' },
            { text: 'State' },
            ...(view.mayConfirm ? [{ text: 'What happened' }] : []),
          ],
          rows: rows.map((row) => [
            { text: showNearDay(row.planned_on, today) },
            { text: shortKind[row.kind] },
            {
              html: html`${row.supervisor}${row.organisation === null ? noHtml : html`, ${row.organisation}`}${row.interest === 'declared' ? html`<br><span class="newel-muted">Another interest declared</span>` : noHtml}`,
            },
            {
              html: html`${tag({ text: states[row.state].text, classes: states[row.state].colour })}${row.held_on === null ? noHtml : html` ${showNearDay(row.held_on, today)}`}`,
            },
            ...(view.mayConfirm ? [{ html: row.state === 'planned' ? settleHtml(row, view) : noHtml }] : []),
          ]),
        }),
      })
}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${mine ? '/today' : `/load/${staff.staffId}`}">${mine ? 'Today' : `Load of ${staff.name}`}</a></p>`;
}

/** What can be said of a booked one. It was held on its day, unless another is given. */
function settleHtml(row: SupervisionRow, { csrf, today }: { csrf: Html; today: string }): Html {
  const when = html`<span class="govuk-visually-hidden"> (${shortKind[row.kind]}, ${showNearDay(row.planned_on, today)})</span>`;
  const held =
    row.planned_on <= today
      ? html`<form method="post" action="/supervision/one/${row.id}/held" class="newel-inline">${csrf}${versionField(row.version)}<button class="newel-link-button" type="submit">It was held${when}</button></form> · <a class="govuk-link" href="/supervision/one/${row.id}/held">On another day${when}</a> · `
      : noHtml;
  return html`${held}<form method="post" action="/supervision/one/${row.id}/cancel" class="newel-inline">${csrf}${versionField(row.version)}<button class="newel-link-button" type="submit">Cancelled${when}</button></form>`;
}

/** Above the form that books: what each kind is. */
export const kindsHtml: Html = html`<ul class="govuk-list govuk-list--bullet">${Object.values(kindText).map(({ text, hint }) => html`<li>${text}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}</li>`)}</ul>`;

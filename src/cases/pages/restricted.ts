import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, scrollRegion, summaryList, table } from '../../kit/ui/index.ts';
import { casePath } from '../actions/frame.ts';
import type { RestrictedRecord } from '../actions/restricted.ts';
import type { Unowned } from '../actions/restriction-reviews.ts';
import { kindText } from '../rules/restricted.ts';

/** `unowned` are those that nobody answers for any more, among them records that the reader may not open. */
type View = {
  records: readonly RestrictedRecord[];
  unowned: readonly Unowned[];
  csrf: Html;
  timeZone: string;
  today: string;
};

/** The restricted records that somebody answers for: why, who may open each, and who did with a reason. */
export function restrictedHtml(view: View): Html {
  const { records } = view;
  return html`<h1 class="govuk-heading-l">Restricted records</h1>
<p class="govuk-body"><a class="govuk-link" href="/restricted/open">Open a restricted record with a reason</a></p>
${unownedHtml(view)}
${
  records.length === 0
    ? html`<p class="govuk-body">There is no restricted record that you may open. To restrict one, open the case, then ‘Taking part’.</p>`
    : records.map((record) => recordHtml(record, view))
}`;
}

/** What nobody answers for any more, by reference alone: whoever takes it over opens it with a reason first. */
function unownedHtml({ records, unowned }: View): Html {
  const mine = new Set(records.map(({ restriction }) => restriction.person_id));
  const closed = unowned.filter(({ personId }) => !mine.has(personId));
  if (closed.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Nobody answers for these any more</h2>
<p class="govuk-body">Whoever did cannot sign in now. Open the record with a reason, then choose ‘Change the restriction’ and name somebody.</p>
<ul class="govuk-list govuk-list--bullet">${closed.map(({ reference }) => html`<li>${reference}</li>`)}</ul>`;
}

function recordHtml(record: RestrictedRecord, view: View): Html {
  const { restriction, caseId, name } = record;
  const gone = view.unowned.some(({ personId }) => personId === restriction.person_id);
  const due = restriction.review_on !== null && restriction.review_on <= view.today;
  const path = `${casePath(caseId)}/restriction`;
  return html`<h2 class="govuk-heading-m"><a class="govuk-link" href="${casePath(caseId)}">${name}</a> <span class="govuk-caption-m">${record.reference}</span></h2>
${summaryList({
  rows: [
    { key: { text: 'Why' }, value: { text: kindText(restriction.kind) } },
    { key: { text: 'To know' }, value: { text: restriction.reason } },
    {
      key: { text: 'Answers for it' },
      value: {
        text: gone
          ? `${record.ownerName}, who cannot sign in any more. Change the restriction to name somebody`
          : record.ownerName,
      },
    },
    {
      key: { text: 'Looked at again' },
      value: {
        html: html`${showDay(restriction.review_on)}${due ? html` <strong class="govuk-tag govuk-tag--yellow">Due</strong>` : noHtml}`,
      },
    },
  ],
})}
<ul class="govuk-list">
<li><a class="govuk-link" href="${path}/access">Let somebody open it<span class="govuk-visually-hidden">: ${name}</span></a></li>
<li><a class="govuk-link" href="${path}">Change the restriction<span class="govuk-visually-hidden">: ${name}</span></a></li>
<li><a class="govuk-link" href="${path}/lift">Lift the restriction<span class="govuk-visually-hidden">: ${name}</span></a></li>
</ul>
${record.access.length === 0 ? noHtml : accessTable(record, view)}`;
}

function accessTable({ access, caseId, name }: RestrictedRecord, { csrf, timeZone }: View): Html {
  const label = `Who may open the record of ${name}, and who opened it with a reason`;
  return scrollRegion({
    label,
    html: table({
      caption: 'Who may open it, and who did',
      captionClasses: 'govuk-table__caption--s',
      stack: true,
      head: [
        { text: 'Who' },
        { text: 'How' },
        { text: 'When' },
        { text: 'Why' },
        { text: 'Until' },
        { text: 'Take back' },
      ],
      rows: access.map((one) => [
        { text: one.user_name },
        { text: one.how === 'grant' ? `Named by ${one.given_by_name ?? 'Newel'}` : 'Opened it with a reason' },
        { text: showMoment(one.given_at, timeZone) },
        { text: one.reason },
        { text: one.ends_at === null ? 'As long as it stands' : showMoment(one.ends_at, timeZone) },
        {
          html: one.open
            ? html`<form method="post" action="${casePath(caseId)}/restriction/take-back" novalidate>${csrf}<input type="hidden" name="access" value="${one.id}">${button({ html: html`Take back<span class="govuk-visually-hidden">: ${one.user_name}</span>`, classes: 'govuk-button--secondary govuk-!-margin-bottom-0' })}</form>`
            : html`Ended`,
        },
      ]),
    }),
  });
}

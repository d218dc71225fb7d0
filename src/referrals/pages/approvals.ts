/** The checklist of what must be there before somebody is referred. */
import { type Approval, approvals } from '../../directory/rules/codes.ts';
import { showDay } from '../../kit/clock.ts';
import { type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, tag, textarea } from '../../kit/ui/index.ts';
import type { ApprovalRow } from '../actions/approvals.ts';
import type { ReferralRow } from '../actions/move.ts';

const stateTags = {
  missing: tag({ text: 'Missing', classes: 'govuk-tag--red' }),
  held: tag({ text: 'There', classes: 'govuk-tag--blue' }),
  asked: tag({ text: 'Asked', classes: 'govuk-tag--yellow' }),
  approved: tag({ text: 'Approved', classes: 'govuk-tag--green' }),
  refused: tag({ text: 'Not approved', classes: 'govuk-tag--red' }),
} as const;
const hints: Partial<Record<Approval, string>> = {
  alternatives: 'At least one other service, and why it does not fit',
  'medical report': 'Where it is and of which day. Not what is in it',
  'benefit notice': 'What may be affected, and that it has to be checked',
};

/** What is there, what is missing, and what can be done. */
export function approvalsHtml(view: {
  row: ReferralRow;
  rows: readonly ApprovalRow[];
  mayDecide: boolean;
  typed: Typed;
  problems: Html;
  csrf: Html;
}): Html {
  const { row, rows, mayDecide, typed, problems, csrf } = view;
  const href = `/cases/${row.case_id}/referrals/${row.id}/approvals`;
  const of = new Map(rows.map((one) => [one.artefact, one]));
  const waits = row.state === 'awaiting approval';
  const open = row.open && !waits;
  const asked = row.approvals.filter((artefact): artefact is Approval => Object.hasOwn(approvals, artefact));
  const part = (artefact: Approval): Html => {
    const held = of.get(artefact);
    const decided =
      held?.decided_on == null
        ? ''
        : ` Decided ${showDay(held.decided_on)} by ${held.decided_name ?? 'somebody'}${held.reason === null ? '' : `: ${held.reason}`}.`;
    const said =
      held === undefined
        ? noHtml
        : html`<p class="govuk-body"><span class="newel-written">${held.words ?? ''}</span><br><span class="newel-muted">There since ${showDay(held.held_on)}.${held.asked_name === null ? '' : ` Asked by ${held.asked_name}.`}${decided}</span></p>`;
    const hint = hints[artefact];
    const form = !open
      ? noHtml
      : html`<form method="post" action="${href}" novalidate>${csrf}${versionField(row.version)}<input type="hidden" name="artefact" value="${artefact}">
${textarea({
  ...{ id: `words_${artefact.replaceAll(' ', '_')}`, name: `words_${artefact}`, rows: 2 },
  label: { text: held === undefined ? 'What there is' : 'Put it right' },
  ...(hint === undefined ? {} : { hint: { text: hint } }),
  value: typedText(typed, `words_${artefact}`),
})}${button({ text: 'It is there', classes: 'govuk-button--secondary' })}</form>`;
    return html`<h2 class="govuk-heading-m">${approvals[artefact]} ${stateTags[held?.state ?? 'missing']}</h2>${said}${form}`;
  };
  const decide = html`<form method="post" action="${href}/approve">${csrf}${versionField(row.version)}${button({ text: 'Approve' })}</form>
<form method="post" action="${href}/refuse" novalidate>${csrf}${versionField(row.version)}${textarea({ id: 'reason', name: 'reason', rows: 2, label: { text: 'Why is it not approved?' } })}${button({ text: 'Do not approve', classes: 'govuk-button--warning' })}</form>`;
  return html`${problems}<h1 class="govuk-heading-l">What must be there first</h1>
<p class="govuk-body">${row.organisation_name ?? row.service_name} asks for this before it sees anybody. Somebody else than who asks approves it.</p>
${asked.length === 0 ? html`<p class="govuk-body">This service asks for nothing.</p>` : asked.map(part)}
${
  waits
    ? mayDecide
      ? decide
      : html`<p class="govuk-body">It waits for a manager to decide.</p>`
    : open && asked.length > 0 && !asked.every((artefact) => of.get(artefact)?.state === 'approved')
      ? html`<form method="post" action="${href}">${csrf}${versionField(row.version)}${button({ text: 'Ask for approval', preventDoubleClick: true })}</form>`
      : noHtml
}`;
}

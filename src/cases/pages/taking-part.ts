import type { Permission } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { formatDay } from '../../kit/days.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, type SummaryListRow, scrollRegion, summaryList, table } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import type { ExitPlanRow, HandBackRow } from '../actions/endings.ts';
import { casePath, statusTag, supportWords } from '../actions/frame.ts';
import { type CaseHead, supportOf } from '../actions/record.ts';
import type { PauseRow } from '../actions/taking-part.ts';
import { type Move, moves, movesFrom } from '../rules/status.ts';
import { obligations, pausedDays } from '../rules/taking-part.ts';

/** What the page needs besides the head. */
export type Part = {
  head: CaseHead;
  today: string;
  document: ProgrammeDocument | null;
  pauses: readonly PauseRow[];
  plan: ExitPlanRow | null;
  handBacks: readonly HandBackRow[];
  /** The open request to come back, with its place in line. */
  waiting: { asked_on: string; reason: string; place: number } | null;
  may(permission: Permission): boolean;
  /** What happened to this part, the newest first. */
  events: Html;
  empty: boolean;
};

const row = (
  key: string,
  value: string | Html,
  change?: { href: string; text: string; about: string },
): SummaryListRow => ({
  key: { text: key },
  value: typeof value === 'string' ? { text: value } : { html: value },
  ...(change && { actions: { items: [{ href: change.href, text: change.text, visuallyHiddenText: change.about }] } }),
});

/** How somebody takes part: where they stand, pauses, exit plan, hand-back and return. */
export function partHtml(part: Part): Html {
  const { head, may } = part;
  const path = casePath(head.caseId, 'part');
  return html`<h1 class="govuk-heading-l">Taking part</h1>
${standing(part, path)}
${moveButtons(part)}
${pausesHtml(part)}
${planHtml(part, path)}
${handBacksHtml(part, path)}
<h2 class="govuk-heading-m">How it came to this</h2>
${part.empty ? html`<p class="govuk-body">Nothing is recorded yet.</p>` : part.events}
${may('case.correct') ? html`<p class="govuk-body"><a class="govuk-link" href="${casePath(head.caseId, 'timeline')}">Everything that happened</a></p>` : noHtml}
${may('case.restrict') ? html`<p class="govuk-body"><a class="govuk-link" href="${casePath(head.caseId)}/restriction">${head.case.restricted === null ? 'Restrict this record' : 'The restriction of this record'}</a></p>` : noHtml}`;
}

/** How far support has come, with the last day of it while it runs; null before attachment. */
function supportUntil({ head, today }: Part): string | null {
  const support = supportOf(head, Temporal.PlainDate.from(today));
  if (support === null) return null;
  const words = supportWords(support);
  return support.state === 'ended' ? words : `${words}, until ${showDay(formatDay(support.endsOn))}`;
}

function standing(part: Part, path: string): Html {
  const { head, waiting, may } = part;
  const support = supportUntil(part);
  const words = obligations.find(({ value }) => value === head.obligation)?.text ?? 'Not known';
  const change = may('case.correct')
    ? { href: `${path}/obligation`, text: 'Change', about: 'whether they must take part' }
    : undefined;
  return summaryList({
    rows: [
      row('Status', statusTag(head.status)),
      ...(support === null || head.status === 'closed' ? [] : [row('Support', support)]),
      row('Mandatory or voluntary', words, change),
      ...(head.paused === null
        ? []
        : [
            row('Paused since', `${showDay(head.paused.on)}: ${head.paused.reason}`),
            row('Looked at again on', showDay(head.paused.reviewOn)),
          ]),
      ...(head.closedOn === null
        ? []
        : [row('Left on', `${showDay(head.closedOn)}${head.exitReason === null ? '' : `: ${head.exitReason}`}`)]),
      ...(waiting === null
        ? []
        : [
            row('Asked to come back', `${showDay(waiting.asked_on)}: ${waiting.reason}`),
            row('Place on the waiting list', String(waiting.place)),
          ]),
    ],
  });
}

/** What can be done from here, each a link to its form. */
function moveButtons({ head, may }: Part): Html {
  const open = movesFrom(head.status, head.attachment !== null).filter(
    (move) => may(moves[move].can) && !(move === 'return' && head.status !== 'waiting'),
  );
  if (open.length === 0) return noHtml;
  const link = (move: Move) =>
    button({
      text: moves[move].text,
      href: `${casePath(head.caseId)}/${moves[move].path}`,
      classes: 'govuk-button--secondary',
    });
  return html`<div class="govuk-button-group">${open.map(link)}</div>`;
}

function pausesHtml({ head, document, pauses, today }: Part): Html {
  if (pauses.length === 0) return noHtml;
  const stops = document?.pause?.stopsClock === true;
  return html`<h2 class="govuk-heading-m">Pauses</h2>
<p class="govuk-body">${counted(pausedDays(head.pauses, today), 'day')} in all. ${
    stops ? 'They are added to the months of support.' : 'The months of support went on.'
  }</p>
${scrollRegion({
  label: 'Pauses',
  html: table({
    caption: 'Pauses, the newest first',
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: [{ text: 'From' }, { text: 'First day back' }, { text: 'Days' }, { text: 'Why' }],
    rows: pauses.map((one) => [
      { text: showDay(one.starts_on) },
      { text: one.ends_on === null ? `Not yet. Looked at again on ${showDay(one.review_on)}` : showDay(one.ends_on) },
      { text: String(pausedDays([{ from: one.starts_on, to: one.ends_on }], today)) },
      { text: one.reason },
    ]),
  }),
})}`;
}

function planHtml({ plan, may, head }: Part, path: string): Html {
  const link = (text: string) =>
    may('case.correct')
      ? html`<p class="govuk-body"><a class="govuk-link" href="${path}/exit-plan">${text}</a></p>`
      : noHtml;
  if (plan === null)
    return head.attachment === null
      ? noHtml
      : html`<h2 class="govuk-heading-m">Exit plan</h2>
<p class="govuk-body">There is none. It is needed when support ends without a job.</p>${link('Make the exit plan')}`;
  return html`<h2 class="govuk-heading-m">Exit plan</h2>
${summaryList({ rows: plan.asked.map(({ asked, answer }) => row(asked, html`<span class="newel-written">${answer}</span>`)) })}
${link('Change the exit plan')}`;
}

function handBacksHtml({ handBacks, may, head }: Part, path: string): Html {
  if (handBacks.length === 0 && head.attachment === null && head.closedOn === null) return noHtml;
  const sent = handBacks.some((one) => one.state === 'sent');
  return html`<h2 class="govuk-heading-m">Hand-back</h2>
${handBacks.length === 0 ? html`<p class="govuk-body">They have not been handed back.</p>` : noHtml}
${handBacks.map((one) =>
  summaryList({
    rows: [
      row('Handed back to', one.to_whom),
      row('On', showDay(one.sent_on)),
      row('What they need to know', html`<span class="newel-written">${one.summary}</span>`),
      row('Receipt', one.state === 'received' ? `${one.received_by}, ${showDay(one.received_on)}` : 'Not yet'),
    ],
  }),
)}
${
  may('case.correct')
    ? html`<ul class="govuk-list">${sent ? html`<li><a class="govuk-link" href="${path}/receipt">Record the receipt</a></li>` : noHtml}<li><a class="govuk-link" href="${path}/hand-back">${handBacks.length === 0 ? 'Hand them back' : 'Hand them back again'}</a></li></ul>`
    : noHtml
}`;
}

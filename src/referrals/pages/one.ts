/** The page of a referral: where it stands, what is next, what happened, and what was told. */
import { type Channel, channels, modes, type SharedItem, whyReasons } from '../../directory/rules/codes.ts';
import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, details, insetText, summaryList, table, warningText } from '../../kit/ui/index.ts';
import type { ConsentRow } from '../actions/consent.ts';
import type { AppointmentRow, HistoryRow } from '../actions/history.ts';
import type { LinkRow } from '../actions/links.ts';
import type { ReferralRow } from '../actions/move.ts';
import type { SentRow } from '../actions/send.ts';
import { canConfirm } from '../rules/confirmation.ts';
import { type DoingName, doings } from '../rules/doings.ts';
import { happenedText } from '../rules/events.ts';
import { itemsFrom, sharedText } from '../rules/payload.ts';
import { reasonText } from '../rules/reason-text.ts';
import { softText } from '../rules/soft-outcomes.ts';
import { failedMailHtml, linksHtml } from './links.ts';
import { kindText, stateTag } from './list.ts';

const paperworkText = {
  none: 'No form',
  sent: 'Sent',
  received: 'Arrived',
  lost: 'Lost',
  complete: 'Complete',
} as const;
const paymentText = {
  'not applicable': 'Nothing hangs on it',
  waiting: 'Waits for the form',
  triggered: 'Triggered: the form came in, from the role that must refer',
  late: 'Late',
} as const;
const owners = { worker: 'The worker', service: 'The service', person: 'The person', manager: 'A manager' } as const;

const items = (list: readonly string[]): string =>
  itemsFrom(list)
    .map((item) => sharedText(item).toLowerCase())
    .join(', ');

type Row = { key: { text: string }; value: { text: string } | { html: Html } };
const fact = (key: string, value: string | null): Row[] =>
  value === null || value === '' ? [] : [{ key: { text: key }, value: { text: value } }];

function facts(row: ReferralRow, today: string, sensitive: boolean): Html {
  const late = row.due_on !== null && row.due_on < today;
  const due =
    row.due_what === null || row.due_on === null
      ? null
      : html`${row.due_what}<br>${owners[row.owner_side]}, by ${showDay(row.due_on)}${late ? html` <strong>Late</strong>` : noHtml}`;
  const why = row.why.map((code) =>
    Object.hasOwn(whyReasons, code) ? whyReasons[code as keyof typeof whyReasons] : code,
  );
  const placed =
    row.actual_service_id === null || row.actual_service_id === row.service_id
      ? null
      : `${row.actual_service_name}: another one than was meant`;
  return summaryList({
    rows: [
      { key: { text: 'Where it stands' }, value: { html: stateTag(row) } },
      ...(due === null ? [] : [{ key: { text: 'Next' }, value: { html: due } }]),
      ...(due === null ? [] : fact('Answers for it', row.owner_name)),
      ...fact('Must have moved by', row.limit_on === null ? null : showDay(row.limit_on)),
      ...fact('Why it has not', row.limit_reason),
      ...fact(
        'Reason',
        sensitive
          ? reasonText(row.reason ?? '')
          : row.reason === null
            ? null
            : 'For the case manager, its author and the service',
      ),
      ...fact('Need', row.need_name),
      ...fact('Why this service', why.join('; ')),
      ...fact('In words', row.why_words),
      ...fact('Not what managers ask for, because', row.override_reason),
      ...fact('Exception', row.exception_reason),
      ...fact(
        'Exclusions',
        row.undisclosed ? 'The person did not say whether they apply. Talk with the service first' : null,
      ),
      ...fact('Made', `${showDay(row.made_on)}${row.made_by_name === null ? '' : ` by ${row.made_by_name}`}`),
      ...fact('Code to carry', row.code),
      ...fact(
        'Form',
        row.kind === 'referral' && row.paperwork !== 'none'
          ? `${paperworkText[row.paperwork]}${row.paperwork_on === null ? '' : `, ${showDay(row.paperwork_on)}`}`
          : null,
      ),
      ...fact('Payment of the organisation', row.payment === 'not applicable' ? null : paymentText[row.payment]),
      ...fact('They call by', row.contact_by === null || row.contacted_on !== null ? null : showDay(row.contact_by)),
      ...fact('Placed with', placed),
      ...fact('Started', row.started_on === null ? null : showDay(row.started_on)),
      ...fact(
        'Expected start',
        row.started_on !== null || row.expected_start === null ? null : showDay(row.expected_start),
      ),
      ...fact('Expected end', row.ended_on !== null || row.expected_end === null ? null : showDay(row.expected_end)),
      ...fact('Ended', row.ended_on === null ? null : showDay(row.ended_on)),
      ...fact('What came of it', row.outcome),
      ...fact(
        'Next to the beginning, as the service says',
        softText({ confidence: row.end_confidence, wellbeing: row.end_wellbeing }),
      ),
      ...fact('What comes next', row.next_step),
      ...fact('Works with them there', row.service_worker),
    ],
  });
}

const outcomes: Record<string, string> = {
  attended: 'They came',
  'did not attend': 'They did not come',
  'cancelled by them': 'Cancelled by them',
  'cancelled by us': 'Cancelled by the service',
};

function appointmentsHtml(rows: readonly AppointmentRow[], timeZone: string): Html {
  if (rows.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Appointments there</h2>${table({
    stack: true,
    caption: 'Appointments at the service',
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'When' }, { text: 'Where' }, { text: 'The person knows' }, { text: 'What became of it' }],
    rows: rows.map((one) => [
      { text: showMoment(one.starts_at, timeZone) },
      { text: one.place ?? 'Not said' },
      { text: one.told_on === null ? 'Not yet' : `Since ${showDay(one.told_on)}` },
      { text: one.outcome === null ? 'To come' : (outcomes[one.outcome] ?? one.outcome) },
    ]),
  })}`;
}

const payloadHtml = (payload: Readonly<Record<string, string>>): Html =>
  summaryList({
    rows: itemsFrom(Object.keys(payload)).map((item: SharedItem) => ({
      key: { text: sharedText(item) },
      value: { html: html`<span class="newel-written">${payload[item] ?? ''}</span>` },
    })),
  });

function sharedHtml(row: ReferralRow, sent: readonly SentRow[], consent: ConsentRow | undefined, today: string): Html {
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  const state =
    consent === undefined
      ? html`<p class="govuk-body">The person was not asked yet. Nothing may be told.</p>`
      : consent.withdrawn_on !== null
        ? warningText({
            iconFallbackText: 'Warning',
            text: `The person withdrew consent on ${showDay(consent.withdrawn_on)}. Nothing more may be told`,
          })
        : html`<p class="govuk-body">On ${showDay(consent.given_on)} the person agreed to: ${items(consent.items)}. ${consent.ends_on < today ? html`<strong>This ended on ${showDay(consent.ends_on)}.</strong>` : `This holds until ${showDay(consent.ends_on)}.`}</p>${details({ summaryText: 'The words that they agreed to', text: consent.wording })}`;
  const live = consent !== undefined && consent.withdrawn_on === null;
  return html`<h2 class="govuk-heading-m">What may be told, and what was</h2>${state}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${href}/consent">${consent === undefined ? 'Ask what may be told' : 'Ask again'}</a>${live ? html` &nbsp; <a class="govuk-link" href="${href}/consent/withdraw">They withdraw consent</a>` : noHtml}</p>
${
  sent.length === 0
    ? html`<p class="govuk-body">Nothing was told.</p>`
    : sent.map((one) =>
        details({
          summaryText: `${showDay(one.sent_on)}, ${(Object.hasOwn(channels, one.channel) ? channels[one.channel as Channel] : one.channel).toLowerCase()}: ${items(one.items)}`,
          html: html`${payloadHtml(one.payload)}<p class="govuk-body newel-muted">Kept as it was told${one.by_name === null ? '' : `, by ${one.by_name}`}. <a class="govuk-link" href="${href}/form?sent=${one.id}">Print it as a form</a></p>`,
        }),
      )
}`;
}

/** What a history says of one thing. Sensitive reasons are only for those who may read them. */
function historyLine(one: HistoryRow, reads: (one: HistoryRow) => boolean, timeZone: string): Html {
  const who = one.by_name === null ? '' : `${one.side === 'service' ? 'Service: ' : ''}${one.by_name}, `;
  const said =
    one.sensitive && !reads(one)
      ? ['Its reason is for the case manager, its author and the service.']
      : [one.reason === null ? '' : reasonText(one.reason), one.words ?? ''].filter((line) => line !== '');
  return html`<li><strong>${happenedText(one.kind)}</strong> on ${showDay(one.day)}${said.map((line) => html`<br><span class="newel-written">${line}</span>`)}<br><span class="newel-muted">${who}written ${showMoment(one.at, timeZone)}</span></li>`;
}

/** What leads on: the next step as a button, other things as links. */
function actionsHtml(row: ReferralRow, can: readonly DoingName[], more: { mayApprove: boolean }): Html {
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  const main: Html[] = [];
  const press = (text: string, to: string) => main.push(button({ text, href: to }));
  if (row.kind === 'referral' && row.state === 'awaiting consent') press('Ask what may be told', `${href}/consent`);
  if (row.state === 'agreed' && row.approvals.length > 0) press('What must be there first', `${href}/approvals`);
  if (row.state === 'agreed') press('Call or send it', `${href}/tell`);
  if (row.state === 'awaiting approval' && more.mayApprove) press('Approve or refuse', `${href}/approvals`);
  for (const name of can) if (doings[name].first) press(doings[name].title, `${href}/do/${name}`);
  const others = can
    .filter((name) => !doings[name].first)
    .map((name) => html`<a class="govuk-link" href="${href}/do/${name}">${doings[name].title}</a>`);
  if (row.kind === 'referral' && row.open && row.sent_on !== null)
    others.unshift(html`<a class="govuk-link" href="${href}/tell">Send the form, or send it again</a>`);
  if (canConfirm(row))
    others.unshift(
      html`<a class="govuk-link" href="${href}/confirmation/send">Send them a confirmation by text, email or letter</a>`,
    );
  if (row.kind !== 'enquiry') others.unshift(html`<a class="govuk-link" href="${href}/confirmation">Paper to keep</a>`);
  if (row.kind !== 'referral' || !row.open)
    others.unshift(
      html`<a class="govuk-link" href="/cases/${row.case_id}/referrals/new?service=${row.service_id}&amp;from=${row.id}">Refer them there${row.kind === 'referral' ? ' again' : ''}</a>`,
      html`<a class="govuk-link" href="/cases/${row.case_id}/services">Find another service</a>`,
    );
  return html`<div class="govuk-button-group newel-no-print">${main}</div>
${others.length === 0 ? noHtml : html`<ul class="govuk-list newel-no-print">${others.map((one) => html`<li>${one}</li>`)}</ul>`}`;
}

/** The page. `feedback` is what liaison brings of how it is going. */
export function referralHtml(view: {
  row: ReferralRow;
  can: readonly DoingName[];
  mayApprove: boolean;
  history: readonly HistoryRow[];
  appointments: readonly AppointmentRow[];
  sent: readonly SentRow[];
  consent: ConsentRow | undefined;
  linked: readonly ReferralRow[];
  reads(one: Pick<HistoryRow, 'by' | 'sensitive'>): boolean;
  overlap: readonly string[];
  links: LinkRow;
  csrf: Html;
  feedback: Html;
  today: string;
  timeZone: string;
}): Html {
  const { row, can, history, appointments, sent, consent, linked, reads, overlap, feedback, today, timeZone } = view;
  const declined = history.find((one) => one.kind === 'reject');
  const mayRead = declined === undefined || !declined.sensitive || reads(declined);
  const mode = row.mode !== null && Object.hasOwn(modes, row.mode) ? modes[row.mode as keyof typeof modes] : null;
  return html`<h1 class="govuk-heading-l">${row.service_name}</h1>
<p class="govuk-body-l">${row.organisation_name ?? 'No organisation in the directory'}</p>
<p class="govuk-body">${kindText[row.kind]} ${row.reference}${mode === null ? '' : `. ${mode}`}. <a class="govuk-link" href="/directory/services/${row.service_id}">In the directory</a></p>
${row.kind === 'signpost' ? insetText({ text: 'The person goes themself. Nothing about them was sent, and the service does not know of this.' }) : noHtml}
${
  overlap.length === 0
    ? noHtml
    : insetText({
        html: joinHtml(
          overlap.map((words) => html`<p class="govuk-body">${words}</p>`),
          html``,
        ),
      })
}
${failedMailHtml(row, view.links)}
${actionsHtml(row, can, view)}
${facts(row, today, mayRead)}
${
  linked.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">Before and after</h2><ul class="govuk-list">${linked.map((one) => html`<li><a class="govuk-link" href="/cases/${one.case_id}/referrals/${one.id}">${one.service_name}</a>, ${kindText[one.kind].toLowerCase()} of ${showDay(one.made_on)} ${stateTag(one)}</li>`)}</ul>`
}
${appointmentsHtml(appointments, timeZone)}
${row.kind === 'referral' ? html`${sharedHtml(row, sent, consent, today)}${linksHtml(row, view.links, view.csrf, timeZone)}` : noHtml}
${feedback}
<h2 class="govuk-heading-m">What happened</h2>
<ol class="govuk-list newel-history">${history.map((one) => historyLine(one, reads, timeZone))}</ol>`;
}

import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import type { FlagRow } from '../actions/flags.ts';
import type { VisitRow } from '../actions/visits.ts';
import {
  isAlarm,
  longerChoices,
  mayBegin,
  placeKinds,
  riskKinds,
  stateText,
  type VisitState,
  visitState,
} from '../rules.ts';

/** What every page of visits is given. */
export type Seen = { now: Temporal.Instant; timeZone: string; csrf: Html };

const epoch = (text: string | null): number | null =>
  text === null ? null : Temporal.Instant.from(text).epochMilliseconds;

/** The state of a row at a moment. */
export const stateOf = (row: VisitRow, now: Temporal.Instant): VisitState =>
  visitState(
    {
      endsAt: Temporal.Instant.from(row.ends_at).epochMilliseconds,
      approval: row.approval,
      begunAt: epoch(row.begun_at),
      endedAt: epoch(row.ended_at),
      cancelledAt: epoch(row.cancelled_at),
      helpAt: epoch(row.help_at),
      told: row.told,
      answeredAt: epoch(row.answered_at),
    },
    now.epochMilliseconds,
  );

const stateTag = (state: VisitState): Html => tag({ text: stateText[state].text, classes: stateText[state].colour });
/** The time of day at which something ends: '15:30'. */
const clockOf = (moment: string, timeZone: string): string => showMoment(moment, timeZone).slice(-5);
const when = (row: VisitRow, timeZone: string): string =>
  `${showMoment(row.starts_at, timeZone)} to ${clockOf(row.ends_at, timeZone)}`;

/** Risks that are known, above whatever is planned. */
export function flagsHtml(caseId: string, flags: readonly FlagRow[], today: string, change = true): Html {
  if (flags.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Known risks</h2>
<ul class="govuk-list newel-flags">${flags.map(
    (flag) =>
      html`<li><strong>${riskKinds[flag.kind]}</strong>: <span class="newel-written">${flag.words}</span><br>What we do: <span class="newel-written">${flag.precautions}</span><br><span class="newel-muted">Written by ${flag.set_by_name ?? 'an import'}. ${flag.review_on <= today ? 'Due to be looked at again' : 'To be looked at again'} on ${showDay(flag.review_on)}.</span>${change ? html` <a class="govuk-link newel-no-print" href="/cases/${caseId}/risks/${flag.id}">Look at it again<span class="govuk-visually-hidden"> (${riskKinds[flag.kind]})</span></a>` : noHtml}</li>`,
  )}</ul>`;
}

/** On the overview of a case: known risks, and the way to visits. */
export const riskPart = (caseId: string, flags: readonly FlagRow[], today: string): Html =>
  html`${flagsHtml(caseId, flags, today)}<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${caseId}/visits">Visits and risks</a></p>`;

/** The visits of a case and the risks that are known. */
export function caseVisitsHtml(view: {
  caseId: string;
  visits: readonly VisitRow[];
  flags: readonly FlagRow[];
  today: string;
  seen: Seen;
}): Html {
  const { caseId, visits, flags, today, seen } = view;
  return html`<h1 class="govuk-heading-l">Visits</h1>
<p class="govuk-body">A visit away from the office has a safety plan, and somebody is told when nobody says that it ended.</p>
<div class="govuk-button-group newel-no-print">${button({ text: 'Plan a visit', href: `/cases/${caseId}/visits/new` })}<a class="govuk-link" href="/cases/${caseId}/risks/new">Write down a risk</a></div>
${flagsHtml(caseId, flags, today)}
<h2 class="govuk-heading-m">Planned and past</h2>
${
  visits.length === 0
    ? html`<p class="govuk-body">None yet.</p>`
    : table({
        stack: true,
        caption: 'Visits',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'When' }, { text: 'Where' }, { text: 'Who goes' }, { text: 'State' }],
        rows: visits.map((row) => [
          {
            html: html`<a class="govuk-link" href="/cases/${caseId}/visits/${row.id}">${when(row, seen.timeZone)}</a>`,
          },
          { text: placeKinds[row.place_kind].text },
          { text: row.worker_name },
          { html: stateTag(stateOf(row, seen.now)) },
        ]),
      })
}`;
}

const one = (row: VisitRow, csrf: Html, action: string, what: Html): Html =>
  html`<form method="post" action="/cases/${row.case_id}/visits/${row.id}" class="newel-visit__action">${csrf}${versionField(row.version)}<input type="hidden" name="_do" value="${action}">${what}</form>`;

/** What can be done with a visit in its state: large, for a telephone in one hand. */
function actionsHtml(row: VisitRow, state: VisitState, mayApprove: boolean, { csrf, now: moment }: Seen): Html {
  if (state === 'ended' || state === 'cancelled') return noHtml;
  const begun = row.begun_at !== null;
  const now = moment.epochMilliseconds;
  const parts: Html[] = [];
  if (state === 'waits for approval' && mayApprove)
    parts.push(
      one(row, csrf, 'approve', button({ text: 'Approve' })),
      html`<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/visits/${row.id}/refuse">Do not approve</a></p>`,
    );
  if (!begun && state !== 'waits for approval' && mayBegin(Temporal.Instant.from(row.starts_at).epochMilliseconds, now))
    parts.push(one(row, csrf, 'begin', button({ text: 'It has begun' })));
  if (begun || row.told > 0)
    parts.push(one(row, csrf, 'end', button({ text: 'I am safe, it has ended', classes: 'newel-visit__safe' })));
  if (begun && row.help_at === null && row.answered_at === null)
    parts.push(
      one(
        row,
        csrf,
        'longer',
        html`<fieldset class="newel-visit__longer"><legend class="govuk-label">I need longer</legend>${longerChoices.map(
          (minutes) =>
            button({
              text: `${minutes} minutes`,
              name: 'minutes',
              value: String(minutes),
              classes: 'govuk-button--secondary',
            }),
        )}</fieldset>`,
      ),
    );
  if (state !== 'waits for approval')
    parts.push(one(row, csrf, 'help', button({ text: 'I need help now', classes: 'govuk-button--warning' })));
  if (!begun && row.told === 0)
    parts.push(
      html`<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/visits/${row.id}/cancel">Cancel the visit</a></p>`,
    );
  return html`<div class="newel-visit__actions newel-no-print">${parts}</div>`;
}

/** What happened to a visit, in words. */
function storyOf(row: VisitRow, timeZone: string): { key: { text: string }; value: { text: string } }[] {
  const at = (moment: string) => showMoment(moment, timeZone);
  const lines: [string, string | null][] = [
    ['Approved by', row.approved_by_name],
    ['Began', row.begun_at === null ? null : at(row.begun_at)],
    ['Asked for help', row.help_at === null ? null : at(row.help_at)],
    ['Told of it', row.told === 0 || row.help_at !== null ? null : `${row.told} ${row.told === 1 ? 'time' : 'times'}`],
    ['Answered', row.answered_at === null ? null : `${at(row.answered_at)}, by ${row.answered_by_name}`],
    ['What they found out', row.outcome],
    ['Ended', row.ended_at === null ? null : `${at(row.ended_at)}, said by ${row.ended_by_name}`],
    ['Cancelled', row.cancelled_at === null ? null : `${at(row.cancelled_at)}: ${row.cancel_reason}`],
  ];
  return lines.flatMap(([key, value]) => (value === null ? [] : [{ key: { text: key }, value: { text: value } }]));
}

const placeRows = (row: VisitRow, timeZone: string) => [
  { key: { text: 'When' }, value: { text: when(row, timeZone) } },
  { key: { text: 'Who goes' }, value: { text: [row.worker_name, row.companion].filter(Boolean).join(', with ') } },
  { key: { text: 'Phone on the way' }, value: { text: row.phone } },
  {
    key: { text: 'Where' },
    value: { html: html`${placeKinds[row.place_kind].text}<br><span class="newel-written">${row.place}</span>` },
  },
];

/** One visit: what can be done now, then its safety plan and what happened. */
export function visitHtml(view: {
  row: VisitRow;
  flags: readonly FlagRow[];
  rulesText: string;
  mayApprove: boolean;
  today: string;
  seen: Seen;
}): Html {
  const { row, flags, mayApprove, today, seen } = view;
  const state = stateOf(row, seen.now);
  const waits =
    state === 'waits for approval' &&
    html`<p class="govuk-body">A risk is known, or the programme asks for it: the visit cannot begin before a manager has approved this plan.</p>`;
  return html`<h1 class="govuk-heading-l">Visit on ${showMoment(row.starts_at, seen.timeZone)}</h1>
<p class="govuk-body">${stateTag(state)} ${state === 'under way' || state === 'overdue' ? html`Expected to end at <strong>${clockOf(row.ends_at, seen.timeZone)}</strong>` : noHtml}</p>
${waits || noHtml}
${actionsHtml(row, state, mayApprove, seen)}
${flagsHtml(row.case_id, flags, today, false)}
<h2 class="govuk-heading-m">Safety plan</h2>
${summaryList({
  rows: [
    ...placeRows(row, seen.timeZone),
    { key: { text: 'What could go wrong' }, value: { html: html`<span class="newel-written">${row.risks}</span>` } },
    {
      key: { text: 'What we do about it' },
      value: { html: html`<span class="newel-written">${row.precautions}</span>` },
    },
    {
      key: { text: 'Who is told' },
      value: { text: [row.first_name, row.second_name].filter(Boolean).join(', then ') },
    },
    ...storyOf(row, seen.timeZone),
  ],
})}
<p class="govuk-body">${view.rulesText}</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${row.case_id}/visits">All visits</a></p>`;
}

/** Visits that concern the reader now: alarms first. */
export function aroundHtml(view: { rows: readonly VisitRow[]; userId: string | null; seen: Seen }): Html {
  const { rows, userId, seen } = view;
  const states = rows.map((row) => ({ row, state: stateOf(row, seen.now) }));
  const alarms = states.filter(({ state }) => isAlarm(state));
  const mine = states.filter(({ row, state }) => row.worker_id === userId && !isAlarm(state));
  const named = states.filter(({ row, state }) => row.worker_id !== userId && !isAlarm(state));
  const list = (title: string, of: typeof states, empty: string | null): Html =>
    of.length === 0 && empty === null
      ? noHtml
      : html`<h2 class="govuk-heading-m">${title}</h2>
${
  of.length === 0
    ? html`<p class="govuk-body">${empty}</p>`
    : html`<ul class="govuk-list newel-visits">${of.map(
        ({ row, state }) =>
          html`<li>${stateTag(state)} <a class="govuk-link" href="${row.worker_id === userId ? `/cases/${row.case_id}/visits/${row.id}` : `/visits/${row.id}/answer`}">${row.worker_id === userId ? when(row, seen.timeZone) : `${row.worker_name}, ${when(row, seen.timeZone)}`}</a></li>`,
      )}</ul>`
}`;
  return html`<h1 class="govuk-heading-l">Visits</h1>
${list('Find out whether they are safe', alarms, null)}
${list('Your visits', mine, 'You have none planned. A visit is planned on the page of a case, under Visits.')}
${list('You are the one who is told', named, null)}`;
}

/** What somebody who answers needs: who, how to reach them, and, while it is an alarm, where they are. */
export function answerHtml(view: {
  row: VisitRow;
  seen: Seen;
  mayOpenCase: boolean;
  maySeePlace: boolean;
  form: Html;
}): Html {
  const { row, seen, mayOpenCase, maySeePlace, form } = view;
  const state = stateOf(row, seen.now);
  const alarm = isAlarm(state) || state === 'overdue';
  const shown = alarm && maySeePlace;
  const facts = shown
    ? placeRows(row, seen.timeZone)
    : placeRows(row, seen.timeZone).filter(({ key }) => key.text !== 'Where');
  return html`${alarm ? warningText({ iconFallbackText: 'Warning', text: row.help_at === null ? `${row.worker_name} has not said that this visit ended. Call them. If you cannot reach them, do what your emergency plan says: do not go alone.` : `${row.worker_name} asked for help. Call them, and the emergency services where anybody is in danger.` }) : noHtml}
<h1 class="govuk-heading-l">Visit of ${row.worker_name}</h1>
<p class="govuk-body">${stateTag(state)}</p>
${summaryList({ rows: [...facts, ...(shown ? [{ key: { text: 'What could go wrong' }, value: { html: html`<span class="newel-written">${row.risks}</span>` } }] : []), ...storyOf(row, seen.timeZone)] })}
${mayOpenCase ? html`<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/visits/${row.id}">The visit and its case</a></p>` : noHtml}
${form}`;
}

/** Above the form of a plan: risks, and who is told when. */
export const aboveForm = (caseId: string, flags: readonly FlagRow[], today: string, words: string): Html =>
  joinHtml([flagsHtml(caseId, flags, today, false), html`<p class="govuk-body">${words}</p>`], html``);

/** Why the diary refused the time of a visit, above its form. */
export const refusedHtml = (words: readonly string[], mayOverride: boolean): Html =>
  insetText({
    html: html`<p class="govuk-body"><strong>This was not planned.</strong> Nothing was changed, and what you entered is kept.</p>
<ul class="govuk-list govuk-list--bullet">${words.map((text) => html`<li>${text}</li>`)}</ul>
<p class="govuk-body">Enter another time.${mayOverride ? ' Or book it all the same with a reason, at the end.' : ''}</p>`,
  });

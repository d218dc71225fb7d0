import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, summaryList, tag } from '../../kit/ui/index.ts';
import type { KeptMeeting } from '../actions/meetings.ts';
import { attendanceWords, type Meeting, modeWords, wasHeld } from '../rules/meeting.ts';

/** 'Phone, 3 Mar 2016, 09:30, 25 minutes'. */
export function whenText(meeting: Pick<Meeting, 'mode' | 'heldOn' | 'startsAt' | 'minutes'>): string {
  return [
    modeWords[meeting.mode],
    showDay(meeting.heldOn),
    meeting.startsAt,
    meeting.minutes === null ? null : meeting.minutes === 1 ? '1 minute' : `${meeting.minutes} minutes`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** 'Tue 10 Mar 2016, 10:00, phone'; null when none was agreed. */
export function nextText({ nextOn, nextAt, nextMode }: Pick<Meeting, 'nextOn' | 'nextAt' | 'nextMode'>): string | null {
  if (nextOn === null) return null;
  const how = nextMode === null ? null : modeWords[nextMode].toLowerCase();
  return [showDay(nextOn), nextAt, how].filter(Boolean).join(', ');
}

/** What a meeting made, each thing with its button for as long as it can be undone. */
function madeHtml(view: ShownMeeting): Html {
  const { meeting, path, csrf, mayUndo } = view;
  if (meeting.made.length === 0) return html`<p class="govuk-body">Nothing else was changed by it.</p>`;
  return html`<ul class="govuk-list newel-made">${meeting.made.map(
    (thing, at) =>
      html`<li><span>${thing.href === undefined ? thing.words : html`<a class="govuk-link" href="${thing.href}">${thing.words}</a>`}${
        thing.undone === undefined ? noHtml : html` ${tag({ text: 'Undone', classes: 'govuk-tag--grey' })}`
      }</span>${
        mayUndo && thing.undone === undefined
          ? html`<form method="post" action="${path}/undo">${csrf}<input type="hidden" name="thing" value="${at}">${button(
              {
                html: html`Undo<span class="govuk-visually-hidden">: ${thing.words}</span>`,
                classes: 'govuk-button--secondary',
              },
            )}</form>`
          : noHtml
      }</li>`,
  )}</ul>`;
}

/** What the page of a meeting shows. */
export type ShownMeeting = {
  meeting: KeptMeeting;
  path: string;
  csrf: Html;
  /** The reader wrote it and ten minutes are not over. */
  mayUndo: boolean;
  mayCorrect: boolean;
  mayReadPrivate: boolean;
};

/** The page of one meeting: what was recorded, what it made, and for ten minutes how to take it back. */
export function meetingHtml(view: ShownMeeting): Html {
  const { meeting, path, csrf, mayUndo } = view;
  const rows = [
    { key: { text: 'How and when' }, value: { text: whenText(meeting) } },
    { key: { text: 'Did it happen?' }, value: { text: attendanceWords[meeting.attendance] } },
    ...(meeting.reason === null ? [] : [{ key: { text: 'Why' }, value: { text: meeting.reason } }]),
    { key: { text: 'Next time' }, value: { text: nextText(meeting) ?? 'Not agreed' } },
    { key: { text: 'Recorded by' }, value: { text: meeting.authorName ?? 'Not known' } },
  ];
  return html`<h1 class="govuk-heading-l">${wasHeld(meeting.attendance) ? 'Meeting' : 'Meeting that did not happen'}</h1>
${meeting.undone ? insetText({ text: 'This meeting was taken back. Its words went back to the draft of whoever wrote it.' }) : noHtml}
${summaryList({ rows })}
<h2 class="govuk-heading-m">What was said</h2>
${meeting.note === null ? html`<p class="govuk-body">No note.</p>` : html`<p class="govuk-body newel-written">${meeting.note}</p>`}
${view.mayReadPrivate && meeting.hasPrivate ? html`<p class="govuk-body"><a class="govuk-link" href="${path}/private">Read the part only you and your manager can read</a></p>` : noHtml}
<h2 class="govuk-heading-m">What it made</h2>
${madeHtml(view)}
<div class="govuk-button-group">${
    mayUndo
      ? html`<form method="post" action="${path}/undo">${csrf}<input type="hidden" name="thing" value="all">${button({ text: 'Take it all back', classes: 'govuk-button--secondary' })}</form>`
      : noHtml
  }${view.mayCorrect && !meeting.undone ? html`<a class="govuk-link" href="${path}/correct">Correct this meeting</a>` : noHtml}</div>
${mayUndo ? html`<p class="govuk-body">You can undo for ten minutes. After that it can be corrected, and what was first written stays on file.</p>` : noHtml}`;
}

/** Meetings as a list, the latest first. */
export function meetingsHtml(view: {
  caseId: string;
  meetings: readonly KeptMeeting[];
  older: string | null;
  mayRecord: boolean;
}): Html {
  const path = `/cases/${view.caseId}`;
  return html`<h1 class="govuk-heading-l">Meetings</h1>
${view.mayRecord ? button({ text: 'Record a meeting', href: `${path}/meeting` }) : noHtml}
${
  view.meetings.length === 0
    ? html`<p class="govuk-body">No meeting has been recorded yet.</p>`
    : html`<ol class="govuk-list newel-meetings">${view.meetings.map(
        (meeting) => html`<li>
<h2 class="govuk-heading-s"><a class="govuk-link" href="${path}/meetings/${meeting.id}">${whenText(meeting)}</a>${
          wasHeld(meeting.attendance)
            ? noHtml
            : html` ${tag({ text: attendanceWords[meeting.attendance], classes: 'govuk-tag--grey' })}`
        }</h2>
<p class="govuk-body newel-written">${joinHtml([meeting.reason, meeting.note], html`<br>`)}</p></li>`,
      )}</ol>`
}
${view.older === null ? noHtml : html`<p class="govuk-body"><a class="govuk-link" rel="next" href="${view.older}">Older meetings</a></p>`}`;
}

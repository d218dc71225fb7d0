/** How events of meetings read on the timeline of a case. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { type Html, html, noHtml } from '../kit/html.ts';
import { nextText, whenText } from './pages/show.ts';
import { attendanceWords, type Meeting } from './rules/meeting.ts';

type Payload = Readonly<Record<string, unknown>>;

const has = (payload: Payload): boolean => typeof payload.heldOn === 'string' && typeof payload.mode === 'string';
const link = (payload: Payload, caseId: string): { href: string } | Record<never, never> =>
  typeof payload.recordId === 'string' ? { href: `/cases/${caseId}/meetings/${payload.recordId}` } : {};

function words(payload: Payload): Html {
  const meeting = payload as unknown as Meeting;
  const next = typeof meeting.nextOn === 'string' ? nextText(meeting) : null;
  return html`<p class="govuk-body">${whenText(meeting)}</p>${
    typeof meeting.reason === 'string' ? html`<p class="govuk-body">${meeting.reason}</p>` : noHtml
  }${typeof meeting.note === 'string' ? html`<p class="govuk-body newel-written">${meeting.note}</p>` : noHtml}${
    next === null ? noHtml : html`<p class="govuk-body">Next: ${next}</p>`
  }`;
}

const entry = (title: string, payload: Payload, caseId: string): Entry => ({
  title,
  ...(has(payload) ? { detail: words(payload) } : {}),
  ...link(payload, caseId),
});

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'meeting.held': (payload, caseId) => entry('Meeting', payload, caseId),
  'meeting.missed': (payload, caseId) => {
    const why = attendanceWords[payload.attendance as Meeting['attendance']];
    return entry(why === undefined ? 'Meeting that did not happen' : `Meeting: ${why.toLowerCase()}`, payload, caseId);
  },
  'meeting.corrected': (payload, caseId) =>
    entry('Meeting corrected', { ...((payload.after ?? {}) as Payload), recordId: payload.recordId }, caseId),
  'meeting.undone': (payload, caseId) => ({ title: 'Meeting taken back', ...link(payload, caseId) }),
  'meeting.part_undone': (payload, caseId) => ({
    title: `Undone: ${typeof payload.words === 'string' ? payload.words : 'part of a meeting'}`,
    ...link(payload, caseId),
  }),
};

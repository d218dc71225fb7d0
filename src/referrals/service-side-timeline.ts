/** How what a service did besides its moves reads on the timeline of a case. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html } from '../kit/html.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const day = (value: unknown): string => (text(value) === '' ? 'not known' : showDay(text(value)));

function entry(title: string, payload: Payload, caseId: string, lines: readonly string[] = []): Entry {
  const said = [...lines, text(payload.words)].filter((line) => line !== '');
  return {
    title: `${title}: ${text(payload.organisation) === '' ? text(payload.service) : text(payload.organisation)}`,
    ...(said.length === 0
      ? {}
      : { detail: html`${said.map((line) => html`<p class="govuk-body newel-written">${line}</p>`)}` }),
    ...(typeof payload.recordId === 'string' ? { href: `/cases/${caseId}/referrals/${payload.recordId}` } : {}),
  };
}

const sessions = (payload: Payload): string =>
  typeof payload.attended === 'number'
    ? `Came ${payload.attended} times${typeof payload.planned === 'number' ? ` of ${payload.planned}` : ''}`
    : '';

/** Renderers of these events. */
export const serviceSideTimeline: Renderers = {
  'service referral.link sent': (payload, caseId) => entry('A link to answer by was sent', payload, caseId),
  'service referral.asked': (payload, caseId) => entry('A service asks', payload, caseId),
  'service referral.feedback': (payload, caseId) =>
    entry(
      payload.final === true ? 'Final report of a service' : 'How it is going, as a service says',
      payload,
      caseId,
      [
        sessions(payload),
        text(payload.milestone) === '' ? '' : `Milestone: ${text(payload.milestone)}`,
        text(payload.nextStep) === '' ? '' : `They would do next: ${text(payload.nextStep)}`,
        payload.afterEnd === true
          ? 'It came after the referral was closed'
          : payload.late === true
            ? 'It came late'
            : '',
      ],
    ),
  'service referral.covered': (payload, caseId) =>
    entry('Another worker of the service sees them', payload, caseId, [
      `${text(payload.cover)}, while ${text(payload.before)} is away`,
    ]),
  'service referral.onward': (payload, caseId) =>
    entry(
      payload.recommended === true ? 'A service recommends another' : 'A service would send them on',
      payload,
      caseId,
      [`To ${text(payload.next)}`],
    ),
  'service referral.wait changed': (payload, caseId) =>
    entry('Another day is expected for a place', payload, caseId, [
      `${day(payload.expected)} in place of ${day(payload.before)}`,
    ]),
  'service referral.place offered': (payload, caseId) =>
    entry('There is a place', payload, caseId, [`From ${day(payload.from)}`]),
  'service referral.place lapsed': (payload, caseId) =>
    entry('A place was not taken in time, and goes to the next', payload, caseId),
};

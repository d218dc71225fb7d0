/** How events of appointments read on the timeline of a case. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html, noHtml } from '../kit/html.ts';
import { askedWords, type Kind, kindWords, type Mode, modeWords, type Outcome, stateWords } from './rules/words.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** '8 Mar 2005 at 10:00, phone, with Priya Shah'. */
function factsText(payload: Payload): string {
  const day = text(payload.day);
  const place =
    payload.mode === 'in_person' ? `at ${text(payload.site)}` : (modeWords[payload.mode as Mode] ?? '').toLowerCase();
  return [
    day === '' ? '' : `${showDay(day)} at ${text(payload.at)}`,
    place,
    payload.staff === undefined ? '' : `with ${text(payload.staff)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
const what = (payload: Payload): string => kindWords[payload.kind as Kind] ?? 'Appointment';

function entry(title: string, payload: Payload, caseId: string, more: string[] = []): Entry {
  const lines = [factsText(payload), ...more].filter((line) => line !== '');
  return {
    title,
    ...(lines.length === 0 ? {} : { detail: html`${lines.map((line) => html`<p class="govuk-body">${line}</p>`)}` }),
    ...(typeof payload.recordId === 'string' ? { href: `/cases/${caseId}/appointments/${payload.recordId}` } : {}),
  };
}
const sub = (value: unknown): Payload => (typeof value === 'object' && value !== null ? (value as Payload) : {});
const asked = (payload: Payload): string =>
  payload.askedBy === 'us' || payload.askedBy === 'them'
    ? `Who asked: ${askedWords[payload.askedBy].toLowerCase()}`
    : '';
const passed = (payload: Payload): string => {
  const { reason } = sub(payload.override);
  return typeof reason === 'string' ? `A limit was passed: ${reason}` : '';
};
const stateText = (payload: Payload): string => stateWords[payload.state as Outcome] ?? '';

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'appointment.booked': (payload, caseId) => entry(`${what(payload)} booked`, payload, caseId, [passed(payload)]),
  'appointment.moved': (payload, caseId) =>
    entry(`${what(sub(payload.after))} moved`, sub(payload.after), caseId, [
      `Before: ${factsText(sub(payload.before))}`,
      asked(payload),
      text(payload.reason),
      passed(payload),
    ]),
  'appointment.passed_on': (payload, caseId) =>
    entry(`${what(payload)} goes to the new key worker`, payload, caseId, [`Before: with ${text(payload.from)}`]),
  'appointment.cancelled': (payload, caseId) =>
    entry(`${what(payload)} cancelled ${payload.askedBy === 'us' ? 'by us' : 'by them'}`, payload, caseId, [
      text(payload.reason),
    ]),
  'appointment.attended': (payload, caseId) =>
    entry(
      payload.state === 'late'
        ? `${what(payload)}: came ${String(payload.lateMinutes)} minutes late`
        : `${what(payload)}: attended`,
      payload,
      caseId,
      [text(payload.reason)],
    ),
  'appointment.missed': (payload, caseId) =>
    entry(`${what(payload)}: did not come or answer`, payload, caseId, [text(payload.reason)]),
  'appointment.corrected': (payload, caseId) =>
    entry(`${what(payload)}: outcome corrected`, payload, caseId, [
      `${stateText(sub(payload.before))}, now: ${stateText(sub(payload.after))}`,
      text(payload.why),
    ]),
  'appointment.reopened': (payload, caseId) =>
    entry(`${what(payload)}: outcome taken back with its meeting`, payload, caseId, [stateText(sub(payload.before))]),
  'appointment.heavy': (payload, caseId) => ({
    ...entry(
      payload.heavy === true ? 'Time kept free after an appointment' : 'Time after an appointment freed',
      payload,
      caseId,
    ),
    ...(payload.heavy === undefined ? { detail: noHtml } : {}),
  }),
  'appointment.waits': (_payload, caseId) => ({
    title: 'Waits for an earlier time',
    href: `/cases/${caseId}/appointments`,
  }),
  'appointment.wait_ended': () => ({ title: 'Waits for an earlier time no longer' }),
  'appointment.offered': (payload, caseId) => ({
    title: 'An earlier time was offered',
    ...(typeof payload.day === 'string' ? { detail: html`<p class="govuk-body">${showDay(payload.day)}</p>` } : {}),
    href: `/cases/${caseId}/appointments`,
  }),
  'appointment.offer_declined': () => ({ title: 'An earlier time was declined' }),
};

/** How changes of hours and wage, weeks, offers and changes of benefit read on the timeline of a case. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { counted, poundsText } from '../kit/counted.ts';
import { type Html, html, joinHtml } from '../kit/html.ts';

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const part = (value: unknown): Payload => (typeof value === 'object' && value !== null ? (value as Payload) : {});
const titled = (title: string, about: unknown): string => (text(about) === null ? title : `${title}: ${text(about)}`);

function paragraph(lines: readonly (Html | string | false | null)[]): { detail: Html } | Record<never, never> {
  const kept = lines.filter((line) => line !== false && line !== null);
  return kept.length === 0 ? {} : { detail: html`<p class="govuk-body">${joinHtml(kept, html`<br>`)}</p>` };
}

/** '16 hours a week, £7.20 an hour'. */
function terms(given: unknown, symbol: unknown): string {
  const { hoursPerWeek, hourlyWagePence } = part(given);
  const [hours, wage] = [figure(hoursPerWeek), figure(hourlyWagePence)];
  const words = [
    hours === null ? null : `${counted(hours, 'hour')} a week`,
    wage === null ? null : `${poundsText(wage, text(symbol) ?? undefined)} an hour`,
  ].filter((one) => one !== null);
  return words.join(', ') || 'not known';
}

const written = (words: unknown): Html | null =>
  text(words) === null ? null : html`<span class="newel-written">${text(words)}</span>`;
const inCase = (caseId: string): { href: string } => ({ href: `/cases/${caseId}/jobs` });

function offered(payload: Payload, caseId: string, title: string): Entry {
  const { employer, work, answer, reasonLabel, words } = payload;
  const what = [text(work), text(employer)].filter((one) => one !== null).join(', ');
  return {
    title: titled(title, what),
    ...paragraph([
      answer === 'accepted' ? 'Accepted' : answer === 'declined' ? 'Declined' : 'Not decided yet',
      text(reasonLabel),
      written(words),
    ]),
    ...inCase(caseId),
  };
}

function week(payload: Payload, caseId: string, title: string, given: unknown): Entry {
  const { hours, payPence } = part(given);
  const [worked, pay] = [figure(hours), figure(payPence)];
  return {
    title: titled(title, payload.employer),
    ...paragraph([
      [
        text(payload.weekFrom) !== null && `Week of ${showDay(text(payload.weekFrom))}`,
        worked !== null && counted(worked, 'hour'),
        pay !== null && poundsText(pay, text(payload.symbol) ?? undefined),
      ]
        .filter((one) => one !== false)
        .join(', '),
    ]),
    ...inCase(caseId),
  };
}

/** What was withdrawn, and why. `about` is what it was. */
const withdrawn = (payload: Payload, caseId: string, title: string, about: string | null): Entry => ({
  title: titled(title, about),
  ...paragraph([written(payload.reason)]),
  ...inCase(caseId),
});

function benefit(payload: Payload, caseId: string, corrected: boolean): Entry {
  const title = payload.direction === 'return to benefit' ? 'Back on benefit' : 'Off benefit';
  return {
    title: `${titled(title, payload.benefit)}${corrected ? ' (corrected)' : ''}`,
    ...paragraph([text(payload.reasonLabel), written(payload.words)]),
    ...inCase(caseId),
  };
}

/** Renderers of these events. */
export const jobsTimeline: Renderers = {
  'job.terms changed': (payload, caseId) => ({
    title: titled('Hours and wage', payload.employer),
    ...paragraph([`${terms(payload.after, payload.symbol)}; before, ${terms(payload.before, payload.symbol)}`]),
    ...inCase(caseId),
  }),
  'job.terms removed': (payload, caseId) => ({
    title: titled('A change of hours and wage was removed', payload.employer),
    ...paragraph([terms(payload.before, payload.symbol)]),
    ...inCase(caseId),
  }),
  'job.week recorded': (payload, caseId) => week(payload, caseId, 'A week at work', payload.after),
  'job.week removed': (payload, caseId) => week(payload, caseId, 'A week at work was removed', payload.before),
  'job.withdrawn': (payload, caseId) => {
    const { employer, startedOn } = part(payload.before);
    const from = text(startedOn) === null ? null : `from ${showDay(text(startedOn))}`;
    return withdrawn(payload, caseId, 'Job withdrawn', [text(employer), from].filter(Boolean).join(', '));
  },
  'job.offer withdrawn': (payload, caseId) => {
    const { employer, work } = part(payload.before);
    return withdrawn(
      payload,
      caseId,
      'Offer of a job withdrawn',
      [text(work), text(employer)].filter(Boolean).join(', '),
    );
  },
  'benefit.withdrawn': (payload, caseId) => {
    const { direction, changedOn } = part(payload.before);
    const what = direction === 'return to benefit' ? 'Back on benefit' : 'Off benefit';
    return withdrawn(payload, caseId, `${what} withdrawn`, text(changedOn) === null ? null : showDay(text(changedOn)));
  },
  'job.offered': (payload, caseId) => offered(payload, caseId, 'Offer of a job'),
  'job.offer changed': (payload, caseId) => offered(payload, caseId, 'Offer of a job changed'),
  'benefit.changed': (payload, caseId) => benefit(payload, caseId, false),
  'benefit.corrected': (payload, caseId) => benefit(payload, caseId, true),
};

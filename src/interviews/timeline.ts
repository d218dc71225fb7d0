/** How events of interviews read on the timeline of a case. */
import type { Entry, Renderer, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html, joinHtml } from '../kit/html.ts';

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const day = (value: unknown): string | null => (text(value) === null ? null : showDay(text(value)));
const numbered = ({ number, of }: Payload): string =>
  typeof number === 'number'
    ? `Interview ${number}${typeof of === 'number' && of > 0 ? ` of ${of}` : ''}`
    : 'Voluntary interview';

function entry(title: string, lines: readonly (string | null | false)[], href?: string): Entry {
  const known = lines.filter((line) => line !== null && line !== false && line !== '');
  return {
    title,
    ...(known.length > 0 && { detail: html`<p class="govuk-body newel-written">${joinHtml(known, html`<br>`)}</p>` }),
    ...(href !== undefined && { href }),
  };
}

const list = (caseId: string): string => `/cases/${caseId}/interviews`;
/** An entry that leads to the record below the interviews. */
const below =
  (
    path: string,
    title: (payload: Payload) => string,
    lines: (payload: Payload) => (string | null | false)[],
  ): Renderer =>
  (payload, caseId) =>
    entry(
      title(payload),
      lines(payload),
      text(payload.recordId) === null ? list(caseId) : `${list(caseId)}/${path}/${payload.recordId}`,
    );
const plain =
  (title: (payload: Payload) => string, lines: (payload: Payload) => (string | null | false)[]): Renderer =>
  (payload, caseId) =>
    entry(title(payload), lines(payload), list(caseId));

const words = ({ words: said }: Payload): string | null => text(said);
const when = (label: string, value: unknown): string | null => (day(value) === null ? null : `${label} ${day(value)}`);

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'series.started': plain(
    ({ series }) =>
      text(series) === null ? 'No series of interviews for this claim' : `Series of interviews: ${series}`,
    (payload) => [
      when('Claim began', payload.claimOn),
      when('First proposed for', payload.first),
      text(payload.because),
      text(payload.exemption) !== null && 'The person is exempt',
    ],
  ),
  'series.exempted': plain(
    () => 'Need not come to interviews any more',
    ({ label }) => [text(label)],
  ),
  'series.protection changed': plain(
    () => 'What comes first if they do not come',
    ({ labels }) => [Array.isArray(labels) && labels.length > 0 ? labels.join(', ') : 'Nothing'],
  ),
  'series.voluntary': plain(
    () => 'Goes on of their own accord',
    ({ after }) => [text(after)],
  ),
  'series.afterwards': plain(
    () => 'Agreed for the time after the last interview',
    (payload) => [
      text(payload.label),
      payload.place === 'waiting' && 'Waits for a voluntary place',
      when('Next call', payload.callOn),
    ],
  ),
  'series.called': plain(
    () => 'Call to keep in touch',
    (payload) => [words(payload), when('Next call', payload.nextOn)],
  ),
  'interview.booked': plain(
    (payload) =>
      `${numbered(payload)} booked for ${day(payload.on) ?? 'a day'}${text(payload.at) === null ? '' : ` at ${payload.at}`}`,
    (payload) => [when('In the series', payload.dueOn)],
  ),
  'interview.held': plain(
    (payload) => `${numbered(payload)} was held`,
    () => [],
  ),
  'interview.gap told': plain(
    () => 'Why an interview was not on its day',
    (payload) => [text(payload.label), words(payload)],
  ),
  'screening.done': below(
    'screening',
    ({ result }) => `Screening: ${result}`,
    ({ because, judgement }) => [
      Array.isArray(because) ? `The person ${because.join('; ')}` : null,
      text(judgement) !== null && `The worker’s own view: ${judgement}`,
    ],
  ),
  'screening.override asked': below(
    'screening',
    ({ result }) => `Asked for another result than ${result}`,
    (payload) => [words(payload)],
  ),
  'screening.override decided': below(
    'screening',
    ({ final }) => `A second person decided: ${final}`,
    ({ agreed }) => [agreed === true ? 'As the worker asked' : 'As the screening had it'],
  ),
  'screening.accepted': below(
    'screening',
    () => 'Screened out: no more interviews are asked for',
    () => [],
  ),
  'failure.begun': below(
    'failures',
    (payload) => `Did not come to ${numbered(payload).toLowerCase()}`,
    (payload) => [
      when('Letter of', payload.letterOn),
      text(payload.rule),
      payload.protected === true && 'A visit comes first',
    ],
  ),
  'failure.attempt made': below(
    'failures',
    ({ number, most }) => `Attempt ${number} of ${most} to reach them`,
    (payload) => [text(payload.label), payload.reached === true ? 'Reached' : 'Not reached', words(payload)],
  ),
  'failure.visited': below(
    'failures',
    () => 'Visit after a missed interview',
    (payload) => [text(payload.label), words(payload)],
  ),
  'failure.cause told': below(
    'failures',
    ({ good }) => (good === true ? 'A good cause for not coming' : 'Why they did not come'),
    (payload) => [text(payload.label), words(payload), payload.inTime === false && 'After the last day'],
  ),
  'failure.proposed': below(
    'failures',
    () => 'Proposed what follows',
    (payload) => [text(payload.label), words(payload)],
  ),
  'failure.decided': below(
    'failures',
    ({ agreed }) => (agreed === true ? 'Decided: agreed' : 'Decided: not agreed'),
    (payload) => [text(payload.label), words(payload)],
  ),
  'interview.information given': plain(
    () => 'Leaflet given',
    (payload) => [text(payload.label), words(payload)],
  ),
  'requirement.deferred': below(
    'changes',
    () => 'Interview put off',
    (payload) => [
      text(payload.label),
      text(payload.awaited),
      when('Until', payload.returnsOn),
      when('Looked at again on', payload.reviewOn),
    ],
  ),
  'requirement.waiver asked': below(
    'changes',
    () => 'Waiver asked for',
    (payload) => [text(payload.label), words(payload), payload.scope === 'rest' && 'All interviews that are left'],
  ),
  'requirement.waiver decided': below(
    'changes',
    ({ approved }) => (approved === true ? 'Waiver approved' : 'Waiver refused'),
    (payload) => [text(payload.label), words(payload)],
  ),
  'requirement.reviewed': below(
    'changes',
    () => 'Waived or put off: looked at again',
    (payload) => [
      text(payload.label),
      words(payload),
      when('Until', payload.returnsOn),
      when('Looked at again on', payload.reviewOn),
    ],
  ),
  'requirement.ended': below(
    'changes',
    () => 'Waived or put off: ended',
    (payload) => [text(payload.label), words(payload)],
  ),
};

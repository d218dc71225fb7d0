import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml } from '../../kit/html.ts';
import type { Renderer, Renderers } from './timeline.ts';

/** How much of a note the timeline shows; the rest is a click away. */
const shownCharacters = 1500;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const part = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function note(payload: Record<string, unknown>, recordId: unknown, caseId: string, title: string) {
  const body = text(payload.body) ?? '';
  const id = text(recordId);
  const shown = body.length > shownCharacters ? `${body.slice(0, shownCharacters).trimEnd()} …` : body;
  return {
    title,
    detail: html`<p class="govuk-body newel-written">${shown}</p>${
      body.length > shownCharacters && id !== undefined
        ? html`<p class="govuk-body"><a class="govuk-link" href="/cases/${caseId}/notes/${id}">Read the whole note</a></p>`
        : ''
    }`,
    ...(id === undefined ? {} : { href: `/cases/${caseId}/notes/${id}` }),
  };
}

/** 'Area: Bolton. Reason: moved house' for what is there. */
function lines(pairs: readonly (readonly [string, unknown])[]): { detail: Html } | Record<never, never> {
  const known = pairs.flatMap(([label, value]) => {
    const shown = text(value);
    return shown === undefined ? [] : [`${label}: ${/^\d{4}-\d\d-\d\d$/.test(shown) ? showDay(shown) : shown}`];
  });
  return known.length === 0 ? {} : { detail: html`<p class="govuk-body">${joinHtml(known, html`<br>`)}</p>` };
}

/** What changed: 'Benefit: JSA → ESA', from an event that keeps `changes` as { asked, before, after } in words. */
export function changesHtml(changes: unknown): Html | undefined {
  if (!Array.isArray(changes) || changes.length === 0) return undefined;
  return html`<ul class="govuk-list newel-changes">${changes.map((change: unknown) => {
    const { asked, before, after } = part(change);
    return html`<li>${text(asked)}: <del>${text(before) ?? 'Not known'}</del> <span class="govuk-visually-hidden">became</span> <ins>${text(after) ?? 'Not known'}</ins></li>`;
  })}</ul>`;
}

const correction =
  (title: string, path?: string): Renderer =>
  (payload, caseId) => {
    const detail = changesHtml(payload.changes);
    return {
      title,
      ...(detail === undefined ? {} : { detail }),
      ...(path === undefined ? {} : { href: `/cases/${caseId}${path}` }),
    };
  };

/** Events of this room and, because it depends on no other room, of the person. */
export const timeline: Renderers = {
  'note.added': (payload, caseId) => note(payload, payload.recordId, caseId, 'Note'),
  'note.corrected': (payload, caseId) => note(part(payload.after), payload.recordId, caseId, 'Note, corrected'),
  'case.referred': (payload) => ({
    title: 'Referred',
    ...lines([
      ['Source', payload.source ?? payload.referralSource],
      ['Area', payload.area],
      ['Provider', payload.provider],
    ]),
  }),
  'case.referral.corrected': correction('Referral corrected', '/referral'),
  'case.referred.corrected': correction('Referral corrected', '/referral'),
  'case.attached': (payload) => ({
    title: 'Attached',
    ...lines([
      ['Key worker', payload.keyWorkerName ?? payload.keyWorker],
      ['Conditions', payload.evidenced === false ? 'not evidenced' : undefined],
    ]),
  }),
  'case.attached.corrected': correction('Attachment corrected', '/attachment'),
  'case.attachment.corrected': correction('Attachment corrected', '/attachment'),
  'case.moved': (payload) => ({
    title: 'Moved to another area',
    ...lines([
      ['From', payload.from ?? payload.fromArea],
      ['To', payload.to ?? payload.toArea],
    ]),
  }),
  'case.moved.corrected': correction('Move to another area corrected'),
  'case.reassigned': (payload) => ({
    title: 'Key worker changed',
    ...lines([
      ['From', payload.from],
      ['To', payload.to],
      ['Reason', payload.reason],
    ]),
  }),
  'case.not attached': (payload) => ({ title: 'Not attached', ...lines([['Reason', payload.reason]]) }),
  'case.closed': (payload) => ({ title: 'Case closed', ...lines([['Reason', payload.reason]]) }),
  'case.reopened': (payload) => ({ title: 'Case reopened', ...lines([['Reason', payload.reason]]) }),
  'person.corrected': correction('Personal details changed', '/person'),
  'duplicate.queued': (payload) => ({
    title: 'A second referral was put aside for review',
    ...lines([['Reference', payload.sourceRef]]),
  }),
  'duplicate.decided': (payload) => ({
    title: 'A second referral was reviewed',
    ...lines([['Decision', payload.state ?? payload.decision]]),
  }),
};

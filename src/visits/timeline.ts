/** How events of visits read on the timeline of a case. */
import type { Renderers } from '../cases/rules.ts';
import { html } from '../kit/html.ts';
import { placeKinds, riskKinds } from './rules.ts';

const lookUp = (table: Readonly<Record<string, unknown>>, key: unknown): string | null => {
  const found = typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : null;
  if (typeof found === 'string') return found;
  return found !== null && typeof found === 'object' && 'text' in found ? String(found.text) : null;
};
const titled = (title: string, more: string | null): string => (more === null ? title : `${title}: ${more}`);
const visitLink = (payload: Readonly<Record<string, unknown>>, caseId: string) =>
  typeof payload.recordId === 'string' ? { href: `/cases/${caseId}/visits/${payload.recordId}` } : {};
const detail = (text: unknown) =>
  typeof text === 'string' && text !== '' ? { detail: html`<p class="govuk-body newel-written">${text}</p>` } : {};

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'visit.planned': (payload, caseId) => ({
    title: titled('Visit planned', lookUp(placeKinds, payload.placeKind)),
    ...visitLink(payload, caseId),
  }),
  'visit.approved': (payload, caseId) => ({ title: 'Visit approved', ...visitLink(payload, caseId) }),
  'visit.refused': (payload, caseId) => ({
    title: 'Visit not approved, and cancelled',
    ...detail(payload.reason),
    ...visitLink(payload, caseId),
  }),
  'visit.begun': (payload, caseId) => ({ title: 'Visit begun', ...visitLink(payload, caseId) }),
  'visit.lengthened': (payload, caseId) => ({ title: 'Visit takes longer', ...visitLink(payload, caseId) }),
  'visit.ended': (payload, caseId) => ({ title: 'Visit ended safely', ...visitLink(payload, caseId) }),
  'visit.cancelled': (payload, caseId) => ({
    title: 'Visit cancelled',
    ...detail(payload.reason),
    ...visitLink(payload, caseId),
  }),
  'visit.help asked': (payload, caseId) => ({ title: 'Help asked for on a visit', ...visitLink(payload, caseId) }),
  'visit.alarm raised': (payload, caseId) => ({
    title: 'A visit had not ended: somebody was told',
    ...visitLink(payload, caseId),
  }),
  'visit.answered': (payload, caseId) => ({ title: 'Somebody answered for a visit', ...visitLink(payload, caseId) }),
  'risk.flagged': (payload) => ({
    title: titled('Risk written down', lookUp(riskKinds, payload.kind)),
    ...detail(payload.words),
  }),
  'risk.kept': (payload) => ({ title: titled('Risk still stands', lookUp(riskKinds, payload.kind)) }),
  'risk.cleared': (payload) => ({
    title: titled('Risk cleared', lookUp(riskKinds, payload.kind)),
    ...detail(payload.reason),
  }),
};

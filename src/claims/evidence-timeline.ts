/** How events of evidence read on the timeline of a case. */
import type { Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { counted } from '../kit/counted.ts';
import { html } from '../kit/html.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (payload: Payload, name: string): string => (typeof payload[name] === 'string' ? payload[name] : '');
const what = (payload: Payload): string => {
  const kind = text(payload, 'kind');
  const on = text(payload, 'datedOn');
  return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}${on === '' ? '' : `, ${showDay(on)}`}`;
};

/** Renderers of evidence. */
export const evidenceTimeline: Renderers = {
  'claim.evidence recorded': (payload, caseId) => ({
    title: `Evidence: ${what(payload)}`,
    detail: html`<p class="govuk-body">From ${text(payload, 'source').toLowerCase()}. ${typeof payload.files === 'number' && payload.files > 0 ? counted(payload.files, 'file') : 'No file'}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.evidence withdrawn': (payload, caseId) => ({
    title: `Evidence withdrawn: ${what(payload)}`,
    detail: html`<p class="govuk-body">${text(payload, 'reason')}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
};

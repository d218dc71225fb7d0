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
  'claim.evidence ticked': (payload, caseId) => ({
    title: `Evidence proves more: ${what(payload)}`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.evidence withdrawn': (payload, caseId) => ({
    title: `Evidence withdrawn: ${what(payload)}`,
    detail: html`<p class="govuk-body">${text(payload, 'reason')}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.employer asked': (payload, caseId) => ({
    title: 'An employer was asked to confirm a job',
    detail: html`<p class="govuk-body">Reference ${text(payload, 'reference')}. The person agreed on ${showDay(text(payload, 'agreedOn') || null)}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.employer stopped': (payload, caseId) => ({
    title:
      payload.refused === true
        ? 'The question to an employer was stopped: the person said no'
        : 'The question to an employer was taken back',
    detail: html`<p class="govuk-body">Reference ${text(payload, 'reference')}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.employer opened': (payload, caseId) => ({
    title: 'The link to an employer was opened',
    detail: html`<p class="govuk-body">Reference ${text(payload, 'reference')}. Its page says whom it is about</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.employer answered': (payload, caseId) => ({
    title: payload.confirms === true ? 'The employer confirmed the job' : 'The employer did not confirm the job',
    detail: html`<p class="govuk-body">Reference ${text(payload, 'reference')}. The answer is kept as evidence${payload.look === true ? ', and somebody has to look at what it proves' : ''}</p>`,
    href: `/cases/${caseId}/evidence`,
  }),
  'claim.trade recorded': (payload, caseId) => ({
    title: payload.direction === 'spent' ? 'Spent in their own business' : 'Received in their own business',
    href: `/cases/${caseId}/evidence/ledger/${text(payload, 'jobId')}`,
  }),
  'claim.trade struck': (payload, caseId) => ({
    title: 'An entry of the ledger was struck out',
    detail: html`<p class="govuk-body">${text(payload, 'reason')}</p>`,
    href: `/cases/${caseId}/evidence/ledger/${text(payload, 'jobId')}`,
  }),
};

/** How a need that was not met reads on the timeline of a case. */
import type { Renderers } from '../cases/rules.ts';
import { html } from '../kit/html.ts';
import { unmetReasons } from './rules/codes.ts';

const reasons: Readonly<Record<string, string>> = unmetReasons;

/** Renderers of events about unmet needs. */
export const unmetTimeline: Renderers = {
  'unmet need.logged': ({ reason, words }, caseId) => ({
    title: `No service was found${typeof reason === 'string' && Object.hasOwn(reasons, reason) ? `: ${reasons[reason]}` : ''}`,
    ...(typeof words === 'string' && words !== ''
      ? { detail: html`<p class="govuk-body newel-written">${words}</p>` }
      : {}),
    href: `/cases/${caseId}/services`,
  }),
};

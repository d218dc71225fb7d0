/** How events of the finder read on the timeline of a case. */
import type { Renderers } from '../cases/rules.ts';
import { html } from '../kit/html.ts';
import { type AsideReason, asideReasons, type Signal, signals } from './rules/finder.ts';

type Payload = Readonly<Record<string, unknown>>;
const about = (payload: Payload): string => {
  const label = signals[payload.signal as Signal]?.label;
  return label === undefined ? '' : `: ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
};

/** Renderers of the finder's events. */
export const finderTimeline: Renderers = {
  'outcome.confirmed': (payload, caseId) => ({
    title: `An unclaimed outcome${about(payload)}`,
    href: `/cases/${caseId}/claims`,
  }),
  'outcome.put_aside': (payload, caseId) => {
    const reason = asideReasons[payload.reason as AsideReason]?.label ?? 'No reason is known';
    const words = typeof payload.words === 'string' ? ` ${payload.words}` : '';
    return {
      title: `No unclaimed outcome${about(payload)}`,
      detail: html`<p class="govuk-body">${reason}.${words}</p>`,
      href: `/cases/${caseId}/claims`,
    };
  },
};

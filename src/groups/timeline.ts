/** How events of group sessions read on the timeline of a case. */
import type { Renderer, Renderers } from '../cases/rules.ts';
import { html } from '../kit/html.ts';

const told =
  (what: string): Renderer =>
  ({ title, reason, recordId }) => ({
    title: typeof title === 'string' ? `${what}: ${title}` : what,
    ...(typeof reason === 'string' && reason !== 'Not known'
      ? { detail: html`<p class="govuk-body newel-written">${reason}</p>` }
      : {}),
    ...(typeof recordId === 'string' ? { href: `/groups/${recordId}` } : {}),
  });

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'group.booked': told('Place in a group session'),
  'group.waiting': told('Waits for a place in a group session'),
  'group.moved up': told('Was given the place they waited for'),
  'group.given up': told('Place in a group session given up'),
  'group.moved': told('Group session moved by us'),
  'group.cancelled': told('Group session cancelled by us'),
  'group.attended': told('Came to a group session'),
  'group.missed': told('Did not come to a group session'),
};

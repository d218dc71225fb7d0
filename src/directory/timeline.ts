import type { Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html } from '../kit/html.ts';

/** How what is done in the directory for one case reads on its timeline. */
export const timeline: Renderers = {
  'service referral.exception given': ({ serviceId, service, reason, to }) => ({
    title: `An exception: ${typeof service === 'string' ? service : 'a service'} may be used${typeof to === 'string' ? ` until ${showDay(to)}` : ''}`,
    ...(typeof reason === 'string' && reason !== ''
      ? { detail: html`<p class="govuk-body newel-written">${reason}</p>` }
      : {}),
    ...(typeof serviceId === 'string' ? { href: `/directory/services/${serviceId}` } : {}),
  }),
};

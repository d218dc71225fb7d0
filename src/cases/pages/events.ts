import type { EventRow } from '../../access/actions.ts';
import { dayOf, showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { details } from '../../kit/ui/index.ts';
import type { Entry, Renderers } from '../rules.ts';

/** Where the page stands: today, and the site's time zone. */
export type Place = { today: string; timeZone: string };

/** An event that no room renders: a newer version's, or one whose room was taken out. */
const unknown = (kind: string): Entry => ({ title: kind.replaceAll('.', ' ').replace(/^./, (c) => c.toUpperCase()) });

/** One event as an entry. A payload that a retention rule erased leaves the kind and the day. */
export function entryOf(event: Pick<EventRow, 'kind' | 'payload'>, renderers: Renderers, caseId: string): Entry {
  const render = Object.hasOwn(renderers, event.kind) ? renderers[event.kind] : undefined;
  if (event.payload === null) {
    const { title } = render === undefined ? unknown(event.kind) : render({}, caseId);
    return {
      title,
      detail: html`<p class="govuk-body">The content was erased because the time for keeping it is over.</p>`,
    };
  }
  return render === undefined ? unknown(event.kind) : render(event.payload, caseId);
}

/**
 * Events as an ordered list, newest first. A record that was corrected further up shows its first version folded away, so
 * that nobody reads it for what holds.
 */
export function eventList(events: readonly EventRow[], renderers: Renderers, caseId: string, place: Place): Html {
  const corrected = new Set<unknown>();
  return html`<ol class="moj-timeline newel-timeline" role="list">${events.map((event) => {
    const entry = entryOf(event, renderers, caseId);
    const recordId = event.payload?.recordId;
    const superseded = recordId !== undefined && corrected.has(recordId);
    if (recordId !== undefined && event.kind.endsWith('.corrected')) corrected.add(recordId);
    return eventItem(event, superseded ? folded(entry) : entry, place);
  })}</ol>`;
}

function folded(entry: Entry): Entry {
  if (entry.detail === undefined) return { title: `${entry.title} (corrected since)` };
  return {
    title: `${entry.title} (corrected since)`,
    detail: details({ summaryText: 'As it was first written', html: entry.detail }),
  };
}

function eventItem(event: EventRow, entry: Entry, { today, timeZone }: Place): Html {
  const title =
    entry.href === undefined ? entry.title : html`<a class="govuk-link" href="${entry.href}">${entry.title}</a>`;
  const recorded = dayOf(event.at, timeZone);
  const late = recorded !== event.happened_on;
  const word = event.payload?.imported === true ? 'imported' : 'recorded';
  return html`<li class="moj-timeline__item">
<div class="moj-timeline__header"><h3 class="moj-timeline__title">${title}</h3> ${
    event.actor_name === null ? noHtml : html`<p class="moj-timeline__byline">by ${event.actor_name}</p>`
  }</div>
<p class="moj-timeline__date"><time datetime="${event.happened_on}">${showNearDay(event.happened_on, today)}</time>${
    late ? html`<span class="newel-recorded">, ${word} ${showDay(recorded)}</span>` : noHtml
  }</p>
${entry.detail === undefined ? noHtml : html`<div class="moj-timeline__description">${entry.detail}</div>`}
</li>`;
}

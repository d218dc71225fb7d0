import { type Html, html, noHtml } from '../../kit/html.ts';
import type { ServiceRow } from '../actions/entries.ts';
import type { PlaceRow } from '../actions/places.ts';
import { addressLines, listOf, mapAddress, postcodeText, textOf, timesOf } from '../rules/place-words.ts';

/** A page for the person: plain words, large type, nothing of what workers know of the service. */
export function handOverHtml(view: {
  service: ServiceRow;
  terms: readonly { name: string }[];
  places: readonly PlaceRow[];
}): Html {
  const { service, terms, places } = view;
  const [phone] = listOf<{ number?: string }>(service.doc, 'phones');
  const number = phone?.number ?? service.contact_phone;
  const costs = textOf(service.doc, 'fees_description');
  return html`<div class="newel-no-print"><h1 class="govuk-heading-l">A page to hand over</h1>
<p class="govuk-body">For the person: what it is, where, when, and how to get there. Nothing that workers wrote about the service is on it. <a class="govuk-link" href="/directory/services/${service.id}">Back to the service</a></p>
<p class="govuk-body" data-newel-print>Print it with your browser’s menu.</p></div>
<article class="newel-paper">
<h2 class="newel-paper__title">${service.name}</h2>
${service.organisation_name === null ? noHtml : html`<p>${service.organisation_name}</p>`}
<p class="newel-written">${service.description}</p>
${terms.length === 0 ? noHtml : html`<p>It helps with: ${terms.map(({ name }) => name.toLowerCase()).join(', ')}.</p>`}
${costs === null ? noHtml : html`<p>What it costs: ${costs}</p>`}
<h3 class="newel-paper__next">Where and when</h3>
${
  places.length === 0
    ? html`<p>Ask where it is.</p>`
    : places
        .filter(({ location_type: type }) => type !== 'postal')
        .map((place) => {
          const way = textOf(place.location_doc, 'transportation');
          return html`<p>${place.location_name === null ? (place.location_type === 'virtual' ? html`Online or by phone<br>` : noHtml) : html`<strong>${place.location_name}</strong><br>`}${addressLines(place).map((line) => html`${line}<br>`)}${place.postcode === null ? noHtml : html`${postcodeText(place.postcode)}<br>`}${timesOf(place).map((times) => html`${times}<br>`)}${place.step_free === true ? html`There is no step.<br>` : noHtml}${way === null ? noHtml : html`How to get there: ${way}<br>`}${place.postcode === null ? noHtml : html`<span class="newel-paper__small">Map: ${mapAddress(place.postcode)}</span>`}</p>`;
        })
}
<p class="newel-paper__ring">Phone: ${number === null || number === undefined ? html`<span class="newel-paper__blank"><span class="govuk-visually-hidden">number to be written in</span></span>` : html`<strong>${number}</strong>`}</p>
</article>`;
}

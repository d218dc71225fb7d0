/** Services side by side for the worker, and a short list in plain words for the person to keep. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, scrollRegion, table } from '../../kit/ui/index.ts';
import type { ShownHit } from '../actions/search.ts';
import { figureText, startWords, waysIn } from './hits.ts';

const lines = (texts: readonly string[]): Html => joinHtml(texts, html`<br>`);

/** Up to three services side by side: a row for each thing that is compared. */
export function compareHtml(view: { caseId: string; csrf: Html; hits: readonly ShownHit[]; kept: Html }): Html {
  const { caseId, csrf, hits } = view;
  const row = (title: string, of: (hit: ShownHit) => Html | string) => [
    { text: title },
    ...hits.map((hit) => ({ html: html`${of(hit)}` })),
  ];
  return html`<h1 class="govuk-heading-l">Services side by side</h1>
${scrollRegion({
  label: 'Services side by side',
  html: table({
    firstCellIsHeader: true,
    caption: 'What is known of each',
    captionClasses: 'govuk-visually-hidden',
    head: [
      { html: html`<span class="govuk-visually-hidden">What</span>` },
      ...hits.map(({ service }) => ({ text: service.name })),
    ],
    rows: [
      row('Organisation', ({ service }) => service.row.organisation_name ?? 'Not known'),
      row('Why it fits', ({ match }) => lines(match.fits)),
      row('In the way', ({ match }) => lines(match.blocks.map(({ why, lift }) => `${why}. ${lift}.`))),
      row('To ask', ({ match }) => lines(match.asks)),
      row('Wait', ({ match }) => match.wait.words),
      row('How', ({ service }) => waysIn(service)),
      row('Usual length', ({ service: { row: one } }) =>
        one.typical_weeks === null ? 'Not known' : `${one.typical_weeks} weeks`,
      ),
      row('Benefits', ({ service: { row: one } }) => one.benefit_effect ?? 'Nothing is known'),
      row('What became of referrals', ({ figures }) =>
        figures.length === 0 ? 'Too few to say' : lines(figures.map((one) => `${one.label}: ${figureText(one)}`)),
      ),
      row('Last checked', ({ service: { row: one } }) => showDay(one.verified_on)),
      row(
        'Refer',
        ({ service }) =>
          html`<a class="govuk-link newel-no-print" href="/cases/${caseId}/referrals/new?service=${service.id}">Refer or signpost<span class="govuk-visually-hidden"> to ${service.name}</span></a>`,
      ),
    ],
  }),
})}
<form method="post" action="/cases/${caseId}/services/compare" novalidate class="newel-no-print">${csrf}${view.kept}
${hits.map(({ service }) => html`<input type="hidden" name="service" value="${service.id}">`)}
<div class="govuk-button-group">${button({ text: 'Print these for the person', name: 'do', value: 'print' })}<a class="govuk-link" href="/cases/${caseId}/services">Look again</a></div></form>`;
}

/** A list for the person to take home: what each service is, where, and how to get in touch. Nothing about them. */
export function shortlistHtml(view: { caseId: string; hits: readonly ShownHit[]; today: string }): Html {
  const { caseId, hits, today } = view;
  return html`<div class="newel-paper">
<h1 class="govuk-heading-l newel-paper__title">Services that may help</h1>
<p class="govuk-body">${showNearDay(today, today)}. You choose. You need not use any of them.</p>
${hits.map(({ service, match }) => {
  const { row } = service;
  const starts = startWords(service, today);
  const places = [...new Set(service.sites.flatMap(({ postcode }) => postcode ?? []))].map((postcode) =>
    postcode.replace(/^(.+)(.{3})$/, '$1 $2'),
  );
  return html`<h2 class="govuk-heading-m">${service.name}</h2>
<p class="govuk-body">${row.organisation_name ?? noHtml}</p>
${row.description === '' ? noHtml : html`<p class="govuk-body">${row.description}</p>`}
<ul class="govuk-list">
${places.length === 0 ? noHtml : html`<li>Where: ${places.join(', ')}</li>`}
${row.contact_phone === null ? noHtml : html`<li>Phone: ${row.contact_phone}</li>`}
${starts === null ? noHtml : html`<li>${starts}</li>`}
${match.asks.length + match.blocks.length === 0 ? noHtml : html`<li>Ask first whether it is for you.</li>`}
</ul>`;
})}
</div>
<p class="govuk-body newel-no-print">Print this page with your browser. <a class="govuk-link" href="/cases/${caseId}/services">Look again</a></p>`;
}

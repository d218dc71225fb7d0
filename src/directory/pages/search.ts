/** Looking for services: the form without anybody in particular, and the one from a case. */
import { counted } from '../../kit/counted.ts';
import { type Errors, errorsAbove, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes, details, input, select } from '../../kit/ui/index.ts';
import type { Found, Person } from '../actions/search.ts';
import { outwardOf } from '../rules/place.ts';
import { compareMost, type Need, wordsMost } from '../rules/search.ts';
import { foundHtml, type HitLinks } from './hits.ts';

const wordsInput = (typed: Typed, errors: Errors): Html =>
  input({
    id: 'words',
    name: 'words',
    label: { text: 'Words', classes: 'govuk-label--s' },
    hint: { text: 'In the name or description of a service or an organisation' },
    value: typedText(typed, 'words'),
    classes: 'govuk-!-width-two-thirds',
    spellcheck: false,
    attributes: { maxlength: String(wordsMost) },
    ...(errors.words === undefined ? {} : { errorMessage: { text: errors.words } }),
  });

const needLabel = { kind: 'text', name: 'words', label: 'Words' } as const;
const areaLabel = { kind: 'text', name: 'area', label: 'Place' } as const;
const above = (errors: Errors): Html => errorsAbove([needLabel, areaLabel], errors);

/** The search of the directory. Everything that was asked stands in the address: it says nothing about anybody. */
export function directoryHtml(view: {
  needs: readonly Need[];
  typed: Typed;
  errors: Errors;
  found: Found | null;
  links: HitLinks;
  next: Html;
  page: number;
  /** Links of the page: to add an entry, to what is missing. */
  ways: Html;
  unmet: Html;
}): Html {
  const { needs, typed, errors, found } = view;
  return html`${above(errors)}<h1 class="govuk-heading-l">Directory of services</h1>
${view.ways}
<form method="get" action="/directory" novalidate role="search" aria-label="Services" class="newel-no-print">
${select({
  id: 'need',
  name: 'need',
  label: { text: 'What is help wanted with?', classes: 'govuk-label--s' },
  value: typedText(typed, 'need'),
  items: [{ value: '', text: 'Anything' }, ...needs.map(({ code, name }) => ({ value: code, text: name }))],
})}
${wordsInput(typed, errors)}
${input({
  id: 'area',
  name: 'area',
  label: { text: 'Place', classes: 'govuk-label--s' },
  hint: { text: 'The beginning of a postcode, like BL or M11' },
  value: typedText(typed, 'area'),
  classes: 'govuk-input--width-5',
  spellcheck: false,
  ...(errors.area === undefined ? {} : { errorMessage: { text: errors.area } }),
})}
${button({ text: 'Find' })}
</form>
${found === null ? needsList(needs) : html`${foundHtml(found, { ...view.links, asked: [], next: view.next, page: view.page })}${view.unmet}`}`;
}

/** The needs as links, for whoever does not know what to ask. */
const needsList = (needs: readonly Need[]): Html => html`<h2 class="govuk-heading-m">By what is wanted</h2>
<ul class="govuk-list">${needs.map(
  ({ code, name, description }) =>
    html`<li><a class="govuk-link" href="/directory?need=${code}">${name}</a>${description === null ? noHtml : html` <span class="govuk-hint govuk-!-margin-bottom-0">${description}</span>`}</li>`,
)}</ul>`;

/** What the search goes by, of the person: so that what is missing is seen, and nobody wonders. */
function knownHtml(caseId: string, person: Person, benefit: string | null): Html {
  const line = (known: string | null, name: string): string => known ?? `${name} not known`;
  const facts = [
    line(person.postcode === null ? null : `Lives in ${outwardOf(person.postcode)}`, 'Postcode'),
    line(person.age === null ? null : counted(person.age, 'year old', 'years old'), 'Age'),
    line(benefit, 'Benefit'),
  ];
  return html`<p class="govuk-body">Looked for with what is on file: ${facts.join(' · ')}. What is not known stands in nobody’s way; it is asked. <a class="govuk-link" href="/cases/${caseId}/person">Correct it</a></p>`;
}

/** The search from a case. What was asked is sent in the body alone. */
export function caseSearchHtml(view: {
  caseId: string;
  csrf: Html;
  needs: readonly Need[];
  /** Needs that severe issues speak for, with those issues. */
  suggested: readonly { need: Need; why: string }[];
  person: Person;
  benefit: string | null;
  typed: Typed;
  chosen: readonly string[];
  errors: Errors;
  found: Found | null;
  links: HitLinks;
  page: number;
  more: boolean;
  unmet: Html;
}): Html {
  const { caseId, csrf, needs, suggested, typed, chosen, errors, found } = view;
  const why = new Map(suggested.map((one) => [one.need.code, one.why]));
  const box = ({ code, name }: Need) => ({
    value: code,
    text: name,
    ...(why.has(code) ? { hint: { text: `Rated severe: ${why.get(code)}` } } : {}),
  });
  const first = needs.filter(({ code }) => why.has(code) || chosen.includes(code));
  const rest = needs.filter((need) => !first.includes(need));
  const boxes = (items: readonly Need[], idPrefix: string, legend: string): Html =>
    items.length === 0
      ? noHtml
      : checkboxes({
          name: 'need',
          idPrefix,
          fieldset: { legend: { text: legend, classes: 'govuk-fieldset__legend--s' } },
          classes: 'govuk-checkboxes--small',
          values: chosen,
          items: items.map(box),
        });
  return html`${above(errors)}<h1 class="govuk-heading-l">Find a service</h1>
${knownHtml(caseId, view.person, view.benefit)}
<form method="post" action="/cases/${caseId}/services" novalidate role="search" aria-label="Services" class="newel-no-print">
${csrf}
${boxes(first, 'need', 'What is help wanted with?')}
${first.length === 0 ? boxes(rest, 'need', 'What is help wanted with?') : details({ summaryText: 'Other needs', html: boxes(rest, 'more-need', 'Other needs') })}
${wordsInput(typed, errors)}
${select({
  id: 'ready',
  name: 'ready',
  label: { text: 'Are they ready to start work?', classes: 'govuk-label--s' },
  value: typedText(typed, 'ready'),
  items: [
    { value: '', text: 'Not known' },
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'Not yet' },
  ],
})}
${checkboxes({
  name: 'away',
  classes: 'govuk-checkboxes--small',
  values: typedText(typed, 'away') === 'yes' ? ['yes'] : [],
  items: [{ value: 'yes', text: 'They want one away from their own neighbourhood' }],
})}
${button({ text: 'Find services' })}
</form>
${found === null ? html`<p class="govuk-body">${suggested.length === 0 ? 'No issue is rated severe. ' : ''}Choose what help is wanted with.</p>${view.unmet}` : foundForm(view, found)}`;
}

/** What was found, as a form of its own: boxes to compare, and the same search for the next page. */
function foundForm(view: Parameters<typeof caseSearchHtml>[0], found: Found): Html {
  const { caseId, csrf, chosen, typed, links, page, more } = view;
  const again = ['words', 'ready', 'away'].map((name) => [name, typedText(typed, name)] as const);
  const hidden = [...chosen.map((code) => ['need', code] as const), ...again].filter(([, value]) => value !== '');
  const kept = hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const next = more
    ? html`<p class="govuk-body newel-no-print">${button({ text: 'Next services', classes: 'govuk-button--secondary', name: 'page', value: String(page + 1), attributes: { formaction: `/cases/${caseId}/services` } })}</p>`
    : noHtml;
  const any = found.suitable.length + found.blocked.length > 0;
  return html`<form method="post" action="/cases/${caseId}/services/compare" novalidate>
${csrf}${kept}
${foundHtml(found, { ...links, asked: [], next, page })}
${
  any
    ? html`<div class="govuk-button-group newel-no-print">${button({ text: `Compare up to ${compareMost}`, name: 'do', value: 'compare' })}${button({ text: 'Print a list for the person', name: 'do', value: 'print', classes: 'govuk-button--secondary' })}</div>`
    : noHtml
}
</form>
${view.unmet}`;
}

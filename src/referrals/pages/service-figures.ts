/** Figures about services: counts first, their definition beside them, nobody ranked. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, subNavigation, table } from '../../kit/ui/index.ts';
import type { Figures, Grouping } from '../actions/service-figures.ts';
import { counts } from '../rules/service-measures.ts';

/** What the groups are called. */
export const groupingText: Record<Grouping, string> = {
  service: 'By service',
  pair: 'By worker and service',
  area: 'By area',
  need: 'By need',
  contract: 'By contract',
};

const cell = (count: number | null) => ({ text: count === null ? '–' : String(count), format: 'numeric' });
const head = (text: string) => ({ text, format: 'numeric' });

/** A share with its counts: '6 of 10'; a dash where one of them is left out. */
const share = (count: number | null, of: number | null): string =>
  count === null || of === null || of === 0 ? '' : ` (${Math.round((100 * count) / of)}%)`;

function measureHtml({ measure, lines }: Figures['shown'][number]): Html {
  const { mean } = measure;
  return html`<h2 class="govuk-heading-m">${measure.title}</h2>
<p class="govuk-body">${measure.definition}</p>
${scrollRegion({
  label: measure.title,
  html: table({
    ...{ caption: measure.title, captionClasses: 'govuk-visually-hidden', firstCellIsHeader: true },
    head: [
      { text: 'Group' },
      ...measure.parts.map(({ text, missing }) => head(missing ? `${text} (missing)` : text)),
      head(measure.total.text),
      ...(mean === undefined ? [] : [head(mean.text)]),
    ],
    rows: lines.map(({ label, cells, mean: days }) => [
      { text: label },
      ...cells.map((count, at) =>
        at === 0 && cells.length > 1
          ? { text: count === null ? '–' : `${count}${share(count, cells.at(-1) ?? null)}`, format: 'numeric' }
          : cell(count),
      ),
      ...(mean === undefined ? [] : [{ text: days === null ? '–' : days.toFixed(1), format: 'numeric' }]),
    ]),
  }),
})}`;
}

const gapsHtml = (
  gaps: NonNullable<Figures['gaps']>,
): Html => html`<h2 class="govuk-heading-m">${counts.gaps.title}</h2>
<p class="govuk-body">${counts.gaps.definition}</p>
${scrollRegion({
  label: 'What is missing?',
  html: table({
    ...{ caption: 'What is missing?', captionClasses: 'govuk-visually-hidden', firstCellIsHeader: true },
    head: [
      { text: 'Need' },
      head('Severe'),
      head('Services'),
      head('Referrals'),
      head('Declined'),
      head('Nothing found'),
    ],
    rows: gaps.map((gap) => [
      { text: gap.need },
      ...[gap.severe, gap.services, gap.made, gap.declined, gap.unmet].map(cell),
    ]),
  }),
})}`;

/** The page. `address` makes the path of the same figures with something changed. */
export function figuresHtml(view: {
  figures: Figures;
  by: Grouping;
  from: string;
  to: string;
  programmeName: string;
  programmes: readonly { key: string; name: string; current: boolean }[];
  address(path: string, changed: Record<string, string>): string;
}): Html {
  const { figures, by, programmes, address } = view;
  const { checked, late, never } = figures.freshness;
  const page = '/services/figures';
  return html`<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Figures about services</h1>
${programmes.length > 1 ? html`<ul class="govuk-list newel-actions">${programmes.map(({ key, name, current }) => html`<li>${current ? html`<strong>${name}</strong>` : html`<a class="govuk-link" href="${address(page, { programme: key })}">${name}</a>`}</li>`)}</ul>` : noHtml}
${subNavigation({
  label: 'Grouped',
  items: (Object.keys(groupingText) as Grouping[]).map((one) => ({
    ...{ text: groupingText[one], href: address(page, { by: one }), active: one === by },
  })),
})}
<p class="govuk-body">Referrals made from ${showDay(view.from)} to ${showDay(view.to)}. A dash stands for a count from 1 to ${figures.least - 1}, or for one from which such a count could be worked out. Groups stand by name: these figures rank nobody, and services do different work for different people.</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${address('/services/figures.csv', {})}">Download these figures (CSV)</a></p>
${
  figures.made.length === 0
    ? html`<p class="govuk-body">Nobody was referred to a service in this time.</p>`
    : html`<h2 class="govuk-heading-m">${counts.made.title}</h2>
<p class="govuk-body">${counts.made.definition}${figures.expects ? ` ${counts.made.expected}` : ''}</p>
${scrollRegion({
  label: 'Referrals made',
  html: table({
    ...{ caption: 'Referrals made', captionClasses: 'govuk-visually-hidden', firstCellIsHeader: true },
    head: [
      { text: 'Group' },
      head('Referrals'),
      ...(figures.expects ? [head('Expected')] : []),
      ...(by === 'pair' ? [] : [head('Workers'), head('Areas')]),
    ],
    rows: figures.made.map(({ label, made, workers, areas, expected }) => [
      { text: label },
      cell(made),
      ...(figures.expects ? [{ text: expected === null ? 'None on file' : String(expected), format: 'numeric' }] : []),
      ...(by === 'pair' ? [] : [cell(workers), cell(areas)]),
    ]),
  }),
})}${figures.shown.map(measureHtml)}`
}
${figures.gaps === null ? noHtml : gapsHtml(figures.gaps)}
<h2 class="govuk-heading-m">${counts.coverage.title}</h2>
<p class="govuk-body">${counts.coverage.definition}</p>
<p class="govuk-body">${figures.coverage.one ?? '–'} are held by one, ${figures.coverage.nobody ?? '–'} by nobody.</p>
<h2 class="govuk-heading-m">${counts.freshness.title}</h2>
<p class="govuk-body">${counts.freshness.definition}</p>
<p class="govuk-body">${checked} checked, ${late} due by now, ${never} never given a day.</p>`;
}

import { type Html, html, noHtml } from '../../kit/html.ts';
import { groupedBars } from '../../kit/svg.ts';
import { button, details, errorSummary, input, insetText, scrollRegion, select, table } from '../../kit/ui/index.ts';
import { boardNote } from '../rules/board.ts';
import { type Figure, isQuarter, type OutturnTable } from '../rules/figures.ts';
import { packPath, peoplePath, reportsPath, type View } from './address.ts';

/** Who a page of the outturn is for. */
export const outturnReaders = { office: 'Programme office', provider: 'One provider', board: 'Board' } as const;
export type OutturnReader = keyof typeof outturnReaders;

/** The page of one reader: 'office', 'board', or 'provider:' and a name; null is whichever the reader finds first. */
export const outturnPath = (
  key: string,
  asOf: string,
  reader: string | null,
  more: Record<string, string> = {},
): string =>
  `${reportsPath(key)}/outturn?${new URLSearchParams({ 'as-of': asOf, ...(reader === null ? {} : { for: reader }), ...more })}`;

/** The form that makes all tables of the outturn again and comes back to the page it stands on. */
export const outturnAgainForm = (key: string, asOf: string, reader: string, csrf: Html): Html =>
  html`<form method="post" action="${reportsPath(key)}/outturn" class="newel-no-print" novalidate>${csrf}
<input type="hidden" name="as-of" value="${asOf}"><input type="hidden" name="for" value="${reader}">
${button({ text: 'Make them again', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`;

/** A figure; whoever may goes from it to the people behind it. */
function figureCell(
  key: string,
  asOf: string,
  figure: Figure | null,
  label: string,
  column: string,
  list: 'people' | 'pseudonyms' | null,
) {
  if (figure === null) return { text: '' };
  const { source, cell, printed } = figure;
  if (list === null || source === null || cell?.who == null || figure.value === '' || Number(figure.value) === 0)
    return { text: printed, format: 'numeric' };
  const view: View = { key, asOf, by: source.group === null ? null : source.by, group: source.group };
  return {
    html: html`<a class="govuk-link govuk-link--no-visited-state" href="${peoplePath(view, list, source)}">${printed}<span class="govuk-visually-hidden">: ${label}, ${column}. Who is behind this number</span></a>`,
    format: 'numeric',
  };
}

/** Started to date beside the baseline and the target to date, which is what R8 is about. */
function chartHtml({ name, question, columns, rows }: OutturnTable): Html {
  if (name !== 'R8') return noHtml;
  const lines = rows.filter(({ label }) => isQuarter(label));
  const isKnown = (column: string) => lines.some(({ figures }) => figures[columns.indexOf(column)]?.value);
  const keys = ['Started to date', ...['Baseline to date'].filter(isKnown), 'Target to date'];
  const places = keys.map((key) => columns.indexOf(key));
  if (lines.length === 0) return noHtml;
  const value = (figure: Figure | null | undefined) =>
    figure == null || figure.value === '' ? null : Number(figure.value);
  const by = <T>(figures: readonly (Figure | null)[], of: (figure: Figure | null) => T) =>
    Object.fromEntries(keys.map((key, n) => [key, of(figures[places[n] ?? -1] ?? null)]));
  const chart = groupedBars({
    ...{ id: 'chart', title: `${question} ${keys.join(', ')}`, series: keys.map((key) => ({ key, label: key })) },
    rows: lines.map(({ label, figures }) => ({
      ...{ label, values: by(figures, value), texts: by(figures, (figure) => figure?.printed ?? 'not known') },
    })),
  });
  return scrollRegion({ label: `Chart: ${question}`, html: chart });
}

/** Longer tables are opened by whoever wants them. */
const longest = 60;
const folded = (lines: number, region: { label: string; html: Html }): Html =>
  lines <= longest
    ? scrollRegion(region)
    : details({ summaryText: `Show all ${lines} lines`, html: scrollRegion(region) });

function tableHtml(key: string, asOf: string, one: OutturnTable, list: 'people' | 'pseudonyms' | null): Html {
  return html`<h2 class="govuk-heading-m">${one.question} <span class="govuk-caption-m govuk-!-display-inline">${one.name}</span></h2>
<p class="govuk-body">${one.sentence} Base: ${one.base}</p>
${chartHtml(one)}
${
  one.rows.length === 0
    ? html`<p class="govuk-body">There is nothing to show.</p>`
    : folded(one.rows.length, {
        label: `Table: ${one.question}`,
        html: table({
          caption: `Table: ${one.name}`,
          captionClasses: 'govuk-visually-hidden',
          classes: 'govuk-table--small-text-until-tablet',
          firstCellIsHeader: true,
          head: [
            { html: html`<span class="govuk-visually-hidden">Row</span>` },
            ...one.columns.map((text) => ({ text, format: 'numeric' })),
          ],
          rows: one.rows.map(({ label, figures }) => [
            { text: label },
            ...one.columns.map((column, at) => figureCell(key, asOf, figures[at] ?? null, label, column, list)),
          ]),
        }),
      })
}
${details({ summaryText: 'How this is counted', html: html`<p class="govuk-body">${one.definition}</p>` })}`;
}

/** The outturn of a programme for one reader. */
export function outturnHtml(view: {
  key: string;
  programme: string;
  asOf: string;
  day: string;
  reader: OutturnReader;
  provider: string | null;
  /** What may be chosen under ‘For’. */
  readers: readonly { value: string; text: string }[];
  /** When the tables were made, and the form that makes them again. */
  made: Html;
  tables: readonly OutturnTable[];
  list: 'people' | 'pseudonyms' | null;
  month: string;
  /** The day as it was typed, and what is wrong with it. */
  typed: string;
  problem: string | undefined;
}): Html {
  const { key, programme, asOf, day, reader, provider, readers, made, tables, list, month, typed, problem } = view;
  const value = reader === 'provider' ? `provider:${provider ?? ''}` : reader;
  const wrong =
    problem === undefined
      ? noHtml
      : errorSummary({ titleText: 'There is a problem', errorList: [{ text: problem, href: '#as-of' }] });
  return html`${wrong}<h1 class="govuk-heading-l"><span class="govuk-caption-l">${programme}, as of ${day}</span>Outturn${
    reader === 'board' ? ' for the board' : provider === null ? '' : `: ${provider}`
  }</h1>
<form method="get" action="${reportsPath(key)}/outturn" class="newel-bar newel-no-print" novalidate>
${input({ name: 'as-of', id: 'as-of', type: 'date', value: typed, label: { text: 'As of', classes: 'govuk-label--s' }, classes: 'govuk-input--width-10', ...(problem === undefined ? {} : { errorMessage: { text: problem } }) })}
${select({
  ...{ name: 'for', id: 'for', value, label: { text: 'For', classes: 'govuk-label--s' } },
  items: [...readers],
})}
${button({ text: 'Show', classes: 'govuk-button--secondary' })}
</form>
${reader === 'board' ? insetText({ text: boardNote }) : noHtml}
${tables.map((one) => tableHtml(key, asOf, one, list))}
<p class="govuk-body"><a class="govuk-link" href="${outturnPath(key, asOf, value, { format: 'csv' })}">Download these tables (CSV)</a></p>
${made}
${
  reader === 'board'
    ? noHtml
    : html`<h2 class="govuk-heading-m">The month in one document</h2>
<p class="govuk-body"><a class="govuk-link" href="${packPath(key, month)}">Download the joint pack of ${month} (PDF)</a></p>`
}`;
}

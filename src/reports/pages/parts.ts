import { showDay, showMoment } from '../../kit/clock.ts';
import { whole } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { barChart, groupedBars, stackedBars } from '../../kit/svg.ts';
import { button, details, input, scrollRegion, select, summaryList, table } from '../../kit/ui/index.ts';
import type { Cell, TableText } from '../rules/plan.ts';
import { type TableBase, toGrid } from '../rules/result.ts';
import { peoplePath, type View, whoText } from './address.ts';

/** What the filter bar offers. */
export type Choices = { areas: readonly string[]; providers: readonly string[]; cohorts: readonly string[] };

/** The bar that makes the address: day, and everybody or one area, provider or cohort. */
export function filterBar(action: string, view: View, choices: Choices, problem?: string): Html {
  const option = (by: 'area' | 'provider' | 'cohort', label: string) => (group: string) => ({
    value: `${by}:${group}`,
    text: `${label}: ${group}`,
  });
  const items = [
    { value: '', text: 'Everybody' },
    ...choices.providers.map(option('provider', 'Provider')),
    ...choices.areas.map(option('area', 'Area')),
    ...choices.cohorts.map(option('cohort', 'Attached in')),
  ];
  return html`<form method="get" action="${action}" class="newel-bar newel-no-print" novalidate>
${input({
  name: 'as-of',
  id: 'as-of',
  type: 'date',
  value: view.asOf,
  label: { text: 'As of', classes: 'govuk-label--s' },
  classes: 'govuk-input--width-10',
  ...(problem ? { errorMessage: { text: problem } } : {}),
})}
${select({ name: 'who', id: 'who', items, value: whoText(view), label: { text: 'Who', classes: 'govuk-label--s' } })}
${button({ text: 'Show', classes: 'govuk-button--secondary' })}
</form>`;
}

/** Who the page is about, in words. */
export function viewText(view: View, programme: string): string {
  const about =
    view.group === null ? programme : `${programme}, ${view.by === 'cohort' ? 'attached in ' : ''}${view.group}`;
  return `${about}, as of ${showDay(view.asOf)}`;
}

/** The base and how many are missing, before anything else; the definition in a sentence with the whole text under it. */
export function aboutTable(text: TableText, base: TableBase | undefined): Html {
  const counted = base?.counted ?? null;
  const missing = base?.missing ?? null;
  const rows = [
    { key: { text: 'Base' }, value: { text: counted === null ? text.base : `${whole(counted)}. ${text.base}` } },
    {
      key: { text: 'Missing' },
      value: {
        text:
          missing === null ? capital(base?.why ?? '') : missing === 0 ? 'None' : `${whole(missing)} ${base?.why ?? ''}`,
      },
    },
  ];
  return html`<p class="govuk-body">${text.sentence}</p>
${summaryList({ rows, classes: 'govuk-summary-list--no-border' })}
${details({ summaryText: 'How this is counted', html: html`<p class="govuk-body">${text.definition}</p><p class="govuk-body">Figures are exact until they are printed; they round half up. Table ${text.name}.</p>` })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const notRows = new Set(['n', 'N', 'Base', 'Cohort']);

/** The chart that belongs to a table, or nothing. */
export function chartOf(text: TableText, cells: readonly Cell[]): Html {
  const { chart } = text;
  if (chart === null) return noHtml;
  const values = (column: string) =>
    cells.filter((cell) => cell.column === column && !notRows.has(cell.row) && !(Number(cell.value) < 0));
  const [first = '', ...others] = chart.columns;
  const title = chart.columns.join(' and ');
  if (others.length === 0) {
    const rows = values(first).map((cell) => ({
      label: cell.row,
      value: cell.value === '' ? null : Number(cell.value),
      text: cell.printed,
    }));
    return rows.length === 0
      ? noHtml
      : inRegion(text, barChart({ id: 'chart', title: `${text.question} ${title}`, rows }));
  }
  const labels = [...new Set(chart.columns.flatMap((column) => values(column).map((cell) => cell.row)))];
  const found = (row: string, column: string) => values(column).find((cell) => cell.row === row);
  const rows = labels.map((label) => ({
    label,
    values: Object.fromEntries(
      chart.columns.map((column) => {
        const cell = found(label, column);
        return [column, cell === undefined || cell.value === '' ? null : Number(cell.value)];
      }),
    ),
    texts: Object.fromEntries(chart.columns.map((column) => [column, found(label, column)?.printed ?? 'not known'])),
  }));
  if (rows.length === 0) return noHtml;
  const series = chart.columns.map((column) => ({ key: column, label: column }));
  const draw = chart.kind === 'stacked' ? stackedBars : groupedBars;
  return inRegion(text, draw({ id: 'chart', title: `${text.question} ${title}`, series, rows }));
}

function inRegion(text: TableText, chart: Html): Html {
  return scrollRegion({ label: `Chart: ${text.question}`, html: chart });
}

/** The table itself; figures link to the people behind them for those who may see such a list. */
export function gridHtml(
  text: TableText,
  cells: readonly Cell[],
  view: View,
  list: 'people' | 'pseudonyms' | null,
): Html {
  if (cells.length === 0) return html`<p class="govuk-body">There is nothing to show.</p>`;
  const grid = toGrid(cells);
  const figure = (cell: Cell | null) => {
    if (cell === null) return { text: '', format: 'numeric' };
    if (list === null || cell.who === null || cell.value === '' || Number(cell.value) === 0) {
      return { text: cell.printed, format: 'numeric' };
    }
    const says = `: ${cell.row}, ${cell.column}. Who is behind this number`;
    return {
      html: html`<a class="govuk-link govuk-link--no-visited-state" href="${peoplePath(view, list, cell)}">${cell.printed}<span class="govuk-visually-hidden">${says}</span></a>`,
      format: 'numeric',
    };
  };
  return scrollRegion({
    label: `Table: ${text.question}`,
    html: table({
      caption: `Table: ${text.name}`,
      captionClasses: 'govuk-table__caption--s',
      classes: 'govuk-table--small-text-until-tablet',
      firstCellIsHeader: true,
      head: [
        { html: html`<span class="govuk-visually-hidden">Row</span>` },
        ...grid.columns.map((column) => ({ text: column, format: 'numeric' })),
      ],
      rows: grid.rows.map((row) => [{ text: row.label }, ...row.cells.map(figure)]),
    }),
  });
}

/** When the tables were made, and the form that makes them again. */
export function madeAt(options: { at: string; timeZone: string; making: boolean; again: Html }): Html {
  const when = html`These tables were made on ${showMoment(options.at, options.timeZone)}.`;
  return html`<div class="newel-made"><p class="govuk-body-s">${when}${
    options.making ? ' The records have changed since; newer ones are being made.' : ''
  }</p>${options.again}</div>`;
}

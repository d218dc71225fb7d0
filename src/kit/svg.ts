import { type Attributes, attrs, type Html, html, noHtml } from './html.ts';

/**
 * Charts drawn on the server: horizontal bars, which leave room for words. Each says its values in figures and tells
 * its parts apart by pattern as well as colour. A table with the same figures belongs beside every chart.
 */

/** The parts of grouped and stacked bars; at most six can be told apart. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
}

export interface ChartOptions {
  /** Unique on the page; the ids within the chart begin with it. */
  readonly id: string;
  /** What the chart shows, as read out. */
  readonly title: string;
  /** What is to be seen in it, in a sentence. Made from the rows when there is none. */
  readonly description?: string | undefined;
  /** The value at the right end; the largest one unless told (100 for percentages). */
  readonly max?: number | undefined;
}

export interface BarRow {
  readonly label: string;
  /** Null when it is not known or not to be shown: the bar is left out and `text` says why. */
  readonly value: number | null;
  /** The value as written, such as '1,204' or 'fewer than 5'; the number itself unless told. */
  readonly text?: string | undefined;
}

export interface BarChartOptions extends ChartOptions {
  readonly rows: readonly BarRow[];
}

export interface SeriesRow {
  readonly label: string;
  readonly values: Readonly<Record<string, number | null>>;
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

export interface SeriesChartOptions extends ChartOptions {
  readonly series: readonly ChartSeries[];
  readonly rows: readonly SeriesRow[];
}

const FONT = 15;
const LINE = 22;
const GAP = 14;
const MOST_SERIES = 6;
/** Letters that fit on a line of the narrowest screen that the pages are made for (320 pixels). */
const LETTERS = 34;

// Lengths are percentages, so that a chart is as wide as its place while its words keep their size.
const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 10_000) / 100}%`;

/** Words in lines of at most `most` letters; a word that is longer stands alone. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  // Only a plain space may break a line: a no-break space holds a word and its figure together.
  for (const word of text.split(/[ \t\r\n]+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > most) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

function textLine(text: string, top: number, className: string, more: Attributes = {}): Html {
  return html`<text${attrs({ class: className, y: top + FONT, 'font-size': FONT, ...more })}>${text}</text>\n`;
}

interface Drawn {
  readonly html: Html;
  readonly height: number;
}

/** A label at the left, over as many lines as it needs, and a figure at the right of the first. */
function labelled(label: string, figure: string, top: number, className: string): Drawn {
  const lines = wrap(label, Math.max(12, LETTERS - figure.length - 2));
  const words = lines.map((line, i) => textLine(line, top + i * LINE, className));
  const value =
    figure === '' ? noHtml : textLine(figure, top, 'newel-chart__value', { x: '100%', 'text-anchor': 'end' });
  return { html: html`${words}${value}`, height: lines.length * LINE };
}

/** Each series' colour under a pattern of its own; the first is plain. */
const MARKS: readonly Html[] = [
  noHtml,
  html`<path class="newel-chart__mark" d="M-2 8L8-2M4 14L14 4"/>`,
  html`<circle class="newel-chart__dot" cx="6" cy="6" r="2"/>`,
  html`<path class="newel-chart__mark" d="M-2 4L8 14M4-2L14 8"/>`,
  html`<path class="newel-chart__mark" d="M6-1V13"/>`,
  html`<path class="newel-chart__mark" d="M0 0L12 12M12 0L0 12"/>`,
];

function patterns(id: string, count: number): Html {
  const made = MARKS.slice(0, count).map(
    (mark, i) =>
      html`<pattern id="${id}-fill-${i + 1}" width="12" height="12" patternUnits="userSpaceOnUse"><rect class="newel-chart__fill-${i + 1}" width="12" height="12"/>${mark}</pattern>\n`,
  );
  return html`<defs>
${made}</defs>
`;
}

interface Box {
  readonly x?: string;
  readonly y: number;
  readonly width: string | number;
  readonly height: number;
}

const bar = (id: string, series: number, box: Box): Html =>
  html`<rect${attrs({ class: 'newel-chart__bar', fill: `url(#${id}-fill-${series + 1})`, ...box })}/>\n`;

function frame(
  options: ChartOptions,
  description: string,
  series: number,
  height: number,
  parts: readonly Html[],
): Html {
  const { id, title } = options;
  return html`<svg class="newel-chart" xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="${Math.max(1, height)}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${options.description ?? description}</desc>
${patterns(id, series)}${parts}</svg>`;
}

const shownText = (value: number | null, text: string | undefined): string =>
  text ?? (value === null ? 'not known' : String(value));

const shownOf = (row: SeriesRow, key: string): string => shownText(row.values[key] ?? null, row.texts?.[key]);

/** The scale's right end: what was asked for, or the largest value; never 0. */
function scale(max: number | undefined, values: readonly (number | null)[]): number {
  const largest = max ?? Math.max(0, ...values.map((value) => value ?? 0));
  return largest > 0 ? largest : 1;
}

function check(values: readonly (number | null)[]): void {
  if (values.some((value) => value !== null && !(Number.isFinite(value) && value >= 0))) {
    throw new RangeError('a bar cannot be drawn for a value that is negative or no number');
  }
}

/**
 * Horizontal bars, one for each row, in the order given; label and figure stand above their bar.
 * Throws RangeError for a negative or infinite value.
 */
export function barChart(options: BarChartOptions): Html {
  const values = options.rows.map((row) => row.value);
  check(values);
  const most = scale(options.max, values);
  const parts: Html[] = [];
  let y = 0;
  for (const row of options.rows) {
    const words = labelled(row.label, shownText(row.value, row.text), y, 'newel-chart__label');
    parts.push(words.html);
    y += words.height + 2;
    if (row.value !== null && row.value > 0) {
      parts.push(bar(options.id, 0, { y, width: percent(Math.min(row.value, most), most), height: 16 }));
    }
    y += 16 + GAP;
  }
  const said = options.rows.map((row) => `${row.label}: ${shownText(row.value, row.text)}`).join('; ');
  return frame(options, `${said}.`, 1, y - GAP, parts);
}

function describeSeries(options: SeriesChartOptions): string {
  const said = options.rows.map((row) => {
    const parts = options.series.map(({ key, label }) => `${label} ${shownOf(row, key)}`);
    return `${row.label}: ${parts.join(', ')}`;
  });
  return `${said.join('; ')}.`;
}

function seriesValues(options: SeriesChartOptions): (number | null)[] {
  if (options.series.length > MOST_SERIES)
    throw new RangeError(`a chart can tell ${MOST_SERIES} series apart, no more`);
  const values = options.rows.flatMap((row) => options.series.map(({ key }) => row.values[key] ?? null));
  check(values);
  return values;
}

/**
 * For each row a bar for each series, one under the other, each with its own label and figure.
 * Throws RangeError for more than six series and for a negative or infinite value.
 */
export function groupedBars(options: SeriesChartOptions): Html {
  const most = scale(options.max, seriesValues(options));
  const parts: Html[] = [];
  let y = 0;
  for (const row of options.rows) {
    const head = labelled(row.label, '', y, 'newel-chart__head');
    parts.push(head.html);
    y += head.height + 2;
    options.series.forEach(({ key, label }, i) => {
      const value = row.values[key] ?? null;
      const words = labelled(label, shownOf(row, key), y, 'newel-chart__label');
      parts.push(words.html);
      y += words.height;
      if (value !== null && value > 0) {
        parts.push(bar(options.id, i, { y, width: percent(Math.min(value, most), most), height: 14 }));
      }
      y += 14 + 4;
    });
    y += GAP;
  }
  return frame(options, describeSeries(options), options.series.length, y - GAP, parts);
}

/** The key to the series: swatches with their patterns and names, in two columns when the names are short. */
function legend(id: string, series: readonly ChartSeries[]): Drawn {
  const columns = series.every(({ label }) => label.length <= 11) ? 2 : 1;
  const parts = series.map(({ label }, i) => {
    const x = `${(i % columns) * 50}%`;
    const y = Math.floor(i / columns) * (LINE + 2);
    const swatch = bar(id, i, { x, y: y + 2, width: 26, height: 16 });
    return html`${swatch}${textLine(label, y, 'newel-chart__label', { x, dx: 34 })}`;
  });
  return { html: html`${parts}`, height: Math.ceil(series.length / columns) * (LINE + 2) + GAP };
}

/**
 * One bar for each row, cut into the series from left to right; the figures stand under it. Values not known take no
 * room. Throws RangeError as `groupedBars` does.
 */
export function stackedBars(options: SeriesChartOptions): Html {
  seriesValues(options);
  const totals = options.rows.map((row) => options.series.reduce((sum, { key }) => sum + (row.values[key] ?? 0), 0));
  const most = scale(options.max, totals);
  const key = legend(options.id, options.series);
  const parts: Html[] = [key.html];
  let y = key.height;
  for (const row of options.rows) {
    const head = labelled(row.label, '', y, 'newel-chart__head');
    parts.push(head.html);
    y += head.height + 2;
    let at = 0;
    options.series.forEach(({ key: name }, i) => {
      const value = Math.min(row.values[name] ?? 0, most - at);
      if (value <= 0) return;
      parts.push(bar(options.id, i, { x: percent(at, most), y, width: percent(value, most), height: 22 }));
      at += value;
    });
    y += 26;
    const figures = options.series
      .map(({ key: name, label }) => `${label} ${shownOf(row, name)}`.replaceAll(' ', '\u00a0'))
      .join('\u00a0· ');
    for (const line of wrap(figures, LETTERS)) {
      parts.push(textLine(line, y, 'newel-chart__value'));
      y += LINE;
    }
    y += GAP;
  }
  return frame(options, describeSeries(options), options.series.length, y - GAP, parts);
}

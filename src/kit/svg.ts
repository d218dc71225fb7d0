import { attrs, type Html, html, joinHtml, noHtml } from './html.ts';

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
  /** Unique on the page; the ids of the title and the description begin with it. */
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

const WIDTH = 640;
const FONT = 15;
const LINE = 20;
const GAP = 12;
const VALUE_ROOM = 96;
const MOST_SERIES = 6;

// Geometry needs two decimals at most.
const n = (value: number): number => Math.round(value * 100) / 100;

/** The mean width of a letter in the typeface, in pixels at the charts' size, taken a little wide. */
const letters = (text: string): number => text.length * FONT * 0.56;

/** Words in lines of at most `width` pixels; a word that is longer stands alone. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && letters(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

function textLines(lines: readonly string[], x: number, top: number, className: string): Html {
  return joinHtml(
    lines.map(
      (line, i) =>
        html`<text class="${className}" x="${n(x)}" y="${n(top + FONT + i * LINE)}" font-size="${FONT}">${line}</text>`,
    ),
    '\n',
  );
}

/** A bar in the colour and pattern of its series (0 for the first). Nothing when it would be too thin to see. */
function bar(series: number, x: number, y: number, width: number, height: number): Html {
  if (width < 0.5) return noHtml;
  const box = attrs({ x: n(x), y: n(y), width: n(width), height: n(height) });
  const marks: Html[] = [];
  const right = x + width;
  const bottom = y + height;
  // Lines are cut at the bar's edges by hand: a clip path would need an id for every bar.
  const diagonal = (up: boolean): void => {
    for (let at = x - height + 6; at < right; at += 9) {
      const from = Math.max(at, x);
      const to = Math.min(at + height, right);
      if (to <= from) continue;
      const y1 = up ? bottom - (from - at) : y + (from - at);
      const y2 = up ? bottom - (to - at) : y + (to - at);
      marks.push(html`M${n(from)} ${n(y1)}L${n(to)} ${n(y2)}`);
    }
  };
  if (series === 1 || series === 5) diagonal(true);
  if (series === 3 || series === 5) diagonal(false);
  if (series === 4) for (let at = x + 7; at < right - 1; at += 8) marks.push(html`M${n(at)} ${n(y)}V${n(bottom)}`);
  const dots: Html[] = [];
  if (series === 2) {
    for (let at = x + 6; at < right - 3; at += 9) {
      dots.push(html`<circle class="newel-chart__dot" cx="${n(at)}" cy="${n(y + height / 2)}" r="1.8"/>`);
    }
  }
  const path = marks.length > 0 ? html`<path class="newel-chart__mark" d="${marks}"/>` : noHtml;
  return html`<rect class="newel-chart__fill-${series + 1}"${box}/>${path}${dots}`;
}

function frame(options: ChartOptions, description: string, height: number, inner: Html): Html {
  const { id, title } = options;
  return html`<svg class="newel-chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${n(height)}" width="${WIDTH}" height="${n(height)}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${options.description ?? description}</desc>
${inner}
</svg>`;
}

const shownText = (value: number | null, text: string | undefined): string =>
  text ?? (value === null ? 'not known' : String(value));

/** The scale's right end: what was asked for, or the largest value; never 0. */
function scale(max: number | undefined, values: readonly (number | null)[]): number {
  const largest = max ?? Math.max(0, ...values.map((value) => value ?? 0));
  return largest > 0 ? largest : 1;
}

function checked(values: readonly (number | null)[]): void {
  if (values.some((value) => value !== null && !(Number.isFinite(value) && value >= 0))) {
    throw new RangeError('a bar cannot be drawn for a value that is negative or no number');
  }
}

/**
 * Horizontal bars, one for each row, in the order given; labels stand above their bars.
 * Throws RangeError for a negative or infinite value.
 */
export function barChart(options: BarChartOptions): Html {
  const values = options.rows.map((row) => row.value);
  checked(values);
  const most = scale(options.max, values);
  const room = WIDTH - VALUE_ROOM;
  const parts: Html[] = [];
  let y = 0;
  for (const row of options.rows) {
    const lines = wrap(row.label, WIDTH);
    parts.push(textLines(lines, 0, y, 'newel-chart__label'));
    y += lines.length * LINE + 2;
    const length = row.value === null ? 0 : Math.min(1, row.value / most) * room;
    parts.push(bar(0, 0, y, length, 18));
    parts.push(textLines([shownText(row.value, row.text)], length + 8, y - 1, 'newel-chart__value'));
    y += 18 + GAP;
  }
  const said = options.rows.map((row) => `${row.label}: ${shownText(row.value, row.text)}`).join('; ');
  return frame(options, `${said}.`, Math.max(1, y - GAP + 4), joinHtml(parts, '\n'));
}

/** The key to the series: a swatch with its pattern and its name. Returns the height it takes. */
function legend(series: readonly ChartSeries[]): { html: Html; height: number } {
  const parts: Html[] = [];
  let x = 0;
  let y = 0;
  series.forEach((one, i) => {
    const width = 26 + 8 + letters(one.label) + 20;
    if (x > 0 && x + width > WIDTH) {
      x = 0;
      y += LINE + 6;
    }
    parts.push(bar(i, x, y + 2, 26, 16), textLines([one.label], x + 34, y, 'newel-chart__label'));
    x += width;
  });
  return { html: joinHtml(parts, '\n'), height: y + LINE + 14 };
}

function describeSeries(options: SeriesChartOptions): string {
  const said = options.rows.map((row) => {
    const parts = options.series.map(
      ({ key, label }) => `${label} ${shownText(row.values[key] ?? null, row.texts?.[key])}`,
    );
    return `${row.label}: ${parts.join(', ')}`;
  });
  return `${said.join('; ')}.`;
}

function seriesValues(options: SeriesChartOptions): (number | null)[] {
  if (options.series.length > MOST_SERIES)
    throw new RangeError(`a chart can tell ${MOST_SERIES} series apart, no more`);
  const values = options.rows.flatMap((row) => options.series.map(({ key }) => row.values[key] ?? null));
  checked(values);
  return values;
}

/**
 * For each row a bar for each series, one under the other. Throws RangeError for more than six series and for a
 * negative or infinite value.
 */
export function groupedBars(options: SeriesChartOptions): Html {
  const most = scale(options.max, seriesValues(options));
  const room = WIDTH - VALUE_ROOM;
  const key = legend(options.series);
  const parts: Html[] = [key.html];
  let y = key.height;
  for (const row of options.rows) {
    const lines = wrap(row.label, WIDTH);
    parts.push(textLines(lines, 0, y, 'newel-chart__label'));
    y += lines.length * LINE + 2;
    options.series.forEach(({ key: name }, i) => {
      const value = row.values[name] ?? null;
      const length = value === null ? 0 : Math.min(1, value / most) * room;
      parts.push(bar(i, 0, y, length, 16));
      parts.push(textLines([shownText(value, row.texts?.[name])], length + 8, y - 2, 'newel-chart__value'));
      y += 20;
    });
    y += GAP;
  }
  return frame(options, describeSeries(options), Math.max(1, y - GAP + 4), joinHtml(parts, '\n'));
}

/**
 * One bar for each row, cut into the series from left to right; the figures stand under it. Values not known take no
 * room. Throws RangeError as `groupedBars` does.
 */
export function stackedBars(options: SeriesChartOptions): Html {
  seriesValues(options);
  const totals = options.rows.map((row) => options.series.reduce((sum, { key }) => sum + (row.values[key] ?? 0), 0));
  const most = scale(options.max, totals);
  const key = legend(options.series);
  const parts: Html[] = [key.html];
  let y = key.height;
  for (const row of options.rows) {
    const lines = wrap(row.label, WIDTH);
    parts.push(textLines(lines, 0, y, 'newel-chart__label'));
    y += lines.length * LINE + 2;
    let x = 0;
    options.series.forEach(({ key: name }, i) => {
      const length = Math.min(((row.values[name] ?? 0) / most) * WIDTH, WIDTH - x);
      // A thin gap, so that neighbours do not run into one another.
      parts.push(bar(i, x, y, length - 1.5, 22));
      x += length;
    });
    y += 24;
    const figures = options.series
      .map(({ key: name, label }) => `${label} ${shownText(row.values[name] ?? null, row.texts?.[name])}`)
      .join(' · ');
    const under = wrap(figures, WIDTH);
    parts.push(textLines(under, 0, y, 'newel-chart__value newel-chart__quiet'));
    y += under.length * LINE + GAP;
  }
  return frame(options, describeSeries(options), Math.max(1, y - GAP + 4), joinHtml(parts, '\n'));
}

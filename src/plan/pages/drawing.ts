/** The staircase drawn: SVG made of the shapes that `layoutStaircase` lays out. Its table says the same in words. */
import { type Attributes, attrs, type Html, html, noHtml } from '../../kit/html.ts';
import type { Label } from '../rules/labels.ts';
import type { Strip } from '../rules/measures.ts';
import type { Column } from '../rules/shapes.ts';
import type { Drawing } from '../rules/staircase.ts';

const n = (value: number): number => Math.round(value * 10) / 10;

/**
 * Groups are told apart by pattern as well as by colour. It stands once on a page, in a drawing of its own: patterns of one that
 * is hidden are lost to the others.
 */
export const patterns: Html = html`<svg class="newel-stair__patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="stair-survival" width="10" height="10" patternUnits="userSpaceOnUse"><rect class="newel-stair__survival" width="10" height="10"/></pattern>
<pattern id="stair-wellbeing" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="newel-stair__wellbeing" width="9" height="9"/><path class="newel-stair__mark" d="M0 0V9"/></pattern>
<pattern id="stair-employment" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="newel-stair__employment" width="8" height="8"/><circle class="newel-stair__dot" cx="4" cy="4" r="1.7"/></pattern>
<pattern id="stair-slip" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="newel-stair__slip" width="7" height="7"/><path class="newel-stair__mark" d="M0 0V7"/></pattern>
</defs></svg>`;

/** The key to the patterns, for beneath the drawing. */
export function keyHtml(groups: readonly { group: string; text: string }[]): Html {
  return html`<ul class="newel-stair__key">${groups.map(
    ({ group, text }) =>
      html`<li><svg width="28" height="16" aria-hidden="true" focusable="false"><rect width="28" height="16" rx="3" fill="url(#stair-${group})"/></svg> ${text}</li>`,
  )}</ul>`;
}

const block = (x: number, y: number, width: number, height: number): string =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}z`;

/** Columns that look alike are one path, so that a climb of many steps stays a small drawing. */
function alike<C extends Column>(
  columns: readonly C[],
  attributesOf: (column: C) => Attributes,
  d: (column: C) => string,
): Html {
  const kinds = new Map<string, { attributes: Attributes; d: string }>();
  for (const column of columns) {
    const attributes = attributesOf(column);
    const key = JSON.stringify(attributes);
    const path = kinds.get(key) ?? { attributes, d: '' };
    path.d += d(column);
    kinds.set(key, path);
  }
  return html`${[...kinds.values()].map((path) => html`<path${attrs({ ...path.attributes, d: path.d })}/>\n`)}`;
}

function columnsSvg({ columns, ground, band }: Drawing): Html {
  // Beneath a set-back or a pause goes on what was climbed before it.
  let under: Column['group'] = null;
  const past = columns
    .filter(({ kind }) => kind !== 'next')
    .map((column) => {
      under = column.group ?? under;
      return { ...column, under };
    });
  const next = columns.filter(({ kind }) => kind === 'next');
  const treads = past.filter(({ kind }) => kind !== 'ground');
  const fill = ({ kind, group }: Column): Attributes =>
    kind === 'hold'
      ? { class: 'newel-stair__landing' }
      : { fill: kind === 'slip' ? 'url(#stair-slip)' : `url(#stair-${group})` };
  return html`${alike(
    past,
    ({ under: group }) => ({
      class: group === null ? 'newel-stair__solid' : `newel-stair__solid newel-stair__solid--${group}`,
    }),
    ({ x, top, width }) => block(x, top, width, ground + 12 - top),
  )}${alike(treads, fill, ({ x, top, width }) => block(x, top, width, band))}${alike(
    next,
    () => ({ class: 'newel-stair__open' }),
    ({ x, top, width }) => block(x, top, width, ground - top),
  )}${alike(
    next,
    ({ group }) => ({ class: `newel-stair__edge newel-stair__edge--${group}` }),
    ({ x, top, width }) => block(x + 2, top + 1, Math.max(2, width - 4), band - 2),
  )}`;
}

const labelKinds: Partial<Record<Column['kind'], string>> = {
  slip: ' newel-stair__label--quiet',
  hold: ' newel-stair__label--quiet',
  next: ' newel-stair__label--open',
};

const labelSvg = (label: Label, kind: Column['kind'] | undefined): Html =>
  html`<text${attrs({ class: `newel-stair__label${labelKinds[kind ?? 'step'] ?? ''}`, x: n(label.x), y: n(label.y), 'text-anchor': label.anchor === 'end' ? 'end' : undefined })}>${label.lines.map(
    (line, i) =>
      i === 0
        ? html`<tspan>${line}</tspan>`
        : html`<tspan${attrs({ x: n(label.x), dy: n(label.lineHeight) })}>${line}</tspan>`,
  )}</text>\n`;

function stripSvg(strip: Strip, width: number): Html {
  const points = strip.dots.map(({ x, y }) => `${n(x)},${n(y)}`).join(' ');
  return html`<text class="newel-stair__strip" x="0" y="${n(strip.y)}">${strip.label}</text>
<path class="newel-stair__scale" d="M0 ${n(strip.top)}H${n(width)}M0 ${n(strip.bottom)}H${n(width)}"/>
<polyline class="newel-stair__line" points="${points}"/>${strip.dots.map(({ x, y }) => html`<circle class="newel-stair__point" cx="${n(x)}" cy="${n(y)}" r="4.5"/>`)}
${strip.last === null ? noHtml : html`<text class="newel-stair__value" x="${n(strip.last.x)}" y="${n(strip.last.y)}">${strip.last.text}</text>`}\n`;
}

/** A small figure, seen from behind, on its way up. */
const figureSvg = ({ x, y, height }: Drawing['figure']): Html => {
  const s = height / 30;
  return html`<g class="newel-stair__figure" transform="translate(${n(x)} ${n(y)}) scale(${n(s * 100) / 100})"><circle cy="-25" r="4.6"/><path d="M-5.5-17.5q0-2.2 5.5-2.2t5.5 2.2l1 9h-3l-.7 8.5h-2.1l-.7-7-.7 7h-2.1l-.7-8.5h-3z"/></g>`;
};

const flagSvg = ({ x, y, height }: Drawing['flag']): Html =>
  html`<g class="newel-stair__flag"><path class="newel-stair__pole" d="M${n(x)} ${n(y)}V${n(y - height)}"/><path d="M${n(x)} ${n(y - height)}l-${n(height * 0.62)} ${n(height * 0.2)} ${n(height * 0.62)} ${n(height * 0.22)}z"/></g>`;

/**
 * The drawing as an image with a name and a sentence. `id` must be unique on the page. Its width is its own, at most that of
 * its place.
 */
export function staircaseSvg(
  drawing: Drawing,
  options: { id: string; title: string; description: string; classes: string },
): Html {
  const { id, title, description, classes } = options;
  const { width, height, goal, columns, ticks } = drawing;
  return html`<svg class="newel-stair ${classes}" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" font-size="${drawing.font || 10}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${drawing.strips.map((strip) => stripSvg(strip, width))}
${columnsSvg(drawing)}
${goal.lines.map((line, i) => html`<text class="newel-stair__goal" x="${n(goal.x)}" y="${n(goal.y + goal.font * (1 + i * 1.25))}" font-size="${goal.font}" text-anchor="end">${line}</text>\n`)}
${drawing.labels.map((label) => labelSvg(label, columns[label.column]?.kind))}
${flagSvg(drawing.flag)}${figureSvg(drawing.figure)}
${ticks.map((tick) => html`<text class="newel-stair__tick" x="${n(tick.x)}" y="${n(tick.y)}" font-size="${drawing.font - 1}"${attrs({ 'text-anchor': tick.anchor === 'start' ? undefined : tick.anchor })}>${tick.text}</text>`)}
</svg>`;
}

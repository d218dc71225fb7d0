/**
 * The staircase as shapes: numbers in, shapes out, nothing drawn yet. Pure. Lengths are in units of the drawing.
 *
 * From left to right stands what happened, in its order: every step done, set-back and hold is a column, all equally wide, so
 * that a busy week is as readable as a slow year; months stand beneath. A column's top is the height after it: sizes of steps
 * done, less what set-backs lost. Then come the next steps as open treads, and the goal.
 */
import type { Tread } from './climb.ts';
import { type Label, placeLabels } from './labels.ts';
import { type Measure, type Strip, stripsOf } from './measures.ts';
import type { Column, NextStep } from './shapes.ts';
import { linesOf } from './text.ts';
import { type Tick, ticksOf, timeScale } from './ticks.ts';

/** What is drawn. `from` is the first meeting, 'YYYY-MM-DD'; `goal` the person's words. */
export type StairInput = {
  treads: readonly Tread[];
  next: readonly NextStep[];
  goal: string | null;
  from: string;
  today: string;
  measures: readonly Measure[];
};

export type Shape = 'wide' | 'narrow' | 'print' | 'small';
/** Of each shape: width, most height of the stairs and of one size, widths of treads, sizes of type. */
type Format = {
  width: number;
  least: number;
  stairs: number;
  rise: number;
  unit: number;
  open: number;
  next: number;
  font: number;
  goal: number;
  band: number;
};
export const formats: Record<Shape, Format> = {
  wide: { width: 960, least: 600, stairs: 500, rise: 28, unit: 104, open: 130, next: 3, font: 15, goal: 22, band: 9 },
  print: { width: 680, least: 560, stairs: 400, rise: 28, unit: 90, open: 104, next: 3, font: 15, goal: 21, band: 9 },
  narrow: { width: 320, least: 320, stairs: 470, rise: 30, unit: 48, open: 60, next: 3, font: 14, goal: 18, band: 8 },
  small: { width: 400, least: 400, stairs: 130, rise: 18, unit: 40, open: 40, next: 2, font: 0, goal: 0, band: 6 },
};

export type Drawing = {
  width: number;
  height: number;
  ground: number;
  rise: number;
  band: number;
  font: number;
  columns: Column[];
  labels: Label[];
  ticks: Tick[];
  strips: Strip[];
  goal: { x: number; y: number; font: number; lines: string[] };
  /** Where the person stands: the middle of the feet. */
  figure: { x: number; y: number; height: number };
  /** Where the flag of the goal stands; null without a goal and without a next step. */
  flag: { x: number; y: number; height: number };
};

const weight = { step: 1, slip: 1, hold: 1.9 } as const;
const tickHeight = 26;
const plinth = 12;

/** Lays the staircase out in one of its shapes. */
export function layoutStaircase(input: StairInput, shape: Shape): Drawing {
  const format = formats[shape];
  const next = input.next.slice(0, format.next);
  const across = widthsOf(input.treads, next.length, format);

  const most = Math.max(
    1,
    ...input.treads.map(({ height }) => height),
    (input.treads.at(-1)?.height ?? 0) + next.reduce((sum, { size }) => sum + size, 0),
  );
  const rise = Math.min(format.rise, format.stairs / most);
  const quiet = format.font === 0;
  const strips = quiet ? [] : input.measures;
  const stripsHeight = strips.length * stripHeightOf(format.font);
  const lines = quiet || input.goal === null ? [] : linesOf(input.goal, format.goal, across.total * 0.7, 4);
  const goalHeight = lines.length * format.goal * 1.25;
  const flagHeight = quiet ? 20 : 34;
  const above = quiet ? 4 : format.font * 1.3 + 6;
  const stairsTop = stripsHeight + goalHeight + flagHeight + above;
  const ground = stairsTop + most * rise;
  const columns = columnsOf(input.treads, next, across, ground, rise);

  const figure = figureOn(columns, quiet ? 18 : 30);
  const last = columns.at(-1) as Column;
  const flag = { x: last.x + last.width - 4, y: last.top, height: flagHeight };
  const scale = timeScale(columns, input.treads, input.from, input.today);
  const height = ground + plinth + (quiet ? 0 : tickHeight);
  const goal = { x: across.total - 2, y: stripsHeight, font: format.goal, lines };
  return {
    width: across.total,
    height,
    ground,
    rise,
    band: format.band,
    font: format.font,
    columns,
    labels: quiet
      ? []
      : placeLabels(
          columns,
          { treads: input.treads, next },
          { width: across.total, ground, plinth, top: stripsHeight + goalHeight, band: format.band, font: format.font },
          [
            { x: figure.x - 10, y: figure.y - figure.height, width: 20, height: figure.height },
            { x: flag.x - 4, y: flag.y - flag.height, width: 8, height: flag.height },
          ],
        ),
    ticks: quiet ? [] : ticksOf(columns, input, format.font - 1, ground + plinth + format.font + 4, across.total),
    strips: stripsOf(strips, scale, format.font, stripHeightOf(format.font)),
    goal,
    figure,
    flag,
  };
}

const stripHeightOf = (font: number): number => font * 4.6;

type Across = { start: number; unit: number; open: number; total: number };

/** How wide columns are. Few of them are wider, up to a limit; many are narrower, so that the drawing never grows. */
function widthsOf(treads: readonly Tread[], next: number, format: Format): Across {
  const weights = treads.reduce((sum, { kind }) => sum + weight[kind], 1);
  const share = next === 0 ? 0 : Math.max(0.3, 1 - weights / (weights + next * 1.4));
  const unit = Math.min(format.unit, (format.width * (1 - Math.min(share, 0.75))) / weights);
  const left = format.width - unit * weights;
  const open = next === 0 ? 0 : Math.min(format.open * 1.5, left / next);
  const used = unit * weights + open * next;
  // What is still missing to the least width goes to the ground before the first step.
  const total = Math.max(format.least, used);
  return { start: unit + (total - used), unit, open, total };
}

function columnsOf(
  treads: readonly Tread[],
  next: readonly NextStep[],
  across: Across,
  ground: number,
  rise: number,
): Column[] {
  const columns: Column[] = [{ kind: 'ground', index: -1, group: null, x: 0, width: across.start, top: ground }];
  let x = across.start;
  let height = 0;
  for (const [index, tread] of treads.entries()) {
    const width = across.unit * weight[tread.kind];
    height = tread.height;
    const group = tread.kind === 'step' ? tread.group : null;
    columns.push({ kind: tread.kind, index, group, x, width, top: ground - height * rise });
    x += width;
  }
  for (const [index, { size, group }] of next.entries()) {
    height += size;
    columns.push({ kind: 'next', index, group, x, width: across.open, top: ground - height * rise });
    x += across.open;
  }
  return columns;
}

/** The person stands on the last tread that was taken. */
function figureOn(columns: readonly Column[], height: number): Drawing['figure'] {
  const on = columns.findLast(({ kind }) => kind !== 'next') as Column;
  return { x: on.x + Math.max(on.width / 2, on.width - 16), y: on.top, height };
}

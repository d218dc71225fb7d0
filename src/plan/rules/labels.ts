/** Where the names of treads stand: wherever there is room, and nowhere else. Pure. */
import type { Tread } from './climb.ts';
import { type Column, meets, type NextStep, type Rect } from './shapes.ts';
import { clip, linesOf, textWidth } from './text.ts';

/** A name of a tread. `x` is where its lines begin or end (`anchor`), `y` the base of the first line. */
export type Label = {
  column: number;
  anchor: 'start' | 'end';
  x: number;
  y: number;
  lineHeight: number;
  lines: string[];
  /** The rectangle that the lines fill, as estimated. */
  box: Rect;
};

type Room = { width: number; top: number; ground: number; plinth: number; band: number; font: number };

// Of many set-backs and pauses the newest are told before the steps; the others must not crowd out what was reached.
const toldFirst = 2;

/**
 * Names of columns, at most one each; none meets another, a tread, or what is `taken` already. The next steps are named first,
 * then the newest pauses and set-backs, then the biggest and the newest steps.
 */
export function placeLabels(
  columns: readonly Column[],
  of: { treads: readonly Tread[]; next: readonly NextStep[] },
  room: Room,
  taken: readonly Rect[],
): Label[] {
  const newest = (kind: Column['kind']) => columns.filter((column) => column.kind === kind).slice(-toldFirst);
  const early = new Set([...newest('hold'), ...newest('slip')]);
  const rank = (column: Column): number => {
    const { kind, index } = column;
    if (kind === 'next') return index;
    if (kind === 'hold' || kind === 'slip') return early.has(column) ? 10 : 250;
    const tread = of.treads[index];
    return tread?.kind === 'step' ? 100 * (4 - tread.size) : 1000;
  };
  const wanted = columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => column.kind !== 'ground')
    .sort((a, b) => rank(a.column) - rank(b.column) || (a.column.kind === 'next' ? a.at - b.at : b.at - a.at));
  const labels: Label[] = [];
  const used = [...taken];
  for (const { column, at } of wanted) {
    const words = wordsOf(column, of).trim();
    if (words === '') continue;
    const found = candidates(columns, at, words, room).find(
      ({ box }) =>
        box.x >= 0 &&
        box.y >= room.top &&
        box.x + box.width <= room.width &&
        // Open treads stand on the ground, the others go on beneath it.
        box.y + box.height <= (column.kind === 'next' ? room.ground : room.ground + room.plinth) &&
        used.every((other) => !meets(box, other)),
    );
    if (found === undefined) continue;
    labels.push(found);
    used.push(found.box);
  }
  return labels.sort((a, b) => a.column - b.column);
}

function wordsOf(
  { kind, index }: Column,
  { treads, next }: { treads: readonly Tread[]; next: readonly NextStep[] },
): string {
  if (kind !== 'next') return treads[index]?.words ?? '';
  const step = next[index];
  return step === undefined ? '' : step.due === null ? step.words : `${step.words}, ${step.due}`;
}

/** The places for a column's name, the best first. */
function* candidates(columns: readonly Column[], at: number, words: string, room: Room): Generator<Label> {
  const column = columns[at] as Column;
  const { font, band } = room;
  const lineHeight = font * 1.2;
  const make = (anchor: 'start' | 'end', x: number, top: number, lines: string[]): Label => {
    const width = Math.max(...lines.map((line) => textWidth(line, font)));
    const box = { x: anchor === 'end' ? x - width : x, y: top, width, height: lines.length * lineHeight };
    return { column: at, anchor, x, y: top + font, lineHeight, lines, box };
  };
  // The flag stands at the end of the last one.
  const margin = at === columns.length - 1 ? 14 : 4;
  const right = column.x + column.width - margin;
  const above = (lines: string[]) => make('end', right, column.top - 4 - lines.length * lineHeight, lines);
  const free = freeAbove(columns, at) - margin;
  const wideEnough = column.width >= font * 5;

  // Within its own column, broken into lines: for open treads and where columns are wide.
  const own = linesOf(words, font, column.width - 10, 6);
  const whole = own.length > 0 && !own.some((line) => line.endsWith('…'));
  const ownLabel = make('start', column.x + 5, column.top + band + 5, own.length === 0 ? [''] : own);
  const ownFits = wideEnough && whole && isFilled(columns, at, at);
  if (column.kind === 'next' && ownFits) yield ownLabel;

  if (textWidth(words, font) <= free) yield above([words]);
  if (column.kind !== 'next' && ownFits) yield ownLabel;
  // Over the steps after it, which stand higher: over their solid, or across open treads.
  {
    const solid = column.kind === 'next' ? room.width - column.x - 15 : solidAfter(columns, at);
    const lines =
      textWidth(words, font) <= solid ? [words] : linesOf(words, font, solid, column.kind === 'next' ? 6 : 2);
    if (lines.length > 0 && !lines.some((line) => line.endsWith('…')))
      yield make('start', column.x + 5, column.top + band + 4, lines);
  }
  const two = linesOf(words, font, free, 2);
  if (two.length > 0 && !two.some((line) => line.endsWith('…'))) yield above(two);
  const cut = clip(words, font, free);
  if (cut.length >= 14) yield above([cut]);
  // A next step is named even where it cannot be named in full.
  if (column.kind === 'next') {
    const across = linesOf(words, font, room.width - column.x - 15, 4);
    if (across.length > 0) yield make('start', column.x + 5, column.top + band + 4, across);
  }
}

const isFilled = (columns: readonly Column[], from: number, to: number): boolean =>
  columns.slice(from, to + 1).every(({ kind }) => kind !== 'ground');

/** How far a name above this tread can reach to the left before a higher tread stands in its way. */
function freeAbove(columns: readonly Column[], at: number): number {
  const column = columns[at] as Column;
  let left = column.x;
  for (let i = at - 1; i >= 0; i -= 1) {
    const before = columns[i] as Column;
    if (before.top < column.top - 1) break;
    left = before.x;
  }
  return column.x + column.width - left;
}

/** How far a name beneath this tread can reach to the right while every column there is solid at its height. */
function solidAfter(columns: readonly Column[], at: number): number {
  const column = columns[at] as Column;
  let right = column.x + column.width;
  for (let i = at + 1; i < columns.length; i += 1) {
    const after = columns[i] as Column;
    if (after.kind === 'next' || after.top > column.top) break;
    right = after.x + after.width;
  }
  return right - column.x - 10;
}

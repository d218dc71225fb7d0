/** Months beneath the staircase, and where a day stands on it. Pure. */
import { type DayNumber, dateOf } from '../../kit/days.ts';
import { dayNumber, type Tread } from './climb.ts';
import type { Column } from './shapes.ts';
import { textWidth } from './text.ts';

/** A word beneath the ground; `x` is its middle, unless it stands at an edge. */
export type Tick = { x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Where a day stands from left to right: in the middle of its tread, between two treads in proportion to the days between
 * them. It never goes back as days go on.
 */
export function timeScale(
  columns: readonly Column[],
  treads: readonly Tread[],
  from: string,
  today: string,
): (day: string) => number {
  const points: { day: DayNumber; x: number }[] = [];
  const add = (day: DayNumber, x: number) => {
    const last = points.at(-1);
    // Several treads of one day share their last place; a hold that ended before the next tread's day began cannot go back.
    if (last !== undefined && day <= last.day) last.x = Math.max(last.x, x);
    else points.push({ day, x });
  };
  const ground = columns[0];
  if (ground === undefined) return () => 0;
  const first = Math.min(dayNumber(from), ...treads.slice(0, 1).map(({ on }) => dayNumber(on)));
  add(first, ground.x + ground.width / 2);
  let end = ground.x + ground.width;
  for (const column of columns) {
    const tread = treads[column.index];
    if (column.kind === 'ground' || column.kind === 'next' || tread === undefined) continue;
    add(dayNumber(tread.on), column.x + column.width / 2);
    end = column.x + column.width;
  }
  add(dayNumber(today), end);
  return (day) => {
    const wanted = dayNumber(day);
    const after = points.findIndex((point) => point.day >= wanted);
    if (after === -1) return (points.at(-1) as { x: number }).x;
    const to = points[after] as { day: number; x: number };
    const before = points[after - 1];
    if (before === undefined || to.day === wanted) return to.x;
    return before.x + ((to.x - before.x) * (wanted - before.day)) / (to.day - before.day);
  };
}

/** The first meeting, a month wherever a new one begins and there is room, and today. */
export function ticksOf(
  columns: readonly Column[],
  { treads, from, today }: { treads: readonly Tread[]; from: string; today: string },
  font: number,
  y: number,
  width: number,
): Tick[] {
  const start = dateOf(dayNumber(from));
  const first: Tick = { x: 0, y, anchor: 'start', text: `${MONTHS[start.month - 1]} ${start.year}` };
  const end = columns.findLast(({ kind }) => kind !== 'next');
  const endX = end === undefined ? 0 : end.x + end.width;
  const todayText = 'Today';
  const half = textWidth(todayText, font) / 2;
  const now: Tick =
    endX + half > width
      ? { x: width, y, anchor: 'end', text: todayText }
      : { x: Math.max(half, endX), y, anchor: 'middle', text: todayText };
  const nowLeft = now.anchor === 'end' ? width - 2 * half : now.x - half;
  const ticks = [first];
  let free = textWidth(first.text, font) + 12;
  let [year, month] = [start.year, start.month];
  for (const column of columns) {
    const tread = treads[column.index];
    if (column.kind === 'ground' || column.kind === 'next' || tread === undefined) continue;
    const on = dateOf(dayNumber(tread.on));
    if (on.year === year && on.month === month) continue;
    const text = on.year === year ? `${MONTHS[on.month - 1]}` : `${MONTHS[on.month - 1]} ${on.year}`;
    const wide = textWidth(text, font);
    if (column.x < free || column.x + wide + 12 > nowLeft) continue;
    ticks.push({ x: column.x, y, anchor: 'start', text });
    free = column.x + wide + 12;
    [year, month] = [on.year, on.month];
  }
  return dayNumber(today) === dayNumber(from) && treads.length === 0
    ? [now]
    : free - 12 < nowLeft
      ? [...ticks, now]
      : ticks;
}

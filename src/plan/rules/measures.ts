/** Repeat measures above the staircase: each a row of dots on its own scale. Pure. */
import { textWidth } from './text.ts';

/**
 * What was read more than once. `better` says which end of the scale is the good one: dots that rise are always better. Only what is
 * marked `onPaper` is named on the page to take home.
 */
export type Measure = {
  label: string;
  min: number;
  max: number;
  better: 'low' | 'high';
  points: readonly { on: string; value: number }[];
  onPaper?: boolean;
};

/** A row of dots. `top` and `bottom` are the ends of its scale, the better one on top. */
export type Strip = {
  label: string;
  y: number;
  font: number;
  top: number;
  bottom: number;
  best: number;
  worst: number;
  dots: { x: number; y: number; value: number; on: string }[];
  /** The newest value, in words beside its dot. */
  last: { x: number; y: number; text: string; anchor: 'start' | 'end' } | null;
};

/** Rows of dots, one for each measure, each `height` high, from the top of the drawing down. Values beyond the scale stand at its end. */
export function stripsOf(
  measures: readonly Measure[],
  scale: (day: string) => number,
  font: number,
  height: number,
): Strip[] {
  return measures.map(({ label, min, max, better, points }, index) => {
    const y = index * height;
    const top = y + font * 1.7;
    const bottom = y + height - font * 0.6;
    const ordered = [...points].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    const dots = ordered.map(({ on, value }) => {
      const part = max === min ? 0.5 : (Math.min(max, Math.max(min, value)) - min) / (max - min);
      const up = better === 'high' ? part : 1 - part;
      return { x: scale(on), y: bottom - up * (bottom - top), value, on };
    });
    const newest = dots.at(-1);
    const text = newest === undefined ? '' : String(newest.value);
    return {
      label,
      y: y + font,
      font,
      top,
      bottom,
      best: better === 'high' ? max : min,
      worst: better === 'high' ? min : max,
      dots,
      last: newest === undefined ? null : { x: newest.x + 9, y: newest.y + font / 3, text, anchor: 'start' },
    };
  });
}

/** How much room a newest value takes beside its dot. */
export const lastWidth = (text: string, font: number): number => textWidth(text, font) + 9;

/** The shapes that a drawing of the staircase is made of. Pure. Lengths are in units of the drawing. */
import type { Group, Size } from './steps.ts';

export type Rect = { x: number; y: number; width: number; height: number };

/** Whether two rectangles share more than an edge. */
export function meets(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A step that is still to come. `due` is a day in words, or null. */
export type NextStep = { words: string; size: Size; group: Group; due: string | null };

/** One column of the drawing. `top` is where its tread lies; `index` counts what happened, or the next steps. */
export type Column = {
  kind: 'ground' | 'step' | 'slip' | 'hold' | 'next';
  index: number;
  group: Group | null;
  x: number;
  width: number;
  top: number;
};

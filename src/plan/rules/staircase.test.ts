import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay } from '../../kit/days.ts';
import { climbOf, type Happened } from './climb.ts';
import type { Measure } from './measures.ts';
import { meets } from './shapes.ts';
import { formats, layoutStaircase, type Shape, type StairInput } from './staircase.ts';
import { groups } from './steps.ts';
import { clip, linesOf, textWidth } from './text.ts';
import { timeScale } from './ticks.ts';

const day = fc.integer({ min: 16_000, max: 16_800 }).map(formatDay);
const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    'CV: first page',
    'Ring the GP about sleep',
    'A very long step that nobody can read in one go, '.repeat(4),
  ),
);
const size = fc.constantFrom(1 as const, 2 as const, 3 as const);
const group = fc.constantFrom(...groups);
const happened: fc.Arbitrary<Happened> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      key: fc.uuid(),
      on: day,
      words,
      size,
      group,
      again: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('slip' as const), key: fc.uuid(), on: day, words, size }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hold' as const), key: fc.uuid(), on: day, until: fc.option(day), words }),
  },
);
const measure: fc.Arbitrary<Measure> = fc.record({
  label: words,
  min: fc.constant(0),
  max: fc.constant(6),
  better: fc.constantFrom('low' as const, 'high' as const),
  points: fc.array(fc.record({ on: day, value: fc.integer({ min: 0, max: 6 }) }), { maxLength: 8 }),
});
const input = (most: number): fc.Arbitrary<StairInput> =>
  fc.record({
    treads: fc.array(happened, { maxLength: most }).map(climbOf),
    next: fc.array(fc.record({ words, size, group, due: fc.option(fc.constant('by Tue 3 Mar')) }), { maxLength: 5 }),
    goal: fc.option(words),
    from: fc.constant('2013-01-01'),
    today: fc.constant('2016-12-31'),
    measures: fc.array(measure, { maxLength: 3 }),
  });
const shapes = Object.keys(formats) as Shape[];

test('a step goes up by its size, a set-back down by what it lost, a pause neither; nobody falls below the ground', () => {
  fc.assert(
    fc.property(fc.array(happened, { maxLength: 60 }), (all) => {
      const treads = climbOf(all);
      assert.equal(treads.length, all.length);
      let before = 0;
      for (const [at, tread] of treads.entries()) {
        assert.equal(tread.height, before + tread.change);
        assert.ok(tread.height >= 0);
        if (tread.kind === 'step') assert.equal(tread.change, tread.size);
        if (tread.kind === 'slip') assert.equal(tread.change, -Math.min(tread.size, before));
        if (tread.kind === 'hold') assert.equal(tread.change, 0);
        assert.ok(at === 0 || (treads[at - 1]?.on ?? '') <= tread.on, 'in the order of days');
        before = tread.height;
      }
    }),
  );
});

test('whatever the order in which it is told, the climb is the same', () => {
  fc.assert(
    fc.property(fc.uniqueArray(happened, { maxLength: 20, selector: ({ key }) => key }), (all) => {
      assert.deepEqual(climbOf(all.toReversed()), climbOf(all));
    }),
  );
});

test('columns stand side by side from left to right, as high as the climb is, within the drawing', () => {
  fc.assert(
    fc.property(input(130), fc.constantFrom(...shapes), (given, shape) => {
      const drawing = layoutStaircase(given, shape);
      const { columns, width, height, ground, rise } = drawing;
      assert.ok(width <= formats[shape].width + 0.01, `${width}`);
      let x = 0;
      for (const column of columns) {
        assert.ok(Math.abs(column.x - x) < 0.01, 'no gap and no overlap');
        assert.ok(column.width > 0 && column.top >= -0.01 && column.top <= ground + 0.01 && ground < height);
        x = column.x + column.width;
      }
      assert.ok(x <= width + 0.01);
      const past = columns.filter(({ kind }) => kind !== 'ground' && kind !== 'next');
      assert.deepEqual(
        past.map(({ index }) => index),
        given.treads.map((_, index) => index),
      );
      let before = ground;
      for (const column of past) {
        const tread = given.treads[column.index];
        assert.ok(tread !== undefined && Math.abs(before - column.top - tread.change * rise) < 0.01);
        before = column.top;
      }
      const { figure } = drawing;
      const last = past.at(-1) ?? columns[0];
      assert.equal(figure.y, last?.top);
    }),
  );
});

test('names neither meet each other nor a tread, and lie within the drawing', () => {
  fc.assert(
    fc.property(input(60), fc.constantFrom('wide' as const, 'narrow' as const, 'print' as const), (given, shape) => {
      const { labels, columns, width, height, band } = layoutStaircase(given, shape);
      for (const [at, { box, lines, column }] of labels.entries()) {
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
        assert.ok(lines.length > 0 && lines.every((line) => line !== ''), JSON.stringify(lines));
        for (const other of labels.slice(at + 1)) assert.ok(!meets(box, other.box), `${column} and ${other.column}`);
        for (const { x, top, width: wide } of columns.filter(({ kind }) => kind !== 'ground'))
          assert.ok(!meets(box, { x, y: top, width: wide, height: band }), `a name of ${column} crosses a tread`);
      }
      assert.equal(new Set(labels.map(({ column }) => column)).size, labels.length, 'one name for each');
    }),
    { numRuns: 300 },
  );
});

test('a day stands further right the later it is', () => {
  fc.assert(
    fc.property(input(40), fc.array(day, { minLength: 2, maxLength: 12 }), (given, days) => {
      const { columns } = layoutStaircase(given, 'wide');
      const scale = timeScale(columns, given.treads, given.from, given.today);
      const places = days.sort().map(scale);
      for (const [at, place] of places.entries()) assert.ok(at === 0 || place >= (places[at - 1] as number) - 0.001);
    }),
  );
});

test('dots of a measure rise when it gets better, whichever end of its scale is the good one', () => {
  const points = [
    { on: '2015-01-01', value: 5 },
    { on: '2016-01-01', value: 2 },
  ];
  const treads = climbOf([
    { kind: 'step', key: 'a', on: '2015-06-01', words: 'One', size: 1, group: 'survival', again: false },
  ]);
  const common = { treads, next: [], goal: null, from: '2014-12-01', today: '2016-03-31' };
  const dots = (better: 'low' | 'high') =>
    layoutStaircase({ ...common, measures: [{ label: 'Worry', min: 0, max: 6, better, points }] }, 'wide').strips[0]
      ?.dots ?? [];
  const [a, b] = dots('low');
  assert.ok(a !== undefined && b !== undefined && b.y < a.y && b.x > a.x);
  const [c, d] = dots('high');
  assert.ok(c !== undefined && d !== undefined && d.y > c.y);
});

test('lines are no wider than they may be, and say everything unless they say that they are cut', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 400 }), fc.integer({ min: 1, max: 4 }), (text, width, most) => {
      const lines = linesOf(text, 15, width, most);
      assert.ok(lines.length <= most);
      for (const line of lines) assert.ok(textWidth(line, 15) <= width);
      const whole = text.split(/\s+/).filter(Boolean).join(' ');
      // The beginning of what was said, or all of it.
      assert.ok(whole.startsWith((lines[0] ?? '').replace(/…$/, '')));
      if (lines.length > 0 && !lines.some((line) => line.endsWith('…'))) assert.equal(lines.join(' '), whole);
      const cut = clip(text, 15, width);
      assert.ok(cut === '' || textWidth(cut, 15) <= width);
    }),
  );
});

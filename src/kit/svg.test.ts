import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { barChart, groupedBars, stackedBars } from './svg.ts';
import { normalise } from './ui/compare.ts';

const widths = (markup: string): number[] =>
  [...markup.matchAll(/<rect class="newel-chart__bar"[^>]* width="([\d.]+)%"/g)].map((m) => Number(m[1]));

test('a bar is as long as its value, and the figures are said in words', () => {
  const chart = barChart({
    id: 'c',
    title: 'Starts <by area>',
    rows: [
      { label: 'Bolton', value: 10 },
      { label: 'Bury', value: 5, text: '5 of 20' },
      { label: 'Wigan', value: null, text: 'fewer than 5' },
      { label: 'Tameside', value: null },
    ],
  }).value;
  assert.deepEqual(widths(chart), [100, 50]);
  assert.match(chart, /<title id="c-title">Starts &lt;by area&gt;<\/title>/);
  assert.match(
    chart,
    /<desc id="c-desc">Bolton: 10; Bury: 5 of 20; Wigan: fewer than 5; Tameside: not known\.<\/desc>/,
  );
  assert.match(chart, /role="img"/);
});

test('the scale can be told, and nothing is drawn beyond it', () => {
  const chart = barChart({
    id: 'c',
    title: 't',
    max: 100,
    rows: [
      { label: 'a', value: 50 },
      { label: 'b', value: 200 },
    ],
  }).value;
  assert.deepEqual(widths(chart), [50, 100]);
});

test('nothing to show is still a chart', () => {
  for (const chart of [
    barChart({ id: 'c', title: 't', rows: [] }),
    barChart({ id: 'c', title: 't', rows: [{ label: 'a', value: 0 }] }),
    groupedBars({ id: 'c', title: 't', rows: [], series: [] }),
    stackedBars({ id: 'c', title: 't', rows: [{ label: 'a', values: {} }], series: [{ key: 'x', label: 'X' }] }),
  ]) {
    assert.doesNotThrow(() => normalise(chart.value));
    assert.doesNotMatch(chart.value, /NaN|Infinity/);
    assert.deepEqual(widths(chart.value), []);
  }
});

test('values that cannot be drawn are refused', () => {
  for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => barChart({ id: 'c', title: 't', rows: [{ label: 'a', value }] }), RangeError);
    assert.throws(
      () =>
        stackedBars({
          id: 'c',
          title: 't',
          series: [{ key: 'x', label: 'X' }],
          rows: [{ label: 'a', values: { x: value } }],
        }),
      RangeError,
    );
  }
  const series = Array.from({ length: 7 }, (_, i) => ({ key: String(i), label: String(i) }));
  assert.throws(() => groupedBars({ id: 'c', title: 't', rows: [], series }), RangeError);
});

test('whatever the rows, charts are well formed and stay within their frame', () => {
  const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));
  const rows = fc.array(
    fc.record({
      label: fc.string(),
      values: fc.record({ a: value, b: value, c: value, d: value, e: value, f: value }),
    }),
    { maxLength: 5 },
  );
  const series = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key, label: `Series ${key}` }));
  fc.assert(
    fc.property(rows, (some) => {
      for (const draw of [groupedBars, stackedBars]) {
        const chart = draw({ id: 'c', title: 't', series, rows: some }).value;
        normalise(chart);
        assert.doesNotMatch(chart, /NaN|Infinity/);
        for (const [, x = '0', width] of chart.matchAll(
          /<rect class="newel-chart__bar"[^>]*?(?: x="([\d.]+)%")? y="\d+" width="([\d.]+)%"/g,
        )) {
          assert.ok(Number(x) + Number(width) <= 100.01);
        }
      }
    }),
    { numRuns: 50 },
  );
});

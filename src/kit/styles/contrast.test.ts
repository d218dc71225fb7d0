import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// WCAG 2.2: relative luminance and contrast of sRGB colours.
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const [r = 0, g = 0, b = 0] = parts;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

function colours(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));
}

const [lightTokens = '', rest = ''] = read('_tokens.scss').split('@media screen and (prefers-color-scheme: dark)');
const [darkTokens = ''] = rest.split('@media print');
const functional = /\$govuk-functional-colours: \(([^)]*)\)/.exec(read('newel.scss'))?.[1] ?? '';
const light: Record<string, string | undefined> = {
  ...Object.fromEntries(
    [...functional.matchAll(/([\w-]+): (#[0-9a-f]{6})/g)].map(([, n, hex]) => [`govuk-${n}-colour`, hex]),
  ),
  ...colours(lightTokens),
};
const dark = { ...light, ...colours(darkTokens) };

const HUES = ['grey', 'green', 'teal', 'blue', 'purple', 'pink', 'red', 'orange', 'yellow'];
const PAGES = ['govuk-body-background-colour', 'govuk-surface-background-colour', 'newel-surface', 'newel-quiet'];

const TEXT_PAIRS: [string, string][] = [
  ...HUES.map((hue): [string, string] => [`newel-${hue}-text`, `newel-${hue}`]),
  ...HUES.flatMap((hue) => PAGES.slice(0, 3).map((page): [string, string] => [`newel-${hue}-text`, page])),
  ...['text', 'secondary-text', 'link', 'link-visited', 'link-hover', 'error', 'success', 'brand'].flatMap((name) =>
    PAGES.map((page): [string, string] => [`govuk-${name}-colour`, page]),
  ),
  ['govuk-focus-text-colour', 'govuk-focus-colour'],
  ['govuk-inverse-text-colour', 'govuk-brand-colour'],
  ['govuk-inverse-text-colour', 'govuk-success-colour'],
  ['newel-on-strong', 'newel-accent'],
  ['newel-on-strong', 'newel-accent-hover'],
  ['newel-on-strong', 'newel-danger'],
  ['newel-on-strong', 'newel-danger-hover'],
  ['newel-quiet-text', 'newel-button-quiet'],
  ['newel-quiet-text', 'newel-button-quiet-hover'],
];

const EDGE_PAIRS: [string, string][] = [
  ...['govuk-input-border-colour', 'newel-quiet-edge', 'newel-accent', 'newel-danger'].flatMap((name) =>
    PAGES.map((page): [string, string] => [name, page]),
  ),
  ...[1, 2, 3, 4, 5, 6].map((i): [string, string] => [`newel-chart-${i}`, 'govuk-body-background-colour']),
];

for (const [scheme, tokens] of [
  ['light', light],
  ['dark', dark],
] as const) {
  const failing = (pairs: [string, string][], least: number): string[] =>
    pairs.flatMap(([front, back]) => {
      const [a, b] = [tokens[front], tokens[back]];
      if (a === undefined || b === undefined) return [`${front} on ${back}: not defined`];
      const ratio = contrast(a, b);
      return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : [];
    });
  test(`text stands out at 4.5:1 in the ${scheme} scheme`, () => assert.deepEqual(failing(TEXT_PAIRS, 4.5), []));
  test(`edges and bars stand out at 3:1 in the ${scheme} scheme`, () => assert.deepEqual(failing(EDGE_PAIRS, 3), []));
}

test('contrast is reckoned as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('the dark scheme decides every colour that the light one has, and more than repeats it', () => {
  const decided = colours(darkTokens);
  const open = Object.keys(light).filter((name) => !(name in decided) && name !== 'govuk-print-text-colour');
  assert.deepEqual(open, []);
});

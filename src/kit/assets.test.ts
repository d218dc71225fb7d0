import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Assets, assetUrl, browserModule, buildAssets } from './assets.ts';
import { themed } from './styles/theme.ts';

const cache = mkdtempSync(join(tmpdir(), 'newel-assets-'));
after(() => rmSync(cache, { recursive: true }));

let assets: Assets;

test('assets are made once and found again', async () => {
  assets = await buildAssets(cache);
  assert.deepEqual(readdirSync(cache), [assets.hash]);
  const made = statSync(join(assets.root, 'newel.css')).mtimeMs;
  const started = performance.now();
  assert.deepEqual(await buildAssets(cache), assets);
  assert.ok(performance.now() - started < 100);
  assert.equal(statSync(join(assets.root, 'newel.css')).mtimeMs, made);
});

test('an address leads to a file, and only names that exist have one', () => {
  assert.equal(assetUrl('newel.css'), `${assets.prefix}newel.css`);
  for (const name of ['app.js', 'icon.svg', 'atkinson-latin.woff2', 'govuk-frontend.min.js']) {
    assert.ok(existsSync(join(assets.root, assetUrl(name).slice(assets.prefix.length))), name);
  }
  for (const name of ['nothing.js', '../package.json', '']) assert.throws(() => assetUrl(name), RangeError);
});

test('the smaller copies hold the same text', () => {
  for (const name of ['newel.css', 'app.js', 'moj/components/alert/alert.mjs']) {
    const text = readFileSync(join(assets.root, name));
    assert.deepEqual(gunzipSync(readFileSync(join(assets.root, `${name}.gz`))), text);
    assert.deepEqual(brotliDecompressSync(readFileSync(join(assets.root, `${name}.br`))), text);
  }
});

test('the stylesheet asks for nothing that is not served, and is not large', () => {
  const css = readFileSync(join(assets.root, 'newel.css'), 'utf8');
  const wanted = [...css.matchAll(/url\(["']?([^"')]+)/g)].map(([, url = '']) => url);
  assert.ok(wanted.length >= 4);
  for (const url of wanted) assert.ok(existsSync(join(assets.root, url)), url);
  assert.doesNotMatch(css, /GDS Transport/i);
  assert.ok(css.startsWith(':root'), 'no byte order mark');
  assert.ok(statSync(join(assets.root, 'newel.css.br')).size < 20_000);
});

test('every colour outside the tokens is one of them', () => {
  const css = readFileSync(join(assets.root, 'newel.css'), 'utf8');
  const declared = css.replace(/--[\w-]+:[^;}]*/g, '');
  assert.deepEqual(declared.match(/#[0-9a-f]{3,8}\b|rgba?\(/gi) ?? [], []);
  const defined = new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const used = [...css.matchAll(/var\((--(?:newel|govuk)-[\w-]+)\)/g)].map(([, name]) => name);
  assert.deepEqual(
    [...new Set(used)].filter((name) => !defined.has(name)),
    [],
  );
});

test('browser modules import only files that are served', () => {
  const folders = [
    '',
    'moj/components/alert',
    'moj/components/add-another',
    'moj/components/button-menu',
    'moj/components/sortable-table',
    'moj/common',
    'moj',
    'govuk',
    'govuk/common',
  ];
  let seen = 0;
  for (const folder of folders) {
    for (const name of readdirSync(join(assets.root, folder)).filter((file) => /\.m?js$/.test(file))) {
      const path = join(assets.root, folder, name);
      const text = readFileSync(path, 'utf8');
      assert.doesNotMatch(text, /sourceMappingURL|moment|jquery/i, name);
      for (const [, from = ''] of text.matchAll(/^(?:import|export) [^;]*?from '([^']+)';$|import\('([^']+)'\)/gm)) {
        if (from !== '') assert.ok(existsSync(join(dirname(path), from)), `${name} imports ${from}`);
        seen++;
      }
    }
  }
  assert.ok(seen > 8);
  assert.equal(
    browserModule("import { a } from 'govuk-frontend';", 3),
    "import { a } from '../../../govuk-frontend.min.js';",
  );
});

test('a colour that no token stands for is refused', () => {
  assert.equal(themed('.a {\n  color: #0b0c0c;\n}'), '.a {\ncolor: var(--govuk-text-colour);\n}');
  assert.equal(themed('.a:focus {\n  color: #0b0c0c;\n}'), '.a:focus {\ncolor: var(--govuk-focus-text-colour);\n}');
  assert.equal(
    themed('.b {\n  color: var(--govuk-text-colour, #0b0c0c);\n}'),
    '.b {\ncolor: var(--govuk-text-colour);\n}',
  );
  assert.equal(themed('.c {\n  background: url("/assets/x.svg");\n}'), '.c {\n}');
  assert.throws(() => themed('.a {\n  color: #123456;\n}'), /no token for #123456 in {2}\.a/);
});

/** Every check of a page fails on a page that breaks it, and again when it is visited again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { checkPage } from './checks.ts';
import { chromiumProgram } from './needs.ts';

let browser: Browser;
let page: Page;
before(async () => {
  browser = await chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
});
after(() => browser?.close());

async function check(inside: string, troubles: string[] = []): Promise<void> {
  const source = `<!doctype html><html lang="en"><head><title>T</title></head><body><main><h1>x</h1>${inside}</main></body></html>`;
  await page.setContent(source);
  await checkPage(page, async () => page, { path: '/x', status: 200, source, html: source, troubles });
}

test('a page without faults passes, and passes again', async () => {
  await check('<p>fine</p>');
  await check('<p>fine</p>');
});

const faults: [what: string, inside: string, told: RegExp][] = [
  ['words that are too pale', '<p style="color:#aaa">pale</p>', /color-contrast.*<p style="color:#aaa">/],
  ['a field without a label', '<form action="/x"><input name="q" type="text"></form>', /label \(.*<input name="q"/],
  ['a link without words', '<a href="/x"></a>', /link-name/],
  ['a skipped heading', '<h3>x</h3>', /heading-order/],
  ['two parts of one name', '<section aria-label="a">x</section>'.repeat(2), /landmark-unique/],
  ['something wide', '<div style="width:500px">x</div>', /508 px wide.*<div style="width:500px">/s],
  ['two main headings', '<h1>y</h1>', /headings of the first level/],
  ['an id twice', '<p id="a">x</p><p id="a">y</p>', /no-dup-id/],
  ['errors, and a title that does not say so', '<div class="govuk-error-summary">x</div>', /no 'Error:' in 'T'/],
];
for (const [what, inside, told] of faults)
  test(`${what}: fails each time`, async () => {
    await assert.rejects(check(inside), told);
    await assert.rejects(check(inside), told);
  });

test('what the browser complained of fails a page that passed', async () => {
  await assert.rejects(check('<p>fine</p>', ['console: no']), /console: no/);
});

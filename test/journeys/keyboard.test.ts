import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { focused, summaryFocused } from '../support/in-page.js';
import { tabTo } from '../support/keyboard.ts';
import { PASSWORD, type Site, startSite } from '../support/site.ts';

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startSite();
  browser = await startBrowser(site);
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`sign in, write a note, add a job, sign out: by keyboard alone, ${scheme} scheme`, async (t) => {
    const visitor = await browser.visitor(t, { scheme });
    const { keyboard } = visitor.page;
    await visitor.go('/');
    await visitor.page.keyboard.press('Tab');
    assert.equal((await visitor.page.evaluate(focused)).words, 'Skip to main content');
    await tabTo(visitor, { name: 'email' });
    await keyboard.type(site.users.key_worker.email);
    await tabTo(visitor, { name: 'password' });
    await keyboard.type(PASSWORD);
    await visitor.arrive(() => keyboard.press('Enter'));

    // A key worker signs in to Today.
    await tabTo(visitor, { words: 'Caseload' });
    await visitor.arrive(() => keyboard.press('Enter'));
    const name = await visitor.page.locator('main table a[href^="/cases/"]').nth(2).textContent();
    await tabTo(visitor, { words: name ?? '' });
    await visitor.arrive(() => keyboard.press('Enter'));
    await tabTo(visitor, { words: 'Save note' });
    // An empty note: the focus goes to the summary of errors, and its link to the box.
    assert.equal(await visitor.arrive(() => keyboard.press('Enter')), 422);
    await visitor.page.waitForFunction(summaryFocused);
    await tabTo(visitor, { words: 'Write the note' });
    await keyboard.press('Enter');
    assert.equal((await visitor.page.evaluate(focused)).name, 'body');
    await keyboard.type(`Typed without a mouse (${scheme})`);
    await tabTo(visitor, { words: 'Save note' });
    await visitor.arrive(() => keyboard.press('Enter'));
    assert.match(await visitor.words(), /Typed without a mouse/);

    await tabTo(visitor, { words: 'Jobs' });
    await visitor.arrive(() => keyboard.press('Enter'));
    await tabTo(visitor, { words: 'Add a job' });
    await visitor.arrive(() => keyboard.press('Enter'));
    await tabTo(visitor, { name: 'kind' });
    await keyboard.press('ArrowDown');
    await tabTo(visitor, { name: 'employer' });
    await keyboard.type('Canal Street Café');
    await tabTo(visitor, { words: 'Save' });
    await visitor.arrive(() => keyboard.press('Enter'));
    assert.match(await visitor.words(), /Job saved[\s\S]*Canal Street Café/);

    await tabTo(visitor, { words: 'Sign out' });
    await visitor.arrive(() => keyboard.press('Enter'));
    assert.equal(visitor.path(), '/sign-in');
  });
}

test('a case and a report print, without what is only for the screen', async (t) => {
  const visitor = await browser.visitor(t, { as: 'programme_office', scheme: 'dark' });
  const [caseId] = await site.caseload();
  for (const path of [`/cases/${caseId}`, '/reports/working-well-pilot/tables/3-2']) {
    await visitor.go(path);
    await visitor.page.emulateMedia({ media: 'print', colorScheme: 'light' });
    for (const hidden of ['.govuk-service-navigation', '.govuk-footer'])
      assert.equal(await visitor.page.locator(hidden).first().isVisible(), false, `${hidden} is printed at ${path}`);
    assert.ok(await visitor.page.locator('main').isVisible());
    const pdf = await visitor.page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.length > 10_000, `${path}: ${pdf.length} bytes`);
    await visitor.page.emulateMedia({ media: null });
  }
});

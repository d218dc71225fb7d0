import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startBrowser } from '../support/browser.ts';
import { typeMegabytes } from '../support/in-page.js';
import { type Site, startSite } from '../support/site.ts';

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

const MARKUP = `"><script>document.title='run'</script><img src=x onerror=alert(1)>`;
const RIGHT_TO_LEFT = 'عَبْدُ ٱلرَّحْمٰن بن محمّد 👩🏽‍🌾🧗';
const LONG = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'.repeat(2).slice(0, 100);

/** Fills every text box of the form with the text, as far as it fits. */
async function fillAll(page: Page, text: string): Promise<void> {
  for (const box of await page.locator('main form input[type="text"], main form textarea').all()) {
    const name = (await box.getAttribute('name')) ?? '';
    if (/-(day|month|year)$|ni_number|phone|postcode|hours|wage/i.test(name)) continue;
    await box.fill(text);
  }
}

for (const [what, text] of [
  ['markup', MARKUP],
  ['right-to-left text and emoji', RIGHT_TO_LEFT],
  ['very long words', LONG],
] as const)
  test(`${what} in every field is shown as it was typed, and breaks no page`, async (t) => {
    const [caseId] = await site.caseload();
    const path = `/cases/${caseId}`;
    const visitor = await browser.visitor(t, { as: 'programme_office' });
    const { page } = visitor;
    const literal = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');

    for (const form of ['person/details', 'person/words', 'handover/story']) {
      await visitor.go(`${path}/${form}`);
      await fillAll(page, text.slice(0, form === 'person/words' ? 50 : 100));
      await visitor.press('Save');
    }
    await visitor.go(path);
    await fillAll(page, text);
    await visitor.press('Save note');
    assert.ok((await visitor.words()).includes(text));
    await visitor.go(`${path}/jobs/new`);
    await fillAll(page, text);
    await visitor.press('Save');
    assert.ok((await visitor.words()).includes(text));
    await visitor.go(`${path}/jobs/new`);
    await fillAll(page, text);
    await visitor.day('startedOn', '2016-99-99');
    assert.equal(await visitor.press('Save'), 422);
    assert.equal(await page.locator('[name="employer"]').inputValue(), text);

    await visitor.go('/cases/refer');
    await fillAll(page, text.slice(0, 100));
    assert.equal(await visitor.press('Check the answers'), 422);

    for (const where of ['', '/timeline', '/history', '/claims', '/key-worker', '/assessments/new'])
      await visitor.go(path + where);
    await visitor.go('/cases');
    // Names are written with capitals, whatever they are.
    assert.ok(visitor.source().toLowerCase().includes(literal.slice(0, 20).toLowerCase()));
    await visitor.go('/find');
    await page.getByRole('textbox').fill(text.slice(0, 30));
    await visitor.press('Find');
    assert.doesNotMatch(await page.title(), /^run/);
    assert.equal(await page.locator('img[src="x"]').count(), 0);
  });

test('a session that ends in the middle of a note: what was typed is saved after signing in again, without JavaScript', async (t) => {
  const caseId = (await site.caseload())[1];
  const visitor = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  await visitor.go(`/cases/${caseId}`);
  const typed = 'First line\nsecond line with "quotes" & <tags> and ünïcode 🌱';
  await visitor.page.getByLabel('Add a note').fill(typed);
  await site.db.query('delete from session where user_id = $1', [site.users.key_worker.id]);
  const before = await site.snapshot();
  assert.equal(await visitor.press('Save note'), 401);
  assert.match(await visitor.words(), /What you typed is kept/);
  assert.equal(await visitor.signIn('key_worker', 'not the password'), 401);
  assert.equal(await visitor.signIn('key_worker'), 200);
  assert.match(await visitor.words(), /kept, and not saved yet/);
  assert.deepEqual(await site.snapshot(), before);
  await visitor.press('Save it now');
  assert.match(await visitor.words(), /Note saved/);
  assert.equal((await site.one('select body from note where case_id = $1', [caseId])).replaceAll('\r\n', '\n'), typed);
});

for (const javaScript of [true, false])
  test(`two windows on one job: both versions side by side, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const caseId = (await site.caseload())[javaScript ? 2 : 3];
    const first = await browser.visitor(t, { as: 'key_worker', javaScript });
    const second = await browser.visitor(t, { as: 'team_manager', javaScript });
    await first.go(`/cases/${caseId}/jobs/new`);
    await first.page.getByLabel('Employer').fill('Mill');
    await first.press('Save');
    for (const visitor of [first, second]) {
      await visitor.go(`/cases/${caseId}/jobs`);
      await visitor.follow(/^Correct.*Mill/);
    }
    await second.page.getByLabel('Employer').fill('Mill and Sons');
    await second.press('Save');
    await first.page.getByLabel('Employer').fill('The Mill');
    await first.page.getByLabel('Hours a week').fill('16');
    assert.equal(await first.press('Save'), 409);
    assert.match(await first.words(), /Somebody else saved this[\s\S]*Mill and Sons[\s\S]*The Mill/);
    assert.equal(await first.page.getByLabel('Hours a week').inputValue(), '16');
    await first.press('Save');
    assert.match(await first.words(), /The Mill/);
  });

test('a note of 10 MB typed into the page is refused with a page that says what to do', async (t) => {
  const caseId = (await site.caseload())[4];
  const visitor = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  await visitor.go(`/cases/${caseId}`);
  await visitor.page.getByLabel('Add a note').evaluate(typeMegabytes, 10);
  const before = await site.snapshot();
  assert.equal(await visitor.press('Save note'), 413);
  assert.match(await visitor.words(), /too large[\s\S]*nothing was saved/i);
  assert.deepEqual(await site.snapshot(), before);
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { type Site, startSite } from '../support/site.ts';

const PROGRAMME = path.join(import.meta.dirname, '../../programmes/working-well-pilot/programme.json');

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

for (const javaScript of [true, false]) {
  test(`a new user gets a role, signs in, and is out at once when disabled, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const email = `new.${javaScript}@example.org`;
    const admin = await browser.visitor(t, { javaScript });
    await admin.go('/sign-in');
    await admin.signIn('administrator');
    assert.equal(admin.path(), '/users');
    await admin.follow('Add a user');
    assert.equal(await admin.press('Add user'), 422);
    await admin.page.getByLabel('Name', { exact: true }).fill('Nadia Ferris');
    await admin.page.getByLabel('E-mail address').fill(email);
    await admin.press('Add user');
    const password = await admin.page.locator('main code').textContent();
    await admin.go('/users');
    await admin.arrive(() =>
      admin.page.getByRole('row').filter({ hasText: email }).getByRole('link', { name: 'Nadia Ferris' }).click(),
    );
    const user = admin.path();
    await admin.follow('Add a role');
    await admin.page.getByRole('radio', { name: 'Local lead' }).check();
    await admin.page.getByLabel('Programme', { exact: true }).selectOption('working-well-pilot');
    await admin.press('Continue');
    await admin.page.getByLabel('Area', { exact: true }).selectOption({ label: 'Manchester' });
    await admin.press('Add role');
    assert.match(await admin.words(), /Local lead[\s\S]*Manchester/);

    const nadia = await browser.visitor(t, { javaScript });
    await nadia.go('/sign-in');
    await nadia.page.getByLabel('E-mail address').fill(email);
    await nadia.page.getByLabel('Password', { exact: true }).fill('not the password');
    assert.equal(await nadia.press('Sign in'), 401);
    await nadia.page.getByLabel('Password', { exact: true }).fill(password ?? '');
    await nadia.press('Sign in');
    assert.equal(nadia.path(), '/cases');
    await nadia.arrive(() => nadia.page.locator('main table a[href^="/cases/"]').first().click());

    await admin.go(user);
    await admin.press('Disable this user');
    assert.match(await admin.words(), /Disabled/);
    await nadia.follow('Timeline');
    assert.equal(nadia.path(), '/sign-in');
    await nadia.page.getByLabel('E-mail address').fill(email);
    await nadia.page.getByLabel('Password', { exact: true }).fill(password ?? '');
    assert.equal(await nadia.press('Sign in'), 401);
    await admin.press('Let this user sign in again');
    assert.equal(await nadia.press('Sign in'), 401, 'the password was not sent back to the page');
  });

  test(`a programme document with faults is explained, a good one loaded, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const admin = await browser.visitor(t, { as: 'administrator', javaScript });
    const document = JSON.parse(fs.readFileSync(PROGRAMME, 'utf8')) as Record<string, unknown>;
    const file = (text: string) => ({
      name: 'programme.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    const upload = admin.page.locator('input[type="file"]');
    await admin.go('/programmes');
    await admin.follow('Load a programme document');
    const before = await site.snapshot();
    assert.equal(await admin.press('Load'), 422);
    await upload.setInputFiles(file('{ "key": '));
    assert.equal(await admin.press('Load'), 422);
    await upload.setInputFiles(
      file(JSON.stringify({ ...document, validFrom: '2016-02-30', targets: 'many', extra: 1 })),
    );
    assert.equal(await admin.press('Load'), 422);
    const told = await admin.words();
    for (const word of [/validFrom/, /targets/, /extra/]) assert.match(told, word);
    assert.deepEqual(await site.snapshot(), before);

    const name = `Working Well pilot ${javaScript ? 'again' : 'once more'}`;
    await upload.setInputFiles(file(JSON.stringify({ ...document, name, validFrom: '2016-03-01' })));
    await admin.press('Load');
    assert.match(await admin.words(), /was loaded/);
    assert.match(await admin.words(), new RegExp(name));
    await admin.go('/programmes/working-well-pilot/versions');
    await admin.follow(/^What changed/);
    assert.match(await admin.words(), new RegExp(name));
  });
}

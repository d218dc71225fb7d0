import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
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

test('a message is written, seen first and sent, on a phone without JavaScript', async (t) => {
  const [caseId] = await site.caseload();
  await site.db.query(
    `update person set phone = '07700900123', contact_rules = '{"text": "yes"}' where id = (select person_id from case_record where id = $1)`,
    [caseId],
  );
  const visitor = await browser.visitor(t, { as: 'key_worker', width: 360, javaScript: false });
  await visitor.go(`/cases/${caseId}/messages/new`);
  await visitor.page.getByLabel('In your own words').check();
  await visitor.page.locator('textarea[name=body]').fill('See you soon.');
  assert.equal(await visitor.arrive(() => visitor.page.getByRole('button', { name: 'Show me first' }).click()), 200);
  assert.match(await visitor.words(), /They said yes to text messages[\s\S]*See you soon\./);
  assert.equal(await visitor.arrive(() => visitor.page.getByRole('button', { name: 'Send it' }).click()), 200);
  assert.match(await visitor.words(), /Text: In your own words[\s\S]*See you soon\./);
});

test('the office looks at the outbox, and puts other words in the place of Newel’s', async (t) => {
  const visitor = await browser.visitor(t, { as: 'programme_office' });
  await visitor.go('/outbox');
  assert.match(await visitor.words(), /cannot send texts or email yet/);
  await visitor.go('/programmes/working-well-pilot/messages');
  await visitor.arrive(() => visitor.page.getByRole('link', { name: 'Text for please call us' }).click());
  await visitor.page.locator('textarea[name=body]').fill('Hello {{first name}}, please ring {{phone}}.');
  assert.equal(await visitor.arrive(() => visitor.page.getByRole('button', { name: 'Use these words' }).click()), 200);
  assert.match(await visitor.words(), /Version 1/);
});

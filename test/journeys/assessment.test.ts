import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type Visitor } from '../support/browser.ts';
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

/** Answers a question of the part by what it is called. */
async function answer(visitor: Visitor, question: RegExp, given: string | RegExp): Promise<void> {
  const field = visitor.page.locator('main form fieldset').filter({ hasText: question });
  await field.getByRole('radio', { name: given }).check();
}

/** An assessment that is begun in one meeting, gone on with in another, finished, and seen as a picture. */
async function overTwoMeetings(visitor: Visitor, caseId: string): Promise<void> {
  const { page } = visitor;
  await visitor.go('/');
  await visitor.signIn('key_worker');
  const list = `/cases/${caseId}/assessments`;
  await visitor.go(list);
  await visitor.follow('Make an assessment');
  await page.getByRole('radio', { name: 'Reassessment' }).check();
  await visitor.press(/^Save/);
  assert.match(visitor.path(), /\/draft\//);
  const open = visitor.path();
  await visitor.follow('Presenting issues');
  await answer(visitor, /debt or money worries/, /^5/);
  await answer(visitor, /your housing/, 'Would rather not say');
  await visitor.press('Save and stop here');
  assert.equal(visitor.path(), open);
  assert.match(await visitor.words(), /Presenting issues\s+Saved by [\s\S]*17 of 19 open/);

  // Another day, from the list.
  await visitor.go(list);
  assert.match(await visitor.words(), /An assessment is open/);
  await visitor.follow(/^Reassessment, 31 Mar 2016/);
  await visitor.follow('Presenting issues');
  assert.ok(await page.getByRole('radio', { name: /^5/, checked: true }).first().isVisible(), 'nothing is asked twice');
  await answer(visitor, /your mental health/, /^2/);
  await visitor.press('Save and go on');
  await visitor.go(open);
  await visitor.press('Finish the assessment');
  assert.match(visitor.path(), /\/assessments\/[0-9a-f-]{36}$/);
  assert.match(await visitor.words(), /Preferred not to say/);
  await visitor.follow('See what changed');
  assert.match(await visitor.words(), /What was not asked again[\s\S]* before, not said this time/);
  await visitor.go(`${list}/picture`);
  assert.match(await visitor.words(), /What changed since the start[\s\S]* before, \d now[\s\S]*The same as a table/);
}

test('an assessment over two meetings and its picture, with JavaScript', async (t) => {
  await overTwoMeetings(await browser.visitor(t), (await site.caseload())[3] ?? '');
});

test('an assessment over two meetings and its picture, without JavaScript', async (t) => {
  await overTwoMeetings(await browser.visitor(t, { javaScript: false }), (await site.caseload())[4] ?? '');
});

test('an assessment over two meetings and its picture, on a telephone of 320 px in the dark', async (t) => {
  await overTwoMeetings(await browser.visitor(t, { width: 320, scheme: 'dark' }), (await site.caseload())[5] ?? '');
});

test('an instrument is looked at as it is asked, from the programmes', async (t) => {
  const visitor = await browser.visitor(t, { width: 320 });
  await visitor.go('/');
  await visitor.signIn('programme_office');
  await visitor.go('/programmes');
  await visitor.follow('Instruments');
  await visitor.follow(/^Version 1/);
  assert.match(await visitor.words(), /Working Well assessment, version 1[\s\S]*As it is asked/);
});

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

test('an assessment over two meetings and its picture, without JavaScript, on a telephone of 320 px in the dark', async (t) => {
  const visitor = await browser.visitor(t, { javaScript: false, width: 320, scheme: 'dark' });
  await overTwoMeetings(visitor, (await site.caseload())[4] ?? '');
});

test('two workers rate how far somebody is from work: the second without the first, then both side by side, neither overwritten', async (t) => {
  const caseId = (await site.caseload())[6] ?? '';
  const first = await browser.visitor(t, { as: 'key_worker' });
  await first.go(`/cases/${caseId}/assessments/new`);
  await first.page.getByRole('radio', { name: 'Distance from work' }).check();
  await first.press(/^Save/);
  const open = first.path();
  await first.follow('Where the person stands');
  await first.page.locator('input[name="distance_point"][value="b"]').check();
  await first.page.locator('input[name="distance_help"][value="yes"]').check();
  await first.page.locator('[name="distance_evidence"]').fill('Took the number of the advice service');
  await first.press('Save and stop here');
  await first.go(open);
  await first.press('Finish the assessment');
  const rating = first.path();
  assert.match(await first.words(), /Took the number of the advice service/);

  const second = await browser.visitor(t, { as: 'team_manager', javaScript: false, width: 320 });
  await second.go(`/cases/${caseId}/assessments`);
  await second.follow(/^Open Distance from work/);
  assert.equal(second.path(), rating);
  assert.match(await second.words(), /hidden until a second worker has rated/);
  await second.follow('Give your own rating');
  assert.doesNotMatch(await second.words(), /Took the number of the advice service/);
  await second.page.locator('input[name="distance_point"][value="c"]').check();
  await second.page.locator('input[name="distance_help"][value="yes"]').check();
  await second.page.locator('[name="distance_evidence"]').fill('Asked how to apply');
  await second.press('Save your rating');
  for (const visitor of [second, first]) {
    await visitor.go(rating);
    const words = await visitor.words();
    assert.match(words, /Two ratings side by side\s+The two agree on 1 of 2 questions that both answered/);
    assert.match(words, /One step apart/);
    assert.match(words, /Took the number of the advice service/);
    assert.match(words, /Asked how to apply/);
  }
});

test('an instrument is looked at as it is asked, from the programmes', async (t) => {
  const visitor = await browser.visitor(t, { width: 320 });
  await visitor.go('/');
  await visitor.signIn('programme_office');
  await visitor.go('/programmes');
  await visitor.follow('Instruments');
  await visitor.follow('Version 1 of Working Well assessment');
  assert.match(await visitor.words(), /Working Well assessment, version 1[\s\S]*As it is asked/);
});

test('the next version of an instrument is written, looked at and published, without JavaScript, on a telephone', async (t) => {
  const visitor = await browser.visitor(t, { as: 'administrator', javaScript: false, width: 320 });
  await visitor.go('/instruments/ons4/1');
  await visitor.press('Write the next version from this');
  await visitor.follow('Happiness');
  await visitor.page.getByLabel('The words that are asked').fill('How happy were you yesterday, all in all?');
  await visitor.press('Save');
  await visitor.press('Move down: Happiness');
  await visitor.follow('See it as it is asked');
  assert.match(await visitor.words(), /How happy were you yesterday, all in all\?/);
  await visitor.go('/instrument-drafts/ons4');
  assert.match(await visitor.words(), /What differs from version 1[\s\S]*Overall, how happy did you feel yesterday\?/);
  await visitor.follow('Publish');
  await visitor.page.getByLabel('Why is this version made?').fill('Plainer words');
  await visitor.press('Publish version 2');
  assert.equal(visitor.path(), '/instruments/ons4/2');
  assert.match(await visitor.words(), /Why this version[\s\S]*Plainer words/);
});

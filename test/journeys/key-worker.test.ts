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

/** Opens the person's page from the caseload; resolves to the path of the case. */
async function openCase(visitor: Visitor, caseId: string): Promise<string> {
  await visitor.arrive(() => visitor.page.locator(`a[href="/cases/${caseId}"]`).click());
  assert.equal(visitor.path(), `/cases/${caseId}`);
  return visitor.path();
}

async function navigate(visitor: Visitor, name: string): Promise<void> {
  await visitor.follow(name, visitor.page.getByRole('navigation', { name: 'This case' }));
}

/** A whole working day with one person. Each looks is another person of the caseload. */
async function workingDay(visitor: Visitor, caseId: string): Promise<void> {
  const { page } = visitor;
  await visitor.go('/');
  assert.equal(visitor.path(), '/sign-in');
  await visitor.signIn('key_worker');
  assert.equal(visitor.path(), '/today');
  await visitor.follow('Whole caseload');
  assert.match(await visitor.words(), /Your caseload\s+\d+ open cases/);
  const path = await openCase(visitor, caseId);

  // A note, and its correction: the first version stays, folded away.
  await page.getByLabel('Add a note').fill('Slept badly. Will ring the surgery on Monday.');
  assert.equal(await visitor.press('Save note'), 200);
  assert.match(await visitor.words(), /Note saved[\s\S]*Will ring the surgery on Monday/);
  const note = page.locator('.moj-timeline__item').filter({ hasText: 'Will ring the surgery' });
  await visitor.follow('Note', note);
  assert.match(visitor.path(), /\/notes\//);
  await page.getByLabel('Note', { exact: true }).fill('Slept badly. Will ring the surgery on Tuesday.');
  await visitor.press('Save correction');
  assert.match(await visitor.words(), /Note corrected[\s\S]*Will ring the surgery on Tuesday/);
  assert.match(visitor.source(), /As it was first written[\s\S]*Will ring the surgery on Monday/);

  // An assessment in parts, and its correction.
  await navigate(visitor, 'Assessments');
  await visitor.follow('Make an assessment');
  await visitor.press(/^(Start|Begin|Save)/);
  assert.match(visitor.path(), /\/draft\//);
  const parts = await page.locator('.govuk-task-list__link').allInnerTexts();
  await visitor.follow(parts[1] ?? '');
  const questions = page.locator('main form fieldset').filter({ hasText: 'Would rather not say' });
  const [first, second] = await questions.all();
  assert.ok(first !== undefined && second !== undefined);
  await first.getByRole('radio').nth(3).check();
  await second.getByRole('radio', { name: /rather not/i }).check();
  await visitor.press('Save and stop here');
  await visitor.press('Finish the assessment');
  assert.match(visitor.path(), /\/assessments\/[0-9a-f-]{36}$/);
  const assessment = visitor.path();
  await visitor.go(`${assessment}/correct`);
  await page
    .locator('main form fieldset')
    .filter({ has: page.getByRole('radio') })
    .nth(2)
    .getByRole('radio')
    .nth(4)
    .check();
  await visitor.press(/^Save/);
  assert.equal(visitor.path(), assessment);

  // An activity.
  await navigate(visitor, 'Activities');
  await visitor.follow('Add an activity');
  await page.getByRole('radio').first().check();
  await visitor.day('startedOn', '2016-03-29');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Activity saved[\s\S]*29 Mar 2016/);
  await visitor.follow(/^Correct .*29 Mar 2016/);
  await visitor.day('startedOn', '2016-03-30');
  await visitor.press('Save');
  assert.match(await visitor.words(), /30 Mar 2016/);

  // A job.
  await navigate(visitor, 'Jobs');
  await visitor.follow('Add a job');
  await page.getByLabel('Employer').fill('Northway Bakery');
  await visitor.day('startedOn', '2016-03-21');
  await page.getByLabel('Wage an hour').fill('7.20');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Job saved[\s\S]*Northway Bakery/);
  await visitor.follow(/^Correct.*Northway Bakery/);
  await page.getByLabel('Wage an hour').fill('8.25');
  await visitor.press('Save');
  assert.match(await visitor.words(), /£8\.25/);

  // All of it stands in the timeline with its first version, and in who saw or changed this.
  await navigate(visitor, 'Timeline');
  const timeline = await visitor.words();
  for (const words of [/corrected/i, /Northway Bakery/, /assessment/i, /surgery on Tuesday/])
    assert.match(timeline, words);
  assert.match(visitor.source(), /£7\.20/);
  assert.match(visitor.source(), /surgery on Monday/);
  const thisCase = page.getByRole('navigation', { name: 'This case' });
  await visitor.follow('History', thisCase);
  assert.match(await visitor.words(), /Jack Whitworth[\s\S]*Changed: /);
  assert.match(await visitor.words(), /Read: case/);

  await visitor.press('Sign out');
  assert.equal(visitor.path(), '/sign-in');
  await visitor.go(path);
  assert.equal(visitor.path(), '/sign-in');

  const kinds = await site.db.query('select kind from event where case_id = $1 and actor_id = $2', [
    caseId,
    site.users.key_worker.id,
  ]);
  const recorded = kinds.rows.map((row: { kind: string }) => row.kind);
  for (const kind of ['note', 'assessment', 'activity', 'job']) {
    assert.equal(recorded.filter((one) => one.startsWith(`${kind}.`)).length, 2, `${kind}: ${recorded.join()}`);
    assert.ok(recorded.includes(`${kind}.corrected`), kind);
  }
}

test('a working day with JavaScript', async (t) => {
  await workingDay(await browser.visitor(t), (await site.caseload())[0] ?? '');
});

test('a working day without JavaScript, on a telephone of 320 px in the dark', async (t) => {
  const visitor = await browser.visitor(t, { javaScript: false, width: 320, scheme: 'dark' });
  await workingDay(visitor, (await site.caseload())[1] ?? '');
});

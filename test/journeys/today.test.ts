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

const countOf = (words: string): number => Number(/(\d+) people of/.exec(words)?.[1]);

for (const [javaScript, width] of [
  [true, 320],
  [false, 1280],
] as const)
  test(`from Today to a recorded call and back, ${width} wide, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { javaScript, width });
    const { page } = visitor;
    await visitor.go('/');
    await visitor.signIn('key_worker');
    assert.equal(visitor.path(), '/today');
    const before = countOf(await visitor.words());
    const row = page.locator('.newel-today__row').filter({ hasText: 'No contact' }).first();
    const name = String(await row.locator('h3').textContent());
    await visitor.follow(/^Call and record/, row);
    assert.match(visitor.path(), /\/cases\/.*\/meeting$/);
    assert.equal(await page.getByRole('radio', { name: 'Phone', exact: true }).isChecked(), true);
    await page.getByLabel('What did you talk about?').fill('Rang. All is well.');
    assert.equal(await visitor.press('Finish'), 200);
    await visitor.go('/today');
    // The contact is recorded: that reason is gone, and what comes next is said.
    const words = await visitor.words();
    const again = page.locator('.newel-today__row').filter({ hasText: name });
    for (const text of await again.allInnerTexts()) assert.doesNotMatch(text, /No contact/);
    assert.match(words.slice(words.indexOf('Seen to today')), new RegExp(`${name}\\. Next: `));

    // Somebody else waits until another day, and comes back when called.
    const other = page.locator('.newel-today__row').first();
    const whose = String(await other.locator('h3').textContent());
    await other.getByText('Not today').click();
    assert.equal(await visitor.press(/^For 7 days/, other), 200);
    assert.match(await visitor.words(), /Put off\. It comes back on the day you chose/);
    const rows = page.locator('.newel-today__row');
    assert.ok(!(await rows.locator('h3').allInnerTexts()).includes(whose));
    assert.ok(countOf(await visitor.words()) < before);
    await page.getByText(/^\s*Not today: 1 person/).click();
    await visitor.press(`Call back ${whose}`);
    assert.match(await visitor.words(), /Back on Today/);
    assert.ok((await rows.locator('h3').allInnerTexts()).includes(whose));
    // The day is asked for on a page of its own, and what is wrong with it is said there.
    const first = rows.first();
    await first.getByText('Not today').click();
    await visitor.follow('Until another day', first);
    await visitor.day('on', '2016-03-31');
    assert.equal(await visitor.press('Put off'), 422);
    assert.match(await visitor.words(), /The day must be after today/);
  });

test('a manager looks at loads, at one worker’s Today, and books supervision that the worker confirms', async (t) => {
  const manager = await browser.visitor(t, { as: 'team_manager' });
  await manager.go('/load');
  assert.match(await manager.words(), /The guide is 40 to 50 attached clients[\s\S]*MAN-KW01/);
  await manager.follow(/Jack|MAN-KW01/, manager.page.locator('main table'));
  assert.match(await manager.words(), /What each case adds[\s\S]*1 attached/);
  const load = manager.path();
  await manager.follow(/^Today of/);
  assert.match(await manager.words(), /people of \d+ need/);
  assert.equal(await manager.page.getByText('Not today').count(), 0);
  await manager.go(load);
  await manager.follow('Supervision');
  await manager.follow('Book supervision');
  assert.equal(await manager.press('Book'), 422);
  await manager.page.getByRole('radio', { name: /line manager/ }).check();
  await manager.page.getByLabel('With whom?').fill('Farida Holt');
  await manager.page.getByRole('radio', { name: 'No', exact: true }).check();
  await manager.day('planned_on', '2016-03-30');
  await manager.press('Book');
  assert.match(await manager.words(), /Supervision booked[\s\S]*Farida Holt/);

  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  await worker.go('/today');
  assert.match(await worker.words(), /For you[\s\S]*was planned for Wed 30 Mar\. Was it held\?/);
  await worker.follow('Confirm');
  await worker.press(/^It was held/);
  assert.match(await worker.words(), /Confirmed[\s\S]*Held Wed 30 Mar/);
});

test('time is logged in one form and corrected, with what was there kept', async (t) => {
  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  await worker.go('/time');
  await worker.page.getByLabel('Hours').fill('10');
  await worker.page.getByLabel('What for?').selectOption('office');
  await worker.page.getByRole('radio', { name: 'The whole week' }).check();
  await worker.press('Log time');
  assert.match(await worker.words(), /Time logged[\s\S]*0% on the programme/);
  await worker.page.getByLabel('Hours').fill('30');
  await worker.page.getByLabel('What for?').selectOption('people');
  await worker.page.getByRole('radio', { name: 'The whole week' }).check();
  await worker.press('Log time');
  assert.match(await worker.words(), /75% on the programme[\s\S]*At or under 75%/);
  await worker.follow(/^Correct 10 hours/);
  await worker.page.getByLabel('Hours').fill('6');
  await worker.press('Save the correction');
  assert.match(await worker.words(), /83% on the programme[\s\S]*Before it was corrected[\s\S]*10 hours/);
});

/** A plan from the first goal to the page to take home, as a key worker makes it beside the person. */
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

async function addStep(visitor: Visitor, group: string, words: string, size: string): Promise<void> {
  const { page } = visitor;
  await visitor.follow(new RegExp(`^Add a step\\s+for ${group}`));
  await page.getByLabel('What is the step?').fill(words);
  await page.getByLabel(size, { exact: true }).check();
  assert.equal(await visitor.press('Save'), 200);
  assert.match(await visitor.words(), /Step added/);
}

/** The buttons beside a step. */
const beside = (visitor: Visitor, words: string) => visitor.page.getByRole('group', { name: words, exact: true });
const click = (visitor: Visitor, words: string, name: string) =>
  visitor.arrive(() => beside(visitor, words).getByRole('button', { name, exact: true }).click());

async function makePlan(visitor: Visitor, caseId: string, javaScript: boolean): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}`);
  await visitor.follow('Plan', page.getByRole('navigation', { name: 'This case' }));

  // A goal in the person's own words.
  await visitor.follow('Add a goal');
  assert.equal(await visitor.press('Save'), 422);
  await page.getByLabel('What do they want?').fill('To open the garden centre on a Saturday');
  await visitor.press('Save');
  assert.match(await visitor.words(), /To open the garden centre on a Saturday/);

  // Three steps: one from an idea, two free.
  await visitor.follow(/^Add a step\s+for survival/);
  await visitor.follow('Look through the ideas');
  await visitor.follow(/Register with a GP/);
  assert.match(await page.getByLabel('What is the step?').inputValue(), /Register with a GP/);
  await page.getByLabel('What is the step?').fill('Ring the GP about sleep');
  await visitor.press('Save');
  await addStep(visitor, 'survival', 'Get up by nine', 'Medium');
  await addStep(visitor, 'employment', 'CV: first page', 'Big');

  // Another order, by keyboard alone.
  const order = async () =>
    (await visitor.words()).indexOf('Get up by nine') < (await visitor.words()).indexOf('Ring the GP');
  assert.equal(await order(), false);
  const up = beside(visitor, 'Get up by nine').getByRole('button', { name: 'Move up' });
  await up.focus();
  await visitor.arrive(() => page.keyboard.press('Enter'));
  assert.equal(await order(), true);
  if (javaScript)
    assert.equal(await page.evaluate('document.activeElement?.id.slice(0, 3)'), 'up-', 'the focus stays on the button');

  // Tried twice, then done: no attempt is erased, and it can be taken back.
  await click(visitor, 'Ring the GP about sleep', 'Tried');
  await click(visitor, 'Ring the GP about sleep', 'Tried');
  assert.match(await visitor.words(), /tried twice/);
  await click(visitor, 'Ring the GP about sleep', 'Done');
  assert.match(await visitor.words(), /Done: 1/);
  await click(visitor, 'Ring the GP about sleep', 'Undo');
  await click(visitor, 'Ring the GP about sleep', 'Done');

  // Two that did not happen: a smaller one is suggested, and refused with a reason.
  await click(visitor, 'Get up by nine', 'Not yet');
  await click(visitor, 'CV: first page', 'Not yet');
  assert.match(await visitor.words(), /A smaller step\?/);
  assert.equal(await visitor.press('Leave it'), 422);
  await page.getByLabel('Or not now, because').fill('She wants to try once more');
  assert.equal(await visitor.press('Leave it'), 200);
  assert.doesNotMatch(await visitor.words(), /A smaller step\?/);

  // A crisis holds everything else in one action, and the plan goes on later.
  await visitor.follow('There is a crisis');
  await page.getByLabel('Somewhere to live').check();
  await page.getByLabel('What comes first now?').fill('A bed for tonight');
  await page.getByLabel('Get up by nine').check();
  await visitor.press('Hold the plan');
  const held = await visitor.words();
  assert.match(held, /Housing first[\s\S]*1 step waits/);
  assert.ok(held.indexOf('A bed for tonight') < held.indexOf('Get up by nine'));
  await visitor.follow('The staircase');
  assert.match(await visitor.words(), /1 step done, 1 pause/);
  await visitor.follow('The plan');
  await click(visitor, 'A bed for tonight', 'Done');
  await visitor.follow('Go on with the plan');
  await visitor.press('Go on');
  assert.doesNotMatch(await visitor.words(), /waits/);

  // What is taken home.
  await visitor.follow('A page to take home');
  const paper = (await page.locator('.newel-paper').textContent()) ?? '';
  assert.match(paper, /way up[\s\S]*The next two steps[\s\S]*Ring or text/);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.newel-identity').isVisible(), false, 'nothing of the record goes home with it');
  assert.equal(await page.locator('.newel-paper').isVisible(), true);
  await page.emulateMedia({ media: 'screen' });

  const { rows } = await site.db.query('select kind from event where case_id = $1 and kind ~ $2', [
    caseId,
    '^(goal|step|plan|suggestion)',
  ]);
  const counts = Map.groupBy(rows as { kind: string }[], ({ kind }) => kind);
  assert.deepEqual(Object.fromEntries([...counts].map(([kind, all]) => [kind, all.length]).sort()), {
    'goal.set': 1,
    'plan.held': 1,
    'plan.reordered': 1,
    'plan.resumed': 1,
    'step.added': 4,
    'step.done': 3,
    'step.missed': 2,
    'step.tried': 2,
    'step.undone': 1,
    'suggestion.refused': 1,
  });
}

test('a plan with JavaScript', async (t) => {
  await makePlan(await browser.visitor(t, { as: 'key_worker' }), (await site.caseload())[0] ?? '', true);
});

test('a plan without JavaScript, on a telephone of 320 px in the dark', async (t) => {
  const visitor = await browser.visitor(t, { as: 'key_worker', javaScript: false, width: 320, scheme: 'dark' });
  await makePlan(visitor, (await site.caseload())[1] ?? '', false);
});

test('a step is dragged to another place', async (t) => {
  const caseId = (await site.caseload())[2] ?? '';
  const visitor = await browser.visitor(t, { as: 'key_worker' });
  await visitor.go(`/cases/${caseId}/plan`);
  for (const words of ['First', 'Second', 'Third']) await addStep(visitor, 'survival', words, 'Small');
  const row = (words: string) => visitor.page.locator('.newel-step').filter({ hasText: words });
  await visitor.arrive(() => row('Third').dragTo(row('First')));
  const { rows } = await site.db.query('select words from step where case_id = $1 order by position', [caseId]);
  assert.deepEqual(
    rows.map(({ words }) => words),
    ['Third', 'First', 'Second'],
  );
});

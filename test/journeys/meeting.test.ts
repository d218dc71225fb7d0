import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { startBrowser, type Visitor } from '../support/browser.ts';
import { chromiumProgram } from '../support/needs.ts';
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

const draftNote = async (caseId: string): Promise<string> => {
  const { rows } = await site.db.query("select fields->>'note' as note from meeting_draft where case_id = $1", [
    caseId,
  ]);
  return rows[0]?.note ?? '';
};
/** Waits until the draft says so. Throws after the patience of a busy machine. */
async function until(caseId: string, text: string): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if ((await draftNote(caseId)).includes(text)) return;
    await pause(50);
  }
  assert.equal(await draftNote(caseId), text);
}
const noteOf = (page: Page) => page.getByLabel('What did you talk about?');

/** From the caseload to a saved meeting, counting what a worker does: taps, choices and boxes typed into. */
async function record(visitor: Visitor, caseId: string): Promise<number> {
  const { page } = visitor;
  let actions = 0;
  const act = async (step: Promise<unknown>) => {
    actions++;
    await step;
  };
  await visitor.go('/caseload');
  await act(visitor.arrive(() => page.locator(`a[href="/cases/${caseId}"]`).click()));
  await act(visitor.follow('Record a meeting'));
  await act(page.getByRole('radio', { name: 'Phone', exact: true }).check());
  await act(noteOf(page).fill('Rang about the course. A place is free from Monday.'));
  await act(page.getByLabel('Next small step').fill('Ring the college'));
  await act(page.getByLabel('By', { exact: true }).selectOption('7'));
  await act(page.getByLabel('When', { exact: true }).selectOption('2'));
  await act(page.getByLabel('At', { exact: true }).fill('10'));
  await act(visitor.press('Finish').then((status) => assert.equal(status, 200)));
  return actions;
}

for (const [javaScript, width] of [
  [true, 360],
  [false, 1280],
] as const)
  test(`from the caseload to a saved meeting, ${width} wide, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { as: 'key_worker', javaScript, width });
    const caseId = (await site.caseload())[(javaScript ? 0 : 2) + (width === 360 ? 1 : 0)] as string;
    const actions = await record(visitor, caseId);
    assert.ok(actions <= 12, `${actions} actions`);
    assert.match(visitor.path(), /\/meetings\//);
    assert.match(
      await visitor.words(),
      /Meeting saved[\s\S]*A place is free from Monday[\s\S]*Step added: Ring the college/,
    );
    // Undone, and everything else stays.
    await visitor.press(/^Undo/);
    assert.match(await visitor.words(), /Step added: Ring the college\s+Undone/);
    await visitor.press('Take it all back');
    assert.equal(visitor.path(), `/cases/${caseId}/meeting`);
    assert.equal(await noteOf(visitor.page).inputValue(), 'Rang about the course. A place is free from Monday.');
    await visitor.press('Finish');
    assert.match(await visitor.words(), /Meeting saved/);
  });

test('a browser that is killed in the middle of a note loses the last three seconds at most', async () => {
  const caseId = (await site.caseload())[4] as string;
  const server = await chromium.launchServer({
    executablePath: chromiumProgram(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await (await chromium.connect(server.wsEndpoint())).newContext({ baseURL: site.url });
  await context.addCookies([{ name: 'newel', value: await site.session('key_worker'), url: site.url, httpOnly: true }]);
  const page = await context.newPage();
  await page.goto(`/cases/${caseId}/meeting`);
  await page.waitForLoadState('networkidle');
  const typed: { at: number; text: string }[] = [];
  let text = '';
  const begun = performance.now();
  // A worker who never stops for a second: the save must not wait for a pause.
  for (let n = 0; performance.now() - begun < 9_000; n++) {
    text += `word${n} `;
    await noteOf(page).pressSequentially(`word${n} `);
    typed.push({ at: performance.now(), text: text.trimEnd() });
  }
  const killed = performance.now();
  await server.kill();
  const kept = (await draftNote(caseId)).trimEnd();
  const before = typed.filter(({ at }) => at < killed - 3000).at(-1)?.text ?? assert.fail('nothing was typed in time');
  assert.ok(text.startsWith(kept), 'what is kept is what was typed');
  assert.ok(
    kept.length >= before.length,
    `kept ${kept.length} characters of the ${before.length} that were three seconds old`,
  );
});

test('a session that ends meanwhile loses nothing: the page says so, and goes on after signing in again', async (t) => {
  const visitor = await browser.visitor(t, { as: 'key_worker' });
  const caseId = (await site.caseload())[5] as string;
  // A page of its own: what a browser says of refused requests is what this is about.
  const page = await visitor.context.newPage();
  await page.goto(`/cases/${caseId}/meeting`);
  await noteOf(page).fill('Slept badly.');
  await until(caseId, 'Slept badly.');
  await site.db.query('delete from session where user_id = $1', [site.users.key_worker.id]);
  await noteOf(page).fill('Slept badly. Rings the surgery.');
  const alert = page.locator('[data-autosave-trouble]');
  await alert.getByText('you are signed out').waitFor();
  assert.equal(await draftNote(caseId), 'Slept badly.');
  assert.equal(await noteOf(page).inputValue(), 'Slept badly. Rings the surgery.');
  // Signed in again in another tab of the same browser.
  await visitor.context.addCookies([
    { name: 'newel', value: await site.session('key_worker'), url: site.url, httpOnly: true },
  ]);
  await until(caseId, 'Slept badly. Rings the surgery.');
  await page.waitForFunction(`document.querySelector('[data-autosave-trouble]').textContent === ''`);
  await page.getByRole('radio', { name: 'Phone', exact: true }).check();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.waitForURL(/\/meetings\//);
  assert.match((await page.locator('main').allInnerTexts()).join(), /Rings the surgery/);
});

test('two tabs of one meeting: each learns of the other, and both texts are in what is finished', async (t) => {
  const visitor = await browser.visitor(t, { as: 'key_worker' });
  const caseId = (await site.caseload())[6] as string;
  await visitor.go(`/cases/${caseId}/meeting`);
  const second = await visitor.context.newPage();
  await second.goto(`/cases/${caseId}/meeting`);
  await noteOf(visitor.page).fill('Written in the first tab');
  await until(caseId, 'first tab');
  await noteOf(second).fill('Written in the second tab');
  await until(caseId, 'second tab');
  await second.locator('[data-autosave-trouble]').getByText('Both are kept').waitFor();
  await second.close();
  await visitor.go(`/cases/${caseId}/meeting`);
  assert.match(await visitor.words(), /another version[\s\S]*Written in the first tab/);
  await visitor.press('Put it in');
  assert.equal(await noteOf(visitor.page).inputValue(), 'Written in the second tab\n\nWritten in the first tab');
  await visitor.page.getByRole('radio', { name: 'Phone', exact: true }).check();
  assert.equal(await visitor.press('Finish'), 200);
  assert.match(await visitor.words(), /Written in the second tab\s+Written in the first tab/);
});

test('nothing of a meeting stays in the browser', async (t) => {
  const visitor = await browser.visitor(t, { as: 'key_worker' });
  const caseId = (await site.caseload())[7] as string;
  await visitor.go(`/cases/${caseId}/meeting`);
  await noteOf(visitor.page).fill('Afraid of her landlord');
  await until(caseId, 'landlord');
  const kept = await visitor.page.evaluate(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys().catch(() => []),
  }))()`);
  assert.deepEqual(kept, { local: {}, session: {}, databases: [], caches: [] });
  const reply = await visitor.page.request.get(`/cases/${caseId}/meeting`);
  assert.match(reply.headers()['cache-control'] ?? '', /no-store/);
});

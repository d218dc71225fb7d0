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

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with' : 'without';

  test(`people of a caseload go to another key worker and are put back, ${how} JavaScript`, async (t) => {
    const ids = (await site.caseload()).slice(0, 2);
    const manager = await browser.visitor(t, { as: 'team_manager', javaScript, width: javaScript ? 1280 : 320 });
    await manager.go('/team');
    await manager.follow(/Plan cover/);
    await manager.go('/caseload');
    const worker = manager.page.locator('select[name="worker"]');
    const value = await worker.locator('option', { hasText: 'MAN-KW01' }).getAttribute('value');
    await worker.selectOption(value);
    await manager.press('Show caseload');
    if (javaScript) {
      await manager.page.getByRole('button', { name: /^Choose all/ }).click();
      await manager.page.getByRole('button', { name: 'Choose none' }).click();
    }
    for (const id of ids) await manager.page.locator(`[name="case"][value="${id}"]`).check();
    await manager.press('Give the chosen to others');
    assert.match(await manager.words(), /2 people chosen/);
    // Nothing is ticked and no reason is given: what was typed stays.
    await manager.page.getByLabel('What must the new key workers know?').fill('Mornings are best');
    assert.equal(await manager.press('See who gets how many'), 422);
    assert.match(await manager.words(), /Tick who takes them/);
    await manager.page.getByLabel(/MAN-KW02/).check();
    await manager.page.getByLabel('Why?').fill('Leaves at the end of the month');
    await manager.press('See who gets how many');
    assert.match(await manager.words(), /MAN-KW02[\s\S]*Mornings are best/);
    await manager.press('Give 2 cases');
    assert.match(await manager.words(), /2 cases given to other key workers/);
    assert.equal((await site.caseload('other_worker')).filter((id) => ids.includes(id)).length, 2);

    const taker = await browser.visitor(t, { as: 'other_worker', javaScript });
    await taker.go(`/cases/${ids[0]}/key-worker`);
    assert.match(await taker.words(), /2 key workers so far[\s\S]*Mornings are best/);
    await taker.go('/notices');
    assert.match(await taker.words(), /Cases were given to you/);

    await manager.press('Put back');
    assert.match(await manager.words(), /This was put back/);
    assert.equal((await site.caseload()).filter((id) => ids.includes(id)).length, 2);
  });

  test(`a colleague covers, sees the caseload, and no longer when it is ended, ${how} JavaScript`, async (t) => {
    const id = String((await site.caseload())[3]);
    const colleague = await browser.visitor(t, { as: 'other_worker', javaScript });
    assert.equal(await colleague.go(`/cases/${id}`), 404);
    const manager = await browser.visitor(t, { as: 'team_manager', javaScript });
    await manager.go('/cover/new');
    assert.equal(await manager.press('Plan cover'), 422);
    const choose = async (name: string, code: string) => {
      const list = manager.page.locator(`select[name="${name}"]`);
      await list.selectOption(await list.locator('option', { hasText: code }).getAttribute('value'));
    };
    await choose('staff', 'MAN-KW01');
    await choose('covered_by', 'MAN-KW02');
    await manager.day('starts_on', '2016-03-31');
    await manager.day('ends_on', '2016-04-08');
    await manager.page.getByLabel('Why?').fill('Leave');
    await manager.press('Plan cover');
    assert.match(await manager.words(), /until 8 Apr 2016/);
    await colleague.go('/caseload');
    await colleague.follow(/^caseload of/);
    assert.match(await colleague.words(), /Covering for .* until 8 Apr 2016/);
    assert.equal(await colleague.go(`/cases/${id}`), 200);
    await manager.follow(/MAN-KW02\) covers/);
    await manager.press('End this cover now');
    assert.match(await manager.words(), /No cover is planned/);
    assert.equal(await colleague.go(`/cases/${id}`), 404);
  });

  test(`a person asks for another key worker, is parked and then gets one, ${how} JavaScript`, async (t) => {
    const id = String((await site.caseload())[javaScript ? 5 : 6]);
    const worker = await browser.visitor(t, { as: 'key_worker', javaScript });
    await worker.go(`/cases/${id}/key-worker`);
    await worker.follow('Somebody asks for another key worker');
    assert.equal(await worker.press('Save'), 422);
    await worker.page.getByLabel('The person', { exact: true }).check();
    await worker.page.getByLabel('Why?').fill('We do not get on');
    await worker.press('Save');
    assert.match(await worker.words(), /We do not get on[\s\S]*Waits for a decision/);
    const manager = await browser.visitor(t, { as: 'team_manager', javaScript });
    await manager.go('/team');
    await manager.arrive(() => manager.page.locator(`main a[href="/cases/${id}/key-worker"]`).click());
    await manager.follow('Decide');
    await manager.page.getByLabel('Park it until a day').check();
    await manager.page.getByLabel('Why?').fill('Nobody has room');
    await manager.day('review_on', '2016-05-01');
    await manager.press('Save');
    assert.match(await manager.words(), /Parked\. Nobody has room/);
    await manager.follow('Decide');
    await manager.page.getByLabel('They get another key worker').check();
    await manager.page.getByLabel('Why?').fill('There is room now');
    const staff = manager.page.locator('select[name="staff"]');
    await staff.selectOption(await staff.locator('option', { hasText: 'MAN-KW02' }).getAttribute('value'));
    await manager.press('Save');
    assert.match(await manager.words(), /Now: .*MAN-KW02/);
  });
}

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

  test(`a team manager gives a person another key worker, ${how} JavaScript`, async (t) => {
    const caseId = (await site.caseload())[javaScript ? 0 : 1];
    const visitor = await browser.visitor(t, { as: 'team_manager', javaScript });
    await visitor.go(`/cases/${caseId}/key-worker`);
    assert.match(await visitor.words(), /Now: .*MAN-KW01/);
    await visitor.follow('Change the key worker');
    // The same one again is refused, with what was typed kept.
    const chosen = visitor.page.locator('select[name="staff"]');
    const value = (pattern: string) =>
      chosen.locator('option', { hasText: pattern }).getAttribute('value') as Promise<string>;
    await chosen.selectOption(await value('MAN-KW01'));
    await visitor.day('starts_on', '2016-03-31');
    assert.equal(await visitor.press('Save'), 422);
    assert.match(await visitor.words(), /This is the key worker already/);
    await chosen.selectOption(await value('MAN-KW02'));
    await visitor.press('Save');
    assert.match(await visitor.words(), /Key worker changed[\s\S]*Now: .*MAN-KW02/);
    assert.match(await visitor.words(), /MAN-KW01/);

    // It stands in the new key worker's caseload, and the one before cannot open it any more.
    assert.ok((await site.caseload('other_worker')).includes(String(caseId)));
    const before = await browser.visitor(t, { as: 'key_worker', javaScript });
    assert.equal(await before.go(`/cases/${caseId}`), 404);
  });

  test(`a team manager closes a case and opens it again, ${how} JavaScript`, async (t) => {
    // Support goes on for months: where it has ended without a job an exit plan comes first.
    const { rows } = await site.db.query(
      `select a.case_id from attachment a where a.case_id = any($1::uuid[]) and a.attached_on > '2014-09-01' order by 1 desc`,
      [await site.caseload()],
    );
    const caseId = (rows as { case_id: string }[])[javaScript ? 0 : 1]?.case_id;
    const visitor = await browser.visitor(t, { as: 'team_manager', javaScript });
    await visitor.go(`/cases/${caseId}`);
    await visitor.follow('Close this case');
    assert.equal(await visitor.press('Save'), 422);
    assert.match(await visitor.words(), /Choose the reason/);
    await visitor.page.getByRole('radio').first().check();
    await visitor.press('Save');
    assert.match(await visitor.words(), /Case closed/);
    assert.match(visitor.source(), /Closed/);
    await visitor.follow(/^Reopen/);
    await visitor.page.getByLabel('Why is it opened again?').fill('They came back');
    await visitor.press('Save');
    assert.match(await visitor.words(), /Case reopened[\s\S]*They came back/);
  });

  test(`a person who is not attached yet is attached with evidence, ${how} JavaScript`, async (t) => {
    const { rows } = await site.db.query(
      `select c.id from case_record c join area a on a.id = c.area_id
       where a.name = 'Manchester' and not exists (select from attachment t where t.case_id = c.id) and c.status = 'referred'
       order by c.id`,
    );
    const caseId = (rows as { id: string }[])[javaScript ? 0 : 1]?.id;
    const visitor = await browser.visitor(t, { as: 'team_manager', javaScript });
    await visitor.go(`/cases/${caseId}`);
    await visitor.follow(/^Attach/);
    assert.equal(await visitor.press('Save'), 422);
    const days = visitor.page.locator('input[name$="_on-day"]');
    const names = await days.evaluateAll((boxes) => boxes.map((box) => (box.getAttribute('name') ?? '').slice(0, -4)));
    assert.equal(names.length, 3);
    for (const [at, name] of names.entries()) {
      await visitor.day(name, `2016-03-2${at + 4}`);
      await visitor.page.locator(`[name="${name.slice(0, -3)}_evidence"]`).fill(`Scan ${at + 1} in the folder`);
    }
    await visitor.page.locator('select[name="key_worker"]').selectOption({ index: 1 });
    await visitor.press('Save');
    assert.match(await visitor.words(), /Attachment saved/);
    assert.match(await visitor.words(), /Attached\s+26 Mar 2016\s+Conditions\s+All evidenced/);
  });
}

test('the evidence of an imported attachment is added', async (t) => {
  const caseId = (await site.caseload())[5];
  const visitor = await browser.visitor(t, { as: 'team_manager' });
  await visitor.go(`/cases/${caseId}`);
  assert.match(visitor.source(), /Conditions not evidenced/);
  await visitor.follow(/^Change \(Attachment\)/);
  assert.match(await visitor.words(), /without evidence/);
  const on = await site.one('select attached_on from attachment where case_id = $1', [caseId]);
  for (const box of await visitor.page.locator('input[name$="_on-day"]').all()) {
    const name = ((await box.getAttribute('name')) ?? '').slice(0, -4);
    await visitor.day(name, on);
    await visitor.page.locator(`[name="${name.slice(0, -3)}_evidence"]`).fill('Signed form');
  }
  await visitor.press('Save');
  assert.match(await visitor.words(), /Attachment saved/);
  assert.doesNotMatch(visitor.source(), /Conditions not evidenced/);
});

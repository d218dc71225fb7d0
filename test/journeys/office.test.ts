import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
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

  test(`the programme office refers a person and finds them, ${how} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { as: 'programme_office', javaScript });
    const { page } = visitor;
    // Two people whom nobody takes for one: the second is referred while the first is on file.
    const given = javaScript ? 'Amara' : 'Bernadette';
    const family = javaScript ? 'Ōkereke-Świątek' : 'D’Arcy O’Neill';
    const born = javaScript ? '1981-02-28' : '1967-11-28';
    await visitor.go('/');
    assert.equal(visitor.path(), '/cases');
    await visitor.follow('Refer a person');
    assert.equal(await visitor.press('Check the answers'), 422);
    await page.getByLabel('Given name').fill(given);
    await page.getByLabel('Family name').fill(family);
    await visitor.day('date_of_birth', '1981-02-30');
    await page.getByLabel('National Insurance number').fill(javaScript ? 'qq 12 34 56 a' : 'QQ123457A');
    await visitor.day('referred_on', '2016-03-30');
    for (const name of ['source', 'area', 'benefit']) await choose(page, name);
    assert.equal(await visitor.press('Check the answers'), 422);
    assert.match(await visitor.words(), /Date of birth/);
    assert.equal(await page.getByLabel('Family name').inputValue(), family);
    await visitor.day('date_of_birth', born);
    assert.equal(await visitor.press('Check the answers'), 200);
    assert.match(await visitor.words(), /Check the answers[\s\S]*28 (February|November) 19/);
    await visitor.press('Change the answers');
    assert.equal(await page.getByLabel('Given name').inputValue(), given);
    await page.getByRole('textbox', { name: 'Phone' }).fill(javaScript ? '07700 900321' : '07700 900654');
    await visitor.press('Check the answers');
    await visitor.press('Refer this person');
    assert.match(await visitor.words(), /Referral saved/);
    const path = visitor.path();

    await visitor.go('/find');
    assert.equal(await visitor.press('Find'), 422);
    await page.getByRole('textbox').fill(javaScript ? 'ama okere' : 'darcy');
    await visitor.press('Find');
    // First of all that is found: a name that sounds alike may come after it.
    const found = (await visitor.words()).split('Status')[1]?.trim() ?? '';
    assert.ok(found.startsWith(`${given} ${family}`), found);
    assert.equal(new URL(page.url()).search, '', 'what is searched for stands in no address');
    await visitor.follow(`${given} ${family}`);
    assert.equal(visitor.path(), path);

    // The same person once more is told before anything is saved.
    await visitor.go('/cases/refer');
    await page.getByLabel('Given name').fill(given);
    await page.getByLabel('Family name').fill(family);
    await page.getByLabel('National Insurance number').fill(javaScript ? 'QQ123456A' : 'QQ123457A');
    await visitor.day('referred_on', '2016-03-31');
    for (const name of ['source', 'area', 'benefit']) await choose(page, name);
    await visitor.press('Check the answers');
    assert.match(await visitor.words(), /is known already/);
  });
}

/** Takes the first real answer of a question, however it is asked. */
async function choose(page: import('playwright-core').Page, name: string): Promise<void> {
  const select = page.locator(`select[name="${name}"]`);
  if ((await select.count()) > 0) await select.selectOption({ index: 1 });
  else await page.locator(`input[type="radio"][name="${name}"]`).first().check();
}

test('the office decides on a second referral', async (t) => {
  const visitor = await browser.visitor(t, { as: 'programme_office', javaScript: false });
  await visitor.go('/duplicates');
  const waiting = await visitor.page.getByText('To decide').count();
  assert.ok(waiting > 0);
  await visitor.arrive(() => visitor.page.locator('main table a').first().click());
  assert.match(await visitor.words(), /Second referral WX/);
  await visitor.press('Same person');
  assert.match(await visitor.words(), /Decision saved/);
  assert.equal(await visitor.page.getByText('To decide').count(), waiting - 1);
  await visitor.follow('Show decided ones');
  assert.match(await visitor.words(), /Same person/);
});

for (const javaScript of [true, false]) {
  test(`a report from its question to the people and to a published set, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { as: 'programme_office', javaScript });
    const { page } = visitor;
    await visitor.go('/reports');
    if (!/\/reports\/./.test(visitor.path())) await visitor.follow('Working Well pilot');
    await visitor.arrive(() => page.locator('main a[href*="/tables/job-starts?"]').first().click());
    assert.match(await visitor.words(), /Base[\s\S]*Missing/);
    await visitor.arrive(() => page.locator('main table a[href*="/people"]').first().click());
    assert.match(await visitor.words(), /Who is behind this number/);
    await visitor.arrive(() => page.locator('main table a').first().click());
    assert.match(visitor.path(), /^\/cases\//);

    await visitor.go('/reports/working-well-pilot');
    const csv = await visitor.download(() => page.getByRole('link', { name: 'Download all tables (CSV)' }).click());
    const rows = parse(csv.text, { columns: true, bom: true }) as Record<string, string>[];
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['table', 'row', 'column', 'value', 'printed']);
    assert.ok(rows.length > 500);

    const title = `Quarterly set ${javaScript}`;
    await page.getByLabel('Title of the published set').fill(title);
    await visitor.press('Publish');
    assert.match(await visitor.words(), new RegExp(title));
    await visitor.go('/reports/working-well-pilot/published');
    await visitor.follow(title);
    assert.match(await visitor.words(), /The content has its digest/);
    const kept = await visitor.download(() =>
      page.getByRole('link', { name: /Download all tables of this set/ }).click(),
    );
    assert.equal(kept.text, csv.text);
    await visitor.arrive(() => page.locator('main a[href*="/tables/job-starts"]').first().click());
    assert.match(await visitor.words(), new RegExp(title));
  });
}

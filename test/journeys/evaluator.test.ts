import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { showDay } from '../../src/kit/clock.ts';
import { startBrowser } from '../support/browser.ts';
import { crawl, type Found } from '../support/crawl.ts';
import { type Site, startSite } from '../support/site.ts';

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
let found: Found[];

before(async () => {
  site = await startSite();
  browser = await startBrowser(site);
  // Names that are no other word, so that each of them can be looked for by itself.
  await site.db.query(
    `update person p set given_name = 'Xanq' || n || 'given', family_name = 'Zylb' || n || 'family', postcode = 'ZZ' || n || ' 9ZZ'
     from (select id, row_number() over (order by id) as n from person) numbered where numbered.id = p.id`,
  );
  found = await crawl(site, 'evaluator');
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

test('no page or file that an evaluator can reach says who somebody is', async () => {
  const { rows } = await site.db.query(
    `select p.given_name, p.family_name, p.ni_number, p.phone, p.postcode, p.date_of_birth::text, p.reference, p.id,
       c.reference as case_reference, c.id as case_id, c.source_ref
     from person p join case_record c on c.person_id = p.id`,
  );
  const people = rows as Record<string, string | null>[];
  assert.ok(people.length > 50);
  assert.match((await (await site.agent('programme_office')).get('/cases')).body, /Xanq\d+given Zylb\d+family/);
  assert.ok(found.some(({ pattern }) => pattern.endsWith('/pseudonyms')));
  assert.ok(found.some(({ type }) => type === 'text/csv'));
  for (const { path, body } of found) {
    // What the page shows, without its scripts' nonce and the token of its form, which are any letters at all.
    const text = body.replace(/nonce="[^"]*"|name="_csrf" value="[^"]*"/g, '');
    for (const person of people) {
      const born = person.date_of_birth ?? null;
      const secrets = [...Object.values(person), born === null ? null : showDay(born)];
      if (person.phone) secrets.push(person.phone.replace(/^(\d{5})/, '$1 '));
      for (const secret of secrets) if (secret) assert.ok(!text.includes(secret), `${path} shows '${secret}'`);
    }
  }
});

test('an evaluator opens no record, list, search or review', async () => {
  const evaluator = await site.agent('evaluator');
  const [caseId] = await site.caseload();
  for (const path of [
    '/cases',
    '/exports',
    '/pairs',
    '/referrals',
    '/team',
    '/restricted',
    '/caseload',
    '/find',
    '/duplicates',
    '/cases/refer',
    '/users',
    '/load-programme',
    `/cases/${caseId}`,
    `/cases/${caseId}/timeline`,
    `/cases/${caseId}/history`,
    '/reports/working-well-pilot/tables/job-starts/people?row=All&column=Starts',
  ])
    assert.equal((await evaluator.get(path)).status, 404, path);
});

for (const javaScript of [true, false]) {
  test(`an evaluator goes from a question to pseudonyms, ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { javaScript });
    await visitor.go('/');
    await visitor.signIn('evaluator');
    assert.match(visitor.path(), /^\/reports/);
    const main = await visitor.page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
    assert.deepEqual(main, ['Reports', 'Programmes', 'Notices']);
    if (visitor.path() === '/reports') await visitor.follow('Working Well pilot');
    await visitor.arrive(() => visitor.page.locator('main a[href*="/tables/job-starts?"]').first().click());
    await visitor.arrive(() => visitor.page.locator('main table a[href*="/pseudonyms"]').first().click());
    assert.match(await visitor.words(), /Pseudonym/);
    assert.equal(await visitor.page.locator('main table a').count(), 0);
  });
}

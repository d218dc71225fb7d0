import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const box = /<form class="newel-search" method="post" action="\/find" role="search"/;

test('whoever may search has the search on every page, posts the term, and nobody else has it', async () => {
  const { caseId } = await w.addCase({ familyName: 'Searched' });
  const office = await w.signIn('programme_office');
  for (const path of ['/cases', `/cases/${caseId}`, '/account', '/nowhere'])
    assert.match((await office.get(path)).body, box, path);
  // The page of the search has the form itself.
  assert.doesNotMatch((await office.get('/find')).body, box);
  const found = await office.post('/find', { q: 'searched' });
  assert.match(found.body, /Debbie Searched/);
  for (const role of ['administrator', 'evaluator', 'referrer'] as const) {
    const other = await w.signIn(role);
    assert.doesNotMatch((await other.get('/account')).body, box, role);
  }
  assert.doesNotMatch((await w.app.inject({ url: '/sign-in' })).body, box);
});

test('the key that goes to the search is off until its user switches it on', async () => {
  const [one, two] = [await w.signIn('programme_office'), await w.signIn('programme_office')];
  assert.doesNotMatch((await one.get('/cases')).body, /newel-search-key/);
  assert.equal((await one.post('/account/settings', { search_key: 'yes' })).location, '/account');
  assert.match((await one.get('/cases')).body, /<body class="[^"]*newel-search-key"/);
  assert.match((await one.get('/account')).body, /id="search_key"[^>]* checked/);
  assert.doesNotMatch((await two.get('/cases')).body, /newel-search-key/);
  await one.post('/account/settings', {});
  assert.doesNotMatch((await one.get('/cases')).body, /newel-search-key/);
});

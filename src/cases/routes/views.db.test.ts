import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

test('a list is kept under a name, renamed and deleted, by its owner alone', async () => {
  const office = await w.signIn('programme_office');
  const other = await w.signIn('programme_office');
  const query = `area=${w.area('Wigan').id}&status=closed`;
  assert.match((await office.get(`/cases?${query}`)).body, /href="\/cases\/views\?[^"]*status=closed"/);
  assert.match((await office.get(`/cases/views?${query}`)).body, /name="query" value="[^"]*status=closed"/);
  const saved = await office.post('/cases/views', { name: '  Wigan,  ended ', query });
  assert.equal(saved.location, `/cases?${query}`);
  const list = (await office.get('/cases')).body;
  assert.match(list, /status=closed">Wigan, ended<\/a>/);
  assert.doesNotMatch((await other.get('/cases')).body, /Wigan, ended/);

  const again = await office.post('/cases/views', { name: 'Wigan, ended', query: 'status=attached' });
  assert.equal(again.status, 422);
  assert.match(again.body, /You have a view of this name/);
  assert.match(again.body, /name="query" value="status=attached"/);
  assert.equal((await office.post('/cases/views', { name: '', query })).status, 422);
  assert.equal((await office.post('/cases/views', { name: 'x'.repeat(61), query })).status, 422);
  // What is no part of the list's address is not kept.
  assert.equal((await office.post('/cases/views', { name: 'Odd', query: 'status=nonsense' })).location, '/cases');

  const { rows } = await w.db.query("select id from saved_view where name = 'Wigan, ended'");
  const path = `/cases/views/${rows[0].id}`;
  assert.equal((await other.post(`${path}/rename`, { name: 'Theirs' })).status, 404);
  assert.equal((await other.post(`${path}/delete`, {})).status, 404);
  const taken = await office.post(`${path}/rename`, { name: 'Odd' });
  assert.equal(taken.status, 422);
  assert.match(taken.body, new RegExp(`href="#name-${rows[0].id}"`));
  assert.equal((await office.post(`${path}/rename`, { name: 'Wigan, closed' })).location, '/cases/views');
  assert.match((await office.get('/cases')).body, /Wigan, closed/);
  assert.equal((await office.post(`${path}/delete`, {})).location, '/cases/views');
  assert.doesNotMatch((await office.get('/cases')).body, /Wigan, closed/);
});

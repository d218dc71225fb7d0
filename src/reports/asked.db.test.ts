/** Which days tables are asked for. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, today, type World, world } from '../../test/support/world.ts';

let w: World;
let office: Browser;
const key = 'working-well-pilot';
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

test('there are no tables, lists, files and published sets of a day to come, before the programme, or of no day', async () => {
  const [row, figure] = ['tables/job-starts', 'row=Total&column=Clients'];
  for (const [typed, words] of [
    ['2016-04-01', /Enter today or a day before it/],
    ['9999-12-31', /Enter today or a day before it/],
    ['0000-01-01', /Enter 3 Mar 2014 or a later day/],
    ['31/03/2016', /Enter a date that exists, such as 2016-03-31/],
  ] as const) {
    const of = new URLSearchParams({ 'as-of': typed });
    const file = `download?${of}&table=all&format=csv`;
    for (const path of [`?${of}`, `/${row}?${of}`, `/checks?${of}`, `/${row}/people?${of}&${figure}`, `/${file}`]) {
      const refused = await office.get(`/reports/${key}${path}`);
      assert.equal(refused.status, 422, path);
      assert.match(refused.body, words, path);
    }
    for (const path of ['published', 'make']) {
      const refused = await office.post(`/reports/${key}/${path}`, { 'as-of': typed, title: 'Of that day' });
      assert.equal(refused.status, 422, path);
      assert.match(refused.body, words, path);
    }
  }
  assert.equal((await w.db.query('select 1 from frozen_report')).rowCount, 0);
  assert.equal((await office.get(`/reports/${key}/${row}?as-of=${today}`)).status, 200);
  assert.equal((await office.get(`/reports/${key}`)).status, 200);
});

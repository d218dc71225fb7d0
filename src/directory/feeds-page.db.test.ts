import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type Site, startSite } from '../../test/support/site.ts';

let site: Site;
before(async () => {
  site = await startSite();
});
after(() => site.stop());

const boundary = 'XnewelX';
/** Posts the form of the page with a file, as the browser of the programme office would. */
async function upload(source: string, name: string, text: string) {
  const token = await site.session('programme_office');
  const cookies = { newel: token };
  const page = await site.app.inject({ url: '/directory/feeds', cookies });
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const field = (key: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const payload = `${field('_csrf', csrf)}${field('source', source)}--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: application/json\r\n\r\n${text}\r\n--${boundary}--\r\n`;
  return site.app.inject({
    method: 'POST',
    url: '/directory/feeds',
    cookies,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload,
  });
}

const service = { id: '10000000-0000-4000-8000-000000000001', name: 'Money advice <i>', status: 'active' };

test('the office takes in a file, sees what was not taken and why, and takes the directory away; a refusal writes nothing', async () => {
  const standing = await site.one('select (select count(*) from service) + (select count(*) from feed_run)');
  const none = await upload('', 'feed.json', JSON.stringify([service]));
  assert.equal(none.statusCode, 422);
  assert.match(none.body, /Enter the name of the feed/);
  const broken = await upload('Bolton', 'feed.json', '{"id":');
  assert.equal(broken.statusCode, 422);
  assert.match(broken.body, /is not JSON/);
  assert.match(broken.body, /value="Bolton"/, 'what was typed is kept');
  assert.equal(await site.one('select (select count(*) from service) + (select count(*) from feed_run)'), standing);
  assert.equal(await site.one(`select count(*) from event where kind = 'directory.imported'`), '0');
  const done = await upload(
    'Bolton',
    'feed.json',
    JSON.stringify([service, { id: 'x', name: 'No', status: 'active' }]),
  );
  assert.equal(done.statusCode, 303);
  const office = await site.agent('programme_office');
  const run = await office.get(String(done.headers.location));
  assert.match(run.body, /id is not a UUID/);
  for (const { body } of [broken, run, await office.get('/directory/feeds')])
    assert.deepEqual(await htmlProblems(body), []);
  assert.equal(await site.one(`select count(*) from event where kind = 'directory.imported'`), '1');
  assert.match((await office.get('/directory/feeds')).body, /Bolton/);
  const out = JSON.parse((await office.get('/directory/feeds/export/hsds')).body) as { id: string; name: string }[];
  assert.equal(out.find(({ id }) => id === service.id)?.name, service.name);
  const zip = await site.app.inject({
    url: '/directory/feeds/export/hsds-csv',
    cookies: { newel: await site.session('programme_office') },
  });
  assert.equal(zip.headers['content-type'], 'application/zip');
  assert.match(String(zip.headers['content-disposition']), /hsds-csv\.zip/);
  // A file of a zip, and the list of its files at the end, which stands only in a whole one.
  assert.equal(zip.rawPayload.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  assert.equal(zip.rawPayload.subarray(-22, -18).toString('latin1'), 'PK\x05\x06');
  const open = await site.app.inject({ url: '/open-referral/services?search=money+advice' });
  assert.equal(open.headers['access-control-allow-origin'], '*');
  assert.equal((open.json() as { total_items: number }).total_items, 1);
  assert.equal((await site.app.inject({ url: '/open-referral/nothing' })).statusCode, 404);
  assert.equal((await (await site.agent('key_worker')).get('/directory/feeds')).status, 404);
});

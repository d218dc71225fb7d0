/** Entries of the directory against the application: stewards, what nobody checked, what is known, places (SC9). */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { at, directoryEntry, today } from '../../test/support/directory-entry.ts';
import type { Browser } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { findService } from './actions/entries.ts';
import { tellStale, tellVacant, verifyEntry } from './actions/stewards.ts';

// What a day does is called with days of 2008.
const {
  w,
  okoro,
  colleague,
  rees,
  serviceId,
  query,
  one,
  day,
  page,
  words,
  show,
  events,
  version,
  nameOf,
  notices,
  added,
  edit,
} = await directoryEntry();
after(() => w.end());

test('what somebody was told of is visible as not verified, kept by whoever wrote it, and takes nobody (SC9.2)', async () => {
  const shown = await show(colleague);
  assert.match(
    shown,
    /Free swimming class.*Not verified.*Nobody can be referred here now.*Nobody has checked this entry yet/,
  );
  assert.ok(shown.includes(`${await nameOf(okoro)} keeps this entry`));
  assert.match(shown, /BL1 1AA/);
  const again = await okoro.post('/directory/services/new', { name: '', description: '' });
  assert.equal(again.status, 422);
  assert.match(words(again.body), /Enter what it is called.*Enter what it is/);
  // The organisation is found again by its name, whatever its capitals.
  const second = await added({ name: 'Walking group', organisation: 'harbour volunteers' });
  const organisations = await query('select organisation_id from service where id = any($1)', [serviceId, second]);
  assert.equal(new Set(organisations.map((row) => row.organisation_id)).size, 1);
});

test('a part is saved with its history and what it is found by, and a stale save shows both versions', async () => {
  const saved = await edit('about', {
    ...{ name: 'Swimming at Café Blue', languages: 'Urdu, Polish', website: 'www.example.org' },
    needs: '00000000-0000-4000-8000-000000000106',
  });
  assert.equal(saved.status, 303, words(saved.body));
  const row = await one('select * from service where id = $1', serviceId);
  assert.equal(
    row.search_words,
    'swimming at cafe blue harbour volunteers the pool has a free class confidence and motivation',
  );
  assert.deepEqual(
    row.doc.attributes.map((attribute: { taxonomy_term: { code: string } }) => attribute.taxonomy_term.code),
    ['confidence'],
  );
  assert.deepEqual(
    row.doc.languages.map(({ name }: { name: string }) => name),
    ['Urdu', 'Polish'],
  );
  assert.equal(row.doc.url, 'https://www.example.org');
  const history = words((await colleague.get(`${page}${serviceId}/history`)).body);
  assert.match(
    history,
    /Name: Free swimming class → Swimming at Café Blue.*Physical health → Confidence and motivation/,
  );
  const before = await events();
  const stale = await edit('about', { name: 'Another name', version: String(row.version - 1) });
  assert.equal(stale.status, 409);
  assert.match(words(stale.body), /Saved now: Swimming at Café Blue. You typed: Another name/);
  assert.equal(await events(), before);
  assert.equal((await findService(w.db, serviceId))?.name, 'Swimming at Café Blue');
  const wrong = await edit('who', { minimum_age: '40', maximum_age: '30' });
  assert.equal(wrong.status, 422);
  assert.equal(await events(), before);
  assert.equal((await edit('who', { sensitive: 'Current drug use', postcodes: 'bl1, m28' })).status, 303);
  assert.match(await show(colleague), /BL1, M28.*ask only with consent Current drug use/);
});

test('whoever keeps an entry checks it, or a manager; nobody else', async () => {
  const verify = async (browser: Browser) =>
    browser.post(`${page}${serviceId}/verify`, { version: String(await version()) });
  const before = await events();
  await verify(colleague);
  assert.equal((await findService(w.db, serviceId))?.verified, false);
  assert.equal(await events(), before);
  await verify(okoro);
  const row = await findService(w.db, serviceId);
  assert.deepEqual([row?.verified, row?.verified_on, row?.verify_by], [true, today, '2016-09-30']);
  assert.doesNotMatch(await show(colleague), /Nobody can be referred here now/);
  assert.match(await show(rees), /I have checked it/);
  assert.doesNotMatch(await show(colleague), /I have checked it/);
  const stale = await verifyEntry(w.db, { actor: systemActor }, { id: serviceId, version: 1, months: 6 }, at);
  assert.equal(stale.outcome, 'stale');
});

test('an entry that nobody checked says so, tells its steward the day after and a manager seven days later (SC9.1)', async () => {
  await w.db.query(`update service set verify_by = '2008-04-30' where id = $1`, [serviceId]);
  const told = async () => [await notices(okoro, 'entry stale'), await notices(rees, 'entry stale longer')];
  await tellStale(w.db, '2008-04-30');
  assert.deepEqual(await told(), [0, 0]);
  await tellStale(w.db, '2008-05-01');
  await tellStale(w.db, '2008-05-01');
  assert.deepEqual(await told(), [1, 0]);
  await tellStale(w.db, '2008-05-07');
  assert.deepEqual(await told(), [1, 0]);
  await tellStale(w.db, '2008-05-08');
  await tellStale(w.db, '2008-05-09');
  assert.deepEqual(await told(), [1, 1]);
  assert.match(await show(colleague), /Not checked lately.*was to be looked at by 30 Apr 2008/);
  const list = words((await okoro.get('/directory/stewards')).body);
  assert.match(list, /Yours.*Swimming at Café Blue.*Not checked lately/);
  assert.match(words((await rees.get('/directory/stewards?list=stale')).body), /Swimming at Café Blue/);
});

test('an organisation that was asked and does not answer is shown with the age of the question (SC9.3)', async () => {
  assert.equal((await okoro.post(`${page}${serviceId}/ask`, { words: 'When is the next course?' })).status, 303);
  const asked = await one('select * from service_asked where service_id = $1', serviceId);
  // Ten working days after Thursday 31 March 2016.
  assert.deepEqual([asked.asked_on, asked.answer_by], ['2016-03-31', '2016-04-14']);
  assert.match(await show(colleague), /Asked 0 days ago, an answer is due by/);
  await w.db.query(`update service_asked set asked_on = '2016-03-01', answer_by = '2016-03-15' where id = $1`, [
    asked.id,
  ]);
  assert.match(await show(colleague), /No response.*When is the next course\?.*asked 30 days ago/);
  assert.match(words((await colleague.get('/directory/stewards')).body), /When is the next course\? No response/);
  await okoro.post(`${page}${serviceId}/asked/${asked.id}`, { answer: '' });
  assert.equal((await one('select answered_on from service_asked where id = $1', asked.id)).answered_on, null);
  await okoro.post(`${page}${serviceId}/asked/${asked.id}`, { answer: 'On 9 May' });
  assert.match(await show(colleague), /Answer , 31 Mar 2016: On 9 May/);
});

test('a link worker who leaves is told to those who keep the services, with who stands in, once (SC9.4)', async () => {
  const { organisation_id: id } = await one('select organisation_id from service where id = $1', serviceId);
  const path = `/directory/organisations/${id}`;
  const form = {
    ...{ name: 'Harbour Volunteers', description: '', link_worker: 'D. Frost', link_deputy: 'E. Hale', version: '1' },
    ...day('link_worker_from', '2007-01-08'),
  };
  assert.equal((await okoro.post(`${path}/edit`, form)).status, 303);
  assert.match(await show(colleague), /Talk with D. Frost/);
  const wrong = { ...form, version: '2', ...day('link_worker_to', '2006-05-30') };
  assert.equal((await okoro.post(`${path}/edit`, wrong)).status, 422);
  assert.equal((await okoro.post(`${path}/edit`, form)).status, 409);
  assert.equal((await okoro.post(`${path}/edit`, { ...wrong, ...day('link_worker_to', '2008-05-30') })).status, 303);
  await tellVacant(w.db, '2008-05-30');
  assert.equal(await notices(okoro, 'link worker gone'), 0);
  await tellVacant(w.db, '2008-05-31');
  await w.db.query('update notice set seen_at = now()');
  await tellVacant(w.db, '2008-06-01');
  assert.equal(await notices(okoro, 'link worker gone'), 1);
  assert.match(await show(colleague), /D. Frost left on 30 May 2008. Talk with E. Hale meanwhile/);
  assert.match(words((await colleague.get(path)).body), /There is no link worker.*Swimming at Café Blue/);
  assert.match(words((await colleague.get('/directory/changes')).body), /The link worker has left/);
});

test('a manager gives an entry to another, without a gap, and the history keeps both (SC9.5)', async () => {
  await w.db.query(`update service_steward set from_day = '2016-01-04' where service_id = $1`, [serviceId]);
  const give = (who: string) => rees.post(`${page}${serviceId}/steward`, { who });
  assert.match(words((await give('Nobody Known')).body), /Nobody of your programmes is called so/);
  assert.equal((await okoro.get(`${page}${serviceId}/steward`)).status, 404);
  assert.equal((await give(await nameOf(colleague))).status, 303);
  const rows = await query(
    'select user_id, from_day, to_day from service_steward where service_id = $1 order by from_day',
    serviceId,
  );
  assert.deepEqual(rows, [
    { user_id: okoro.userId, from_day: '2016-01-04', to_day: '2016-03-30' },
    { user_id: colleague.userId, from_day: '2016-03-31', to_day: null },
  ]);
  assert.equal(await notices(colleague, 'entry given'), 1);
  assert.match(words((await okoro.get(`${page}${serviceId}/history`)).body), /Another steward.*→/);
  assert.match(words((await rees.get('/directory/stewards?list=nobody')).body), /None\./);
});

test('an opinion is dated, has its author, ends after twelve months, can be hidden, and leaves the office nowhere (SC9.6)', async () => {
  const write = (kind: string, text: string) => okoro.post(`${page}${serviceId}/known/new`, { kind, words: text });
  assert.equal((await write('opinion', '')).status, 422);
  assert.equal((await write('opinion', 'Slow to call back, plantedopinion')).status, 303);
  assert.equal((await write('news', 'A new trainer, plantednews')).status, 303);
  const opinion = await one(`select id, until from service_news where kind = 'opinion'`);
  assert.equal(opinion.until, '2017-03-31');
  assert.match(await show(colleague), /Opinion Slow to call back.*, 31 Mar 2016. Shown until 31 Mar 2017/);
  const print = (await okoro.get(`${page}${serviceId}/print`)).body;
  assert.match(words(print), /Swimming at Café Blue.*BL1 1AA.*openstreetmap.org/);
  assert.doesNotMatch(print, /planted|Frost/);
  const published = await query(
    `select brief::text || whole::text as all from published where kind = 'service' and id = $1`,
    serviceId,
  );
  assert.match(JSON.stringify(published), /Swimming at Café Blue/);
  assert.doesNotMatch(JSON.stringify(published), /planted|Frost/);
  const kinds = await query(
    `select p.payload::text as payload from event_payload p join event e on e.id = p.event_id where e.kind = 'directory.noted'`,
  );
  assert.doesNotMatch(JSON.stringify(kinds), /planted/);
  const hide = `${page}${serviceId}/known/${opinion.id}/hide`;
  assert.equal((await colleague.get(hide)).status, 404);
  assert.equal((await rees.post(hide, { why: '' })).status, 422);
  assert.equal((await rees.post(hide, { why: 'It names somebody' })).status, 303);
  assert.doesNotMatch(await show(colleague), /plantedopinion/);
  assert.match(await show(rees), /plantedopinion.*Hidden: It names somebody/);
  // One that has ended is shown to nobody.
  await write('opinion', 'Long ago, plantedend');
  await w.db.query(`update service_news set until = '2016-03-30' where words like '%plantedend'`);
  assert.doesNotMatch(await show(rees), /plantedend/);
  const reply = { about: 'How long we take to call', words: 'We have a second phone now', by_name: 'E. Hale' };
  assert.equal((await okoro.post(`${page}${serviceId}/reply`, reply)).status, 303);
  assert.match(await show(colleague), /How long we take to call : We have a second phone now E. Hale/);
});

test('places are added, changed and taken away, and a place that others share stays theirs', async () => {
  const base = `${page}${serviceId}/places`;
  const form = async (more: Record<string, string>) => ({
    ...{ type: 'physical', name: 'Blue Pool', address: '4 Mill Lane', city: 'Bolton', postcode: 'BL1 2AB' },
    ...{ transport: 'Bus 8 to Mill Lane', step_free: 'yes', days: 'MO', opens: '9:30', closes: '12:00', times: '' },
    ...{ version: String(await version()), ...more },
  });
  assert.equal((await okoro.post(`${base}/new`, await form({ address: '', postcode: '' }))).status, 422);
  assert.equal((await okoro.post(`${base}/new`, await form({ closes: '9:00' }))).status, 422);
  assert.equal((await okoro.post(`${base}/new`, await form({}))).status, 303);
  const place = await one(
    'select a.id, a.location_id, l.postcode, l.step_free, a.doc from service_at_location a join location l on l.id = a.location_id where a.service_id = $1 and l.name = $2',
    serviceId,
    'Blue Pool',
  );
  assert.deepEqual([place.postcode, place.step_free, place.doc.schedules[0].byday], ['BL12AB', true, 'MO']);
  assert.match(await show(okoro), /Blue Pool 4 Mill Lane Bolton BL1 2AB.*Monday, 09:30 to 12:00.*Without a step/);
  assert.match(words((await okoro.get(`${page}${serviceId}/print`)).body), /How to get there: Bus 8 to Mill Lane/);
  await w.db.query(
    `insert into service_at_location (id, service_id, location_id, doc) select gen_random_uuid(), id, $1, '{}' from service where name = 'Walking group'`,
    [place.location_id],
  );
  assert.equal((await okoro.post(`${base}/${place.id}`, await form({ name: 'Blue Pool, hall' }))).status, 303);
  assert.deepEqual(
    (await query(`select name from location where name like 'Blue Pool%' order by name`)).map(({ name }) => name),
    ['Blue Pool', 'Blue Pool, hall'],
  );
  const { id } = await one(
    `select a.id from service_at_location a join location l on l.id = a.location_id where l.name = 'Blue Pool, hall'`,
  );
  const before = await events();
  // Stale: the place stays.
  await okoro.post(`${base}/${id}/remove`, { version: '1' });
  assert.equal((await query('select from service_at_location where id = $1', id)).length, 1);
  assert.equal(await events(), before);
  await okoro.post(`${base}/${id}/remove`, { version: String(await version()) });
  assert.equal((await query('select from service_at_location where id = $1', id)).length, 0);
});

test('every page of an entry is valid HTML with one main heading', async () => {
  const { organisation_id: organisation } = await one('select organisation_id from service where id = $1', serviceId);
  const { id: place } = await one('select id from service_at_location where service_id = $1', serviceId);
  const { id: news } = await one(`select id from service_news where kind = 'news'`);
  const below = ['', '/print', '/history', '/steward', '/ask', '/reply', '/known/new', `/known/${news}/hide`];
  const parts = ['about', 'refer', 'who', 'capacity'].map((part) => `/edit/${part}`);
  const paths = [
    ...[...below, ...parts, '/places/new', `/places/${place}`].map((path) => `${page}${serviceId}${path}`),
    ...[`/directory/organisations/${organisation}`, `/directory/organisations/${organisation}/edit`],
    ...['/directory/services/new', '/directory/stewards?list=stale', '/directory/changes'],
  ];
  for (const path of paths) {
    const { status, body } = await rees.get(path);
    assert.equal(status, 200, path);
    assert.deepEqual(await htmlProblems(body), [], path);
    assert.equal(body.match(/<h1[\s>]/g)?.length, 1, path);
  }
  assert.equal((await rees.get(`${page}${serviceId}/edit/nothing`)).status, 404);
});

test('an entry that nobody keeps is told to the programme office on the first day that it is stale', async () => {
  const office = await w.signIn('programme_office');
  const { id } = await one(`select id from service where name = 'Walking group'`);
  await w.db.query('delete from service_steward where service_id = $1', [id]);
  await w.db.query(`update service set verify_by = '2008-04-30' where id = $1`, [id]);
  await tellStale(w.db, '2008-05-01');
  assert.equal(await notices(office, 'entry stale longer'), 1);
  assert.match(words((await rees.get('/directory/stewards?list=nobody')).body), /Walking group.*Give it a steward/);
});

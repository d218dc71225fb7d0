import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { smallHandover } from '../../test/support/handover.ts';
import { importing, replaced } from '../../test/support/imports.ts';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

let w: World;
let programmeId: string;
let office: Browser;
before(async () => {
  w = await world();
  await importing(w.db, smallHandover);
  programmeId = (await w.db.query(`select id from programme where key = 'small-steps'`)).rows[0].id;
  office = await w.signIn('programme_office', { programmeId });
});
after(() => w.end());

const caseOf = async (reference: string): Promise<string> =>
  (await w.db.query('select id from case_record where source_ref = $1', [reference])).rows[0].id;

test('the programme office sees what each file of an import came to, and nobody of another programme does', async () => {
  const { body, status } = await office.get('/imports');
  assert.equal(status, 200);
  assert.match(body, /Small Steps/);
  assert.match(body, /by the command line/);
  assert.match(body.replaceAll(/<[^>]+>|\s+/g, ' '), new RegExp(`referrals.csv +${[3, 3, 0, 0, 0].join(' +')} `));
  const elsewhere = await w.signIn('programme_office');
  assert.match((await elsewhere.get('/imports')).body, /Nothing has been imported/);
  assert.equal((await elsewhere.get('/imports?programme=small-steps')).status, 404);
});

test('runs are paged without a gap, and one that was interrupted says so', async () => {
  const started = Array.from({ length: 11 }, () => newId()).sort();
  for (const id of started)
    await w.db.query('insert into import_run (id, programme_id) values ($1, $2)', [id, programmeId]);
  const first = await office.get('/imports');
  assert.equal(first.body.match(/Not finished/g)?.length, 10);
  const older =
    /href="(\/imports\?[^"]*before=[^"]+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail();
  const second = await office.get(older);
  assert.equal(second.body.match(/Not finished/g)?.length, 1);
  assert.match(second.body, /referrals.csv/);
  assert.equal((await office.get('/imports?before=elsewhere')).status, 400);
});

test('a case shows its rows as they were given, whoever has corrected it since, and no row of another', async () => {
  const caseId = await caseOf('S1');
  const { body } = await office.get(`/cases/${caseId}/as-imported`);
  for (const given of ['RUBINA', 'qq 12 34 56 a', 'referrals.csv', 'attachments.csv', 'assessments.csv', 'jobs.csv'])
    assert.ok(body.includes(given), given);
  assert.doesNotMatch(body, /Mārama|key_workers\.csv|duplicates\.csv/);
  assert.match((await office.get(`/cases/${caseId}/history`)).body, /as-imported/);
});

test('a corrected row stays with its case', async () => {
  await importing(w.db, replaced('referrals.csv', 'Private rented', 'Owned outright'));
  const { body } = await office.get(`/cases/${await caseOf('S1')}/as-imported`);
  assert.match(body, /Owned outright/);
});

test('a case that was opened here has none', async () => {
  const { caseId } = await w.addCase();
  const pilot = await w.signIn('programme_office');
  assert.match((await pilot.get(`/cases/${caseId}/as-imported`)).body, /Nothing of this case came from/);
  assert.doesNotMatch((await pilot.get(`/cases/${caseId}/history`)).body, /as-imported/);
  assert.equal((await office.get(`/cases/${caseId}/as-imported`)).status, 404);
});

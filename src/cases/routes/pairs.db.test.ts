import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { newId, newReference } from '../../kit/ids.ts';
import {
  addName,
  addSupporter,
  correctName,
  namesOf,
  removeSupporter,
  supportersOf,
} from '../../people/actions/around.ts';
import { likelyPeople } from '../../people/actions/likely.ts';
import { queuePairs } from '../../people/actions/pairs.ts';
import { findCase } from '../actions/record.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const one = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows[0];

/** Two records that are likely of one person, in the queue. */
async function pair(given: string, programme = w.programmeId) {
  const [a, b] = [
    await w.addCase({ givenName: given, familyName: 'Entwistle', niNumber: 'QQ111111A' }),
    await w.addCase({ givenName: given, familyName: 'Entwhistle', programmeId: programme, niNumber: null }),
  ];
  const [found] = (
    await likelyPeople(
      w.db,
      { givenName: given, familyName: 'Entwistle', dateOfBirth: '1974-03-12', phone: '07700900123' },
      a.personId,
    )
  ).filter(({ personId }) => personId === b.personId);
  assert.ok(found);
  await queuePairs(w.db, [{ a: a.personId, b: b.personId, score: found.score }], 'run');
  const { id, low_id } = await one(
    'select id, low_id from duplicate_pair where $1 in (low_id, high_id) and $2 in (low_id, high_id)',
    a.personId,
    b.personId,
  );
  return { id: id as string, low: low_id === a.personId ? a : b, high: low_id === a.personId ? b : a };
}
const events = async (caseId: string) =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);

test('two records are looked at side by side, merged after a preview, and the merge is undone', async () => {
  const { id, low, high } = await pair('Doreen');
  assert.match((await office.get('/pairs')).body, /Doreen Entw[\s\S]*Date of birth: same, \+\d/);
  const page = (await office.get(`/pairs/${id}`)).body;
  assert.match(page, /One person or two\?[\s\S]*Family name[\s\S]*Differs[\s\S]*see what a merge does/);
  // Each link says which case it opens, and a number reads as elsewhere.
  for (const { caseId } of [low, high]) {
    const { reference } = await one('select reference from case_record where id = $1', caseId);
    assert.match(page, new RegExp(`href="/cases/${caseId}">Case ${reference}</a>`));
  }
  assert.match(page, /Phone<[\s\S]*07700 900123/);
  assert.doesNotMatch(page, /07700900123/);
  const preview = (await office.get(`/pairs/${id}/merge?keep=low`)).body;
  assert.match(preview, /What moves to[\s\S]*every case[\s\S]*Which is right\?[\s\S]*Family name/);
  const form = { keep: 'low', kept_version: '1', merged_version: '1', take_family_name: 'merged' };
  const taken = await one('select family_name from person where id = $1', high.personId);
  const first = await office.post(`/pairs/${id}/merge`, form);
  assert.equal(first.status, 303);
  assert.equal(
    (await one('select family_name from person where id = $1', low.personId)).family_name,
    taken.family_name,
  );
  assert.equal((await one('select person_id from case_record where id = $1', high.caseId)).person_id, low.personId);
  assert.equal((await office.get(`/cases/${high.caseId}`)).status, 200);
  // Somebody who had the preview open as well is told, and nothing is merged twice.
  await office.post(`/pairs/${id}/merge`, form);
  assert.equal((await one('select count(*)::int as n from person_merge where kept_id = $1', low.personId)).n, 1);
  assert.match((await office.get(`/pairs/${id}`)).body, /is merged into[\s\S]*Undo the merge/);
  assert.doesNotMatch((await office.get('/pairs')).body, /Doreen/);
  assert.equal((await office.post(`/pairs/${id}/undo`, {})).status, 303);
  assert.equal((await one('select person_id from case_record where id = $1', high.caseId)).person_id, high.personId);
  assert.deepEqual(await events(high.caseId), ['person.merged', 'person.merge undone']);
});

test('different people are decided once, and stay decided', async () => {
  const { id, low } = await pair('Winifred');
  const decide = () => office.post(`/pairs/${id}`, { decision: 'different people' });
  assert.deepEqual((await Promise.all([decide(), decide()])).map(({ location }) => location).sort(), [
    '/pairs',
    `/pairs/${id}`,
  ]);
  assert.deepEqual(await events(low.caseId), ['pair.decided']);
  assert.equal((await one('select state from duplicate_pair where id = $1', id)).state, 'different people');
});

test('a pair with a record of another programme, or a restricted one, is not there', async () => {
  const across = await pair('Ernest', w.otherProgrammeId);
  const closed = await pair('Sylvia');
  await w.db.query(`insert into person_restriction (person_id, kind, reason, owner_id) values ($1, 'staff', 'x', $2)`, [
    closed.high.personId,
    office.userId,
  ]);
  await w.db.query('update case_record set restricted = true where person_id = $1', [closed.high.personId]);
  assert.doesNotMatch((await office.get('/pairs')).body, /Ernest|Sylvia/);
  for (const { id, low } of [across, closed]) {
    const before = await events(low.caseId);
    for (const path of ['', '/merge']) assert.equal((await office.get(`/pairs/${id}${path}`)).status, 404);
    assert.equal((await office.post(`/pairs/${id}`, { decision: 'different people' })).status, 404);
    assert.equal(
      (await office.post(`/pairs/${id}/merge`, { keep: 'low', kept_version: '1', merged_version: '1' })).status,
      404,
    );
    assert.equal((await office.post(`/pairs/${id}/undo`, {})).status, 404);
    assert.deepEqual(await events(low.caseId), before);
    assert.equal((await one('select state from duplicate_pair where id = $1', id)).state, 'open');
  }
  const worker = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW09') });
  assert.equal((await worker.get('/pairs')).status, 404);
});

/** A further case of somebody in another programme. Resolves to its id. */
async function caseIn(personId: string, programmeId: string): Promise<string> {
  const id = newId();
  await w.db.query(
    `insert into case_record (id, person_id, programme_id, reference, status, referred_on) values ($1, $2, $3, $4, 'referred', '2015-01-01')`,
    [id, personId, programmeId, newReference('C')],
  );
  return id;
}

test('a pair of people in two programmes opens to the reviewers of either, and tells them nothing of the other', async () => {
  const { id, low, high } = await pair('Muriel');
  const theirs = [await caseIn(low.personId, w.otherProgrammeId), await caseIn(high.personId, w.otherProgrammeId)];
  const there = await w.signIn('programme_office', { programmeId: w.otherProgrammeId });
  const referencesOf = async (ids: string[]) =>
    (await w.db.query('select reference from case_record where id = any($1)', [ids])).rows.map((row) => row.reference);
  const [ours, others] = [[low.caseId, high.caseId], theirs];
  for (const { browser, own, foreign, programme } of [
    { browser: office, own: ours, foreign: others, programme: 'Elsewhere' },
    { browser: there, own: others, foreign: ours, programme: 'Working Well' },
  ]) {
    assert.match((await browser.get('/pairs')).body, /Muriel/);
    for (const path of ['', '/merge']) {
      const page = await browser.get(`/pairs/${id}${path}`);
      assert.equal(page.status, 200, `${programme}${path}`);
      for (const hidden of [...foreign, ...(await referencesOf(foreign)), programme])
        assert.ok(!page.body.includes(hidden), `${path} tells of ${hidden}`);
    }
    const page = (await browser.get(`/pairs/${id}`)).body;
    for (const shown of own) assert.ok(page.includes(shown));
  }
  // Merged by the reviewers there; here it is told of the own cases, and undone.
  const form = { keep: 'low', kept_version: '1', merged_version: '1' };
  assert.equal((await there.post(`/pairs/${id}/merge`, form)).status, 303);
  const undo = (await office.get(`/pairs/${id}`)).body;
  assert.ok(undo.includes(`/cases/${high.caseId}"`));
  for (const hidden of [...others, ...(await referencesOf(others))]) assert.ok(!undo.includes(hidden));
  assert.equal((await office.post(`/pairs/${id}/undo`, {})).status, 303);
  assert.equal((await one('select person_id from case_record where id = $1', theirs[1])).person_id, high.personId);
  // Whoever reviews neither, or of only one of the two, does not find it.
  const [third] = (await w.db.query(`select gen_random_uuid() as id`)).rows;
  const stranger = await w.signIn('programme_office', { programmeId: third.id });
  assert.equal((await stranger.get(`/pairs/${id}`)).status, 404);
});

test('before a merge is undone its page lists what goes back, what goes away and what stays', async () => {
  const { id, low, high } = await pair('Gladys');
  const through = async () => (await findCase(w.db, low.caseId)) ?? assert.fail();
  const before = (await findCase(w.db, high.caseId)) ?? assert.fail();
  const day = '2016-03-31';
  const supporter = {
    kind: 'supporter',
    relationship: null,
    phone: null,
    email: null,
    mayBeTold: 'nothing',
    note: null,
  };
  for (const name of ['Staying Sam', 'Removed Rita'])
    await addSupporter(w.db, systemActor, before, { ...supporter, name }, day);
  for (const familyName of ['Asitcame', 'Tobecorrected'])
    await addName(w.db, systemActor, before, { use: 'former', givenName: null, familyName }, day);
  await w.db.query(`update person set email = 'gladys@example.org' where id = $1`, [high.personId]);
  await w.db.query(`update person set own_words = 'Hers' where id = $1`, [high.personId]);
  const form = { keep: 'low', kept_version: '1', merged_version: '1' };
  assert.equal((await office.post(`/pairs/${id}/merge`, form)).status, 303);

  const now = await through();
  const name = (await namesOf(w.db, low.personId)).find((one) => one.familyName === 'Tobecorrected');
  const rita = (await supportersOf(w.db, low.personId)).find((one) => one.name === 'Removed Rita');
  assert.ok(name && rita);
  const after = { use: 'former', givenName: null, familyName: 'Corrected' };
  await correctName(w.db, systemActor, now, { before: name, version: 1, after, changes: [], today: day });
  await removeSupporter(w.db, systemActor, now, { before: rita, version: 1, why: 'It is no longer so', today: day });
  await addSupporter(w.db, systemActor, now, { ...supporter, name: 'Added Ada' }, day);
  await w.db.query(`update person set own_words = 'Corrected since', version = version + 1 where id = $1`, [
    low.personId,
  ]);

  const page = (await office.get(`/pairs/${id}`)).body;
  const text = page
    .slice(page.indexOf('What undoing does'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  const [own, loses, keeps] = [
    text.indexOf('becomes a record of its own again'),
    text.indexOf('loses what the merge brought'),
    / keeps /.exec(text)?.index ?? -1,
  ];
  assert.ok(own > 0 && loses > own && keeps > loses, text);
  assert.match(
    text.slice(own, loses),
    /Supporter: Removed Rita, removed from P-\S+ since: the record it came from still has it/,
  );
  assert.match(text.slice(loses, keeps), /E-mail: not known again/);
  assert.match(
    text.slice(loses, keeps),
    /Former name: Asitcame Former name: Corrected, corrected since: the correction goes with it/,
  );
  assert.match(text.slice(loses, keeps), /Supporter: Staying Sam/);
  assert.match(text.slice(keeps), /In their own words, corrected since .*Supporter: Added Ada, added since/);

  // And so it is.
  assert.equal((await office.post(`/pairs/${id}/undo`, {})).status, 303);
  const namesNow = async (personId: string) => [
    ...(await namesOf(w.db, personId)).map((one) => one.familyName),
    ...(await supportersOf(w.db, personId)).map((one) => one.name),
  ];
  assert.deepEqual(await namesNow(low.personId), ['Added Ada']);
  assert.deepEqual((await namesNow(high.personId)).sort(), [
    'Asitcame',
    'Removed Rita',
    'Staying Sam',
    'Tobecorrected',
  ]);
  const kept = await one('select email, own_words from person where id = $1', low.personId);
  assert.deepEqual(kept, { email: null, own_words: 'Corrected since' });
});

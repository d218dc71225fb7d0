import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { likelyPeople } from '../../people/actions/likely.ts';
import { queuePairs } from '../../people/actions/pairs.ts';

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

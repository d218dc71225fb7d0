import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';
import { newId } from '../../kit/ids.ts';
import { fieldInWords } from '../rules/linkage.ts';
import { fold } from '../rules.ts';
import { findSecondRecords, likelyPeople } from './likely.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

test('an entry finds who is on file by any of its blocks, and says field by field why', async () => {
  const { personId } = await w.addCase({
    givenName: 'Deborah',
    familyName: 'Entwistle',
    dateOfBirth: '1974-03-12',
    niNumber: 'QQ123456A',
  });
  await w.db.query(`update person set phone = '07700900555', postcode = 'BL1 1AA' where id = $1`, [personId]);
  const found = async (entry: Parameters<typeof likelyPeople>[1]) =>
    (await likelyPeople(w.db, entry)).map((one) => one.personId);
  const base = { givenName: 'Debbie', familyName: 'Entwhistle' };
  assert.deepEqual(await found({ ...base, identifier: 'QQ123456A' }), [personId]);
  assert.deepEqual(await found({ ...base, dateOfBirth: '1974-03-12', phone: '07700900555' }), [personId]);
  assert.deepEqual(await found({ givenName: 'Entwistle', familyName: 'Deborah', dateOfBirth: '1974-03-12' }), [
    personId,
  ]);
  const [swapped] = await likelyPeople(w.db, {
    givenName: 'Deborah',
    familyName: 'Entwistle',
    dateOfBirth: '1974-12-03',
    phone: '07700900555',
  });
  assert.equal(swapped?.personId, personId);
  assert.equal(swapped.score.fields.find(({ field }) => field === 'dateOfBirth')?.level, 'day and month swapped');
  // A neighbour of the same name is somebody else; nothing known finds nobody.
  assert.deepEqual(
    await found({ givenName: 'Grace', familyName: 'Entwistle', dateOfBirth: '1999-09-09', postcode: 'BL1 1AA' }),
    [],
  );
  assert.deepEqual(await found({}), []);
  await w.db.query('update person set merged_into = $2 where id = $1', [personId, (await w.addCase()).personId]);
  assert.deepEqual(await found({ ...base, identifier: 'QQ123456A' }), []);
});

test('a hidden match says only whom to ask', async () => {
  const { personId, caseId } = await w.addCase({ givenName: 'Hidden', familyName: 'Duckworth', niNumber: 'QQ765432A' });
  const office = await w.signIn('programme_office');
  await w.db.query(`insert into person_restriction (person_id, kind, reason, owner_id) values ($1, 'staff', 'x', $2)`, [
    personId,
    office.userId,
  ]);
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  const form = {
    programme: 'working-well-pilot',
    given_name: 'Hidden',
    family_name: 'Duckworth',
    ni_number: 'QQ765432A',
    area: w.area('Bolton').id,
    'date_of_birth-day': '12',
    'date_of_birth-month': '3',
    'date_of_birth-year': '1974',
    'referred_on-day': '30',
    'referred_on-month': '3',
    'referred_on-year': '2016',
    step: 'check',
  };
  const { body } = await office.post('/cases/refer', form);
  assert.match(body, /There is a record that you may not see/);
  assert.doesNotMatch(body, /same person|Why |[CP]-[0-9A-Z]{4}-/);
  assert.ok(!body.includes(caseId) && !body.includes(personId));
});

test('a run over everybody queues each pair once, and leaves what was decided alone', async () => {
  const [a, b] = [
    await w.addCase({ givenName: 'Norman', familyName: 'Pilkington' }),
    await w.addCase({ givenName: 'Norman', familyName: 'Pilkington' }),
  ];
  const pairs = async () =>
    (
      await w.db.query('select state, fields from duplicate_pair where low_id = any($1) and high_id = any($1)', [
        [a.personId, b.personId],
      ])
    ).rows;
  assert.ok((await findSecondRecords(w.db, 'run')) > 0);
  assert.equal((await pairs()).length, 1);
  await w.db.query(
    `update duplicate_pair set state = 'different people' where low_id = any($1) and high_id = any($1)`,
    [[a.personId, b.personId]],
  );
  await findSecondRecords(w.db, 'import');
  assert.deepEqual(
    (await pairs()).map(({ state }) => state),
    ['different people'],
  );
});

/** Gives somebody a further name. Resolves to its id. */
async function addName(personId: string, use: string, given: string | null, family: string | null): Promise<string> {
  const id = newId();
  await w.db.query(
    `insert into person_name (id, person_id, use, given_name, family_name, search_given, search_family) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, personId, use, given, family, fold(given ?? ''), fold(family ?? '')],
  );
  return id;
}
const pairOf = async (a: string, b: string) =>
  (await w.db.query('select state, fields from duplicate_pair where low_id = any($1) and high_id = any($1)', [[a, b]]))
    .rows[0];

test('a run finds people by their further names, with the name that matches, and what was removed matches no more', async () => {
  // Nothing but the former name, and a day of birth that was typed wrongly, connects them.
  const bride = await w.addCase({ givenName: 'Hannah', familyName: 'Zuckerman', dateOfBirth: '1971-07-14' });
  const before = await w.addCase({ givenName: 'Hannah', familyName: 'Oakenshaw', dateOfBirth: '1971-07-15' });
  // Two further names that are the same, and nothing of the usual ones.
  const [one, other] = [
    await w.addCase({ givenName: 'Wilhelmina', familyName: 'Vantongeren', dateOfBirth: '1962-02-03' }),
    await w.addCase({ givenName: 'Minnie', familyName: 'Jagger', dateOfBirth: '1962-02-03' }),
  ];
  await w.db.query(`update person set phone = null where id = any($1)`, [
    [bride.personId, before.personId, one.personId, other.personId],
  ]);
  const nameId = await addName(bride.personId, 'at birth', null, 'Oakenshaw');
  await addName(one.personId, 'alias', 'Minna', 'Quillfeather');
  await addName(other.personId, 'former', 'Minna', 'Quillfeather');
  const gone = await addName(bride.personId, 'former', null, 'Duckworth');
  await w.db.query('update person_name set removed_at = now() where id = $1', [gone]);
  const removed = await w.addCase({ givenName: 'Hannah', familyName: 'Duckworth', dateOfBirth: '1971-07-14' });
  await w.db.query(`update person set phone = null where id = $1`, [removed.personId]);
  await findSecondRecords(w.db, 'run');
  const words = (await pairOf(bride.personId, before.personId))?.fields.map(fieldInWords) as string[];
  assert.match(words.join('; '), /Family name: same, matches the name at birth Oakenshaw, \+\d/);
  assert.match(words.join('; '), /Given name: same, \+/);
  const both = (await pairOf(one.personId, other.personId))?.fields.map(fieldInWords) as string[];
  assert.match(
    both.join('; '),
    /Family name: same, matches (the other name Quillfeather and the former name Quillfeather|the former name Quillfeather and the other name Quillfeather)/,
  );
  const was = await pairOf(bride.personId, removed.personId);
  assert.ok(was === undefined || !JSON.stringify(was.fields).includes('Duckworth'));
  // Again: the same pairs, and no second row of any.
  await findSecondRecords(w.db, 'import');
  const { rows } = await w.db.query(
    'select count(*)::int as n from duplicate_pair where low_id = any($1) and high_id = any($1)',
    [[bride.personId, before.personId]],
  );
  assert.equal(rows[0].n, 1);
  await w.db.query('update person_name set removed_at = now() where id = $1', [nameId]);
});

test('an entry under a former name finds the person, and says by which name', async () => {
  const { personId } = await w.addCase({ givenName: 'Rosalind', familyName: 'Tattersall', dateOfBirth: '1988-08-08' });
  const entry = { givenName: 'Rosalind', familyName: 'Featherstone', dateOfBirth: '1988-08-09' };
  assert.ok(!(await likelyPeople(w.db, entry)).some((one) => one.personId === personId));
  await addName(personId, 'former', null, 'Featherstone');
  const found = (await likelyPeople(w.db, entry)).find((one) => one.personId === personId);
  assert.match(found?.score.fields.map(fieldInWords).join('; ') ?? '', /matches the former name Featherstone/);
  await w.db.query('update person set merged_into = $2 where id = $1', [personId, (await w.addCase()).personId]);
  assert.ok(!(await likelyPeople(w.db, entry)).some((one) => one.personId === personId));
});

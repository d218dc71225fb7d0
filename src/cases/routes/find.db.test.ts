import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type NewCase, type World, world } from '../../../test/support/world.ts';
import { newId } from '../../kit/ids.ts';
import { fold } from '../../people/rules.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

/** A case of somebody whose names are searched as the application folds them. */
async function add(given: Partial<NewCase> & { phone?: string }) {
  const made = await w.addCase(given);
  await w.db.query('update person set search_given = $2, search_family = $3, phone = $4 where id = $1', [
    made.personId,
    fold(given.givenName ?? 'Debbie'),
    fold(given.familyName ?? 'Marsh'),
    given.phone ?? '07700900456',
  ]);
  return made;
}

async function search(browser: Browser, q: string): Promise<string> {
  const reply = await browser.post('/find', { q });
  assert.equal(reply.status, 200, q);
  return reply.body;
}

/** Names in the order of the page. */
const namesIn = (body: string) =>
  [...body.matchAll(/href="\/cases\/[0-9a-f-]{36}">([^<]*)</g)].map((found) => found[1]);

test('everything that a person is known by finds them, for whoever may see them and for nobody else', async () => {
  const staffId = await w.staff('BOL-KW12');
  const { caseId } = await add({
    givenName: 'Zoltán',
    familyName: 'Quayle-Ōtara',
    niNumber: 'QQ998877C',
    dateOfBirth: '1981-02-04',
    phone: '07700900987',
    keyWorkerId: staffId,
  });
  const { reference, person_reference } = (
    await w.db.query(
      'select c.reference, p.reference as person_reference from case_record c join person p on p.id = c.person_id where c.id = $1',
      [caseId],
    )
  ).rows[0];
  await w.db.query(`update case_record set source_ref = 'WX00123' where id = $1`, [caseId]);
  const worker = await w.signIn('key_worker', { staffId });
  const stranger = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW13') });
  const lead = await w.signIn('local_lead', { areaId: w.area('Wigan').id });
  // biome-ignore format: one line for each kind
  const asks: [string, RegExp][] = [
    ['zol qua', /Name begins like this/], ['quayle zoltan', /Name begins like this/], ['QUAYLE otara ZOLT', /Part of the name/], ['oltan ayle', /Part of the name/], ['quayleotara', /Same name/], ['zoltan quayle-otara', /Same name/], ['soltan', /Name sounds alike/],
    ['4 Feb 1981', /Same date of birth/], ['04/02/1981', /Same date of birth/], ['1981-02-04', /Same date of birth/], ['quay 4.2.1981', /Same date of birth/], ['zoltan 2/4/1981', /Date of birth is close/], ['zoltan 1981', /Same year of birth/],
    ['qq 99 88 77 c', /Same National Insurance number/], ['877C', /End of the National Insurance number/], ['8877 c', /End of the National Insurance number/],
    ['07700 900987', /Same phone number/], ['+44 7700 900 987', /Same phone number/], ['900 987', /End of the phone number/],
    [String(reference).toLowerCase(), /Same reference/], [String(person_reference).replace('-', ' '), /Same reference/], ['wx00123', /Same reference/],
  ];
  for (const [q, why] of asks) {
    for (const browser of [worker, office]) {
      const body = await search(browser, q);
      assert.deepEqual(namesIn(body), ['Zoltán Quayle-Ōtara'], q);
      assert.match(body, why, q);
      assert.match(body, /4 Feb 1981|4 February 1981/, q);
    }
    for (const browser of [stranger, lead]) assert.match(await search(browser, q), /Nobody found/, q);
  }
  for (const q of ['q%', 'zo_tan', "o'x or 1=1 --", 'zoltan 1999', '877D', '\\']) {
    const { body } = await office.post('/find', { q });
    assert.doesNotMatch(body, /href="\/cases\/[0-9a-f-]{36}">Zolt/, q);
  }
  assert.equal((await office.post('/find', { q: 'z' })).status, 422);
  assert.equal((await office.post('/find', {})).status, 422);
});

test('the reference of a record that was merged finds whoever is kept', async () => {
  const staffId = await w.staff('BOL-KW14');
  const kept = await add({ givenName: 'Imelda', familyName: 'Kept', keyWorkerId: staffId });
  const twice = await add({ givenName: 'Imelda', familyName: 'Middle' });
  const merged = await add({ givenName: 'Imelda', familyName: 'Merged' });
  const into = 'update person set merged_into = $2 where id = $1 returning reference';
  const { reference } = (await w.db.query(into, [merged.personId, twice.personId])).rows[0];
  await w.db.query(into, [twice.personId, kept.personId]);
  for (const { caseId } of [merged, twice])
    await w.db.query('update case_record set person_id = $2, key_worker_id = $3 where id = $1', [
      caseId,
      kept.personId,
      staffId,
    ]);
  const worker = await w.signIn('key_worker', { staffId });
  for (const browser of [office, worker]) {
    const body = await search(browser, reference);
    assert.deepEqual(namesIn(body), ['Imelda Kept', 'Imelda Kept', 'Imelda Kept']);
    assert.match(body, /Same reference/);
    // By its name it is not found any more.
    assert.deepEqual(namesIn(await search(browser, 'imelda merged')), []);
  }
  const stranger = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW15') });
  await w.db.query('update case_record set restricted = true where person_id = $1', [kept.personId]);
  for (const browser of [office, stranger]) assert.deepEqual(namesIn(await search(browser, reference)), []);
});

test('the closest stand first; a further name finds its owner and is named', async () => {
  await add({ givenName: 'Joanne', familyName: 'Braithwaite' });
  await add({ givenName: 'Ann', familyName: 'Braithwaite' });
  await add({ givenName: 'Anne', familyName: 'Brathwait' });
  const { personId } = await add({ givenName: 'Ann', familyName: 'Zzyzx' });
  await w.db.query(
    `insert into person_name (id, person_id, use, given_name, family_name, search_given, search_family)
     values ($1, $2, 'former', 'Ann', 'Braithwaite-Tāne', 'ann', 'braithwaitetane')`,
    [newId(), personId],
  );
  const body = await search(office, 'ann braithwaite');
  assert.deepEqual(namesIn(body), ['Ann Braithwaite', 'Ann Zzyzx', 'Joanne Braithwaite', 'Anne Brathwait']);
  assert.match(body, /Name begins like this: former, Ann Braithwaite-Tāne/);
  await w.db.query('update person_name set removed_at = now() where person_id = $1', [personId]);
  assert.doesNotMatch(await search(office, 'ann braithwaite'), /Zzyzx/);
});

test('a restricted record and a merged one are found by nothing, and are in no count', async () => {
  const staffId = await w.staff('BOL-KW15');
  const facts = {
    familyName: 'Hushaby',
    niNumber: 'QQ112233A',
    dateOfBirth: '1966-06-06',
    phone: '07700900777',
    keyWorkerId: staffId,
  };
  const hidden = await add(facts);
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  const kept = await add({ familyName: 'Kept' });
  const merged = await add({ ...facts, familyName: 'Mergedaway', niNumber: 'QQ112244A' });
  await w.db.query('update person set merged_into = $2 where id = $1', [merged.personId, kept.personId]);
  const worker = await w.signIn('key_worker', { staffId });
  const asks = [
    'hushaby',
    'usha',
    'hooshabee',
    '6 june 1966',
    'qq112233a',
    '233A',
    '900777',
    'mergedaway',
    'qq112244a',
  ];
  for (const q of asks)
    for (const browser of [office, worker]) assert.match(await search(browser, q), /Nobody found/, q);
  await w.db.query(
    `insert into restricted_access (id, person_id, user_id, how, reason, ends_at) values ($1, $2, $3, 'grant', 'named', 'infinity')`,
    [newId(), hidden.personId, office.userId],
  );
  assert.deepEqual(namesIn(await search(office, 'hushaby')), ['Debbie Hushaby']);
  assert.match(await search(worker, 'hushaby'), /Nobody found/);
});

test('of more than 250 the closest are shown, and a day of birth brings them down to one', async () => {
  await w.db.query(
    `with made as (
       insert into person (id, reference, given_name, family_name, search_given, search_family, date_of_birth)
       select gen_random_uuid(), 'P-T' || n, 'Pat' || n, 'Crowd', 'pat' || n, 'crowd', date '1950-01-01' + n::int from generate_series(1, 600) n
       returning id, reference)
     insert into case_record (id, person_id, programme_id, reference, status, restricted)
     select gen_random_uuid(), id, $1, 'C' || substr(reference, 2), 'referred', reference > 'P-T3' from made`,
    [w.programmeId],
  );
  // Those that are restricted are not in the count: fewer than 250 are left.
  const few = await search(office, 'crowd');
  assert.match(few, /The 50 closest/);
  assert.doesNotMatch(few, /More than 250/);
  await w.db.query(`update case_record set restricted = false where reference like 'C-T%'`);
  const many = await search(office, 'crowd');
  assert.match(many, /More than 250 fit, and not all of them were compared\. Add a date of birth/);
  assert.equal(namesIn(many).length, 50);
  assert.deepEqual(namesIn(await search(office, 'crowd 11/01/1950')).slice(0, 1), ['Pat10 Crowd']);
  assert.match(await search(office, 'rowd'), /More than 250/);
});

test('a fragment finds a name from the moment it is borne, and no longer who gave it up', async () => {
  const rename = (family: string) =>
    w.db.query(`update person set family_name = $1, search_family = $1 where reference = 'P-T1'`, [family]);
  assert.match(await search(office, 'xquil'), /Nobody found/);
  await rename('vaxquillen');
  assert.deepEqual(namesIn(await search(office, 'xquil')), ['Pat1 vaxquillen']);
  assert.deepEqual(namesIn(await search(office, 'vaksquilen')), ['Pat1 vaxquillen'], 'by its sound');
  await rename('crowd');
  assert.match(await search(office, 'xquil'), /Nobody found/);
});

test('two fragments find each pair of names, either way round, both in one name, and among more pairs than are looked up', async () => {
  await add({ givenName: 'Xanthippe', familyName: 'Orwendale' });
  await add({ givenName: 'Orwena', familyName: 'Xanthorp' });
  await add({ givenName: 'Ida', familyName: 'Orwen Xanthers' });
  await add({ givenName: 'Xanthe', familyName: 'Ormond' });
  for (const q of ['anth rwen', 'rwen anth'])
    assert.deepEqual(
      namesIn(await search(office, q)).sort(),
      ['Ida Orwen Xanthers', 'Orwena Xanthorp', 'Xanthippe Orwendale'],
      q,
    );
  // 150 given names times 150 family names: the letters are looked for in place of the pairs, and the answer is the same.
  const letters = (n: number) => String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26));
  const rows = Array.from({ length: 150 }, (_, n) => ({ given: `yqzu${letters(n)}`, family: `wqzo${letters(n)}` }));
  await w.db.query(
    `insert into person (id, reference, search_given, search_family)
     select gen_random_uuid(), 'P-X' || n, x ->> 'given', x ->> 'family' from jsonb_array_elements($1::jsonb) with ordinality t(x, n)`,
    [JSON.stringify(rows)],
  );
  await add({ givenName: 'Yqzuba Lil', familyName: 'Wqzoxx' });
  await add({ givenName: 'Lil', familyName: 'Wqzoxx Yqzubo' });
  assert.deepEqual(namesIn(await search(office, 'qzub qzox')).sort(), ['Lil Wqzoxx Yqzubo', 'Yqzuba Lil Wqzoxx']);
  assert.equal(namesIn(await search(office, 'yqzu wqzo')).length, 2);
});

test('what is looked for stands in no address and no log line', async () => {
  assert.equal((await office.get('/find?q=quayle')).body.includes('quayle'), false);
  const { rows } = await w.db.query("select distinct what from read_log where what like '%earch%'");
  assert.deepEqual(rows, [{ what: 'search' }]);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { fixedClock } from '../../kit/clock.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { endOfAccess } from '../rules/restricted.ts';

let w: World;
let office: Browser;
let manager: Browser;
let rashida: string;
let worker: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  manager = await w.signIn('team_manager', { areaId, providerId });
  rashida = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const one = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows[0];
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map((row) => row.kind);

/** Restricts a record through the form; the office answers for it unless told. */
async function place(caseId: string, workers: 'yes' | 'no', owner = office) {
  const reply = await office.post(`/cases/${caseId}/restriction`, {
    kind: 'at risk',
    reason: 'Plantedreason',
    owner: owner.userId,
    workers,
    ...day('review_on', '2016-09-30'),
  });
  assert.equal(reply.status, 303, reply.body.replace(/<[^>]+>/g, ' ').slice(0, 800));
}

test('a restriction closes the record in every programme, and is lifted again', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  const other = await w.addCase({ programmeId: w.otherProgrammeId, areaId: null, providerId: null });
  await w.db.query('update case_record set person_id = $2 where id = $1', [other.caseId, personId]);
  await place(caseId, 'no');
  const { rows } = await w.db.query('select restricted from case_record where person_id = $1', [personId]);
  assert.deepEqual(rows, [{ restricted: true }, { restricted: true }]);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 404);
  assert.equal((await manager.get(`/cases/${caseId}`)).status, 404);
  const elsewhere = await w.signIn('programme_office', { programmeId: w.otherProgrammeId });
  assert.equal((await elsewhere.get(`/cases/${other.caseId}`)).status, 404);
  const page = await office.get(`/cases/${caseId}`);
  assert.equal(page.status, 200);
  assert.match(page.body, /This record is restricted/);
  assert.match((await office.get('/restricted')).body, /Plantedreason/);
  assert.deepEqual(await kinds(caseId), ['restriction.placed']);
  assert.deepEqual(await kinds(other.caseId), ['restriction.placed']);
  // A stale save shows both versions.
  const stale = await office.post(`/cases/${caseId}/restriction`, {
    kind: 'staff',
    reason: 'x',
    owner: office.userId,
    version: '7',
    ...day('review_on', '2016-09-30'),
  });
  assert.equal(stale.status, 409);
  const lifted = await office.post(`/cases/${caseId}/restriction/lift`, { reason: 'Moved away', version: '1' });
  assert.equal(lifted.status, 303);
  const again = await worker.get(`/cases/${caseId}/timeline`);
  assert.equal(again.status, 200);
  assert.doesNotMatch(again.body, /Plantedreason|This record is restricted|Moved away/);
});

test('a named grant opens the record with the next request, and ends with the next request', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  await place(caseId, 'yes');
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 200, 'the key worker keeps access');
  assert.match((await worker.get('/caseload')).body, new RegExp(caseId));
  const access = await one(
    'select id from restricted_access where person_id = $1 and user_id = $2',
    personId,
    worker.userId,
  );
  assert.equal((await office.post(`/cases/${caseId}/restriction/take-back`, { access: access.id })).status, 303);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 404);
  assert.doesNotMatch((await worker.get('/caseload')).body, new RegExp(caseId));
  await office.post(`/cases/${caseId}/restriction/access`, { user: manager.userId, reason: 'Covers' });
  assert.equal((await manager.get(`/cases/${caseId}`)).status, 200);
  assert.deepEqual(await kinds(caseId), ['restriction.placed', 'access.taken back', 'access.given']);
});

test('the glass is broken with a reason by whoever could else open the record, and its owner is told', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida, niNumber: 'QQ123451A' });
  const plain = await w.addCase({ keyWorkerId: rashida, niNumber: 'QQ123452A' });
  await place(caseId, 'no');
  const { reference } = await one('select reference from case_record where id = $1', caseId);
  const stranger = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW02') });
  const open = (browser: Browser, number: string) =>
    browser.post('/restricted/open', { number, reason: 'Court today' });
  const bare = (body: string) => body.replaceAll(/nonce="[^"]*"|value="[^"]*"|key_worker [0-9a-f]{4}/g, '');
  // No such record, not theirs, not restricted: one answer.
  const answers = [
    await open(stranger, reference),
    await open(stranger, 'QQ 12 34 51 A'),
    await open(stranger, 'QQ999999A'),
    await open(worker, 'QQ123452A'),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 422);
    assert.equal(bare(answer.body), bare((answers[0] as (typeof answers)[0]).body));
  }
  assert.deepEqual(await kinds(plain.caseId), []);
  assert.equal((await worker.post('/restricted/open', { number: reference, reason: ' ' })).status, 422);
  const opened = await open(worker, 'qq123451a');
  assert.deepEqual([opened.status, opened.location], [303, `/cases/${caseId}`]);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 200);
  assert.deepEqual(await kinds(caseId), ['restriction.placed', 'glass.broken']);
  const hours = await one(
    `select round(extract(epoch from ends_at - given_at) / 3600) as hours from restricted_access where person_id = $1 and how = 'break-glass'`,
    personId,
  );
  assert.equal(Number(hours.hours), 4);
  assert.match((await office.get('/notices')).body, /was opened with a reason/);
  assert.match((await office.get('/restricted')).body, /Court today/);
  // What is over is over.
  await w.db.query(`update restricted_access set ends_at = now() where person_id = $1 and how = 'break-glass'`, [
    personId,
  ]);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 404);
});

test('the number of a record that was merged into a restricted one opens that one', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  await place(caseId, 'no');
  const merged = await w.addCase({ keyWorkerId: rashida, niNumber: 'QQ123459A' });
  await w.db.query('update person set merged_into = $2 where id = $1', [merged.personId, personId]);
  await w.db.query('update case_record set person_id = $2, restricted = true where id = $1', [merged.caseId, personId]);
  const opened = await worker.post('/restricted/open', { number: 'QQ123459A', reason: 'Court today' });
  assert.equal(opened.status, 303);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 200);
});

test('ten wrong numbers are enough', async () => {
  const guesser = await w.signIn('programme_office');
  const open = () => guesser.post('/restricted/open', { number: 'QQ999999A', reason: 'x' });
  for (let tried = 0; tried < 10; tried += 1) assert.equal((await open()).status, 422);
  assert.equal((await open()).status, 429);
});

test('a new case of a restricted person is restricted from the first moment, however it comes', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  await place(caseId, 'no');
  const insert = `insert into case_record (id, person_id, programme_id, reference, status) values ($1, $2, $3, $4, 'referred')`;
  const added = newId();
  await w.db.query(insert, [added, personId, w.otherProgrammeId, newReference('C')]);
  assert.equal((await one('select restricted from case_record where id = $1', added)).restricted, true);
  // A case that is being added while the restriction is placed.
  const second = await w.addCase({ keyWorkerId: rashida });
  const [adding, late] = [await w.db.connect(), newId()];
  try {
    await adding.query('begin');
    await adding.query(insert, [late, second.personId, w.otherProgrammeId, newReference('C')]);
    const placing = place(second.caseId, 'no');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await adding.query('commit');
    await placing;
  } finally {
    adding.release();
  }
  assert.equal((await one('select restricted from case_record where id = $1', late)).restricted, true);
});

test('whoever could open a restricted record reads under every page that is not there how, and nobody else does', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  await place(caseId, 'no');
  const bare = (body: string) => body.replaceAll(/nonce="[^"]*"|value="[^"]*"/g, '');
  const missing = await worker.get(`/cases/${newId()}`);
  assert.match(missing.body, /<a class="govuk-link" href="\/restricted\/open">open it with a reason<\/a>/);
  // Of a case the whole page is the same whether it exists; elsewhere the navigation knows the address.
  const there = await worker.get(`/cases/${caseId}`);
  assert.equal(there.status, 404);
  assert.equal(bare(there.body), bare(missing.body));
  const mainOf = (body: string) => /<main[\s\S]*<\/main>/.exec(bare(body))?.[0] ?? assert.fail('no page');
  for (const path of [`/cases/${caseId}/notes/new`, '/users', '/no-such-page']) {
    const page = await worker.get(path);
    assert.equal(page.status, 404);
    assert.equal(mainOf(page.body), mainOf(missing.body));
  }
  for (const role of ['evaluator', 'administrator', 'referrer'] as const) {
    const page = await (await w.signIn(role)).get(`/cases/${caseId}`);
    assert.equal(page.status, 404);
    assert.doesNotMatch(page.body, /restricted/);
  }
  const nobody = await w.app.inject({ url: '/no-such-page' });
  assert.doesNotMatch(nobody.body, /restricted/);
});

test('an access until a day ends with it, by the clocks of the site, and what has ended opens nothing', async () => {
  // In summer the site is an hour before UTC; the clocks go forward in between; a demonstration's day is not the machine's.
  const end = (until: string, now: string, timeZone = 'Europe/London') =>
    endOfAccess(until, fixedClock(now, timeZone), timeZone);
  assert.equal(end('2016-07-01', '2016-07-01T22:59:00Z'), '2016-07-01T23:00:00Z');
  assert.equal(end('2016-07-01', '2016-06-30T23:00:00Z'), '2016-07-01T23:00:00Z');
  assert.equal(end('2016-03-27', '2016-03-26T12:00:00Z'), '2016-03-27T23:00:00Z');
  assert.equal(end('2016-02-29', '2016-02-01T12:00:00Z', 'Pacific/Auckland'), '2016-02-29T11:00:00Z');
  const demonstration = {
    now: () => Temporal.Instant.from('2026-11-22T05:00:00Z'),
    today: () => Temporal.PlainDate.from('2016-03-31'),
  };
  assert.equal(endOfAccess('2016-04-01', demonstration, 'Europe/London'), '2026-11-24T00:00:00Z');

  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  await place(caseId, 'no');
  const form = { user: worker.userId, reason: 'Covers', ...day('until', '2016-04-02') };
  assert.equal((await office.post(`/cases/${caseId}/restriction/access`, form)).status, 303);
  const ends = await one(
    'select ends_at from restricted_access where person_id = $1 and user_id = $2',
    personId,
    worker.userId,
  );
  assert.equal(Temporal.Instant.from(ends.ends_at.replace(' ', 'T')).toString(), '2016-04-02T23:00:00Z');
  const until = (moment: string) =>
    w.db.query(`update restricted_access set ends_at = ${moment} where person_id = $1 and user_id = $2`, [
      personId,
      worker.userId,
    ]);
  await until(`now() + interval '1 minute'`);
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 200);
  await until('now()');
  assert.equal((await worker.get(`/cases/${caseId}`)).status, 404);
  assert.doesNotMatch((await worker.get('/caseload')).body, new RegExp(caseId));
});

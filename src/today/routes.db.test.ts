import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { later } from './rules.ts';

const today = '2016-03-31';
let w: World;
before(async () => {
  w = await world();
  await query(
    `insert into instrument_version (id, key, version, document, digest) values (gen_random_uuid(), 'working-well-assessment', 1, '{}', 'x')`,
  );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const managerOf = (area: string) =>
  w.signIn('team_manager', { areaId: w.area(area).id, providerId: w.area(area).provider_id });

/** A person of a key worker who was last met some days ago. */
async function personOf(staffId: string, familyName: string, daysAgo: number, more: object = {}) {
  const made = await w.addCase({ keyWorkerId: staffId, familyName, ...more });
  await query(
    `insert into event (id, kind, programme_id, person_id, case_id, happened_on, digest) values (gen_random_uuid(), 'note.added', $1, $2, $3, $4, '')`,
    w.programmeId,
    made.personId,
    made.caseId,
    later(today, -daysAgo),
  );
  await query(`update person set sex = 'female', ethnicity = 'not_known' where id = $1`, made.personId);
  await query(
    `update case_record set last_worked = 'x', housing_tenure = 'x', marital_status = 'x' where id = $1`,
    made.caseId,
  );
  await query(
    `insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers)
     select gen_random_uuid(), $1, $2, id, 'initial', '2016-03-01', '{}' from instrument_version limit 1`,
    made.caseId,
    made.personId,
  );
  return made;
}
/** Statements that a page sends, but for the programme's document: that is kept in memory, and read anew every few seconds. */
async function statementsOf(page: () => Promise<unknown>): Promise<number> {
  const { query: send } = w.db;
  let count = 0;
  w.db.query = ((...given: unknown[]) => {
    if ((given[0] as { name?: string }).name !== 'programmes.versionsOf') count += 1;
    return Reflect.apply(send, w.db, given);
  }) as typeof send;
  try {
    await page();
  } finally {
    w.db.query = send;
  }
  return count;
}
const names = (body: string) => [...body.matchAll(/<h3[^>]*><a[^>]*>Debbie (\w+)</g)].map(([, name]) => name);

test('who needs the worker, the most urgent first, with one reason a row; recording a contact clears it and says what comes next', async () => {
  const staffId = await w.staff('TOD-KW01');
  const quiet = await personOf(staffId, 'Quiet', 29);
  await personOf(staffId, 'Silent', 61);
  await personOf(staffId, 'Fine', 3);
  const worker = await w.signIn('key_worker', { staffId });
  assert.equal((await worker.get('/')).location, '/today');
  const { body } = await worker.get('/today');
  assert.deepEqual(names(body), ['Silent', 'Quiet']);
  assert.match(body, /2 people of 3 need you/);
  assert.match(body, /No contact for 29 days/);
  assert.match(body, new RegExp(`/cases/${quiet.caseId}/meeting\\?mode=phone`));
  const note = { body: 'Rang, she is well', ...day('written_on', today) };
  assert.equal((await worker.post(`/cases/${quiet.caseId}/notes`, note)).status, 303);
  const after = (await worker.get('/today')).body;
  assert.deepEqual(names(after), ['Silent']);
  assert.match(after, /Seen to today[\s\S]*Debbie Quiet<\/a>\. Next: be in touch, by Thu 14 Apr/);
  const [read] = await query(`select what from read_log where user_id = $1 order by tx desc limit 1`, worker.userId);
  assert.equal(read.what, 'today');
});

test('putting off hides the row until its day, by worker, case and reason, with an event; it can be called back', async () => {
  const staffId = await w.staff('TOD-KW02');
  const { caseId, personId } = await personOf(staffId, 'Later', 20);
  const worker = await w.signIn('key_worker', { staffId });
  const path = `/cases/${caseId}/put-off`;
  const events = () => query(`select kind from event where case_id = $1 and kind like 'today.%' order by id`, caseId);
  // What is wrong writes nothing.
  for (const [form, words] of [
    [{ until: 'day' }, /Enter the day on which it comes back/],
    [{ until: 'day', ...day('on', today) }, /must be after today/],
    [{ until: 'day', ...day('on', '2016-08-01') }, /within three months/],
  ] as const) {
    const reply = await worker.post(`${path}?reason=no_contact:1`, form);
    assert.equal(reply.status, 422);
    assert.match(reply.body, words);
    assert.match(reply.body, /put-off\?reason=no_contact%3A1"/);
  }
  assert.equal((await worker.post(path, { until: '7' })).status, 303);
  assert.equal((await worker.post(`${path}?reason=no%20reason:9`, { until: '7' })).status, 303);
  assert.deepEqual(await events(), []);
  assert.deepEqual(await query('select id from today_put_off where case_id = $1', caseId), []);

  assert.equal((await worker.post(`${path}?reason=no_contact:1`, { until: '7' })).location, '/today');
  const [row] = await query('select * from today_put_off where case_id = $1', caseId);
  assert.deepEqual([row.until, row.level, row.reason, row.person_id], ['2016-04-07', 1, 'no_contact', personId]);
  assert.deepEqual(names((await worker.get('/today')).body), []);
  assert.match((await worker.get('/today')).body, /Not today: 1 person[\s\S]*Later[\s\S]*Comes back Thu 7 Apr/);
  // Another day replaces it.
  assert.equal(
    (await worker.post(`${path}?reason=no_contact:1`, { until: 'day', ...day('on', '2016-04-20') })).status,
    303,
  );
  assert.deepEqual(
    (await query('select until from today_put_off where case_id = $1', caseId)).map(({ until }) => until),
    ['2016-04-20'],
  );
  assert.equal((await worker.post(`${path}/back`, {})).status, 303);
  assert.deepEqual(names((await worker.get('/today')).body), ['Later']);
  assert.equal((await worker.post(`${path}/back`, {})).status, 303);
  assert.deepEqual(
    (await events()).map(({ kind }) => kind),
    ['today.put off', 'today.put off', 'today.called back'],
  );
});

test('a manager of the team may look and not put off; nobody else sees it; cover sees it and may', async () => {
  const [staffId, other] = [await w.staff('TOD-KW03'), await w.staff('TOD-KW04')];
  const area = w.area('Bolton');
  const { caseId } = await personOf(staffId, 'Watched', 40, { areaId: area.id, providerId: area.provider_id });
  const hidden = await personOf(staffId, 'Hidden', 40);
  await query('update case_record set restricted = true where id = $1', hidden.caseId);
  const manager = await managerOf('Bolton');
  const { body } = await manager.get(`/today?worker=${staffId}`);
  assert.deepEqual(names(body), ['Watched']);
  assert.doesNotMatch(body, /Not today|Hidden/);
  assert.equal((await manager.post(`/cases/${caseId}/put-off?reason=no_contact:2`, { until: '1' })).status, 404);
  const stranger = await managerOf('Salford');
  assert.equal((await stranger.get(`/today?worker=${staffId}`)).status, 404);
  const colleague = await w.signIn('key_worker', { staffId: other });
  assert.equal((await colleague.get(`/today?worker=${staffId}`)).status, 404);
  assert.equal((await colleague.post(`/cases/${caseId}/put-off?reason=no_contact:2`, { until: '1' })).status, 404);
  assert.deepEqual(await query('select id from today_put_off where staff_id = $1', staffId), []);
  assert.deepEqual(await query(`select id from event where case_id = $1 and kind like 'today.%'`, caseId), []);
  for (const role of ['local_lead', 'programme_office', 'evaluator', 'administrator', 'referrer'] as const)
    assert.equal((await (await w.signIn(role, { areaId: area.id })).get(`/today?worker=${staffId}`)).status, 404, role);
  await query(
    `insert into worker_cover (id, programme_id, staff_id, covered_by, starts_on, ends_on, reason)
     values (gen_random_uuid(), $1, $2, $3, '2016-03-30', '2016-04-04', 'Leave')`,
    w.programmeId,
    staffId,
    other,
  );
  assert.match((await colleague.get('/today')).body, /You cover for Rashida TOD-KW03 until Mon 4 Apr/);
  assert.deepEqual(names((await colleague.get(`/today?worker=${staffId}`)).body), ['Watched']);
  const reply = await colleague.post(`/cases/${caseId}/put-off?reason=no_contact:2`, { until: '1' });
  assert.equal(reply.location, `/today?worker=${staffId}`);
  assert.match(
    (await (await w.signIn('key_worker', { staffId })).get('/today')).body,
    /Rashida TOD-KW04 covers for you/,
  );
});

test('a paused person is silent until the review, steps and broken promises come from the plan', async () => {
  const staffId = await w.staff('TOD-KW05');
  const paused = await personOf(staffId, 'Paused', 100);
  await query(
    `update case_record set status = 'paused', paused_on = '2016-01-01', pause_reason = 'x', review_on = '2016-03-30' where id = $1`,
    paused.caseId,
  );
  const step = await personOf(staffId, 'Stepping', 2);
  const add = (owner: string, words: string, due: string) =>
    query(
      `insert into step (id, case_id, person_id, step_group, words, owner, owner_name, staff_id, size, due_on, position, state_on, agreed_on)
       values (gen_random_uuid(), $1, $2, 'survival', $3, $4, $5, $6, 1, $7, 1, '2016-03-01', '2016-03-01')`,
      step.caseId,
      step.personId,
      words,
      owner,
      owner === 'service' ? 'Debt advice' : null,
      owner === 'worker' ? staffId : null,
      due,
    );
  await add('person', 'Ring the GP', '2016-03-31');
  await add('service', 'Send the letter', '2016-03-27');
  const { body } = await (await w.signIn('key_worker', { staffId })).get('/today');
  assert.deepEqual(names(body).sort(), ['Paused', 'Stepping']);
  assert.match(body, /Paused since Fri 1 Jan: look at it again, due 1 day ago/);
  assert.doesNotMatch(body, /No contact for 100/);
  assert.match(
    body,
    /Waiting on others[\s\S]*Stepping[\s\S]*Debt advice has not done: Send the letter, since Mon 28 Mar/,
  );
});

test('five statements, whatever the number of people and of rooms that contribute', async () => {
  const staffId = await w.staff('TOD-KW06');
  for (let i = 0; i < 3; i += 1) await personOf(staffId, `Some${i}`, 30);
  const worker = await w.signIn('key_worker', { staffId });
  await worker.get('/today');
  const few = await statementsOf(() => worker.get('/today'));
  for (let i = 3; i < 20; i += 1) await personOf(staffId, `Some${i}`, 30);
  const many = await statementsOf(() => worker.get('/today'));
  assert.equal(many, few);
  // The session, the worker, the people, what the rooms know of them, and the row in the read log.
  assert.equal(many, 5);
});

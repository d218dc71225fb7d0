import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { watchVisits } from './actions/watch.ts';

// The clock of the application stands at 11:00 of a Thursday in British Summer Time.
const today = '2016-03-31';
let w: World;
let worker: Browser;
let colleague: Browser;
let manager: Browser;
let rashida: string;
before(async () => {
  w = await world();
  rashida = await w.staff('VIS-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
  colleague = await w.signIn('key_worker', { staffId: await w.staff('VIS-KW02') });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  manager = await w.signIn('team_manager', { areaId, providerId });
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const one = async (text: string, ...values: unknown[]) => (await query(text, ...values))[0];
const kinds = async (caseId: string) =>
  (await query(`select kind from event where case_id = $1 order by at, id`, caseId)).map(({ kind }) => kind);
const noticesOf = async (browser: Browser, visitId: string) =>
  (await query('select kind from notice where user_id = $1 and about = $2 order by id', browser.userId, visitId)).map(
    ({ kind }) => kind,
  );
const at = (time: string) => Temporal.Instant.from(`${today}T${time}:00Z`);
const watch = (time: string) => watchVisits(w.db, at(time), today);

const plan = (more: Record<string, string> = {}) => ({
  'day-day': '31',
  'day-month': '3',
  'day-year': '2016',
  time: '11:30',
  minutes: '60',
  place_kind: 'home',
  place: '3 Mill Lane, the door at the back',
  phone: '07700 900111',
  risks: 'The stairs are steep',
  precautions: 'We meet in the kitchen',
  first: colleague.userId,
  second: manager.userId,
  ...more,
});
async function planned(caseId: string, more: Record<string, string> = {}): Promise<string> {
  const reply = await worker.post(`/cases/${caseId}/visits/new`, plan(more));
  assert.equal(reply.status, 303, reply.body.slice(0, 2000));
  return (reply.location as string).split('/').at(-1) as string;
}
const press = async (browser: Browser, caseId: string, visitId: string, button: string, more = {}) => {
  const row = await one('select version from visit where id = $1', visitId);
  return browser.post(`/cases/${caseId}/visits/${visitId}`, { _do: button, version: String(row.version), ...more });
};

test('there is no visit without a safety plan: what is missing is asked for, what was typed is kept, nothing is written', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const refused = async (more: Record<string, string>, said: RegExp) => {
    const reply = await worker.post(`/cases/${caseId}/visits/new`, plan(more));
    assert.equal(reply.status, 422);
    assert.match(reply.body, said);
    assert.match(reply.body, more.place === '' ? /The stairs are steep/ : /3 Mill Lane/);
  };
  await refused({ place: '' }, /Enter where exactly it is/);
  await refused({ precautions: '' }, /Enter what you do about it/);
  await refused({ first: '' }, /Choose who is told first/);
  await refused({ first: worker.userId }, /told first/);
  await refused({ second: colleague.userId }, /Choose somebody else, or nobody/);
  await refused({ time: '9:00', minutes: '30' }, /over already/);
  await refused({ 'day-day': '27', 'day-year': '2022', time: '1:30' }, /clocks go forward/);
  await refused({ place_kind: 'coffee shop' }, /kind of place/);
  assert.equal((await query('select from visit where case_id = $1', caseId)).length, 0);
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await colleague.get(`/cases/${caseId}/visits`)).status, 404, 'not their case');
});

test('a visit begins, takes longer and ends; nobody is told', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId);
  assert.match((await worker.get(`/cases/${caseId}/visits/${id}`)).body, /It has begun/);
  await press(worker, caseId, id, 'begin');
  // Expected until 11:30 UTC; half an hour more from there.
  await press(worker, caseId, id, 'longer', { minutes: '30' });
  const { ends_at } = await one('select ends_at from visit where id = $1', id);
  assert.equal(Temporal.Instant.from(ends_at.replace(' ', 'T')).toString(), `${today}T12:00:00Z`);
  assert.equal(await watch('12:14'), 0);
  assert.match((await colleague.get('/visits')).body, /You are the one who is told/);
  assert.doesNotMatch((await colleague.get(`/visits/${id}/answer`)).body, /Mill Lane/, 'where is not needed yet');
  await press(worker, caseId, id, 'end');
  assert.equal(await watch('13:00'), 0);
  assert.deepEqual(await noticesOf(colleague, id), []);
  assert.deepEqual(await kinds(caseId), ['visit.planned', 'visit.begun', 'visit.lengthened', 'visit.ended']);
  // What is over is over.
  for (const button of ['begin', 'end', 'longer', 'help', 'no such button'])
    assert.equal((await press(worker, caseId, id, button)).status, 303);
  assert.equal((await kinds(caseId)).length, 4);
});

test('a visit that nobody ends is told of: first one, then two, then the managers, until somebody answers', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida, familyName: 'Quietly' });
  const id = await planned(caseId);
  // It should have begun at 10:30 UTC: the worker alone is reminded, once.
  await watch('10:46');
  await watch('10:47');
  assert.deepEqual(await noticesOf(worker, id), ['visit to begin']);
  assert.equal(await watch('11:44'), 0);
  assert.equal(await watch('11:45'), 1);
  assert.deepEqual([await noticesOf(colleague, id), await noticesOf(manager, id)], [['visit not ended'], []]);
  assert.equal(await watch('11:54'), 0);
  assert.equal(await watch('11:55'), 1);
  assert.deepEqual(await noticesOf(manager, id), ['visit not ended']);
  assert.equal(await watch('12:05'), 1);
  const { body } = await colleague.get(`/visits/${id}/answer`);
  assert.match(body, /Mill Lane/);
  assert.match(body, /07700 900111/);
  assert.doesNotMatch(body, /Quietly/, 'who is visited is not needed to find the worker');
  const elsewhere = await w.signIn('key_worker', { programmeId: w.otherProgrammeId });
  assert.equal((await elsewhere.get(`/visits/${id}/answer`)).status, 404);

  assert.equal((await colleague.post(`/visits/${id}/answer`, { outcome: 'Called', safe: '' })).status, 422);
  const [first, second] = await Promise.all([
    colleague.post(`/visits/${id}/answer`, { outcome: 'No reply. I have called the police', safe: 'no' }),
    manager.post(`/visits/${id}/answer`, { outcome: 'I am on my way', safe: 'no' }),
  ]);
  assert.deepEqual([first.status, second.status], [303, 303]);
  const answered = await one('select answered_by, outcome, ended_at from visit where id = $1', id);
  assert.ok([colleague.userId, manager.userId].includes(answered.answered_by), 'one of two has it');
  assert.equal((await kinds(caseId)).filter((kind) => kind === 'visit.answered').length, 1);
  assert.equal(await watch('12:30'), 0, 'nobody is told any more');
  await press(worker, caseId, id, 'end');
  assert.equal((await kinds(caseId)).at(-1), 'visit.ended');
});

test('two processes that look at once tell each visit once', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId);
  const told = await Promise.all([watch('11:50'), watch('11:50'), watch('11:50')]);
  assert.equal(
    told.reduce((sum, count) => sum + count),
    1,
  );
  assert.equal((await one('select told from visit where id = $1', id)).told, 1);
  await press(worker, caseId, id, 'end');
});

test('help is told to everybody at once, and the one who answers that they are safe ends the visit', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId);
  await press(worker, caseId, id, 'begin');
  await press(worker, caseId, id, 'help');
  assert.deepEqual([await noticesOf(colleague, id), await noticesOf(manager, id)], [['visit help'], ['visit help']]);
  assert.match((await colleague.get(`/visits/${id}/answer`)).body, /asked for help/);
  assert.equal(await watch('10:05'), 0);
  assert.equal(await watch('10:10'), 1, 'and again while nobody answers');
  await manager.post(`/visits/${id}/answer`, { outcome: 'Spoke to them', safe: 'yes' });
  assert.deepEqual(
    await one('select told, tell_at, ended_by = $2 as by_manager from visit where id = $1', id, manager.userId),
    { told: 4, tell_at: null, by_manager: true },
  );
});

test('where a risk is known the visit waits for a manager, who is never the one who goes', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const risk = {
    kind: 'animals',
    words: 'A dog bit a postman in May 2015 (his landlord)',
    precautions: 'It is shut away',
  };
  const on = (year: string) => ({ 'review_on-day': '1', 'review_on-month': '6', 'review_on-year': year });
  assert.equal(
    (await worker.post(`/cases/${caseId}/risks/new`, { ...risk, ...on('2018') })).status,
    422,
    'over a year',
  );
  assert.equal((await worker.post(`/cases/${caseId}/risks/new`, { ...risk, ...on('2015') })).status, 422, 'past');
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await worker.post(`/cases/${caseId}/risks/new`, { ...risk, ...on('2016') })).status, 303);
  assert.match((await worker.get(`/cases/${caseId}`)).body, /A dog bit a postman/);

  const id = await planned(caseId, { second: '' });
  assert.deepEqual(await noticesOf(manager, id), ['visit approval']);
  assert.doesNotMatch((await worker.get(`/cases/${caseId}/visits/${id}`)).body, /value="(approve|begin)"/);
  await press(worker, caseId, id, 'begin');
  assert.equal((await press(worker, caseId, id, 'approve')).status, 404);
  assert.equal((await one('select begun_at from visit where id = $1', id)).begun_at, null);
  assert.equal(await watch('12:30'), 0, 'nothing is awaited of a visit that may not begin');
  assert.match((await manager.get(`/cases/${caseId}/visits/${id}`)).body, /value="approve"/);
  await press(manager, caseId, id, 'approve');
  assert.deepEqual(await noticesOf(worker, id), ['visit approved']);
  await press(worker, caseId, id, 'begin');
  await press(worker, caseId, id, 'end');

  // The risk is looked at again: kept, then cleared with a reason; a second look at the same version writes nothing.
  const flag = await one('select id, version from risk_flag where case_id = $1', caseId);
  const look = (fields: Record<string, string>) =>
    worker.post(`/cases/${caseId}/risks/${flag.id}`, { version: '1', ...fields });
  assert.equal((await look({ stands: 'no' })).status, 422);
  assert.equal((await look({ stands: 'yes' })).status, 422);
  assert.equal((await look({ stands: 'no', reason: 'The dog has died' })).status, 303);
  await look({ stands: 'no', reason: 'Twice' });
  assert.deepEqual(
    (await kinds(caseId)).filter((kind) => kind.startsWith('risk')),
    ['risk.flagged', 'risk.cleared'],
  );
  assert.doesNotMatch((await worker.get(`/cases/${caseId}/visits`)).body, /A dog bit a postman/);
});

test('tomorrow’s visit is not begun by mistake', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId, { 'day-day': '1', 'day-month': '4' });
  assert.doesNotMatch((await worker.get(`/cases/${caseId}/visits/${id}`)).body, /It has begun/);
  await press(worker, caseId, id, 'begin');
  assert.deepEqual(await kinds(caseId), ['visit.planned']);
});

test('a visit is cancelled with a reason before it begins, and not after', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId);
  const cancel = (reason: string, version = '1') =>
    worker.post(`/cases/${caseId}/visits/${id}/cancel`, { reason, version });
  assert.equal((await cancel('')).status, 422);
  await press(worker, caseId, id, 'begin');
  await cancel('They are ill', '2');
  assert.equal((await one('select cancelled_at from visit where id = $1', id)).cancelled_at, null);
  await press(worker, caseId, id, 'end');
  const other = await planned(caseId);
  const version = '1';
  await worker.post(`/cases/${caseId}/visits/${other}/cancel`, { reason: 'They are ill', version });
  assert.equal((await kinds(caseId)).at(-1), 'visit.cancelled');
  assert.equal(await watch('13:00'), 0);
});

test('where somebody lives whose record is restricted is shown to those who were named alone', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const id = await planned(caseId, { second: '' });
  await watch('11:50');
  await query('update case_record set restricted = true where id = $1', caseId);
  assert.match((await colleague.get(`/visits/${id}/answer`)).body, /Mill Lane/);
  const third = await w.signIn('key_worker', { staffId: await w.staff('VIS-KW03') });
  const { status, body } = await third.get(`/visits/${id}/answer`);
  assert.equal(status, 200);
  assert.match(body, /07700 900111/);
  assert.doesNotMatch(body, /Mill Lane/);
});

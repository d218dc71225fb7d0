import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';

let w: World;
let staffId: string;
let worker: Browser;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const typed = (more: Record<string, string> = {}) => ({
  mode: 'phone',
  'held_on-day': '31',
  'held_on-month': '3',
  'held_on-year': '2016',
  starts_at: '9.30',
  minutes: '25',
  attendance: 'attended',
  note: 'Slept badly. Will ring the surgery.',
  ...more,
});
const theirs = () => w.addCase({ keyWorkerId: staffId });
const query = async (text: string, values: unknown[]) => (await w.db.query(text, values)).rows;
const meetings = (caseId: string) => query('select * from meeting where case_id = $1 order by id', [caseId]);
const drafts = (caseId: string) => query('select * from meeting_draft where case_id = $1', [caseId]);
const kinds = async (caseId: string) =>
  (await query("select kind from event where case_id = $1 and kind like 'meeting.%' order by id", [caseId])).map(
    (row) => row.kind,
  );

/** What the screen says of itself. */
async function screen(browser: Browser, caseId: string) {
  const { status, body } = await browser.get(`/cases/${caseId}/meeting`);
  assert.equal(status, 200);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? assert.fail(name);
  return { body, seen: { _draft: field('_draft'), _rev: field('_rev') } };
}
async function save(browser: Browser, caseId: string, fields: Record<string, string>) {
  const reply = await browser.post(`/cases/${caseId}/meeting/save`, fields);
  assert.equal(reply.status, 200);
  return JSON.parse(reply.body) as { id: string; rev: number; conflict?: boolean; finished?: string; problem?: string };
}

test('a meeting is finished once, with its event, its private part and the next date; its draft is gone', async () => {
  const { caseId } = await theirs();
  const { seen } = await screen(worker, caseId);
  assert.deepEqual(await drafts(caseId), [], 'looking at the screen writes nothing');
  const saved = await save(worker, caseId, { ...seen, note: 'Slept' });
  assert.deepEqual([saved.id, saved.rev, saved.conflict], [seen._draft, 1, false]);
  const form = {
    ...typed(),
    private: 'Afraid of her landlord',
    next: '1',
    next_at: '10',
    _do: 'finish',
    _draft: saved.id,
    _rev: '1',
  };
  const [first, second] = [
    await worker.post(`/cases/${caseId}/meeting`, form),
    await worker.post(`/cases/${caseId}/meeting`, form),
  ];
  assert.deepEqual([first.status, second.status], [303, 303]);
  assert.equal(first.location, second.location, 'sent twice, it is the same meeting');
  const [meeting, ...more] = await meetings(caseId);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [meeting.held_on, meeting.starts_at, meeting.minutes, meeting.mode, meeting.note, meeting.next_on, meeting.next_at],
    ['2016-03-31', '09:30:00', 25, 'phone', 'Slept badly. Will ring the surgery.', '2016-04-07', '10:00:00'],
  );
  assert.deepEqual(await kinds(caseId), ['meeting.held']);
  assert.deepEqual(await drafts(caseId), []);
  const [event] = await query(
    "select p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 and e.kind = 'meeting.held'",
    [caseId],
  );
  assert.ok(!JSON.stringify(event.payload).includes('landlord'), 'the private part is in no event');
  const page = await worker.get(first.location ?? '');
  assert.match(page.body, /Slept badly[\s\S]*Take it all back/);
  assert.ok(!page.body.includes('landlord'));
});

test('the private part is for its author and their manager alone, also while they may open the case', async () => {
  const { caseId } = await theirs();
  const done = await worker.post(`/cases/${caseId}/meeting`, { ...typed(), private: 'Afraid of her landlord' });
  const path = `${done.location}/private`;
  assert.match((await worker.get(path)).body, /Afraid of her landlord/);
  const bolton = { areaId: w.area('Bolton').id, providerId: w.area('Bolton').provider_id };
  assert.equal((await (await w.signIn('team_manager', bolton)).get(path)).status, 200);
  for (const other of [
    await w.signIn('programme_office'),
    await w.signIn('local_lead', { areaId: w.area('Bolton').id }),
    await w.signIn('key_worker', { staffId }),
  ]) {
    assert.equal((await other.get(`/cases/${caseId}`)).status, 200);
    assert.equal((await other.get(path)).status, 404);
  }
  // Once the case is somebody else's, it is closed to its author as well.
  await w.db.query('update case_record set key_worker_id = $2 where id = $1', [caseId, await w.staff('BOL-KW02')]);
  assert.equal((await worker.get(path)).status, 404);
});

test('two tabs: both versions are kept, finishing asks first, and nothing is made before', async () => {
  const { caseId } = await theirs();
  const one = (await screen(worker, caseId)).seen;
  const two = (await screen(worker, caseId)).seen;
  const first = await save(worker, caseId, { ...one, note: 'Slept badly' });
  const second = await save(worker, caseId, { ...two, note: 'Rang the surgery' });
  assert.deepEqual([second.id, second.rev, second.conflict], [first.id, 2, true]);
  const refused = await worker.post(`/cases/${caseId}/meeting`, {
    ...typed({ note: 'Slept badly' }),
    _draft: first.id,
    _rev: '1',
  });
  assert.equal(refused.status, 409);
  assert.match(refused.body, /another version/);
  assert.deepEqual([await meetings(caseId), await kinds(caseId)], [[], []]);
  const [draft] = await drafts(caseId);
  const texts = [
    draft.fields.note,
    ...draft.others.filter((o: { name: string }) => o.name === 'note').map((o: { value: string }) => o.value),
  ];
  assert.deepEqual(texts.sort(), ['Rang the surgery', 'Slept badly']);
  // Put the other one in, leave nothing open, and finish.
  let { body, seen } = await screen(worker, caseId);
  for (let turn = 0; turn < 5 && body.includes('value="put '); turn++) {
    const button = /value="(put [^"]+)"/.exec(body)?.[1] ?? '';
    const fields = (await drafts(caseId))[0]?.fields as Record<string, string>;
    assert.equal((await worker.post(`/cases/${caseId}/meeting`, { ...fields, ...seen, _do: button })).status, 303);
    ({ body, seen } = await screen(worker, caseId));
  }
  const fields = (await drafts(caseId))[0]?.fields as Record<string, string>;
  assert.equal((await worker.post(`/cases/${caseId}/meeting`, { ...typed(), ...fields, ...seen })).status, 303);
  const [meeting] = await meetings(caseId);
  assert.match(meeting.note, /Rang the surgery/);
  assert.match(meeting.note, /Slept badly/);
});

test('saves of many tabs at the same moment lose nothing', async () => {
  const { caseId } = await theirs();
  const seen = [];
  for (const n of [1, 2, 3, 4, 5]) seen.push({ ...(await screen(worker, caseId)).seen, note: `Version ${n}` });
  const replies = await Promise.all(seen.map((fields) => save(worker, caseId, fields)));
  assert.equal(new Set(replies.map(({ id }) => id)).size, 1);
  const [draft] = await drafts(caseId);
  const texts = [draft.fields.note, ...draft.others.map(({ value }: { value: string }) => value)].sort();
  assert.deepEqual(texts, ['Version 1', 'Version 2', 'Version 3', 'Version 4', 'Version 5']);
});

test('saves of many drafts at the same moment share a statement, and each has its own words; one that cannot be kept harms no other', async () => {
  const cases = await Promise.all(Array.from({ length: 6 }, theirs));
  const seen = await Promise.all(cases.map(async ({ caseId }) => (await screen(worker, caseId)).seen));
  for (const [n, { caseId }] of cases.entries()) await save(worker, caseId, { ...seen[n], note: 'First' });
  // One is more than a draft can hold.
  const notes = cases.map((_, n) => (n === 3 ? 'x'.repeat(200_001) : `Words of ${n}`));
  const replies = await Promise.all(
    cases.map(({ caseId }, n) =>
      worker.post(`/cases/${caseId}/meeting/save`, { ...seen[n], _rev: '1', note: notes[n] ?? '' }),
    ),
  );
  for (const [n, { caseId }] of cases.entries()) {
    const [draft] = await drafts(caseId);
    if (n === 3) assert.equal(draft.fields.note, 'First');
    else assert.deepEqual([replies[n]?.status, draft.fields.note, draft.rev], [200, `Words of ${n}`, 2]);
  }
});

test('words that come after the meeting was finished elsewhere begin another draft', async () => {
  const { caseId } = await theirs();
  const { seen } = await screen(worker, caseId);
  const done = await worker.post(`/cases/${caseId}/meeting`, { ...typed(), ...seen });
  const late = await save(worker, caseId, { ...seen, note: 'One thing more' });
  assert.notEqual(late.id, seen._draft);
  assert.equal(`/cases/${caseId}/meetings/${late.finished}`, done.location);
  assert.equal((await drafts(caseId))[0]?.fields.note, 'One thing more');
});

test('what is wrong keeps what was typed, on the page and in the draft; nothing is made', async () => {
  const { caseId } = await theirs();
  const reply = await worker.post(`/cases/${caseId}/meeting`, { ...typed({ mode: '', minutes: '900' }), _rev: '0' });
  assert.equal(reply.status, 422);
  assert.match(reply.body, /Choose how you were in touch/);
  assert.match(reply.body, /Slept badly/);
  assert.equal((await drafts(caseId))[0]?.fields.note, 'Slept badly. Will ring the surgery.');
  const empty = await worker.post(`/cases/${caseId}/meeting`, typed({ note: '' }));
  assert.equal(empty.status, 422);
  const long = await save(worker, caseId, { _rev: '99', note: 'x'.repeat(200_001) });
  assert.match(long.problem ?? '', /more than fits/);
  assert.deepEqual([await meetings(caseId), await kinds(caseId)], [[], []]);
});

test('a step that somebody closed after the screen was opened is told of, and nothing is made', async () => {
  const { caseId } = await theirs();
  await worker.post(`/cases/${caseId}/meeting`, typed({ 'plan-new': 'Ring the college' }));
  const [step] = await query('select id from step where case_id = $1', [caseId]);
  await query(`update step set state = 'dropped', state_reason = 'No longer wanted' where id = $1`, [step?.id]);
  const before = [await meetings(caseId), await kinds(caseId)];
  const reply = await worker.post(`/cases/${caseId}/meeting`, typed({ note: '', [`plan-s-${step?.id}`]: 'done' }));
  assert.equal(reply.status, 422);
  assert.match(reply.body, /Somebody has changed a step that you clicked/);
  assert.deepEqual([await meetings(caseId), await kinds(caseId)], before);
  assert.deepEqual(await query('select id from step_attempt where case_id = $1', [caseId]), []);
  // The page that comes back has no button of that step: what else was written is saved.
  assert.equal((await worker.post(`/cases/${caseId}/meeting`, typed({ note: 'Rang about the course' }))).status, 303);
});

test('a meeting that did not happen says who cancelled and why, and breaks no silence', async () => {
  const { caseId } = await theirs();
  await worker.post(
    `/cases/${caseId}/meeting`,
    typed({ attendance: 'cancelled_by_us', reason: 'Worker ill', note: '' }),
  );
  assert.deepEqual(await kinds(caseId), ['meeting.missed']);
  const list = await worker.get('/caseload');
  assert.match(list.body, new RegExp(`${caseId}[\\s\\S]*?None yet`));
});

test('one takes a meeting back within ten minutes: its words are the draft again, and the contact does not count', async () => {
  const { caseId } = await theirs();
  const done = await worker.post(`/cases/${caseId}/meeting`, { ...typed(), private: 'Afraid of her landlord' });
  const row = new RegExp(`href="/cases/${caseId}"[\\s\\S]*?</tr>`);
  assert.match(row.exec((await worker.get('/caseload')).body)?.[0] ?? '', /Today/);
  const colleague = await w.signIn('key_worker', { staffId });
  await colleague.post(`${done.location}/undo`, { thing: 'all' });
  assert.equal((await meetings(caseId))[0]?.undone_at, null, 'only its author');
  const undone = await worker.post(`${done.location}/undo`, { thing: 'all' });
  assert.equal(undone.location, `/cases/${caseId}/meeting`);
  const [draft] = await drafts(caseId);
  assert.deepEqual(
    [draft.fields.note, draft.fields.private],
    ['Slept badly. Will ring the surgery.', 'Afraid of her landlord'],
  );
  assert.deepEqual(await kinds(caseId), ['meeting.held', 'meeting.undone']);
  assert.deepEqual(await query('select * from meeting_private where case_id = $1', [caseId]), []);
  assert.match(row.exec((await worker.get('/caseload')).body)?.[0] ?? '', /None yet/);
});

test('after ten minutes nothing is taken back', async () => {
  const { caseId } = await theirs();
  const done = await worker.post(`/cases/${caseId}/meeting`, typed());
  await w.db.query("update meeting set created_at = '2016-03-31T09:49:59Z' where case_id = $1", [caseId]);
  await worker.post(`${done.location}/undo`, { thing: 'all' });
  assert.equal((await meetings(caseId))[0]?.undone_at, null);
  assert.deepEqual(await kinds(caseId), ['meeting.held']);
});

test('a correction keeps both; a stale one shows both and writes nothing', async () => {
  const { caseId } = await theirs();
  const done = await worker.post(`/cases/${caseId}/meeting`, typed());
  const correct = (fields: Record<string, string>) =>
    worker.post(`${done.location}/correct`, { ...typed(), ...fields });
  assert.equal((await correct({ version: '1', note: 'Slept well' })).status, 303);
  const stale = await correct({ version: '1', note: 'Slept so so' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /Slept well[\s\S]*Slept so so/);
  assert.equal((await meetings(caseId))[0]?.note, 'Slept well');
  assert.deepEqual(await kinds(caseId), ['meeting.held', 'meeting.corrected']);
});

test('a colleague sees that somebody writes, may read it without the private part, and both can finish', async () => {
  const { caseId } = await theirs();
  const colleague = await w.signIn('key_worker', { staffId });
  await save(worker, caseId, { ...(await screen(worker, caseId)).seen, note: 'Slept badly', private: 'Afraid' });
  const { body, seen } = await screen(colleague, caseId);
  assert.match(body, /is writing about a meeting/);
  const other = await colleague.get(`/cases/${caseId}/meeting/others?author=${worker.userId}`);
  assert.match(other.body, /Slept badly/);
  assert.ok(!other.body.includes('Afraid'));
  await colleague.post(`/cases/${caseId}/meeting`, { ...typed({ note: 'He rang me' }), ...seen });
  assert.equal((await drafts(caseId)).length, 1, 'the other draft stays');
});

test('whoever may not record in the case is refused, and nothing is written', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: await w.staff('BOL-KW03') });
  for (const [path, fields] of [
    ['meeting', typed()],
    ['meeting/save', { note: 'x' }],
    ['meeting/drop', {}],
  ] as const)
    assert.equal((await worker.post(`/cases/${caseId}/${path}`, fields)).status, 404, path);
  assert.equal((await worker.get(`/cases/${caseId}/meeting`)).status, 404);
  assert.deepEqual([await meetings(caseId), await drafts(caseId), await kinds(caseId)], [[], [], []]);
});

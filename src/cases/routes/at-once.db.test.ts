/**
 * Two people do the same thing to the same record, through the pages: one wins, and the other is told on a page with status 409
 * what to do; nothing of theirs is written, whether both press at once or one after the other with a form from before.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { snapshot } from '../../../test/support/snapshot.ts';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { newId } from '../../kit/ids.ts';

let w: World;
let office: Browser;
let colleague: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  colleague = await w.signIn('programme_office');
});
after(() => w.end());

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const kinds = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind);

type Send = (browser: Browser) => Promise<{ status: number; body: string }>;

/** Both press at once: one is told that it is done, the other what is the matter. */
async function atOnce(one: Send, other: Send, told: RegExp): Promise<void> {
  const replies = await Promise.all([one(office), other(colleague)]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [303, 409]);
  assert.match(replies.find(({ status }) => status === 409)?.body ?? '', told);
}

/** One presses after the other was done: nothing is written, no event. */
async function inTurn(one: Send, other: Send, told: RegExp): Promise<void> {
  assert.equal((await one(office)).status, 303);
  const before = await snapshot(w.db);
  const late = await other(colleague);
  assert.equal(late.status, 409);
  assert.match(late.body, told);
  assert.deepEqual(await snapshot(w.db), before);
}

test('a key worker is chosen twice', async () => {
  const [from, one, two] = [await w.staff('ONE-KW01'), await w.staff('ONE-KW02'), await w.staff('ONE-KW03')];
  for (const [which, run] of [atOnce, inTurn].entries()) {
    const { caseId } = await w.addCase({ keyWorkerId: from });
    const give = (staff: string) => (browser: Browser) =>
      browser.post(`/cases/${caseId}/key-worker/change`, { staff, version: '1', ...day('starts_on', '2016-01-04') });
    await run(give(one), give(two), /Somebody else saved this while you had it open[\s\S]*ONE-KW0[23]/);
    const assigned = await rows('select ends_on from key_worker_assignment where case_id = $1', caseId);
    assert.equal(assigned.filter(({ ends_on }) => ends_on === null).length, 1, `run ${which}`);
    assert.equal(assigned.length, 2);
    assert.deepEqual(await kinds(caseId), ['case.reassigned']);
  }
});

test('the same cases are given to two others', async () => {
  const [from, one, two] = [await w.staff('TWI-KW01'), await w.staff('TWI-KW02'), await w.staff('TWI-KW03')];
  for (const run of [atOnce, inTurn]) {
    const cases = [await w.addCase({ keyWorkerId: from }), await w.addCase({ keyWorkerId: from })];
    const give = (staff: string) => (browser: Browser) =>
      browser.post('/reassign', {
        programme: w.programmeId,
        move: `${cases[0]?.caseId}:1:${staff}`,
        reason: 'Leaves',
        ...day('starts_on', '2016-03-31'),
      });
    await run(give(one), give(two), /Nothing was given yet[\s\S]*Debbie Marsh/);
    const caseId = String(cases[0]?.caseId);
    assert.equal((await rows('select 1 from key_worker_assignment where case_id = $1', caseId)).length, 2);
    assert.deepEqual(await kinds(caseId), ['case.reassigned']);
    assert.deepEqual(await kinds(String(cases[1]?.caseId)), []);
  }
});

test('a case is ended twice', async () => {
  const staff = await w.staff('END-KW01');
  for (const run of [atOnce, inTurn]) {
    const { caseId } = await w.addCase({ keyWorkerId: staff });
    const close = (reason: string) => (browser: Browser) =>
      browser.post(`/cases/${caseId}/close`, { version: '1', reason, ...day('closed_on', '2016-03-30') });
    const told =
      /Somebody else was first[\s\S]*Nothing of yours was saved[\s\S]*Look at the case as it is now[\s\S]*30 03 2016/;
    await run(close('Withdrew'), close('Health'), told);
    const [stands] = await rows('select status, version from case_record where id = $1', caseId);
    assert.deepEqual(stands, { status: 'closed', version: 2 });
    assert.deepEqual(await kinds(caseId), ['case.closed']);
  }
});

test('whoever loses the case while they press is told so, and shown nothing of it', async () => {
  const [own, other] = [await w.staff('OUT-KW01'), await w.staff('OUT-KW02')];
  const worker = await w.signIn('key_worker', { staffId: own });
  const { caseId } = await w.addCase({ keyWorkerId: own, familyName: 'Goneaway' });
  const form = { version: '1', reason: 'Withdrew', ...day('closed_on', '2016-03-30') };
  await worker.get('/account');
  const holder = await w.db.connect();
  try {
    await holder.query('begin');
    await holder.query('update case_record set key_worker_id = $2, version = 2 where id = $1', [caseId, other]);
    const [{ id }] = (await holder.query('select pg_current_xact_id()::text as id')).rows;
    let answered = false;
    const late = worker.post(`/cases/${caseId}/close`, form).finally(() => {
      answered = true;
    });
    // The save waits for whoever holds the row.
    const waits = () => rows('select 1 from pg_locks where not granted and transactionid::text = $1', id);
    while (!answered && (await waits()).length === 0);
    assert.ok(!answered, 'the save did not wait');
    await holder.query('commit');
    const { status, body } = await late;
    assert.equal(status, 409);
    assert.match(
      body,
      /Nothing of yours was saved[\s\S]*you cannot change it any more[\s\S]*href="\/cases"[\s\S]*Withdrew/,
    );
    assert.doesNotMatch(body, /Goneaway/);
  } finally {
    holder.release();
  }
  assert.deepEqual(await kinds(caseId), []);
  assert.deepEqual(await rows('select status, version from case_record where id = $1', caseId), [
    { status: 'attached', version: 2 },
  ]);
});

test('two records are merged twice, whichever is to be kept', async () => {
  for (const run of [atOnce, inTurn])
    for (const turned of [false, true]) {
      const sides = [await w.addCase(), await w.addCase()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
      const [low, high] = sides.map(({ personId }) => personId);
      const pairId = newId();
      await w.db.query(
        `insert into duplicate_pair (id, low_id, high_id, weight, probability, fields, found_by) values ($1, $2, $3, 5, 0.97, '[]', 'run')`,
        [pairId, low, high],
      );
      const merge = (keep: string) => (browser: Browser) =>
        browser.post(`/pairs/${pairId}/merge`, { keep, kept_version: '1', merged_version: '1' });
      const told = /Somebody else was first[\s\S]*Nothing of yours was saved[\s\S]*Look at both as they are now/;
      await run(merge('low'), merge(turned ? 'high' : 'low'), told);
      const merges = await rows(
        'select 1 from person_merge where kept_id in ($1, $2) or merged_id in ($1, $2)',
        low,
        high,
      );
      assert.equal(merges.length, 1);
      for (const { caseId } of sides) assert.deepEqual(await kinds(caseId), ['person.merged']);
    }
});

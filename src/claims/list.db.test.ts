import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { recordEvent } from '../access/actions.ts';
import { systemActor } from '../access/rules/policy.ts';
import { mergePeople, undoMerge } from '../cases/actions/merge.ts';
import { openDatabase, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { workOutAll, workOutCase, workOutDue } from './actions/milestones.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const rowsOf = async (caseId: string) =>
  (
    await w.db.query(
      'select milestone, status, reached_on, pence from case_milestone where case_id = $1 order by reached_on, milestone',
      [caseId],
    )
  ).rows.map((row) => `${row.milestone} ${row.status} ${row.reached_on} ${row.pence}`);
const addJob = async (of: { caseId: string; personId: string }, from: string, to: string | null = null) => {
  const id = newId();
  await w.db.query('insert into job (id, case_id, person_id, started_on, ended_on) values ($1, $2, $3, $4, $5)', [
    ...[id, of.caseId, of.personId],
    ...[from, to],
  ]);
  return id;
};

test('a job that changes changes what can be claimed, and nobody reads what is untrue', async () => {
  const one = await w.addCase();
  const job = await addJob(one, '2015-03-10');
  await workOutDue(w.db, today);
  const [, started] = await rowsOf(one.caseId);
  assert.equal(started, 'job_start claimable 2015-03-10 120000');
  await w.db.query('update job set started_on = $2 where id = $1', [job, '2015-04-01']);
  const { body } = await office.get('/claims?milestone=job_start');
  assert.match(body, new RegExp(`/cases/${one.caseId}/claims`));
  assert.match(body, /1 milestone, worth £1,200\.00 together\./);
  assert.deepEqual((await rowsOf(one.caseId)).slice(1), [
    'job_start claimable 2015-04-01 120000',
    'sustained_job claimable 2016-03-15 250000',
  ]);
  await w.db.query('insert into claim (id, case_id, person_id, milestone, claimed_on) values ($1, $2, $3, $4, $5)', [
    ...[newId(), one.caseId, one.personId],
    ...['job_start', '2015-06-01'],
  ]);
  assert.doesNotMatch((await office.get('/claims?milestone=job_start')).body, new RegExp(one.caseId));
  assert.match((await office.get('/claims?milestone=job_start&status=claimed')).body, new RegExp(one.caseId));
});

test('a night works out everybody as of the day, writes only what changed, and says what time alone reached', async () => {
  const one = await w.addCase();
  await addJob(one, '2015-05-04');
  await workOutAll(w.db, today);
  assert.equal((await rowsOf(one.caseId)).length, 2);
  const stamps = async () =>
    (await w.db.query('select case_id, milestone, xmin from case_milestone order by 1, 2')).rows;
  const stood = await stamps();
  await workOutAll(w.db, today, 2);
  assert.deepEqual(await stamps(), stood);
  await workOutAll(w.db, '2016-04-30');
  assert.equal((await rowsOf(one.caseId)).at(-1), 'sustained_job claimable 2016-04-17 250000');
  await w.db.query('update job set started_on = $2 where case_id = $1', [one.caseId, '2014-01-01']);
  await workOutDue(w.db, today);
  assert.equal((await rowsOf(one.caseId)).length, 1);
});

test('a case that somebody is changing is left to them: it is worked out with the change, and two at once wait for each other', async () => {
  const one = await w.addCase();
  assert.equal((await w.db.query('select 1 from claims_due where case_id = $1', [one.caseId])).rowCount, 1);
  const insert = 'insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)';
  const [first, second] = [await w.db.connect(), await w.db.connect()];
  let stopped = Promise.resolve();
  try {
    await first.query('begin');
    await first.query(insert, [newId(), one.caseId, one.personId, '2015-06-01']);
    await workOutDue(w.db, today);
    const { rows } = await second.query('select pg_backend_pid() as pid');
    const waits = async () =>
      (await w.db.query('select 1 from pg_locks where pid = $1 and not granted', [rows[0].pid])).rowCount;
    let through = false;
    stopped = second.query(insert, [newId(), one.caseId, one.personId, '2015-05-01']).then(() => {
      through = true;
    });
    while (!through && (await waits()) === 0);
    assert.equal(through, false, 'the second waits for the first');
    await first.query('commit');
  } finally {
    first.release();
    await stopped;
    second.release();
  }
  await workOutDue(w.db, today);
  assert.equal((await rowsOf(one.caseId))[1], 'job_start claimable 2015-05-01 120000');
});

test('a night that cannot write says so, and the next one makes good what it left', async () => {
  const cases = await Promise.all([w.addCase(), w.addCase(), w.addCase()]);
  for (const one of cases) await addJob(one, '2015-05-04');
  const owner = openDatabase(String(w.db.options.connectionString), { asOwner: true, max: 1 });
  try {
    await owner.query('truncate case_milestone, claims_due');
    await owner.query(`alter table case_milestone add constraint refused check (milestone <> 'job_start')`);
    await assert.rejects(workOutAll(w.db, today, 1), /refused/);
    await owner.query('alter table case_milestone drop constraint refused');
  } finally {
    await owner.end();
  }
  await workOutAll(w.db, today, 1);
  for (const { caseId } of cases) assert.equal((await rowsOf(caseId)).length, 2);
});

test('a job that is corrected away while a night adds its case is not found reached in the morning', async () => {
  // One in which something is left, one in which nothing is.
  const cases = [await w.addCase(), await w.addCase({ attachedOn: null })];
  for (const one of cases) await addJob(one, '2015-05-04');
  await w.db.query('update attachment set attached_on = $2 where case_id = $1', [cases[1]?.caseId, '2015-03-09']);
  const takenBack = async () => {
    await w.db.query('update attachment set attached_on = null where case_id = $1', [cases[1]?.caseId]);
    for (const of of cases)
      await transaction(w.db, async (tx) => {
        await tx.query("update job set started_on = '2014-01-01', ended_on = '2014-01-02' where case_id = $1", [
          of.caseId,
        ]);
        const event = { ...of, kind: 'job.corrected', programmeId: w.programmeId, happenedOn: today, payload: {} };
        await recordEvent(tx, systemActor, event);
        await workOutCase(tx, { ...of, programmeId: w.programmeId, today });
      });
    await workOutDue(w.db, today);
  };
  let added = 0;
  const between = new Proxy(w.db, {
    get(db, key) {
      const value = Reflect.get(db, key);
      if (typeof value !== 'function') return value;
      if (key !== 'query') return value.bind(db);
      return async (query: { name?: string }) => {
        // The page was read, and is not written yet.
        if (query.name === 'claims.addMilestones' && added++ === 0) await takenBack();
        return db.query(query as never);
      };
    },
  });
  await workOutAll(between, today);
  assert.equal(added, 1);
  assert.deepEqual(await Promise.all(cases.map(({ caseId }) => rowsOf(caseId))), [
    ['attachment claimable 2015-03-09 40000'],
    [],
  ]);
});

test('the list is paged, within the policy, and downloaded by reference alone', async () => {
  for (let n = 0; n < 55; n += 1) await w.addCase();
  const hidden = await w.addCase();
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  const first = await office.get('/claims?milestone=attachment');
  const next = /href="(\/claims\?[^"]*after=[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&');
  assert.ok(next !== undefined);
  const second = await office.get(next);
  const casesIn = (body: string) => [...body.matchAll(/\/cases\/([0-9a-f-]{36})\/claims/g)].map(([, id]) => id);
  const both = [...casesIn(first.body), ...casesIn(second.body)];
  assert.equal(casesIn(first.body).length, 50);
  assert.equal(new Set(both).size, both.length);
  assert.ok(!both.includes(hidden.caseId));
  // What is together is said where all of it is on the page.
  for (const { body } of [first, second]) assert.doesNotMatch(body, /together\./);
  const csv = await office.get('/claims/list.csv?milestone=attachment');
  assert.match(csv.body, /^reference,milestone,status,reached_on,claimed_on,claim_by,pence,missing\r?\n/);
  assert.equal(csv.body.trim().split('\n').length - 1, both.length);
  const { rows } = await w.db.query('select reference from case_record where id = $1', [hidden.caseId]);
  assert.ok(!csv.body.includes(rows[0].reference));
  const worker = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW01') });
  assert.equal((await worker.get('/claims')).status, 404);
  assert.equal((await office.get('/claims?after=nonsense')).status, 200);
  assert.equal((await office.get('/claims?status=everything')).status, 400);
});

test('what prices and thresholds go by marks the case, whoever changes it; nothing else does', async () => {
  const [one, same, referred] = [await w.addCase(), await w.addCase(), await w.addCase({ status: 'referred' })];
  // Two cases of one person, as after two hand-overs.
  await w.db.query('update case_record set person_id = $2 where id = $1', [same.caseId, one.personId]);
  const due = async () =>
    (await w.db.query('select case_id from claims_due order by 1')).rows.map((row) => row.case_id);
  const after = async (sql: string, id: string, ...values: unknown[]) => {
    await workOutDue(w.db, today);
    assert.deepEqual(await due(), []);
    await w.db.query(sql, [id, ...values]);
    return due();
  };
  for (const [column, value] of [
    ['benefit', 'esa'],
    ['referral_source', 'gp'],
    ['referred_on', '2015-02-03'],
    ['referred_on', null],
  ])
    assert.deepEqual(
      await after(`update case_record set ${column} = $2 where id = $1`, one.caseId, value),
      [one.caseId],
      column ?? '',
    );
  const both = [one.caseId, same.caseId].sort();
  const born = 'update person set date_of_birth = $2 where id = $1';
  assert.deepEqual(await after(born, one.personId, '1999-01-01'), both);
  assert.deepEqual(await after(born, one.personId, '1999-01-01'), [], 'the same day again');
  assert.deepEqual(await after(born, referred.personId, '1999-01-01'), [], 'no attachment');
  const unread = `update case_record set last_worked = 'x', version = version + 1, benefit = benefit where id = $1`;
  assert.deepEqual(await after(unread, one.caseId), []);
  assert.deepEqual(await after(`update person set phone = '1', version = version + 1 where id = $1`, one.personId), []);
});

test('a merge that brings another date of birth marks the kept person’s own cases too, and so does undoing it', async () => {
  const [kept, merged] = [await w.addCase(), await w.addCase({ dateOfBirth: '1999-03-12' })];
  const side = async (id: string) => {
    const { rows } = await w.db.query('select version from person where id = $1', [id]);
    return { id, version: rows[0].version as number };
  };
  const due = async () =>
    (await w.db.query('select case_id from claims_due order by 1')).rows.map((row) => row.case_id);
  const both = [kept.caseId, merged.caseId].sort();
  await workOutDue(w.db, today);
  const input = { kept: await side(kept.personId), merged: await side(merged.personId), today };
  const done = await mergePeople(w.db, systemActor, { ...input, taken: ['date_of_birth'] });
  assert.ok(typeof done === 'object', String(done));
  assert.deepEqual(await due(), both);
  await workOutDue(w.db, today);
  await undoMerge(w.db, systemActor, done.mergeId, today);
  assert.deepEqual(await due(), both);
});

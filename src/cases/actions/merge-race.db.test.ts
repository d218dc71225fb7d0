/** What is saved in the same moment as a merge: nothing stays behind on the record that ends. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { type Database, openDatabase } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { addName } from '../../people/actions/around.ts';
import { correctPerson, personOf } from '../../people/actions/people.ts';
import { referPerson } from './changes.ts';
import { mergePeople, undoMerge } from './merge.ts';
import { addNote } from './notes.ts';
import { type CaseHead, findCase } from './record.ts';
import { restrict } from './restricted.ts';

let w: World;
// One connection each, so that it is known who waits for whom.
let merger: Database;
let writer: Database;
before(async () => {
  w = await world();
  const url = String(w.db.options.connectionString);
  [merger, writer] = [openDatabase(url, { max: 1 }), openDatabase(url, { max: 1 })];
});
after(async () => {
  await merger.end();
  await writer.end();
  await w.end();
});

const today = '2016-03-31';
const one = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows[0];
const pidOf = async (db: Database): Promise<number> =>
  (await db.query('select pg_backend_pid() as pid')).rows[0].pid as number;

/** Until the connection waits for another one. */
async function waits(pid: number): Promise<void> {
  for (let looked = 0; looked < 20_000; looked++) {
    if ((await one('select cardinality(pg_blocking_pids($1)) as n', pid)).n > 0) return;
    await nextTurn();
  }
  assert.fail('it never waited');
}

type Two = { kept: { caseId: string; personId: string }; merged: { caseId: string; personId: string; head: CaseHead } };

/** Two records in the queue, and the head of the case that will move as somebody has just read it. */
async function two(): Promise<Two & { pairId: string }> {
  const [kept, merged] = [await w.addCase(), await w.addCase()];
  const head = await findCase(w.db, merged.caseId);
  assert.ok(head);
  const [low, high] = [kept.personId, merged.personId].sort();
  const pairId = newId();
  await w.db.query(
    `insert into duplicate_pair (id, low_id, high_id, weight, probability, fields, found_by) values ($1, $2, $3, 9, 0.9, '[]', 'run')`,
    [pairId, low, high],
  );
  return { kept, merged: { ...merged, head }, pairId };
}
const merge = (db: Database, { kept, merged }: Two) =>
  mergePeople(db, systemActor, {
    kept: { id: kept.personId, version: 1 },
    merged: { id: merged.personId, version: 1 },
    taken: [],
    today,
  });

/** Runs `work` while a merge has moved the case and is not committed; the work waits for it, and then goes on. */
async function duringMerge<T>(these: Two & { pairId: string }, work: () => Promise<T>): Promise<T> {
  const [mergerPid, writerPid] = [await pidOf(merger), await pidOf(writer)];
  const gate = await w.db.connect();
  try {
    await gate.query('begin');
    // The last thing that a merge writes before its events.
    await gate.query('select from duplicate_pair where id = $1 for update', [these.pairId]);
    const merging = merge(merger, these);
    await waits(mergerPid);
    const working = work();
    await waits(writerPid);
    await gate.query('commit');
    assert.ok(typeof (await merging) === 'object');
    return await working;
  } finally {
    await gate.query('rollback');
    gate.release();
  }
}
const eventsOf = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);

test('every table that names a case and its person keeps them together, and goes with the case', async () => {
  const { rows } = await w.db.query(
    `select c.table_name as name, exists (
       select from pg_trigger g where g.tgname = 'person_of_case' and g.tgrelid = format('public.%I', c.table_name)::regclass)
       and has_column_privilege('newel_app', format('public.%I', c.table_name)::regclass, 'person_id', 'update') as kept
     from information_schema.columns c
     join information_schema.columns p using (table_schema, table_name)
     join information_schema.tables t using (table_schema, table_name)
     where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'case_id' and p.column_name = 'person_id'
       and table_name not in ('event', 'read_log')`,
  );
  assert.ok(rows.length > 10);
  assert.deepEqual(
    rows.filter(({ kept }) => !kept),
    [],
  );
});

test('a note that is saved while its case moves is of the person to whom it moved', async () => {
  const these = await two();
  const { kept, merged } = these;
  const id = await duringMerge(these, () => addNote(writer, systemActor, merged.head, { writtenOn: today, body: 'N' }));
  assert.equal((await one('select person_id from note where id = $1', id)).person_id, kept.personId);
  assert.deepEqual(await eventsOf(merged.caseId), ['person.merged', 'note.added']);
  const merging = await one('select id from person_merge where kept_id = $1', kept.personId);
  assert.ok(typeof (await undoMerge(w.db, systemActor, merging.id, today)) === 'object');
  assert.equal((await one('select person_id from note where id = $1', id)).person_id, merged.personId);
});

test('a merge waits for a note that is being saved, and then moves it', async () => {
  const these = await two();
  const writing = await writer.connect();
  const noteId = newId();
  try {
    await writing.query('begin');
    await writing.query(
      `insert into note (id, case_id, person_id, written_on, body) values ($1, $2, $3, '2016-03-31', 'N')`,
      [noteId, these.merged.caseId, these.merged.personId],
    );
    const pid = await pidOf(merger);
    const merging = merge(merger, these);
    await waits(pid);
    await writing.query('commit');
    assert.ok(typeof (await merging) === 'object');
  } finally {
    writing.release();
  }
  assert.equal((await one('select person_id from note where id = $1', noteId)).person_id, these.kept.personId);
});

test('who corrects, names or restricts somebody who is just being merged is told, and nothing is written', async () => {
  const corrected = await two();
  const person = await personOf(w.db, corrected.merged.personId);
  assert.ok(person);
  const change = {
    before: person,
    version: 1,
    block: 'words',
    answers: { own_words: 'Lost' },
    changes: [],
    today,
  } as const;
  const named = await two();
  const name = { use: 'former', givenName: null, familyName: 'Lost' };
  const restricted = await two();
  const owner = (await w.signIn('programme_office')).userId;
  const restriction = {
    version: 0,
    kind: 'staff',
    reason: 'Lost',
    ownerId: owner,
    reviewOn: '2016-09-30',
    keepWorkers: false,
    today,
  };
  const outcomes = [
    await duringMerge(corrected, () => correctPerson(writer, systemActor, corrected.merged.head, change)),
    await duringMerge(named, () => addName(writer, systemActor, named.merged.head, name, today)),
    (await duringMerge(restricted, () => restrict(writer, systemActor, restricted.merged.head, restriction))).outcome,
  ];
  assert.deepEqual(outcomes, ['stale', 'stale', 'stale']);
  for (const { merged } of [corrected, named, restricted])
    assert.deepEqual(await eventsOf(merged.caseId), ['person.merged']);
  const { n } = await one(
    `select (select count(*) from person where own_words = 'Lost') + (select count(*) from person_name where family_name = 'Lost')
       + (select count(*) from person_restriction where reason = 'Lost') as n`,
  );
  assert.equal(Number(n), 0);
});

test('a merge and a restriction at once wait for one another in one order', async () => {
  const sides = [await w.addCase(), await w.addCase()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  const [low, high] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const head = await findCase(w.db, high.caseId);
  assert.ok(head);
  const ownerId = (await w.signIn('programme_office')).userId;
  const [mergerPid, writerPid] = [await pidOf(merger), await pidOf(writer)];
  const gate = await w.db.connect();
  try {
    await gate.query('begin');
    // The merge has its cases and waits for the first of the two people; the restriction begins with the other one.
    await gate.query('select from person where id = $1 for update', [low.personId]);
    const merging = mergePeople(merger, systemActor, {
      kept: { id: high.personId, version: 1 },
      merged: { id: low.personId, version: 1 },
      taken: [],
      today,
    });
    await waits(mergerPid);
    const input = {
      version: 0,
      kind: 'staff',
      reason: 'x',
      ownerId,
      reviewOn: '2016-09-30',
      keepWorkers: false,
      today,
    };
    const restricting = restrict(writer, systemActor, head, input);
    await waits(writerPid);
    await gate.query('commit');
    assert.ok(typeof (await merging) === 'object');
    assert.deepEqual(await restricting, { outcome: 'saved' });
  } finally {
    await gate.query('rollback');
    gate.release();
  }
  const { rows } = await w.db.query('select id from case_record where person_id = $1 and restricted order by id', [
    high.personId,
  ]);
  assert.deepEqual(
    rows.map(({ id }) => id),
    [low.caseId, high.caseId].sort(),
  );
  for (const caseId of [low.caseId, high.caseId])
    assert.deepEqual(await eventsOf(caseId), ['person.merged', 'restriction.placed']);
});

test('a case that is opened for somebody who is just being merged is one of the record that is kept', async () => {
  const these = await two();
  const area = w.area('Bolton');
  const { caseId } = await duringMerge(these, () =>
    referPerson(writer, systemActor, {
      programmeId: w.otherProgrammeId,
      person: { knownAs: these.merged.personId },
      referral: {
        referredOn: today,
        areaId: area.id,
        providerId: null,
        source: null,
        benefit: null,
        lastWorked: null,
        housingTenure: null,
        maritalStatus: null,
        dependants: null,
      },
      area: { id: area.id, name: area.name, providerId: null },
      provider: null,
      asked: [],
      today,
    }),
  );
  assert.equal((await findCase(w.db, caseId))?.personId, these.kept.personId);
  assert.equal(
    (await one(`select person_id from event where case_id = $1 and kind = 'case.referred'`, caseId)).person_id,
    these.kept.personId,
  );
});

test('a case that is being opened when a merge begins moves with the others', async () => {
  const these = await two();
  const added = newId();
  const opening = await writer.connect();
  try {
    await opening.query('begin');
    await opening.query(
      `insert into case_record (id, person_id, programme_id, reference, status) values ($1, $2, $3, $4, 'referred')`,
      [added, these.merged.personId, w.otherProgrammeId, newReference('C')],
    );
    const pid = await pidOf(merger);
    const merging = merge(merger, these);
    await waits(pid);
    await opening.query('commit');
    assert.ok(typeof (await merging) === 'object');
  } finally {
    opening.release();
  }
  assert.equal((await findCase(w.db, added))?.personId, these.kept.personId);
  const { case_ids: moved } = await one('select case_ids from person_merge where kept_id = $1', these.kept.personId);
  assert.deepEqual([...moved].sort(), [added, these.merged.caseId].sort());
});

test('a second referral of somebody who was merged shows the record that is kept, and is as restricted', async () => {
  const office = await w.signIn('programme_office');
  const these = await two();
  const id = newId();
  await w.db.query(
    `insert into duplicate_review (id, programme_id, source_ref, person_id, original) values ($1, $2, 'D-1', $3, '{}')`,
    [id, w.programmeId, these.merged.personId],
  );
  const referenceOf = async (personId: string) =>
    (await one('select reference from person where id = $1', personId)).reference as string;
  assert.match((await office.get(`/duplicates/${id}`)).body, new RegExp(await referenceOf(these.merged.personId)));
  assert.ok(typeof (await merge(w.db, these)) === 'object');
  const page = await office.get(`/duplicates/${id}`);
  assert.match(page.body, new RegExp(await referenceOf(these.kept.personId)));
  assert.ok(!page.body.includes(await referenceOf(these.merged.personId)));
  await w.db.query(`insert into person_restriction (person_id, kind, reason, owner_id) values ($1, 'staff', 'x', $2)`, [
    these.kept.personId,
    office.userId,
  ]);
  assert.equal((await office.get(`/duplicates/${id}`)).status, 404);
  assert.doesNotMatch((await office.get('/duplicates')).body, new RegExp(id));
});

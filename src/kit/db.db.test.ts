import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import {
  type Database,
  isUniqueViolation,
  migrate,
  openDatabase,
  queryBuilder,
  run,
  statement,
  transaction,
} from './db.ts';
import { addJob, startWorker } from './jobs.ts';

type Tables = { programme: { id: string; key: string; name: string } };
const q = queryBuilder<Tables>();
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const add = statement('test.add', (p: { id: string; key: string }) =>
  q.insertInto('programme').values({ id: p.id, key: p.key, name: 'A name' }),
);
const find = statement('test.find', (p: { keys: string[] }) =>
  q.selectFrom('programme').select('key').where('key', '=', sql<string>`any(${p.keys})`).orderBy('key'),
);

let fresh: FreshDatabase;
let db: Database;
before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
});
after(async () => {
  await db.end();
  await fresh.drop();
});

test('a statement is compiled once, takes its parameters by name and is prepared under its name', async () => {
  assert.equal(find.sqlText, 'select "key" from "programme" where "key" = any($1) order by "key"');
  await add(db, { id: id(1), key: 'one' });
  await add(db, { id: id(2), key: 'two' });
  assert.deepEqual(await find(db, { keys: ['two', 'one', 'three'] }), [{ key: 'one' }, { key: 'two' }]);
  const client = await db.connect();
  try {
    await find(client, { keys: [] });
    const { rows } = await client.query<{ name: string }>('select name from pg_prepared_statements');
    assert.ok(rows.some((row) => row.name === 'test.find'));
  } finally {
    client.release();
  }
});

test('what is sent at run time returns rows; days stay days and counts are numbers', async () => {
  assert.deepEqual(
    await run(
      db,
      sql`select '2016-02-29'::date as day, count(*) as n, 1.50::numeric as money, '[1]'::jsonb as list from programme`.$castTo(),
    ),
    [{ day: '2016-02-29', n: 2, money: '1.50', list: [1] }],
  );
});

test('a transaction that fails leaves nothing, and its connection can be used again', async () => {
  await assert.rejects(
    transaction(db, async (tx) => {
      await add(tx, { id: id(3), key: 'three' });
      await add(tx, { id: id(4), key: 'three' });
    }),
    (error) =>
      isUniqueViolation(error) && isUniqueViolation(error, 'programme_key_key') && !isUniqueViolation(error, 'other'),
  );
  assert.deepEqual(await find(db, { keys: ['three'] }), []);
  for (let n = 0; n < 20; n++) await find(db, { keys: ['one'] });
});

test('connections run as newel_app, which cannot make tables', async () => {
  assert.deepEqual((await db.query('select current_user as name')).rows, [{ name: 'newel_app' }]);
  await assert.rejects(db.query('create table mine (id integer)'), { code: '42501' });
});

test('a job added in a transaction that fails never runs; one that is committed runs once', async () => {
  const ran: unknown[] = [];
  let done = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  await assert.rejects(
    transaction(db, async (tx) => {
      await addJob(tx, 'note', { n: 1 });
      throw new Error('no');
    }),
    /^Error: no$/,
  );
  await transaction(db, (tx) => addJob(tx, 'note', { n: 2 }));
  const worker = await startWorker(fresh.url, {
    note: async (payload) => {
      ran.push(payload);
      done();
    },
  });
  await finished;
  await worker.stop();
  assert.deepEqual(ran, [{ n: 2 }]);
});

test('migrations apply once, also when two processes start together; a changed one is refused', async () => {
  const empty = await emptyDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'newel-migrations-'));
  try {
    await cp(join(import.meta.dirname, '../../migrations'), folder, { recursive: true });
    const applied = await Promise.all([migrate(empty.url, folder), migrate(empty.url, folder)]);
    assert.equal(applied.flat().length, new Set(applied.flat()).size);
    assert.ok(applied.flat().includes('0001_house.sql'));
    assert.deepEqual(await migrate(empty.url, folder), []);
    await writeFile(join(folder, '0999_broken.sql'), 'create table half (id integer); select nothing_like_this()');
    await assert.rejects(migrate(empty.url, folder), { code: '42883' });
    const owner = openDatabase(empty.url, { asOwner: true });
    assert.deepEqual((await owner.query(`select to_regclass('half') as half`)).rows, [{ half: null }]);
    await owner.end();
    await rm(join(folder, '0999_broken.sql'));
    await writeFile(join(folder, '0001_house.sql'), 'select 1');
    await assert.rejects(migrate(empty.url, folder), /0001_house\.sql was changed after it was applied/);
  } finally {
    await rm(folder, { recursive: true });
    await empty.drop();
  }
});

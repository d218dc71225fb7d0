import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/support/database.ts';
import { type Database, openDatabase, type Sql, statement } from './db.ts';
import { together } from './together.ts';

let db: Database;
let drop: () => Promise<void>;
before(async () => {
  const fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  drop = fresh.drop;
});
after(async () => {
  await db.end();
  await drop();
});

const upTo = statement(
  'test.upTo',
  (p: { to: number; plus: number }) => sql<{ n: number; on: string }>`
    select n + ${p.plus}::int as n, date '2016-03-31' + n as on from generate_series(1, ${p.to}::int) n order by n desc`,
);
const words = statement('test.words', (p: { word: string }) => sql<{ word: string }>`select ${p.word}::text as word`);
/** The database, counting what is sent to it. */
const counting = () => {
  const sent: string[] = [];
  const counted = {
    query(query: { text: string }) {
      sent.push(query.text);
      return db.query(query);
    },
  } as unknown as Sql;
  return { sent, counted };
};

test('several reads are one statement, and each has the rows that it would have had alone, in their order', async () => {
  const { sent, counted } = counting();
  const [some, none, said] = await together(counted, [
    (one) => upTo(one, { to: 3, plus: 10 }),
    (one) => upTo(one, { to: 0, plus: 1 }),
    (one) => words(one, { word: 'costs $1, or $2' }),
  ]);
  assert.equal(sent.length, 1);
  assert.deepEqual(some, await upTo(db, { to: 3, plus: 10 }));
  assert.deepEqual(none, []);
  assert.deepEqual(said, [{ word: 'costs $1, or $2' }]);
});

test('one read is sent as it is; who reads nothing waits for nothing; what is read later goes by itself', async () => {
  const { sent, counted } = counting();
  const results = await together(counted, [
    async () => 'nothing',
    async (one) => {
      const [first] = await words(one, { word: 'first' });
      const [second] = await words(one, { word: 'second' });
      return `${first?.word} ${second?.word}`;
    },
  ]);
  assert.deepEqual(results, ['nothing', 'first second']);
  assert.equal(sent.length, 2);
  assert.deepEqual(await together(counted, []), []);
});

test('a list that several reads are given is sent once, and one that looks the same is another', async () => {
  const of = statement(
    'test.of',
    (p: { some: readonly number[]; but: number }) => sql<{ n: number }>`
      select n from unnest(${p.some}::int[]) n where n <> ${p.but}::int order by n`,
  );
  const values: unknown[][] = [];
  const counted = {
    query(query: { text: string; values: unknown[] }) {
      values.push(query.values);
      return db.query(query);
    },
  } as unknown as Sql;
  const some = [1, 2, 3];
  const found = await together(counted, [
    (one) => of(one, { some, but: 1 }),
    (one) => of(one, { some: [1, 2, 3], but: 2 }),
    (one) => of(one, { some, but: 3 }),
  ]);
  assert.deepEqual(found, [
    [{ n: 2 }, { n: 3 }],
    [{ n: 1 }, { n: 3 }],
    [{ n: 1 }, { n: 2 }],
  ]);
  assert.deepEqual(values, [[some, 1, [1, 2, 3], 2, 3]]);
});

test('a statement that fails fails all who wait for it', async () => {
  const broken = statement('test.broken', (p: { n: number }) => sql<{ n: number }>`select 1 / ${p.n}::int as n`);
  await assert.rejects(
    together(db, [(one) => words(one, { word: 'x' }), (one) => broken(one, { n: 0 })]),
    /division by zero/,
  );
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { type Database, openDatabase, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { systemActor } from '../rules/policy.ts';
import { type NewEvent, recordEvent, recordEvents, recordRead } from './events.ts';
import { continueNumbers, sealOnce, startSealer } from './seal.ts';
import { type Finding, readHeads, verify } from './verify.ts';

const day = '2016-03-31';
const event = (text: string): NewEvent => ({ kind: 'note.added', happenedOn: day, payload: { text } });
const userId = newId();

let fresh: FreshDatabase;
let app: Database;
let owner: Database;

/** The guards that refuse every change of the three tables. Their owner can switch them off, and so can whoever became it. */
const guards = (how: 'disable' | 'enable') =>
  ['event', 'read_log', 'seal'].map((table) => `alter table ${table} ${how} trigger append_only`).join('; ');

/** Seals until nothing waits: a transaction of another database on the same server can hold a round up. */
async function sealAll() {
  for (let round = 0; round < 600; round++) {
    await sealOnce(app);
    const { rows } = await owner.query(`select
      (select count(*) from event) + (select count(*) from read_log)
        - (select coalesce(max(count), 0) from seal where chain = 'event')
        - (select coalesce(max(count), 0) from seal where chain = 'read') as waiting`);
    if (Number(rows[0].waiting) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('rows were still waiting after half a minute');
}

/** Three links of each chain: 3 + 4 + 5 events and 2 + 2 + 2 reads. */
async function fill() {
  fresh = await freshDatabase();
  app = openDatabase(fresh.url);
  owner = openDatabase(fresh.url, { asOwner: true });
  for (const count of [3, 4, 5]) {
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('alone')));
    await transaction(app, (tx) =>
      recordEvents(
        tx,
        systemActor,
        Array.from({ length: count - 1 }, (_, i) => event(`note ${i}`)),
      ),
    );
    await recordRead(app, { userId, what: 'case', personId: null, caseId: newId() });
    await recordRead(app, { userId, what: 'case', personId: null, caseId: newId() });
    await sealAll();
  }
}

async function empty() {
  await app.end();
  await owner.end();
  await fresh.drop();
}

/** Changes the tables as their owner could: without the triggers, and in one transaction that is put back afterwards. */
async function tampered(
  sql: string,
  look: (found: Finding[], verified: Awaited<ReturnType<typeof verify>>) => void,
  heads?: Parameters<typeof verify>[1],
) {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query(`${guards('disable')}; alter table event_payload drop constraint event_payload_event_id_fkey`);
    await client.query(sql);
    const verified = await verify(client, heads);
    look(verified.findings, verified);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const nth = (table: string, n: number) => `(select id from ${table} order by tx, id offset ${n - 1} limit 1)`;

describe('the chains', () => {
  before(fill);
  after(empty);

  it('are whole when nothing was changed', async () => {
    const verified = await verify(app);
    assert.deepEqual(verified.findings, []);
    assert.deepEqual(verified.rows, { event: 12, read: 6 });
    assert.deepEqual(verified.waiting, { event: 0, read: 0 });
    assert.equal(verified.heads.event.n, 3);
    assert.equal(verified.heads.event.count, 12);
  });

  const changes: [string, string, Finding['kind'], Finding['chain']][] = [
    ['a changed kind', `update event set kind = 'x' where id = ${nth('event', 5)}`, 'changed', 'event'],
    ['a changed day', `update event set happened_on = '2015-01-01' where id = ${nth('event', 1)}`, 'changed', 'event'],
    ['a changed actor', `update event set actor_id = '${newId()}' where id = ${nth('event', 12)}`, 'changed', 'event'],
    [
      'a changed moment',
      `update event set at = at + interval '1 microsecond' where id = ${nth('event', 2)}`,
      'changed',
      'event',
    ],
    [
      'a changed payload',
      `update event_payload set payload = '{"text":"y"}' where event_id = ${nth('event', 4)}`,
      'payload',
      'event',
    ],
    [
      'a changed salt',
      `update event_payload set salt = '\\x00' where event_id = ${nth('event', 4)}`,
      'payload',
      'event',
    ],
    [
      'a payload changed with its digest',
      `with p as (update event_payload set payload = '{}', salt = '\\x' where event_id = ${nth('event', 4)} returning event_id)
       update event set digest = sha256('{}') from p where id = p.event_id`,
      'changed',
      'event',
    ],
    ['a deleted event', `delete from event where id = ${nth('event', 6)}`, 'missing row', 'event'],
    ['a deleted first event', `delete from event where id = ${nth('event', 1)}`, 'missing row', 'event'],
    ['a deleted last event', `delete from event where id = ${nth('event', 12)}`, 'missing row', 'event'],
    [
      'an inserted event',
      `insert into event (id, tx, kind, happened_on, digest) select '${newId()}', tx, 'x', '${day}', '\\x' from event where id = ${nth('event', 2)}`,
      'extra row',
      'event',
    ],
    [
      'an event inserted before all others',
      `insert into event (id, tx, kind, happened_on, digest) values ('00000000-0000-0000-0000-000000000000', '0', 'x', '${day}', '\\x')`,
      'impossible number',
      'event',
    ],
    [
      'an event that is never sealed',
      `insert into event (id, tx, kind, happened_on, digest) values ('${newId()}', '9000000000000', 'x', '${day}', '\\x')`,
      'impossible number',
      'event',
    ],
    [
      'two events that changed places',
      `update event e set tx = case when e.id = a.id then b.tx else a.tx end
       from (select id, tx from event order by tx, id offset 0 limit 1) a, (select id, tx from event order by tx, id offset 1 limit 1) b
       where e.id in (a.id, b.id)`,
      'changed',
      'event',
    ],
    [
      'a changed hash of a link',
      `update seal set hash = sha256('x') where chain = 'event' and n = 2`,
      'changed',
      'event',
    ],
    [
      'a changed moment of a link',
      `update seal set at = at - interval '1 day' where chain = 'event' and n = 2`,
      'changed',
      'event',
    ],
    [
      'a changed count of a link',
      `update seal set count = count - 1 where chain = 'event' and n = 3`,
      'extra row',
      'event',
    ],
    [
      'a changed end of a link',
      `update seal set last_id = ${nth('event', 6)} where chain = 'event' and n = 2`,
      'missing row',
      'event',
    ],
    ['a missing first link', `delete from seal where chain = 'event' and n = 1`, 'missing link', 'event'],
    ['a missing link', `delete from seal where chain = 'event' and n = 2`, 'missing link', 'event'],
    [
      'a missing link, the others numbered anew',
      `delete from seal where chain = 'event' and n = 2; update seal set n = 2 where chain = 'event' and n = 3`,
      'changed',
      'event',
    ],
    [
      'links in another order',
      `update seal set n = case n when 1 then 2 else 1 end + 100 where chain = 'event' and n < 3; update seal set n = n - 100 where n > 100`,
      'link order',
      'event',
    ],
    ['a changed read', `update read_log set what = 'x' where id = ${nth('read_log', 3)}`, 'changed', 'read'],
    [
      'a read by somebody else',
      `update read_log set user_id = '${newId()}' where id = ${nth('read_log', 3)}`,
      'changed',
      'read',
    ],
    ['a deleted read', `delete from read_log where id = ${nth('read_log', 2)}`, 'missing row', 'read'],
    [
      'an inserted read',
      `insert into read_log (id, tx, user_id, what) select '${newId()}', tx, user_id, 'x' from read_log where id = ${nth('read_log', 2)}`,
      'extra row',
      'read',
    ],
    ['a missing link of reads', `delete from seal where chain = 'read' and n = 2`, 'missing link', 'read'],
  ];
  for (const [what, sql, kind, chain] of changes) {
    it(`show ${what}`, () =>
      tampered(sql, (found) => {
        assert.ok(
          found.some((one) => one.kind === kind && one.chain === chain),
          `found only ${JSON.stringify(found)}`,
        );
      }));
  }

  it('do not take an erased payload for an error', () =>
    tampered(
      `delete from event_payload where event_id in (${nth('event', 4)}, ${nth('event', 9)})`,
      (found, verified) => {
        assert.deepEqual(found, []);
        assert.equal(verified.erased, 2);
      },
    ));

  it('show an end that was cut off only beside an exported head', async () => {
    const { heads } = await verify(app);
    const exported = readHeads(JSON.stringify({ heads }));
    const cut = `delete from event where (tx, id) > (select last_tx, last_id from seal where chain = 'event' and n = 2);
      delete from seal where chain = 'event' and n = 3`;
    await tampered(cut, (found) => assert.deepEqual(found, []));
    await tampered(
      cut,
      (found) =>
        assert.deepEqual(
          found.map((one) => one.kind),
          ['cut off'],
        ),
      { heads: exported },
    );
  });

  it('show a chain that was made anew after an end was cut off, beside an exported head', async () => {
    const { heads } = await verify(app);
    const remade = `delete from event where id = ${nth('event', 12)};
      update seal set hash = sha256('x') where chain = 'event' and n = 3`;
    await tampered(remade, (found) => assert.ok(found.some((one) => one.kind === 'cut off')), { heads });
  });

  it('grow after the head was exported and still hold', async () => {
    const { heads } = await verify(app);
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('later')));
    assert.equal((await verify(app, { heads })).waiting.event, 1);
    await sealAll();
    const verified = await verify(app, { heads });
    assert.deepEqual(verified.findings, []);
    assert.equal(verified.heads.event.n, heads.event.n + 1);
  });

  it('name no content in what is told', () =>
    tampered(`update event_payload set payload = '{"text":"Marjorie Plum"}'`, (found, verified) => {
      assert.ok(verified.found >= 12);
      assert.doesNotMatch(JSON.stringify(found), /Marjorie|Plum|note \d/);
    }));
});

describe('the sealer', () => {
  before(fill);
  after(empty);

  it('leaves what an open transaction may still precede, and seals it in order afterwards', async () => {
    const slow = await app.connect();
    await slow.query('begin');
    await recordEvent(slow, systemActor, event('slow'));
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('quick')));
    assert.equal(await sealOnce(app), 0);
    await slow.query('commit');
    slow.release();
    await sealAll();
    assert.equal((await verify(app)).waiting.event, 0);
    assert.deepEqual((await verify(app)).findings, []);
  });

  it('seals each row once when several run at once', async () => {
    await transaction(app, (tx) =>
      recordEvents(
        tx,
        systemActor,
        Array.from({ length: 5000 }, () => event('many')),
      ),
    );
    const sealed = await Promise.all([sealOnce(app), sealOnce(app), sealOnce(app), sealOnce(app)]);
    await sealAll();
    const verified = await verify(app);
    assert.deepEqual(verified.findings, []);
    assert.equal(verified.waiting.event, 0);
    assert.ok(sealed.reduce((sum, one) => sum + one, 0) <= 5000);
  });

  it('runs by itself until it is stopped', async () => {
    const failures: unknown[] = [];
    const sealer = startSealer(app, { everyMs: 10, failed: (error) => failures.push(error) });
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('by itself')));
    for (let i = 0; i < 3000 && (await verify(app)).waiting.event > 0; i++) await new Promise((r) => setTimeout(r, 10));
    await sealer.stop();
    assert.deepEqual(failures, []);
    assert.equal((await verify(app)).waiting.event, 0);
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('after it stopped')));
    await new Promise((r) => setTimeout(r, 50));
    assert.equal((await verify(app)).waiting.event, 1);
  });

  it('goes on after a failure and tells it', async () => {
    const broken = openDatabase(fresh.url.replace(/\/[^/]*$/, '/there_is_no_such_database'));
    const failures: unknown[] = [];
    const sealer = startSealer(broken, { everyMs: 5, failed: (error) => failures.push(error) });
    for (let i = 0; i < 300 && failures.length < 2; i++) await new Promise((r) => setTimeout(r, 10));
    await sealer.stop();
    await broken.end();
    assert.ok(failures.length >= 2);
  });

  it('goes on after a restore into a server whose transaction numbers are lower', async () => {
    assert.equal(await continueNumbers(owner), false);
    const client = await owner.connect();
    await client.query(guards('disable'));
    // What a restore looks like: everything stored is far ahead of this server.
    await client.query(`update event set tx = (tx::text::bigint + 1000000)::text::xid8;
      update read_log set tx = (tx::text::bigint + 1000000)::text::xid8; delete from seal`);
    await client.query(guards('enable'));
    client.release();
    assert.ok((await verify(app)).findings.some((one) => one.kind === 'impossible number'));
    assert.equal(await continueNumbers(owner), true);
    assert.equal(await continueNumbers(owner), false);
    await sealAll();
    await transaction(app, (tx) => recordEvent(tx, systemActor, event('after the restore')));
    await sealAll();
    const verified = await verify(app);
    assert.deepEqual(verified.findings, []);
    assert.equal(verified.waiting.event, 0);
    const { rows } = await owner.query(
      'select p.payload from event e join event_payload p on p.event_id = e.id order by tx desc, id desc limit 1',
    );
    assert.deepEqual(rows[0].payload, { text: 'after the restore' });
  });
});

describe('the role of the application', () => {
  before(fill);
  after(empty);

  for (const table of ['event', 'read_log', 'seal']) {
    for (const sql of [`update ${table} set at = now()`, `delete from ${table}`, `truncate ${table}`]) {
      it(`cannot ${sql.split(' ', 1)[0]} ${table}`, async () => {
        await assert.rejects(app.query(sql), { code: '42501' });
        await assert.rejects(
          owner.query(table === 'event' && sql.startsWith('truncate') ? `${sql} cascade` : sql),
          /NEWEL_APPEND_ONLY/,
        );
      });
    }
  }

  it('cannot change a payload, nor switch the guard off', async () => {
    await assert.rejects(app.query(`update event_payload set payload = '{}'`), { code: '42501' });
    await assert.rejects(app.query('alter table event disable trigger all'), { code: '42501' });
    await assert.rejects(app.query('set session_replication_role = replica'), { code: '42501' });
    await assert.rejects(
      app.query(
        `create or replace function newel_tx_base() returns bigint language sql immutable as 'select 9::bigint'`,
      ),
      {
        code: '42501',
      },
    );
  });
});

describe('payloads', () => {
  before(fill);
  after(empty);

  it('have the same digest after PostgreSQL has kept them', async () => {
    const json = fc.dictionary(
      fc.string({ unit: 'grapheme' }).map((key) => key.replaceAll('\0', '')),
      fc
        .jsonValue({ noUnicodeString: false, depthSize: 'small' })
        .filter((value) => !JSON.stringify(value).includes('\\u0000')),
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 20 }), async (payloads) => {
        await transaction(app, (tx) =>
          recordEvents(
            tx,
            systemActor,
            payloads.map((payload) => ({ kind: 'x', happenedOn: day, payload })),
          ),
        );
        for (const payload of payloads)
          await transaction(app, (tx) => recordEvent(tx, systemActor, { kind: 'x', happenedOn: day, payload }));
        await sealAll();
        assert.deepEqual((await verify(app)).findings, []);
      }),
      { numRuns: 20 },
    );
  });
});

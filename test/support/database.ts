/**
 * Databases for tests: each test file takes its own copy of a migrated template.
 *
 * `./newel test` starts the servers and names one in NEWEL_TEST_PG. A test file that is run on its own
 * (`node --test file`) starts a server for itself, which stops with it.
 */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/kit/db.ts';
import { startPostgres } from '../../src/kit/postgres.ts';
import { dropDatabase } from './drop.ts';

/** A database of a test's own. */
export interface FreshDatabase {
  /** Connects as its owner, the role `newel`, as the application's own address does. */
  url: string;
  /** Ends every session on it and removes it. */
  drop(): Promise<void>;
}

const MIGRATIONS = path.join(import.meta.dirname, '../../migrations');

let server: Promise<string> | undefined;

/** What several test files begin from: made once in a run of all tests, and copied. `fill` gets the address of a migrated database. */
export type Beginning = { name: string; fill(url: string): Promise<void> };

/** Makes a database with every migration applied and nothing in it but what they, or the beginning, put there. */
export async function freshDatabase(beginning?: Beginning): Promise<FreshDatabase> {
  const serverUrl = await serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = await ensureTemplate(serverUrl, beginning);
  await connected(serverUrl, (client) => client.query(`create database ${name} template ${template}`));
  return {
    url: withDatabase(serverUrl, name),
    drop: () => connected(serverUrl, (client) => dropDatabase(client, name)),
  };
}

/** Makes an empty database without any migration: for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const serverUrl = await serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await connected(serverUrl, (client) => client.query(`create database ${name} template template0`));
  return {
    url: withDatabase(serverUrl, name),
    drop: () => connected(serverUrl, (client) => dropDatabase(client, name)),
  };
}

/** The address of the test server: role `newel`, which may make databases. */
function serverAddress(): Promise<string> {
  const given = process.env.NEWEL_TEST_PG;
  if (given) return Promise.resolve(given);
  server ??= startPostgres({ ephemeral: true }).then((started) => {
    // Not a hook of node:test, which would belong to whichever test asked first. If the process ends
    // in another way, the server's watcher stops it.
    process.once('beforeExit', () => void started.stop());
    return started.url;
  });
  return server;
}

/** The template of these migrations, filled with a beginning if one is given; whoever comes first makes it, the others wait for that. */
async function ensureTemplate(serverUrl: string, beginning?: Beginning): Promise<string> {
  const migrated = `template_${digestOf(MIGRATIONS)}`;
  // What fills a beginning is the code of today: it is kept for one run, and a file that runs alone makes its own.
  const run = process.env.NEWEL_TEST_RUN ?? randomBytes(8).toString('hex');
  const name = beginning === undefined ? migrated : `template_${beginning.name}_${run}`;
  const from = beginning === undefined ? 'template0' : await ensureTemplate(serverUrl);
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    if (await exists(client, name)) return name;
    await client.query("select pg_advisory_lock(hashtext('newel test template'))");
    if (await exists(client, name)) return name;
    const draft = `${name}_draft`;
    await dropDatabase(client, draft);
    await client.query(`create database ${draft} template ${from}`);
    if (beginning === undefined) await migrate(withDatabase(serverUrl, draft));
    else await beginning.fill(withDatabase(serverUrl, draft));
    await client.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await client.end(); // gives the lock back
  }
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of fs.readdirSync(folder).sort()) {
    hash.update(`${file}\0`).update(fs.readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function connected(serverUrl: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

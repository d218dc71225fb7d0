/** Runs test files with node:test, tells how they went, and counts. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

/** How many tests passed and failed. A test that was skipped, cancelled or left to do has failed: it did not run. */
export interface Counts {
  passed: number;
  failed: number;
}

/** What is known of a file so far; of a group, whether one of its files failed. */
type Told = Counts & { ms: number; problems: string[]; output: string; fileFailed: boolean };

/** A test or a suite that hangs is given up after this long. */
const TEST_TIMEOUT_MS = 10 * 60_000;

/** A process that is still there after this long is ended: one that holds a connection open when its tests are over never ends by itself. */
const PROCESS_TIMEOUT_MS = 20 * 60_000;

/** Lines shown of one failure. */
const LONGEST_PROBLEM = 60;

interface TestEvent {
  name: string;
  nesting: number;
  file?: string;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; duration_ms: number; error?: Error & { failureType?: string } };
}

/**
 * A file that runs others one after the other, each as a suite of its own whose hooks are its own. They are loaded one after the
 * other as well, each bound to its suite: what is loaded on behalf of another would put its tests and hooks there.
 */
const groupText = (files: readonly string[], root: string): string => `import { AsyncResource } from 'node:async_hooks';
import { describe } from 'node:test';
let before = Promise.resolve();
const file = (name, load) =>
  describe(name, () => {
    const loaded = before.then(AsyncResource.bind(load));
    before = loaded.catch(() => {});
    return loaded;
  });
${files.map((file) => `file(${JSON.stringify(path.relative(root, file))}, () => import(${JSON.stringify(pathToFileURL(file).href)}));`).join('\n')}
`;

/** Loaded before the tests of a process; the timer alone keeps no process alive. */
const deadlineText = (ms: number): string => `setTimeout(() => {
  console.error('Ended after ${ms / 1000} s. What was open: ' + process.getActiveResourcesInfo().join(', '));
  process.exit(1);
}, ${ms}).unref();
`;

/**
 * Runs groups of files, two groups at a time, each in a process of its own with this process's environment: to load the whole of
 * Newel takes longer than most files take. Prints a line for each file and everything about a failure.
 *
 * @param groups absolute paths
 * @param root paths are printed relative to this folder
 * @param mostMs how long one process may take, in milliseconds
 */
export async function runFiles(
  groups: string[][],
  root: string,
  signal: AbortSignal,
  mostMs = PROCESS_TIMEOUT_MS,
): Promise<Counts> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-groups-'));
  try {
    const started = groups.map(([file = '', ...others], at) => {
      if (others.length === 0) return file;
      const group = path.join(folder, `group-${at + 1}.test.mjs`);
      fs.writeFileSync(group, groupText([file, ...others], root));
      return group;
    });
    fs.writeFileSync(path.join(folder, 'deadline.mjs'), deadlineText(mostMs));
    return await runStarted(started, root, signal, folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function runStarted(files: string[], root: string, signal: AbortSignal, folder: string): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0 };
  const byFile = new Map<string, Told>();
  const of = (file: string): Told => {
    const entry = byFile.get(file) ?? { passed: 0, failed: 0, ms: 0, problems: [], output: '', fileFailed: false };
    byFile.set(file, entry);
    return entry;
  };
  const isGroup = (file: string) => file.startsWith(folder);
  const close = (file: string) => {
    const entry = of(file);
    byFile.delete(file);
    total.passed += entry.passed;
    total.failed += entry.failed;
    // What files of a group write cannot be told apart; it is shown when one of them failed.
    if (entry.fileFailed && entry.output !== '') console.log(`  What these files wrote:\n${indent(entry.output)}`);
    if (isEmpty(entry)) return; // output that came after the file's summary
    const mark = entry.failed === 0 ? '✓' : '✗';
    const name = isGroup(file) ? 'several files together' : path.relative(root, file);
    console.log(`${mark} ${name}  ${entry.passed + entry.failed} in ${(entry.ms / 1000).toFixed(1)} s`);
    if (entry.failed > 0 && entry.output !== '') console.log(indent(entry.output));
    for (const problem of entry.problems) console.log(indent(problem));
  };

  const stream = run({
    files,
    concurrency: 2,
    isolation: 'process',
    execArgv: ['--import', pathToFileURL(path.join(folder, 'deadline.mjs')).href],
    timeout: TEST_TIMEOUT_MS,
    signal,
  });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') of(data.file ?? '').output += data.message;
    // A file's own summary; what still comes (an error after the last test) gets another line.
    if (type === 'test:summary' && data.file !== undefined) close(data.file);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const test = data as TestEvent;
    const started = test.file ?? test.name;
    // In a group, a suite at the top is a file: it ends when its hooks have.
    const ends = isGroup(started) && test.nesting === 0 && test.details.type === 'suite';
    const file = ends ? path.join(root, test.name) : started;
    const entry = of(file);
    if (test.nesting === 0) entry.ms += test.details.duration_ms;
    const problem =
      problemOf(type === 'test:pass', test) ?? (ends && isEmpty(entry) ? 'the file has no tests' : undefined);
    if (problem !== undefined) {
      entry.failed++;
      entry.problems.push(`✗ ${test.name}\n${indent(problem)}`);
    } else if (test.details.type !== 'suite') {
      entry.passed++;
    }
    if (ends) {
      of(started).fileFailed ||= entry.failed > 0;
      close(file);
    }
  }
  for (const file of [...byFile.keys()]) close(file);
  return total;
}

const isEmpty = ({ passed, failed }: Counts): boolean => passed + failed === 0;

/** Why a test counts as failed, or undefined. */
function problemOf(passed: boolean, { name, file, skip, todo, details }: TestEvent): string | undefined {
  if (skip !== undefined && skip !== false) return `skipped: ${skip}`;
  if (todo !== undefined && todo !== false) return `to do: ${todo}`;
  if (passed) return name === file ? 'the file has no tests' : undefined;
  const { error } = details;
  // The tests inside have been counted and told on their own.
  if (error?.failureType === 'subtestsFailed') return details.type === 'suite' ? undefined : 'a test inside it failed';
  const lines = inspect(error?.cause ?? error ?? 'failed', { colors: false, depth: 6, maxStringLength: 1000 }).split(
    '\n',
  );
  const rest = lines.length - LONGEST_PROBLEM;
  return rest > 0 ? `${lines.slice(0, LONGEST_PROBLEM).join('\n')}\n… ${rest} more lines` : lines.join('\n');
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '  ');
}

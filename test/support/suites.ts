/** Runs test files with node:test, tells how they went, and counts. */
import path from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';

/** How many tests passed and failed. A test that was skipped, cancelled or left to do has failed: it did not run. */
export interface Counts {
  passed: number;
  failed: number;
}

/** A file that hangs is given up after this long. */
const FILE_TIMEOUT_MS = 10 * 60_000;

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
 * Runs files, two at a time, each in a process of its own with this process's environment.
 * Prints a line for each file and everything about a failure.
 *
 * @param files absolute paths
 * @param root paths are printed relative to this folder
 */
export async function runFiles(files: string[], root: string, signal: AbortSignal): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0 };
  const byFile = new Map<string, { passed: number; failed: number; ms: number; problems: string[]; output: string }>();
  const of = (file: string) => {
    const entry = byFile.get(file) ?? { passed: 0, failed: 0, ms: 0, problems: [], output: '' };
    byFile.set(file, entry);
    return entry;
  };
  const close = (file: string) => {
    const entry = of(file);
    byFile.delete(file);
    total.passed += entry.passed;
    total.failed += entry.failed;
    if (entry.passed + entry.failed === 0) return; // output that came after the file's summary
    const mark = entry.failed === 0 ? '✓' : '✗';
    console.log(
      `${mark} ${path.relative(root, file)}  ${entry.passed + entry.failed} in ${(entry.ms / 1000).toFixed(1)} s`,
    );
    if (entry.failed > 0 && entry.output !== '') console.log(indent(entry.output));
    for (const problem of entry.problems) console.log(indent(problem));
  };

  const stream = run({ files, concurrency: 2, isolation: 'process', timeout: FILE_TIMEOUT_MS, signal });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') of(data.file ?? '').output += data.message;
    // A file's own summary; what still comes (an error after the last test) gets another line.
    if (type === 'test:summary' && data.file !== undefined) close(data.file);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const test = data as TestEvent;
    const entry = of(test.file ?? test.name);
    if (test.nesting === 0) entry.ms += test.details.duration_ms;
    const problem = problemOf(type === 'test:pass', test);
    if (problem !== undefined) {
      entry.failed++;
      entry.problems.push(`✗ ${test.name}\n${indent(problem)}`);
    } else if (test.details.type !== 'suite') {
      entry.passed++;
    }
  }
  for (const file of [...byFile.keys()]) close(file);
  return total;
}

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

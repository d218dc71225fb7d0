import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { LONG, longFirst, shuffle } from './order.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-suites-'));
after(() => fs.rmSync(folder, { recursive: true }));

/** Runs one test file by `runFiles` in a process of its own, since node:test does not run inside itself. */
function count(body: string): { passed: number; failed: number; output: string } {
  const file = path.join(folder, 'x.test.ts');
  fs.writeFileSync(file, `import { after, before, describe, it, test } from 'node:test';\n${body}`);
  const script = `
    const { runFiles } = await import(${JSON.stringify(import.meta.resolve('./suites.ts'))});
    const counts = await runFiles([${JSON.stringify(file)}], ${JSON.stringify(folder)}, new AbortController().signal);
    console.log(JSON.stringify(counts));`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const runner = path.join(folder, 'runner.mjs');
  fs.writeFileSync(runner, script);
  const { stdout } = spawnSync(process.execPath, [runner], { env, encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { ...JSON.parse(lines.at(-1) ?? ''), output: lines.slice(0, -1).join('\n') };
}

describe('counting tests', () => {
  const cases: [what: string, body: string, passed: number, failed: number, told: RegExp][] = [
    ['passes', "test('a', () => {}); describe('s', () => { it('b', () => {}); });", 2, 0, /✓ x.test.ts/],
    ['a failure', "test('a', () => {}); test('b', () => { throw new Error('wrong'); });", 1, 1, /✗ b[\s\S]*wrong/],
    [
      'a failure in a suite counts once',
      "describe('s', () => { it('b', () => { throw new Error('wrong'); }); });",
      0,
      1,
      /wrong/,
    ],
    ['skipped', "test('a', { skip: 'why' }, () => {});", 0, 1, /skipped: why/],
    ['to do', "test.todo('a');", 0, 1, /to do/],
    [
      'a hook that fails after the tests',
      "describe('s', () => { after(() => { throw new Error('late'); }); it('b', () => {}); });",
      1,
      1,
      /late/,
    ],
    [
      'cancelled',
      "describe('s', () => { before(() => { throw new Error('early'); }); it('b', () => {}); });",
      0,
      2,
      /early/,
    ],
    ['no tests', '', 0, 1, /has no tests/],
    ['a file that does not load', "throw new Error('broken');", 0, 1, /broken/],
  ];
  for (const [what, body, passed, failed, told] of cases) {
    test(what, () => {
      const counts = count(body);
      assert.deepEqual([counts.passed, counts.failed], [passed, failed], counts.output);
      assert.match(counts.output, told);
    });
  }
});

describe('the order of the test files', () => {
  const files = fs.globSync('{src,test,bench}/**/*.test.ts', { cwd: path.join(import.meta.dirname, '../..') });

  test('every file that is named as long is there', () => {
    assert.deepEqual(
      LONG.filter((file) => !files.includes(file)),
      [],
    );
  });

  test('no file is lost, the long ones begin, and a seed gives the same order again', () => {
    const order = longFirst(shuffle(files, 7));
    assert.deepEqual(order.toSorted(), files.toSorted());
    assert.deepEqual(order.slice(0, LONG.length), LONG);
    assert.deepEqual(order, longFirst(shuffle(files, 7)));
    assert.notDeepEqual(order, longFirst(shuffle(files, 8)));
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { inGroups, LONG, longFirst, shuffle } from './order.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-suites-'));
after(() => fs.rmSync(folder, { recursive: true }));

type Counted = { passed: number; failed: number; output: string };

/** Runs test files with these bodies by `runFiles` together, in a process of its own, since node:test does not run inside itself. */
const count = (...bodies: string[]): Counted => countWithin('undefined', ...bodies);

function countWithin(mostMs: string, ...bodies: string[]): Counted {
  const files = bodies.map((body, at) => {
    const file = path.join(folder, `${'xyz'[at]}.test.ts`);
    fs.writeFileSync(
      file,
      `import { after, afterEach, before, beforeEach, describe, it, test } from 'node:test';\n${body}`,
    );
    return file;
  });
  const script = `
    const { runFiles } = await import(${JSON.stringify(import.meta.resolve('./suites.ts'))});
    const counts = await runFiles([${JSON.stringify(files)}], ${JSON.stringify(folder)}, new AbortController().signal, ${mostMs});
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

test('a process that does not end by itself is ended, and that is a failure that says what was open', () => {
  const open = 'setInterval(() => {}, 1000);';
  const { passed, failed, output } = countWithin('1500', `test('a', () => {}); ${open}`);
  assert.deepEqual([passed, failed], [1, 1], output);
  assert.match(output, /Ended after 1.5 s. What was open: .*Timeout/);
  const together = countWithin('1500', "test('b', () => {});", `${open}test('c', () => {});`);
  assert.ok(together.failed > 0, together.output);
});

describe('files that share a process', () => {
  const fine = "test('a', () => {});";

  test('each has its own line, and its hooks are its own, after a wait at its top as well', () => {
    const counted = count(
      "beforeEach(() => { throw new Error('of another file'); }); await new Promise((go) => setTimeout(go, 20)); describe('s', () => {});",
      "const at = await Promise.resolve([]); before(() => at.push('before')); after(() => { if (at.join() !== 'before,b') throw new Error(at.join()); }); test('b', () => { at.push('b'); });",
      fine,
    );
    assert.match(
      counted.output,
      /✗ x.test.ts {2}1 in .*\n.*\n.*the file has no tests\n✓ y.test.ts {2}1 in .*\n✓ z.test.ts {2}1 in/,
    );
    assert.deepEqual([counted.passed, counted.failed], [2, 1]);
  });

  const cases: [what: string, body: string, passed: number, failed: number, told: RegExp][] = [
    [
      'a failure is told at its file',
      "test('b', () => { throw new Error('wrong'); });",
      1,
      1,
      /✗ y[\s\S]*✗ b[\s\S]*wrong/,
    ],
    [
      'what a file writes is told with its failure',
      "test('b', () => { console.log('said'); throw new Error('wrong'); });",
      1,
      1,
      /✗ y[\s\S]*said/,
    ],
    [
      'a hook that fails fails its file',
      "after(() => { throw new Error('late'); }); test('b', () => {});",
      2,
      1,
      /✗ y[\s\S]*late/,
    ],
    ['a file that does not load fails by itself', "throw new Error('broken');", 1, 1, /✗ y[\s\S]*broken/],
    ['skipped', "test('b', { skip: 'why' }, () => {});", 1, 1, /✗ y[\s\S]*skipped: why/],
  ];
  for (const [what, body, passed, failed, told] of cases)
    test(what, () => {
      const counted = count(fine, body);
      assert.deepEqual([counted.passed, counted.failed], [passed, failed], counted.output);
      assert.match(counted.output, /✓ x.test.ts/);
      assert.match(counted.output, told);
    });

  test('a process that ends early is a failure', () => {
    const { failed, output } = count(fine, "test('b', () => process.exit(0));", fine);
    assert.ok(failed > 0, output);
  });
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

  test('groups hold every file once, and those that take long are alone', () => {
    const groups = inGroups(longFirst(shuffle(files, 7)));
    assert.deepEqual(groups.flat().toSorted(), files.toSorted());
    for (const group of groups.filter(({ length }) => length > 1))
      assert.ok(group.every((file) => !LONG.includes(file)));
    assert.ok(groups.some(({ length }) => length > 1));
  });
});

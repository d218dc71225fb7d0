import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Check } from './check-diary.ts';
import { directoryNow } from './directory.ts';
import { asOwner, type Scratch } from './scratch.ts';
import type { Asked, Serving, Told } from './server.ts';

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
/** What may be held at once while everything is streamed: a few pages of entries, as objects, text and bytes. */
const mostHeld = 16 * 2 ** 20;

/**
 * Streams every published service as ndjson from a server of its own, which looks the whole time at what it really holds (after
 * collecting what it does not). Throws when a service is missing or twice, and when more is held than a few pages of them.
 */
export async function checkDirectory(scratch: Scratch): Promise<Check[]> {
  const serving: Serving = { what: 'application', url: scratch.url, timeZone: 'Europe/London', now: directoryNow };
  const child = fork(path.join(import.meta.dirname, 'server.ts'), [JSON.stringify(serving)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const ask = async (asked: Asked): Promise<Told> => {
    const answered = once(child, 'message') as Promise<[Told]>;
    child.send(asked);
    return (await answered)[0];
  };
  try {
    const [told] = (await once(child, 'message')) as [Told];
    assert.ok('port' in told, 'the application listens');
    const address = `http://127.0.0.1:${told.port}/open-referral/services?format=ndjson&full=true`;
    // Once to compile it.
    await (await fetch(address)).body?.cancel();
    await ask('watch');
    const begun = performance.now();
    const reply = await fetch(address);
    assert.equal(reply.status, 200);
    let [bytes, rest] = [0, ''];
    const ids = new Set<string>();
    const decoder = new TextDecoder();
    for await (const chunk of reply.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) ids.add((JSON.parse(line) as { id: string }).id);
    }
    const seconds = (performance.now() - begun) / 1000;
    const held = await ask('watched');
    assert.ok('held' in held);
    const services = await asOwner(scratch.url, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from published where kind = 'service'`,
      );
      return rows[0]?.n ?? 0;
    });
    assert.equal(rest, '', 'the last line ends');
    assert.equal(ids.size, services, 'every published service is there, once');
    assert.ok(held.held < mostHeld, `${mebibytes(held.held)} were held at once`);
    const what = `${services.toLocaleString('en-GB')} services as ndjson`;
    return [{ what, text: `${mebibytes(bytes)}, of which at most ${mebibytes(held.held)} held at once`, seconds }];
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.send('stop' satisfies Asked);
      await exited;
    }
  }
}

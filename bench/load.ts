import net from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A request to send. */
export type Request = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string };
/** What a load came to: requests a second, latencies in milliseconds, mean bytes of a body, and statuses other than expected. */
export type Load = {
  perSecond: number;
  p50: number;
  p99: number;
  bytes: number;
  requests: number;
  unexpected: Record<string, number>;
};

// What was left by the work before is collected before the clock starts, not while replies are waited for.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A request that is the same every time, or one that is made when it is sent: every save of a draft has its own revision. */
export type Sent = Request | (() => Request);

const bytesOf = (request: Request, host: string): Buffer => {
  const headers = {
    host,
    connection: 'keep-alive',
    ...request.headers,
    ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${request.method} ${request.path} HTTP/1.1\r\n${head.join('')}\r\n${request.body ?? ''}`);
};

/**
 * Sends the requests in turn over `connections` kept-alive connections for `seconds`, each connection waiting for its reply.
 * Plain sockets: an HTTP client would take more of the machine than the server that is measured, and rounds to milliseconds.
 */
export async function load(
  port: number,
  requests: readonly Sent[],
  connections: number,
  seconds: number,
  expected: number,
): Promise<Load> {
  const host = `127.0.0.1:${port}`;
  // Whatever can be is made before the clock starts.
  const prepared = requests.map((request) => (typeof request === 'function' ? request : bytesOf(request, host)));
  const latencies: number[] = [];
  const unexpected: Record<string, number> = {};
  let next = 0;
  let bytes = 0;
  collect();
  const begun = performance.now();
  const end = begun + seconds * 1000;

  const work = () =>
    new Promise<void>((resolve, reject) => {
      // Every read goes into the same memory: a buffer for each would be collected while others wait for their replies, and
      // the longest latencies would be those of this process.
      const memory = Buffer.alloc(64 * 1024);
      const socket = net.connect({
        ...{ port, host: '127.0.0.1', noDelay: true },
        onread: {
          buffer: memory,
          callback(length) {
            read(memory.subarray(0, length));
            return true;
          },
        },
      });
      let sent = 0;
      // What has come while a reply's head is not whole, then its status and the bytes of its body that are still to come. A body
      // is counted and not kept: putting it together takes from the machine that is measured.
      let held: Buffer = Buffer.alloc(0);
      let status = '';
      let left = 0;
      const send = () => {
        // Every connection sends one, however long a busy machine took to open it.
        if (sent !== 0 && performance.now() >= end) return void socket.end();
        const request = prepared[next++ % prepared.length] as (typeof prepared)[number];
        const bytesToSend = typeof request === 'function' ? bytesOf(request(), host) : request;
        sent = performance.now();
        socket.write(bytesToSend);
      };
      socket.on('connect', send);
      const read = (chunk: Buffer) => {
        if (status === '') {
          const come = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
          const split = come.indexOf('\r\n\r\n');
          if (split === -1) {
            held = Buffer.from(come);
            return;
          }
          const head = come.toString('latin1', 0, split);
          const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
          bytes += length;
          status = head.slice(9, 12);
          left = length - (come.length - split - 4);
          held = Buffer.alloc(0);
        } else left -= chunk.length;
        if (left > 0) return;
        latencies.push(performance.now() - sent);
        if (status !== String(expected)) unexpected[status] = (unexpected[status] ?? 0) + 1;
        status = '';
        send();
      };
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });

  await Promise.all(Array.from({ length: connections }, work));
  const took = (performance.now() - begun) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
  return {
    perSecond: latencies.length / took,
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / Math.max(1, latencies.length)),
    requests: latencies.length,
    unexpected,
  };
}

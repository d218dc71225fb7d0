import { createHash, hash } from 'node:crypto';
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/seal.ts';
import { eventDigest } from './events.ts';
import { type Chain, chainStart, chains } from './seal.ts';

/** Where a chain stands: its last link. Kept outside of the database, it shows later whether the end was cut off. */
export type Head = { n: number; count: number; last_tx: string; last_id: string; hash: string };
export type Heads = Record<Chain, Head>;

/** Something that is not as it was sealed. `text` is for people and names ids, never content. */
export type Finding = {
  chain: Chain;
  kind:
    | 'changed'
    | 'missing row'
    | 'extra row'
    | 'payload'
    | 'missing link'
    | 'link order'
    | 'impossible number'
    | 'cut off';
  text: string;
};

export type Verified = {
  /** In the order of the chains, at most `mostFindings`; `found` counts all. */
  findings: Finding[];
  found: number;
  heads: Heads;
  rows: Record<Chain, number>;
  /** Rows that no link covers yet. */
  waiting: Record<Chain, number>;
  /** Events whose payload was erased; their place in the chain stays and is checked. */
  erased: number;
};

const mostFindings = 100;
const batch = 5000;
const words: Record<Chain, { one: string; many: string }> = {
  event: { one: 'event', many: 'events' },
  read: { one: 'read', many: 'reads' },
};

type Report = (finding: Finding) => void;
type Position = { tx: string; id: string };

/** Is `a` at or before `b` in the order of the chain? Transaction numbers stay far below 2^53; UUIDs sort as text. */
const notAfter = (a: Position, b: Position): boolean => {
  const left = Number(a.tx);
  const right = Number(b.tx);
  return left < right || (left === right && a.id <= b.id);
};

/** Rows of a chain up to a position, in batches; the next batch is on its way while one is worked on. */
async function* rowsUpTo(sql: Sql, chain: Chain, last: Position): AsyncGenerator<store.ChainRow[]> {
  const read = chain === 'event' ? store.eventsAfter : store.readsAfter;
  const from = (after: Position) =>
    read(sql, { afterTx: after.tx, afterId: after.id, lastTx: last.tx, lastId: last.id, limit: batch });
  let next: Promise<store.ChainRow[]> | undefined = from({ tx: chainStart.last_tx, id: chainStart.last_id });
  while (next !== undefined) {
    const rows: store.ChainRow[] = await next;
    const end = rows.at(-1);
    next = end === undefined || rows.length < batch ? undefined : from(end);
    // Whoever stops listening must not leave a rejection behind.
    next?.catch(() => {});
    yield rows;
  }
}

async function* linksUpTo(sql: Sql, chain: Chain, n: number): AsyncGenerator<store.SealRow> {
  let after = 0;
  while (after < n) {
    const links = await store.sealsAfter(sql, { chain, after, limit: batch });
    for (const link of links) if (link.n <= n) yield link;
    after = links.at(-1)?.n ?? n;
  }
}

/** True when the payload is the one that the event was written with, or was erased. */
function payloadHolds(row: store.ChainRow): boolean {
  if (row.salt === null || row.digest === null) return true;
  try {
    return eventDigest(row.salt, row.payload).equals(row.digest);
  } catch {
    return false; // such a payload cannot have been written: it has no canonical form
  }
}

/** What stands before a link: the link before it, or the beginning of the chain. */
type Before = { n: number; count: number; hash: Buffer; end: Position };

/** What is wrong with a link and the rows up to it, or null. `covered` rows were found, and `right` says whether the hash is. */
function linkProblem(
  chain: Chain,
  before: Before,
  link: store.SealRow,
  covered: number,
  right: boolean,
): Finding | null {
  const { one, many } = words[chain];
  const which = `${many} ${(before.count + 1).toLocaleString('en-GB')} to ${link.count.toLocaleString('en-GB')} (link ${link.n}, sealed ${link.at})`;
  const missing = link.count - before.count - covered;
  // With a link missing before it, the hash has nothing to be computed from.
  if (link.n !== before.n + 1) {
    const [first, last] = [before.n + 1, link.n - 1];
    const text =
      first === last
        ? `Link ${first} of the ${many} is missing.`
        : `Links ${first} to ${last} of the ${many} are missing.`;
    return { chain, kind: 'missing link', text };
  }
  if (before.n > 0 && notAfter({ tx: link.last_tx, id: link.last_id }, before.end))
    return { chain, kind: 'link order', text: `Link ${link.n} of the ${many} does not come after the one before it.` };
  if (missing > 0)
    return {
      chain,
      kind: 'missing row',
      text: `Of ${which}, ${missing} ${missing === 1 ? one : many} cannot be found.`,
    };
  if (missing < 0)
    return { chain, kind: 'extra row', text: `Among ${which}, there are ${-missing} more than were sealed.` };
  if (right) return null;
  const text = `Among ${which}, something was changed, exchanged or put in another order, or the link itself was changed.`;
  return { chain, kind: 'changed', text };
}

/** Walks one chain from its first row to its last link. Keeps one batch of rows in memory. */
async function walk(
  sql: Sql,
  chain: Chain,
  head: Head | undefined,
  report: Report,
  progress: (rows: number, total: number) => void,
): Promise<{ head: Head; rows: number; waiting: number; erased: number }> {
  const { many } = words[chain];
  const [last] = await store.latestSeal(sql, { chain });
  const end: Position =
    last === undefined ? { tx: '0', id: chainStart.last_id } : { tx: last.last_tx, id: last.last_id };
  const batches = last === undefined ? undefined : rowsUpTo(sql, chain, end);
  let rows: store.ChainRow[] = [];
  let at = 0;
  let walked = 0;
  let erased = 0;
  let before: Before = {
    n: 0,
    count: 0,
    hash: chainStart.hash,
    end: { tx: chainStart.last_tx, id: chainStart.last_id },
  };
  let headSeen = head === undefined || head.n === 0;
  for await (const link of linksUpTo(sql, chain, last?.n ?? 0)) {
    const upTo = { tx: link.last_tx, id: link.last_id };
    const digest = createHash('sha256').update(before.hash);
    let covered = 0;
    for (;;) {
      if (at === rows.length) {
        const next = await batches?.next();
        rows = next?.value ?? [];
        at = 0;
        if (rows.length === 0) break;
        progress(walked, last?.count ?? 0);
      }
      const row = rows[at] as store.ChainRow;
      if (!notAfter(row, upTo)) break;
      at++;
      walked++;
      covered++;
      digest.update(hash('sha256', row.text, 'buffer'));
      if (chain === 'read') continue;
      if (row.salt === null) erased++;
      else if (!payloadHolds(row))
        report({ chain, kind: 'payload', text: `The content of event ${row.id} is not the one that was recorded.` });
    }
    const right = digest.update(link.text).digest().equals(link.hash);
    const wrong = linkProblem(chain, before, link, covered, right);
    if (wrong !== null) report(wrong);
    if (head?.n === link.n) {
      headSeen = true;
      if (head.hash !== link.hash.toString('hex') || head.count !== link.count)
        report({
          chain,
          kind: 'cut off',
          text: `Link ${link.n} of the ${many} is not the one that was exported: the chain was made anew from somewhere before it.`,
        });
    }
    // Goes on from what is stored, so that one change is told once and not for every link after it.
    before = { n: link.n, count: link.count, hash: link.hash, end: upTo };
  }
  if (!headSeen && head !== undefined) {
    report({
      chain,
      kind: 'cut off',
      text: `The exported head covers ${head.count.toLocaleString('en-GB')} ${many} in ${head.n.toLocaleString('en-GB')} links; the chain here ends with ${before.count.toLocaleString('en-GB')} in ${before.n.toLocaleString('en-GB')}. Its end was cut off.`,
    });
  }
  const [loose] = await (chain === 'event' ? store.looseEvents : store.looseReads)(sql, {
    afterTx: end.tx,
    afterId: end.id,
  });
  if ((loose?.impossible ?? 0) > 0)
    report({
      chain,
      kind: 'impossible number',
      text: `${loose?.impossible.toLocaleString('en-GB')} ${many} carry a transaction number that this server has not given out: they were not written by Newel, or a backup was restored and Newel was not started since.`,
    });
  progress(walked, last?.count ?? 0);
  return {
    head: {
      n: before.n,
      count: before.count,
      last_tx: before.end.tx,
      last_id: before.end.id,
      hash: before.hash.toString('hex'),
    },
    rows: walked,
    waiting: loose?.waiting ?? 0,
    erased,
  };
}

/**
 * Walks both chains and recomputes every hash, and checks every payload that still exists against its digest. With `heads`,
 * exported earlier, it also finds an end that was cut off. Uses constant memory; rows written meanwhile wait for the next time.
 */
export async function verify(
  sql: Sql,
  options: { heads?: Heads; progress?: (chain: Chain, rows: number, total: number) => void } = {},
): Promise<Verified> {
  const findings: Finding[] = [];
  let found = 0;
  const report: Report = (finding) => {
    found++;
    if (findings.length < mostFindings) findings.push(finding);
  };
  const walks = {} as Record<Chain, Awaited<ReturnType<typeof walk>>>;
  for (const chain of chains) {
    walks[chain] = await walk(sql, chain, options.heads?.[chain], report, (rows, total) =>
      options.progress?.(chain, rows, total),
    );
  }
  const { event, read } = walks;
  return {
    findings,
    found,
    heads: { event: event.head, read: read.head },
    rows: { event: event.rows, read: read.rows },
    waiting: { event: event.waiting, read: read.waiting },
    erased: event.erased,
  };
}

/** Reads heads that `newel verify --export` wrote. Throws in plain words when the text is something else. */
export function readHeads(json: string): Heads {
  const wrong = () => new Error('This is not a file of chain heads that newel verify --export wrote.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw wrong();
  }
  const given = (parsed as { heads?: Record<string, unknown> } | null)?.heads;
  const heads = {} as Heads;
  for (const chain of chains) {
    const head = given?.[chain] as Partial<Head> | undefined;
    if (
      !Number.isSafeInteger(head?.n) ||
      !Number.isSafeInteger(head?.count) ||
      typeof head?.hash !== 'string' ||
      !/^[0-9a-f]{64}$/.test(head.hash)
    )
      throw wrong();
    heads[chain] = head as Head;
  }
  return heads;
}

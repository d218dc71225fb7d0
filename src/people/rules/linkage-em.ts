/**
 * Learns the model from records of which nobody knows who is whom. How often two people agree (u) is counted over pairs drawn
 * at random; how often one person's records do (m) comes by expectation-maximisation (EM) over the pairs that share a block of their own.
 * A pair in no block counts as two people, so that the share of pairs (lambda) is one of all pairs.
 */

import {
  compare,
  type Field,
  type Frequency,
  fieldNames,
  fields,
  type Levels,
  type Model,
  type Traits,
} from './linkage.ts';
import { type Block, ownBlocksOf } from './linkage-block.ts';

/** Numbers that are the same at each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Counts = Record<Field, number[]>;
const counts = (start: number): Counts =>
  Object.fromEntries(fieldNames.map((field) => [field, fields[field].levels.map(() => start)])) as Counts;

function shares(given: Counts): Record<Field, number[]> {
  return Object.fromEntries(
    fieldNames.map((field) => {
      const total = given[field].reduce((sum, one) => sum + one, 0);
      return [field, given[field].map((one) => one / total)];
    }),
  ) as Record<Field, number[]>;
}

/** What a field is like where nothing can be learned: nine in ten agree, the rest are spread. */
const firstGuess = (levels: number) => Array.from({ length: levels }, (_, at) => (at === 0 ? 0.9 : 0.1 / (levels - 1)));

/** u: levels of pairs drawn at random. Half a pair is added to each level, so that what never came is rare, not impossible. */
function random(records: readonly Traits[], pairs: number, next: () => number): Record<Field, number[]> {
  const found = counts(0.5);
  for (let drawn = 0; drawn < pairs; drawn++) {
    const a = Math.floor(next() * records.length);
    const b = Math.floor(next() * records.length);
    if (a === b) continue;
    const levels = compare(records[a] as Traits, records[b] as Traits);
    for (const field of fieldNames) {
      const level = levels[field];
      if (level >= 0) (found[field][level] as number) += 1;
    }
  }
  return shares(found);
}

/** Pairs that agree alike, and how many of them there are. */
type Pattern = { levels: Levels; count: number };

function patternsOf(records: readonly Traits[], pairs: Iterable<readonly [number, number]>): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const [a, b] of pairs) {
    const levels = compare(records[a] as Traits, records[b] as Traits);
    const key = fieldNames.map((field) => levels[field]).join();
    const pattern = patterns.get(key);
    if (pattern === undefined) patterns.set(key, { levels, count: 1 });
    else pattern.count += 1;
  }
  return [...patterns.values()];
}

function expectation(patterns: readonly Pattern[], model: Model, lambda: number) {
  const found = counts(0);
  let matches = 0;
  for (const { levels, count } of patterns) {
    let odds = lambda / (1 - lambda);
    for (const field of fieldNames) {
      const level = levels[field];
      if (level >= 0) odds *= (model[field].m[level] as number) / (model[field].u[level] as number);
    }
    const expected = count * (odds === Infinity ? 1 : odds / (1 + odds));
    matches += expected;
    for (const field of fieldNames) {
      const level = levels[field];
      if (level >= 0) (found[field][level] as number) += expected;
    }
  }
  return { found, matches };
}

/** What was learned. `lambda` is the share of all pairs that are of one person. */
export type Learned = { model: Model; lambda: number; rounds: number };

/** Learns from records; the same records in the same order always give the same. `progress` is told the rounds. */
export function learn(
  records: readonly Traits[],
  options: {
    pairs?: number;
    mostInBlock?: number;
    rounds?: number;
    progress?: (round: number, most: number) => void;
  } = {},
): Learned {
  const { pairs: drawn = 200_000, mostInBlock = 500, rounds: most = 100, progress } = options;
  const u = random(records, Math.min(drawn, records.length ** 2), seeded(1));
  const all = Math.max(1, (records.length * (records.length - 1)) / 2);
  const patterns = patternsOf(records, blockedPairs(records, ownBlocksOf, mostInBlock));
  let m = Object.fromEntries(fieldNames.map((field) => [field, firstGuess(fields[field].levels.length)])) as Counts;
  let lambda = Math.min(0.1, Math.max(1, records.length / 20) / all);
  const modelOf = (): Model =>
    Object.fromEntries(fieldNames.map((field) => [field, { m: m[field], u: u[field] }])) as unknown as Model;
  let round = 0;
  for (; round < most; round++) {
    progress?.(round, most);
    const { found, matches } = expectation(patterns, modelOf(), lambda);
    // One person's worth of the first guess holds where the records tell little.
    for (const field of fieldNames) {
      const guess = firstGuess(fields[field].levels.length);
      found[field] = found[field].map((one, at) => one + (guess[at] as number));
    }
    const next = shares(found);
    const moved = Math.max(
      ...fieldNames.flatMap((field) => next[field].map((one, at) => Math.abs(one - (m[field][at] as number)))),
    );
    m = next;
    lambda = Math.min(0.5, Math.max(1e-12, matches / all));
    if (moved < 1e-6) break;
  }
  return { model: modelOf(), lambda, rounds: round };
}

/** Pairs of records that share a block, each once, as positions with the lower first. A block with too many members says nothing. */
export function blockedPairs(
  records: readonly Traits[],
  blocks: (traits: Traits) => readonly Block[],
  mostInBlock: number,
): PairSet {
  const members = new Map<Block, number[]>();
  records.forEach((record, at) => {
    for (const block of blocks(record)) {
      const found = members.get(block);
      if (found === undefined) members.set(block, [at]);
      else found.push(at);
    }
  });
  const seen = new PairSet();
  for (const found of members.values()) {
    if (found.length > mostInBlock) {
      seen.passedOver += 1;
      continue;
    }
    for (let i = 0; i < found.length; i++)
      for (let j = i + 1; j < found.length; j++) seen.add(found[i] as number, found[j] as number);
  }
  return seen;
}

/** A set of pairs of positions. */
export class PairSet implements Iterable<readonly [number, number]> {
  /** Blocks that were too large to pair. */
  passedOver = 0;
  size = 0;
  private readonly higher = new Map<number, Set<number>>();
  add(a: number, b: number): void {
    const [low, high] = a < b ? [a, b] : [b, a];
    let found = this.higher.get(low);
    if (found === undefined) {
      found = new Set();
      this.higher.set(low, found);
    }
    if (found.has(high)) return;
    found.add(high);
    this.size += 1;
  }
  *[Symbol.iterator](): Generator<readonly [number, number]> {
    for (const [low, found] of this.higher) for (const high of found) yield [low, high];
  }
}

/** How common each value of each field is among the records. */
export function frequencies(records: readonly Traits[]): Frequency {
  const counted = new Map<Field, Map<string, number>>();
  const totals = new Map<Field, number>();
  for (const field of ['given', 'family', 'locality', 'postcode'] as const) {
    const values = new Map<string, number>();
    let total = 0;
    for (const record of records) {
      if (record[field] === '') continue;
      total += 1;
      values.set(record[field], (values.get(record[field]) ?? 0) + 1);
    }
    counted.set(field, values);
    totals.set(field, total);
  }
  return (field, value) => {
    const count = counted.get(field)?.get(value);
    return count === undefined ? undefined : count / (totals.get(field) as number);
  };
}

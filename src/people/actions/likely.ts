/** Who on file is likely to be the person of an entry, and why. */
import type { Sql } from '../../kit/db.ts';
import { type Frequency, type Known, type Score, scorer, type Traits, traitsOf } from '../rules/linkage.ts';
import { usualModel } from '../rules/linkage-defaults.ts';
import { type Named, type OtherName, scoreByNames } from '../rules/linkage-names.ts';
import { fold } from '../rules.ts';
import * as store from '../store/candidates.ts';
import { namedAfter, namesOfCandidates, namesOfPeople, type OtherNameRow } from '../store/further-names.ts';
import { queuePairs } from './pairs.ts';

/** Somebody on file with the score against an entry. */
export type Likely = { personId: string; score: Score };

/** From here on somebody is told of. */
export const worthTelling = 0.1;
const mostTold = 10;

// One entry in twenty is of somebody who is on file.
const priorOf = (people: number) => 0.05 / Math.max(1000, people);

type Population = { people: number; frequency: Frequency };
// What the planner knows of the table changes slowly; asked for each entry it would be a statement more.
const remembered = new WeakMap<object, { at: number; what: Population }>();
const keep = 10 * 60_000;

/** PostgreSQL's text of an array: {smith,"o brien"}. Folded names hold no quotes or backslashes. */
const arrayOf = (text: string | null): string[] =>
  text === null
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((one) => one.replace(/^"|"$/g, ''));

async function populationOf(sql: Sql): Promise<Population> {
  const had = remembered.get(sql);
  if (had !== undefined && performance.now() - had.at < keep) return had.what;
  const [row] = await store.population(sql, {});
  const shares = {
    family: new Map(arrayOf(row?.families ?? null).map((name, at) => [name, row?.family_shares?.[at] ?? 0])),
    given: new Map(arrayOf(row?.givens ?? null).map((name, at) => [name, row?.given_shares?.[at] ?? 0])),
  };
  const people = row?.people ?? 0;
  // What is not among the commonest is at most as common as the least common of these.
  const rest = (shared: Map<string, number>) => (shared.size < 20 ? undefined : Math.min(...shared.values()) / 2);
  const rare = { family: rest(shares.family), given: rest(shares.given) };
  const frequency: Frequency = (field, value) => {
    if (people < 5000 || (field !== 'family' && field !== 'given')) return undefined;
    return shares[field].get(value) ?? rare[field];
  };
  const what = { people, frequency };
  remembered.set(sql, { at: performance.now(), what });
  return what;
}

/** A day with its month for its day, where there is such a day. */
function swapped(day: string | null): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '');
  if (parts === null || Number(parts[3]) > 12) return null;
  return `${parts[1]}-${parts[3]}-${parts[2]}`;
}

const rowTraits = (row: store.CandidateRow): Traits =>
  traitsOf({
    givenName: row.given_name,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    identifier: row.ni_number,
    address: row.address,
    locality: row.locality,
    postcode: row.postcode,
    phone: row.phone,
    email: row.email,
  });

/** Further names by person. */
function byPerson(rows: readonly OtherNameRow[]): Map<string, OtherName[]> {
  const names = new Map<string, OtherName[]>();
  for (const row of rows) {
    const theirs = names.get(row.person_id) ?? [];
    theirs.push({ use: row.use, givenName: row.given_name, familyName: row.family_name });
    names.set(row.person_id, theirs);
  }
  return names;
}
const namedRow = (row: store.CandidateRow, names: ReadonlyMap<string, OtherName[]>): Named => ({
  traits: rowTraits(row),
  names: names.get(row.id) ?? [],
});

/**
 * The people on file who are likely to be this one, the likeliest first, each with the score field by field. The work is the
 * same whoever is found, and whether somebody may see them or not: that is asked afterwards.
 */
export async function likelyPeople(sql: Sql, entry: Known, except?: string): Promise<Likely[]> {
  const [given, family] = [fold(entry.givenName ?? ''), fold(entry.familyName ?? '')];
  const { people, frequency } = await populationOf(sql);
  const rows = await store.candidates(sql, {
    niNumber: entry.identifier ?? null,
    born: entry.dateOfBirth ?? null,
    bornSwapped: swapped(entry.dateOfBirth ?? null),
    given,
    family,
    initial: given.slice(0, 1),
    phone: entry.phone ?? null,
    postcode: entry.postcode ?? null,
    sounds: ` ${given} ${family} `,
  });
  const further = await namesOfCandidates(sql, { ids: rows.map(({ id }) => id), given, family });
  const names = byPerson(further);
  const all = new Map([...further.map(({ person }) => person), ...rows].map((row) => [row.id, row]));
  const one = { traits: traitsOf(entry), names: [] };
  const scoring = scorer(usualModel, priorOf(people), frequency);
  return [...all.values()]
    .filter((row) => row.id !== except)
    .map((row) => ({ personId: row.id, score: scoreByNames(scoring, one, namedRow(row, names)) }))
    .filter(({ score: { probability } }) => probability >= worthTelling)
    .sort((a, b) => b.score.weight - a.score.weight)
    .slice(0, mostTold);
}

/** The job that looks through all people for second records. */
export const duplicatesJob = 'people.duplicates';
const batch = 500;

type Blocked = { one: store.CandidateRow | null; other: store.CandidateRow | null };
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Looks through everybody on file for pairs that may be of one person, and puts them into the queue: first by their usual names
 * and what else they share, then by their further names. Memory does not grow with the number of people; what was decided stays
 * decided, so it may run again at any time. Resolves to the pairs put there.
 */
export async function findSecondRecords(sql: Sql, foundBy: 'run' | 'import'): Promise<number> {
  const { people, frequency } = await populationOf(sql);
  const scoring = scorer(usualModel, priorOf(people), frequency);
  const queue = async (rows: readonly Blocked[]) => {
    const pairs = pairsOf(rows);
    const ids = [...new Set(pairs.flatMap(([one, other]) => [one.id, other.id]))];
    const names = byPerson(await namesOfPeople(sql, { ids }));
    const found = pairs.map(([one, other]) => ({
      a: one.id,
      b: other.id,
      score: scoreByNames(scoring, namedRow(one, names), namedRow(other, names)),
    }));
    const likely = found.filter(({ score: { probability } }) => probability >= worthTelling);
    return queuePairs(sql, likely, foundBy);
  };
  return (
    (await walk(queue, async (after) =>
      (await store.blockedAfter(sql, { after, limit: batch })).map((row) => ({ ...row, at: row.one.id })),
    )) +
    (await walk(queue, async (after) =>
      (await namedAfter(sql, { after, limit: batch })).map((row) => ({ ...row, at: row.name_id })),
    ))
  );
}

/** Walks from batch to batch until one brings nothing new. */
async function walk(
  queue: (rows: readonly Blocked[]) => Promise<number>,
  next: (after: string) => Promise<(Blocked & { at: string })[]>,
): Promise<number> {
  let [after, queued] = [first, 0];
  for (;;) {
    const rows = await next(after);
    queued += await queue(rows);
    const last = rows.map(({ at }) => at).reduce(later, after);
    if (last === after) return queued;
    after = last;
  }
}

const later = (one: string, other: string): string => (one > other ? one : other);

/** The pairs of a batch, each once: two may share a block under several names. */
function pairsOf(rows: readonly Blocked[]): [store.CandidateRow, store.CandidateRow][] {
  const pairs = new Map<string, [store.CandidateRow, store.CandidateRow]>();
  for (const { one, other } of rows)
    if (one !== null && other !== null) pairs.set([one.id, other.id].sort().join(' '), [one, other]);
  return [...pairs.values()];
}

/** The job itself. */
export async function runDuplicatesJob(payload: Record<string, unknown>, { db }: { db: Sql }): Promise<void> {
  await findSecondRecords(db, payload.foundBy === 'import' ? 'import' : 'run');
}

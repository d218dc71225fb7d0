import { type RawBuilder, sql } from 'kysely';
import { keptPerson } from './parts.ts';

/**
 * What somebody is looked for by. Names are folded (see `fold`), numbers as they are stored. `born` narrows the tests of
 * names to days of birth from the first to the second, both included. The parts of a whole name are what may be its given or
 * its family name: 'ann', 'mary khan', 'ann mary' and 'khan' of 'ann mary khan'.
 */
export type PersonTest =
  | { by: 'anybody' }
  | { by: 'reference'; references: readonly string[] }
  | { by: 'number'; niNumber: string }
  | { by: 'end of number'; end: string }
  | { by: 'phone'; phone: string }
  | { by: 'end of phone'; end: string }
  | { by: 'born'; days: readonly string[]; words: readonly string[] }
  | ((
      | { by: 'whole name'; words: readonly string[]; parts: readonly string[] }
      | { by: 'beginnings' | 'fragments' | 'sounds'; words: readonly string[] }
    ) & { born?: { from: string; to: string } | undefined });

/** Somebody who was found, with the name they were found under when it is not the usual one. */
export type FoundPerson = {
  person_id: string;
  person_reference: string | null;
  search_given: string;
  search_family: string;
  date_of_birth: string | null;
  ni_number: string | null;
  phone: string | null;
  other_use: string | null;
  other_given: string | null;
  other_family: string | null;
  other_search_given: string | null;
  other_search_family: string | null;
};

type Part = RawBuilder<unknown>;

const all = (parts: readonly Part[]): Part => sql.join(parts, sql` and `);
const any = (parts: readonly Part[]): Part => sql`(${sql.join(parts, sql` or `)})`;
const pattern = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** Three letters and more are a fragment anywhere; fewer, which no index of three letters finds, begin a word. */
const fragment = (row: Part, word: string): Part =>
  sql`${row}.search_text like ${word.length < 3 ? `% ${pattern(word)}%` : `%${pattern(word)}%`}`;
const beginning = (row: Part, word: string): Part => sql`${row}.search_text like ${`% ${pattern(word)}%`}`;
/** A name that begins so, by a walk along its index: a beginning found by three letters reads thousands of other names. */
const begins = (name: Part, word: string): Part => sql`${name} ~>=~ ${word} and ${name} ~<~ ${`${word}\u{10ffff}`}`;
const soundLike = (names: Part, words: readonly string[]): Part =>
  sql`name_sounds(${names}) @> name_sounds(${words.join(' ')})`;
const sounds = (row: Part, words: readonly string[]): Part => soundLike(sql`${row}.search_text`, words);

/** Whether words have a sound to be looked for by. Without one of each word everybody would sound like them. */
export const haveSounds = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => /^[a-z]{2,}$/.test(word));

/** What a test asks of a name, as alternatives that an index each serves: of `person` or of `person_name`. */
function ofName(row: Part, test: PersonTest): Part[] {
  switch (test.by) {
    case 'whole name': {
      const [only, ...others] = test.parts;
      if (others.length === 0) return [sql`${row}.search_family = ${only}`, sql`${row}.search_given = ${only}`];
      return [
        sql`${row}.search_family = any(${test.parts}::text[]) and ${row}.search_given = any(${test.parts}::text[])`,
      ];
    }
    case 'beginnings':
      return [all(test.words.map((word) => beginning(row, word)))];
    case 'fragments':
      return [all(test.words.map((word) => fragment(row, word)))];
    case 'sounds':
      return haveSounds(test.words) ? [sounds(row, test.words)] : [];
    default:
      return [];
  }
}

const bornWithin = (test: PersonTest): Part[] =>
  'born' in test && test.born !== undefined
    ? [sql`p.date_of_birth between ${test.born.from}::date and ${test.born.to}::date`]
    : [];

/** What a test asks of the person's own row, as alternatives. */
function ofPerson(test: PersonTest): Part[] {
  switch (test.by) {
    case 'anybody':
      return [sql`true`];
    case 'reference':
      return [sql`p.reference = any(${test.references}::text[])`];
    case 'number':
      return [sql`p.ni_number = ${test.niNumber}`];
    case 'end of number':
      return [sql`right(p.ni_number, 4) = ${test.end.slice(-4)} and p.ni_number like ${`%${pattern(test.end)}`}`];
    case 'phone':
      return [sql`p.phone = ${test.phone}`];
    case 'end of phone':
      return [sql`right(p.phone, 6) = ${test.end.slice(-6)} and p.phone like ${`%${pattern(test.end)}`}`];
    case 'born': {
      const day = sql`p.date_of_birth = any(${test.days}::date[])`;
      if (test.words.length === 0) return [day];
      const names = [all(test.words.map((word) => fragment(sql`p`, word)))];
      if (haveSounds(test.words)) names.push(sounds(sql`p`, test.words));
      return [sql`${day} and ${any(names)}`];
    }
    case 'beginnings': {
      const [only = '', ...others] = test.words;
      // A word within a double name is left to the fragments that are looked for next.
      const parts =
        others.length > 0
          ? ofName(sql`p`, test)
          : [begins(sql`p.search_family`, only), begins(sql`p.search_given`, only)];
      return parts.map((part) => all([part, ...bornWithin(test)]));
    }
    default:
      return ofName(sql`p`, test).map((part) => all([part, ...bornWithin(test)]));
  }
}

/** What a test asks of a further name, with the person's row at hand as `p`. */
function ofOtherName(test: PersonTest): Part[] {
  if (test.by === 'born') {
    if (test.words.length === 0) return [];
    return [
      sql`p.date_of_birth = any(${test.days}::date[]) and ${all(test.words.map((word) => fragment(sql`n`, word)))}`,
    ];
  }
  // An index of its own for whole names would be used by nobody else: every word of them is looked for instead.
  const parts =
    test.by === 'whole name'
      ? [all(test.words.map((word) => sql`n.search_text like ${`% ${pattern(word)} %`}`))]
      : ofName(sql`n`, test);
  return parts.map((part) => all([part, ...bornWithin(test)]));
}

/** What the caller asked of each: the numbers cost time by the thousand, and are left out when no number is looked for. */
const person = (tests: readonly PersonTest[]): Part => {
  const numbers = tests.some(({ by }) => !['born', 'whole name', 'beginnings', 'fragments', 'sounds'].includes(by));
  const known = sql`p.reference as person_reference, p.ni_number, p.phone`;
  const left = sql`null::text as person_reference, null::text as ni_number, null::text as phone`;
  return sql`p.id as person_id, p.search_given, p.search_family, p.date_of_birth, ${numbers ? known : left}`;
};
const usual = (tests: readonly PersonTest[]): Part =>
  sql`${person(tests)}, null::text as other_use, null::text as other_given, null::text as other_family, null::text as other_search_given, null::text as other_search_family`;
const other = (tests: readonly PersonTest[]): Part =>
  sql`${person(tests)}, n.use as other_use, n.given_name as other_given, n.family_name as other_family, n.search_given as other_search_given, n.search_family as other_search_family`;

/** Whoever is kept of a record with one of these references that was merged: a letter may bear its number for years. */
const merged = (
  references: readonly string[],
  whose: Part,
): Part => sql`select p.id as person_id, p.search_given, p.search_family,
    p.date_of_birth, m.reference as person_reference, p.ni_number, p.phone, null::text as other_use, null::text as other_given,
    null::text as other_family, null::text as other_search_given, null::text as other_search_family
  from person m join person p on p.id = ${keptPerson(sql`m.id`)}
  where m.merged_into is not null and m.reference = any(${references}::text[]) and ${whose}`;
const mergedFound = (tests: readonly PersonTest[], whose: Part): Part[] =>
  tests.flatMap((test) => (test.by === 'reference' ? [merged(test.references, whose)] : []));

/**
 * What a test of one word asks of a name that somebody bears: those names are few, and the people of each stand together in
 * an index. Null where the people are asked themselves: of several words each may be in either name, and fewer than three
 * letters are no fragment.
 */
function ofKnownName(test: PersonTest): Part | null {
  if ((test.by !== 'fragments' && test.by !== 'sounds') || test.words.length !== 1) return null;
  const [word = ''] = test.words;
  if (test.by === 'sounds') return haveSounds(test.words) ? soundLike(sql`name`, test.words) : null;
  return word.length < 3 ? null : sql`name like ${`%${pattern(word)}%`}`;
}

/** So many pairs of names are looked up in the index of family and given names; more take longer than the letters do. */
const mostPairs = 20_000;

/**
 * Two fragments, each of a name that somebody bears: the people of every pair of those names, whichever is the family name, and
 * those in one of whose names both are. Null for another test. The letters of common fragments fit thousands of people, most of
 * whom only one of the two fits.
 */
function ofPairs(test: PersonTest, columns: Part): Part[] | null {
  if (test.by !== 'fragments' || test.words.length !== 2 || test.words.some((word) => word.length < 3)) return null;
  const like = test.words.map((word) => sql`name like ${`%${pattern(word)}%`}`);
  const names = (condition: Part) => sql`(select array_agg(distinct name) from known_name where ${condition})`;
  const few = sql`coalesce(cardinality(k.one) * cardinality(k.other), 0) <= ${mostPairs}`;
  const those = (condition: Part) =>
    sql`select p.* from person p where ${all([condition, sql`p.merged_into is null`, ...bornWithin(test)])}`;
  const arms = [
    sql`${few} and p.search_family = any(k.one) and p.search_given = any(k.other)`,
    sql`${few} and p.search_family = any(k.other) and p.search_given = any(k.one)`,
    sql`${few} and p.search_family = any(k.whole)`,
    sql`${few} and p.search_given = any(k.whole)`,
    all([sql`not ${few}`, ...ofName(sql`p`, test)]),
  ];
  return [
    sql`select ${columns} from (select ${names(like[0] as Part)} as one, ${names(like[1] as Part)} as other, ${names(all(like))} as whole offset 0) k
      cross join lateral (${sql.join(arms.map(those), sql` union all `)} offset 0) p`,
  ];
}

/** The people whom a test fits by their usual name, as selects that stop when there are enough. */
function usuallyNamed(test: PersonTest, columns: Part): Part[] {
  const pairs = ofPairs(test, columns);
  if (pairs !== null) return pairs;
  const known = ofKnownName(test);
  if (known === null)
    return ofPerson(test).map((part) => sql`select ${columns} from person p where p.merged_into is null and ${part}`);
  const bearer = (column: Part) =>
    sql`select p.* from person p where p.${column} = k.name and ${all([sql`p.merged_into is null`, ...bornWithin(test)])}`;
  // `offset 0` keeps the order: names first, then the people of each. Turned round, everybody is read for a common name.
  return [
    sql`select ${columns} from (select distinct name from known_name where ${known} offset 0) k
      cross join lateral (${bearer(sql`search_family`)} union all ${bearer(sql`search_given`)} offset 0) p`,
  ];
}

/**
 * Everybody whom one of the tests fits, to stand after `from` in another room's statement. Every alternative walks along an
 * index of its own and no further than rows are asked for, so that a limit outside bounds the work. Somebody may come more
 * than once. Who was merged into another record is found by its reference alone, as the one who is kept.
 */
export function peopleFound(tests: readonly PersonTest[]): RawBuilder<FoundPerson> {
  const selects = [
    ...tests.flatMap((test) => usuallyNamed(test, usual(tests))),
    ...tests
      .flatMap(ofOtherName)
      .map(
        (part) =>
          sql`select ${other(tests)} from person_name n join person p on p.id = n.person_id where n.removed_at is null and p.merged_into is null and ${part}`,
      ),
    ...mergedFound(tests, sql`true`),
  ];
  const none = sql`select ${usual(tests)} from person p where false`;
  return sql<FoundPerson>`(${selects.length === 0 ? none : sql.join(selects, sql` union all `)} offset 0)`;
}

/** The same tests of one person, whose id stands in the statement: for a caller who starts from few cases. */
export function personFits(id: Part, tests: readonly PersonTest[]): RawBuilder<FoundPerson> {
  const [ofThem, ofNames] = [tests.flatMap(ofPerson), tests.flatMap(ofOtherName)];
  const fits = (parts: readonly Part[]) => (parts.length === 0 ? sql`false` : any(parts.map((part) => sql`(${part})`)));
  return sql<FoundPerson>`(
    select ${usual(tests)} from person p where p.id = ${id} and p.merged_into is null and ${fits(ofThem)}
    union all
    select ${other(tests)} from person_name n join person p on p.id = n.person_id
    where n.person_id = ${id} and n.removed_at is null and p.merged_into is null and ${fits(ofNames)}${sql.join(
      mergedFound(tests, sql`p.id = ${id}`).map((select) => sql` union all ${select}`),
      sql``,
    )})`;
}

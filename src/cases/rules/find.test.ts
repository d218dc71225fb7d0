import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { referenceOf } from '../../kit/ids.ts';
import { fold } from '../../people/rules.ts';
import { type Asked, readSearch } from './find.ts';
import { type Candidate, rank } from './rank.ts';
import { dayIn, daysNear, nearness } from './typed-day.ts';

const thisYear = 2016;
const read = (typed: string): Asked => {
  const search = readSearch(typed, thisYear);
  if ('problem' in search) throw new Error(search.problem);
  return search;
};

test('names are looked for in any order', () => {
  assert.deepEqual(new Set(read(' O’Rei  siob ').parts), new Set(['orei', 'siob']));
  assert.deepEqual(new Set(read('ann mary khan').parts), new Set(['ann', 'mary khan', 'ann mary', 'khan']));
  assert.deepEqual(read('khan').parts, ['khan']);
});

test('every reference is found as it is said, with figures in it or none', () => {
  const numbers = fc.oneof(fc.nat(32 ** 7 - 1), fc.nat(22 ** 7 - 1).map(withoutFigures));
  fc.assert(
    fc.property(numbers, fc.constantFrom('C', 'P'), (number, letter) => {
      const reference = referenceOf(letter, number);
      if (reference === null) return;
      assert.ok(read(reference.toLowerCase().replace('-', ' ')).references.includes(reference));
    }),
  );
});

/** A number whose reference is letters alone, but for its check character. */
function withoutFigures(number: number): number {
  let [made, left] = [0, number];
  for (let i = 0; i < 7; i++) {
    made = made * 32 + 10 + (left % 22);
    left = Math.floor(left / 22);
  }
  return made;
}

test('a name that may also be a reference is looked for as both', () => {
  const search = read('C-YYSR-PHWS');
  assert.deepEqual(search.references, ['C-YYSR-PHWS']);
  assert.ok(search.words.length > 0);
});

test('a hand-over reference is found in either case, a National Insurance number as it is written', () => {
  assert.ok(read('ww00029').references.includes('WW00029'));
  assert.equal(read('qq 76 55 31 a').niNumber, 'QQ765531A');
});

test('a search that would find half the programme is refused with a reason', () => {
  for (const typed of ['', '  ', 's', '-', "'"]) assert.ok('problem' in readSearch(typed, thisYear), typed);
});

test('a day of birth is read however it is written, with a name or without', () => {
  for (const typed of [
    '4 Feb 1981',
    '4th February 1981',
    '04/02/1981',
    '4.2.81',
    '4-2-1981',
    '1981-02-04',
    'Feb 4, 1981',
    '04021981',
    '19810204',
    '04 02 1981',
  ])
    assert.equal(read(typed).born, '1981-02-04', typed);
  const both = read('smith 4 feb 1981');
  assert.deepEqual([both.born, both.words], ['1981-02-04', ['smith']]);
  assert.deepEqual([read('4/2/1981 ann smith').words, read('ann 1981 smith').bornIn], [['ann', 'smith'], 1981]);
  assert.equal(dayIn('31/02/1981', thisYear), null);
  assert.equal(dayIn('4/2/05', thisYear)?.day, '1905-02-04');
  assert.equal(dayIn('4/2/01', thisYear)?.day, '2001-02-04');
});

test('every day is read back from what is written of it', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2015-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split('-').map(Number) as [number, number, number];
      const words = date.toLocaleDateString('en-GB', {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
      for (const typed of [iso, `${day}/${month}/${year}`, `${day}.${month}.${year}`, words, `khan ${words}`])
        assert.equal(dayIn(typed, thisYear)?.day, iso, typed);
    }),
  );
});

test('days that are easily written for one another are near, in both directions', () => {
  assert.ok(daysNear('1981-02-04').includes('1981-04-02'));
  assert.deepEqual(
    ['1981-02-04', '1981-04-02', '1981-02-05', '1971-02-04', null, '1990-09-09'].map((day) =>
      nearness('1981-02-04', day),
    ),
    [0, 1, 1, 1, 2, 3],
  );
});

test('numbers are read whole or by their end, in any spacing', () => {
  assert.equal(read('553 1A').niEnd, '5531A');
  assert.equal(read('31 1b').niEnd, '311B');
  assert.equal(read('+44 7700 900 123').phone, '07700900123');
  assert.equal(read('(07700) 900-123').phone, '07700900123');
  assert.equal(read('900 123').phoneEnd, '900123');
  assert.equal(read('12345').phoneEnd, null);
});

const asked: Asked = { ...read('ann khan') };
const person = (given: string, family: string, more: Partial<Candidate> = {}): Candidate => ({
  caseId: `${given} ${family}`,
  references: [],
  name: { given: fold(given), family: fold(family) },
  born: null,
  niNumber: null,
  phone: null,
  other: null,
  ...more,
});

test('the closest name stands first, and each row says why it is there', () => {
  const order = [
    person('Ann', 'Khan'),
    person('Mary Ann', 'Khan'),
    person('Anna', 'Khan'),
    person('Joanne', 'Khan'),
    person('Anne', 'Caan'),
  ];
  const ranked = rank(asked, [...order].reverse());
  assert.deepEqual(
    ranked.map(({ caseId, why }) => [caseId, ...why]),
    [
      ['Ann Khan', 'Same name'],
      ['Mary Ann Khan', 'Same name'],
      ['Anna Khan', 'Name begins like this'],
      ['Joanne Khan', 'Part of the name'],
      ['Anne Caan', 'Name sounds alike'],
    ],
  );
});

test('accents, hyphens, apostrophes and order make no difference to what is the same name', () => {
  for (const [typed, given, family] of [
    ['anne marie obrien', 'Anne-Marie', "O'Brien"],
    ['O’Brien Anne-Marie', 'Anne-Marie', "O'Brien"],
    ['hemi tamati', 'Hēmi', 'Tāmati'],
    ['smith-jones ann', 'Ann', 'Smith Jones'],
  ] as const)
    assert.equal(rank(read(typed), [person(given, family)])[0]?.fit, 'whole name', typed);
});

test('an exact number stands before any name, and a nearer day of birth before a closer name', () => {
  const byNumber = rank(read('C-YYSR-PHWS'), [
    person('Ann', 'Khan'),
    person('Zed', 'Other', { references: ['C-YYSR-PHWS'] }),
  ]);
  assert.deepEqual([byNumber[0]?.caseId, byNumber[0]?.why], ['Zed Other', ['Same reference']]);
  const born = rank(read('ann khan 4 feb 1981'), [
    person('Ann', 'Khan', { caseId: 'far', born: '1990-01-01' }),
    person('Ann', 'Khan', { caseId: 'unknown' }),
    person('Ann', 'Khan', { caseId: 'near', born: '1981-04-02' }),
    person('Anne', 'Caan', { caseId: 'same', born: '1981-02-04' }),
  ]);
  assert.deepEqual(
    born.map(({ caseId }) => caseId),
    ['same', 'near', 'unknown', 'far'],
  );
  assert.deepEqual(born[0]?.why, ['Name sounds alike', 'Same date of birth']);
});

test('somebody found under another name says so, and comes once', () => {
  const usual = person('Deborah', 'Marsh', { caseId: 'one' });
  const ranked = rank(read('khan'), [
    usual,
    { ...usual, other: { use: 'former name', shown: 'Deborah Khan', name: { given: 'deborah', family: 'khan' } } },
  ]);
  assert.deepEqual(
    ranked.map(({ why }) => why),
    [['Same name: former name, Deborah Khan']],
  );
});

test('the order of a search does not depend on the order in which people are found', () => {
  const name = fc.constantFrom('Ann', 'Anna', 'Joanne', 'Khan', 'Caan', 'Zed');
  const people = fc.uniqueArray(
    fc.tuple(name, name, fc.option(fc.constantFrom('1981-02-04', '1981-04-02', '1999-01-01'))),
    {
      selector: String,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(people, fc.constantFrom('ann khan', 'ann 4/2/1981', '1981-02-04'), (list, typed) => {
      const found = list.map(([given, family, born]) =>
        person(given, family, { caseId: `${given} ${family} ${born}`, born }),
      );
      const ids = (order: Candidate[]) => rank(read(typed), order).map(({ caseId }) => caseId);
      assert.deepEqual(ids([...found].reverse()), ids(found));
    }),
  );
});

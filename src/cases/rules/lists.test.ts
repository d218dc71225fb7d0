import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { referenceOf } from '../../kit/ids.ts';
import { aboveGuide, type CaseloadEntry, caseloadSorts, sortCaseload } from './caseload.ts';
import { readSearch } from './find.ts';

const entry: fc.Arbitrary<CaseloadEntry> = fc.record({
  caseId: fc.uuid(),
  name: fc.string({ maxLength: 5 }),
  reference: fc.constant('C-0000-0000'),
  areaName: fc.option(fc.constantFrom('Bolton', 'Bury')),
  status: fc.constantFrom('referred' as const, 'attached' as const),
  support: fc.constant(null),
  month: fc.integer({ min: -1, max: 24 }),
  silence: fc.option(fc.integer({ min: 0, max: 500 })),
});

test('a caseload has one order, whatever order it comes in', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: ({ caseId }) => caseId }),
      fc.constantFrom(...caseloadSorts),
      fc.constantFrom('ascending' as const, 'descending' as const),
      (entries, sort, direction) => {
        const sorted = sortCaseload(entries, sort, direction);
        assert.deepEqual(sortCaseload([...entries].reverse(), sort, direction), sorted);
        assert.equal(sorted.length, entries.length);
      },
    ),
  );
});

test('a caseload above the guide says so; people who are only referred do not count', () => {
  const guide = { from: 40, to: 50, clients: 'clients', keyWorker: 'Key Worker' };
  const of = (attached: number, referred: number) => [
    ...Array.from({ length: attached }, () => ({ status: 'attached' as const })),
    ...Array.from({ length: referred }, () => ({ status: 'referred' as const })),
  ];
  assert.equal(aboveGuide(of(50, 20), guide), undefined);
  assert.equal(aboveGuide(of(0, 0), guide), undefined);
  assert.equal(
    aboveGuide(of(51, 3), guide),
    '51 attached clients: more than the guide of 40 to 50 for each Key Worker',
  );
});

test('somebody who was never in touch stands at the top of the longest silences', () => {
  const one = (caseId: string, silence: number | null): CaseloadEntry => ({
    caseId,
    name: caseId,
    reference: '',
    areaName: null,
    status: 'attached',
    support: null,
    month: 0,
    silence,
  });
  const order = sortCaseload([one('a', 3), one('b', null), one('c', 90)], 'contact', 'descending');
  assert.deepEqual(
    order.map(({ caseId }) => caseId),
    ['b', 'c', 'a'],
  );
});

const read = (typed: string) => {
  const search = readSearch(typed);
  if ('problem' in search) throw new Error(search.problem);
  return search;
};

test('beginnings of names are looked for in any order', () => {
  const { names } = read(' O’Rei  siob ');
  assert.deepEqual(
    new Set(names.map(({ given, family }) => `${given}|${family}`)),
    new Set(['|orei siob', 'orei siob|', 'orei|siob', 'siob|orei']),
  );
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
  assert.ok(search.names.length > 0);
});

test('a hand-over reference is found in either case, a National Insurance number as it is written', () => {
  assert.ok(read('ww00029').references.includes('WW00029'));
  assert.equal(read('qq 76 55 31 a').niNumber, 'QQ765531A');
});

test('a search that would find half the programme is refused with a reason', () => {
  for (const typed of ['', '  ', 's', '-', "'"]) assert.ok('problem' in readSearch(typed), typed);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aboveGuide, type CaseloadEntry, caseloadSorts, sortCaseload } from './caseload.ts';

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

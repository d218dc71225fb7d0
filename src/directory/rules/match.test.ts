import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allWaitLong,
  type Candidate,
  compareHits,
  jobReadyKey,
  type Known,
  longWaitWords,
  matchOf,
  ranked,
} from './match.ts';
import type { Taking } from './open.ts';
import { covers, lettersOf, milesBetween, outwardOf } from './place.ts';
import { waitOf } from './wait.ts';

const day = '2008-04-07';
const known: Known = {
  postcode: 'ZX2 4AA',
  at: null,
  age: 34,
  benefit: 'ib',
  jobReady: null,
  away: false,
  day,
  longWait: 42,
  least: 5,
  benefitNames: { ib: 'Incapacity Benefit' },
};
function taking(given: Partial<Taking>): Taking {
  return {
    ...{ verified: true, referable: true, status: 'active', closed_from: null, closed_to: null },
    ...{ last_referral_on: null, funded_until: null, contract: null, contract_from: null },
    ...given,
  };
}
const plain: Candidate = {
  id: 'a',
  name: 'Condition management',
  helpsWith: ['Mental health'],
  wordsIn: null,
  taking: taking({}),
  minimumAge: null,
  maximumAge: null,
  postcodes: [],
  benefits: [],
  exclusions: [],
  sites: [],
  remote: false,
  access: { allowed: true, why: null },
  places: null,
  placesTaken: null,
  nextStart: null,
  capacityOn: null,
  started: { n: 0, days: 0 },
};
const nobody: Known = { ...known, postcode: null, age: null, benefit: null };

test('a postcode outside where a service may help stands in the way, with the reason; inside it speaks for it', () => {
  const clearwater = { ...plain, postcodes: ['ZX1', 'ZX2', 'ZX3'] };
  const outside = matchOf({ ...known, postcode: 'ZX5 1BB' }, clearwater);
  assert.deepEqual(outside.blocks, [
    {
      why: 'Only for people who live in ZX1, ZX2 or ZX3: they live in ZX5',
      lift: 'Look for one that takes people from ZX5',
    },
  ]);
  assert.ok(matchOf(known, clearwater).fits.includes('Takes people from ZX2'));
  const asked = matchOf({ ...known, postcode: null }, clearwater);
  assert.deepEqual(
    [asked.blocks, asked.asks],
    [[], ['Only for people who live in ZX1, ZX2 or ZX3: their postcode is not known']],
  );
  assert.deepEqual(matchOf({ ...known, postcode: 'ZX12 1BB' }, clearwater).blocks.length, 1, 'ZX1 is not ZX12');
});

test('age, benefit and being ready for work: who has none is told what they would need', () => {
  const young = { ...plain, minimumAge: 16, maximumAge: 24 };
  assert.equal(matchOf(known, young).blocks[0]?.why, 'Only for people from 16 to 24: they are 34');
  assert.deepEqual(matchOf({ ...known, age: 15 }, young).blocks[0]?.lift, 'When they are 16');
  assert.deepEqual(matchOf({ ...known, age: 24 }, young).blocks, []);
  const onBenefit = { ...plain, benefits: ['ib'] };
  assert.ok(matchOf(known, onBenefit).fits.includes('Takes people with Incapacity Benefit'));
  assert.equal(
    matchOf({ ...known, benefit: 'none' }, onBenefit).blocks[0]?.why,
    'Only for people with Incapacity Benefit: they have no benefit',
  );
  assert.equal(matchOf({ ...known, benefit: null }, onBenefit).blocks.length, 0);
  const ready = {
    ...plain,
    exclusions: [{ key: jobReadyKey, words: 'For people who are ready for work', sensitive: false }],
  };
  assert.deepEqual(matchOf(known, ready).asks, ['For people who are ready for work']);
  assert.equal(
    matchOf({ ...known, jobReady: false }, ready).blocks[0]?.why,
    'For people who are ready for work: not yet job ready',
  );
});

test('a sensitive exclusion is shown, and asked only if the person agrees', () => {
  const exclusions = [{ key: 'substance', words: 'Nobody who drinks or takes drugs now', sensitive: true }];
  const { asks, blocks } = matchOf(known, { ...plain, exclusions });
  assert.deepEqual([asks, blocks], [['Nobody who drinks or takes drugs now. Ask only if they agree to be asked'], []]);
});

test('what takes nobody, or nobody from this role, is told with its reason', () => {
  const of = (given: Partial<Taking>, on = day) =>
    matchOf({ ...known, day: on }, { ...plain, taking: taking(given) }).blocks;
  const last = { last_referral_on: '2008-06-02', funded_until: '2008-06-30' };
  assert.deepEqual(of(last, '2008-06-02'), [], 'its last day still counts');
  assert.match(of(last, '2008-06-03')[0]?.why ?? '', /2 Jun 2008/);
  assert.equal(of({ verified: false }).length, 1);
  const role = { allowed: false, why: 'Only disability employment advisers' };
  assert.equal(matchOf(known, { ...plain, access: role }).blocks[0]?.why, 'Only disability employment advisers');
});

test('a wait is what the service says of its places, else what others waited; over six weeks it is long', () => {
  const ask = { day, longWait: 42, least: 5 };
  const full = { places: 10, placesTaken: 10, nextStart: '2008-05-12', capacityOn: null, started: { n: 0, days: 0 } };
  assert.deepEqual([waitOf(full, ask).days, waitOf(full, ask).band], [35, 1]);
  const later = waitOf({ ...full, nextStart: '2008-05-26' }, ask);
  assert.deepEqual([later.days, later.band], [49, 2]);
  assert.equal(waitOf({ ...full, placesTaken: 7, nextStart: null }, ask).words, '3 places free');
  assert.equal(waitOf({ ...full, nextStart: null }, ask).band, 2);
  const silent = { places: null, placesTaken: null, nextStart: null, capacityOn: null };
  assert.deepEqual(waitOf({ ...silent, started: { n: 4, days: 400 } }, ask).days, null, 'too few to say anything');
  assert.deepEqual(waitOf({ ...silent, started: { n: 5, days: 250 } }, ask).days, 50);
  const { suitable } = ranked(known, [{ ...plain, ...full, nextStart: '2008-05-26' }]);
  assert.equal(allWaitLong(suitable), true);
  assert.match(longWaitWords(suitable[0]?.match as never, 42) ?? '', /^Over 6 weeks/);
  assert.equal(allWaitLong([...suitable, ...ranked(known, [plain]).suitable]), false);
  assert.equal(allWaitLong([]), false);
});

test('near comes first, or last for somebody who wants to be away from where they live', () => {
  const at = (id: string, postcode: string): Candidate => ({ ...plain, id, sites: [{ postcode, point: null }] });
  const all = [at('far', 'YY11AA'), at('town', 'ZX91AA'), at('here', 'ZX29ZZ')];
  const order = (person: Known) => ranked(person, all).suitable.map(({ service }) => service.id);
  assert.deepEqual(order(known), ['here', 'town', 'far']);
  assert.deepEqual(order({ ...known, away: true }), ['town', 'far', 'here']);
  assert.match(matchOf({ ...known, away: true }, at('x', 'ZX29ZZ')).fits.join(), /they want one elsewhere/);
  const bolton = { latitude: 53.578, longitude: -2.429 };
  const salford = { latitude: 53.483, longitude: -2.294 };
  assert.ok(Math.abs(milesBetween(bolton, salford) - 8.63) < 0.1, 'about eight and a half miles');
  const { near } = matchOf({ ...known, at: bolton }, { ...plain, sites: [{ postcode: 'M35AA', point: salford }] });
  assert.match(near.words ?? '', /^8\.6 miles away/);
});

test('postcodes: outward codes, letters and what covers them', () => {
  assert.deepEqual(['zx2 4aa', 'M1 1AA', 'EC1A 1BB', 'ZX2', '6011'].map(outwardOf), [
    'ZX2',
    'M1',
    'EC1A',
    'ZX2',
    '6011',
  ]);
  assert.equal(lettersOf('zx2 4aa'), 'ZX');
  assert.deepEqual(
    [
      covers(['ZX'], 'ZX2'),
      covers(['Z'], 'ZX2'),
      covers(['EC1'], 'EC1A'),
      covers(['ZX1'], 'ZX12'),
      covers([''], 'ZX1'),
    ],
    [true, false, true, false, false],
  );
});

const someday = fc.constantFrom('2008-03-01', '2008-04-07', '2008-04-20', '2008-06-30');
const candidates: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  name: fc.constantFrom('Alder', 'Birch', 'Cedar'),
  helpsWith: fc.subarray(['Housing', 'Debt']),
  wordsIn: fc.constantFrom('name', 'text', null),
  taking: fc
    .record({ verified: fc.boolean(), referable: fc.boolean(), last_referral_on: fc.option(someday) })
    .map((given) => taking(given)),
  minimumAge: fc.option(fc.integer({ min: 10, max: 40 })),
  maximumAge: fc.option(fc.integer({ min: 20, max: 80 })),
  postcodes: fc.subarray(['ZX1', 'ZX2', 'YY']),
  benefits: fc.subarray(['ib', 'other']),
  exclusions: fc.subarray([
    { key: jobReadyKey, words: 'Ready', sensitive: false },
    { key: 'substance', words: 'Not now', sensitive: true },
  ]),
  sites: fc.array(
    fc.record({
      postcode: fc.constantFrom('ZX11AA', 'ZX24AA', 'YY11AA', null),
      point: fc.constantFrom(null, { latitude: 53, longitude: -2 }),
    }),
    { maxLength: 3 },
  ),
  remote: fc.boolean(),
  access: fc.record({ allowed: fc.boolean(), why: fc.constantFrom('Role', null) }),
  places: fc.option(fc.nat(10)),
  placesTaken: fc.option(fc.nat(10)),
  nextStart: fc.option(someday),
  capacityOn: fc.option(someday),
  started: fc.record({ n: fc.nat(20), days: fc.nat(2000) }),
});
const persons: fc.Arbitrary<Known> = fc.record({
  ...{ longWait: fc.constant(42), least: fc.constant(5), benefitNames: fc.constant({}) },
  postcode: fc.constantFrom('ZX1 1AA', 'ZX5 1AA', null),
  at: fc.constantFrom(null, { latitude: 53.1, longitude: -2.1 }),
  age: fc.option(fc.integer({ min: 14, max: 70 })),
  benefit: fc.constantFrom('ib', 'none', null),
  jobReady: fc.option(fc.boolean()),
  away: fc.boolean(),
  day: someday,
});

test('the order is total, leaves nobody out, and does not change with contracts, directives or earlier use', () => {
  const more = fc.record({
    contract: fc.constantFrom('contracted', 'none', 'in house'),
    used: fc.nat(10_000),
    directive: fc.boolean(),
  });
  const several = fc.array(fc.tuple(candidates, more, more), { maxLength: 12 });
  fc.assert(
    fc.property(persons, several, (person, services) => {
      const once = ranked(
        person,
        services.map(([service, one]) => ({ ...service, ...one })),
      );
      const again = ranked(person, services.map(([service, , other]) => ({ ...service, ...other })).reverse());
      const ids = (found: typeof once) =>
        [found.suitable, found.blocked].map((list) => list.map(({ service }) => service.id));
      assert.deepEqual(ids(again), ids(once));
      assert.equal(once.suitable.length + once.blocked.length, services.length);
      for (const { match } of once.blocked) assert.ok(match.blocks.every(({ why, lift }) => why !== '' && lift !== ''));
    }),
  );
  fc.assert(
    fc.property(persons, candidates, candidates, candidates, (person, ...three) => {
      const [a, b, c] = three.map((service) => ({ service, match: matchOf(person, service) })) as [never, never, never];
      assert.equal(Math.sign(compareHits(a, b)), -Math.sign(compareHits(b, a)));
      if (compareHits(a, b) <= 0 && compareHits(b, c) <= 0) assert.ok(compareHits(a, c) <= 0);
    }),
  );
});

test('what is not known of somebody never stands in their way', () => {
  fc.assert(
    fc.property(candidates, (service) => {
      const open = { ...service, taking: taking({}) };
      assert.deepEqual(matchOf(nobody, { ...open, access: { allowed: true, why: null } }).blocks, []);
    }),
  );
});

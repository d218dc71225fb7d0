import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Known, scorer, traitsOf } from './linkage.ts';
import { usualModel } from './linkage-defaults.ts';
import { type OtherName, scoreByNames } from './linkage-names.ts';

const scoring = scorer(usualModel, 1e-5);
const named = (known: Known, ...names: OtherName[]) => ({ traits: traitsOf(known), names });
const born = { dateOfBirth: '1971-07-14' };

test('without further names the score is the usual one, field by field', () => {
  const [a, b] = [
    { givenName: 'Ann', familyName: 'Jones', ...born },
    { givenName: 'Anne', familyName: 'Jonas', ...born },
  ];
  assert.deepEqual(scoreByNames(scoring, named(a), named(b)), scoring.score(traitsOf(a), traitsOf(b)));
});

test('a further name counts where it is likelier, on either side, and is named; a missing part is the usual one', () => {
  const a = { givenName: 'Ann', familyName: 'Smith', ...born };
  const b = { givenName: 'Ann', familyName: 'Jones', ...born };
  const former = { use: 'former', givenName: null, familyName: 'Jones' };
  const expected = scoring.score(traitsOf(b), traitsOf(b));
  for (const score of [
    scoreByNames(scoring, named(a, former), named(b)),
    scoreByNames(scoring, named(b), named(a, former)),
  ]) {
    assert.equal(score.weight, expected.weight);
    const by = Object.fromEntries(score.fields.map((field) => [field.field, field.by]));
    assert.deepEqual(by, { given: undefined, family: 'the former name Jones', dateOfBirth: undefined });
  }
  // Names in each other's place are named whole; a name that says nothing new is not named.
  const swapped = scoreByNames(
    scoring,
    named(
      { givenName: 'Olu', familyName: 'Smith', ...born },
      { use: 'alias', givenName: 'Farah', familyName: 'Whitby' },
    ),
    named({ givenName: 'Whitby', familyName: 'Farah', ...born }),
  );
  assert.equal(swapped.fields.find(({ field }) => field === 'given')?.by, 'the other name Farah Whitby');
  const same = scoreByNames(scoring, named(b, { use: 'alias', givenName: 'ANN', familyName: 'Jones' }), named(b));
  assert.ok(same.fields.every((field) => field.by === undefined));
});

test('further names never make a pair less likely, and which side has them does not matter', () => {
  const text = fc.constantFrom(null, 'Ann', 'Anne', 'Jones', 'Smith', 'Zoë');
  const name = fc.record({ use: fc.constantFrom('former', 'alias'), givenName: text, familyName: text });
  const person = fc.record({ givenName: text, familyName: text, dateOfBirth: fc.constantFrom(null, '1971-07-14') });
  fc.assert(
    fc.property(person, person, fc.array(name, { maxLength: 4 }), fc.array(name, { maxLength: 4 }), (a, b, x, y) => {
      const weight = scoreByNames(scoring, named(a, ...x), named(b, ...y)).weight;
      assert.ok(weight >= scoring.weigh(traitsOf(a), traitsOf(b)) - 1e-9);
      assert.ok(Math.abs(weight - scoreByNames(scoring, named(b, ...y), named(a, ...x)).weight) < 1e-9);
    }),
  );
});

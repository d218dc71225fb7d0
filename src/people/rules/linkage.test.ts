import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Field, fieldNames, fields, levelWeights, probabilityOf, scorer, traitsOf } from './linkage.ts';
import { usualModel } from './linkage-defaults.ts';
import { jaroWinkler, oneEdit, soundAlike } from './linkage-text.ts';
import { sameByNickname } from './nicknames.ts';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} ${expected}`);

describe('texts that are alike', () => {
  it('gives the published similarities of Jaro and Winkler', () => {
    for (const [a, b, alike] of [
      ['MARTHA', 'MARHTA', 0.961111],
      ['DIXON', 'DICKSONX', 0.813333],
      ['DWAYNE', 'DUANE', 0.84],
      ['JONES', 'JOHNSON', 0.832381],
      ['SMITH', 'SMYTHE', 0.857778],
      ["O'BRIEN", 'OBRIEN', 0.957143],
      ['KATHERINE', 'CATHERINE', 0.925926],
      ['AB', 'BA', 0],
    ] as const)
      near(jaroWinkler(a, b), alike);
  });

  it("agrees with R's stringdist on 200 pairs, and finds one edit where its distance is 1", () => {
    const file = path.join(import.meta.dirname, '../../../test/fixtures/string_distances.csv');
    const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    assert.equal(lines.length, 200);
    for (const line of lines) {
      const [a = '', b = '', alike, edits] = line.split(',');
      near(jaroWinkler(a, b), Number(alike));
      assert.equal(oneEdit(a, b), edits === '1', line);
    }
  });

  it('knows familiar forms and sounds', () => {
    assert.ok(sameByNickname('bill', 'william') && sameByNickname('liz', 'beth') && !sameByNickname('paul', 'peter'));
    assert.ok(soundAlike('smith', 'smythe') && soundAlike('shaun', 'shawn') && !soundAlike('khan', 'smith'));
  });

  it('is symmetric', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdex '), maxLength: 9 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(jaroWinkler(a, b), jaroWinkler(b, a));
        assert.equal(oneEdit(a, b), oneEdit(b, a));
      }),
    );
  });
});

const { weigh, score } = scorer(usualModel, 1e-6);
const debbie = traitsOf({
  givenName: 'Debbie',
  familyName: "O'Hara",
  dateOfBirth: '1974-03-12',
  identifier: 'QQ 12 34 56 A',
  postcode: 'bl1 1aa',
  phone: '+44 7700 900123',
});

describe('the score of a pair', () => {
  it('tells field by field why, the heaviest first', () => {
    const other = traitsOf({
      givenName: 'Deborah',
      familyName: 'OHARA',
      dateOfBirth: '1974-12-03',
      identifier: 'QQ123456B',
      phone: '07700900123',
    });
    const found = score(debbie, other);
    assert.deepEqual(Object.fromEntries(found.fields.map(({ field, level }) => [field, level])), {
      identifier: 'same',
      phone: 'same',
      dateOfBirth: 'day and month swapped',
      family: 'same',
      given: 'nearly the same or a familiar form',
    });
    assert.ok(found.fields.every(({ weight }) => weight > 0) && found.probability > 0.99);
    assert.equal(found.weight, weigh(debbie, other));
  });

  it('finds names in each other’s place', () => {
    const swapped = { ...debbie, given: debbie.family, family: debbie.given };
    assert.equal(score(debbie, swapped).fields.find(({ field }) => field === 'given')?.level, fields.given.levels[1]);
  });

  it('does not take a household for one person', () => {
    const home = {
      address: '12 Elm Road',
      postcode: 'BL1 1AA',
      locality: 'Bolton',
      phone: '01204 496000',
      familyName: 'Entwistle',
    };
    const [one, two] = ['Alan', 'Grace'].map((givenName, at) =>
      traitsOf({ ...home, givenName, dateOfBirth: `19${70 + at}-0${1 + at}-1${3 * at}` }),
    );
    assert.ok(score(one!, two!).probability < 0.5, JSON.stringify(score(one!, two!)));
  });

  it('weighs a common name less than a rare one, and never less than a near miss', () => {
    const name = (share: number) => scorer(usualModel, 1e-6, (field) => (field === 'family' ? share : undefined));
    const [rare, common, everybody] = [1e-6, 0.01, 1].map((share) => name(share).weigh(debbie, debbie));
    assert.ok(rare! > common! && common! > everybody!);
    const miss = { ...debbie, family: 'oharra' };
    assert.ok(everybody! >= name(1).weigh(debbie, miss));
  });

  const someText = fc.constantFrom(
    '',
    'smith',
    'smyth',
    'jones',
    'ann',
    'anne',
    'mary',
    '19740312',
    '19741203',
    'qq123456',
    'qq123457',
  );
  const traits = fc.record(
    Object.fromEntries(
      ['given', 'family', 'dateOfBirth', 'identifier', 'address', 'locality', 'postcode', 'phone', 'email'].map(
        (name) => [name, someText],
      ),
    ) as Record<keyof typeof debbie, typeof someText>,
  );

  it('is the same from both sides, and what is missing weighs nothing', () => {
    fc.assert(
      fc.property(traits, traits, fc.constantFrom<Field>(...fieldNames), (a, b, field) => {
        near(weigh(a, b), weigh(b, a));
        near(score(a, b).weight, weigh(a, b));
        const without = scorer(
          {
            ...usualModel,
            [field]: { m: fields[field].levels.map(() => 0.5), u: fields[field].levels.map(() => 0.5) },
          },
          1e-6,
        );
        // Without names, which can stand in each other's place.
        if (field !== 'given' && field !== 'family')
          near(weigh({ ...a, [field]: '' }, b), without.weigh({ ...a, [field]: '' }, b));
        assert.ok(!score({ ...a, [field]: '' }, b).fields.some((one) => one.field === field));
      }),
    );
  });

  it('never falls when a field agrees more', () => {
    const own = fieldNames.filter((field) => field !== 'given' && field !== 'family');
    fc.assert(
      fc.property(traits, traits, fc.constantFrom<Field>(...own), (a, b, field) => {
        fc.pre(a[field] !== '' && b[field] !== '');
        assert.ok(weigh(a, { ...b, [field]: a[field] }) >= weigh(a, b) - 1e-9);
      }),
    );
    for (const field of fieldNames) {
      const weights = levelWeights(usualModel[field]);
      assert.deepEqual(
        weights,
        weights.toSorted((x, y) => y - x),
        field,
      );
      assert.ok(weights[0]! > 0 && weights.at(-1)! < 0, field);
    }
  });

  it('is a probability, whatever the weight', () => {
    assert.deepEqual([0, 2000, -2000].map(probabilityOf), [0.5, 1, 0]);
  });
});

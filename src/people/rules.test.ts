import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cleanName, cleanNiNumber, cleanPhone, cleanPostcode, fold, isNiNumber, isPhone, isPostcode } from './rules.ts';

describe('names', () => {
  it('capitalises what is all in capitals or all in lower case, part by part', () => {
    for (const [given, name] of [
      ['RUBINA', 'Rubina'],
      ['hodan', 'Hodan'],
      ['ISHERWOOD-ROGERS', 'Isherwood-Rogers'],
      ["O'REILLY", "O'Reilly"],
      ["d'arcy", "D'Arcy"],
      ['mccarthy', 'McCarthy'],
      ['MACDONALD', 'MacDonald'],
      ['MACKIE', 'Mackie'],
      ['MACIEJ', 'Maciej'],
      ['ZOLTÁN', 'Zoltán'],
      ['ŁUKASZ', 'Łukasz'],
      ['mary ann', 'Mary Ann'],
      ['TĀNE', 'Tāne'],
      ['li', 'Li'],
    ] as const)
      assert.equal(cleanName(given), name);
  });

  it('leaves a name as its owner writes it, without spaces around it', () => {
    for (const name of [
      'de Souza',
      "N'Diaye",
      'McCarthy',
      'Renée',
      'Mārama',
      'van der Berg',
      'MacLeod',
      'Smith-Jones',
      'Ștefan',
    ])
      assert.equal(cleanName(`  ${name} `), name);
    assert.equal(cleanName('Zolta\u0301n'), 'Zoltán');
    assert.equal(cleanName('Anne   Marie'), 'Anne Marie');
    assert.equal(cleanName('-'), '-');
  });
});

describe('numbers and addresses', () => {
  it('writes a National Insurance number in capitals without spaces', () => {
    for (const given of ['qq741268a', 'QQ 74 12 68 A', 'QQ-74-12-68-A', ' QQ741268A '])
      assert.equal(cleanNiNumber(given), 'QQ741268A');
  });

  it('knows National Insurance numbers by HMRC’s pattern', () => {
    assert.equal(isNiNumber('ab 12 34 56 c'), true);
    for (const wrong of ['DA123456A', 'AO123456A', 'BG123456A', 'ZZ123456A', 'AB123456E', 'AB12345A', '', 'QQ123456A'])
      assert.equal(isNiNumber(wrong), false, wrong);
    assert.equal(isNiNumber('qq123456a', true), true);
    assert.equal(isNiNumber('DA123456A', true), false);
  });

  it('writes a telephone number as digits from 0 on', () => {
    for (const given of [
      '07700 900123',
      '+44 7700 900123',
      '+44 (0)7700 900123',
      '0044 7700-900123',
      '(07700) 900.123',
    ])
      assert.equal(cleanPhone(given), '07700900123');
    assert.equal(cleanPhone('+353 1 496 0123'), '+35314960123');
    assert.equal(cleanPhone(' none, call sister '), 'none, call sister');
    assert.equal(isPhone('+44 7700 900123'), true);
    assert.equal(isPhone('12345'), false);
  });

  it('writes a postcode in capitals with one space', () => {
    for (const given of ['m811aa', 'M81 1AA', ' m81  1aa']) assert.equal(cleanPostcode(given), 'M81 1AA');
    assert.equal(cleanPostcode('ec1a1bb'), 'EC1A 1BB');
    assert.equal(cleanPostcode('not known'), 'NOT KNOWN');
    assert.equal(isPostcode('m811aa'), true);
    assert.equal(isPostcode('M8'), false);
  });
});

describe('folding for search', () => {
  it('takes away case, accents, macrons, apostrophes and hyphens', () => {
    for (const [text, folded] of [
      ["O'Reilly", 'oreilly'],
      ['O’Reilly', 'oreilly'],
      ['Smith-Jones', 'smithjones'],
      ['Zoltán', 'zoltan'],
      ['Tāne', 'tane'],
      ['Wiśniewski', 'wisniewski'],
      ['Łukasz', 'lukasz'],
      ['Øystein Æsgård', 'oystein aesgard'],
      ['  De   Souza ', 'de souza'],
    ] as const)
      assert.equal(fold(text), folded);
  });
});

it('cleaning what is clean changes nothing', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('A', 'b', "'", '-', ' ', 'é', 'ł', 'M', 'c', '0', '4', '+', '(', ')', 'İ', 'ß'),
    }),
  );
  fc.assert(
    fc.property(text, (given) => {
      for (const clean of [cleanName, cleanNiNumber, cleanPhone, cleanPostcode, fold])
        assert.equal(clean(clean(given)), clean(given), clean.name);
      assert.equal(fold(cleanName(given)), fold(given.normalize('NFC')), 'a name is found however it was typed');
    }),
    { numRuns: 2000 },
  );
});

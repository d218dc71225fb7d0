import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lettersOf, outwardOf } from './place.ts';
import { areaProblem, areasNear, type Need, needsNamed, needsOfIssues, postcodesIn, wordsOf } from './search.ts';
import { foundOf, outside } from './unmet.ts';

const need = (code: string, name: string, description: string | null, issues: string[] = []): Need => ({
  ...{ id: code, code, name, description, issues },
});

const outwards = fc.constantFrom('M1', 'M11', 'M2', 'MK1', 'BL1', 'BL10', 'BL2', 'EC1A', 'EC1', 'W1');
const postcodes = fc
  .tuple(outwards, fc.constantFrom('0AA', '1AB', '9ZZ', '5JT'))
  .map(([outward, inward]) => `${outward}${inward}`);

test('the postcodes between which an area is looked for are those that begin with it, and no others', () => {
  const within = (postcode: string, area: string): boolean => {
    const { from, to, length } = postcodesIn(area);
    return postcode >= from && postcode < to && (length === null || postcode.length === length);
  };
  fc.assert(
    fc.property(postcodes, fc.oneof(outwards, fc.constantFrom('M', 'BL', 'EC', 'MK')), (postcode, area) => {
      const wanted = /\d/.test(area) ? outwardOf(postcode) === area : lettersOf(postcode) === area;
      assert.equal(within(postcode, area), wanted, `${postcode} in ${area}`);
    }),
  );
  assert.equal(within('6011', '6011'), true, 'a postcode of New Zealand is a place of its own');
  assert.equal(within('6012', '6011'), false);
  assert.deepEqual(areasNear('bl1 2ab'), ['BL1', 'BL']);
  assert.deepEqual(areasNear('6011'), ['6011']);
});

test('an area is the beginning of a postcode, or what to enter is said', () => {
  assert.deepEqual(['', ' ', 'bl', 'M11', 'EC1A', '6011'].map(areaProblem), [null, null, null, null, null, null]);
  for (const wrong of ['Bolton', 'M11 1AA', '1', 'M111A', '%'])
    assert.match(areaProblem(wrong) ?? '', /beginning of a postcode/, wrong);
});

test('words are folded, short ones and marks of a pattern are left out, and at most five count', () => {
  assert.deepEqual(wordsOf(' Anxiety  &  a Zoë-group % _ '), ['anxiety', 'zoe', 'group']);
  assert.equal(wordsOf('one two three four five six seven').length, 5);
  fc.assert(fc.property(fc.string(), (typed) => wordsOf(typed).every((word) => !/[%_\\]/.test(word))));
});

test('needs are found by their name or description, and by the issues that speak for them', () => {
  const mind = need('mental_health', 'Mental health', 'Anxiety, depression and more', ['issue_mental_health']);
  const home = need('housing', 'Housing', null, ['issue_housing']);
  assert.deepEqual(needsNamed([mind, home], ['anxiety', 'mental']), [mind]);
  assert.deepEqual(needsNamed([mind, home], ['anxiety', 'housing']), []);
  assert.deepEqual(needsNamed([mind, home], []), []);
  assert.deepEqual(needsOfIssues([mind, home], ['issue_housing', 'other']), [home]);
});

test('a small count is told as such outside, and what a form says was found is a whole number or nothing', () => {
  assert.deepEqual([outside(4, 5), outside(5, 5), outside(0, 5)], ['<5', '5', '<5']);
  assert.deepEqual(
    [foundOf('12'), foundOf('0'), foundOf('-1'), foundOf('x'), foundOf(undefined), foundOf(['1'])],
    [12, 0, null, null, null, null],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareFractions, fraction } from '../../kit/exact.ts';
import { type Answer, issuesOf, questionsOf, severeCount } from '../rules.ts';
import type { Scoring } from './document.ts';
import { score, scored, scoreText } from './scoring.ts';
import { answered, anyAnswer, shipped } from './shipped.fixture.ts';

const ica = shipped('initial-client-assessment');
const severe = ica.scoring?.[0] as Scoring;
const abilities = shipped('progress-measure');
const mean: Scoring = {
  rule: 'mean of answered',
  title: 'Abilities',
  words: 'Mean of at least four',
  questions: (abilities.sections[0]?.questions ?? []).map(({ key }) => key),
  atLeast: 4,
};
const side = (document: typeof ica) =>
  fc.record(Object.fromEntries(questionsOf(document).map((one) => [one.key, anyAnswer(one)])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Record<string, Answer>>;

test('severe barriers: a number when all are known, a range while some are open', () => {
  const all = Object.fromEntries(issuesOf(ica).map(({ key }, i) => [key, answered(i % 7)]));
  const known = score(ica, severe, all);
  assert.deepEqual([scoreText(known), severeCount(ica, all)], ['9', 9]);
  const { issue_housing: _, ...rest } = all;
  assert.match(
    scoreText(score(ica, severe, { ...rest, issue_trauma: { state: 'declined' } })),
    /: 2 questions are open$/,
  );
  assert.equal(
    scoreText(score(ica, severe, { ...all, issue_violence: { state: 'not applicable' } })).includes('open'),
    false,
  );
  assert.equal(scoreText(score(ica, severe, {})), 'From 0 to 21: 21 questions are open');
});

test('a range holds every way in which the open questions could be answered', () => {
  const keys = issuesOf(ica).map(({ key }) => key);
  const rest = fc.record(Object.fromEntries(keys.map((key) => [key, fc.integer({ min: 0, max: 6 }).map(answered)])));
  fc.assert(
    fc.property(side(ica), rest, (given, filled) => {
      const made = score(ica, severe, given);
      const closed = Object.fromEntries(
        keys.map((key) => {
          const state = given[key]?.state ?? 'not asked';
          return [key, state === 'declined' || state === 'not asked' ? filled[key] : given[key]];
        }),
      ) as Record<string, Answer>;
      const then = score(ica, severe, closed);
      assert.ok(then.state === 'known');
      if (made.state === 'known') assert.equal(compareFractions(made.value, then.value), 0);
      else {
        assert.ok(made.state === 'between');
        assert.ok(compareFractions(then.value, fraction(made.least)) >= 0);
        assert.ok(compareFractions(then.value, fraction(made.most)) <= 0);
      }
    }),
  );
});

test('a mean needs its answers; unknown is no zero, and the order does not matter', () => {
  const give = (...ratings: number[]) =>
    Object.fromEntries(ratings.map((value, i) => [mean.questions?.[i] as string, answered(value)]));
  assert.equal(scoreText(score(abilities, mean, give(1, 2, 3))), 'Not known: 3 of the 4 answers that it needs');
  assert.equal(scoreText(score(abilities, mean, give(1, 2, 3, 4))), '2.5');
  assert.equal(scoreText(score(abilities, mean, give(0, 0, 0, 0))), '0');
  fc.assert(
    fc.property(side(abilities), (given) => {
      const made = score(abilities, mean, given);
      const ratings = (mean.questions ?? []).flatMap((key) => {
        const answer = given[key];
        return answer?.state === 'answered' ? [answer.value as number] : [];
      });
      assert.equal(made.state, ratings.length >= 4 ? 'known' : 'not known');
      if (made.state !== 'known') return;
      assert.ok(compareFractions(made.value, fraction(Math.min(...ratings))) >= 0);
      assert.ok(compareFractions(made.value, fraction(Math.max(...ratings))) <= 0);
      const turned = Object.fromEntries(Object.entries(given).reverse());
      assert.deepEqual(score(abilities, mean, turned), made);
    }),
  );
});

test('what is never added up is not, and every instrument that ships but the pilot’s says how it is scored', () => {
  const ons = shipped('ons4');
  fc.assert(
    fc.property(side(ons), (given) => {
      for (const one of ons.scoring ?? []) assert.deepEqual(score(ons, one, given), { state: 'never' });
    }),
  );
  for (const key of ['initial-client-assessment', 'progress-measure', 'distance-a-d', 'ons4'] as const)
    assert.ok((shipped(key).scoring ?? []).length > 0, key);
  assert.equal(scored(ica, severe).length, 21);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, questionsOf } from '../rules.ts';
import { changesOf, changesSinceStart, type Outcome } from './change.ts';
import { answered, anyAnswer, past, shipped } from './shipped.fixture.ts';
import { disclosures, standingOf } from './standing.ts';

const pilot = shipped('working-well-assessment');
const [day1, day2, day3] = ['2015-03-09', '2015-09-09', '2016-03-09'] as const;
const outcomes = (now: Record<string, Answer>, ...earlier: Record<string, Answer>[]) =>
  Object.fromEntries(
    changesOf(
      past(pilot, day3, now),
      earlier.map((answers, i) => past(pilot, i === 0 ? day1 : day2, answers)),
    ).map(({ key, outcome }) => [key, outcome]),
  );

test('the table of what became of an issue', () => {
  const [declined, notAsked, notApplicable] = (['declined', 'not asked', 'not applicable'] as const).map(
    (state): Answer => ({ state }),
  );
  const table: [Answer | undefined, Answer | undefined, Outcome][] = [
    [answered(5), answered(3), 'improved'],
    [answered(3), answered(5), 'worsened'],
    [answered(4), answered(4), 'same'],
    [answered(0), answered(0), 'same'],
    [answered(0), answered(1), 'worsened'],
    [undefined, answered(4), 'newly disclosed'],
    [declined, answered(4), 'newly disclosed'],
    [notApplicable, answered(1), 'newly disclosed'],
    [undefined, answered(0), 'first answer'],
    [answered(4), undefined, 'not re-assessed'],
    [answered(4), declined, 'not re-assessed'],
    [answered(0), notAsked, 'not re-assessed'],
    [answered(4), notApplicable, 'not re-assessed'],
    [declined, notAsked, 'never'],
    [undefined, undefined, 'never'],
  ];
  const side = (answer: Answer | undefined): Record<string, Answer> => (answer ? { issue_age: answer } : {});
  for (const [before, now, outcome] of table)
    assert.equal(outcomes(side(now), side(before)).issue_age, outcome, JSON.stringify([before, now]));
});

test('better and worse follow the direction, and a choice in order has one too', () => {
  const keys = ['wellbeing_anxiety', 'confidence_in_work_success'];
  const side = (value: number) => Object.fromEntries(keys.map((key) => [key, answered(value)]));
  assert.deepEqual(
    keys.map((key) => outcomes(side(3), side(5))[key]),
    ['improved', 'worsened'],
  );
  const distance = shipped('distance-a-d');
  const point = (now: string, before: string) =>
    changesOf(past(distance, day2, { distance_point: answered(now) }), [
      past(distance, day1, { distance_point: answered(before) }),
    ])[0]?.outcome;
  assert.deepEqual([point('c', 'a'), point('b', 'd'), point('b', 'b')], ['improved', 'worsened', 'same']);
  assert.equal(
    outcomes({ expects_work_within: answered('months_1_3') }, { expects_work_within: answered('dont_know') })
      .expects_work_within,
    'changed',
  );
});

test('before is the latest earlier answer: a declined or partial assessment between hides nothing', () => {
  const first = { issue_age: answered(5), issue_housing: answered(2) };
  const between = { issue_age: { state: 'declined' } as Answer, issue_housing: answered(4) };
  const found = outcomes({ issue_age: answered(3), issue_housing: answered(3) }, first, between);
  assert.deepEqual([found.issue_age, found.issue_housing], ['improved', 'improved']);
});

test('a changed scale is not compared, changed words are told, and a question that is gone is not lost', () => {
  const other = structuredClone(pilot);
  other.version = 2;
  const [first, , third] = other.sections[0]?.questions ?? [];
  assert.ok(first?.kind === 'scale' && third);
  first.max = 10;
  third.words = 'How far do you miss help from your family?';
  other.sections[0]?.questions.splice(1, 1);
  const before = past(pilot, day1, {
    issue_care_children: answered(2),
    issue_care_others: answered(4),
    issue_family_support: answered(4),
  });
  const now = past(other, day2, { issue_care_children: answered(2), issue_family_support: answered(1) });
  const changes = new Map(changesOf(now, [before]).map((one) => [one.key, one]));
  const seen = (key: string) => [changes.get(key)?.outcome, changes.get(key)?.reworded];
  assert.deepEqual(seen('issue_care_children'), ['not comparable', false]);
  assert.deepEqual(seen('issue_care_others'), ['not re-assessed', false]);
  assert.deepEqual(seen('issue_family_support'), ['improved', true]);
  assert.equal(
    changes.get('issue_family_support')?.before?.asked.words,
    'How far does a lack of support from your family stand between you and work?',
  );
});

test('severe before and now follow the instrument’s own bound', () => {
  const [change] = changesOf(past(pilot, day2, { issue_age: answered(3) }), [
    past(pilot, day1, { issue_age: answered(4) }),
  ]).filter(({ key }) => key === 'issue_age');
  assert.deepEqual(change?.severe, { before: true, now: false });
});

test('S1 of Working Well: nine severe become five, physical and mental improved and no longer severe, age did not', () => {
  const keys =
    'bereavement relationship_breakup work_experience age qualifications_skills labour_market physical_health mental_health other';
  const side = (rating: (key: string) => number) =>
    Object.fromEntries(keys.split(' ').map((key) => [`issue_${key}`, answered(rating(key))]));
  const light = ['physical_health', 'mental_health', 'qualifications_skills', 'other'];
  const changes = changesOf(
    past(
      pilot,
      day2,
      side((key) => (light.includes(key) ? 3 : 6)),
    ),
    [
      past(
        pilot,
        day1,
        side(() => 6),
      ),
    ],
  );
  const of = (key: string) => changes.find((one) => one.key === `issue_${key}`);
  for (const key of ['physical_health', 'mental_health'])
    assert.deepEqual([of(key)?.outcome, of(key)?.severe], ['improved', { before: true, now: false }]);
  assert.equal(of('age')?.outcome, 'same');
  assert.equal(changes.filter(({ severe }) => severe.before).length, 9);
  assert.equal(changes.filter(({ severe }) => severe.now).length, 5);
});

const scales = questionsOf(pilot).filter(({ kind }) => kind === 'scale');
const side = fc.record(Object.fromEntries(scales.map((question) => [question.key, anyAnswer(question)])), {
  requiredKeys: [],
}) as fc.Arbitrary<Record<string, Answer>>;

test('every question has one outcome, and turning two assessments round turns better into worse', () => {
  const turned: Partial<Record<Outcome, Outcome>> = { improved: 'worsened', worsened: 'improved' };
  fc.assert(
    fc.property(side, side, (now, before) => {
      const forth = outcomes(now, before);
      const back = outcomes(before, now);
      assert.equal(Object.keys(forth).length, questionsOf(pilot).length);
      for (const [key, outcome] of Object.entries(forth)) {
        const both = now[key]?.state === 'answered' && before[key]?.state === 'answered';
        if (both) assert.equal(back[key], turned[outcome] ?? outcome, key);
        else assert.ok(['newly disclosed', 'first answer', 'not re-assessed', 'never'].includes(outcome), key);
      }
    }),
  );
});

test('an assessment with nothing new in it changes no standing, and no issue is told of later than it first was', () => {
  fc.assert(
    fc.property(side, side, (one, two) => {
      const both = [past(pilot, day1, one), past(pilot, day2, two)];
      const standing = new Map(standingOf(both).map((held) => [held.key, held.now.rating]));
      const silent = past(pilot, day3, { issue_age: { state: 'declined' } });
      const after = new Map(standingOf([...both, silent]).map((held) => [held.key, held.now.rating]));
      assert.deepEqual(after, standing);
      const told = disclosures(both);
      for (const [key, on] of disclosures(both.slice(0, 1))) assert.equal(told.get(key), on);
      for (const { key, now, before } of standingOf(both))
        assert.equal(told.has(key), key.startsWith('issue_') && (now.rating > 0 || (before?.rating ?? 0) > 0), key);
    }),
  );
});

test('a stated day of disclosure counts when it is earlier, and never when it is later', () => {
  const at = (disclosedOn: string) =>
    disclosures([
      past(pilot, day2, { issue_age: answered(3) }),
      past(pilot, day3, { issue_age: answered(3) }, { issue_age: { disclosedOn } }),
    ]).get('issue_age');
  assert.equal(at('2015-01-01'), '2015-01-01');
  assert.equal(at('2016-01-01'), day2);
  assert.equal(disclosures([past(pilot, null, { issue_age: answered(3) })]).size, 0);
});

test('since the start: first against latest answers, what came up later is new, what was asked once was not asked again', () => {
  const changes = changesSinceStart([
    past(pilot, day1, { issue_age: answered(6), issue_debt_finances: answered(2), issue_bereavement: answered(1) }),
    past(pilot, day2, { issue_age: answered(2), issue_housing: answered(5) }),
    past(pilot, day3, { issue_age: answered(3), issue_bereavement: answered(4) }),
  ]);
  const of = (key: string) => changes.find((one) => one.key === key)?.outcome;
  assert.deepEqual(
    ['issue_age', 'issue_debt_finances', 'issue_bereavement', 'issue_housing', 'issue_convictions'].map(of),
    ['improved', 'not re-assessed', 'worsened', 'newly disclosed', 'never'],
  );
  assert.deepEqual(changesSinceStart([]), []);
  const once = changesSinceStart([past(pilot, day1, { issue_age: answered(6) })]);
  assert.equal(once.find(({ key }) => key === 'issue_age')?.outcome, 'not re-assessed');
});

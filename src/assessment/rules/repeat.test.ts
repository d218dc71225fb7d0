import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Answer } from './answers.ts';
import { MOST_MEASURES, repeatMeasures } from './repeat.ts';
import { answered, anyAnswer, past, shipped } from './shipped.fixture.ts';

const progress = shipped('progress-measure');
const ons4 = shipped('ons4');

test('what was rated twice stands with its good end and its ratings in order; what was rated once, declined or undated does not', () => {
  const measures = repeatMeasures([
    past(ons4, null, { wellbeing_happiness: answered(9) }),
    past(ons4, '2015-05-01', { wellbeing_happiness: answered(2), wellbeing_anxiety: answered(4) }),
    past(progress, '2015-06-01', { ability_goals: answered(1), need_housing: answered('unmet') }),
    past(ons4, '2015-09-01', { wellbeing_happiness: { state: 'declined' }, wellbeing_anxiety: answered(7) }),
    past(progress, '2015-12-01', { ability_goals: answered(3), need_housing: answered('met') }),
  ]);
  assert.deepEqual(measures, [
    {
      ...{ label: 'Anxiety', min: 0, max: 10, better: 'low', onPaper: false },
      points: [
        { on: '2015-05-01', value: 4 },
        { on: '2015-09-01', value: 7 },
      ],
    },
    {
      ...{ label: 'Realistic job goals and skill match', min: 0, max: 6, better: 'high', onPaper: true },
      points: [
        { on: '2015-06-01', value: 1 },
        { on: '2015-12-01', value: 3 },
      ],
    },
  ]);
});

test('those that moved most stand, up or down; issues never on paper; another scale is left out; the latest of a day counts', () => {
  const assessment = shipped('working-well-assessment');
  const rate = (on: string, ratings: Record<string, number>) =>
    past(assessment, on, Object.fromEntries(Object.entries(ratings).map(([key, value]) => [key, answered(value)])));
  const measures = repeatMeasures([
    rate('2015-01-01', {
      issue_age: 1,
      issue_housing: 3,
      issue_debt_finances: 6,
      issue_mental_health: 2,
      issue_bereavement: 4,
    }),
    rate('2015-06-01', { issue_housing: 0 }),
    rate('2015-06-01', {
      issue_age: 1,
      issue_housing: 4,
      issue_debt_finances: 1,
      issue_mental_health: 5,
      issue_bereavement: 2,
    }),
  ]);
  assert.equal(measures.length, MOST_MEASURES);
  assert.ok(measures.every(({ onPaper, better }) => !onPaper && better === 'low'));
  assert.ok(!measures.some(({ label }) => /Age/.test(label)), 'what did not move makes room for what did');
  assert.deepEqual(measures.find(({ label }) => /Housing/.test(label))?.points.at(-1), { on: '2015-06-01', value: 4 });
  const other = shipped('ons4');
  const [first] = other.sections[0]?.questions ?? [];
  assert.ok(first?.kind === 'scale');
  first.max = 5;
  const satisfied = { wellbeing_life_satisfaction: answered(3) };
  assert.deepEqual(repeatMeasures([past(other, '2015-01-01', satisfied), past(ons4, '2015-02-01', satisfied)]), []);
});

test('whatever was answered: at most four, each with two days or more, in order, within its scale', () => {
  const all = progress.sections.flatMap(({ questions }) => questions);
  const answers = fc.record(Object.fromEntries(all.map((one) => [one.key, anyAnswer(one)])));
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 5 }), (given) => {
      const measures = repeatMeasures(
        given.map((one, at) => past(progress, `2015-0${at + 1}-01`, one as Record<string, Answer>)),
      );
      assert.ok(measures.length <= MOST_MEASURES);
      for (const { points, min, max } of measures) {
        assert.ok(points.length >= 2);
        const days = points.map(({ on }) => on);
        assert.deepEqual(days, [...new Set(days)].sort());
        assert.ok(points.every(({ value }) => value >= min && value <= max));
      }
    }),
    { numRuns: 50 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairsOf, pairText } from './agreement.ts';
import { questionsOf } from './document.ts';
import { answered, shipped, shippedKeys } from './shipped.fixture.ts';
import { versionChanges } from './versions.ts';

test('nothing differs from itself; every change of a question is told with both words', () => {
  for (const key of shippedKeys) assert.deepEqual(versionChanges(shipped(key), shipped(key)), []);
  const now = shipped('ons4');
  const [first, second] = now.sections[0]?.questions ?? [];
  assert.ok(first && second?.kind === 'scale');
  first.words = 'How content are you?';
  second.max = 6;
  now.sections[0]?.questions.splice(3, 1, { key: 'sleep', label: 'Sleep', words: 'How do you sleep?', kind: 'yes_no' });
  assert.deepEqual(versionChanges(shipped('ons4'), now), [
    {
      label: 'Life satisfaction',
      field: 'Words',
      before: 'Overall, how satisfied are you with your life nowadays?',
      now: 'How content are you?',
    },
    { label: 'Worthwhile', field: 'Ends', before: '0 to 10', now: '0 to 6' },
    { label: 'Sleep', field: 'Question', before: null, now: 'How do you sleep?' },
    {
      label: 'Anxiety',
      field: 'Question',
      before:
        'On a scale where 0 is ‘not at all anxious’ and 10 is ‘completely anxious’, overall, how anxious did you feel yesterday?',
      now: null,
    },
  ]);
});

test('agreement: the same, steps apart, one only; it is the same whoever was first', () => {
  const questions = questionsOf(shipped('distance-a-d'));
  const one = { distance_point: answered('a'), distance_help: answered('yes'), distance_own_view: answered('b') };
  const two = { distance_point: answered('c'), distance_help: answered('yes') };
  const read = (a: typeof two, b: typeof two) => pairsOf(questions, a, b).map((pair) => pairText(pair));
  assert.deepEqual(read(one, two), ['2 steps apart', 'Agree', 'Answered by neither', 'Answered by one only']);
  assert.deepEqual(read(two, one), read(one, two));
});

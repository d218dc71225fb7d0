import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { problemLine, problemsOf } from './problems.ts';

const schema = Type.Object(
  {
    weeks: Type.Integer({ minimum: 1, description: 'a whole number of 1 or more' }),
    areas: Type.Array(
      Type.Object({ name: Type.String({ minLength: 1, description: 'a text' }) }, { additionalProperties: false }),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);
const lines = (value: unknown) => problemsOf(schema, value).map(problemLine);

test('names the place, what is wanted and what was found', () => {
  assert.deepEqual(lines({ weeks: 'fifty', areas: [{ name: 'A' }, { name: '' }] }), [
    'weeks: must be a whole number of 1 or more; got "fifty"',
    'areas[1].name: must be a text; got ""',
  ]);
});

test('names what is missing, what is unknown and what has the wrong shape', () => {
  assert.deepEqual(lines({ areas: [], week: 3 }), [
    'weeks: is missing; must be a whole number of 1 or more',
    'areas: must be a list of 1 or more; got a list of 0',
    'week: is not a known field; known here: weeks, areas',
  ]);
  assert.deepEqual(lines([1]), ['must be a group of fields (weeks, areas); got a list of 1']);
  assert.deepEqual(lines({ weeks: 2, areas: {} }), ['areas: must be a list of 1 or more; got a group of fields']);
});

test('is silent exactly when the value fits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ weeks: fc.anything(), areas: fc.anything() })), (value) => {
      assert.equal(problemsOf(schema, value).length === 0, Check(schema, value));
    }),
  );
});

test('a long value is cut and a flood of problems ends', () => {
  assert.ok((lines({ weeks: 'x'.repeat(5000), areas: [{ name: 'A' }] })[0] ?? '').length < 150);
  assert.ok(lines({ weeks: 1, areas: Array(5000).fill(0) }).length <= 100);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf, kindGroups, kindsIn } from '../src/cases/pages/timeline.ts';
import { renderers } from '../src/rooms.ts';

const kinds = Object.keys(renderers);

test('every kind of event that a timeline shows is in a group that it can be narrowed to', () => {
  assert.deepEqual(
    kinds.filter((kind) => groupOf(kind) === undefined),
    [],
  );
  // The groups together show everything, and none shows what is another's.
  const found = Object.keys(kindGroups).flatMap((group) => kindsIn([group], kinds));
  assert.deepEqual(found.sort(), [...kinds].sort());
});

test('what was added to taking part is found where a reader looks for it', () => {
  const group = (name: string) => kindsIn([name], kinds);
  for (const kind of ['obligation.changed', 'exit plan.made', 'handback.sent', 'return.asked', 'case.paused'])
    assert.ok(group('part').includes(kind), kind);
  for (const kind of ['worker.asked', 'worker.decided', 'case.reassigned', 'assignment.corrected'])
    assert.ok(group('worker').includes(kind), kind);
  for (const kind of ['restriction.placed', 'access.given', 'glass.broken'])
    assert.ok(group('access').includes(kind), kind);
  assert.deepEqual(kindsIn(['nonsense'], kinds), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId, newReference, readReference } from './ids.ts';

test('ids are UUID v7 and grow, also the thousands of one millisecond', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  const made = Number.parseInt((ids[0] as string).replaceAll('-', '').slice(0, 12), 16);
  assert.ok(Math.abs(made - Date.now()) < 60_000, 'the time is that of the machine');
});

test('a reference is read as it is said: any case, spaces, O for 0, I and L for 1', () => {
  fc.assert(
    fc.property(fc.constantFrom('P', 'C', 'R'), (letter) => {
      const reference = newReference(letter);
      assert.match(reference, /^[PCR]-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      assert.equal(readReference(reference), reference);
      assert.equal(readReference(` ${reference.toLowerCase().replaceAll('-', ' ')} `), reference);
      assert.equal(readReference(reference.replaceAll('0', 'O').replaceAll('1', 'l')), reference);
    }),
  );
});

test('one wrong character, or two neighbours that changed places, is noticed', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(fc.nat({ max: 6 }), fc.constantFrom(...alphabet), (place, other) => {
      const reference = newReference('P').replaceAll('-', '');
      const at = place + 1;
      const wrong = reference.slice(0, at) + other + reference.slice(at + 1);
      if (wrong !== reference) assert.equal(readReference(wrong), null);
      const swapped = reference.slice(0, at) + reference[at + 1] + reference[at] + reference.slice(at + 2);
      if (swapped !== reference && at < 7) assert.equal(readReference(swapped), null);
    }),
  );
  assert.equal(readReference('P-1234'), null);
  assert.equal(readReference(''), null);
});

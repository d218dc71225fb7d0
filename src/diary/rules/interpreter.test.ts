import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpreterFor, spokenNeeds } from './interpreter.ts';

const languages = ['Punjabi', 'Urdu'];
const read = (interpreter: string | null, first_language: string | null) =>
  interpreterFor({ interpreter, first_language }, languages);

test('an interpreter who is needed is looked for in the language of the record', () => {
  assert.deepEqual(read('Urdu, a woman', 'Punjabi'), {
    needed: true,
    language: 'Urdu',
    words: 'Urdu, a woman; Punjabi',
  });
  assert.equal(read('Yes', 'urdu').language, 'Urdu', 'one who is needed without a language is for the first language');
  assert.deepEqual(spokenNeeds(read('Yes', 'Urdu')), { needs: ['interpreter'], language: 'Urdu' });
});

test('a language that nobody can be booked for is said, and none is asked for', () => {
  const found = read('Yes', 'Tigrinya');
  assert.deepEqual(found, { needed: true, language: null, words: 'Yes; Tigrinya' });
  assert.deepEqual(spokenNeeds(found), { needs: [], language: null });
});

test('somebody who speaks another language and needs no interpreter is asked for none', () => {
  for (const one of [read(null, 'Urdu'), read('No, her sister comes', 'Urdu'), interpreterFor(undefined, languages)])
    assert.deepEqual(one, { needed: false, language: null, words: '' });
});

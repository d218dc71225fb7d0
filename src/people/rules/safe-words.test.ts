import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contactWays } from './contact.ts';
import { rulesFromWords } from './safe-words.ts';

test('parts that forbid a way and say nothing else forbid it; the words stay as they were written', () => {
  const cases: [string, Record<string, string>][] = [
    ['do not ring before noon; no letters', { letter: 'no' }],
    ['No voicemail', { voicemail: 'no' }],
    ['No voicemail or letters.', { voicemail: 'no', letter: 'no' }],
    ['Please don’t text, never leave a voicemail at all', { text: 'no', voicemail: 'no' }],
    ['do not call. No e-mails and no post', { phone: 'no', email: 'no', letter: 'no' }],
    ['Do not write to them', { letter: 'no' }],
    ['No phone calls or texts', { phone: 'no', text: 'no' }],
    ['no text messages\nonly in the morning', { text: 'no' }],
    // A way that is forbidden for a time, or to somebody, is not forbidden.
    ['do not ring after 6pm', {}],
    ['no letters to the old address', {}],
    ['no calls from unknown numbers', {}],
    ['Text only', {}],
    ['Her mother must not hear of it', {}],
  ];
  for (const [words, rules] of cases) assert.deepEqual(rulesFromWords(words), { how: words, ...rules }, words);
});

test('whatever is written, nothing is allowed by it', () => {
  const part = fc.constantFrom(
    'no',
    'do not',
    'never',
    'letters',
    'voicemail',
    'ring',
    'text',
    'or',
    ';',
    ',',
    '.',
    'and',
    'before 9',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join(' ')),
      ),
      (words) => {
        const rules = rulesFromWords(words);
        assert.equal(rules.how, words.trim());
        assert.equal(rules.any, undefined);
        for (const way of contactWays) assert.notEqual(rules[way], 'yes');
      },
    ),
  );
});

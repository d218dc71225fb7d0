import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { draftFields, emptyDraft, mergeDraft, settle } from './draft.ts';

const fieldNames = ['note', 'private', 'reason', 'mode'] as const;
const text = fc.string({ maxLength: 12 });
const sent = fc.dictionary(fc.constantFrom(...fieldNames), text, { minKeys: 1 });

test('whoever saves last without having seen it sets nothing aside for good: every text is in a field or beside it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), sent), { maxLength: 12 }), (saves) => {
      let draft = emptyDraft;
      // What each tab has seen, and so may knowingly overwrite.
      const known = new Set<string>();
      for (const [fresh, fields] of saves) {
        const base = fresh ? draft.rev : 0;
        const before = draft;
        draft = mergeDraft(draft, base, fields);
        if (fresh) for (const [name, value] of Object.entries(before.fields)) known.add(`${name}\0${value}`);
        for (const [name, value] of Object.entries(before.fields)) {
          if (value === '' || draft.fields[name] === value || known.has(`${name}\0${value}`)) continue;
          assert.ok(
            draft.others.some((other) => other.name === name && other.value === value),
            `${name} “${value}” is lost`,
          );
        }
        for (const [name, value] of Object.entries(fields)) assert.equal(draft.fields[name] ?? '', value);
      }
    }),
  );
});

test('a tab that saw everything overwrites in peace, and saving the same again changes nothing', () => {
  const one = mergeDraft(emptyDraft, 0, { note: 'Slept badly', mode: 'phone' });
  const two = mergeDraft(one, one.rev, { note: 'Slept well' });
  assert.deepEqual([two.fields, two.others, two.rev], [{ note: 'Slept well', mode: 'phone' }, [], 2]);
  assert.equal(mergeDraft(two, 0, { note: 'Slept well' }), two);
});

test('another field of another tab is no conflict', () => {
  const one = mergeDraft(emptyDraft, 0, { note: 'Slept badly' });
  const two = mergeDraft(one, 0, { mode: 'phone' });
  assert.deepEqual([two.fields, two.others], [{ note: 'Slept badly', mode: 'phone' }, []]);
});

test('a second version is put in below, or left out; a choice takes the place of the other', () => {
  const one = mergeDraft(emptyDraft, 0, { note: 'Slept badly', mode: 'phone' });
  const two = mergeDraft(one, 0, { note: 'Rang her', mode: 'text' });
  assert.deepEqual(two.others, [
    { name: 'note', value: 'Slept badly', rev: 2 },
    { name: 'mode', value: 'phone', rev: 2 },
  ]);
  const put = settle(two, { name: 'note', rev: 2 }, 'put in');
  assert.equal(put.fields.note, 'Rang her\n\nSlept badly');
  const all = settle(put, { name: 'mode', rev: 2 }, 'put in');
  assert.deepEqual([all.fields.mode, all.others], ['phone', []]);
  assert.deepEqual(settle(two, { name: 'note', rev: 2 }, 'leave out').fields, two.fields);
  assert.equal(settle(two, { name: 'note', rev: 9 }, 'put in'), two);
});

test('hidden fields and names that no form has are no part of a draft; a repeated field counts with its last value', () => {
  assert.deepEqual(
    draftFields({ _csrf: 'x', _rev: '3', note: 'a\r\nb', mode: ['phone', 'text'], 'Bad name': 'x', __proto__x: 'y' }),
    {
      note: 'a\nb',
      mode: 'text',
    },
  );
});

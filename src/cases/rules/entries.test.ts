import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { policy } from '../../access/rules/policy.ts';
import { timeline as assessmentTimeline } from '../../assessment/timeline.ts';
import { timeline as claimTimeline } from '../../claims/timeline.ts';
import { timeline as workTimeline } from '../../work/timeline.ts';
import { entryOf, eventList } from '../pages/events.ts';
import { timeline } from './entries.ts';

const renderers = { ...timeline, ...workTimeline, ...claimTimeline, ...assessmentTimeline };
const src = path.join(import.meta.dirname, '../..');
const id = '01a00000-0000-7000-8000-000000000001';

test('every kind of event that is recorded about a case has its words', () => {
  const kinds = new Set<string>();
  for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, kind = ''] of text.matchAll(
      /'((?:case|note|person|attachment|move|assessment|activity|job|claim|duplicate)\.[a-z. ]+)'/g,
    ))
      kinds.add(kind);
  }
  // Permissions are written alike, and so are a part of the programme document and the file of a claim's bundle.
  for (const other of [...Object.keys(policy), 'attachment.conditions', 'claim.pdf']) kinds.delete(other);
  assert.ok(kinds.size > 10);
  for (const kind of kinds) assert.ok(kind in renderers, kind);
});

test('no payload, however old or odd, breaks the timeline, and nothing in it becomes markup', () => {
  const payload = fc.dictionary(
    fc.constantFrom(
      'body',
      'recordId',
      'area',
      'reason',
      'changes',
      'after',
      'before',
      'conditions',
      'employer',
      'kind',
      'milestone',
      'answers',
      'stage',
    ),
    fc.oneof(fc.jsonValue(), fc.constant('<script>alert(1)</script>')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(renderers)), fc.option(payload), (kind, given) => {
      const list = eventList(
        [
          {
            id,
            kind,
            happened_on: '2016-01-01',
            at: '2016-01-02 10:00:00+00',
            actor_name: null,
            payload: given as Record<string, unknown> | null,
          },
        ],
        renderers,
        id,
        { today: '2016-03-31', timeZone: 'Europe/London' },
      ).value;
      assert.doesNotMatch(list, /<script/);
      if (given === null) assert.match(list, /was erased/);
    }),
  );
});

test('a kind that no room knows has a plain title and no more', () => {
  assert.deepEqual(entryOf({ kind: 'plan.made', payload: { secret: 'x' } }, renderers, id), { title: 'Plan made' });
  assert.equal(entryOf({ kind: 'constructor', payload: {} }, renderers, id).title, 'Constructor');
});

test('a note that was corrected is shown as corrected, its first text folded away', () => {
  const event = (kind: string, payload: Record<string, unknown>) => ({
    id,
    kind,
    happened_on: '2016-01-01',
    at: '2016-01-01 10:00:00+00',
    actor_name: 'R. Khan',
    payload,
  });
  const text = eventList(
    [
      event('note.corrected', { recordId: 'n', after: { body: 'Right' } }),
      event('note.added', { recordId: 'n', body: 'Wrong' }),
    ],
    renderers,
    id,
    { today: '2016-03-31', timeZone: 'Europe/London' },
  ).value;
  assert.ok(text.indexOf('Right') < text.indexOf('Note (corrected since)'));
  assert.match(text, /As it was first written[\s\S]*Wrong/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  attachmentDay,
  attachmentProblems,
  changesInWords,
  choicesOf,
  closeProblems,
  dayBefore,
  moveProblems,
  reassignProblems,
  referralProblems,
} from './changes.ts';

const day = fc
  .integer({ min: 0, max: 4000 })
  .map((n) => Temporal.PlainDate.from('2010-01-01').add({ days: n }).toString());

test('the day of attachment is that of the last condition', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string(),
        day.map((on) => ({ on, evidence: 'seen' })),
        { minKeys: 1 },
      ),
      (conditions) => {
        const last = attachmentDay(conditions);
        assert.ok(Object.values(conditions).some(({ on }) => on === last));
        assert.ok(Object.values(conditions).every(({ on }) => on <= last));
      },
    ),
  );
});

test('days that contradict each other are refused, and no others', () => {
  fc.assert(
    fc.property(day, day, day, (referredOn, attachedOn, closedOn) => {
      const wrong = (errors: object) => Object.keys(errors).length > 0;
      assert.equal(
        wrong(attachmentProblems({ plan: { on: attachedOn, evidence: 'x' } }, { referredOn, closedOn: null })),
        attachedOn < referredOn,
      );
      assert.equal(
        wrong(closeProblems(closedOn, { referredOn, attachedOn })),
        closedOn < attachedOn || closedOn < referredOn,
      );
      assert.equal(
        wrong(referralProblems(referredOn, { attachedOn, closedOn })),
        referredOn > attachedOn || referredOn > closedOn,
      );
    }),
  );
});

test('days that are not known contradict nothing', () => {
  assert.deepEqual(
    attachmentProblems({ plan: { on: '2016-01-01', evidence: 'x' } }, { referredOn: null, closedOn: null }),
    {},
  );
  assert.deepEqual(closeProblems('2016-01-01', { referredOn: null, attachedOn: null }), {});
  assert.deepEqual(referralProblems(null, { attachedOn: '2016-01-01', closedOn: null }), {});
  assert.deepEqual(moveProblems({ changedOn: '2016-01-01', toAreaId: 'b' }, { referredOn: null, areaId: 'a' }), {});
});

test('a move goes somewhere else, and a new key worker is somebody else who begins no earlier', () => {
  assert.ok('to_area' in moveProblems({ changedOn: '2016-01-01', toAreaId: 'a' }, { referredOn: null, areaId: 'a' }));
  const now = { staffId: 'a', startsOn: '2016-01-01', referredOn: '2015-12-01' };
  assert.ok('staff' in reassignProblems({ staffId: 'a', startsOn: '2016-02-01' }, now));
  assert.ok('starts_on' in reassignProblems({ staffId: 'b', startsOn: '2015-12-31' }, now));
  // On the very day the assignment is rewritten.
  for (const startsOn of ['2016-01-01', '2016-01-02'])
    assert.deepEqual(reassignProblems({ staffId: 'b', startsOn }, now), {});
  assert.equal(dayBefore('2016-03-01'), '2016-02-29');
});

test('an answer on file that the list no longer has stays a choice', () => {
  const list = [{ label: 'JSA' }];
  assert.deepEqual(
    choicesOf(list, 'Universal Credit').map(({ value }) => value),
    ['JSA', 'Universal Credit'],
  );
  assert.deepEqual(
    choicesOf(list, 'JSA').map(({ value }) => value),
    ['JSA'],
  );
});

test('changes are told in the words of the form', () => {
  const questions = [
    { kind: 'choice', name: 'benefit', label: 'Benefit', choices: choicesOf([{ label: 'JSA' }]) },
    { kind: 'day', name: 'on', label: 'Day' },
  ] as const;
  assert.deepEqual(
    changesInWords(questions, { benefit: null, on: '2016-01-01' }, { benefit: 'JSA', on: '2016-01-01' }),
    [{ asked: 'Benefit', before: 'Not known', after: 'JSA' }],
  );
});

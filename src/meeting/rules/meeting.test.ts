import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readForm } from '../../kit/form.ts';
import { allQuestions, meetingFrom, readTime } from './meeting.ts';

const today = '2016-03-31';
const typed = {
  mode: 'phone',
  'held_on-day': '31',
  'held_on-month': '3',
  'held_on-year': '2016',
  attendance: 'attended',
  note: 'Slept badly',
};

function read(given: Record<string, string>) {
  const found = readForm(allQuestions(today), { ...typed, ...given });
  return found.ok ? meetingFrom(found.values, today) : { errors: found.errors };
}

test('times as people write them', () => {
  for (const [given, time] of [
    ['9:30', '09:30'],
    ['09.30', '09:30'],
    ['930', '09:30'],
    ['9', '09:00'],
    ['2pm', '14:00'],
    ['12:05 am', '00:05'],
    ['12pm', '12:00'],
    ['23:59', '23:59'],
  ] as const)
    assert.deepEqual(readTime(given), { value: time }, given);
  for (const wrong of ['24:00', '9:60', '13pm', '0am', 'noon', '9:3', '-1'])
    assert.equal(typeof readTime(wrong), 'string', wrong);
});

test('every time of the day reads back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      assert.deepEqual(readTime(time), { value: time });
    }),
  );
});

test('what did not happen needs its reason, and one that was typed before it happened after all is left out', () => {
  assert.deepEqual(read({ attendance: 'did_not_attend' }), {
    errors: { reason: 'Say why it was late or did not happen, or enter ‘Not known’' },
  });
  const held = read({ reason: 'Ill' });
  assert.ok('meeting' in held && held.meeting.reason === null);
  const missed = read({ attendance: 'cancelled_by_us', reason: 'Not known' });
  assert.ok('meeting' in missed && missed.meeting.reason === 'Not known');
});

test('the next meeting is in so many weeks, or on the day that was typed; what does not agree is asked again', () => {
  const next = (given: Record<string, string>) => {
    const found = read(given);
    return 'meeting' in found ? found.meeting.nextOn : Object.keys(found.errors);
  };
  const day = { 'next_on-day': '12', 'next_on-month': '4', 'next_on-year': '2016' };
  assert.equal(next({}), null);
  assert.equal(next({ next: '1' }), '2016-04-07');
  assert.equal(next({ next: '4' }), '2016-04-28');
  assert.equal(next({ next: 'day', ...day }), '2016-04-12');
  assert.equal(next(day), '2016-04-12');
  assert.deepEqual(next({ next: 'day' }), ['next_on']);
  assert.deepEqual(next({ next: '2', ...day }), ['next_on']);
  assert.deepEqual(next({ next_at: '10' }), ['next']);
});

test('a meeting of tomorrow is refused', () => {
  assert.ok('errors' in read({ 'held_on-day': '1', 'held_on-month': '4' }));
});

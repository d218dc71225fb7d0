import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Confirmed, canConfirm, confirmationOf } from './confirmation.ts';

const row: Confirmed = {
  ...{ kind: 'referral', open: true, service_name: 'Mental health employment support', actual_service_name: null },
  ...{ organisation_name: 'Clearwater', contact_phone: '07700 900333', who_contacts: null },
  ...{ contact_by: null, contacted_on: null },
};
const now = Temporal.Instant.from('2008-03-03T10:00:00Z');
const given = (named: boolean) => ({ named, timeZone: 'Europe/London', now });
// After the clocks went forward: ten in London is nine in UTC.
const booked = { starts_at: '2008-03-31 09:00:00+00', place: '4 Mill Street' };

test('an appointment is told by its day and time there, its end, and its place where it may be named', () => {
  assert.deepEqual(confirmationOf(row, booked, given(true)), {
    kind: 'referral_appointment',
    values: { service: 'Clearwater', day: 'Monday 31 March', time: '10:00am', place: '4 Mill Street' },
    notAfter: '2008-03-31 09:00:00+00',
  });
  const { values } = confirmationOf(row, { ...booked, place: null }, given(true));
  assert.equal(values?.place, 'the place that we talked about');
});

test('what may not be named is named by nothing: neither organisation, service nor place', () => {
  const call = { ...row, who_contacts: 'service', contact_by: '2008-03-14' };
  for (const [one, appointment] of [
    [row, booked],
    [row, null],
    [call, null],
    [{ ...row, kind: 'signpost' }, null],
  ] as const)
    assert.doesNotMatch(JSON.stringify(confirmationOf(one, appointment, given(false))), /Clearwater|Mental|Mill/);
});

test('a call that is awaited is told by its day; one that came and an appointment that is over are not told again', () => {
  const call = { ...row, who_contacts: 'service', contact_by: '2008-03-14' };
  assert.deepEqual(confirmationOf(call, null, given(true)), {
    kind: 'referral_call',
    values: { service: 'Clearwater', day: 'Friday 14 March' },
  });
  assert.equal(confirmationOf({ ...call, contacted_on: '2008-03-10' }, null, given(true)).kind, 'referral_made');
  const over = { starts_at: '2008-03-03 09:00:00+00', place: null };
  assert.equal(confirmationOf(row, over, given(true)).kind, 'referral_made');
});

test('an enquiry names nobody and what is over is told otherwise: neither is confirmed', () => {
  assert.deepEqual(
    [row, { ...row, kind: 'signpost' }, { ...row, kind: 'enquiry' }, { ...row, open: false }].map(canConfirm),
    [true, true, false, false],
  );
});

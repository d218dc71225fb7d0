import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holidaysFrom } from '../../kit/working-days.ts';
import { contactPlan, contactRuleOn, contactRules, owedState, silentSince } from './liaison.ts';

// Good Friday, Easter Monday and the two of May of 2008.
const holidays = holidaysFrom(['2008-03-21', '2008-03-24', '2008-05-05', '2008-05-26']);
const rules = { acknowledgeWithin: 2, firstContactWithin: 5, silenceAfter: 10 };

test('SC1.7: contact waits, and from the day of the new rule there is a contact to make; both stand with their days', () => {
  const document = {
    services: {
      districts: [
        { area: 'Northvale', from: '2008-03-12', contact: 'maintain' },
        { area: 'Northvale', from: '2008-01-01', contact: 'wait' },
        { area: 'Elsewhere', from: '2008-02-01', contact: 'wait' },
      ],
    },
  };
  const all = contactRules(document, 'Northvale');
  assert.deepEqual(all.slice(1), [
    { contact: 'wait', from: '2008-01-01', to: '2008-03-12' },
    { contact: 'maintain', from: '2008-03-12', to: null },
  ]);
  const started = { startedOn: '2008-03-10', expectedEnd: '2008-04-21', metOn: null };
  const on = (day: string, metOn: string | null = null) =>
    contactPlan({ ...started, metOn }, contactRuleOn(all, day), rules, holidays);
  assert.deepEqual(on('2008-03-11'), { contact: 'wait', until: '2008-04-21' });
  // Five working days after the rule began.
  assert.deepEqual(on('2008-03-12'), { contact: 'maintain', on: '2008-03-19' });
  // After a contact, ten working days: Easter is passed over.
  assert.deepEqual(on('2008-03-20', '2008-03-19'), { contact: 'maintain', on: '2008-04-04' });
  assert.equal(contactRuleOn(contactRules({}, 'Northvale'), '2008-01-01').contact, 'maintain');
  assert.equal(contactRuleOn(all, '2007-12-31').contact, 'maintain');
});

test('SC1.8: feedback of Monday 31 March is late on 1 April; asked twice without an answer, the local lead is told', () => {
  const state = (today: string, chased = 0, chasedOn: string | null = null, escalatedOn: string | null = null) =>
    owedState({ dueOn: '2008-03-31', chased, chasedOn, escalatedOn }, today, rules, holidays);
  assert.equal(state('2008-03-31'), 'awaited');
  assert.equal(state('2008-04-01'), 'late');
  assert.equal(state('2008-04-03', 1, '2008-04-01'), 'asked');
  assert.equal(state('2008-04-04', 1, '2008-04-01'), 'ask again');
  assert.equal(state('2008-04-08', 2, '2008-04-04'), 'asked');
  assert.equal(state('2008-04-09', 2, '2008-04-04'), 'escalate');
  assert.equal(state('2008-04-09', 2, '2008-04-04', '2008-04-09'), 'escalated');
});

test('SC11.1: nobody heard since Monday 14 April: the tenth working day is Monday 28 April', () => {
  assert.equal(silentSince('2008-04-14', '2008-04-27', rules, holidays), null);
  assert.equal(silentSince('2008-04-14', '2008-04-28', rules, holidays), '2008-04-28');
  // Over Easter two days more.
  assert.equal(silentSince('2008-03-17', '2008-04-01', rules, holidays), null);
  assert.equal(silentSince('2008-03-17', '2008-04-02', rules, holidays), '2008-04-02');
});

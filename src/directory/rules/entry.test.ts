import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AccessRule, accessOf } from './access.ts';
import { type Directive, directiveHolds, directiveSays, opposed } from './directives.ts';
import type { ServiceRow } from './entry.ts';
import { readPart, typedOf } from './entry-form.ts';
import { isEntryPart, type Options } from './entry-questions.ts';
import { changeOf } from './fields.ts';
import { neverUsed, shownFigures, shownReasons } from './figures.ts';
import { checkedOn, notTaking, paymentWarning, type Taking } from './open.ts';
import { mapAddress, scheduleText } from './place-words.ts';
import { searchWords } from './words.ts';

const label = (code: string) => (code === 'dea' ? 'disability employment adviser' : code);
const rule = (more: Partial<AccessRule>): AccessRule => ({
  ...{ id: 'r', area_id: null, role: 'dea', allowed: false, case_id: null, reason: null },
  ...{ from_day: '2008-01-01', to_day: null, ...more },
});
const asked = { areaId: 'northvale', day: '2008-05-12', roles: ['dea'], caseId: 'quinn' };

test('without a rule anybody may refer, in every role, place and on every day', () => {
  const area = fc.option(fc.constantFrom('northvale', 'hilltop'));
  fc.assert(
    fc.property(area, fc.subarray(['dea', 'ibpa']), (areaId, roles) => {
      assert.equal(accessOf([], { ...asked, areaId, roles }, label).allowed, true);
    }),
  );
});

test('a district keeps a role out on its days alone, and says whom to ask (SC6)', () => {
  const rules = [rule({ area_id: 'northvale', reason: 'Pathways is reached through a personal adviser' })];
  const refused = accessOf(rules, asked, label);
  assert.deepEqual([refused.allowed, refused.exception], [false, null]);
  assert.match(refused.why, /^A disability employment adviser may not refer here: Pathways is reached.*Ask a manager/);
  assert.equal(accessOf(rules, { ...asked, areaId: 'hilltop' }, label).allowed, true);
  assert.equal(accessOf(rules, { ...asked, areaId: null }, label).allowed, true);
  assert.equal(accessOf(rules, { ...asked, day: '2007-12-31' }, label).allowed, true);
  // Somebody with both roles does it in the one that may.
  assert.deepEqual(accessOf(rules, { ...asked, roles: ['dea', 'ibpa'] }, label).role, 'ibpa');
});

test('where some roles are let in the others are out, and the nearer rule goes before the wider one', () => {
  const rules = [rule({ allowed: true })];
  assert.equal(accessOf(rules, asked, label).allowed, true);
  const without = accessOf(rules, { ...asked, roles: [] }, label);
  assert.match(without.why, /Ask a disability employment adviser to refer, or a manager/);
  assert.equal(without.allowed, false);
  const here = [...rules, rule({ area_id: 'northvale', allowed: false })];
  assert.equal(accessOf(here, asked, label).allowed, false);
  assert.equal(accessOf(here, { ...asked, areaId: 'hilltop' }, label).allowed, true);
});

test('an exception lets in for its case and until its day (SC6.4)', () => {
  const rules = [rule({}), rule({ id: 'x', case_id: 'quinn', allowed: true, role: 'any', to_day: '2008-06-02' })];
  assert.equal(accessOf(rules, asked, label).exception?.id, 'x');
  assert.equal(accessOf(rules, { ...asked, caseId: 'marsh' }, label).allowed, false);
  assert.equal(accessOf(rules, { ...asked, day: '2008-06-03' }, label).allowed, false);
  // What would be allowed anyway is no exception.
  assert.equal(accessOf(rules.slice(1), asked, label).exception, null);
});

const directive = (more: Partial<Directive>): Directive => ({
  ...{ id: 'd', programme_id: 'p', area_id: null, kind: 'prefer', contract: 'contracted', service_id: null },
  ...{ words: 'Use what we pay for', from_day: '2008-04-01', to_day: '2008-06-30', ended_at: null, ...more },
});

test('a directive holds in its place on its days until it is ended (SC13)', () => {
  const northvale = directive({ area_id: 'northvale' });
  const at = (areaId: string | null, day: string) => directiveHolds(northvale, { areaId, day });
  assert.deepEqual(
    [
      at('northvale', '2008-06-30'),
      at('northvale', '2008-07-01'),
      at('northvale', '2008-03-31'),
      at('hilltop', '2008-05-01'),
    ],
    [true, false, false, false],
  );
  assert.equal(
    directiveHolds({ ...northvale, ended_at: '2008-05-01' }, { areaId: 'northvale', day: '2008-05-01' }),
    false,
  );
  assert.equal(directiveSays(northvale, { serviceId: 's4', contract: 'none' }), 'against');
  assert.equal(directiveSays(northvale, { serviceId: 's3', contract: 'contracted' }), 'with');
  const avoid = directive({ kind: 'avoid', contract: null, service_id: 's2' });
  assert.equal(directiveSays(avoid, { serviceId: 's2', contract: 'none' }), 'against');
  assert.equal(directiveSays(avoid, { serviceId: 's3', contract: 'none' }), null);
});

test('directives that ask for opposite things are found where both hold', () => {
  const prefer = directive({});
  assert.equal(opposed([prefer, directive({ kind: 'avoid' })]).length, 1);
  assert.equal(opposed([prefer, directive({ kind: 'avoid', from_day: '2008-07-01', to_day: null })]).length, 0);
  assert.equal(
    opposed([directive({ area_id: 'a' }), directive({ area_id: 'b', kind: 'avoid' })]).length,
    0,
    'other offices do as they do',
  );
});

test('a figure is shown only where enough stand behind it', () => {
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), fc.integer({ min: 2, max: 20 }), (accepted, declined, least) => {
      const totals = { accepted: { n: accepted, days: 0 }, declined: { n: declined, days: 0 } };
      const shown = shownFigures(totals, least).find(({ name }) => name === 'accepted');
      assert.equal(shown?.value === null, accepted + declined < least);
    }),
  );
  const totals = {
    referred: { n: 6, days: 0 },
    started: { n: 5, days: 61 },
    rated: { n: 5, days: 0 },
    'rated:5': { n: 3, days: 0 },
    'rated:2': { n: 2, days: 0 },
    'declined:full': { n: 5, days: 0 },
    'declined:out_of_area': { n: 1, days: 0 },
  };
  const value = (name: string) => shownFigures(totals, 5).find((one) => one.name === name)?.value;
  assert.deepEqual([value('wait'), value('rating'), value('accepted')], [12, 3.8, null]);
  assert.deepEqual(shownReasons(totals, 5), [{ reason: 'full', n: 5 }]);
  assert.deepEqual([neverUsed(totals), neverUsed({})], [false, true]);
});

const open: Taking = {
  ...{ verified: true, referable: true, status: 'active', closed_from: null, closed_to: null, last_referral_on: null },
  ...{ funded_until: null, contract: 'none', contract_from: null },
};

test('a service takes nobody after its last day for referrals, while closed, before its contract, or unverified', () => {
  assert.deepEqual(notTaking(open, '2008-06-03'), []);
  const ends = { ...open, funded_until: '2008-06-30', last_referral_on: '2008-06-02' };
  assert.deepEqual(notTaking(ends, '2008-06-02'), []);
  // SC5.4
  assert.match(notTaking(ends, '2008-06-03').join(), /Its funding ends on 30 Jun 2008.*2 Jun 2008/);
  assert.match(notTaking({ ...open, funded_until: '2008-06-30' }, '2008-07-01').join(), /30 Jun 2008/);
  const summer = { ...open, closed_from: '2008-07-21', closed_to: '2008-08-29' };
  assert.deepEqual(
    ['2008-07-20', '2008-07-21', '2008-08-29', '2008-08-30'].map((day) => notTaking(summer, day).length),
    [0, 1, 1, 0],
  );
  const won = { ...open, contract: 'won', contract_from: '2008-04-08' };
  assert.equal(notTaking(won, '2008-04-07').length, 1);
  assert.equal(notTaking(won, '2008-04-08').length, 0);
  assert.equal(notTaking({ ...open, verified: false }, '2008-04-07').length, 1);
  assert.equal(notTaking({ ...open, referable: false, status: 'defunct' }, '2008-04-07').length, 2);
});

test('an entry is stale from the day after it was to be checked', () => {
  const entry = { verified: true, verified_on: '2007-10-30', verify_by: '2008-04-30' };
  assert.deepEqual([checkedOn(entry, '2008-04-30'), checkedOn(entry, '2008-05-01')], ['checked', 'stale']);
  assert.equal(checkedOn({ ...entry, verified: false }, '2008-04-30'), 'not verified');
  assert.equal(checkedOn({ verified: true, verified_on: null, verify_by: null }, '2008-04-30'), 'never');
});

test('a referral by another working role would not be paid, and says so before it is made', () => {
  const s2 = { payment_form: true, payment_role: 'ibpa' };
  const by = { roleLabel: () => 'personal adviser', formSent: null };
  assert.match(paymentWarning(s2, { ...by, role: 'dea' }) ?? '', /only when a personal adviser refers/);
  assert.equal(paymentWarning(s2, { ...by, role: 'ibpa' }), null);
  assert.match(paymentWarning(s2, { ...by, role: 'ibpa', formSent: false }) ?? '', /received the form/);
  assert.equal(paymentWarning({ payment_form: false, payment_role: null }, { ...by, role: null }), null);
});

const service = {
  ...{ id: 's', version: 1, name: 'Debt advice', description: 'Bills', organisation_name: 'Harbour', status: 'active' },
  ...{ referable: true, modes: ['phone'], asks: ['name'], approvals: [], refused_channels: ['email'], benefits: [] },
  ...{ booked_by: 'service', call_first: false, feedback_weeks: [3, 6], feedback_at_end: true, payment_form: false },
  ...{ postcodes: ['ZX1', 'ZX2'], minimum_age: 16, maximum_age: null, places: 10, places_taken: 9 },
  exclusions: [
    { key: 'a', words: 'Anybody under 16', sensitive: false },
    { key: 'b', words: 'Current drug or alcohol use', sensitive: true },
  ],
  doc: { url: 'https://example.org', phones: [{ id: 'p', number: '01204 496 000', type: 'voice' }], kept: 'as it was' },
} as unknown as ServiceRow;
const options: Options = { needs: [], benefits: [], roles: [] };

test('what is stored comes out of each form as it went in', () => {
  for (const part of ['about', 'refer', 'who', 'capacity'] as const) {
    assert.ok(isEntryPart(part));
    const read = readPart(part, service, options, typedOf(part, service, options), '2008-05-01');
    assert.ok(read.ok, JSON.stringify(read));
    for (const [name, value] of Object.entries(read.changes))
      assert.deepEqual(value, (service as unknown as Record<string, unknown>)[name] ?? null, `${part}: ${name}`);
  }
});

test('a form says what is wrong, and places are known on the day on which they were entered', () => {
  const with_ = (part: 'who' | 'refer' | 'capacity', more: Record<string, string | string[]>) =>
    readPart(part, service, options, { ...typedOf(part, service, options), ...more }, '2008-05-01');
  const errors = (read: ReturnType<typeof with_>) => (read.ok ? [] : Object.keys(read.errors));
  assert.deepEqual(errors(with_('who', { maximum_age: '15' })), ['maximum_age']);
  assert.deepEqual(errors(with_('who', { postcodes: 'somewhere' })), ['postcodes']);
  assert.deepEqual(errors(with_('refer', { modes: [] })), ['modes']);
  assert.deepEqual(errors(with_('refer', { feedback_weeks: '3, soon' })), ['feedback_weeks']);
  const taken = with_('capacity', { places_taken: '10' });
  assert.ok(taken.ok);
  assert.deepEqual([taken.changes.places_taken, taken.changes.capacity_on], [10, '2008-05-01']);
});

test('changes are in words, and only what changed', () => {
  assert.deepEqual(
    changeOf({ status: 'active', places: 5, doc: {} }, { status: 'defunct', places: 5, doc: { a: 1 } }),
    [{ field: 'status', before: 'Runs', after: 'Has ended' }],
  );
  assert.deepEqual(changeOf({ next_start: null }, { next_start: '2008-05-12' }), [
    { field: 'next_start', before: 'Not known', after: '12 May 2008' },
  ]);
});

test('places and words read as people say them', () => {
  assert.equal(
    scheduleText({ byday: 'MO,WE', opens_at: '09:30:00', closes_at: '17:00', description: 'Ring first' }),
    'Monday, Wednesday, 09:30 to 17:00. Ring first',
  );
  assert.equal(mapAddress('BL11AA'), 'https://www.openstreetmap.org/search?query=BL1%201AA');
  assert.equal(searchWords(['Café Mental-Health', null, 'O’Brien/Co']), 'cafe mental health obrien co');
});

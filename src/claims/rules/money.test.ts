import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { type Contract, contractProblems, type EarningsRule } from './contract.ts';
import { clausesOf } from './explain.ts';
import { whyFound } from './finder.ts';
import { type ClaimFacts, milestoneStates } from './milestones.ts';
import { capRoom, groupOf, priceOf, thresholdOf, versionFor } from './money.ts';

const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const attachedOn = day('2016-05-02');
const contract: Contract = {
  ...{ key: 'made-up', programme: 'made-up', name: 'Made up', validFrom: '2016-04-01', source: 'Made up' },
  pricesAreExamples: true,
  groups: [
    { code: 'young', label: '18 to 24', when: [{ fact: 'age', to: 24 }] },
    { code: 'esa', label: 'On ESA', when: [{ fact: 'benefit', in: ['esa_wrag', 'esa_support'] }] },
    { code: 'others', label: 'Everybody else', when: [] },
  ],
  approve: { check: ['team_manager'], settle: ['programme_office'], overrideMissing: false },
  milestones: [
    {
      ...{ key: 'job_start', label: 'Job start', claimWithin: 30, tolerance: { daysLate: 5, pence: 100 } },
      reached: { kind: 'job start' },
      evidence: [
        { key: 'start', label: 'A payslip', kinds: ['employed', 'agency'] },
        { key: 'trading', label: 'A first invoice', kinds: ['self_employed'] },
        { key: 'agreed', label: 'Agreed to be asked' },
      ],
      prices: [
        { from: '2016-04-01', pence: 100, group: 'young' },
        { from: '2017-04-01', pence: 110, group: 'young' },
        { from: '2016-04-01', pence: 200 },
      ],
      caps: [
        { in: 'year', number: 2 },
        { in: 'contract', pence: 500 },
      ],
      clawback: { within: 90, reasons: [{ code: 'no_job', label: 'There was no job' }] },
    },
  ],
};
const [milestone] = contract.milestones;
assert.ok(milestone !== undefined);
const facts = (more: Partial<ClaimFacts>): ClaimFacts => ({ attachedOn, jobs: [], claims: [], ...more });
const job = (kind: string | null) => ({
  ...{ key: 'j', startedOn: day('2016-06-01'), endedOn: null, kind, terms: [], weeks: [] },
});
const stateOf = (given: ClaimFacts, asOf: string) => milestoneStates(contract, given, day(asOf))[0];

test('the contract of these tests is one', () => assert.deepEqual(contractProblems(contract), []));

test('a group is the first whose conditions hold, and no later one while an earlier cannot be told', () => {
  const young = day('1992-05-03');
  assert.deepEqual(groupOf(contract, { attachedOn, bornOn: young }), { code: 'young', known: true });
  // 25 on the day of the attachment.
  assert.deepEqual(groupOf(contract, { attachedOn, bornOn: day('1991-05-02'), benefit: 'esa_wrag' }).code, 'esa');
  assert.deepEqual(groupOf(contract, { attachedOn, bornOn: day('1991-05-02'), benefit: 'jsa' }).code, 'others');
  assert.deepEqual(groupOf(contract, { attachedOn, benefit: 'esa_wrag' }), { code: null, known: false });
  assert.deepEqual(groupOf({}, { attachedOn }), { code: null, known: true });
});

test('a price is that of the group and the year; it is not known while the group is not', () => {
  const price = (code: string, on: string) => priceOf(milestone, { code, known: true }, on);
  assert.deepEqual(
    [price('young', '2017-03-31'), price('young', '2017-04-01'), price('esa', '2017-04-01')],
    [100, 110, 200],
  );
  assert.equal(priceOf(milestone, { code: null, known: false }, '2017-04-01'), null);
  const open = stateOf(facts({ jobs: [job('employed')] }), '2016-06-10');
  assert.deepEqual([open?.status, open?.pence, open?.missing], ['claimable', null, ['group', 'start', 'agreed']]);
  const young = stateOf(facts({ jobs: [job('employed')], bornOn: day('1992-05-03') }), '2016-06-10');
  assert.deepEqual([young?.pence, young?.missing], [100, ['start', 'agreed']]);
});

test('evidence is asked for by the kind of job; permitted work is no start', () => {
  const missing = (kind: string | null) =>
    stateOf(facts({ jobs: [job(kind)], bornOn: 0, benefit: 'jsa' }), '2016-06-10')?.missing;
  assert.deepEqual(missing('self_employed'), ['trading', 'agreed']);
  assert.deepEqual(missing(null), ['start', 'agreed']);
  assert.deepEqual(missing('supported'), ['agreed']);
  assert.equal(
    stateOf(facts({ jobs: [job('permitted')], bornOn: 0, benefit: 'jsa' }), '2016-06-10')?.status,
    'not reached',
  );
});

test('a claim that comes a tolerated number of days late is not missed', () => {
  const given = facts({ jobs: [job('employed')], bornOn: 0, benefit: 'jsa' });
  const statuses = ['2016-07-01', '2016-07-02', '2016-07-06', '2016-07-07'].map((on) => stateOf(given, on)?.status);
  assert.deepEqual(statuses, ['claimable', 'claimable', 'claimable', 'missed']);
  const state = stateOf(given, '2016-07-02');
  assert.ok(state !== undefined && state.claimBy === day('2016-07-01'));
  const notes = clausesOf(milestone, state, given, day('2016-07-02'), contract).map(
    ({ text, note }) => `${text} ${note}`,
  );
  assert.ok(notes.includes('Claimed by 1 Jul 2016 Taken until 6 Jul 2016'), notes.join('\n'));
});

test('a threshold is that of the year and the age on the day of the attachment; the highest while the age is not known', () => {
  const rule: EarningsRule = {
    ...{ kind: 'earnings', within: 100, selfEmployedDays: 10 },
    thresholds: [
      { from: '2016-04-01', pence: 720, ageFrom: 25 },
      { from: '2016-04-01', pence: 670, ageFrom: 21 },
      { from: '2015-04-01', pence: 9999 },
      { from: '2017-04-01', pence: 1 },
    ],
  };
  const at = (bornOn: string | null) => thresholdOf(rule, { attachedOn, bornOn: bornOn === null ? null : day(bornOn) });
  assert.deepEqual(['1991-05-02', '1991-05-03', '1999-01-01', null].map(at), [720, 670, 670, 720]);
});

test('caps leave what they leave, never less than nothing, and every claim takes from them', () => {
  const claims = [
    { on: day('2017-03-31'), pence: 200 },
    { on: day('2017-04-01'), pence: 200 },
  ];
  const room = (on: string) => capRoom(contract, milestone, claims, day(on));
  assert.deepEqual(
    [room('2017-03-31'), room('2017-05-01')],
    [
      { number: 1, pence: 100 },
      { number: 1, pence: 100 },
    ],
  );
  assert.deepEqual(capRoom(contract, {}, claims, 0), { number: null, pence: null });
  const claim = fc.record({ on: fc.integer({ min: 16_000, max: 18_000 }), pence: fc.integer({ min: 0, max: 300 }) });
  fc.assert(
    fc.property(fc.array(claim), claim, (given, one) => {
      const before = capRoom(contract, milestone, given, one.on);
      const after = capRoom(contract, milestone, [...given, one], one.on);
      assert.equal(after.number, Math.max(0, (before.number as number) - 1));
      assert.ok((after.pence as number) >= 0 && (after.pence as number) <= (before.pence as number));
    }),
  );
});

test('a person is judged by the version in force on the day of the attachment', () => {
  const first = { validFrom: '2016-01-01', n: 1 };
  const versions = [first, { validFrom: '2017-01-01', n: 2 }, { validFrom: '2017-01-01', n: 3 }] as const;
  const on = (text: string | null) =>
    versionFor<{ validFrom: string; n: number }>(versions, text === null ? null : day(text)).n;
  assert.deepEqual([null, '2015-12-31', '2016-12-31', '2017-01-01'].map(on), [1, 1, 1, 3]);
});

test('what does not fit is refused with where', () => {
  const wrong = structuredClone(contract);
  Object.assign(wrong.milestones[0] ?? {}, { caps: [{ in: 'year' }] });
  Object.assign(wrong.milestones[0]?.prices[0] ?? {}, { group: 'nobody' });
  assert.deepEqual(contractProblems(wrong), [
    "/milestones/0/prices: there is no group 'nobody'",
    '/milestones/0/caps: a cap has either a number or pence',
  ]);
});

test('a group for which the contract has no price is said to be without one, and nothing is ready', () => {
  const priced = { ...contract, milestones: [{ ...milestone, prices: milestone.prices.slice(0, 2) }] };
  const given = facts({ jobs: [job('employed')], bornOn: 0, benefit: 'jsa', held: { job_start: ['start', 'agreed'] } });
  const [state] = milestoneStates(priced, given, day('2016-06-10'));
  assert.deepEqual([state?.status, state?.pence, state?.missing], ['claimable', null, ['price']]);
  assert.ok(state !== undefined && priced.milestones[0] !== undefined);
  const clauses = clausesOf(priced.milestones[0], state, given, day('2016-06-10'), priced);
  assert.ok(
    clauses.some(({ text, met }) => met === 'no' && text === 'The contract has no price for this person’s group'),
  );
  const found = { signal: 'evidence' as const, aboutOn: '2016-06-01', daysLeft: null, reachOn: null };
  assert.equal(
    whyFound({ ...found, missing: ['price', 'start'] }, priced.milestones[0]),
    'Reached on 1 Jun 2016. Missing: The contract has no price for this person’s group; A payslip',
  );
  const open = facts({ jobs: [job(null)], bornOn: 0, benefit: 'jsa' });
  assert.deepEqual(
    milestoneStates(priced, { ...open, jobs: [{ ...job(null), startedOn: null }] }, day('2016-06-10'))[0]?.missing[0],
    'day',
  );
});

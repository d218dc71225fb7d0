import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { poundsText } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { shippedContracts } from '../actions/contracts.ts';
import { type Contract, contractProblems, inForce } from './contract.ts';
import { clausesOf } from './explain.ts';
import { type ClaimFacts, type ClaimJob, milestoneStates } from './milestones.ts';

const contracts = await shippedContracts();
const named = (key: string): Contract => contracts.find((one) => one.key === key) as Contract;
const pilot = named('working-well-pilot');
const expansion = named('working-well-expansion');
const byEarnings = named('earnings-example');
const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const pays = (hours: number, wage: number) => ({ terms: [{ from: null, hours, wage }] });
const job = (from: string | null, to: string | null, more: Partial<ClaimJob> = {}): ClaimJob => ({
  key: from ?? 'x',
  startedOn: from === null ? null : day(from),
  endedOn: to === null ? null : day(to),
  kind: null,
  terms: [],
  weeks: [],
  ...more,
});
const facts = (jobs: readonly ClaimJob[], more: Partial<ClaimFacts> = {}): ClaimFacts => ({
  attachedOn: day('2014-09-01'),
  jobs,
  claims: [],
  ...more,
});
const state = (contract: Contract, given: ClaimFacts, asOf: string, key: string) => {
  const found = milestoneStates(contract, given, day(asOf)).find(({ milestone }) => milestone === key);
  assert.ok(found !== undefined);
  return { ...found, on: found.reachedOn === null ? null : formatDay(found.reachedOn) };
};

test('the reference table: 50 of 54 weeks and 50 of 58 give two right answers for one life', () => {
  const a = job('2015-01-05', '2015-08-02');
  const lives: [readonly ClaimJob[], string | null, string | null][] = [
    [[job('2015-01-05', null)], '2015-12-20', '2015-12-20'],
    [[a, job('2015-08-31', null)], '2016-01-17', '2016-01-17'],
    [[a, job('2015-08-31', '2016-01-16')], null, null],
    [[a, job('2015-09-07', null)], '2016-08-21', '2016-01-24'],
    [[a, job('2015-07-06', '2015-11-22')], null, null],
  ];
  for (const [jobs, ofPilot, ofExpansion] of lives) {
    assert.equal(state(pilot, facts(jobs), '2017-12-31', 'sustained_job').on, ofPilot);
    assert.equal(state(expansion, facts(jobs), '2017-12-31', 'sustained_job').on, ofExpansion);
  }
});

test('a job start counts once, and a repeated claim counts for nothing', () => {
  const jobs = [job('2015-01-05', '2015-02-01'), job('2015-03-02', null)];
  const open = state(pilot, facts(jobs), '2015-04-01', 'job_start');
  assert.deepEqual(
    [open.status, open.on, open.pence, open.missing],
    ['claimable', '2015-01-05', 120_000, ['job_start']],
  );
  const claims = ['2015-02-10', '2015-03-10'].map((on) => ({ milestone: 'job_start', on: day(on) }));
  const claimed = state(pilot, facts(jobs, { claims }), '2015-04-01', 'job_start');
  assert.deepEqual(
    [claimed.status, formatDay(claimed.claimedOn as number), claimed.missing],
    ['claimed', '2015-02-10', []],
  );
  assert.equal(state(pilot, facts(jobs, { claims }), '2015-02-09', 'job_start').status, 'claimable');
  // Begun before the attachment: no start, however long it goes on.
  assert.equal(state(pilot, facts([job('2014-08-31', null)]), '2015-04-01', 'job_start').status, 'not reached');
  const undated = state(pilot, facts([job(null, null)]), '2015-04-01', 'job_start');
  assert.deepEqual([undated.status, undated.on, undated.missing[0]], ['claimable', null, 'day']);
});

test('an attachment needs its evidence; nobody who is not attached has reached anything', () => {
  const held = { attachment: ['agreement', 'plan'] };
  assert.deepEqual(state(pilot, facts([], { held }), '2015-01-01', 'attachment').missing, ['first_meeting']);
  const none = milestoneStates(pilot, facts([job('2015-01-05', null)], { attachedOn: null }), day('2017-01-01'));
  assert.ok(none.every(({ status }) => status === 'not reached'));
  const before = milestoneStates(pilot, facts([]), day('2014-08-31'));
  assert.ok(before.every(({ status }) => status === 'not reached'));
});

test('earnings: hours and pence add up to the threshold of the year, on the day they do', () => {
  const attachedOn = day('2024-05-01');
  // 16 hours at £11.44 are £183.04 a week: 26 weeks of it are the threshold, £4,759.04, to the penny.
  const exact = job('2024-06-03', null, pays(1600, 1144));
  const reached = state(byEarnings, facts([exact], { attachedOn }), '2025-12-31', 'earnings_outcome');
  assert.equal(reached.on, formatDay(day('2024-06-03') + 26 * 7 - 1));
  assert.deepEqual([reached.status, reached.claimBy], ['missed', day('2024-06-03') + 26 * 7 - 1 + 183]);
  assert.equal(state(byEarnings, facts([exact], { attachedOn }), '2025-05-01', 'earnings_outcome').status, 'claimable');
  const less = job('2024-06-03', '2024-12-01', pays(1600 * 1144 - 1, 1));
  assert.equal(
    state(byEarnings, facts([less], { attachedOn }), '2025-12-31', 'earnings_outcome').status,
    'not reached',
  );
  // Days of self-employment count by themselves, and are never added to earnings.
  const own = job('2024-06-03', null, { kind: 'self_employed', ...pays(9_999_999, 1) });
  assert.equal(
    state(byEarnings, facts([own], { attachedOn }), '2025-12-31', 'earnings_outcome').on,
    formatDay(day('2024-06-03') + 181),
  );
});

const anyJobs = fc.array(
  fc.record({
    from: fc.option(fc.integer({ min: 0, max: 500 }), { freq: 9 }),
    length: fc.option(fc.integer({ min: -2, max: 400 }), { freq: 4 }),
    pay: fc.option(fc.integer({ min: 0, max: 4_000_000 }), { freq: 5 }),
    selfEmployed: fc.boolean(),
  }),
  { maxLength: 5 },
);

test('earnings of random jobs, as adding up day by day finds them', () => {
  fc.assert(
    fc.property(anyJobs, fc.integer({ min: 0, max: 900 }), (given, later) => {
      const attachedOn = day('2024-05-01');
      const asOf = attachedOn + later;
      const jobs = given.map(({ from, length, pay, selfEmployed }, n): ClaimJob => {
        const startedOn = from === null ? null : attachedOn + from;
        return {
          key: String(n),
          startedOn,
          endedOn: length === null ? null : (startedOn ?? attachedOn) + length,
          kind: selfEmployed ? 'self_employed' : null,
          weeks: [],
          terms: [{ from: null, hours: pay, wage: 1 }],
        };
      });
      let [earned, traded, first]: [number, number, number | null] = [0, 0, null];
      for (let d = attachedOn; d <= Math.min(asOf, attachedOn + 637) && first === null; d += 1) {
        const on = jobs.filter(
          (one) =>
            one.startedOn !== null &&
            one.startedOn <= d &&
            (one.endedOn === null || (one.endedOn >= d && one.endedOn >= one.startedOn)),
        );
        for (const one of on) if (one.kind !== 'self_employed') earned += one.terms[0]?.hours ?? 0;
        if (on.some((one) => one.kind === 'self_employed')) traded += 1;
        if (earned >= 475_904 * 700 || traded >= 182) first = d;
      }
      const [found] = milestoneStates(byEarnings, facts(jobs, { attachedOn }), asOf);
      assert.equal(found?.reachedOn, first);
    }),
  );
});

test('what is once claimable stays reached, and a claim is the only way to be claimed', () => {
  fc.assert(
    fc.property(anyJobs, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 200 }), (given, later, more) => {
      const attachedOn = day('2014-09-01');
      const jobs = given.map(({ from, length }, n) =>
        job(
          from === null ? null : formatDay(attachedOn + from),
          length === null ? null : formatDay(attachedOn + (from ?? 0) + length),
          { key: String(n) },
        ),
      );
      const early = milestoneStates(pilot, facts(jobs), attachedOn + later);
      const late = milestoneStates(pilot, facts(jobs), attachedOn + later + more);
      for (const [n, one] of early.entries()) {
        assert.notEqual(one.status, 'claimed');
        if (one.reachedOn !== null) assert.equal(late[n]?.reachedOn, one.reachedOn);
      }
    }),
  );
});

test('a price holds from its day; a document that does not fit is refused with where', () => {
  const prices = [
    { from: '2016-04-01', pence: 2 },
    { from: '2015-04-01', pence: 1 },
  ];
  assert.deepEqual(
    ['2014-01-01', '2016-03-31', '2016-04-01'].map((on) => inForce(prices, on)?.pence),
    [1, 1, 2],
  );
  const wrong = structuredClone({ ...pilot, targets: undefined }) as unknown as {
    targets?: unknown;
    milestones: { key: string; reached: Record<string, unknown> }[];
  };
  delete wrong.targets;
  Object.assign(wrong.milestones[2]?.reached ?? {}, { within: 10 });
  Object.assign(wrong.milestones[1] ?? {}, { key: 'attachment' });
  assert.deepEqual(contractProblems(wrong), [
    "/milestones/1/key: 'attachment' stands twice",
    '/milestones/2/reached: within must be as long as need or longer',
  ]);
  assert.ok(contractProblems({ ...pilot, milestones: [] }).length > 0);
  assert.ok(contractProblems({ ...pilot, validFrom: '2014-02-30' }).some((one) => one.startsWith('/validFrom')));
});

test('why: each clause in words, with what is missing and when it can be reached', () => {
  const a = job('2015-01-05', '2015-08-02');
  const given = facts([a, job('2015-08-31', null)], { held: { attachment: ['agreement', 'first_meeting', 'plan'] } });
  const clauses = (contract: Contract, key: string, asOf: string, of = given) => {
    const milestone = contract.milestones.find((one) => one.key === key);
    assert.ok(milestone !== undefined);
    const found = milestoneStates(contract, of, day(asOf)).find((one) => one.milestone === key);
    assert.ok(found !== undefined);
    return clausesOf(milestone, found, of, day(asOf)).map(({ text, met, note = '' }) => `${met}: ${text} (${note})`);
  };
  assert.deepEqual(
    clauses(pilot, 'sustained_job', '2015-12-31')[0]?.replace(/^.*a day counted once /, ''),
    '(333 days at best so far. 17 Jan 2016 at the earliest, in work on every day until then)',
  );
  assert.match(
    clauses(pilot, 'sustained_job', '2016-01-17')[0] ?? '',
    /^yes: 50 weeks in work \(350 days\) in 54 weeks in a row.*Since 17 Jan 2016/,
  );
  assert.match(
    clauses(pilot, 'sustained_job', '2016-01-17')[1] ?? '',
    /^no: Proof of the days in work \(One of: Payslips/,
  );
  assert.ok(clauses(pilot, 'attachment', '2016-01-17').every((line) => line.startsWith('yes')));
  const never = facts([], { attachedOn: day('2024-05-01') });
  assert.match(
    clauses(byEarnings, 'earnings_outcome', '2027-01-01', never)[0] ?? '',
    /^no: Earnings of £4,759\.04.*That time ended on/,
  );
  const late = facts([job('2024-06-03', null, pays(1600, 1144))], { attachedOn: day('2024-05-01') });
  assert.ok(
    clauses(byEarnings, 'earnings_outcome', '2026-01-01', late).some((line) => line.startsWith('no: Claimed by')),
  );
  assert.equal(poundsText(100_005), '£1,000.05');
});

test('evidence is that of the jobs by which it was reached: a job that begins later asks for nothing', () => {
  const sustained = structuredClone(pilot);
  for (const one of sustained.milestones)
    one.evidence = [
      { key: 'payslip', label: 'A payslip', kinds: ['employed'] },
      { key: 'ledger', label: 'A ledger', kinds: ['self_employed'] },
    ];
  const jobs = [
    job('2015-01-05', '2015-12-31', { kind: 'employed' }),
    job('2016-02-01', null, { kind: 'self_employed' }),
  ];
  const held = { sustained_job: ['payslip'] };
  const missing = (asOf: string) => state(sustained, facts(jobs, { held }), asOf, 'sustained_job').missing;
  assert.deepEqual([missing('2016-01-31'), missing('2016-12-31')], [[], []]);
  const together = [job('2015-01-05', null, { kind: 'employed' }), job('2015-12-20', null, { kind: 'self_employed' })];
  assert.deepEqual(state(sustained, facts(together, { held }), '2016-12-31', 'sustained_job').missing, ['ledger']);
});

test('a start with hours is proved by the jobs that made them, not by the first of all', () => {
  const contract = structuredClone(pilot);
  for (const one of contract.milestones) {
    if (one.reached.kind === 'job start') one.reached.jobs = { leastHours: 16 };
    one.evidence = (['employed', 'self_employed', 'agency'] as const).map((kind) => ({
      ...{ key: kind, label: kind, kinds: [kind] },
    }));
  }
  const asked = (...jobs: ClaimJob[]) => state(contract, facts(jobs), '2016-12-31', 'job_start').missing;
  const early = job('2015-01-05', '2015-02-01', { kind: 'self_employed', ...pays(400, 900) });
  const unknown = job('2015-02-02', null, { kind: 'agency' });
  const enough = job('2015-03-02', null, { kind: 'employed', ...pays(2000, 900) });
  const later = job('2015-03-03', null, { kind: 'self_employed', ...pays(2000, 900) });
  assert.deepEqual(asked(early, unknown, enough, later), ['employed']);
  const less = job('2015-02-02', null, { kind: 'self_employed', ...pays(400, 900) });
  assert.deepEqual(asked(less, { ...enough, ...pays(1200, 900) }), ['employed', 'self_employed']);
});

test('a contract whose evidence cannot be told apart is refused with what to do', () => {
  const problems = (more: object) => {
    const { targets, ...bare } = pilot;
    assert.ok(targets !== undefined);
    return contractProblems({ ...bare, milestones: [{ ...pilot.milestones[0], ...more }] });
  };
  const evidence = ['payslip', 'day', 'group', 'price', 'payslip'].map((key) => ({ key, label: key }));
  const at = (n: number) => `/milestones/0/evidence/${n}/key: '${evidence[n]?.key}'`;
  assert.deepEqual(problems({ evidence }), [
    ...[1, 2, 3].map((n) => `${at(n)} says what else is missing of a milestone. Choose another key`),
    `${at(4)} stands twice. Give each piece of evidence a key of its own`,
  ]);
  const weeks = { kind: 'weeks in work', need: 13, within: 16, week: 'monday', enough: 'either' };
  const words =
    '/milestones/0/reached: enough says how leastHours and leastPence go together. Give both, or leave enough out';
  for (const one of [{}, { leastHours: 16 }, { leastPence: 100 }])
    assert.deepEqual(problems({ reached: { ...weeks, ...one } }), [words]);
  assert.deepEqual(problems({ reached: { ...weeks, leastHours: 16, leastPence: 100 } }), []);
});

test('evidence of days and weeks in work is asked for by the jobs of their window alone', () => {
  const evidence = [
    { key: 'payslip', label: 'Payslip', kinds: ['employed' as const] },
    { key: 'ledger', label: 'Ledger', kinds: ['self_employed' as const] },
  ];
  const rules: Contract['milestones'][number]['reached'][] = [
    { kind: 'days in work', need: 70, within: 84 },
    { kind: 'days in work', need: 70, within: 400, longestBreak: 14 },
    { kind: 'weeks in work', need: 10, within: 12, week: 'monday' },
    { kind: 'weeks in work', need: 10, within: 60, week: 'first day', longestBreak: 14 },
  ];
  const own = (from: string, to: string | null) => job(from, to, { kind: 'self_employed' });
  const employed = (from: string, to: string | null) => job(from, to, { kind: 'employed' });
  const asked = (reached: (typeof rules)[number], jobs: readonly ClaimJob[]) => {
    const milestones = [{ key: 'm', label: 'M', reached, evidence, prices: [{ from: '2014-01-01', pence: 1 }] }];
    const [found] = milestoneStates({ ...pilot, milestones }, facts(jobs), day('2015-12-31'));
    assert.ok(found?.reachedOn != null);
    return found.missing;
  };
  for (const rule of rules) {
    // A short business of her own in October, and a job from June on.
    const long = employed('2015-06-01', null);
    assert.deepEqual(asked(rule, [own('2014-10-06', '2014-10-12'), long]), ['payslip'], rule.kind);
    // In the window both are asked for, also where the first has ended before the day.
    assert.deepEqual(asked(rule, [own('2015-05-25', '2015-05-31'), long]), ['payslip', 'ledger'], rule.kind);
    // What begins after the day is not behind it.
    assert.deepEqual(asked(rule, [long, own('2015-12-01', null)]), ['payslip'], rule.kind);
  }
});

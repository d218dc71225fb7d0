import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { guidanceOn, type Interviews, type ProgrammeDocument, screeningOn } from '../programmes/rules.ts';
import { answerBy, type ClockRule, clockRuleOf, clockText } from './rules/clock.ts';
import { attemptRefusal, decisionRefusal, type FailureFacts, inTime, proposalRefusal } from './rules/failure.ts';
import { type Change, changeProblems, changeWarnings, taskDay } from './rules/requirement.ts';
import { screen } from './rules/screening.ts';
import {
  gapOf,
  type InterviewView,
  isComplete,
  mandatoryRefusal,
  openInterviews,
  putOff,
  type SeriesState,
  schedule,
  seriesFor,
  seriesStates,
  stateOf,
} from './rules/series.ts';
import { share, variation, type WorkerCounts, waiverLooks } from './rules/variation.ts';

const sectionOf = (key: string): Interviews => {
  const document: ProgrammeDocument = JSON.parse(
    readFileSync(new URL(`../../programmes/${key}/programme.json`, import.meta.url), 'utf8'),
  );
  return document.interviews as Interviews;
};
const fresh = sectionOf('pathways-new');
const existing = sectionOf('pathways-existing');
const england = 'england-and-wales';

test('S1: a claim of 10 January 2005 is seen on 7 March, then every four weeks, and not on a bank holiday', () => {
  const found = seriesFor(fresh, { district: 'Gateshead and South Tyneside', claimOn: '2005-01-10', exempt: false });
  assert.ok(found.outcome === 'series');
  const days = schedule(found.series, { claimOn: '2005-01-10', startedOn: '2005-01-12' }, england);
  assert.deepEqual(
    days.map(({ dueOn, plannedOn, movedBecause }) => [dueOn, plannedOn, movedBecause]),
    [
      ['2005-03-07', '2005-03-07', null],
      ['2005-04-04', '2005-04-04', null],
      ['2005-05-02', '2005-05-03', 'holiday'],
      ['2005-05-30', '2005-05-31', 'holiday'],
      ['2005-06-27', '2005-06-27', null],
      ['2005-07-25', '2005-07-25', null],
    ],
  );
});

test('S1 and S9: the district’s first day decides which series a claim has, and whether it has one', () => {
  const of = (section: Interviews, district: string | null, claimOn: string) => {
    const found = seriesFor(section, { district, claimOn, exempt: false });
    return found.outcome === 'series'
      ? `${found.series.code}: ${found.series.interviews}, screening ${found.series.screening ? 'yes' : 'no'}`
      : found.outcome === 'elsewhere'
        ? `see ${found.programme}`
        : 'none';
  };
  const table: [Interviews, string | null, string, string][] = [
    [fresh, 'Essex', '2003-11-10', 'see pathways-existing'],
    [existing, 'Essex', '2003-11-10', 'existing: 3, screening no'],
    [fresh, 'Derbyshire', '2003-11-10', 'new: 6, screening yes'],
    [existing, 'Derbyshire', '2003-11-10', 'see pathways-new'],
    [fresh, 'Gateshead and South Tyneside', '2004-04-03', 'see pathways-existing'],
    [fresh, 'gateshead and south tyneside', '2004-04-05', 'new: 6, screening yes'],
    [existing, 'Essex', '2002-04-03', 'none'],
    [existing, 'Essex', '2002-04-04', 'none'],
    [existing, 'Essex', '2002-04-05', 'existing: 3, screening no'],
    [existing, 'Essex', '2004-04-04', 'existing: 3, screening no'],
    [fresh, 'Kent', '2005-01-10', 'none'],
    [fresh, null, '2005-01-10', 'none'],
  ];
  for (const [section, district, claimOn, wanted] of table)
    assert.equal(of(section, district, claimOn), wanted, `${district} ${claimOn}`);
});

test('S3: five calendar days end on Saturday 26 March 2005, five working days after Easter on Wednesday 30 March', () => {
  const rule: ClockRule = { days: 5, unit: 'calendar', lastDayCounts: true, calendar: england };
  assert.equal(answerBy('2005-03-21', rule), '2005-03-26');
  assert.equal(answerBy('2005-03-21', { ...rule, unit: 'working' }), '2005-03-30');
  assert.equal(answerBy('2005-03-21', { ...rule, lastDayCounts: false }), '2005-03-25');
  // Scotland has no bank holiday on Easter Monday.
  assert.equal(answerBy('2005-03-21', { ...rule, unit: 'working', calendar: 'scotland' }), '2005-03-29');
  assert.equal(clockText(rule, '2005-03-26'), 'Five calendar days, the fifth counts: by Saturday 26 March 2005');
  assert.equal(
    clockText({ ...rule, unit: 'working' }, '2005-03-30'),
    'Five working days, the fifth counts: by Wednesday 30 March 2005',
  );
  assert.deepEqual(clockRuleOf(fresh, 'Derbyshire', '2005-03-21'), rule);
});

const blank: InterviewView = {
  id: 'a',
  number: 1,
  mandatory: true,
  dueOn: '2005-03-07',
  plannedOn: '2005-03-07',
  movedBecause: null,
  heldOn: null,
  heldBy: null,
  lifted: null,
  gapReason: null,
  gapWords: null,
  appointment: null,
  version: 1,
};
const anInterview = (number: number): fc.Arbitrary<InterviewView> =>
  fc
    .record({
      held: fc.boolean(),
      lifted: fc.constantFrom(null, 'screened_out' as const, 'waived' as const, 'exempt' as const),
      state: fc.constantFrom(
        ...[null, 'booked', 'attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them', 'moved'],
      ),
    })
    .map(({ held, lifted, state }) => ({
      ...blank,
      number,
      id: String(number),
      heldOn: held ? '2005-03-07' : null,
      lifted: held ? null : lifted,
      appointment: state === null ? null : { id: 'x', state, on: '2005-03-07', at: '10:00', staffId: 's' },
    }));

test('8.1a, 1: never more mandatory interviews than the series, and none ahead of whoever need not come', () => {
  const list = fc
    .integer({ min: 0, max: 6 })
    .chain((n) => fc.tuple(...Array.from({ length: n }, (_, at) => anInterview(at + 1))));
  fc.assert(
    fc.property(fc.constantFrom<SeriesState>(...seriesStates), list, (state, interviews) => {
      const refused = mandatoryRefusal({ state, mandatory: true }, interviews);
      const open = openInterviews(interviews);
      const held = interviews.filter((one) => stateOf(one) === 'held').length;
      assert.ok(held + open.length <= interviews.length);
      if (refused === null) {
        assert.equal(state, 'running');
        assert.ok(open.length > 0);
      } else assert.match(refused, /Book a voluntary interview instead/);
      assert.equal(isComplete(interviews), held > 0 && open.length === 0);
    }),
  );
  assert.match(String(mandatoryRefusal(null, [])), /Start it first/);
});

test('8.1a, 5: an interview has one state; what the service cancels is to be booked again and never missed', () => {
  fc.assert(
    fc.property(anInterview(1), (one) => {
      const state = stateOf(one);
      if (one.appointment?.state === 'cancelled_by_us') assert.notEqual(state, 'missed');
      if (state === 'missed') assert.equal(one.appointment?.state, 'did_not_attend');
    }),
  );
});

test('a schedule has the days of the series, each proposed day a working one on the day or after it', () => {
  const start = fc
    .integer({ min: 0, max: 3000 })
    .map((n) => Temporal.PlainDate.from('2004-04-05').add({ days: n }).toString());
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 60 }),
      (claimOn, interviews, everyDays) => {
        const days = schedule(
          { first: { after: 'claim', days: 56 }, everyDays, interviews },
          { claimOn, startedOn: claimOn },
          england,
        );
        assert.equal(days.length, interviews);
        for (const [index, one] of days.entries()) {
          assert.equal(one.number, index + 1);
          assert.ok(one.plannedOn >= one.dueOn);
          assert.ok(Temporal.PlainDate.from(one.plannedOn).dayOfWeek <= 5);
          assert.equal(one.movedBecause === null, one.plannedOn === one.dueOn);
          const before = days[index - 1];
          if (before !== undefined)
            assert.equal(Temporal.PlainDate.from(before.dueOn).until(one.dueOn).days, everyDays);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('S4: whoever is put off has no interview before the day of return, and the others keep their distance', () => {
  const open = [
    { number: 2, plannedOn: '2005-05-31' },
    { number: 3, plannedOn: '2005-06-27' },
  ];
  assert.deepEqual(putOff(open, '2005-07-12', 28, england), [
    { number: 2, plannedOn: '2005-07-12' },
    { number: 3, plannedOn: '2005-08-09' },
  ]);
  assert.deepEqual(putOff(open, '2005-05-01', 28, england), []);
  assert.equal(taskDay(fresh, '2005-07-12'), '2005-07-05');
});

test('the interval as planned and as it was', () => {
  const list = [
    { ...blank, heldOn: '2005-03-07' },
    { ...blank, number: 2, dueOn: '2005-04-04', heldOn: '2005-04-18' },
    { ...blank, number: 3, dueOn: '2005-05-02' },
  ];
  assert.deepEqual(
    [1, 2, 3].map((n) => gapOf(list, n)),
    [null, { planned: 28, actual: 42 }, null],
  );
});

test('S2: a screening is IN or OUT with the answers that decided it, or says what is missing', () => {
  const version = screeningOn(fresh, '2005-03-07');
  assert.ok(version !== null);
  const close = {
    last_worked: 'under_6_months',
    expects_return: 'within_3_months',
    health_outlook: 'better',
    confidence: 'sure',
  };
  const out = screen(version, close);
  assert.ok(out.state === 'done' && out.result === 'OUT');
  assert.deepEqual(
    out.deciding.map(({ question }) => question),
    ['last_worked', 'expects_return', 'health_outlook', 'confidence'],
  );
  const stays = screen(version, { ...close, expects_return: 'not_sure' });
  assert.ok(stays.state === 'done' && stays.result === 'IN');
  assert.deepEqual(stays.deciding, [
    {
      question: 'expects_return',
      asked: 'When do they expect to be back at work?',
      answer: 'Not sure',
      means: 'does not expect to be back at work within 3 months',
    },
  ]);
  assert.deepEqual(screen(version, { last_worked: 'under_6_months' }), {
    state: 'open',
    missing: ['expects_return', 'health_outlook', 'confidence'],
  });
  // What is not known never decides: forgetting an answer leaves the result or opens it.
  const answers = fc.record(
    Object.fromEntries(
      version.questions.map(({ key, choices }) => [key, fc.constantFrom(...choices.map(({ code }) => code))]),
    ),
  );
  fc.assert(
    fc.property(answers, fc.subarray(version.questions.map(({ key }) => key)), (all, forgotten) => {
      const less = Object.fromEntries(Object.entries(all).filter(([key]) => !forgotten.includes(key)));
      const [full, open] = [screen(version, all), screen(version, less)];
      assert.equal(full.state, 'done');
      if (open.state === 'done' && full.state === 'done') assert.equal(open.result, full.result);
    }),
  );
});

test('8.1a, 2: nothing is proposed without a letter that was waited for, a visit that comes first, and no good cause; nobody decides their own', () => {
  const facts: fc.Arbitrary<FailureFacts> = fc.record({
    state: fc.constantFrom('open' as const, 'good_cause' as const, 'proposed' as const, 'decided' as const),
    answerBy: fc.constantFrom('2005-03-26', '2005-03-30'),
    protected: fc.constantFrom([], ['mental_health']),
    visitOutcome: fc.constantFrom(null, 'not_in'),
    answeredOn: fc.constantFrom(null, '2005-03-25'),
    goodCause: fc.constantFrom(null, true, false),
    mostAttempts: fc.constantFrom(1, 3),
    attempts: fc.integer({ min: 0, max: 4 }),
    proposedBy: fc.constantFrom(null, 'worker', 'manager'),
  });
  fc.assert(
    fc.property(facts, fc.constantFrom('2005-03-21', '2005-03-26', '2005-03-27', '2005-03-31'), (one, today) => {
      if (proposalRefusal(one, today) === null) {
        assert.equal(one.state, 'open');
        assert.ok(today > one.answerBy);
        assert.ok(one.protected.length === 0 || one.visitOutcome !== null);
        assert.notEqual(one.goodCause, true);
      }
      if (decisionRefusal(one, 'worker') === null) assert.ok(one.state === 'proposed' && one.proposedBy !== 'worker');
      if (attemptRefusal(one) === null) assert.ok(one.attempts < one.mostAttempts);
    }),
  );
  assert.deepEqual(
    ['2005-03-26', '2005-03-27'].map((on) => inTime(on, { answerBy: '2005-03-26' })),
    [true, false],
  );
});

const change: Change = {
  kind: 'deferral',
  scope: 'next',
  reason: 'treatment',
  words: null,
  evidence: null,
  adviceFrom: null,
  advice: null,
  informationGiven: true,
  awaited: 'Operation on 14 June',
  returnsOn: '2005-07-12',
  reviewOn: '2005-07-05',
  interpreterPresent: null,
  purposeUnderstood: null,
  classesOffered: null,
};
test('8.1a, 4: a deferral has a day of return or an event, a waiver the opinion of somebody, both a day on which they are looked at again', () => {
  const wrong = (given: Partial<Change>) => Object.keys(changeProblems({ ...change, ...given }, fresh, '2005-05-03'));
  const waiver = {
    kind: 'waiver' as const,
    scope: 'rest' as const,
    reason: 'really_ill',
    returnsOn: null,
    awaited: null,
  };
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ returnsOn: null, awaited: null }), ['returns_on']);
  assert.deepEqual(wrong({ returnsOn: null }), []);
  assert.deepEqual(wrong({ returnsOn: '2005-05-03' }), ['returns_on']);
  assert.deepEqual(wrong({ reviewOn: '2005-07-13' }), ['review_on']);
  assert.deepEqual(wrong({ reviewOn: '2005-05-03' }), ['review_on']);
  assert.deepEqual(wrong({ ...waiver, reviewOn: '2006-05-04', adviceFrom: 'A', advice: 'B' }), ['review_on']);
  assert.deepEqual(wrong(waiver), ['advice_from']);
  const asked = { ...waiver, reason: 'cultural_barrier', adviceFrom: 'Work psychologist', advice: 'Agrees' };
  assert.deepEqual(wrong(asked), ['interpreter_present', 'purpose_understood', 'classes_offered']);
  const answered = { interpreterPresent: false, purposeUnderstood: true, classesOffered: true };
  assert.deepEqual(wrong({ ...asked, ...answered }), []);
});

test('S4: little progress before the third interview is told, not refused; guidance is that of the day', () => {
  const told = (held: number, reason = 'no_progress') => changeWarnings({ kind: 'waiver', reason }, fresh, held);
  assert.match(told(2)[0] ?? '', /usual after 3 interviews or more; 2 were held so far/);
  assert.deepEqual([told(3), told(2, 'safety')], [[], []]);
  assert.deepEqual(
    ['2005-03-28', '2005-04-02'].map((day) => guidanceOn(fresh, 'waiver', day)?.version),
    [6, 7],
  );
});

test('S3: 20 of 100 did not come, 11 of the 20 with good cause; nothing below five is shown, nor what could be subtracted', () => {
  assert.deepEqual(share(20, 100), { count: 20, of: 100, percent: '20.0%' });
  assert.deepEqual(share(11, 20), { count: 11, of: 20, percent: '55.0%' });
  assert.equal(share(4, 4), 'too few');
  const one = (staffId: string, name: string, booked: number, failed: number): WorkerCounts => ({
    ...{ staffId, name, booked, failed, goodCause: 1, attempts: failed * 2, proposed: 1, agreed: 0 },
  });
  const both = variation([one('b', 'Zed', 50, 10), one('a', 'Abe', 50, 10)]);
  assert.deepEqual(
    both.rows.map(({ name }) => name),
    ['Abe', 'Zed'],
  );
  assert.deepEqual(both.total?.failure, { count: 20, of: 100, percent: '20.0%' });
  assert.equal(both.rows[0]?.attemptsEach, '2.0');
  const few = variation([one('a', 'Abe', 50, 10), one('b', 'Zed', 4, 2)]);
  assert.deepEqual([few.rows[1]?.failure, few.rows[1]?.proposed, few.total], ['too few', 'too few', null]);
});

test('S4: 10 of 25 at A were waived (40.0%), 18 of 120 in the rest of the team (15.0%), 8 of the 10 above the guide', () => {
  const rest = { staffId: 'y', name: 'Yusuf', atPoint: 120, waived: 18, whileFull: 0, caseload: 50 };
  const looks = waiverLooks([
    rest,
    { staffId: 'x', name: 'Xenia', atPoint: 25, waived: 10, whileFull: 8, caseload: 63 },
    { staffId: 'z', name: 'Zed', atPoint: 4, waived: 4, whileFull: 4, caseload: 70 },
  ]);
  assert.deepEqual(
    looks.map(({ name }) => name),
    ['Xenia', 'Yusuf'],
  );
  const [xenia] = waiverLooks([
    { staffId: 'x', name: 'Xenia', atPoint: 25, waived: 10, whileFull: 8, caseload: 63 },
    rest,
  ]);
  assert.deepEqual(xenia, {
    name: 'Xenia',
    caseload: 63,
    own: { count: 10, of: 25, percent: '40.0%' },
    rest: { count: 18, of: 120, percent: '15.0%' },
    waived: 10,
    whileFull: 8,
  });
});

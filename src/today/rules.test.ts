import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CaseDay } from '../cases/rules/case-day.ts';
import { parseDay } from '../kit/days.ts';
import { type ProgrammeDocument, supportOn, todayRulesOf } from '../programmes/rules.ts';
import { countText, nextText } from './pages/today.ts';
import { caseMatters, later } from './rules/case-matters.ts';
import { isPutOff, type Level, type Matter, matterOrder, type PutOff, todayList } from './rules/matters.ts';

const today = '2016-03-31';
const document: ProgrammeDocument = JSON.parse(
  readFileSync(new URL('../../programmes/working-well-pilot/programme.json', import.meta.url), 'utf8'),
);
const rules = todayRulesOf(document);
const act = { text: 'Do it', href: '/' } as const;

const day = fc.integer({ min: -40, max: 40 }).map((days) => later(today, days));
const matter = fc.record({
  caseId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  reason: fc.constantFrom(...rules.reasons),
  level: fc.constantFrom<Level>(1, 2, 3),
  on: day,
  words: fc.constantFrom('one', 'two', 'three'),
  acts: fc.constant([act] as const),
});
const putOff: fc.Arbitrary<PutOff> = fc.record({
  caseId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  reason: fc.constantFrom(...rules.reasons),
  level: fc.constantFrom(1, 2, 3),
  until: day,
});
const people = ['a', 'b', 'c', 'd', 'e'].map((caseId) => ({ caseId }));
const same = (a: Matter, b: Matter) => JSON.stringify(a) === JSON.stringify(b);

test('the order is total: of two different matters one comes first, whichever way they are asked', () => {
  const order = matterOrder(rules.reasons);
  fc.assert(
    fc.property(matter, matter, matter, (a, b, c) => {
      assert.equal(Math.sign(order(a, b)), -Math.sign(order(b, a)) + 0);
      assert.equal(order(a, b) === 0, same(a, b));
      if (order(a, b) <= 0 && order(b, c) <= 0) assert.ok(order(a, c) <= 0);
    }),
  );
});

test('the list is the same in whatever order people and matters come in', () => {
  fc.assert(
    fc.property(
      fc.array(matter, { maxLength: 20 }),
      fc.array(putOff, { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (matters, putOffs, seeds) => {
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((value) => ({ value, at: seeds.next().value as number }))
            .sort((x, y) => x.at - y.at)
            .map(({ value }) => value);
        const given = { reasons: rules.reasons, putOffs, today };
        const text = (list: ReturnType<typeof todayList>) =>
          JSON.stringify({ ...list, next: people.map(({ caseId }) => list.next.get(caseId) ?? null) });
        assert.equal(
          text(todayList(people, matters, given)),
          text(todayList(shuffled(people), shuffled(matters), given)),
        );
      },
    ),
  );
});

test('everybody stands once: in a row, put off, or on course; a row shows its most urgent reason and nothing of the future', () => {
  fc.assert(
    fc.property(fc.array(matter, { maxLength: 20 }), fc.array(putOff, { maxLength: 8 }), (matters, putOffs) => {
      const list = todayList(people, matters, { reasons: rules.reasons, putOffs, today });
      const names = [...list.rows, ...list.off].map(({ person }) => person.caseId);
      assert.equal(new Set(names).size, names.length);
      assert.equal(names.length + list.onCourse, people.length);
      const order = matterOrder(rules.reasons);
      for (const { first, further } of list.rows) {
        assert.ok(first.on <= today && isPutOff(first, putOffs, today) === null);
        for (const one of further) assert.ok(order(first, one) <= 0 && one.on <= today);
      }
      for (const { until } of list.off) assert.ok(until > today);
      for (const [, next] of list.next) assert.ok(next.on > today);
      const levels = list.rows.map(({ first }) => first.level);
      assert.deepEqual(
        levels,
        [...levels].sort((a, b) => b - a),
      );
    }),
  );
});

test('what is put off comes back on its day, and sooner when it is more urgent; nothing else is hidden by it', () => {
  const one: Matter = {
    caseId: 'a',
    reason: 'no_contact',
    level: 1,
    on: '2016-03-20',
    words: 'No contact',
    acts: [act],
  };
  const off: PutOff = { caseId: 'a', reason: 'no_contact', level: 1, until: '2016-04-07' };
  const rowsOn = (now: string, level: Level) =>
    todayList(people, [{ ...one, level }], { reasons: rules.reasons, putOffs: [off], today: now }).rows.length;
  assert.equal(rowsOn('2016-03-31', 1), 0);
  assert.equal(rowsOn('2016-04-06', 1), 0);
  assert.equal(rowsOn('2016-04-07', 1), 1);
  assert.equal(rowsOn('2016-04-01', 2), 1);
  const other = { ...one, caseId: 'b' };
  const step = { ...one, reason: 'step_due' };
  const list = todayList(people, [one, other, step], { reasons: rules.reasons, putOffs: [off], today });
  assert.deepEqual(
    list.rows.map(({ first }) => `${first.caseId} ${first.reason}`),
    ['b no_contact', 'a step_due'],
  );
});

test('a reason that the programme does not name is not shown', () => {
  const one: Matter = { caseId: 'a', reason: 'boards', level: 3, on: today, words: 'A board', acts: [act] };
  assert.equal(todayList(people, [one], { reasons: ['no_contact'], putOffs: [], today }).rows.length, 0);
  assert.equal(todayList(people, [one], { reasons: ['boards'], putOffs: [], today }).rows.length, 1);
});

const person = (given: Partial<CaseDay> & { attached?: string }): CaseDay => {
  const attachedOn = given.attached ?? '2015-09-30';
  return {
    caseId: 'a',
    personId: 'p',
    programmeId: 'g',
    name: 'Debbie Marsh',
    reference: 'C-1',
    status: 'attached',
    referredOn: '2015-09-01',
    firstMetOn: '2015-09-10',
    attachedOn,
    firstJobOn: null,
    lastContactOn: today,
    support: supportOn(document.support, parseDay(attachedOn) as number, null, parseDay(today) as number),
    paused: null,
    parkedReviewOn: null,
    exitPlanOn: null,
    missing: [],
    ...given,
  };
};
const matters = (given: Parameters<typeof person>[0]) => caseMatters([person(given)], rules, document, today);
const due = (given: Parameters<typeof person>[0]) =>
  matters(given)
    .filter(({ on }) => on <= today)
    .map(({ reason, level, words }) => `${reason} ${level}: ${words}`);

test('no contact is said after 14, 28 and 60 days, each time more urgently, and what comes next before', () => {
  for (const [days, said] of [
    [0, []],
    [13, []],
    [14, ['no_contact 1: No contact for 14 days']],
    [27, ['no_contact 1: No contact for 27 days']],
    [28, ['no_contact 2: No contact for 28 days']],
    [60, ['no_contact 3: No contact for 60 days']],
    [623, ['no_contact 3: No contact for 623 days']],
  ] as const)
    assert.deepEqual(due({ lastContactOn: later(today, -days) }), said, `${days} days`);
  const next = matters({ lastContactOn: today }).find(({ reason }) => reason === 'no_contact');
  assert.equal(next?.on, '2016-04-14');
  assert.equal(next && nextText(next, today), 'be in touch, by Thu 14 Apr');
  assert.deepEqual(due({ lastContactOn: null, attached: '2016-03-01' }), [
    'no_contact 2: No contact since they joined 30 days ago',
  ]);
});

test('the first meeting is counted in working days from the referral; whoever met has no such row', () => {
  const referred = {
    status: 'referred',
    firstMetOn: null,
    attachedOn: null,
    support: null,
    lastContactOn: null,
  } as const;
  assert.match(
    due({ ...referred, referredOn: '2016-03-29' })[0] ?? '',
    /^first_meeting 1: New: first meeting 13 working days left/,
  );
  assert.match(due({ ...referred, referredOn: '2016-03-10' })[0] ?? '', /^first_meeting 2: /);
  assert.match(
    due({ ...referred, referredOn: '2016-02-01' })[0] ?? '',
    /^first_meeting 3: New: first meeting \d+ working days late/,
  );
  assert.deepEqual(due({ ...referred, referredOn: '2016-02-01', firstMetOn: '2016-02-05' }), []);
});

test('the end of support asks for an exit plan from 90 days before; who has one or work is left until the end', () => {
  const ends = (days: number) => {
    const end = Temporal.PlainDate.from(later(today, days + 1));
    return end.subtract({ months: 24 }).toString();
  };
  assert.deepEqual(due({ attached: ends(91) }), []);
  assert.deepEqual(due({ attached: ends(90) }), ['support_ends 1: Support ends in 90 days, no exit plan yet']);
  assert.deepEqual(due({ attached: ends(30) }), ['support_ends 2: Support ends in 30 days, no exit plan yet']);
  assert.deepEqual(due({ attached: ends(0) }), ['support_ends 3: Support ends today, no exit plan yet']);
  assert.deepEqual(due({ attached: ends(30), exitPlanOn: '2016-03-01' }), []);
  assert.deepEqual(due({ attached: ends(-5), exitPlanOn: '2016-03-01' }), ['support_ends 3: Support ended 5 days ago']);
});

test('of somebody who is paused only the review asks for something', () => {
  const paused = { status: 'paused', lastContactOn: '2015-12-01' } as const;
  assert.deepEqual(due({ ...paused, paused: { on: '2016-02-15', reviewOn: '2016-04-15' } }), []);
  assert.deepEqual(due({ ...paused, paused: { on: '2016-02-15', reviewOn: '2016-03-28' } }), [
    'pause_review 1: Paused since Mon 15 Feb: look at it again, due 3 days ago',
  ]);
});

test('what a report needs is named with the report', () => {
  assert.deepEqual(due({ missing: ['date_of_birth', 'sex', 'benefit'] }), [
    'data_missing 1: Not on file: date of birth and sex. ‘Who starts work’ needs them',
  ]);
});

test('the count is said in words', () => {
  assert.equal(countText(14, 52), '14 people of 52 need you');
  assert.equal(countText(1, 52), '1 person of 52 needs you');
  assert.equal(countText(0, 52), 'Nobody of 52 people needs anything today');
});

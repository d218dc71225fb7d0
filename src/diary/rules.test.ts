import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkProgramme, diaryRulesOf } from '../programmes/rules.ts';
import { alternativesTo, freeSlots } from './rules/free.ts';
import { localOf, momentOf, ms, overlap, type Span, spanOf, without } from './rules/time.ts';
import { type DiaryWorld, problemsOf, type Wish } from './rules/wish.ts';
import { type Busy, type Room, recommendedOn, type Site } from './rules/work.ts';

const site: Site = {
  id: 'gateshead',
  areaId: null,
  name: 'Gateshead',
  timeZone: 'Europe/London',
  holidays: 'england-and-wales',
  stepFree: true,
  opens: '09:00',
  closes: '17:00',
  weekdays: [1, 2, 3, 4, 5],
  outreach: false,
};
const room = (id: string, more: Partial<Room> = {}): Room => ({
  id,
  siteId: site.id,
  name: id,
  private: false,
  stepFree: true,
  quiet: false,
  ...more,
});
const rules = diaryRulesOf({}, '2005-03-08');
const weekdays = [1, 2, 3, 4, 5];
const patternsOf = (staffId: string) =>
  weekdays.map((weekday) => ({
    ...{ staffId, siteId: site.id, weekday, starts: '09:00', ends: '17:00' },
    ...{ fromOn: '2004-01-01', toOn: null },
  }));
const world = (more: Partial<DiaryWorld> = {}): DiaryWorld => ({
  sites: [site],
  rooms: [room('Room 1', { private: true })],
  patterns: patternsOf('priya'),
  leaves: [],
  blocks: [],
  busy: [],
  ...more,
});
const at = (day: string, time: string, zone = site.timeZone): number => {
  const moment = momentOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), zone);
  assert.equal(typeof moment, 'number', `${day} ${time}`);
  return moment as number;
};
const wish = (day: string, time: string, more: Partial<Wish> = {}): Wish => {
  const from = at(day, time);
  return {
    ...{ staffId: 'priya', personId: 'lorraine', siteId: site.id, roomId: null, interpreterId: null },
    ...{ kind: 'interview', mode: 'in_person', needs: [], from, to: from + ms(60), travel: 0 },
    ...more,
  } as Wish;
};
let made = 0;
const busy = (day: string, time: string, more: Partial<Busy> = {}): Busy => {
  made += 1;
  const from = at(day, time);
  return {
    ...{ id: `a${made}`, staffId: 'priya', personId: `p${made}`, siteId: site.id, roomId: null, interpreterId: null },
    ...{ kind: 'interview', mode: 'in_person', from, to: from + ms(60), buffer: 0, travel: 0 },
    ...more,
  } as Busy;
};
const now = at('2005-03-01', '09:00');
const codes = (one: Wish, in_: DiaryWorld, ignore: string[] = []) =>
  problemsOf(one, in_, rules, now, ignore).map(({ code }) => code);
// Tuesday 8 March 2005.
const tuesday = '2005-03-08';
const hours = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'];

test('time that is left is what no minute of another stretch takes', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 25 }));
  const asSpan = ([from, length]: [number, number]): Span => ({ from, to: from + length });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 3 }), fc.array(span, { maxLength: 8 }), (given, gone) => {
      // Stretches that are given do not overlap, like the hours of a pattern.
      let end = 0;
      const spans = given.map(([gap, length]) => {
        const one = { from: end + gap, to: end + gap + length };
        end = one.to;
        return one;
      });
      const taken = gone.map(asSpan);
      const left = without(spans, taken);
      const minutes = (list: readonly Span[]) =>
        new Set(list.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)));
      const want = [...minutes(spans)].filter((minute) => !minutes(taken).has(minute));
      assert.deepEqual([...minutes(left)], want);
      assert.ok(left.every(({ from, to }, index) => from < to && (left[index - 1]?.to ?? -1) <= from));
    }),
  );
});

test('summer time: a time that the clocks leap over does not exist, one they show twice is refused, and a day keeps its hours', () => {
  assert.equal(momentOf('2005-03-27', 90, 'Europe/London'), 'no such time');
  assert.equal(momentOf('2005-10-30', 90, 'Europe/London'), 'twice');
  assert.equal(momentOf('2005-10-30', 120, 'Europe/London'), Date.UTC(2005, 9, 30, 2));
  // In New Zealand it is the other way round.
  assert.equal(momentOf('2016-09-25', 150, 'Pacific/Auckland'), 'no such time');
  assert.equal(
    spanOf('2005-03-27', 0, 1440, 'Europe/London').to - spanOf('2005-03-27', 0, 0, 'Europe/London').from,
    ms(23 * 60),
  );
  // Four weeks over the change of clocks: the same time on the wall, an hour's difference between the moments.
  assert.equal(at('2005-04-04', '10:00') - at('2005-03-07', '10:00'), ms(28 * 1440 - 60));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9000 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom('Europe/London', 'Pacific/Auckland', 'Australia/Lord_Howe'),
      (day, minutes, zone) => {
        const on = Temporal.PlainDate.from('2004-01-01').add({ days: day }).toString();
        const moment = momentOf(on, minutes, zone);
        if (typeof moment === 'number') assert.deepEqual(localOf(moment, zone), { day: on, minutes });
      },
    ),
  );
});

test('S10.1: six a day; a seventh needs a manager, an eleventh is refused; calls do not count', () => {
  const six = world({ busy: hours.slice(0, 6).map((time) => busy(tuesday, time)) });
  assert.deepEqual(problemsOf(wish(tuesday, '15:00'), six, rules, now), [
    {
      code: 'above recommended',
      text: 'The worker has 6 appointments on this day: above the recommended 6',
      passable: true,
    },
  ]);
  assert.deepEqual(codes(wish(tuesday, '15:00', { kind: 'call' }), six), []);
  assert.deepEqual(codes(wish('2005-03-09', '15:00'), six), []);
  const half = (index: number) =>
    `${String(9 + Math.floor(index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'}`;
  const short = (index: number) => {
    const one = busy(tuesday, half(index));
    return { ...one, to: one.from + ms(30) };
  };
  const ten = world({ busy: Array.from({ length: 10 }, (_, index) => short(index)) });
  const [only, ...rest] = problemsOf(wish(tuesday, '15:00'), ten, rules, now);
  assert.deepEqual([only?.code, only?.passable, rest.length], ['full', false, 0]);
  const nine = world({ busy: ten.busy.slice(1) });
  assert.deepEqual(codes(wish(tuesday, '15:00'), nine), ['above recommended']);
});

test('whoever works half the hours has half of the recommended number, and a full day is a full day with its break', () => {
  const hours = (starts: string, ends: string, weekday = 2) =>
    [{ staffId: 'priya', siteId: site.id, weekday, starts, ends, fromOn: '2004-01-01', toOn: null }] as const;
  const tuesday = '2005-03-08';
  assert.equal(recommendedOn(6, hours('09:00', '17:00'), tuesday), 6);
  assert.equal(recommendedOn(6, hours('09:00', '16:00'), tuesday), 6);
  assert.equal(recommendedOn(6, hours('09:00', '12:42'), tuesday), 3);
  assert.equal(recommendedOn(6, [...hours('09:00', '12:42'), ...hours('13:00', '17:00')], tuesday), 6);
  assert.equal(recommendedOn(1, hours('09:00', '10:00'), tuesday), 1);
  assert.equal(recommendedOn(6, hours('09:00', '12:42', 3), tuesday), 6, 'no hours on that day');
  const taken = ['09:00', '09:30', '10:00'].map(
    (from, index) =>
      ({
        ...{ id: `x${index}`, staffId: 'priya', personId: null, siteId: site.id, roomId: null, interpreterId: null },
        ...{
          kind: 'meeting',
          mode: 'phone',
          from: at(tuesday, from),
          to: at(tuesday, from) + ms(30),
          buffer: 0,
          travel: 0,
        },
      }) as Busy,
  );
  const in_ = world({ patterns: [...hours('09:00', '12:42')], busy: taken });
  const fourth = wish(tuesday, '11:00', { mode: 'phone', roomId: null, to: at(tuesday, '11:30') });
  assert.deepEqual(
    problemsOf(fourth, in_, rules, now).map(({ code, passable }) => [code, passable]),
    [['above recommended', true]],
  );
});

test('S10.2 and S10.3: time after a heavy one and protected time are kept free, and a manager may pass them', () => {
  const heavy = world({ busy: [busy(tuesday, '10:00', { buffer: 20 })] });
  assert.deepEqual(codes(wish(tuesday, '11:00'), heavy), ['kept free']);
  assert.deepEqual(codes(wish(tuesday, '11:20'), heavy), []);
  assert.deepEqual(codes(wish(tuesday, '10:30'), heavy), ['worker busy']);
  const thursday = '2005-03-10';
  const block = {
    staffId: 'priya',
    weekday: 4,
    starts: '09:00',
    ends: '10:00',
    label: 'Providers',
    fromOn: '2005-01-01',
    toOn: null,
  };
  const [problem] = problemsOf(wish(thursday, '09:15'), world({ blocks: [block] }), rules, now);
  assert.deepEqual(problem, {
    code: 'protected',
    text: 'Protected time of the worker: Providers, 09:00 to 10:00',
    passable: true,
  });
  assert.deepEqual(codes(wish(thursday, '10:00'), world({ blocks: [block] })), []);
});

test('S10.4: a taken private room leaves the next time in it, another venue at the same time, or the telephone', () => {
  const outreach: Site = { ...site, id: 'broker', name: 'Job Broker', outreach: true };
  const taken = world({
    sites: [site, outreach],
    rooms: [room('Room 1', { private: true }), room('Broker room', { siteId: 'broker', private: true })],
    busy: [busy(tuesday, '14:00', { staffId: 'other', roomId: 'Room 1' })],
  });
  const wanted = wish(tuesday, '14:00', { roomId: 'Room 1', needs: ['private'] });
  assert.deepEqual(codes(wanted, taken), ['room busy']);
  const found = alternativesTo(wanted, taken, rules, now).map(({ how, siteId, roomId, mode, from }) => [
    ...[how, siteId, roomId, mode, localOf(from, site.timeZone).minutes / 60],
  ]);
  assert.deepEqual(found, [
    ['later', 'gateshead', 'Room 1', 'in_person', 15],
    ['later', 'gateshead', 'Room 1', 'in_person', 16],
    ['other place', 'broker', 'Broker room', 'in_person', 14],
    ['phone', 'gateshead', null, 'phone', 14],
  ]);
  assert.deepEqual(codes(wish(tuesday, '14:00', { mode: 'elsewhere' }), taken), ['venue']);
  assert.deepEqual(codes(wish(tuesday, '14:00', { needs: ['private'] }), taken), ['room']);
});

test('stairs, interpreters, leave, bank holidays, closed days and the past', () => {
  const stairs = world({ sites: [{ ...site, stepFree: false }] });
  assert.deepEqual(codes(wish(tuesday, '10:00', { needs: ['step_free'] }), stairs), ['step free']);
  assert.deepEqual(codes(wish(tuesday, '10:00', { needs: ['step_free'], mode: 'phone' }), stairs), []);
  assert.deepEqual(codes(wish(tuesday, '10:00', { needs: ['interpreter'] }), world()), ['interpreter']);
  const leave = { staffId: 'priya', fromOn: tuesday, toOn: tuesday, starts: '12:00', ends: '17:00' };
  assert.deepEqual(codes(wish(tuesday, '13:00'), world({ leaves: [leave] })), ['leave']);
  assert.deepEqual(codes(wish(tuesday, '11:00'), world({ leaves: [leave] })), []);
  // Easter 2005.
  assert.deepEqual(codes(wish('2005-03-25', '11:00'), world()), ['holiday']);
  assert.deepEqual(codes(wish('2005-03-28', '11:00'), world()), ['holiday']);
  assert.deepEqual(codes(wish('2005-03-28', '11:00'), world({ sites: [{ ...site, holidays: 'scotland' }] })), []);
  assert.deepEqual(codes(wish('2005-03-26', '11:00'), world()), ['closed']);
  assert.deepEqual(codes(wish('2005-02-22', '11:00'), world()), ['past']);
  assert.deepEqual(codes(wish(tuesday, '16:30'), world()), ['not working']);
});

test('every free time can be booked as it is, none of a worker overlaps another, and no day goes above what is recommended', () => {
  const start = fc.integer({ min: 0, max: 28 });
  const one = fc.record({
    day: fc.integer({ min: 0, max: 4 }),
    quarter: start,
    minutes: fc.constantFrom(20, 45, 60, 90),
    staff: fc.constantFrom('priya', 'jo'),
    room: fc.constantFrom(null, 'Room 1', 'Room 2'),
    person: fc.constantFrom('lorraine', 'other'),
    buffer: fc.constantFrom(0, 0, 20),
    travel: fc.constantFrom(0, 0, 30),
  });
  const ask = fc.record({
    list: fc.array(one, { maxLength: 20 }),
    needs: fc.subarray(['private', 'quiet'] as const),
    mode: fc.constantFrom('in_person', 'phone', 'home'),
    minutes: fc.constantFrom(20, 60, 75),
  });
  fc.assert(
    fc.property(ask, ({ list, needs, mode, minutes }) => {
      const taken = list.map((given, index) => {
        const from = at('2005-03-07', '09:00') + ms(given.day * 1440 + given.quarter * 15);
        return {
          ...{ id: `x${index}`, staffId: given.staff, personId: given.person, siteId: site.id, roomId: given.room },
          ...{ interpreterId: null, kind: 'meeting', mode: 'in_person', from, to: from + ms(given.minutes) },
          ...{ buffer: given.buffer, travel: given.travel },
        } as Busy;
      });
      const in_ = world({
        patterns: [...patternsOf('priya'), ...patternsOf('jo')],
        rooms: [room('Room 1', { private: true }), room('Room 2', { quiet: true })],
        leaves: [{ staffId: 'jo', fromOn: '2005-03-09', toOn: '2005-03-09', starts: null, ends: null }],
        busy: taken,
      });
      const travel = mode === 'home' ? 30 : 0;
      const common = { kind: 'meeting', mode, needs, personId: 'lorraine', interpreterId: null, travel } as const;
      const slots = freeSlots(
        { ...common, site, staffIds: ['priya', 'jo'], from: '2005-03-07', to: '2005-03-11', minutes, now, most: 200 },
        in_,
        rules,
      );
      for (const slot of slots) {
        assert.equal(slot.to - slot.from, ms(minutes));
        assert.deepEqual(problemsOf({ ...common, ...slot, planned: mode === 'home' }, in_, rules, now), []);
      }
      for (const staffId of ['priya', 'jo']) {
        const own = slots.filter((slot) => slot.staffId === staffId);
        for (const [index, slot] of own.entries())
          assert.ok(!own.slice(index + 1).some((other) => overlap(slot, other)), 'two free times overlap');
      }
      assert.deepEqual(
        slots,
        [...slots].sort((a, b) => a.from - b.from),
      );
    }),
    { numRuns: 60 },
  );
});

test('limits, lengths and what is kept free come from the programme document with their days', () => {
  const diary = {
    perDay: [
      { from: '2004-01-01', recommended: 6, most: 10 },
      { from: '2005-04-01', recommended: 5, most: 8 },
    ],
    lengths: [
      { from: '2004-01-01', kind: 'interview', minutes: 45 },
      { from: '2004-01-01', kind: 'interview', number: 1, minutes: 60 },
    ],
    buffers: [{ from: '2005-01-01', minutes: 30 }],
  };
  const before = diaryRulesOf({ diary }, '2004-12-31');
  const after = diaryRulesOf({ diary }, '2005-04-01');
  assert.deepEqual([before.recommended, before.most, before.bufferMinutes], [6, 10, 20]);
  assert.deepEqual([after.recommended, after.most, after.bufferMinutes], [5, 8, 30]);
  assert.deepEqual(
    [after.lengthOf('interview', 1), after.lengthOf('interview', 2), after.lengthOf('call')],
    [60, 45, 20],
  );
  const checked = checkProgramme({ diary: { perDay: [{ from: '2004-02-30', recommended: 0, most: 1 }] } });
  assert.ok(!checked.ok && checked.problems.some(({ path }) => path.startsWith('diary.perDay[0]')));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { weeksOf } from './rules/capacity.ts';
import { ms, nextDay } from './rules/time.ts';
import type { DiaryWorld } from './rules/wish.ts';
import type { Busy, Site } from './rules/work.ts';

const site: Site = {
  ...{ id: 'site', areaId: null, name: 'Gateshead', timeZone: 'Europe/London', holidays: 'england-and-wales' },
  ...{ stepFree: true, opens: '08:00', closes: '18:00', weekdays: [1, 2, 3, 4, 5], outreach: false },
};
const pattern = (staffId: string, weekday: number, starts: string, ends: string) => ({
  ...{ staffId, siteId: 'site', weekday, starts, ends, fromOn: '2005-01-01', toOn: null },
});
const busy = (staffId: string, iso: string, minutes: number): Busy => {
  const from = Date.parse(iso);
  return {
    ...{
      id: iso,
      staffId,
      personId: 'p',
      siteId: 'site',
      roomId: null,
      interpreterId: null,
      kind: 'interview',
      mode: 'in_person',
    },
    ...{ from, to: from + ms(minutes), buffer: 20, travel: 0 },
  };
};
const world = (more: Partial<DiaryWorld>): DiaryWorld => ({
  ...{ sites: [site], rooms: [], patterns: [], leaves: [], blocks: [], busy: [] },
  ...more,
});

test('the weeks round Easter 2005: holidays, leave and protected time are none of the hours; the rest of this week alone', () => {
  const days = [1, 2, 3, 4, 5].map((weekday) => pattern('ann', weekday, '09:00', '17:00'));
  const weeks = weeksOf(
    site,
    world({
      patterns: days,
      leaves: [{ staffId: 'ann', fromOn: '2005-03-30', toOn: '2005-03-30', starts: null, ends: null }],
      blocks: [
        {
          staffId: 'ann',
          weekday: 4,
          starts: '09:00',
          ends: '10:00',
          label: 'Providers',
          fromOn: '2005-01-01',
          toOn: null,
        },
      ],
      // Wednesday, in winter time; Tuesday after the clocks went forward; before the hours of work, of which half counts.
      busy: [
        busy('ann', '2005-03-23T10:00Z', 60),
        busy('ann', '2005-03-29T10:00Z', 60),
        busy('ann', '2005-03-31T15:30Z', 60),
      ],
    }),
    '2005-03-23',
    2,
  );
  assert.deepEqual(weeks, [
    // Wednesday and Thursday; Good Friday is the 25th.
    { monday: '2005-03-21', available: 8 * 60 + 7 * 60, booked: 60 },
    // Easter Monday and a day of leave are out; Tuesday, Thursday and Friday are left.
    { monday: '2005-03-28', available: 8 * 60 + 7 * 60 + 8 * 60, booked: 60 + 30 },
  ]);
});

test('no more is booked than can be; another’s appointments and those of other hours count for nothing', () => {
  const hour = fc.integer({ min: 8, max: 16 });
  const given = fc.record({
    patterns: fc.array(
      fc.record({ staff: fc.constantFrom('ann', 'bea'), weekday: fc.integer({ min: 1, max: 5 }), from: hour }),
      { maxLength: 8 },
    ),
    at: fc.array(
      fc.record({
        staff: fc.constantFrom('ann', 'bea', 'cat'),
        day: fc.integer({ min: 0, max: 13 }),
        hour: fc.integer({ min: 6, max: 20 }),
      }),
      { maxLength: 20 },
    ),
  });
  fc.assert(
    fc.property(given, ({ patterns, at }) => {
      const two = (number: number) => String(number).padStart(2, '0');
      // One appointment a worker and hour: the database lets no two overlap.
      const once = [...new Map(at.map((one) => [`${one.staff} ${one.day} ${one.hour}`, one])).values()];
      const made = world({
        patterns: patterns.map((one) =>
          pattern(one.staff, one.weekday, `${two(one.from)}:00`, `${two(one.from + 2)}:00`),
        ),
        busy: once.map((one) => busy(one.staff, `${nextDay('2005-01-10', one.day)}T${two(one.hour)}:00Z`, 60)),
      });
      const weeks = weeksOf(site, made, '2005-01-10', 2);
      for (const week of weeks) assert.ok(week.booked >= 0 && week.booked <= week.available);
      // By the hour: January has no summer time, so hours of the clock are those of the appointments.
      const open = new Set<string>();
      for (const one of patterns)
        for (const add of [0, 1])
          if (one.from + add < 18)
            for (const week of [0, 7]) open.add(`${one.staff} ${one.weekday - 1 + week} ${one.from + add}`);
      const available = weeks.reduce((all, week) => all + week.available, 0);
      assert.equal(available, open.size * 60);
      const booked = once.filter((one) => open.has(`${one.staff} ${one.day} ${one.hour}`)).length * 60;
      assert.equal(
        weeks.reduce((all, week) => all + week.booked, 0),
        booked,
      );
    }),
  );
});

test('S14.3: the minutes of a call to keep in touch are booked, though it does not count for the limit a day', () => {
  const days = [pattern('ann', 2, '09:00', '17:00')];
  const call: Busy = { ...busy('ann', '2005-04-05T09:00Z', 20), kind: 'call', mode: 'phone', buffer: 0 };
  const [week] = weeksOf(site, world({ patterns: days, busy: [call] }), '2005-04-04', 1);
  assert.deepEqual(week, { monday: '2005-04-04', available: 8 * 60, booked: 20 });
});

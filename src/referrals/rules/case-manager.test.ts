import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fit, type Gap, type Held, holderOf, toResume } from './case-manager.ts';

const at = (day: number): string => Temporal.PlainDate.from('2008-01-01').add({ days: day }).toString();
const key = [{ from: '2007-01-01', to: null }];

test('SC10: a service for a time, then the key worker; after it left without a word, nobody since that day', () => {
  const p6: Held = { id: 'P6', from: '2008-06-09', to: '2008-09-08' };
  const known = { rows: [p6], gaps: [], workers: key };
  assert.deepEqual(holderOf(known, '2008-06-08'), { by: 'key worker', row: key[0] });
  assert.deepEqual(holderOf(known, '2008-07-01'), { by: 'allocation', row: p6 });
  assert.deepEqual(holderOf(known, '2008-09-08'), { by: 'key worker', row: key[0] });
  const left = {
    rows: [{ ...p6, to: '2008-06-20' }],
    gaps: [{ id: 'g', since: '2008-06-20', closed: null }],
    workers: key,
  };
  assert.deepEqual(holderOf(left, '2008-06-19'), { by: 'allocation', row: left.rows[0] });
  assert.deepEqual(holderOf(left, '2008-07-01'), { by: 'nobody', since: '2008-06-20', alarmId: 'g' });
  assert.deepEqual(holderOf({ rows: [], gaps: [], workers: [] }, '2008-07-01'), {
    by: 'nobody',
    since: null,
    alarmId: null,
  });
});

test('what is to be taken up again is a matter of dates, until somebody has', () => {
  const row = { id: 'a', from: '2008-06-09', to: '2008-09-08', temporary: true, ended_why: null };
  assert.deepEqual(toResume([row], '2008-09-07'), []);
  assert.deepEqual(toResume([row], '2008-09-08'), [row]);
  assert.deepEqual(toResume([{ ...row, ended_why: 'resumed' }], '2008-09-08'), []);
  const next = { ...row, id: 'b', from: '2008-09-08', to: null, temporary: false };
  assert.deepEqual(toResume([row, next], '2008-09-08'), [], 'somebody else holds it from that day on');
});

test('an allocation is refused over what was agreed for later, over a gap, and backwards', () => {
  const later: Held = { id: 'l', from: at(20), to: at(30) };
  const refused = (rows: Held[], gaps: Gap[], from: number, to: number | null, today = 10) =>
    !fit(rows, gaps, at(from), to === null ? null : at(to), at(today)).ok;
  assert.ok(refused([], [], 5, 5));
  assert.ok(refused([later], [], 10, null));
  assert.ok(!refused([later], [], 10, 20));
  assert.ok(!refused([later], [], 25, null));
  assert.ok(
    refused([], [{ id: 'g', since: at(3), closed: null }], 11, null, 10),
    'a gap goes on until then without an alarm',
  );
  assert.ok(refused([], [{ id: 'g', since: at(3), closed: null }], 2, null, 10), 'nobody held it');
  assert.ok(refused([], [{ id: 'g', since: at(3), closed: at(6) }], 4, null, 10));
  assert.ok(!refused([], [{ id: 'g', since: at(3), closed: at(6) }], 6, null, 10));
});

test('whatever is done in whatever order, nobody holds a case twice and no day is silently without anybody', () => {
  const step = fc.record({
    what: fc.constantFrom('give', 'take back', 'leave', 'settle'),
    from: fc.integer({ min: -6, max: 6 }),
    length: fc.option(fc.integer({ min: -1, max: 12 })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let rows: Held[] = [];
      let gaps: Gap[] = [];
      steps.forEach(({ what, from, length }, now) => {
        const today = at(now * 2);
        const cut = (id: string, to: string) => {
          rows = rows.map((row) => (row.id === id ? { ...row, to: to < row.from ? row.from : to } : row));
        };
        if (what === 'give') {
          const begins = at(now * 2 + from);
          const to = length === null ? null : at(now * 2 + from + length);
          const fitted = fit(rows, gaps, begins, to, today);
          if (!fitted.ok) return;
          if (fitted.ends !== null) cut(fitted.ends, begins);
          rows = [...rows, { id: `r${now}`, from: begins, to }];
          gaps = gaps.map((gap) => (gap.closed === null ? { ...gap, closed: begins } : gap));
          return;
        }
        if (what === 'settle') {
          gaps = gaps.map((gap) => (gap.closed === null ? { ...gap, closed: today } : gap));
          return;
        }
        const held = holderOf({ rows, gaps, workers: key }, today);
        if (held.by !== 'allocation') return;
        cut(held.row.id, today);
        if (what === 'leave') gaps = [...gaps, { id: `g${now}`, since: today, closed: null }];
      });
      for (let day = -10; day < 80; day += 1) {
        const on = at(day);
        const all = rows.filter((row) => row.from <= on && (row.to === null || on < row.to));
        assert.ok(all.length <= 1, `two hold it on ${on}`);
        // A gap lasts until it is settled, or until whoever was agreed on before begins.
        const gap = gaps.some(
          (one) =>
            one.since <= on &&
            (one.closed === null || on < one.closed) &&
            !rows.some((row) => row.from !== row.to && row.from >= one.since && row.from <= on),
        );
        const held = holderOf({ rows, gaps, workers: key }, on);
        assert.equal(held.by, all.length === 1 ? 'allocation' : gap ? 'nobody' : 'key worker');
        if (held.by === 'nobody') assert.notEqual(held.alarmId, null);
      }
    }),
    { numRuns: 300 },
  );
});

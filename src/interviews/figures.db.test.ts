import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type Pathways, pathways } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';
import { attendance } from './rules/figures.ts';

let w: Pathways;
let worker: Browser;
let manager: Browser;
let [staffId, otherId] = ['', ''];
const people: string[] = [];
before(async () => {
  w = await pathways('2005-01-12');
  staffId = await w.staff('FIG-01');
  otherId = await w.staff('FIG-02');
  worker = await w.worker(staffId);
  manager = await w.manager();
  for (let at = 0; at < 20; at++) {
    const { caseId } = await w.addCase({ keyWorkerId: staffId, referredOn: '2005-01-10' });
    assert.equal((await w.start(caseId, '2005-01-10')).outcome, 'saved');
    people.push(caseId);
  }
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
/** An appointment for an interview of a case, as the diary would have left it. */
async function appointment(caseId: string, number: number, day: string, state: string, by = staffId): Promise<string> {
  const [interview] = await query(
    'select id, person_id from interview where case_id = $1 and number = $2',
    caseId,
    number,
  );
  const id = newId();
  await query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id, about, mandatory,
       state, late_minutes, asked_by, state_reason, settled_at)
     select $1, c.programme_id, c.id, $3, $4, $5, 'interview', 'in_person', $6::date + time '10:00', $6::date + time '11:00', $1, $7, true,
       $8, case when $8 = 'late' then 10 end, case when $8 like 'cancelled%' then 'us' end, 'x', now()
     from case_record c where c.id = $2`,
    ...[id, caseId, interview.person_id, by, w.siteId, day, `interview:${interview.id}`, state],
  );
  return id;
}
const fileOf = async (browser: Browser, address: string): Promise<Record<string, string>> => {
  const { status, body } = await browser.get(address);
  assert.equal(status, 200);
  const rows = parse(body, { columns: true }) as Record<string, string>[];
  return Object.fromEntries(
    rows.map((row) => [[row.what, row.which, row.figure].filter(Boolean).join('/'), row.value as string]),
  );
};
const file = '/interviews/figures/file?from=2005-03-01&to=2005-06-30';

test('who came, how far apart, with whom, and reminded or not: counted by hand', async () => {
  w.standOn('2005-06-30');
  const reminded: string[] = [];
  // Twenty people: sixteen came to the first, of whom one late; two did not; of the others we cancelled one and they one.
  for (const [at, caseId] of people.entries()) {
    const state =
      at < 15
        ? 'attended'
        : at < 16
          ? 'late'
          : at < 18
            ? 'did_not_attend'
            : at < 19
              ? 'cancelled_by_us'
              : 'cancelled_by_them';
    const id = await appointment(caseId, 1, '2005-03-07', state);
    if (at < 10) reminded.push(id);
  }
  // Ten of them came to the second: four on its day, three a week later, three to a colleague two weeks later; one missed it first.
  for (const [at, caseId] of people.slice(0, 10).entries())
    await appointment(
      caseId,
      2,
      at < 4 ? '2005-04-04' : at < 7 ? '2005-04-11' : '2005-04-18',
      'attended',
      at < 7 ? staffId : otherId,
    );
  await appointment(people[0] as string, 2, '2005-04-01', 'did_not_attend');
  await query(
    `update interview set gap_reason = 'full_diary' where case_id = any($1::uuid[]) and number = 2`,
    people.slice(4, 6),
  );
  for (const id of reminded)
    await query(
      `insert into message (id, programme_id, case_id, person_id, kind, about, reminder, channel, body, not_before, state)
       select gen_random_uuid(), programme_id, case_id, person_id, 'reminder', id, true, 'text', 'x', now(), 'accepted' from appointment where id = $1`,
      id,
    );
  // Outside the period, and of another's caseload in another programme: not counted.
  await appointment(people[0] as string, 3, '2005-07-05', 'attended');

  const found = await fileOf(manager, file);
  const expected = {
    'attendance/1/attended': '15',
    'attendance/1/late': '1',
    'attendance/1/missed': '2',
    'attendance/1/byUs': '1',
    'attendance/1/byThem': '1',
    'attendance/2/attended': '10',
    'attendance/2/missed': '1',
    'interval/2/count': '10',
    'interval/2/days': '35',
    'interval/2/planned': '28',
    'interval/2/later': '6',
    'interval/2/sooner': '0',
    'interval reason/full_diary/count': '2',
    'interval reason/not said/count': '4',
    'continuity/held': '26',
    'continuity/named': '23',
    'continuity/people': '16',
    'continuity/workers': '19',
    'reminders/reminded/came': '10',
    'reminders/reminded/missed': '0',
    'reminders/not reminded/came': '16',
    'reminders/not reminded/missed': '3',
  };
  for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, key);
  assert.equal(found['attendance/3/attended'], undefined);

  const { body } = await manager.get('/interviews/figures?from=2005-03-01&to=2005-06-30');
  assert.match(body, /11\.1% \(2 of 18\)/);
  assert.match(body, /88\.5% \(23 of 26\)/);
  assert.match(body, /0\.0% \(0 of 10\)/);
});

test('somebody whose record is restricted is counted and not named; a worker and another programme see nothing', async () => {
  const [first] = people;
  await query('update case_record set restricted = true where id = $1', first);
  assert.equal((await fileOf(manager, file))['attendance/1/attended'], '15');
  await query('update case_record set restricted = false where id = $1', first);
  assert.equal((await worker.get('/interviews/figures')).status, 404);
  assert.equal((await worker.get(file)).status, 404);
});

test('days that are none, or the wrong way round, are no reason to fail', async () => {
  assert.equal((await manager.get('/interviews/figures?from=yesterday&to=')).status, 200);
  const turned = await fileOf(manager, '/interviews/figures/file?from=2005-06-30&to=2005-03-01');
  assert.equal(turned['attendance/1/attended'], '15');
  const empty = await manager.get('/interviews/figures?from=1999-01-01&to=1999-02-01');
  assert.match(empty.body, /There was none/);
});

test('of all together is the sum of its rows, and what was cancelled is under no line', () => {
  const counts = fc.array(
    fc.record({
      number: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
      state: fc.constantFrom('attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them'),
      count: fc.nat(50),
    }),
  );
  fc.assert(
    fc.property(counts, (list) => {
      const { rows, total } = attendance(list);
      for (const key of ['attended', 'late', 'missed', 'byUs', 'byThem'] as const)
        assert.equal(
          rows.reduce((all, one) => all + one[key], 0),
          total[key],
        );
      const awaited = total.attended + total.late + total.missed;
      assert.equal(total.failure === 'too few', awaited < 5);
      if (total.failure !== 'too few')
        assert.deepEqual([total.failure.count, total.failure.of], [total.missed, awaited]);
    }),
  );
});

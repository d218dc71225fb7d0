import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { today, type World, world } from '../../test/support/world.ts';
import { fixedClock } from '../kit/clock.ts';
import { type Host, WrongUse } from '../kit/command.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { shippedContracts } from './actions/contracts.ts';
import { contractsCommand } from './actions/contracts-command.ts';
import { findOutcomes } from './actions/finder.ts';
import { workOutAll, workOutCase } from './actions/milestones.ts';
import type { Contract } from './rules/contract.ts';

let w: World;
const folder = mkdtempSync(join(tmpdir(), 'newel-contracts-'));
before(async () => {
  w = await world();
});
after(async () => {
  rmSync(folder, { recursive: true });
  await w.end();
});

async function run(...args: string[]) {
  let [out, err] = ['', ''];
  const host = {
    db: async () => w.db,
    clock: fixedClock(`${today}T12:00:00Z`, 'Europe/London'),
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  } as unknown as Host;
  return { code: await contractsCommand.run(args, host), out, err };
}
const file = (name: string, document: unknown): string => {
  const place = join(folder, name);
  writeFileSync(place, typeof document === 'string' ? document : JSON.stringify(document));
  return place;
};
const pilot = async (): Promise<Contract> =>
  structuredClone((await shippedContracts()).find(({ key }) => key === 'working-well-pilot') as Contract);
const count = async (what: string): Promise<number> =>
  Number((await w.db.query(`select count(*) as n from ${what}`)).rows[0].n);
const milestonesOf = async (caseId: string): Promise<string[]> =>
  (
    await w.db.query(
      'select milestone, status, reached_on, pence from case_milestone where case_id = $1 and contract = $2 order by reached_on, milestone',
      [caseId, 'working-well-pilot'],
    )
  ).rows.map((row) => `${row.milestone} ${row.status} ${row.reached_on} ${row.pence}`);
const addJob = (of: { caseId: string; personId: string }, from: string) =>
  w.db.query('insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)', [
    ...[newId(), of.caseId, of.personId],
    from,
  ]);

test('a contract that does not fit, or whose programme is not there, is refused: nothing is written and nothing happened', async () => {
  const wrong = { ...(await pilot()), milestones: [] };
  const refused = await run('load', file('wrong.json', wrong));
  assert.deepEqual([refused.code, refused.out], [1, '']);
  assert.match(refused.err, /^Nothing was loaded: 1 problem\.\n {2}\/milestones/);
  assert.equal((await run('check', file('wrong.json', wrong))).code, 1);
  const homeless = await run('load', file('homeless.json', { ...(await pilot()), key: 'x', programme: 'nowhere' }));
  assert.match(homeless.err, /there is no programme 'nowhere'/);
  const moved = await run('load', file('moved.json', { ...(await pilot()), programme: 'elsewhere' }));
  assert.match(moved.err, /is a contract of 'working-well-pilot'/);
  assert.match((await run('load', file('no.json', '{'))).err, /is no JSON/);
  assert.match((await run('load', join(folder, 'not-there.json'))).err, /cannot be read \(ENOENT\)/);
  await assert.rejects(run('load'), WrongUse);
  await assert.rejects(run('burn', 'x'), WrongUse);
  assert.deepEqual([await count('contract_version'), await count("event where kind = 'contract.loaded'")], [0, 0]);
});

test('a new version holds for people attached from its day on; those attached before keep theirs', async () => {
  const [before_, after_] = [
    await w.addCase({ attachedOn: '2015-03-09' }),
    await w.addCase({ attachedOn: '2015-09-01' }),
  ];
  await addJob(before_, '2015-09-07');
  await addJob(after_, '2015-09-07');
  const next = { ...(await pilot()), validFrom: '2015-06-01' };
  for (const milestone of next.milestones) milestone.prices = [{ from: '2015-06-01', pence: 1 }];
  assert.equal((await run('check', file('next.json', next))).code, 0);
  // What ships becomes version 1, so that it stays what it was.
  assert.match((await run('load', file('next.json', next))).out, /^working-well-pilot: version 2 was loaded/);
  assert.match((await run('load', file('next.json', next))).out, /nothing changed, version 2/);
  assert.match((await run('load', file('ships.json', await pilot()))).out, /nothing changed, version 1/);
  assert.equal(await count("event where kind = 'contract.loaded'"), 2);
  assert.match((await run('list')).out, /working-well-pilot {2}version 2 of 2 .*attached since 1 Jun 2015/);
  await workOutAll(w.db, today);
  assert.deepEqual(await milestonesOf(before_.caseId), [
    'attachment claimable 2015-03-09 40000',
    'job_start claimable 2015-09-07 120000',
  ]);
  assert.deepEqual(await milestonesOf(after_.caseId), [
    'attachment claimable 2015-09-01 1',
    'job_start claimable 2015-09-07 1',
  ]);
  // A version that was loaded is never changed, not by the application either.
  const role = (await w.db.query("select has_table_privilege('newel_app', 'contract_version', 'update') as may"))
    .rows[0];
  assert.equal(role.may, false);
});

test('a job that is recorded is worked out in the same transaction, and only for that person', async () => {
  const staffId = await w.staff('BOL-KW01');
  const worker = await w.signIn('key_worker', { staffId });
  const [one, other] = [await w.addCase({ keyWorkerId: staffId }), await w.addCase()];
  await addJob(other, '2015-04-01');
  const reply = await worker.post(`/cases/${one.caseId}/jobs/new`, {
    ...{ employer: 'Peel Forklift Services', kind: 'employed' },
    ...{ 'startedOn-day': '10', 'startedOn-month': '3', 'startedOn-year': '2015' },
  });
  assert.equal(reply.status, 303);
  assert.deepEqual(await milestonesOf(one.caseId), [
    'attachment claimable 2015-03-09 40000',
    'job_start claimable 2015-03-10 120000',
    'sustained_job claimable 2016-02-22 250000',
  ]);
  assert.deepEqual(await milestonesOf(other.caseId), []);
  const due = (await w.db.query('select case_id from claims_due')).rows.map((row) => row.case_id);
  assert.ok(due.includes(other.caseId) && !due.includes(one.caseId));
});

test('a change that is taken back leaves no trace; of two at once both are counted', async () => {
  const one = await w.addCase();
  const of = { caseId: one.caseId, programmeId: w.programmeId, today };
  const record = (from: string) =>
    transaction(w.db, async (tx) => {
      await tx.query('insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)', [
        ...[newId(), one.caseId, one.personId],
        from,
      ]);
      await workOutCase(tx, of);
      if (from === '2015-03-11') throw new Error('taken back');
    });
  await assert.rejects(record('2015-03-11'), /taken back/);
  assert.deepEqual(await milestonesOf(one.caseId), []);
  await Promise.all([record('2015-06-01'), record('2015-05-01'), record('2015-07-01')]);
  assert.deepEqual(await milestonesOf(one.caseId), [
    'attachment claimable 2015-03-09 40000',
    'job_start claimable 2015-05-01 120000',
  ]);
});

test('hours that changed, weeks that were worked and kinds of job count as they stand in the tables', async () => {
  const { targets: _, ...shipped } = await pilot();
  const weekly: Contract = {
    ...shipped,
    ...{ key: 'by-weeks', name: 'By weeks' },
    milestones: [
      {
        ...{ key: 'weeks', label: 'Four weeks', evidence: [], prices: [{ from: '2015-01-01', pence: 5 }] },
        reached: { kind: 'weeks in work', need: 4, within: 6, week: 'monday', leastHours: 16 },
      },
    ],
  };
  assert.match((await run('load', file('weeks.json', weekly))).out, /by-weeks: version 1 was loaded/);
  const one = await w.addCase();
  const job = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, started_on, hours_per_week, kind, self_employed, terms_from)
     values ($1, $2, $3, '2015-05-04', 16, 'employed', false, '2015-05-25')`,
    [job, one.caseId, one.personId],
  );
  await w.db.query(
    'insert into job_terms (job_id, from_on, case_id, person_id, hours_per_week) values ($1, null, $2, $3, 8)',
    [job, one.caseId, one.personId],
  );
  const work = async (): Promise<string | undefined> => {
    await transaction(w.db, (tx) => workOutCase(tx, { caseId: one.caseId, programmeId: w.programmeId, today }));
    const { rows } = await w.db.query(
      "select reached_on from case_milestone where case_id = $1 and contract = 'by-weeks'",
      [one.caseId],
    );
    return rows[0]?.reached_on;
  };
  // Eight hours until 24 May, then sixteen: four weeks from 25 May.
  assert.equal(await work(), '2015-06-21');
  // In the week of 18 May twenty hours were worked after all.
  await w.db.query(
    "insert into job_week (job_id, week_from, case_id, person_id, hours) values ($1, '2015-05-18', $2, $3, 20)",
    [job, one.caseId, one.personId],
  );
  assert.equal(await work(), '2015-06-14');
});

test('who is in a group without a price is in the lists with that said, not as ready, and cannot be prepared', async () => {
  const { caseId } = await w.addCase({ attachedOn: '2015-09-01' });
  const shipped = await pilot();
  const unpriced = {
    ...{ ...shipped, key: 'unpriced', name: 'Unpriced', targets: undefined },
    groups: [
      { code: 'early', label: 'Early', when: [{ fact: 'attachedOn', to: '2015-06-01' }] },
      { code: 'others', label: 'Others', when: [] },
    ],
    milestones: shipped.milestones.slice(0, 1).map((one) => ({
      ...{ ...one, evidence: [] },
      prices: [{ from: '2015-01-01', pence: 1, group: 'early' }],
    })),
  };
  assert.match((await run('load', file('unpriced.json', unpriced))).out, /version 1 was loaded/);
  await workOutAll(w.db, today);
  await findOutcomes(w.db, today);
  const office = await w.signIn('programme_office');
  const words = /The contract has no price for this person’s group/;
  const rowOf = (body: string) => body.slice(body.indexOf(`/cases/${caseId}/claims`)).split('</tr>')[0] ?? '';
  assert.match(rowOf((await office.get('/claims?contract=unpriced')).body), words);
  const found = rowOf((await office.get('/unclaimed?contract=unpriced')).body);
  assert.match(found, words);
  assert.match(found, /See to what is missing/);
  const page = (await office.get(`/cases/${caseId}/claims`)).body;
  assert.match(page, words);
  assert.doesNotMatch(page, /name="contract" value="unpriced"/);
});

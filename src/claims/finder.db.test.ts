import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { formatDay, parseDay } from '../kit/days.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadContract, shippedContracts } from './actions/contracts.ts';
import { findOutcomes, signalTallies } from './actions/finder.ts';
import { workOutAll } from './actions/milestones.ts';
import type { Contract } from './rules/contract.ts';

let w: World;
let office: Browser;
let site: string;
let staffId: string;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  staffId = await w.staff('BOL-KW01');
  site = newId();
  await w.db.query(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, 'bolton', 'Bolton', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    [site, w.programmeId],
  );
});
after(() => w.end());

type Case = { caseId: string; personId: string };
const ago = (days: number): string => formatDay((parseDay(today) as number) - days);
const contract = 'working-well-pilot';

const addJob = (of: Case, from: string | null, to: string | null = null, kind: string | null = null) =>
  w.db.query(
    `insert into job (id, case_id, person_id, started_on, ended_on, kind, self_employed)
     values ($1, $2, $3, $4, $5, $6, $6 = 'self_employed')`,
    [...[newId(), of.caseId, of.personId], ...[from, to, kind]],
  );
const addClaim = (of: Case, milestone: string, on: string) =>
  w.db.query('insert into claim (id, case_id, person_id, milestone, claimed_on) values ($1, $2, $3, $4, $5)', [
    ...[newId(), of.caseId, of.personId],
    ...[milestone, on],
  ]);
const offBenefit = (of: Case, on: string, direction = 'off benefit', reason: string | null = null) =>
  w.db.query(
    'insert into benefit_change (id, case_id, person_id, changed_on, direction, reason) values ($1, $2, $3, $4, $5, $6)',
    [newId(), of.caseId, of.personId, on, direction, reason],
  );
const offer = (of: Case, on: string, answer: string) =>
  w.db.query('insert into job_offer (id, case_id, person_id, offered_on, answer) values ($1, $2, $3, $4, $5)', [
    ...[newId(), of.caseId, of.personId],
    ...[on, answer],
  ]);
const appointment = (of: Case, on: string, state: string) => {
  const id = newId();
  return w.db.query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, state, chain_id, settled_at)
     values ($1, $2, $3, $4, $5, $6, 'meeting', 'phone', $7::date + time '10:00', $7::date + time '10:30', $8, $1,
       case when $8 <> 'booked' then $7::date + time '11:00' end)`,
    [id, w.programmeId, of.caseId, of.personId, staffId, site, on, state],
  );
};
const keptUntil = async (of: Case, last: number, times = 3, more?: { on: string; state: string }) => {
  for (let n = 0; n < times; n += 1) await appointment(of, ago(last + n * 14), 'attended');
  if (more !== undefined) await appointment(of, more.on, more.state);
};

const openRows = async () =>
  (
    await w.db.query(
      `select case_id, milestone, signal, about_on, days_left, reach_on, id from found_outcome
       where state = 'open' and contract = $1 and milestone <> 'attachment'`,
      [contract],
    )
  ).rows;
const night = async (day = today) => {
  await workOutAll(w.db, day);
  await findOutcomes(w.db, day);
};

/** Planted people: what is to be found of each ('' is nothing), and whether there is an outcome behind it. */
const plants: { what: string; signal: string; real: boolean; plant(of: Case): Promise<unknown> }[] = [
  {
    ...{ what: 'a job without proof', signal: 'evidence', real: true },
    plant: (of) => addJob(of, '2015-09-01', '2015-09-30'),
  },
  { ...{ what: 'a job without its first day', signal: 'day', real: true }, plant: (of) => addJob(of, null) },
  { ...{ what: 'an accepted offer', signal: 'offer', real: true }, plant: (of) => offer(of, ago(30), 'accepted') },
  { ...{ what: 'off benefit', signal: 'off_benefit', real: true }, plant: (of) => offBenefit(of, ago(20)) },
  {
    ...{ what: 'off benefit, after he had come back', signal: 'off_benefit', real: true },
    plant: (of) =>
      offBenefit(of, ago(200))
        .then(() => offBenefit(of, ago(150), 'return to benefit'))
        .then(() => offBenefit(of, ago(9))),
  },
  { ...{ what: 'appointments that stopped', signal: 'trail', real: true }, plant: (of) => keptUntil(of, 60) },
  {
    ...{ what: 'an offer, off benefit and a stopped trail', signal: 'offer', real: true },
    plant: (of) => Promise.all([offer(of, ago(40), 'accepted'), offBenefit(of, ago(30)), keptUntil(of, 50)]),
  },
  {
    ...{ what: 'permitted work alone, then off benefit', signal: 'off_benefit', real: true },
    plant: (of) => addJob(of, '2015-06-01', null, 'permitted').then(() => offBenefit(of, ago(15))),
  },
  // Nothing to find.
  { ...{ what: 'nothing at all', signal: '', real: false }, plant: async () => undefined },
  {
    ...{ what: 'a job start that is claimed', signal: '', real: false },
    plant: (of) => addJob(of, '2015-09-01', '2015-09-30').then(() => addClaim(of, 'job_start', '2015-10-01')),
  },
  { ...{ what: 'a job from before the attachment', signal: '', real: false }, plant: (of) => addJob(of, '2015-01-05') },
  { ...{ what: 'an offer that was declined', signal: '', real: false }, plant: (of) => offer(of, ago(30), 'declined') },
  { ...{ what: 'an offer of last week', signal: '', real: false }, plant: (of) => offer(of, ago(7), 'accepted') },
  {
    ...{ what: 'off benefit, and back', signal: '', real: false },
    plant: (of) => offBenefit(of, ago(60)).then(() => offBenefit(of, ago(20), 'return to benefit')),
  },
  {
    ...{ what: 'off one benefit and on to another', signal: '', real: false },
    plant: (of) => offBenefit(of, ago(20), 'off benefit', 'other_benefit'),
  },
  { ...{ what: 'appointments that go on', signal: '', real: false }, plant: (of) => keptUntil(of, 10) },
  {
    ...{ what: 'a long gap with one booked ahead', signal: '', real: false },
    plant: (of) => keptUntil(of, 60, 3, { on: '2016-04-05', state: 'booked' }),
  },
  { ...{ what: 'two appointments make no trail', signal: '', real: false }, plant: (of) => keptUntil(of, 60, 2) },
  // The records say the same as for somebody in work: only a person can tell.
  { ...{ what: 'gone quiet, and not in work', signal: 'trail', real: false }, plant: (of) => keptUntil(of, 70) },
  {
    ...{ what: 'off benefit to live on savings', signal: 'off_benefit', real: false },
    plant: (of) => offBenefit(of, ago(25)),
  },
];

test('every planted outcome is found, by the signal it should be; false alarms are those the records cannot tell apart', async (t) => {
  const planted = [];
  for (const one of plants) {
    const of = await w.addCase({ keyWorkerId: staffId });
    await one.plant(of);
    planted.push({ ...one, caseId: of.caseId });
  }
  await night();
  const found = new Map((await openRows()).map((row) => [row.case_id, row.signal]));
  for (const { what, signal, caseId } of planted) assert.equal(found.get(caseId) ?? '', signal, what);
  const real = planted.filter((one) => one.real);
  const recall = real.filter((one) => found.has(one.caseId)).length;
  const alarms = planted.filter((one) => !one.real && found.has(one.caseId)).length;
  t.diagnostic(`recall ${recall} of ${real.length}; false alarms ${alarms} of ${found.size} found`);
  assert.equal(recall, real.length);
  assert.equal(alarms, 2);
  const stamps = async () => (await w.db.query('select id, xmin from found_outcome order by id')).rows;
  const stood = await stamps();
  await night();
  assert.deepEqual(await stamps(), stood, 'a second time on one day writes nothing');
});

test('a claim, or a job that had begun by then, says that a finding was right; what is no longer so goes', async () => {
  const claimed = await w.addCase();
  await addJob(claimed, '2015-09-01');
  const working = await w.addCase();
  await offBenefit(working, ago(20));
  const later = await w.addCase();
  await offBenefit(later, ago(20));
  const back = await w.addCase();
  await offBenefit(back, ago(20));
  await night();
  await addClaim(claimed, 'job_start', today);
  await addJob(working, ago(22));
  await addJob(later, '2016-04-04');
  await offBenefit(back, today, 'return to benefit');
  await night('2016-04-10');
  const { rows } = await w.db.query(
    `select case_id, signal, state, decided_on from found_outcome where case_id = any($1) and milestone = 'job_start' order by found_on, signal`,
    [[claimed, working, later, back].map(({ caseId }) => caseId)],
  );
  const of = (one: Case) => rows.filter((row) => row.case_id === one.caseId).map((row) => `${row.signal} ${row.state}`);
  assert.deepEqual(of(claimed), ['evidence confirmed']);
  assert.deepEqual(of(working), ['off_benefit confirmed', 'evidence open']);
  assert.deepEqual(of(later), ['evidence open']);
  assert.deepEqual(of(back), []);
  await night();
});

test('N16: the pipeline is found with the days that are left; one that falls away is counted against the signal', async () => {
  const near = await w.addCase();
  await addJob(near, ago(279));
  const short = await w.addCase();
  await addJob(short, ago(272));
  await night();
  const row = (await openRows()).find((one) => one.case_id === near.caseId && one.milestone === 'sustained_job');
  assert.deepEqual([row?.signal, row?.days_left, row?.reach_on], ['pipeline', 70, '2016-06-09']);
  assert.ok(!(await openRows()).some((one) => one.case_id === short.caseId && one.milestone === 'sustained_job'));
  await w.db.query('update job set ended_on = $2 where case_id = $1', [near.caseId, today]);
  await night();
  const tally = (await signalTallies(w.db, w.programmeId, contract)).find(({ signal }) => signal === 'pipeline')?.tally;
  assert.equal(tally?.wrong, 1);
  await w.db.query('update job set ended_on = null where case_id = $1', [near.caseId]);
  await night();
  const again = (await openRows()).find((one) => one.case_id === near.caseId && one.milestone === 'sustained_job');
  assert.equal(again?.signal, 'pipeline');
});

test('who is nearly there is judged by the version of their attachment and by the jobs that it counts', async () => {
  const ships = (await shippedContracts()).find(({ key }) => key === contract);
  assert.ok(ships);
  const next: Contract = {
    ...{ ...ships, validFrom: '2015-06-01', jobs: { kinds: ['employed'], leastHours: 16 } },
    milestones: ships.milestones.map((one) => ({ ...one, prices: [{ from: '2015-06-01', pence: 77_700 }] })),
  };
  await transaction(w.db, (tx) => loadContract(tx, systemActor, next, today));
  const of = async (attachedOn: string, kind: string | null, hours: number | null) => {
    const one = await w.addCase({ attachedOn });
    await addJob(one, ago(279), null, kind);
    await w.db.query('update job set hours_per_week = $2 where case_id = $1', [one.caseId, hours]);
    return one.caseId;
  };
  const before = await of('2015-05-31', 'self_employed', 8);
  const counts = await of('2015-06-01', 'employed', 16);
  const unknownKind = await of('2015-06-01', null, 20);
  const others = [await of('2015-06-01', 'self_employed', 30), await of('2015-06-01', 'employed', 15)];
  // It had the hours until two months ago, and is held.
  const fewer = await of('2015-06-01', 'employed', 8);
  await w.db.query('update job set terms_from = $2 where case_id = $1', [fewer, ago(60)]);
  await w.db.query(
    'insert into job_terms (job_id, case_id, person_id, from_on, hours_per_week) select id, case_id, person_id, null, 30 from job where case_id = $1',
    [fewer],
  );
  const quiet = [await w.addCase({ attachedOn: '2015-05-31' }), await w.addCase({ attachedOn: '2015-06-01' })];
  for (const one of quiet) await offBenefit(one, ago(20));
  await night();
  const rows = (await openRows()).filter(({ milestone }) => milestone === 'sustained_job');
  const found = (caseId: string) => rows.find((row) => row.case_id === caseId)?.signal;
  assert.deepEqual([before, counts, unknownKind, ...others, fewer].map(found), [
    ...['pipeline', 'pipeline', 'pipeline'],
    ...[undefined, undefined, undefined],
  ]);
  const { rows: worth } = await w.db.query(
    "select pence from found_outcome where case_id = any($1) and signal = 'off_benefit' order by pence",
    [quiet.map(({ caseId }) => caseId)],
  );
  assert.deepEqual(
    worth.map(({ pence }) => pence),
    [77_700, 120_000],
  );
});

test('of two jobs that began on one day the latest is that of the reports: by their keys, however they come', async () => {
  const signalOf = async (held: string, left: string) => {
    const one = await w.addCase();
    for (const [key, to] of [
      [left, ago(1)],
      [held, null],
    ])
      await w.db.query(
        'insert into job (id, case_id, person_id, source_ref, started_on, ended_on) values ($1, $2, $3, $4, $5, $6)',
        [newId(), one.caseId, one.personId, key, ago(279), to],
      );
    await night();
    return (await openRows()).find((row) => row.case_id === one.caseId && row.milestone === 'sustained_job')?.signal;
  };
  assert.deepEqual([await signalOf('a-2', 'a-1'), await signalOf('b-1', 'b-2')], ['pipeline', undefined]);
});

test('the list presses what is within the policy; a finding is decided once, with a reason, and leaves its event', async () => {
  const manager = await w.signIn('team_manager', { providerId: w.area('Manchester').provider_id });
  const worker = await w.signIn('key_worker', { staffId });
  const one = await w.addCase({ keyWorkerId: staffId });
  await offBenefit(one, ago(11));
  const hidden = await w.addCase({ keyWorkerId: staffId });
  await offBenefit(hidden, ago(11));
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  await night();
  const address = '/unclaimed?signal=off_benefit';
  assert.match((await office.get(address)).body, new RegExp(`/cases/${one.caseId}/found/`));
  assert.match((await worker.get(address)).body, new RegExp(`/cases/${one.caseId}/found/`));
  for (const body of [(await office.get(address)).body, (await worker.get(address)).body])
    assert.doesNotMatch(body, new RegExp(hidden.caseId));
  assert.doesNotMatch((await manager.get(address)).body, new RegExp(one.caseId));
  const row = (await openRows()).find(({ case_id }) => case_id === one.caseId);
  const path = `/cases/${one.caseId}/found/${row?.id}`;
  const stood = async () =>
    (await w.db.query('select state, version from found_outcome where id = $1', [row?.id])).rows;
  const events = async () =>
    (await w.db.query("select kind from event where case_id = $1 and kind like 'outcome.%'", [one.caseId])).rows;
  assert.match((await worker.get(path)).body, /Went off benefit on 20 Mar 2016; no job is on record/);
  const refused = await worker.post(path, { answer: 'put aside', reason: '', words: 'Kept as typed', version: '1' });
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Choose why it is put aside[\s\S]*Kept as typed/);
  assert.equal(
    (await worker.post(path, { answer: 'put aside', reason: 'not_in_work', words: '', version: '7' })).status,
    409,
  );
  assert.equal((await manager.post(path, { answer: 'confirmed', version: '1' })).status, 404);
  assert.deepEqual(await stood(), [{ state: 'open', version: 1 }]);
  assert.deepEqual(await events(), []);
  const saved = await worker.post(path, {
    answer: 'put aside',
    reason: 'not_in_work',
    words: 'On savings',
    version: '1',
  });
  assert.equal(saved.status, 303);
  assert.equal((await worker.post(path, { answer: 'confirmed', reason: '', words: '', version: '1' })).status, 409);
  assert.deepEqual(await events(), [{ kind: 'outcome.put_aside' }]);
  await night();
  assert.deepEqual(await stood(), [{ state: 'put aside', version: 2 }], 'it is not found again');
  assert.doesNotMatch((await office.get(address)).body, new RegExp(one.caseId));
});

test('a signal that is seldom right is shown only when it is asked for', async () => {
  const one = await w.addCase();
  await offer(one, ago(60), 'accepted');
  await night();
  const row = (await openRows()).find(({ case_id }) => case_id === one.caseId);
  const shown = async (address: string) => (await office.get(address)).body.includes(`/found/${row?.id}`);
  assert.equal(await shown('/unclaimed'), true);
  await w.db.query(
    `insert into found_outcome (case_id, programme_id, contract, milestone, signal, about_on, found_on, state, decided_on, reason)
     select $1, $2, $3, 'job_start', 'offer', date '2014-01-01' + n, '2014-06-01', 'put aside', '2014-06-02', 'not_in_work'
     from generate_series(1, 25) n`,
    [one.caseId, w.programmeId, contract],
  );
  assert.equal(await shown('/unclaimed'), false);
  assert.match((await office.get('/unclaimed')).body, /Not shown, because it was seldom right: Accepted an offer/);
  assert.equal(await shown('/unclaimed?signal=all'), true);
  assert.equal(await shown('/unclaimed?signal=offer'), true);
});

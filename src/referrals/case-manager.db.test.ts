import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayFields, type Pathways, pathways } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { type Allocation, allocate, claimedBy, holderOn, serviceLeft } from './actions/case-manager.ts';
import { findLeft } from './actions/clocks.ts';
import { findReferral, moveReferral } from './actions/move.ts';

let w: Pathways;
let okoro: Browser;
let rees: Browser;
let staffId: string;
let p6: string;
before(async () => {
  w = await pathways('2008-06-09');
  staffId = await w.staff('OKORO');
  okoro = await w.worker(staffId);
  rees = await w.manager();
  p6 = newId();
  await w.db.query(
    `insert into organisation (id, name, description, doc) values ($1, 'Beacon Support', 'Support', '{}')`,
    [p6],
  );
});
after(() => w.end());

const hart = async () => w.head((await w.addCase({ keyWorkerId: staffId, familyName: 'Hart' })).caseId);
const given = (more: Partial<Allocation> = {}): Allocation => ({
  ...{ holder: 'service', userId: null, organisationId: p6, name: 'Dana Frost, Beacon Support' },
  ...{ from: '2008-06-09', to: '2008-09-08', reviewOn: null, resumeWhen: 'If she starts work' },
  ...{ agreed: true, basis: ['preference', 'need', 'familiarity', 'capacity'] },
  ...{ feedbackEvery: 'Every month', feedbackWhat: 'What was done, what is hoped', notesAccess: true, informed: null },
  ...more,
});
const rowsOf = (caseId: string) => w.rows('select * from case_manager where case_id = $1 order by from_day', caseId);
const kinds = async (caseId: string) => (await w.events(caseId)).map(({ kind }) => kind);
const holder = async (caseId: string, day: string) => {
  const found = await holderOn(w.db, caseId, day);
  return found.by === 'nobody' ? `nobody since ${found.since}` : found.name;
};
const notices = async (browser: Browser) =>
  (await w.rows('select kind from notice where user_id = $1 order by id', browser.userId)).map(({ kind }) => kind);

test('SC10.1 to 10.3 and 10.5: given for a time with the person’s agreement, claimed by another, taken up again on its day', async () => {
  w.standOn('2008-06-09');
  const head = await hart();
  const { caseId } = head;
  const path = `/cases/${caseId}/case-manager`;
  assert.equal(await holder(caseId, '2008-06-09'), 'Priya OKORO');
  // Without the person's agreement nothing is saved; the page says what to do and keeps what was typed.
  const typed = {
    ...{ holder: 'service', name: 'Dana Frost, Beacon Support', basis: 'need' },
    ...dayFields('from', '2008-06-09'),
    ...dayFields('to', '2008-09-08'),
    ...{ feedback_every: 'Every month', feedback_what: 'What was done', notes_access: 'yes' },
  };
  for (const [more, said] of [
    [{ agreed: 'no' }, /nobody is given a case that the person has not agreed to/],
    [{ agreed: 'yes', notes_access: 'no' }, /both see the notes/],
    [{ agreed: 'yes', feedback_every: '' }, /how often/],
    [{ agreed: 'yes', basis: '' }, /Say why they hold it/],
    [{ agreed: 'yes', ...dayFields('to', '2008-06-09') }, /last day must be after/],
  ] as const) {
    const reply = await okoro.post(`${path}/new`, { ...typed, ...more });
    assert.equal(reply.status, 422);
    assert.match(reply.body, said);
    assert.match(reply.body, /Dana Frost, Beacon Support/);
  }
  assert.deepEqual([await rowsOf(caseId), await kinds(caseId)], [[], []]);

  assert.equal((await allocate(w.db, systemActor, head, given(), '2008-06-09')).outcome, 'given');
  assert.equal(await holder(caseId, '2008-07-01'), 'Dana Frost, Beacon Support');
  assert.equal(await holder(caseId, '2008-09-09'), 'Priya OKORO');
  assert.match((await okoro.get(path)).body, /Dana Frost, Beacon Support, until 8 Sep 2008/);
  // Another service says that it holds her: both are shown, nothing else changes.
  w.standOn('2008-06-16');
  await okoro.post(`${path}/claim`, { name: 'Riverside' });
  const { body } = await okoro.get(path);
  assert.match(body, /Written down: Dana Frost, Beacon Support. Says that they hold it: Riverside/);
  assert.equal((await rowsOf(caseId)).length, 1);
  assert.ok((await notices(rees)).includes('case alarm'), 'the manager is told');
  const [alarm] = await w.rows(`select * from case_alarm where case_id = $1`, caseId);
  assert.equal(alarm?.due_on, '2008-06-18', 'two working days');
  await okoro.post(path, { _do: 'settle', id: alarm?.id, why: 'We talked: Beacon holds it' });
  assert.equal((await okoro.post(path, { _do: 'settle', id: alarm?.id, why: 'Again' })).status, 303);
  const claimed = await transaction(w.db, (tx) =>
    claimedBy(tx, head, { organisationId: p6, name: 'Beacon', today: '2008-06-17', actor: systemActor }),
  );
  assert.equal(claimed, 'same');
  // The day comes: it is the key worker's again, and stands there until they say that they have it.
  w.standOn('2008-09-08');
  assert.match((await okoro.get(path)).body, /I have taken it up/);
  const [row] = await rowsOf(caseId);
  await okoro.post(path, { _do: 'resumed', id: row?.id });
  assert.doesNotMatch((await okoro.get(path)).body, /I have taken it up/);
  await okoro.post(path, { _do: 'resumed', id: row?.id });
  assert.deepEqual(await kinds(caseId), [
    'case manager.given',
    'case alarm.raised',
    'case alarm.closed',
    'case manager.resumed',
  ]);
  assert.match((await okoro.get(`/cases/${caseId}/timeline`)).body, /The key worker holds this case again/);
});

test('SC10.4: a service that ends all that it did without handing back leaves nobody, and both are told', async () => {
  w.standOn('2008-06-20');
  const head = await hart();
  const { caseId } = head;
  await allocate(w.db, systemActor, head, given(), '2008-06-09');
  const told = (await notices(okoro)).length;
  const left = { organisationId: p6, on: '2008-06-20', handedBack: false, today: '2008-06-20' };
  assert.equal(await transaction(w.db, (tx) => serviceLeft(tx, head, left)), true);
  assert.equal(await transaction(w.db, (tx) => serviceLeft(tx, head, left)), false, 'once');
  assert.equal(await holder(caseId, '2008-06-19'), 'Dana Frost, Beacon Support');
  assert.equal(await holder(caseId, '2008-07-01'), 'nobody since 2008-06-20');
  assert.equal((await notices(okoro)).length, told + 1);
  assert.match((await rees.get(`/cases/${caseId}/case-manager`)).body, /Nobody since 20 Jun 2008/);
  // Okoro holds her again: from that day on, and the days between stay what they were.
  w.standOn('2008-06-24');
  const [alarm] = await w.rows('select id from case_alarm where case_id = $1', caseId);
  await okoro.post(`/cases/${caseId}/case-manager`, { _do: 'settle', id: alarm?.id, why: 'I called her' });
  assert.equal(await holder(caseId, '2008-06-24'), 'Priya OKORO');
  assert.equal(await holder(caseId, '2008-06-23'), 'nobody since 2008-06-20');
  // Handed back properly there is no gap.
  const other = await hart();
  await allocate(w.db, systemActor, other, given(), '2008-06-20');
  assert.equal(await transaction(w.db, (tx) => serviceLeft(tx, other, { ...left, handedBack: true })), false);
  assert.equal(await holder(other.caseId, '2008-06-20'), 'Priya OKORO');
});

/** A referral to the holding service, straight into its table. */
async function referralOf(
  { caseId, personId, programmeId }: { caseId: string; personId: string; programmeId: string },
  more: string,
) {
  const [serviceId, id] = [newId(), newId()];
  await w.db.query(
    `insert into service (id, organisation_id, name, description, status, doc) values ($1, $2, 'Support', '', 'active', '{}')`,
    [serviceId, p6],
  );
  await w.db.query(
    `insert into referral (id, reference, kind, case_id, person_id, programme_id, service_id, organisation_id, made_on, owner_side, state,
       open, started_on, ended_on, due_what, due_on)
     values ($1::uuid, $1::uuid::text, 'referral', $2, $3, $4, $5, $6, '2008-05-01', 'worker', ${more}, 'x', '2008-07-01')`,
    [id, caseId, personId, programmeId, serviceId, p6],
  );
  return id;
}

test('a service that stops what it had begun leaves nobody at once, unless it goes on with the person', async () => {
  w.standOn('2008-06-20');
  const head = await hart();
  await allocate(w.db, systemActor, head, given(), '2008-06-09');
  const started = `'started', true, '2008-05-05', null`;
  const [one, other] = [await referralOf(head, started), await referralOf(head, started)];
  const stop = (id: string) =>
    transaction(w.db, async (tx) => {
      const row = await findReferral(tx, id);
      assert.ok(row);
      const by = { side: 'service', actor: systemActor, name: 'Dana Frost' } as const;
      const at = { now: w.clock.now(), today: '2008-06-20' };
      return moveReferral(
        tx,
        by,
        row,
        'reject',
        { day: '2008-06-20', reason: 'no capacity', nextOwner: okoro.userId },
        at,
      );
    });
  assert.equal((await stop(one)).outcome, 'moved');
  assert.equal(await holder(head.caseId, '2008-06-20'), 'Dana Frost, Beacon Support');
  assert.equal((await stop(other)).outcome, 'moved');
  assert.equal(await holder(head.caseId, '2008-06-20'), 'nobody since 2008-06-20');
});

test('the work of a day finds a service that ended its referrals and said nothing', async () => {
  w.standOn('2008-06-20');
  const head = await hart();
  const { caseId } = head;
  await referralOf(head, `'closed', false, '2008-05-05', '2008-06-19'`);
  await allocate(w.db, systemActor, head, given(), '2008-06-09');
  await findLeft(w.db, '2008-06-20');
  await findLeft(w.db, '2008-06-21');
  assert.equal(await holder(caseId, '2008-06-21'), 'nobody since 2008-06-19');
  assert.equal((await w.rows('select from case_alarm where case_id = $1', caseId)).length, 1);
});

test('two who give the case away at once: one has it, the other is told, and nothing is half written', async () => {
  const head = await hart();
  const today = '2008-06-20';
  // One has written and not yet committed, so that the other cannot have seen it: the database alone can refuse.
  const other = await transaction(w.db, async (tx) => {
    await tx.query(
      `insert into case_manager (id, case_id, person_id, programme_id, holder, name, temporary, from_day, agreed_by_person, basis)
       values ($1, $2, $3, $4, 'service', 'Riverside', false, $5, true, '{need}')`,
      [newId(), head.caseId, head.personId, head.programmeId, today],
    );
    const second = allocate(w.db, systemActor, head, given({ from: today, to: null }), today);
    // Another test on the same server may wait for a lock of its own.
    const waits = `select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;
    while ((await w.rows(waits)).length === 0) await new Promise(setImmediate);
    return { second };
  });
  assert.deepEqual(await other.second, { outcome: 'stale' });
  assert.deepEqual(
    (await rowsOf(head.caseId)).map(({ name }) => name),
    ['Riverside'],
  );
  assert.deepEqual(await kinds(head.caseId), []);
  // Where somebody held it before, that row ends once, whoever of the two comes first.
  const both = await Promise.all(
    ['Beacon', 'Harbour'].map((name) =>
      allocate(w.db, systemActor, head, given({ name, from: '2008-06-21', to: null }), '2008-06-21'),
    ),
  );
  assert.equal(both.filter(({ outcome }) => outcome === 'given').length, 1);
  assert.equal((await rowsOf(head.caseId)).length, 2);
  assert.deepEqual(await kinds(head.caseId), ['case manager.given']);
});

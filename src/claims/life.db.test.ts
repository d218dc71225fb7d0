import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { at, attachmentOf, type Life, lifeOfClaims, type Of, onDay } from '../../test/support/claims-life.ts';
import { today } from '../../test/support/world.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadContract, shippedContracts } from './actions/contracts.ts';
import { explainClaim, moveClaims } from './actions/life.ts';
import { workOutDue } from './actions/milestones.ts';
import { claimMoveNames } from './rules/claim-states.ts';
import type { Contract } from './rules/contract.ts';

let life: Life;
before(async () => {
  life = await lifeOfClaims();
});
after(() => life.w.end());

test('a claim goes from prepared to paid, with its bundle, its history and its money', async () => {
  const { w, move, toSubmitted, claimOf, linesOf, checkLedger } = life;
  const of = await w.addCase();
  const id = await toSubmitted(of);
  assert.deepEqual([(await claimOf(id)).state, (await claimOf(id)).claimed_on], ['submitted', today]);
  assert.equal((await w.db.query('select 1 from claim_bundle where claim_id = $1', [id])).rowCount, 1);
  assert.deepEqual(await linesOf(id), [
    { account: 'claimed', pence: '40000' },
    { account: 'income', pence: '-40000' },
  ]);
  for (const name of ['accept', 'pay'] as const) assert.equal((await move(id, name))?.outcome, 'moved');
  const { rows } = await w.db.query(
    'select number, move, to_state from claim_move where claim_id = $1 order by number',
    [id],
  );
  assert.deepEqual(
    rows.map(({ number, move: name }) => `${number} ${name}`),
    ['1 prepare', '2 check', '3 submit', '4 accept', '5 pay'],
  );
  const events = await w.db.query('select kind from event where case_id = $1 order by id', [of.caseId]);
  assert.equal(events.rowCount, 5);
  assert.deepEqual(
    (await w.db.query('select milestone, claimed_on from report_claim where case_id = $1', [of.caseId])).rows,
    [{ milestone: 'attachment', claimed_on: today }],
  );
  await checkLedger();
});

test('whoever prepared it, and the key worker, check nothing; a role that the contract does not name neither', async () => {
  const { w, manager, somebody, prepare, move, written } = life;
  const staffId = await w.staff('BOL-KW01');
  const of = await w.addCase({ keyWorkerId: staffId });
  const worker = await somebody('key_worker', staffId);
  const made = await prepare(of, worker);
  assert.ok(made.outcome === 'prepared');
  const before = await written();
  const refusals = [
    await move(made.id, 'check', worker),
    await move(made.id, 'check', await somebody('team_manager', staffId)),
    await move(made.id, 'check', await somebody('local_lead')),
    await move(made.id, 'check', { ...manager, userId: worker.userId }),
    await move(made.id, 'check', manager, {}),
    await move(made.id, 'submit'),
    await move(made.id, 'pay'),
    await move(made.id, 'withdraw', manager, { reason: ' ' }),
  ];
  for (const one of refusals) assert.equal(one?.outcome, 'refused');
  assert.match(JSON.stringify(refusals[1]), /You are their key worker/);
  assert.match(JSON.stringify(refusals[3]), /You prepared this claim/);
  assert.match(JSON.stringify(refusals[4]), /Evidence is missing/);
  assert.equal((await move(made.id, 'check', manager, { reason: 'Seen' }, 7))?.outcome, 'stale');
  assert.equal((await move(newId(), 'check', manager))?.outcome ?? 'gone', 'gone');
  assert.deepEqual(await written(), before);
  assert.equal((await move(made.id, 'check', manager))?.outcome, 'moved');
  await assert.rejects(
    w.db.query('update claim set checked_by = prepared_by where id = $1', [made.id]),
    /claim_four_eyes/,
  );
  const { rows } = await w.db.query("select missing, reason from claim_move where claim_id = $1 and move = 'check'", [
    made.id,
  ]);
  assert.equal(rows[0].missing.length > 0 && rows[0].reason, 'Seen');
});

test('two who prepare or submit the same claim at the same instant do it once', async () => {
  const { w, preparer, manager, office, somebody, prepare, move } = life;
  const of = await w.addCase();
  const made = await Promise.all([prepare(of), prepare(of, manager), prepare(of, office)]);
  assert.deepEqual(made.map(({ outcome }) => outcome).sort(), ['prepared', 'refused', 'refused']);
  const id = (await w.db.query('select id from claim where case_id = $1', [of.caseId])).rows[0].id;
  assert.equal((await move(id, 'check', await somebody('team_manager')))?.outcome, 'moved');
  const [one, other] = await Promise.all([move(id, 'submit', office), move(id, 'submit', preparer)]);
  assert.deepEqual([one?.outcome, other?.outcome].sort(), ['moved', 'refused']);
  assert.equal((await w.db.query('select 1 from claim_posting where claim_id = $1', [id])).rowCount, 1);
  // The table holds by itself what the lock sees to.
  const copy = `insert into claim (id, case_id, person_id, milestone, reference, programme_id, contract, state, pence, reached_on, moved_on)
    select gen_random_uuid(), case_id, person_id, milestone, 'K-copy', programme_id, contract, 'prepared', pence, reached_on, moved_on from claim where id = $1`;
  await assert.rejects(w.db.query(copy, [id]), /claim_live/);
});

test('N17: a job start that is claimed is not claimed again for the next job, which counts for the weeks all the same', async () => {
  const { w, preparer, prepare, move, written } = life;
  const of = await w.addCase();
  const job = (from: string, to: string | null) =>
    w.db.query('insert into job (id, case_id, person_id, started_on, ended_on) values ($1, $2, $3, $4, $5)', [
      ...[newId(), of.caseId, of.personId, from, to],
    ]);
  await job('2015-03-10', '2015-09-30');
  const first = await prepare(of, preparer, 'job_start');
  assert.ok(first.outcome === 'prepared');
  for (const name of ['check', 'submit'] as const) await move(first.id, name);
  await job('2015-10-12', null);
  const before = await written();
  assert.match(
    JSON.stringify(await prepare(of, preparer, 'job_start')),
    /Job start is claimed already: K-.* is submitted/,
  );
  assert.deepEqual(await written(), before);
  const sustained = await prepare(of, preparer, 'sustained_job');
  assert.equal(sustained.outcome, 'prepared', 'both jobs together');
});

test('S2: two jobs at once, one of them her own, count once; sustained is claimed once, and that paperwork is missing is seen', async () => {
  const { w, preparer, manager, prepare, move, claimOf } = life;
  const of = await w.addCase({ attachedOn: '2015-01-05' });
  const job = (from: string, own: boolean) =>
    w.db.query('insert into job (id, case_id, person_id, started_on, self_employed) values ($1, $2, $3, $4, $5)', [
      ...[newId(), of.caseId, of.personId, from, own],
    ]);
  await job('2015-02-02', true);
  await job('2015-03-02', false);
  const made = await prepare(of, preparer, 'sustained_job');
  assert.ok(made.outcome === 'prepared');
  // 350 days from 2 February 2015: the second job adds none.
  assert.equal((await claimOf(made.id)).reached_on, '2016-01-17');
  assert.match(JSON.stringify(await move(made.id, 'check', manager, {})), /Evidence is missing/);
  assert.equal((await move(made.id, 'check', manager, { reason: 'Accounts seen at the meeting' }))?.outcome, 'moved');
  assert.equal((await move(made.id, 'submit'))?.outcome, 'moved');
  assert.equal((await prepare(of, manager, 'sustained_job')).outcome, 'refused');
});

test('S3: a part-time job of August 2015 is claimed as a job start of August 2015', async () => {
  const { w, preparer, prepare, claimOf } = life;
  const of = await w.addCase();
  await w.db.query('insert into job (id, case_id, person_id, started_on, hours_per_week) values ($1, $2, $3, $4, 16)', [
    ...[newId(), of.caseId, of.personId, '2015-08-17'],
  ]);
  const made = await prepare(of, preparer, 'job_start');
  assert.ok(made.outcome === 'prepared');
  assert.equal((await claimOf(made.id)).reached_on, '2015-08-17');
});

test('N25: what is reached and what is claimed never count the same milestone twice, wherever its claim stands', async () => {
  const { w, move, prepared } = life;
  const of = await w.addCase();
  const id = await prepared(of);
  const rows = async () => {
    await workOutDue(w.db, today);
    const found = await w.db.query(
      "select status from case_milestone where case_id = $1 and milestone = 'attachment'",
      [of.caseId],
    );
    return found.rows.map(({ status }) => status);
  };
  assert.deepEqual(await rows(), ['claimable']);
  for (const [name, status] of [
    ['check', 'claimable'],
    ['submit', 'claimed'],
    ['reject', 'claimable'],
    ['claim again', 'claimable'],
  ] as const) {
    assert.equal((await move(id, name))?.outcome, 'moved');
    assert.deepEqual(await rows(), [status], name);
  }
});

test('rejected with a reason it is claimed again as the next attempt; paid it may be clawed back, and the ledger shows each once', async () => {
  const { w, preparer, office, move, toSubmitted, claimOf, linesOf, checkLedger } = life;
  const id = await toSubmitted();
  assert.equal((await move(id, 'reject', office, { reason: 'The agreement is not signed' }))?.outcome, 'moved');
  assert.equal((await claimOf(id)).claimed_on, null);
  assert.equal((await move(id, 'claim again', preparer, {}))?.outcome, 'moved');
  for (const name of ['check', 'submit', 'accept', 'pay'] as const)
    assert.equal((await move(id, name))?.outcome, 'moved', name);
  assert.equal((await move(id, 'claw back', office, { reason: 'The agreement is another’s' }))?.outcome, 'moved');
  const { rows } = await w.db.query(
    'select attempt, kind from claim_posting where claim_id = $1 order by attempt, id',
    [id],
  );
  assert.deepEqual(
    rows.map(({ attempt, kind }) => `${attempt} ${kind}`),
    ['1 submit', '1 reject', '2 submit', '2 accept', '2 pay', '2 claw back'],
  );
  assert.equal((await w.db.query('select 1 from claim_bundle where claim_id = $1', [id])).rowCount, 2);
  assert.deepEqual(await linesOf(id), []);
  await checkLedger();
});

test('what changed since it was checked is not submitted', async () => {
  const { w, move, prepared, written } = life;
  const of = await w.addCase();
  const id = await prepared(of);
  await move(id, 'check');
  await w.db.query("update attachment set attached_on = '2015-03-10' where case_id = $1", [of.caseId]);
  const before = await written();
  assert.match(JSON.stringify(await move(id, 'submit')), /changed since it was checked/);
  await w.db.query('update attachment set attached_on = null where case_id = $1', [of.caseId]);
  assert.match(JSON.stringify(await move(id, 'submit')), /not reached/);
  assert.deepEqual(await written(), before);
});

test('a cap of the contract is never passed, also by two who submit at the same instant', async () => {
  const { w, office, move, prepared, toSubmitted, claimOf } = life;
  const [shipped] = (await shippedContracts()).filter(({ key }) => key === 'working-well-pilot');
  const standing = await w.db.query(
    "select count(*)::int as n from claim where milestone = 'attachment' and state in ('submitted', 'accepted', 'paid')",
  );
  const document = structuredClone(shipped) as Contract;
  for (const one of document.milestones)
    if (one.key === 'attachment') one.caps = [{ in: 'contract', number: standing.rows[0].n + 1 }];
  // It holds for people who are attached from its first day on.
  document.validFrom = '2016-03-01';
  const loaded = await transaction(w.db, (tx) => loadContract(tx, office, document, today));
  assert.equal(loaded.outcome, 'loaded');
  const ids = await Promise.all([1, 2].map(async () => prepared(await w.addCase({ attachedOn: '2016-03-02' }))));
  for (const id of ids) assert.equal((await move(id, 'check'))?.outcome, 'moved');
  const done = await Promise.all(ids.map((id) => move(id, 'submit')));
  assert.deepEqual(done.map((one) => one?.outcome).sort(), ['moved', 'refused']);
  assert.match(JSON.stringify(done), /no more claims of Attachment/);
  // Whoever was attached before is judged by the first version, which has no cap.
  assert.equal((await claimOf(await toSubmitted())).state, 'submitted');
});

test('the day on which the commissioner paid, or took money back, is told, and the contract’s days count from it', async () => {
  const { w, moveOn, toSubmitted, claimOf, loadNext, written, checkLedger } = life;
  await loadNext((document) => {
    delete attachmentOf(document).caps;
    attachmentOf(document).clawback = { within: 10, reasons: [{ code: 'unproved', label: 'Not proved' }] };
  });
  const of = await w.addCase({ attachedOn: '2016-03-02' });
  const id = await toSubmitted(of);
  const later = '2016-04-30';
  const said = (day: string) => ({ reason: 'By letter', day });
  assert.equal((await moveOn(later, id, 'accept'))?.outcome, 'moved');
  const accepted = await written();
  assert.match(JSON.stringify(await moveOn(later, id, 'pay', said('2016-05-01'))), /today or in the past/);
  assert.match(JSON.stringify(await moveOn(later, id, 'pay', said('2016-03-30'))), /submitted on 31 Mar 2016/);
  assert.deepEqual(await written(), accepted);
  const browser = await w.signIn('programme_office');
  assert.match((await browser.get(`/cases/${of.caseId}/claims/${id}`)).body, /When was it paid\?/);
  assert.equal((await moveOn(later, id, 'pay', said('2016-04-05')))?.outcome, 'moved');
  assert.equal((await claimOf(id)).moved_on, '2016-04-05');
  const paid = await written();
  const back = (day: string) => moveOn(later, id, 'claw back', said(day));
  assert.match(JSON.stringify(await back('2016-04-04')), /paid on 5 Apr 2016: money is not taken back before/);
  assert.match(JSON.stringify(await back('2016-05-01')), /today or in the past/);
  assert.match(JSON.stringify(await back('2016-04-16')), /until 15 Apr 2016, and no longer/);
  assert.deepEqual(await written(), paid);
  assert.equal((await back('2016-04-15'))?.outcome, 'moved');
  const { rows } = await w.db.query(
    "select happened_on from event where case_id = $1 and kind = 'claim.moved' order by id desc limit 2",
    [of.caseId],
  );
  assert.deepEqual(
    rows.map(({ happened_on }) => happened_on),
    ['2016-04-15', '2016-04-05'],
  );
  // The ledger is of the day on which it was written down: a month that was told stays as it was.
  const { rows: posted } = await w.db.query('select posted_on from claim_posting where claim_id = $1 order by id', [
    id,
  ]);
  assert.deepEqual(
    posted.map(({ posted_on }) => posted_on),
    [today, later, later, later],
  );
  await checkLedger();
});

test('what was submitted in time is claimed again after the deadline, and every page says so; a first check or submission is not', async () => {
  const { w, preparer, prepare, prepared, moveOn, move, toSubmitted, toPaid, claimOf, loadNext, checkLedger } = life;
  await loadNext((document) => {
    delete attachmentOf(document).caps;
    attachmentOf(document).claimWithin = 20;
    attachmentOf(document).clawback = { within: 365, reasons: [{ code: 'unproved', label: 'Not proved' }] };
  });
  const cases = await Promise.all([1, 2, 3, 4].map(() => w.addCase({ attachedOn: '2016-03-20' })));
  const [rejected, taken, checked, unchecked] = [
    await toSubmitted(cases[0]),
    await toPaid(cases[1]),
    await prepared(cases[2]),
    await prepared(cases[3]),
  ];
  await move(checked, 'check');
  const late = '2016-05-01';
  assert.match(JSON.stringify(await moveOn(late, unchecked, 'check')), /deadline for this milestone has passed/);
  assert.match(JSON.stringify(await moveOn(late, checked, 'submit')), /deadline for this milestone has passed/);
  assert.equal((await moveOn(late, rejected, 'reject', { reason: 'Not signed' }))?.outcome, 'moved');
  assert.equal((await moveOn(late, taken, 'claw back', { reason: 'Not proved' }))?.outcome, 'moved');

  await workOutDue(w.db, late);
  const kept = await w.db.query(
    "select status, claim_by from case_milestone where milestone = 'attachment' and contract = 'working-well-pilot' and case_id = any($1)",
    [cases.slice(0, 2).map(({ caseId }) => caseId)],
  );
  assert.deepEqual(kept.rows, Array(2).fill({ status: 'claimable', claim_by: null }));
  // Beside them somebody who was in time for nothing.
  const missed = await w.addCase({ attachedOn: '2016-03-20' });
  await workOutDue(w.db, late);
  const { rows } = await w.db.query('select status, claim_by from case_milestone where case_id = $1', [missed.caseId]);
  assert.deepEqual(rows, [{ status: 'missed', claim_by: '2016-04-09' }]);
  const why = await explainClaim(w.db, await claimOf(rejected), late);
  assert.ok(why.clauses.some(({ text, met }) => met === 'yes' && /Submitted in time before/.test(text)));
  assert.ok(!why.clauses.some(({ text }) => /Claimed by/.test(text)));

  for (const id of [rejected, taken]) {
    const again = await move(id, 'claim again', preparer, {}, undefined, onDay(late));
    assert.equal(again?.outcome, 'moved', JSON.stringify(again));
    for (const name of ['check', 'submit'] as const)
      assert.equal((await moveOn(late, id, name))?.outcome, 'moved', name);
    assert.equal((await claimOf(id)).attempt, 2);
  }
  // A second attempt that is withdrawn, because its price changed say, is prepared anew.
  assert.equal((await moveOn(late, rejected, 'withdraw', { reason: 'Another price' }))?.outcome, 'moved');
  const anew = await prepare(cases[0] as Of, preparer, 'attachment', onDay(late));
  assert.ok(anew.outcome === 'prepared', JSON.stringify(anew));
  for (const name of ['check', 'submit'] as const)
    assert.equal((await moveOn(late, anew.id, name))?.outcome, 'moved', name);
  await checkLedger();
});

test('evidence that was held when it was checked and is gone when it is submitted stops it; what it was checked without does not', async () => {
  const { w, manager, move, prepared, written } = life;
  const of = await w.addCase();
  const holds = (conditions: object) =>
    w.db.query('update attachment set conditions = $2 where case_id = $1', [of.caseId, JSON.stringify(conditions)]);
  await holds({ agreement: {}, first_meeting: {}, plan: {} });
  const id = await prepared(of);
  assert.equal((await move(id, 'check', manager, {}))?.outcome, 'moved');
  await holds({ agreement: {} });
  const stood = await written();
  assert.match(JSON.stringify(await move(id, 'submit')), /held when it was checked is missing/);
  assert.deepEqual(await written(), stood);
  await holds({ agreement: {}, first_meeting: {}, plan: {} });
  assert.equal((await move(id, 'submit'))?.outcome, 'moved');
});

test('the application adds to the ledger and changes nothing in it, and nobody leaves it unbalanced', async () => {
  const { w, toSubmitted, checkLedger } = life;
  const id = await toSubmitted();
  for (const wrong of [
    'update ledger_line set pence = pence + 1',
    'delete from ledger_line',
    'update claim_posting set posted_on = posted_on',
    'delete from claim_posting',
    'delete from claim_move',
    "update claim_move set reason = 'Other'",
  ])
    await assert.rejects(w.db.query(wrong), /permission denied/, wrong);
  const posting = `with p as (insert into claim_posting (id, claim_id, contract, attempt, kind, posted_on, at)
    values (gen_random_uuid(), $1, 'working-well-pilot', 1, 'accept', current_date, now()) returning id)
    insert into ledger_line (posting_id, account, pence) select id, 'owed', 100 from p`;
  await assert.rejects(w.db.query(posting, [id]), /does not balance/);
  const again = `insert into claim_posting (id, claim_id, contract, attempt, kind, posted_on, at)
    values (gen_random_uuid(), $1, 'working-well-pilot', 1, 'submit', current_date, now())`;
  await assert.rejects(w.db.query(again, [id]), /claim_posting_claim_id_attempt_kind_sequence_key/);
  await checkLedger();
});

test('any order of moves, at once, repeated and broken off, leaves the ledger true', async () => {
  const { w, manager, office, move, toSubmitted, checkLedger } = life;
  const actions = fc.record({
    claim: fc.nat({ max: 1 }),
    move: fc.constantFrom(...claimMoveNames),
    pence: fc.option(fc.integer({ min: 0, max: 90_000 })),
    /** How often the same is asked at the same instant. */
    times: fc.integer({ min: 1, max: 3 }),
    /** The process ends before the transaction does. */
    crash: fc.boolean(),
  });
  const broken = new Error('the process ended');
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 8, maxLength: 24 }), async (given) => {
      const ids = [await toSubmitted(), await toSubmitted()];
      await move(ids[1] as string, 'accept');
      const steps = given.flatMap((one) => Array.from({ length: one.times }, () => one));
      for (let from = 0; from < steps.length; from += 4)
        await Promise.all(
          steps.slice(from, from + 4).map(({ claim, move: name, pence, crash }) =>
            transaction(w.db, async (tx) => {
              const by = name === 'check' ? manager : office;
              const said = { reason: 'Because', pence: name === 'accept' ? pence : null };
              await moveClaims(tx, by, [{ id: ids[claim] as string, move: name, given: said }], at);
              if (crash) throw broken;
            }).catch((error) => assert.equal(error, broken)),
          ),
        );
      await checkLedger();
    }),
    { numRuns: 8 },
  );
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { today, type World, world } from '../../test/support/world.ts';
import type { Actor, Role } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadProgramme } from '../programmes/actions.ts';
import type { ProgrammeDocument } from '../programmes/rules.ts';
import { fileClaim } from './actions/claims.ts';
import { contractsInUse, latestOf, loadContract, shippedContracts } from './actions/contracts.ts';
import { type At, moveClaims, prepareClaim } from './actions/life.ts';
import { workOutDue } from './actions/milestones.ts';
import { type ClaimMove, type ClaimState, claimMoveNames, type MoveGiven } from './rules/claim-states.ts';
import type { Contract } from './rules/contract.ts';
import { balanceOf } from './rules/ledger.ts';

let w: World;
let preparer: Actor;
let manager: Actor;
let office: Actor;
const at: At = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };

before(async () => {
  w = await world();
  preparer = await somebody('programme_office');
  manager = await somebody('team_manager');
  office = await somebody('programme_office');
});
after(() => w.end());

async function somebody(role: Role, staffId: string | null = null): Promise<Actor> {
  const userId = newId();
  await w.db.query('insert into app_user (id, email, name, password_hash) values ($1, $2, $3, $4)', [
    ...[userId, `${userId}@example.org`, `The ${role}`, 'none'],
  ]);
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  return {
    ...{ userId, name: `The ${role}` },
    memberships: [{ role, programmeId: w.programmeId, areaId, providerId: providerId ?? null, staffId }],
  };
}
type Of = { caseId: string; personId: string };
const prepare = (of: Of, by = preparer, milestone = 'attachment') =>
  transaction(w.db, (tx) =>
    prepareClaim(tx, by, { ...of, programmeId: w.programmeId }, { contract: 'working-well-pilot', milestone }, at),
  );
const move = async (
  id: string,
  name: ClaimMove,
  by = office,
  given: MoveGiven = { reason: 'Seen' },
  version?: number,
) =>
  (
    await transaction(w.db, (tx) => moveClaims(tx, by, [{ id, move: name, given, ...(version && { version }) }], at))
  ).get(id);
const prepared = async (of?: Of) => {
  const made = await prepare(of ?? (await w.addCase()));
  if (made.outcome !== 'prepared') throw new Error(made.problem);
  return made.id;
};
const toSubmitted = async (of?: Of) => {
  const id = await prepared(of);
  for (const name of ['check', 'submit'] as const) assert.equal((await move(id, name))?.outcome, 'moved', name);
  return id;
};
const claimOf = async (id: string) => (await w.db.query('select * from claim where id = $1', [id])).rows[0];
/** Rows that tell of claims, so that a refusal shows that it wrote nothing. */
const written = async () =>
  (
    await w.db.query(
      `select (select count(*) from claim_move) as moves, (select count(*) from claim_posting) as postings,
        (select count(*) from ledger_line) as lines, (select count(*) from event where kind like 'claim.%') as events,
        (select count(*) from claim_bundle) as bundles`,
    )
  ).rows[0];
const linesOf = async (id: string) =>
  (
    await w.db.query(
      `select account, sum(pence) as pence from claim_posting p join ledger_line l on l.posting_id = p.id
       where p.claim_id = $1 group by account having sum(pence) <> 0`,
      [id],
    )
  ).rows;
async function checkLedger() {
  const { rows: wrong } = await w.db.query(
    'select posting_id from ledger_line group by posting_id having sum(pence) <> 0',
  );
  assert.deepEqual(wrong, [], 'every entry adds up to nothing');
  const { rows: claims } = await w.db.query("select id, state, pence from claim where state <> 'on file'");
  for (const { id, state, pence } of claims) {
    const net = Object.fromEntries((await linesOf(id)).map((line) => [line.account, Number(line.pence)]));
    assert.deepEqual(net, balanceOf(state as ClaimState, pence), `a claim that is ${state}`);
  }
  const { rows: twice } = await w.db.query(
    `select person_id from claim where state = 'paid' group by person_id, contract, milestone having count(*) > 1`,
  );
  assert.deepEqual(twice, [], 'each milestone is paid once');
}

test('a claim goes from prepared to paid, with its bundle, its history and its money', async () => {
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

test('a person claims a milestone once in all their cases, and not beside a claim on file', async () => {
  const of = await w.addCase();
  const elsewhere = await w.addCase();
  await w.db.query('update case_record set person_id = $2 where id = $1', [elsewhere.caseId, of.personId]);
  const both = await Promise.all([prepare(of), prepare({ ...elsewhere, personId: of.personId })]);
  assert.deepEqual(both.map(({ outcome }) => outcome).sort(), ['prepared', 'refused']);
  const onFile = await w.addCase();
  await w.db.query("insert into claim (id, case_id, person_id, milestone) values ($1, $2, $3, 'attachment')", [
    ...[newId(), onFile.caseId, onFile.personId],
  ]);
  const before = await written();
  const refusal = await prepare(onFile);
  assert.match(JSON.stringify(refusal), /claimed already: a claim is on file/);
  assert.match(JSON.stringify(await prepare(of, preparer, 'job_start')), /not reached/);
  assert.match(JSON.stringify(await prepare(of, preparer, 'nothing')), /does not pay/);
  assert.deepEqual(await written(), before);
});

test('N17: a job start that is claimed is not claimed again for the next job, which counts for the weeks all the same', async () => {
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
  const of = await w.addCase();
  await w.db.query('insert into job (id, case_id, person_id, started_on, hours_per_week) values ($1, $2, $3, $4, 16)', [
    ...[newId(), of.caseId, of.personId, '2015-08-17'],
  ]);
  const made = await prepare(of, preparer, 'job_start');
  assert.ok(made.outcome === 'prepared');
  assert.equal((await claimOf(made.id)).reached_on, '2015-08-17');
});

test('N25: what is reached and what is claimed never count the same milestone twice, wherever its claim stands', async () => {
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

/** A contract's next version, which holds for whoever is attached from its first day on. */
async function loadNext(change: (document: Contract) => void): Promise<void> {
  const [latest] = (await contractsInUse(w.db)).filter(({ key }) => key === 'working-well-pilot').map(latestOf);
  const document = structuredClone(latest) as Contract;
  document.validFrom = '2016-03-01';
  change(document);
  assert.equal((await transaction(w.db, (tx) => loadContract(tx, office, document, today))).outcome, 'loaded');
}
const attachmentOf = (document: Contract) => {
  const found = document.milestones.find(({ key }) => key === 'attachment');
  if (found === undefined) throw new Error('no attachment');
  return found;
};

test('a claim goes by the version of the day of the attachment in everything: who may check it, and until when it is clawed back', async () => {
  const before = await prepared();
  const late = { ...at, today: '2016-04-30' };
  const paid = async () => {
    const id = await toSubmitted(await w.addCase({ attachedOn: '2016-03-02' }));
    for (const name of ['accept', 'pay'] as const) assert.equal((await move(id, name))?.outcome, 'moved');
    return id;
  };
  await loadNext((document) => {
    delete attachmentOf(document).caps;
    attachmentOf(document).clawback = { within: 10, reasons: [{ code: 'unproved', label: 'Not proved' }] };
    document.approve = { check: ['programme_office'], settle: ['programme_office'], overrideMissing: true } as never;
  });
  assert.equal((await move(before, 'check', manager))?.outcome, 'moved', 'the first version lets a manager check');
  const newer = await prepared(await w.addCase({ attachedOn: '2016-03-02' }));
  assert.match(JSON.stringify(await move(newer, 'check', manager)), /does not let your role check/);
  const [older, late1, late2] = [await toSubmitted(), await paid(), await paid()];
  for (const name of ['accept', 'pay'] as const) await move(older, name);
  const take = async (id: string, day: string | null) =>
    (
      await transaction(w.db, (tx) =>
        moveClaims(tx, office, [{ id, move: 'claw back', given: { reason: 'Not proved', day } }], late),
      )
    ).get(id);
  assert.equal((await take(older, null))?.outcome, 'moved', 'the first version names no last day');
  const stood = await written();
  assert.match(JSON.stringify(await take(late1, null)), /until 10 Apr 2016, and no longer/);
  assert.match(JSON.stringify(await take(late1, '2016-04-11')), /until 10 Apr 2016/);
  assert.deepEqual(await written(), stood);
  assert.equal((await take(late2, '2016-04-10'))?.outcome, 'moved', 'it was taken on the last day and is told later');
  const { rows } = await w.db.query("select day from claim_move where claim_id = $1 and move = 'claw back'", [late2]);
  assert.deepEqual(rows, [{ day: '2016-04-10' }]);
  await checkLedger();
});

test('a case is claimed under the contracts of its own programme alone, and what another programme claimed stands in nobody’s way', async () => {
  const file = new URL('../../programmes/working-well-expansion/programme.json', import.meta.url);
  const document = JSON.parse(readFileSync(file, 'utf8')) as ProgrammeDocument;
  const { programmeId } = await transaction(w.db, (tx) => loadProgramme(tx, office, document, today));
  const here = await w.addCase();
  const before = await written();
  const under = (of: Of, contract: string, programme: string) =>
    transaction(w.db, (tx) =>
      prepareClaim(tx, preparer, { ...of, programmeId: programme }, { contract, milestone: 'attachment' }, at),
    );
  assert.match(JSON.stringify(await under(here, 'working-well-expansion', w.programmeId)), /does not pay/);
  assert.deepEqual(await written(), before);
  await w.db.query("insert into claim (id, case_id, person_id, milestone) values ($1, $2, $3, 'attachment')", [
    ...[newId(), here.caseId, here.personId],
  ]);
  const there = await w.addCase({ programmeId, areaId: null, providerId: null });
  await w.db.query('update case_record set person_id = $2 where id = $1', [there.caseId, here.personId]);
  const of = { caseId: there.caseId, personId: here.personId };
  assert.equal((await under(of, 'working-well-expansion', programmeId)).outcome, 'prepared');
});

test('two records of one person that were claimed for and are merged: one claim goes on, the other is withdrawn', async () => {
  const [one, other] = [await w.addCase(), await w.addCase()];
  const [first, second] = [await prepared(one), await prepared(other)];
  for (const table of ['case_record', 'claim'])
    await w.db.query(`update ${table} set person_id = $2 where person_id = $1`, [other.personId, one.personId]);
  const stood = await written();
  for (const id of [first, second])
    assert.match(JSON.stringify(await move(id, 'check')), /claimed already: K-.* is to be checked.*Withdraw one/);
  assert.deepEqual(await written(), stood);
  assert.equal((await move(second, 'withdraw'))?.outcome, 'moved');
  for (const name of ['check', 'submit', 'reject', 'claim again'] as const)
    assert.equal((await move(first, name))?.outcome, 'moved', name);
  // Both were checked before their records were merged, and are submitted at the same instant.
  const pair = [await w.addCase(), await w.addCase()] as const;
  const ids = [await prepared(pair[0]), await prepared(pair[1])];
  for (const id of ids) assert.equal((await move(id, 'check'))?.outcome, 'moved');
  for (const table of ['case_record', 'claim'])
    await w.db.query(`update ${table} set person_id = $2 where person_id = $1`, [pair[1].personId, pair[0].personId]);
  const done = await Promise.all(ids.map((id) => move(id, 'submit')));
  assert.deepEqual(
    done.map((result) => result?.outcome),
    ['refused', 'refused'],
  );
  await checkLedger();
});

test('a claim is not filed by hand beside one of another case of the same person, and one that was filed meanwhile stops it', async () => {
  const milestones = [{ code: 'attachment', label: 'Attachment' }];
  const pair = async () => {
    const [one, other] = [await w.addCase(), await w.addCase()];
    await w.db.query('update case_record set person_id = $2 where id = $1', [other.caseId, one.personId]);
    return { one, other: { caseId: other.caseId, personId: one.personId, programmeId: w.programmeId } };
  };
  const file = (of: Parameters<typeof fileClaim>[2]) =>
    fileClaim(w.db, office, of, { milestone: 'attachment', claimedOn: today }, milestones, [], today);
  const { one, other } = await pair();
  await toSubmitted(one);
  const stood = await written();
  assert.equal((await file(other)).outcome, 'refused');
  assert.deepEqual(await written(), stood);
  // A claim that came with a hand-over asks nobody.
  const later = await pair();
  const id = await prepared(later.one);
  await w.db.query("insert into claim (id, case_id, person_id, milestone) values ($1, $2, $3, 'attachment')", [
    ...[newId(), later.other.caseId, later.other.personId],
  ]);
  assert.match(JSON.stringify(await move(id, 'check')), /a claim is on file/);
});

test('evidence that was held when it was checked and is gone when it is submitted stops it; what it was checked without does not', async () => {
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

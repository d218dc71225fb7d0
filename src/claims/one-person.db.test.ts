import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { at, attachmentOf, type Life, lifeOfClaims, type Of } from '../../test/support/claims-life.ts';
import { today } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { undoMerge } from '../cases/actions/merge.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { loadProgramme } from '../programmes/actions.ts';
import type { ProgrammeDocument } from '../programmes/rules.ts';
import { fileClaim } from './actions/claims.ts';
import { applyFile, takeFile } from './actions/commissioner-files.ts';
import { findOutcomes } from './actions/finder.ts';
import { contractsByKey, moveClaims, prepareClaim } from './actions/life.ts';
import { workOutDue } from './actions/milestones.ts';
import type { Contract } from './rules/contract.ts';

let life: Life;
before(async () => {
  life = await lifeOfClaims();
});
after(() => life.w.end());

test('a person claims a milestone once in all their cases, and not beside a claim on file', async () => {
  const { w, preparer, prepare, written } = life;
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

test('a claim goes by the version of the day of the attachment in everything: who may check it, and until when it is clawed back', async () => {
  const { w, manager, office, move, prepared, toSubmitted, written, checkLedger, loadNext } = life;
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

test('how far a row of the commissioner’s file may be from a claim is said by the version of the claim’s attachment', async () => {
  const { w, office, prepared, moveAll, claimOf, loadNext } = life;
  await loadNext((document) => {
    attachmentOf(document).tolerance = { pence: 500 };
  });
  const ids = [await prepared(), await prepared(await w.addCase({ attachedOn: '2016-03-02' }))];
  for (const id of ids) await moveAll(id, ['check', 'submit']);
  const contract = (await contractsByKey(w.db)).get('working-well-pilot') as Contract;
  const claims = await Promise.all(ids.map(claimOf));
  const lines = claims.map(({ reference, pence }) => `${reference},attachment,accepted,${pence - 400},`);
  const data = Buffer.from(['reference,milestone,decision,pence,reason', ...lines, ''].join('\n'));
  const given = { name: 'tolerance.csv', data, contract, programmeId: w.programmeId };
  const taken = await takeFile(w.db, office, given, at);
  assert.ok(taken.outcome === 'taken');
  const { rows } = await w.db.query('select pile from claim_file_row where file_id = $1 order by line', [taken.id]);
  assert.deepEqual(
    rows.map(({ pile }) => pile),
    ['differs', 'matched'],
  );
  await applyFile(w.db, office, taken.id, at);
  assert.deepEqual(
    (await Promise.all(ids.map(claimOf))).map(({ state, pence }, n) => [state, pence - claims[n].pence]),
    [
      ['submitted', 0],
      ['accepted', -400],
    ],
  );
});

test('a case is claimed under the contracts of its own programme alone, and what another programme claimed stands in nobody’s way', async () => {
  const { w, preparer, office, written } = life;
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
  const { w, move, prepared, written, checkLedger } = life;
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
  await checkLedger();
});

/** Two claims for the attachment of two records, both submitted, of records that are merged then. */
async function submittedAndMerged() {
  const { w, toSubmitted, merge } = life;
  const [one, other] = [await w.addCase(), await w.addCase()];
  const ids = [await toSubmitted(one), await toSubmitted(other)] as const;
  assert.ok(typeof (await merge(one, other)) === 'object');
  return { ids, cases: [one.caseId, other.caseId] as const };
}

test('what two records claimed before they were merged is not paid twice in silence', async () => {
  const { w, office, move, claimOf, checkLedger, written } = life;
  const { ids, cases } = await submittedAndMerged();
  const [first, second] = [await claimOf(ids[0]), await claimOf(ids[1])];
  assert.equal(first.person_id, second.person_id);
  const stood = await written();
  for (const [id, other] of [
    [ids[0], second],
    [ids[1], first],
  ])
    assert.match(
      JSON.stringify(await move(id, 'accept', office, { reason: ' ' })),
      new RegExp(`Claimed twice: ${other.reference} is submitted too`),
    );
  assert.deepEqual(await written(), stood);
  const browser = await w.signIn('programme_office');
  const page = await browser.get(`/cases/${cases[0]}/claims/${ids[0]}`);
  assert.match(page.body, new RegExp(`Claimed twice: ${second.reference} is submitted too`));
  assert.match(page.body, new RegExp(`href="/cases/${cases[1]}/claims/${ids[1]}"`));
  assert.deepEqual(await htmlProblems(page.body), []);
  const list = await browser.get('/claims/waiting?contract=working-well-pilot&state=submitted');
  assert.match(list.body, new RegExp(`Claimed twice: ${first.reference} is submitted too`));
  assert.deepEqual(await htmlProblems(list.body), []);
  // Both are right, somebody says: one is paid with why, and the page of the other says so.
  assert.equal((await move(ids[0], 'accept', office, { reason: 'The commissioner pays both' }))?.outcome, 'moved');
  assert.equal((await move(ids[0], 'pay', office, {}))?.outcome, 'moved');
  assert.match(
    (await browser.get(`/cases/${cases[1]}/claims/${ids[1]}`)).body,
    new RegExp(`Claimed twice: ${first.reference} is paid too`),
  );
  assert.equal((await move(ids[1], 'withdraw'))?.outcome, 'moved');
  assert.doesNotMatch((await browser.get(`/cases/${cases[0]}/claims/${ids[0]}`)).body, /Claimed twice/);
  await checkLedger();
});

test('a row of the commissioner’s file accepts nothing that is claimed twice, unless the same file gives the other up', async () => {
  const { w, office, claimOf } = life;
  const contract = (await contractsByKey(w.db)).get('working-well-pilot') as Contract;
  const apply = async (rows: readonly (readonly [string, string])[]) => {
    const lines = await Promise.all(
      rows.map(async ([id, decision]) => `${(await claimOf(id)).reference},attachment,${decision},,By letter`),
    );
    const data = Buffer.from(['reference,milestone,decision,pence,reason', ...lines, ''].join('\n'));
    const given = { name: 'file.csv', data, contract, programmeId: w.programmeId };
    const taken = await takeFile(w.db, office, given, at);
    assert.ok(taken.outcome === 'taken');
    const applied = await applyFile(w.db, office, taken.id, at);
    const { rows: told } = await w.db.query('select outcome from claim_file_row where file_id = $1 order by line', [
      taken.id,
    ]);
    return { applied, outcomes: told.map(({ outcome }) => outcome as string) };
  };
  const { ids } = await submittedAndMerged();
  const both = await apply([
    [ids[0], 'paid'],
    [ids[1], 'accepted'],
  ]);
  assert.deepEqual(both.applied, { moved: 0, stood: 0, left: 2 });
  for (const outcome of both.outcomes) assert.match(outcome, /Claimed twice: K-.* is submitted too/);
  for (const id of ids) assert.equal((await claimOf(id)).state, 'submitted');
  const again = await submittedAndMerged();
  const one = await apply([
    [again.ids[0], 'paid'],
    [again.ids[1], 'rejected'],
  ]);
  assert.deepEqual(one.applied, { moved: 2, stood: 0, left: 0 }, JSON.stringify(one.outcomes));
  assert.deepEqual([(await claimOf(again.ids[0])).state, (await claimOf(again.ids[1])).state], ['paid', 'rejected']);
});

test('a claim that was refused in one case keeps the person’s other case from nothing', async () => {
  const { w, preparer, office, prepare, move, moveAll, prepared, toSubmitted, merge } = life;
  const milestones = [{ code: 'attachment', label: 'Attachment' }];
  const refusedThere = async () => {
    const [here, there] = [await w.addCase(), await w.addCase()];
    const id = await toSubmitted(there);
    await move(id, 'reject', office, { reason: 'Never attached there' });
    await w.db.query('update attachment set attached_on = null where case_id = $1', [there.caseId]);
    await merge(here, there);
    return { here, id };
  };
  const { here, id } = await refusedThere();
  assert.match(JSON.stringify(await move(id, 'claim again', preparer, {})), /not reached/);
  assert.equal((await move(id, 'withdraw'))?.outcome, 'refused');
  const browser = await w.signIn('programme_office');
  assert.match((await browser.get(`/cases/${here.caseId}/claims`)).body, /name="milestone" value="attachment"/);
  const next = await prepared(here);
  await moveAll(next, ['check', 'submit', 'accept', 'pay']);
  assert.match(JSON.stringify(await prepare(here)), /is paid/);
  const byHand = await refusedThere();
  const of = { ...byHand.here, programmeId: w.programmeId };
  const filed = await fileClaim(w.db, office, of, { milestone: 'attachment', claimedOn: today }, milestones, [], today);
  assert.equal(filed.outcome, 'saved');
});

test('what one case of a person claims is claimed in all of them: on the page, in the list and for the finder', async () => {
  const { w, office, move, toPaid, toSubmitted, prepared, merge } = life;
  const browser = await w.signIn('programme_office');
  const kept = async (of: Of) => {
    await workOutDue(w.db, today);
    const { rows } = await w.db.query(
      "select status from case_milestone where case_id = $1 and contract = 'working-well-pilot' and milestone = 'attachment'",
      [of.caseId],
    );
    return rows.map(({ status }) => status as string);
  };
  const found = async (of: Of) => {
    await findOutcomes(w.db, today);
    const { rows } = await w.db.query(
      "select signal from found_outcome where case_id = $1 and milestone = 'attachment' and state = 'open'",
      [of.caseId],
    );
    return rows.length;
  };
  const offered = async (of: Of) =>
    /name="milestone" value="attachment"/.test((await browser.get(`/cases/${of.caseId}/claims`)).body);
  const [one, other] = [await w.addCase(), await w.addCase()];
  await toPaid(one);
  assert.deepEqual([await kept(other), await found(other), await offered(other)], [['claimable'], 1, true]);
  const done = await merge(one, other);
  assert.ok(typeof done === 'object');
  assert.deepEqual([await kept(other), await found(other), await offered(other)], [['claimed'], 0, false]);
  assert.ok('stays' in ((await undoMerge(w.db, systemActor, done.mergeId, today)) as object));
  assert.deepEqual([await kept(other), await offered(other)], [['claimable'], true]);

  // A claim that moves later says so in the other case at once, also the one that comes with the merged record.
  const [keeps, comes] = [await w.addCase(), await w.addCase()];
  const id = await toSubmitted(comes);
  await merge(keeps, comes);
  assert.deepEqual(await kept(keeps), ['claimed']);
  await move(id, 'reject', office, { reason: 'Not signed' });
  assert.deepEqual(await kept(keeps), ['claimable']);

  // What is on its way elsewhere is still to be claimed, but nobody is asked to do it twice.
  const [first, second] = [await w.addCase(), await w.addCase()];
  await prepared(first);
  await merge(first, second);
  assert.deepEqual([await kept(second), await offered(second)], [['claimable'], false]);

  // A case without a day of attachment has reached nothing, whatever another one claims.
  const bare = await w.addCase();
  await w.db.query('update attachment set attached_on = null where case_id = $1', [bare.caseId]);
  await merge(one, bare);
  assert.deepEqual(await kept(bare), []);
});

test('a claim is not filed by hand beside one of another case of the same person, and one that was filed meanwhile stops it', async () => {
  const { w, office, move, prepared, toSubmitted, written } = life;
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

/** What reports say of evidence and of claims that are made again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';
import { makeOutturn, type Outturn } from './actions/outturn.ts';

let w: World;
let office: Browser;
let open: { caseId: string; personId: string };
let claimed: { caseId: string; personId: string };
const key = 'working-well-pilot';
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  const sustained = async () => {
    const made = await w.addCase();
    await w.db.query('insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)', [
      ...[newId(), made.caseId, made.personId, '2015-04-01'],
    ]);
    return made;
  };
  [open, claimed] = [await sustained(), await sustained()];
  // A claim on file, from a hand-over: nothing proves it.
  await w.db.query(
    "insert into claim (id, case_id, person_id, milestone, claimed_on) values ($1, $2, $3, 'sustained_job', '2016-03-20')",
    [newId(), claimed.caseId, claimed.personId],
  );
});
after(() => w.end());

/** Evidence of every kind that the contract asks for of a sustained job. */
async function prove({ caseId, personId }: { caseId: string; personId: string }): Promise<void> {
  const evidence = newId();
  await w.db.query(
    "insert into evidence (id, case_id, person_id, kind, source, recorded_on) values ($1, $2, $3, 'payslip', 'person', $4)",
    [evidence, caseId, personId, today],
  );
  await w.db.query(
    "insert into evidence_for (evidence_id, contract, milestone, key, case_id, person_id) values ($1, $2, 'sustained_job', 'days_in_work', $3, $4)",
    [evidence, key, caseId, personId],
  );
}

const make = () => makeOutturn(w.db, { programmeId: w.programmeId, key }, { asOf: today, today });
const figureOf = (made: Outturn | null, name: string, row: string, column: string) => {
  const table = made?.tables.find((one) => one.name === name);
  return table?.rows.find(({ label }) => label === row)?.figures[table.columns.indexOf(column)]?.value;
};

test('R16: who is claimed is evidenced when the evidence is on file, and not because it is claimed', async () => {
  const before = await make();
  assert.deepEqual(
    ['Reached', 'Evidenced today', 'Claimed'].map((column) => figureOf(before, 'R16', 'Everybody', column)),
    ['2', '0', '1'],
  );
  await prove(claimed);
  assert.equal(figureOf(await make(), 'R16', 'Everybody', 'Evidenced today'), '1');
});

test('R16 and R23 agree on evidence also after somebody looked at a table first', async () => {
  await prove(open);
  assert.equal((await office.get(`/reports/${key}/tables/sustained?as-of=${today}`)).status, 200);
  // What was kept counts as new: nothing has happened since.
  await w.db.query("update report_run set made_at = now() + interval '1 minute'");
  const { body } = await office.get(`/reports/${key}/outturn?as-of=${today}&for=office&format=csv`);
  const told = body
    .split(/\r?\n/)
    .filter((line) => /^R16,Everybody,Evidenced|^R23 unclaimed,Sustained job,With all/.test(line));
  assert.deepEqual(told, [
    'R16,Everybody,Evidenced today,2,2',
    'R23 unclaimed,Sustained job,With all evidence today,1,1',
  ]);
});

test('R23: a claim that is made again in its month is counted again, as its money is', async () => {
  const { caseId, personId } = await w.addCase();
  const claim = newId();
  await w.db.query(
    `insert into claim (id, case_id, person_id, milestone, claimed_on, reference, programme_id, contract, state, pence, reached_on, moved_on)
     values ($1, $2, $3, 'job_start', '2016-02-20', $4, $5, $6, 'submitted', 120000, '2016-01-15', '2016-02-20')`,
    [claim, caseId, personId, claim, w.programmeId, key],
  );
  for (const [attempt, kind, on, pence] of [
    [1, 'submit', '2016-02-01', 120_000],
    [1, 'reject', '2016-02-10', -120_000],
    [2, 'submit', '2016-02-20', 120_000],
  ] as const) {
    const posting = newId();
    await w.db.query(
      'insert into claim_posting (id, claim_id, contract, attempt, kind, posted_on, at) values ($1, $2, $3, $4, $5, $6, now())',
      [posting, claim, key, attempt, kind, on],
    );
    await w.db.query(
      "insert into ledger_line (posting_id, account, pence) values ($1, 'claimed', $2), ($1, 'income', -$2::bigint)",
      [posting, pence],
    );
  }
  const made = await make();
  assert.equal(figureOf(made, 'R23', 'Feb 2016, Ingeus', 'Claims'), '2');
  assert.equal(figureOf(made, 'R23', 'Feb 2016, Ingeus', 'Claimed'), '240000');
  assert.equal(figureOf(made, 'R23', 'Everybody', 'Change in claimed, not answered'), '120000');
});

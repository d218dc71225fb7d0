import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { hooked } from '../../test/support/claims-life.ts';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId, newReference } from '../kit/ids.ts';
import { drawAudit } from './actions/audits.ts';
import { applyFile, pilesOf, takeFile } from './actions/commissioner-files.ts';
import { loadContract } from './actions/contracts.ts';
import { type At, contractsByKey } from './actions/life.ts';
import { statementFor, statementWithEntries } from './actions/statements.ts';
import type { Contract } from './rules/contract.ts';

let w: World;
let office: Browser;
let contract: Contract;
const at: At = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
const actor = () => ({
  ...systemActor,
  memberships: [
    { role: 'programme_office' as const, programmeId: w.programmeId, areaId: null, providerId: null, staffId: null },
  ],
});
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  contract = (await contractsByKey(w.db)).get('working-well-pilot') as Contract;
});
after(() => w.end());

/** Claims in a state, each of a person of its own, with the entries that took them there. */
async function claims(count: number, state: 'submitted' | 'accepted' | 'paid' = 'submitted', day = today) {
  const { caseId, personId } = await w.addCase();
  const kinds = { submitted: ['submit'], accepted: ['submit', 'accept'], paid: ['submit', 'accept', 'pay'] }[state];
  const made = Array.from({ length: count }, () => ({ id: newId(), reference: newReference('K') }));
  await transaction(w.db, async (tx) => {
    // The milestone is another for each, so that one case can hold them all.
    await tx.query(
      `insert into claim (id, case_id, person_id, programme_id, reference, contract, milestone, state, pence, reached_on, claimed_on, moved_on)
       select (c->>'id')::uuid, $2, $3, $4, c->>'reference', 'working-well-pilot', 'm' || n, $5, 40000, $6, $6, $6
       from jsonb_array_elements($1::jsonb) with ordinality as t(c, n)`,
      [JSON.stringify(made), caseId, personId, w.programmeId, state, day],
    );
    const account = { submit: 'claimed', accept: 'owed', pay: 'received' } as const;
    const ids = made.map(({ id }) => id);
    for (const [n, kind] of kinds.entries()) {
      await tx.query(
        `insert into claim_posting (id, claim_id, contract, attempt, kind, posted_on, at)
         select gen_random_uuid(), id, 'working-well-pilot', 1, $2, $3, now() from unnest($1::uuid[]) as id`,
        [ids, kind, day],
      );
      const before = n === 0 ? 'income' : account[kinds[n - 1] as 'submit'];
      await tx.query(
        `insert into ledger_line (posting_id, account, pence) select p.id, l.account, l.pence from claim_posting p,
           (values ($2, 40000), ($3, -40000)) as l(account, pence) where p.claim_id = any($1) and p.kind = $4`,
        [ids, account[kind as 'submit'], before, kind],
      );
    }
  });
  return made.map((one, n) => ({ ...one, milestone: `m${n + 1}`, caseId }));
}
const head = 'reference,milestone,decision,pence,reason';
const take = async (lines: readonly string[], name = 'file.csv') => {
  const taken = await takeFile(
    w.db,
    actor(),
    { name, data: Buffer.from([head, ...lines, ''].join('\n')), contract, programmeId: w.programmeId },
    at,
  );
  if (taken.outcome === 'refused') throw new Error(taken.problem);
  return taken;
};
const stateOf = async (id: string) => (await w.db.query('select state, pence from claim where id = $1', [id])).rows[0];
const unbalanced = async () =>
  (await w.db.query('select posting_id from ledger_line group by posting_id having sum(pence) <> 0')).rowCount;

test('a file goes to three piles and changes nothing until what matches is applied; applied twice it does nothing more', async () => {
  const [a, b, c, d, e] = await claims(5);
  assert.ok(a && b && c && d && e);
  const lines = [
    `${a.reference},${a.milestone},accepted,40000,`,
    `${b.reference},${b.milestone},paid,40000,`,
    `${c.reference},${c.milestone},rejected,,The agreement is not signed`,
    `${d.reference},${d.milestone},accepted,39999,`,
    `${e.reference},job_start,paid,40000,`,
    `${a.reference},${a.milestone},rejected,40000,Not so`,
    `${newReference('K')},attachment,paid,40000,`,
    'nonsense,"a\nb",?,x,y',
  ];
  const file = await take(lines);
  const piles = await w.db.query('select line, pile, reason from claim_file_row where file_id = $1 order by line', [
    file.id,
  ]);
  assert.deepEqual(
    piles.rows.map(({ pile }) => pile),
    ['matched', 'matched', 'matched', 'differs', 'differs', 'differs', 'unknown', 'unknown'],
  );
  for (const one of [a, b, c, d, e]) assert.equal((await stateOf(one.id)).state, 'submitted');
  assert.deepEqual(await take(lines), { outcome: 'known', id: file.id });
  const both = await Promise.all([applyFile(w.db, actor(), file.id, at), applyFile(w.db, actor(), file.id, at)]);
  assert.deepEqual(both.map(({ moved }) => moved).sort(), [0, 3]);
  assert.deepEqual(await applyFile(w.db, actor(), file.id, at), { moved: 0, stood: 0, left: 0 });
  const states = await Promise.all([a, b, c, d, e].map(async ({ id }) => (await stateOf(id)).state));
  assert.deepEqual(states, ['accepted', 'paid', 'rejected', 'submitted', 'submitted']);
  const kept = await w.db.query('select decision, amount from claim_file_row where file_id = $1 and line = 5', [
    file.id,
  ]);
  assert.deepEqual(kept.rows, [{ decision: 'accepted', amount: '39999' }]);
  await assert.rejects(w.db.query("update claim_file_row set decision = 'paid'"), /permission denied/);
  assert.equal(await unbalanced(), 0);
});

test('a row that cannot be read and a long one are kept as they came, and shown', async () => {
  const long = 'A reason. '.repeat(90).trim();
  const broken = ['K-1,attachment', '=x "y",a,b,c,d', '"never,closed,a,b,c'];
  const lines = [broken[0] ?? '', `K-2,m,rejected,,${long}`, broken[1] ?? '', `${broken[2]}\r`, 'K-3,m,paid,1,'];
  const { id } = await take(lines, 'broken.csv');
  const { rows } = await w.db.query(
    'select line, reference, reason, pile, why, raw from claim_file_row where file_id = $1 order by line',
    [id],
  );
  assert.deepEqual(
    rows.map(({ line, raw }) => [line, raw]),
    [
      [2, broken[0]],
      [3, null],
      [4, broken[1]],
      [5, broken[2]],
      [6, null],
    ],
  );
  assert.equal(rows[1].reason, long);
  assert.deepEqual([rows[0].pile, rows[0].why], ['unknown', 'It cannot be read: 5 columns expected, 2 found']);
  const { body } = await office.get(`/claims/files/${id}?pile=unknown`);
  assert.match(body, /K-1,attachment[\s\S]*=x &quot;y&quot;,a,b,c,d[\s\S]*&quot;never,closed,a,b,c/);
  assert.deepEqual(await htmlProblems(body), []);
});

test('what changed between comparing and applying is left, with why', async () => {
  const [a, b] = await claims(2);
  assert.ok(a && b);
  const file = await take([
    `${a.reference},${a.milestone},accepted,40000,`,
    `${b.reference},${b.milestone},paid,40000,`,
  ]);
  await w.db.query("update claim set state = 'withdrawn' where id = $1", [a.id]);
  assert.deepEqual(await applyFile(w.db, actor(), file.id, at), { moved: 1, stood: 0, left: 1 });
  const { rows } = await w.db.query('select outcome from claim_file_row where file_id = $1 order by line', [file.id]);
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['The claim is withdrawn here', 'Applied'],
  );
});

test('the total of what matches is what the ledger says: an amount within the tolerance is only the accepting row’s', async () => {
  const tolerant: Contract = {
    ...contract,
    milestones: contract.milestones.map((one, n) => (n === 0 ? { ...one, tolerance: { pence: 100 } } : one)),
  };
  const key = tolerant.milestones[0]?.key ?? '';
  const [asked] = await claims(1);
  const [owed] = await claims(1, 'accepted');
  assert.ok(asked && owed);
  await w.db.query('update claim set milestone = $2 where id = any($1)', [[asked.id, owed.id], key]);
  const before = await statementFor(w.db, contract.key, today.slice(0, 7));
  const lines = [`${asked.reference},${key},paid,39950,`, `${owed.reference},${key},paid,39950,`];
  await transaction(w.db, (tx) => loadContract(tx, systemActor, tolerant, today));
  const data = Buffer.from([head, ...lines].join('\n'));
  const given = { name: 'tolerance.csv', data, contract: tolerant, programmeId: w.programmeId };
  const taken = await takeFile(w.db, actor(), given, at);
  assert.ok(taken.outcome === 'taken');
  const piles = await pilesOf(w.db, { fileId: taken.id });
  assert.deepEqual(piles.map(({ pile, rows, pence }) => [pile, rows, pence]).sort(), [
    ['differs', 1, 0],
    ['matched', 1, 39_950],
  ]);
  assert.deepEqual(await applyFile(w.db, actor(), taken.id, at), { moved: 1, stood: 0, left: 0 });
  const after = await statementFor(w.db, contract.key, today.slice(0, 7));
  assert.equal((after[2]?.closing ?? 0) - (before[2]?.closing ?? 0), 39_950);
  assert.deepEqual(await stateOf(owed.id), { state: 'accepted', pence: 40_000 });
});

test('5,000 rows are taken and applied at once, and one more is refused', async () => {
  const made = await claims(5000);
  const lines = made.map(({ reference, milestone }) => `${reference},${milestone},paid,40000,`);
  const before = await statementFor(w.db, contract.key, today.slice(0, 7));
  const file = await take(lines, 'many.csv');
  assert.deepEqual(await applyFile(w.db, actor(), file.id, at), { moved: 5000, stood: 0, left: 0 });
  assert.equal(await unbalanced(), 0);
  const [claimed, , received] = await statementFor(w.db, contract.key, today.slice(0, 7));
  assert.equal((received?.closing ?? 0) - (before[2]?.closing ?? 0), 5000 * 40_000);
  assert.equal((claimed?.closing ?? 0) - (before[0]?.closing ?? 0), -5000 * 40_000);
  const more = Buffer.from([head, ...lines, lines[0]].join('\n'));
  const refused = await takeFile(w.db, actor(), { name: 'x', data: more, contract, programmeId: w.programmeId }, at);
  assert.match(JSON.stringify(refused), /more than 5,000 rows/);
});

test('the statements of two months follow one another, on the page and in the file', async () => {
  await claims(3, 'paid', '2015-12-10');
  await claims(2, 'accepted', '2016-01-05');
  const [december, january] = [
    await statementFor(w.db, contract.key, '2015-12'),
    await statementFor(w.db, contract.key, '2016-01'),
  ];
  assert.deepEqual(
    december.map(({ closing }) => closing),
    [0, 0, 120_000, -120_000],
  );
  assert.deepEqual(
    january.map(({ opening }) => opening),
    december.map(({ closing }) => closing),
  );
  assert.deepEqual(
    january.map(({ closing }) => closing),
    [0, 80_000, 120_000, -200_000],
  );
  const { body } = await office.get('/claims/statements?month=2016-01');
  assert.match(
    body,
    /Opening[\s\S]*£1,200\.00[\s\S]*−£1,200\.00[\s\S]*£0\.00[\s\S]*Closing[\s\S]*£800\.00[\s\S]*−£2,000\.00/,
  );
  const csv = (await office.get('/claims/statements.csv?month=2016-01')).body.trim().split(/\r?\n/);
  const cells = csv.slice(1).map((line) => line.split(',').slice(4).map(Number));
  const last = cells.pop();
  for (const column of [0, 1, 2, 3])
    assert.equal(
      cells.reduce((sum, row) => sum + (row[column] ?? 0), 0),
      last?.[column],
      'opening and entries make the closing',
    );
  const wrong = await office.get('/claims/statements?month=2016-13');
  assert.deepEqual([wrong.status, /Enter the month as year and month/.test(wrong.body)], [422, true]);
});

test('a statement and its entries are of one moment, and so are a sample and what it is drawn from', async () => {
  const month = '2014-09';
  await claims(2, 'paid', '2014-09-03');
  const more = async () => {
    await claims(1, 'paid', '2014-09-04');
  };
  const asked = { contract: contract.key, month, after: null, limit: 100 };
  const { statement, entries } = await statementWithEntries(hooked(w.db, 'claims.ledgerEntries', more), asked);
  for (const { account, opening, closing } of statement)
    assert.equal(
      entries.reduce((sum, row) => sum + Number(row[account]), opening),
      closing,
      account,
    );
  const days = { contract: contract.key, programmeId: w.programmeId, from: '2014-09-01', to: '2014-09-30' };
  const drawn = await drawAudit(hooked(w.db, 'claims.drawItems', more), actor(), { ...days, seed: 's', size: 50 }, at);
  const { rows } = await w.db.query(
    `select a.claims, a.pence, count(i)::int as items, sum(i.pence)::int as sum from claim_audit a
     join claim_audit_item i on i.audit_id = a.id where a.id = $1 group by a.id`,
    [drawn],
  );
  assert.deepEqual(rows, [{ claims: 3, pence: 120_000, items: 3, sum: 120_000 }]);
});

test('a sample is drawn by its seed, the same again, checked claim by claim, and says what it says', async () => {
  await claims(40, 'paid', '2014-11-05');
  const days = {
    'from-day': '1',
    'from-month': '11',
    'from-year': '2014',
    'to-day': '30',
    'to-month': '11',
    'to-year': '2014',
  };
  const draw = (fields: Record<string, string>) =>
    office.post('/claims/audits', { contract: contract.key, ...days, size: '10', seed: 'barrel 7', ...fields });
  const [first, again, other] = [await draw({}), await draw({}), await draw({ seed: 'barrel 8' })];
  const drawn = async (path = '') =>
    (
      await w.db.query('select claim_id from claim_audit_item where audit_id = $1 order by number', [
        path.split('/').at(-1),
      ])
    ).rows.map(({ claim_id: id }) => id);
  const sample = await drawn(first.location);
  assert.equal(new Set(sample).size, 10);
  assert.deepEqual(await drawn(again.location), sample);
  assert.notDeepEqual(await drawn(other.location), sample);
  const path = first.location ?? '';
  for (let n = 1; n <= 10; n += 1) {
    const wrong = n === 3 ? { wrong: '40.00', words: 'Paid for another day' } : {};
    assert.equal((await office.post(path, { number: String(n), version: '1', ...wrong })).status, 303);
  }
  const { body } = await office.get(path);
  assert.match(body, /40 claims worth £16,000\.00/);
  assert.deepEqual(await htmlProblems(body), []);
  assert.match(body, /1 of 10, 10\.0%; £40\.00 of £4,000\.00/);
  // R: prop.test(1, 10, correct = FALSE) and binom.test(1, 10).
  assert.match(body, /1\.8% to 40\.4%/);
  assert.match(body, /0\.3% to 44\.5%/);
  // By hand: 40.00 of 4,000.00 is 1%, of the 12,000.00 that were not drawn 120.00.
  assert.match(body, /£160\.00<br>£40\.00 of the sample, claim by claim<br>£120\.00 of the claims/);
  for (const [fields, words] of [
    [{ number: '1', version: '2', wrong: '400.01', words: 'x' }, /no more than what was paid/],
    [{ number: '1', version: '2', wrong: 'lots', words: 'x' }, /in pounds and pence/],
    [{ number: '1', version: '2', wrong: '1.00' }, /Enter why it is wrong/],
    [{ number: '11', version: '1' }, /Choose a claim of the sample/],
  ] as const) {
    const reply = await office.post(path, fields);
    assert.deepEqual([reply.status, words.test(reply.body)], [422, true]);
  }
  assert.equal((await office.post(path, { number: '1', version: '1', wrong: '1.00', words: 'Late' })).status, 409);
  assert.match((await draw({ 'from-year': '2010', 'to-year': '2010' })).body, /No claim was paid in this time/);
  assert.match((await draw({ 'from-year': '2015' })).body, /must not be before the first/);
});

test('the pages of money are the programme office’s, and a file from a page is compared there', async () => {
  const manager = await w.signIn('team_manager', {
    areaId: w.area('Bolton').id,
    providerId: w.area('Bolton').provider_id,
  });
  for (const path of ['/claims/statements', '/claims/files', '/claims/audits', '/claims/statements.csv'])
    assert.equal((await manager.get(path)).status, 404, path);
  const [a] = await claims(1);
  assert.ok(a);
  const file = await take([`${a.reference},${a.milestone},accepted,40000,`]);
  const page = await office.get(`/claims/files/${file.id}`);
  assert.match(page.body, /Apply 1 row that matches/);
  for (const path of [
    '/claims/statements?month=2016-01',
    '/claims/files',
    `/claims/files/${file.id}`,
    '/claims/audits',
  ])
    assert.deepEqual(await htmlProblems((await office.get(path)).body), [], path);
  assert.equal((await office.post(`/claims/files/${file.id}/apply`, {})).status, 303);
  assert.match((await office.get(`/claims/files/${file.id}`)).body, /Applied by programme_office/);
  assert.match((await office.get(`/claims/files/${file.id}?pile=differs`)).body, /No row is in this pile/);
  assert.equal((await office.post('/claims/files', { contract: contract.key })).status, 422);
});

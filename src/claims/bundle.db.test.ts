/** What is frozen with a claim: the same bytes for the same evidence, nothing of what was withdrawn, and it never changes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { parseDay } from '../kit/days.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { type BundleOf, bundleContent, bundlesOf, freezeBundle } from './actions/bundle.ts';
import type { Contract } from './rules/contract.ts';

let w: World;
let contract: Contract;
before(async () => {
  w = await world();
  const shipped = join(import.meta.dirname, '../../programmes/contracts/working-well-pilot.json');
  contract = JSON.parse(readFileSync(shipped, 'utf8')) as Contract;
});
after(() => w.end());

const digest = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');

/** A case with two pieces of evidence for its sustained job, one of them with a file; a third was withdrawn. */
async function claimed(): Promise<BundleOf & { personId: string }> {
  const { caseId, personId } = await w.addCase();
  const claimId = newId();
  await w.db.query(
    `insert into claim (id, case_id, person_id, milestone, claimed_on) values ($1, $2, $3, 'sustained_job', '2016-03-31')`,
    [claimId, caseId, personId],
  );
  const add = async (kind: string, withdrawn: string | null, file: [string, Buffer] | null) => {
    const id = newId();
    await w.db.query(
      `insert into evidence (id, case_id, person_id, kind, source, dated_on, covers_from, covers_to, words, recorded_on, withdrawn_on, withdrawn_reason)
       values ($1, $2, $3, $4, 'employer', '2016-03-01', '2015-04-01', '2016-02-29', 'Zoë’s hours, week by week', '2016-03-02', $5, $6)`,
      [id, caseId, personId, kind, withdrawn, withdrawn === null ? null : 'Another person’s'],
    );
    await w.db.query(
      `insert into evidence_for (evidence_id, contract, milestone, key, case_id, person_id) values ($1, $2, 'sustained_job', 'days_in_work', $3, $4)`,
      [id, contract.key, caseId, personId],
    );
    if (file !== null)
      await w.db.query(
        `insert into evidence_file (id, evidence_id, case_id, person_id, name, type, size, sha256, content)
         values ($1, $2, $3, $4, $5, 'text/plain', $6, $7, $8)`,
        [
          newId(),
          id,
          caseId,
          personId,
          file[0],
          file[1].length,
          createHash('sha256').update(file[1]).digest(),
          file[1],
        ],
      );
  };
  await add('payslip', null, ['payslip März.txt', Buffer.from('£96.00 for the week')]);
  await add('employer', null, null);
  await add('tax record', '2016-03-20', ['secret.txt', Buffer.from('nobody’s')]);
  return {
    ...{ claimId, attempt: 1, reference: 'K-7K2M-4QX9', caseId, personId, contract, milestone: 'sustained_job' },
    state: { reachedOn: parseDay('2016-03-15'), pence: 250_000 },
    clauses: [{ text: '50 weeks in work in 54 weeks in a row', met: 'yes', note: 'Since 15 Mar 2016' }],
    frozenOn: '2016-03-31',
  };
}

/** What Python's own zipfile reads of a zip: the digest of each file by its path. */
function unzipped(zip: Buffer): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'newel-zip-'));
  try {
    const path = join(folder, 'bundle.zip');
    writeFileSync(path, zip);
    const script = `import zipfile, hashlib, json, sys
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({i.filename: [hashlib.sha256(z.read(i)).hexdigest(), list(i.date_time)] for i in z.infolist()}))`;
    const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const read = JSON.parse(stdout) as Record<string, [string, number[]]>;
    for (const [, date] of Object.values(read)) assert.deepEqual(date, [2016, 3, 31, 0, 0, 0]);
    return Object.fromEntries(Object.entries(read).map(([name, [sum]]) => [name, sum]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the same evidence gives the same bytes; what was withdrawn is not in it; a second call changes nothing', async () => {
  const of = await claimed();
  const undone = new Error('undone');
  let first: Awaited<ReturnType<typeof freezeBundle>> | undefined;
  await assert.rejects(
    transaction(w.db, async (tx) => {
      first = await freezeBundle(tx, of);
      throw undone;
    }),
    undone,
  );
  assert.deepEqual(await bundlesOf(w.db, of.caseId), []);
  const frozen = await transaction(w.db, (tx) => freezeBundle(tx, of));
  assert.deepEqual({ ...frozen, id: '' }, { ...first, id: '' });
  assert.equal(frozen.files, 1);
  const zip = await bundleContent(w.db, { caseId: of.caseId, id: frozen.id, as: 'zip' });
  const pdf = await bundleContent(w.db, { caseId: of.caseId, id: frozen.id, as: 'pdf' });
  assert.ok(zip !== null && pdf !== null);
  assert.deepEqual([digest(zip), digest(pdf)], [frozen.zipSha256, frozen.pdfSha256]);
  const files = unzipped(zip);
  assert.deepEqual(Object.keys(files), ['claim.pdf', 'manifest.csv', 'evidence/01 payslip März.txt', 'SHA256SUMS.txt']);
  assert.equal(files['claim.pdf'], frozen.pdfSha256);
  assert.equal(files['evidence/01 payslip März.txt'], digest('£96.00 for the week'));
  assert.equal(
    files['SHA256SUMS.txt'],
    digest(
      ['claim.pdf', 'manifest.csv', 'evidence/01 payslip März.txt'].map((name) => `${files[name]}  ${name}\n`).join(''),
    ),
  );
  assert.match(pdf.toString('latin1'), /\/StructTreeRoot/);

  await w.db.query(`update evidence set words = 'Changed' where case_id = $1`, [of.caseId]);
  assert.deepEqual(await transaction(w.db, (tx) => freezeBundle(tx, of)), frozen);
  const next = await transaction(w.db, (tx) => freezeBundle(tx, { ...of, attempt: 2 }));
  assert.notEqual(next.zipSha256, frozen.zipSha256);
  assert.deepEqual(
    (await bundlesOf(w.db, of.caseId)).map(({ attempt }) => attempt),
    [2, 1],
  );
});

test('the application can neither change nor remove a bundle or a file', async () => {
  const of = await claimed();
  await transaction(w.db, (tx) => freezeBundle(tx, of));
  for (const sql of [
    `update claim_bundle set pdf = 'x'`,
    'delete from claim_bundle',
    `update evidence_file set content = 'x'`,
    'delete from evidence_file',
    'delete from evidence',
  ])
    await assert.rejects(w.db.query(sql), /permission denied/);
  const elsewhere = await w.addCase();
  const [bundle] = await bundlesOf(w.db, of.caseId);
  assert.equal(await bundleContent(w.db, { caseId: elsewhere.caseId, id: bundle?.id ?? '', as: 'zip' }), null);
});

/** Evidence comes in by a form: what is taken, what is refused, and who may read it. A refusal writes nothing and has no event. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { openSession } from '../access/actions.ts';
import { systemActor } from '../access/rules/policy.ts';
import { newId } from '../kit/ids.ts';
import { zipOf } from '../kit/zip.ts';
import { fileLedger } from './actions/trading.ts';

let w: World;
let worker: Browser;
let mine: { caseId: string; personId: string };
let other: { caseId: string; personId: string };
let cookies: { newel: string };
let csrf: string;
before(async () => {
  w = await world();
  const staffId = await w.staff('BOL-KW05');
  worker = await w.signIn('key_worker', { staffId });
  cookies = { newel: (await openSession(w.db, worker.userId)).token };
  csrf = /name="_csrf" value="([^"]+)"/.exec((await w.app.inject({ url: '/account', cookies })).body)?.[1] ?? '';
  mine = await w.addCase({ keyWorkerId: staffId });
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on) values (gen_random_uuid(), $1, $2, 'Northway Bakery', '2015-07-20')`,
    [mine.caseId, mine.personId],
  );
  other = await w.addCase({ areaId: w.area('Salford').id, providerId: w.area('Salford').provider_id ?? null });
});
after(() => w.end());
afterEach(() => {
  delete process.env.NEWEL_SCAN;
});

const payslip = {
  kind: 'payslip',
  source: 'person',
  needs: 'working-well-pilot|job_start|job_start',
  'datedOn-day': '31',
  'datedOn-month': '7',
  'datedOn-year': '2015',
  words: 'First week',
};
type File = { name: string; data: Buffer | string };
/** Posts a form with files, as a browser sends it. */
function send(url: string, fields: Record<string, string | readonly string[]>, files: readonly File[]) {
  const boundary = 'XnewelX';
  const part = (head: string, data: Buffer | string) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(data),
    Buffer.from('\r\n'),
  ];
  const payload = Buffer.concat([
    ...Object.entries({ ...fields, _csrf: csrf }).flatMap(([name, values]) =>
      [values].flat().flatMap((value) => part(`name="${name}"`, value)),
    ),
    ...files.flatMap(({ name, data }) =>
      part(`name="files"; filename="${name}"\r\nContent-Type: application/pdf`, data),
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return w.app.inject({ method: 'POST', url, cookies, headers, payload });
}
const add = (fields: Record<string, string | readonly string[]>, files: readonly File[] = [], { caseId } = mine) =>
  send(`/cases/${caseId}/evidence/new`, fields, files);

/** Everything that evidence could have written. */
const written = async () =>
  (
    await w.db.query(
      `select (select count(*)::int from evidence) + (select count(*)::int from evidence_file) + (select count(*)::int from evidence_for) as rows,
         (select count(*)::int from event where kind like 'claim.evidence%') as events`,
    )
  ).rows[0];
async function refused(fields: Record<string, string>, files: readonly File[], words: RegExp) {
  const before = await written();
  const { statusCode, body } = await add({ ...payslip, ...fields }, files);
  assert.equal(statusCode, 422);
  assert.match(body, words);
  assert.match(body, />\s*First week/, 'what was typed is kept');
  assert.deepEqual(await htmlProblems(body), []);
  assert.deepEqual(await written(), before);
}
const pdf = Buffer.from('%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF');
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('0000000100000001080200000090775 3de'.replace(' ', ''), 'hex'),
  Buffer.from('0000000049454e44ae426082', 'hex'),
]);

test('evidence is recorded with its files, proves what was ticked, and is downloaded as it came', async () => {
  const path = `/cases/${mine.caseId}/evidence`;
  const before = (await worker.get(path)).body;
  assert.match(before, /Proof that the job began[\s\S]*?Missing/);
  assert.equal((await add(payslip, [{ name: 'Payslip July.PDF', data: pdf }])).statusCode, 303);
  const page = (await worker.get(path)).body;
  assert.deepEqual(await htmlProblems(page), []);
  assert.match(page, /Proof that the job began[\s\S]*?Held/);
  assert.match(page, /Payslip, 31 Jul 2015/);
  const file = /href="([^"]*\/evidence\/files\/[^"]+)"/.exec(page)?.[1] ?? '';
  const got = await w.app.inject({ url: file, cookies });
  assert.deepEqual(got.rawPayload, pdf);
  assert.equal(got.headers['content-type'], 'application/pdf');
  assert.equal(got.headers['content-disposition'], 'attachment; filename="Payslip-July.pdf"');
  assert.equal(got.headers['x-content-type-options'], 'nosniff');
  assert.equal(got.headers['content-security-policy'], "default-src 'none'; sandbox");
  const { rows } = await w.db.query(
    `select encode(sha256, 'hex') as sha256, size from evidence_file where case_id = $1`,
    [mine.caseId],
  );
  assert.deepEqual(rows, [{ sha256: createHash('sha256').update(pdf).digest('hex'), size: pdf.length }]);
  const { rows: due } = await w.db.query('select case_id from claims_due where case_id = $1', [mine.caseId]);
  assert.equal(due.length, 1, 'what can be claimed is worked out again');
  assert.match((await worker.get(`/cases/${mine.caseId}/timeline`)).body, /Evidence: payslip, 31 Jul 2015/);
});

test('what was seen and given back has no file; it is withdrawn with a reason, counts no more and stays', async () => {
  const { caseId } = mine;
  const contract = { kind: 'contract', source: 'person', needs: 'working-well-pilot|sustained_job|days_in_work' };
  assert.equal((await add(contract)).statusCode, 303);
  const { rows } = await w.db.query(`select id from evidence where case_id = $1 and kind = 'contract'`, [caseId]);
  const url = `/cases/${caseId}/evidence/${rows[0].id}/withdraw`;
  const held = async () =>
    (await w.db.query(`select withdrawn_on, withdrawn_reason, version from evidence where id = $1`, [rows[0].id]))
      .rows[0];
  const before = await held();
  const events = await written();
  assert.equal((await worker.post(url, { version: '1', reason: '' })).status, 422);
  assert.deepEqual(await held(), before);
  // Somebody else was faster.
  assert.equal((await worker.post(url, { version: '7', reason: 'x' })).status, 303);
  assert.deepEqual(await held(), before);
  assert.deepEqual(await written(), events);
  assert.equal((await worker.post(url, { version: '1', reason: 'Somebody else’s' })).status, 303);
  assert.deepEqual(await held(), { withdrawn_on: '2016-03-31', withdrawn_reason: 'Somebody else’s', version: 2 });
  assert.equal((await worker.get(url)).status, 404);
  const { body } = await worker.get(`/cases/${caseId}/evidence`);
  assert.match(body, /Withdrawn on 31 Mar.*: Somebody else’s/);
  assert.match(body, /Proof of the days in work[\s\S]*?Missing/);
});

test('a file is taken by its content and its size, never by its name', async () => {
  const program = { name: 'payslip.pdf', data: Buffer.from('4d5a90000300000004000000ffff0000b800000000000000', 'hex') };
  const page = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  await refused({}, [program], /payslip\.file is none of the types that are taken/);
  await refused({}, [{ name: 'a.png', data: page }], /none of the types/);
  await refused(
    {},
    [{ name: 'a.zip', data: await zipOf([{ path: 'x', data: pdf }], '2016-03-31') }],
    /none of the types/,
  );
  await refused({}, [{ name: 'a.txt', data: Buffer.from([0x41, 0x00, 0x42]) }], /none of the types/);
  await refused({}, [{ name: 'a.txt', data: Buffer.from([0xff, 0xfe, 0x41, 0x42]) }], /none of the types/);
  await refused({}, [{ name: 'empty.pdf', data: '' }], /empty is empty/);
  await refused(
    {},
    [{ name: 'big.pdf', data: Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]) }],
    /larger than 10 MB/,
  );
  const many = Array.from({ length: 11 }, (_, at) => ({ name: `${at}.pdf`, data: pdf }));
  await refused({}, many, /Choose 10 files or fewer/);
  // One that is not taken keeps the others out too.
  await refused({}, [{ name: 'good.pdf', data: pdf }, program], /none of the types/);
});

test('what is more than the form takes is refused before it is read', async () => {
  const before = await written();
  const { statusCode } = await add(payslip, [{ name: 'huge.pdf', data: Buffer.alloc(42 * 1024 * 1024) }]);
  assert.equal(statusCode, 413);
  assert.deepEqual(await written(), before);
});

test('what the scanner refuses or cannot say is not taken', async () => {
  process.env.NEWEL_SCAN = 'cat >/dev/null; exit 1';
  await refused({}, [{ name: 'a.pdf', data: pdf }], /refused by the virus scanner/);
  process.env.NEWEL_SCAN = 'exit 2';
  await refused({}, [{ name: 'a.pdf', data: pdf }], /could not be scanned/);
  process.env.NEWEL_SCAN = '/nowhere/scanner';
  await refused({}, [{ name: 'a.pdf', data: pdf }], /could not be scanned/);
  // It reads the file itself, and nothing else of it.
  process.env.NEWEL_SCAN = 'test "$(head -c 5)" = "%PDF-"';
  assert.equal((await add(payslip, [{ name: 'a.pdf', data: pdf }])).statusCode, 303);
  await refused({}, [{ name: 'a.png', data: png }], /refused by the virus scanner/);
});

test('a hostile name becomes a plain one', async () => {
  const names = ['..%2F..\\\\..\\\\etc\\\\cron.d\\\\x.sh', 'CV\u202efdp.exe', 'a;rm -rf `x` $(y) &|.html', '.htaccess'];
  assert.equal(
    (
      await add(
        payslip,
        names.map((name) => ({ name, data: pdf })),
      )
    ).statusCode,
    303,
  );
  const { rows } = await w.db.query(
    `select f.name from evidence_file f where f.case_id = $1 order by f.id desc limit ${names.length}`,
    [mine.caseId],
  );
  assert.deepEqual(rows.map(({ name }) => name).reverse(), [
    'x.pdf',
    'CVfdp.pdf',
    'a rm -rf x (y).pdf',
    'htaccess.pdf',
  ]);
  const page = '<script>alert(1)</script><h1>Payslip</h1>';
  assert.equal((await add(payslip, [{ name: 'payslip.html', data: page }])).statusCode, 303);
  const { rows: last } = await w.db.query(`select id, name from evidence_file order by id desc limit 1`);
  assert.equal(last[0].name, 'payslip.txt');
  const got = await w.app.inject({ url: `/cases/${mine.caseId}/evidence/files/${last[0].id}`, cookies });
  assert.equal(got.headers['content-type'], 'text/plain; charset=utf-8');
  assert.match(String(got.headers['content-disposition']), /^attachment; /);
});

test('what is asked is asked again with what was typed', async () => {
  await refused({ kind: '' }, [], /Choose what it is/);
  await refused(
    { needs: 'working-well-pilot|job_start|made_up' },
    [{ name: 'a.pdf', data: pdf }],
    /Choose what it proves/,
  );
  await refused({ needs: 'working-well-expansion|job_start|job_start' }, [], /Choose what it proves/);
  await refused({ source: 'the moon' }, [{ name: 'a.pdf', data: pdf }], /Choose the files again/);
  const day = (name: string, of: string) => ({ [`${name}-day`]: of, [`${name}-month`]: '3', [`${name}-year`]: '2016' });
  await refused(
    { ...day('coversFrom', '9'), ...day('coversTo', '8') },
    [],
    /The last day must be the first day or later/,
  );
  await refused({ jobId: other.caseId }, [], /Which job is it about: choose one of the answers/);
});

test('another’s evidence is not found, and nothing is written', async () => {
  const id = (await w.db.query('select id from evidence_file where case_id = $1 limit 1', [mine.caseId])).rows[0].id;
  const evidenceId = (await w.db.query('select id from evidence where withdrawn_on is null limit 1')).rows[0].id;
  const before = await written();
  assert.equal((await add(payslip, [{ name: 'a.pdf', data: pdf }], other)).statusCode, 404);
  assert.equal((await worker.get(`/cases/${other.caseId}/evidence`)).status, 404);
  const away = await w.signIn('key_worker', { staffId: await w.staff('SAL-KW01', w.programmeId, 'Salford') });
  assert.equal((await away.get(`/cases/${mine.caseId}/evidence/files/${id}`)).status, 404);
  const office = await w.signIn('programme_office', {});
  // A file of one case below the path of another, which both are the reader's.
  assert.equal((await office.get(`/cases/${other.caseId}/evidence/files/${id}`)).status, 404);
  const url = `/cases/${other.caseId}/evidence/${evidenceId}/withdraw`;
  assert.equal((await office.post(url, { version: '1', reason: 'x' })).status, 404);
  assert.equal((await office.get(`/cases/${other.caseId}/bundles/${id}/zip`)).status, 404);
  const foreign = (await w.signIn('evaluator', {})).get(`/cases/${mine.caseId}/evidence`);
  assert.equal((await foreign).status, 404);
  assert.deepEqual(await written(), before);
});

test('a ledger of trading: added to, struck out with a reason, and kept as evidence; another’s is not found', async () => {
  const jobId = (await w.db.query('select id from job where case_id = $1', [mine.caseId])).rows[0].id;
  const path = `/cases/${mine.caseId}/evidence/ledger/${jobId}`;
  const on = (name: string, date: string, month: string) => ({
    ...{ [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: '2015' },
  });
  const entry = { ...on('on', '31', '8'), direction: 'received', pence: '96.50', words: 'First week' };
  const standing = async () =>
    (
      await w.db.query(
        `select (select json_agg(json_build_array(traded_on, direction, pence, struck_reason) order by id) from trading_entry) as entries,
           (select count(*)::int from event where kind like 'claim.trade%') as events, (select count(*)::int from evidence) as evidence`,
      )
    ).rows[0];
  const before = await standing();
  for (const [wrong, words] of [
    [{ pence: '0' }, /Enter an amount above nothing/],
    [{ pence: '-5' }, /enter pounds and pence/],
    [{ direction: 'lent' }, /choose one of the answers/],
    [{ 'on-year': '2017' }, /today or in the past/],
  ] as const) {
    const { status, body } = await worker.post(path, { ...entry, ...wrong });
    assert.equal(status, 422);
    assert.match(body, words);
    assert.match(body, /value="First week"/);
  }
  const keep = { ...on('from', '1', '7'), ...on('to', '31', '12'), needs: 'working-well-pilot|job_start|job_start' };
  assert.match((await worker.post(`${path}/keep`, keep)).body, /Nothing stands in the ledger/);
  assert.equal((await worker.post(`/cases/${other.caseId}/evidence/ledger/${jobId}`, entry)).status, 404);
  const office = await w.signIn('programme_office', {});
  assert.equal((await office.post(`/cases/${other.caseId}/evidence/ledger/${jobId}`, entry)).status, 404);
  assert.deepEqual(await standing(), before);

  assert.equal((await worker.post(path, entry)).status, 303);
  assert.equal(
    (await worker.post(path, { ...entry, ...on('on', '2', '10'), direction: 'spent', pence: '9' })).status,
    303,
  );
  const page = (await worker.get(path)).body;
  assert.deepEqual(await htmlProblems(page), []);
  assert.match(page, /Aug 2015[\s\S]*?£96\.50[\s\S]*?£0\.00[\s\S]*?£96\.50/);
  assert.match(page, /Sep 2015[\s\S]*?Not known/);
  assert.match(page, /Nothing is known of 7 months/);
  const strike = /href="([^"]*\/strike)"/.exec(page)?.[1] ?? '';
  assert.equal((await worker.post(strike, { reason: '' })).status, 422);
  assert.equal((await worker.post(strike, { reason: 'Typed twice' })).status, 303);
  assert.equal((await worker.get(strike)).status, 404);
  assert.equal((await worker.post(strike, { reason: 'x' })).status, 404);
  assert.equal((await worker.post(`${path}/keep`, keep)).status, 303);
  const after = await standing();
  assert.deepEqual(after.entries, [
    ['2015-08-31', 'received', 9650, null],
    ['2015-10-02', 'spent', 900, 'Typed twice'],
  ]);
  assert.deepEqual([after.events, after.evidence], [before.events + 3, before.evidence + 1]);
  const { rows } = await w.db.query(
    `select convert_from(f.content, 'UTF8') as text, f.name, e.covers_from, e.covers_to from evidence e join evidence_file f on f.evidence_id = e.id
     where e.kind = 'ledger'`,
  );
  assert.deepEqual(rows, [
    {
      text: 'day,direction,amount,words\n2015-08-31,received,96.50,First week\n',
      ...{ name: 'ledger 2015-07-01 to 2015-12-31.csv', covers_from: '2015-07-01', covers_to: '2015-12-31' },
    },
  ]);
});

test('Today asks for evidence of work that nothing shows, and stops when there is some', async () => {
  const staffId = await w.staff('BOL-KW09');
  const own = await w.signIn('key_worker', { staffId });
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on) values (gen_random_uuid(), $1, $2, 'Northway Bakery', '2015-12-28')`,
    [caseId, personId],
  );
  assert.match((await own.get('/today')).body, /13 weeks in work, and there is no evidence of it yet/);
  await w.db.query(
    `insert into evidence (id, case_id, person_id, kind, source, dated_on, recorded_on) values (gen_random_uuid(), $1, $2, 'payslip', 'person', '2016-03-25', '2016-03-31')`,
    [caseId, personId],
  );
  assert.doesNotMatch((await own.get('/today')).body, /there is no evidence of it yet/);
});

test('a ledger of more than 5,000 entries says so and is never kept in part', async () => {
  const staffId = await w.staff('BOL-KW11');
  const own = await w.signIn('key_worker', { staffId });
  const of = { ...(await w.addCase({ keyWorkerId: staffId })), programmeId: w.programmeId };
  const jobId = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, started_on, kind, self_employed) values ($1, $2, $3, '2014-01-01', 'self_employed', true)`,
    [jobId, of.caseId, of.personId],
  );
  await w.db.query(
    `insert into trading_entry (id, case_id, person_id, job_id, traded_on, direction, pence)
     select gen_random_uuid(), $1, $2, $3, date '2015-07-01' + (n % 100), 'received', 1 from generate_series(0, 5000) n`,
    [of.caseId, of.personId, jobId],
  );
  const path = `/cases/${of.caseId}/evidence/ledger/${jobId}`;
  const { body } = await own.get(path);
  assert.match(body, /Only the latest 5,000 entries are shown/);
  assert.doesNotMatch(body, /Jan 2014|Jun 2015/);
  const keep = (to: string) => fileLedger(w.db, systemActor, of, { jobId, from: '2015-07-01', to, needs: [] }, today);
  const before = await w.db.query('select count(*) from evidence');
  assert.deepEqual(await keep('2015-12-31'), {
    outcome: 'refused',
    problem: 'These are more entries than one file holds. Choose fewer days, and keep the rest after',
  });
  assert.deepEqual((await w.db.query('select count(*) from evidence')).rows, before.rows);
  assert.equal((await keep('2015-10-07')).outcome, 'saved');
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { fixedClock } from '../kit/clock.ts';
import { type Host, WrongUse } from '../kit/command.ts';
import { newId } from '../kit/ids.ts';
import { makeOutturn } from './actions/outturn.ts';
import { packCommand } from './actions/pack.ts';

let w: World;
let office: Browser;
let folder: string;
const key = 'working-well-pilot';
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  folder = await mkdtemp(path.join(tmpdir(), 'newel-pack-'));
  for (let n = 0; n < 9; n += 1) {
    const { caseId, personId } = await w.addCase();
    if (n < 7)
      await w.db.query('insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)', [
        ...[newId(), caseId, personId],
        n < 2 ? '2015-03-20' : '2015-10-05',
      ]);
  }
});
after(async () => {
  await rm(folder, { recursive: true });
  await w.end();
});

/** A claim that was submitted and paid, in the ledger. */
async function paid(pence: number): Promise<void> {
  const { caseId, personId } = await w.addCase();
  const claim = newId();
  await w.db.query(
    `insert into claim (id, case_id, person_id, milestone, claimed_on, reference, programme_id, contract, state, pence, reached_on, moved_on)
     values ($1, $2, $3, 'job_start', '2016-02-01', $4, $5, $6, 'paid', $7, '2016-01-15', '2016-03-02')`,
    [claim, caseId, personId, claim, w.programmeId, key, pence],
  );
  const moves = [
    ['submit', '2016-02-01', { claimed: pence, income: -pence }],
    ['accept', '2016-02-20', { claimed: -pence, owed: pence }],
    ['pay', '2016-03-02', { owed: -pence, received: pence }],
  ] as const;
  for (const [kind, on, lines] of moves) {
    const posting = newId();
    await w.db.query(
      'with p as (insert into claim_posting (id, claim_id, contract, attempt, kind, posted_on, at) values ($1, $2, $3, 1, $4, $5, now())) select 1',
      [posting, claim, key, kind, on],
    );
    const [accounts, amounts] = [Object.keys(lines), Object.values(lines)];
    await w.db.query(
      'insert into ledger_line (posting_id, account, pence) select $1, * from unnest($2::text[], $3::bigint[])',
      [...[posting, accounts], amounts],
    );
  }
}

const host = (): Host & { printed: string } => {
  const machine = {
    printed: '',
    db: async () => w.db,
    ownerUrl: async () => '',
    clock: fixedClock(`${today}T10:00:00Z`),
    timeZone: 'Europe/London',
    out: (text: string) => {
      machine.printed += text;
    },
    err: () => undefined,
    progress: () => ({ update: () => undefined, done: () => undefined }),
  };
  return machine;
};

test('the outturn: for the office with links to who is behind a number, for a provider its own lines, for the board neither', async () => {
  const { body, status } = await office.get(`/reports/${key}/outturn?as-of=${today}`);
  assert.equal(status, 200);
  assert.match(body, /Started to date/);
  assert.match(body, /tables\/job-starts\/people\?/);
  assert.match(body, />Big Life</);
  const lists = [...body.matchAll(/href="(\/reports\/[^"]*\/people\?[^"]*)"/g)].map(([, link]) =>
    (link ?? '').replaceAll('&amp;', '&'),
  );
  assert.ok(lists.some((link) => link.includes('/tables/journeys-by-provider/')));
  for (const link of new Set(lists)) assert.equal((await office.get(link)).status, 200, link);
  const one = await office.get(`/reports/${key}/outturn?as-of=${today}&for=provider%3AIngeus`);
  assert.match(one.body, /Outturn: Ingeus/);
  assert.doesNotMatch(one.body, /<th scope="row"[^>]*>Big Life/);
  const board = await office.get(`/reports/${key}/outturn?as-of=${today}&for=board`);
  assert.match(board.body, /Outturn for the board/);
  assert.doesNotMatch(board.body, /\/people\?|\/pseudonyms\?/);
  assert.match(board.body, /\[c\]/);
  const wrong = await office.get(`/reports/${key}/outturn?as-of=31.13.2016`);
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /Enter a date that exists/);
  for (const [typed, words] of [
    ['2016-04-01', /Enter today or a day before it/],
    ['2106-03-31', /Enter today or a day before it/],
    ['2014-03-02', /Enter 3 Mar 2014 or a later day/],
  ] as const) {
    const refused = await office.get(`/reports/${key}/outturn?as-of=${typed}`);
    assert.equal(refused.status, 422, typed);
    assert.match(refused.body, words);
    assert.match(refused.body, new RegExp(`value="${typed}"`));
    assert.match(refused.body, /as of 31 Mar 2016/);
  }
  const worker = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW01') });
  assert.equal((await worker.get(`/reports/${key}/outturn`)).status, 404);
});

test('R23 says what R16 says: cases that changed are worked out before it is read', async () => {
  const made = await makeOutturn(w.db, { programmeId: w.programmeId, key }, { asOf: today, today });
  const value = (name: string, row: string, column: string) => {
    const table = made?.tables.find((one) => one.name === name);
    return table?.rows.find(({ label }) => label === row)?.figures[table.columns.indexOf(column)]?.value;
  };
  assert.equal(value('R16', 'Everybody', 'Reached, not claimed'), '2');
  assert.equal(value('R23 unclaimed', 'Sustained job', 'Can be claimed today'), '2');
});

test('R23: what the ledger did by month and milestone, up to the day, to the penny', async () => {
  await paid(120_000);
  await paid(120_001);
  const lines = async (asOf: string) => {
    const made = await makeOutturn(w.db, { programmeId: w.programmeId, key }, { asOf, today });
    const table = made?.tables.find(({ name }) => name === 'R23');
    return table?.rows.map(({ label, figures }) =>
      [label, ...figures.map((figure) => figure?.printed ?? '')].join(' '),
    );
  };
  const made = await lines('2016-03-31');
  assert.equal(made?.[0], 'Feb 2016, Ingeus 2 £2,400.01 2 £2,400.01 0 £0.00 £0.00 £0.00 £2,400.01');
  assert.equal(made?.[1], 'Mar 2016, Ingeus 0 £0.00 0 £0.00 2 £2,400.01 £0.00 £0.00 -£2,400.01');
  assert.equal(made?.at(-1), 'Everybody 2 £2,400.01 2 £2,400.01 2 £2,400.01 £0.00 £0.00 £0.00');
  assert.equal((await lines('2016-02-10'))?.at(-1), 'Everybody 2 £2,400.01 0 £0.00 0 £0.00 £0.00 £2,400.01 £0.00');
});

/** The manager of a provider. */
const managerIn = (area: string) => w.signIn('team_manager', { providerId: w.area(area).provider_id ?? null });

test('a provider’s manager reads their own page and the board’s, and no money of another provider; who is not there is not found', async () => {
  const page = `/reports/${key}/outturn?as-of=${today}`;
  const bigLife = await managerIn('Manchester');
  const own = await bigLife.get(page);
  assert.equal(own.status, 200);
  assert.match(own.body, /Outturn: Big Life/);
  assert.match(own.body, /What was claimed and paid\?/);
  assert.doesNotMatch(own.body, /£[1-9]|Ingeus|Programme office/);
  // Their own money is not called everybody's.
  const money = own.body.slice(own.body.indexOf('What was claimed and paid?'));
  assert.match(money, />Own claims</);
  assert.doesNotMatch(money, /everybody/i);
  assert.equal((await bigLife.get(`${page}&for=board`)).status, 200);
  // From the people behind a number the way leads back to a page that they may see.
  const people = await bigLife.get(
    `/reports/${key}/tables/attached-by-provider/people?as-of=${today}&row=Attached&column=Big+Life`,
  );
  const [back] = people.body.match(/\/reports\/[^"]*\/outturn\?[^"]*/) ?? [];
  assert.equal((await bigLife.get(String(back).replaceAll('&amp;', '&'))).status, 200, String(back));
  for (const reader of ['office', 'provider:Ingeus', 'provider:Igneus', 'provider', '']) {
    const refused = await bigLife.get(`${page}&${new URLSearchParams({ for: reader })}`);
    assert.equal(refused.status, 404, reader);
    assert.doesNotMatch(refused.body, /£[1-9]/);
    assert.equal((await bigLife.get(`${page}&format=csv&${new URLSearchParams({ for: reader })}`)).status, 404, reader);
  }
  assert.equal((await bigLife.post(`/reports/${key}/outturn`, { 'as-of': today, for: 'office' })).status, 404);
  const tables = async (browser: Browser) =>
    (await browser.get(`/reports/${key}/pack?month=2016-03`)).body.match(/\/S \/Table\b/g)?.length ?? 0;
  assert.ok((await tables(bigLife)) < (await tables(office)), 'the pack of a provider lacks money that is not its own');
  const ingeus = await (await managerIn('Bolton')).get(page);
  assert.match(ingeus.body, /Feb 2016, Ingeus[\s\S]*£2,400\.01/, 'the money of their own');
  // A misspelt provider is no way into the whole.
  assert.equal((await office.get(`${page}&for=provider%3AIgneus`)).status, 404);
  for (const role of ['programme_office', 'evaluator', 'local_lead'] as const)
    assert.match((await (await w.signIn(role)).get(page)).body, /Feb 2016, Ingeus/, role);
});

test('the file of the outturn: every figure of the page in long form, and for a board nothing but what is printed', async () => {
  const page = `/reports/${key}/outturn?as-of=${today}`;
  assert.match((await office.get(page)).body, /for=office&amp;format=csv">Download these tables \(CSV\)/);
  const lines = async (browser: Browser, reader: string): Promise<string[][]> => {
    const { status, body } = await browser.get(`${page}&${new URLSearchParams({ for: reader, format: 'csv' })}`);
    assert.equal(status, 200);
    return parse(body);
  };
  const all = await lines(office, 'office');
  assert.deepEqual(all[0], ['table', 'row', 'column', 'value', 'printed']);
  const made = await makeOutturn(w.db, { programmeId: w.programmeId, key }, { asOf: today, today });
  const figures = made?.tables.flatMap((table) =>
    table.rows.flatMap(({ label, figures: row }) =>
      table.columns.map((column, at) => [table.name, label, column, row[at]?.value ?? '', row[at]?.printed ?? '']),
    ),
  );
  const bare = (rows: readonly string[][] = []) => rows.map((row) => row.map((cell) => cell.replace(/^'/, '')));
  assert.deepEqual(bare(all.slice(1)), bare(figures));
  const board = (await lines(office, 'board')).slice(1);
  assert.ok(board.some(([, , , value]) => value === '[c]'));
  assert.ok(board.every(([, , , value, printed]) => value === printed));
  assert.deepEqual([...new Set(board.map(([table]) => table))], ['R8', 'R14', 'R15', 'R16', 'R17', 'R23']);
  const own = await lines(await managerIn('Manchester'), 'provider:Big Life');
  assert.ok(own.length > 50 && !own.flat().some((cell) => cell.includes('Ingeus')));
});

test('the page says how old the oldest of its tables is, and making again makes all of them and comes back', async () => {
  const day = '2016-02-29';
  const page = `/reports/${key}/outturn?as-of=${day}&for=board`;
  await office.get(page);
  const runs = async () =>
    (await w.db.query('select break_down, made_at from report_run where as_of = $1 order by break_down', [day])).rows;
  assert.deepEqual(
    (await runs()).map((run) => run.break_down),
    ['', 'cohort'],
  );
  // No event is newer, so what was kept is shown, and one of the two is older than the other.
  await w.db.query(`update report_run set made_at = '2036-03-01T08:30:00Z' where as_of = $1`, [day]);
  await w.db.query(
    `update report_run set made_at = '2031-03-01T08:30:00Z' where as_of = $1 and break_down = 'cohort'`,
    [day],
  );
  assert.match((await office.get(page)).body, /These tables were made on 1 Mar 2031 at 08:30\./);
  const again = await office.post(`/reports/${key}/outturn`, { 'as-of': day, for: 'board' });
  assert.deepEqual([again.status, again.location], [303, page]);
  assert.ok(
    (await runs()).every(({ made_at }) => Date.parse(made_at) < Date.parse('2030-01-01')),
    'both',
  );
  const pack = await office.get(`/reports/${key}/pack?month=2016-02`);
  assert.equal(pack.status, 200);
});

test('in a large programme both tables are asked for at once, and ‘Look again’ leads back to the outturn', async () => {
  await w.db.query(
    `with one as (insert into person (id, reference, given_name, family_name, search_given, search_family)
       values (gen_random_uuid(), 'P-LARGE', 'A', 'B', 'a', 'b') returning id)
     insert into case_record (id, person_id, programme_id, reference, status)
     select gen_random_uuid(), one.id, $1, 'C-LARGE-' || n, 'referred' from one, generate_series(1, 20001) n`,
    [w.otherProgrammeId],
  );
  const reader = await w.signIn('programme_office', { programmeId: w.otherProgrammeId });
  const page = `/reports/elsewhere/outturn?as-of=${today}&for=provider%3ABig+Life`;
  const waiting = await reader.get(page);
  assert.match(waiting.body, /The tables are being made/);
  assert.ok(waiting.body.includes(`href="${page.replace('&', '&amp;')}">Look again`), 'back to where they were');
  const { rows } = await w.db.query('select state from report_run where programme_id = $1', [w.otherProgrammeId]);
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['queued', 'queued'],
  );
  const pack = await reader.get('/reports/elsewhere/pack?month=2016-03');
  assert.match(pack.body, /href="\/reports\/elsewhere\/pack\?month=2016-03">Look again/);
});

test('newel pack writes the PDF that the page gives; a month that is none is wrong use', async () => {
  const out = path.join(folder, 'pack.pdf');
  const machine = host();
  assert.equal(await packCommand.run(['--programme', key, '--month', '2016-03', '--out', out], machine), 0);
  const written = await readFile(out);
  assert.equal(written.subarray(0, 8).toString('latin1'), '%PDF-1.7');
  const sent = await office.get(`/reports/${key}/pack?month=2016-03`);
  assert.equal(sent.status, 200);
  assert.equal(sent.body.slice(0, 8), '%PDF-1.7');
  for (const [month, words] of [
    ['2016-13', /There is no such month/],
    ['2016-04', /has not begun/],
    ['9999-12', /has not begun/],
    ['2014-02', /began on 3 Mar 2014/],
  ] as const) {
    const refused = await office.get(`/reports/${key}/pack?month=${month}`);
    assert.equal(refused.status, 422, month);
    assert.match(refused.body, words);
    await assert.rejects(
      packCommand.run(['--programme', key, '--month', month, '--out', out], host()),
      (error) => error instanceof WrongUse && words.test(error.message),
    );
  }
  for (const args of [
    ['--month', '2016-03', '--out', out],
    ['--programme', key, '--month', '2016-3', '--out', out],
    ['--programme', key, '--month', '2016-03'],
    ['--programme', 'none', '--month', '2016-03', '--out', out],
  ])
    await assert.rejects(packCommand.run(args, host()), WrongUse);
});

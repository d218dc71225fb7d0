import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { recordEvent } from '../access/actions.ts';
import { systemActor } from '../access/rules/policy.ts';
import { importFolder } from '../handover/actions.ts';
import { fixedClock } from '../kit/clock.ts';
import { type Host, WrongUse } from '../kit/command.ts';
import { openDatabase, transaction } from '../kit/db.ts';
import { reportCommand } from './actions/command.ts';
import {
  casesBehind,
  currentReport,
  freezeReport,
  frozenReport,
  makeReport,
  runReportJob,
  settingsFor,
} from './actions.ts';
import type { CaseFacts } from './rules/facts.ts';
import { pilotCases, pilotSettings } from './rules/pilot.fixture.ts';
import { cellsOf } from './rules/result.ts';
import { behind, makeTables } from './rules/tables.ts';
import { type FactsRequest, streamFacts } from './store.ts';

const samples = path.join(import.meta.dirname, '../../samples/working-well-pilot');
type Expected = { table: string; row: string; column: string; value: string; printed: string };
const expected: Expected[] = parse(
  readFileSync(path.join(import.meta.dirname, '../../test/fixtures/expected_pilot.csv')),
  { bom: true, columns: true },
);

/** Facts by case, as text: PostgreSQL gives the rows of a case in any order. */
const texts = (cases: readonly CaseFacts[]): Map<string, string> =>
  new Map(
    cases.map((facts) => [
      facts.caseId,
      JSON.stringify(facts, (_, value) =>
        Array.isArray(value) && typeof value[0] === 'object' ? value.map((one) => JSON.stringify(one)).sort() : value,
      ),
    ]),
  );

describe('reports of the pilot, imported', () => {
  let made: World;
  let request: { programmeId: string; asOf: string; by: null };
  let programme: { id: string; key: string; name: string };
  before(async () => {
    made = await world();
    const { programme: imported } = await importFolder(made.db, { folder: samples, today });
    assert.ok(imported.id);
    programme = { id: imported.id, key: imported.key, name: imported.name };
    request = { programmeId: imported.id, asOf: '2016-03-31', by: null };
  });
  after(() => made.end());

  test('a large programme, read over two connections, has every case once and the same facts', async () => {
    const stream = async (part: Partial<FactsRequest>) => {
      const seen: CaseFacts[] = [];
      const count = await streamFacts(made.db, {
        programmeId: programme.id,
        issueKeys: ['debt_finances', 'mental_health'],
        asOf: 16_891,
        each: (facts) => seen.push(facts) > 0,
        ...part,
      });
      assert.equal(count, seen.length);
      return seen;
    };
    // A large programme's plans need to know how large it is; here nothing has looked yet.
    // By name: a look at everything fails when a session that has just ended takes its temporary tables with it.
    const owner = openDatabase(String(made.db.options.connectionString), { asOwner: true, max: 1 });
    const { rows } = await owner.query("select tablename from pg_tables where schemaname = 'public'");
    await owner.query(`analyze ${rows.map(({ tablename }) => tablename).join(', ')}`).finally(() => owner.end());
    const small = texts(await stream({}));
    const inOrder = await stream({ smallUpTo: 10 });
    assert.ok(inOrder.every(({ caseId }, at) => at === 0 || caseId > (inOrder[at - 1]?.caseId ?? '')));
    for (const read of [inOrder, await stream({ smallUpTo: 10, anyOrder: true })]) {
      const found = texts(read);
      assert.equal(found.size, read.length);
      assert.equal(found.size, small.size);
      // One at a time: the difference of two whole programmes would take minutes to write.
      for (const [caseId, text] of small) assert.equal(found.get(caseId), text);
    }
  });

  const host = (): Host & { printed: string; said: string } => {
    const machine = {
      printed: '',
      said: '',
      db: async () => made.db,
      ownerUrl: async () => '',
      clock: fixedClock(`${today}T10:00:00Z`),
      timeZone: 'Europe/London',
      out: (text: string) => {
        machine.printed += text;
      },
      err: (text: string) => {
        machine.said += text;
      },
      progress: () => ({ update: () => undefined, done: () => undefined }),
    };
    return machine;
  };
  const newel = async (...args: string[]) => {
    const machine = host();
    const code = await reportCommand.run(args, machine);
    return { code, printed: machine.printed, said: machine.said };
  };

  test('newel report all prints every expected cell, and its checks hold', async () => {
    const { code, printed, said } = await newel('all', '--programme', programme.key, '--format', 'csv');
    assert.equal(code, 0);
    assert.match(said, /checks between the tables hold\./);
    const got: Expected[] = parse(printed, { columns: true });
    assert.equal(got.length, expected.length);
    expected.forEach((want, at) => {
      const cell = got[at];
      assert.deepEqual(
        [cell?.table, cell?.row, cell?.column, cell?.printed],
        [want.table, want.row, want.column, want.printed],
      );
      if (want.value === '' || Number.isNaN(Number(want.value))) assert.equal(cell?.value, want.value);
      else assert.ok(Math.abs(Number(cell?.value) - Number(want.value)) <= 1e-9);
    });
  });

  test('the records give what the files give, at any date and for each group', async () => {
    const files = { settings: pilotSettings(), cases: pilotCases() };
    for (const asOf of ['2014-03-02', '2015-02-28', '2017-06-30']) {
      for (const by of [null, 'cohort'] as const) {
        const settings = await settingsFor(made.db, { ...request, asOf });
        assert.ok(settings);
        const result = await makeReport(made.db, { ...request, asOf, by }, today);
        const tables = makeTables({ ...files.settings, asOf: settings.asOf }, files.cases, by);
        assert.deepEqual(
          result?.groups.map(({ group, cells, more }) => ({ group, cells, more })),
          tables,
          `${asOf} by ${by}`,
        );
      }
    }
  });

  test('a result is kept until something happens', async () => {
    const runs = "from report_run where programme_id = $1 and as_of = '2016-03-31' and break_down = ''";
    const first = await currentReport(made.db, request, today);
    assert.equal(first.state, 'made');
    // An hour after the last event nothing can be on its way any more.
    await made.db.query("update report_run set made_at = made_at + interval '1 hour' where programme_id = $1", [
      programme.id,
    ]);
    const { rows: before } = await made.db.query(`select made_at ${runs}`, [programme.id]);
    const second = await currentReport(made.db, request, today);
    assert.ok(second.state === 'made' && second.madeAt === before[0].made_at);
    await transaction(made.db, (tx) =>
      recordEvent(tx, systemActor, { kind: 'note.added', programmeId: programme.id, happenedOn: today, payload: {} }),
    );
    await currentReport(made.db, request, today);
    const { rows: after } = await made.db.query(`select made_at, stamp ${runs}`, [programme.id]);
    assert.equal(after.length, 1);
    assert.notEqual(after[0].made_at, before[0].made_at);
    await runReportJob({ ...request, by: 'provider' }, { db: made.db, clock: fixedClock(`${today}T10:00:00Z`) });
    const kept = await currentReport(made.db, { ...request, by: 'provider' }, today);
    assert.ok(kept.state === 'made' && kept.result.groups.length === 2);
  });

  test('the people behind a figure are those of the files', async () => {
    const kept = await currentReport(made.db, request, today);
    assert.ok(kept.state === 'made');
    const cell = kept.result.groups[0]?.cells.find(
      (one) => one.table === '3-6' && one.row === '50+ weeks' && one.column === 'Total',
    );
    assert.ok(cell?.who);
    const { caseIds, more } = await casesBehind(made.db, request, { who: cell.who, group: null });
    const references = (
      await made.db.query('select reference from report_case where case_id = any($1)', [caseIds])
    ).rows.map(({ reference }) => reference);
    const wanted = pilotCases()
      .filter(behind(pilotSettings(), cell.who))
      .map(({ reference }) => reference);
    assert.deepEqual(references.sort(), wanted.sort());
    assert.equal(more, false);
  });

  test('a published set does not change when the records do', async () => {
    const done = await freezeReport(made.db, systemActor, programme, {
      asOf: '2016-03-31',
      by: null,
      title: 'Second annual report',
      today,
    });
    assert.ok('id' in done);
    const before = await frozenReport(made.db, done.id);
    assert.ok(before?.intact);
    assert.equal(before.digest, done.digest);
    const [job] = (await made.db.query('select id from job where started_on is not null and ended_on is null limit 1'))
      .rows;
    await made.db.query('update job set ended_on = started_on where id = $1', [job.id]);
    const now = await makeReport(made.db, request, today);
    const after = await frozenReport(made.db, done.id);
    assert.deepEqual(after, before);
    const still = (cells: readonly { table: string; row: string; column: string; printed: string }[] = []) =>
      cells.find((cell) => cell.table === 'journeys' && cell.row === 'In work' && cell.column === 'Clients')?.printed;
    assert.equal(still(after?.content.result.groups[0]?.cells), '238');
    assert.equal(still(now?.groups[0]?.cells), '237');
    await made.db.query('update job set ended_on = null where id = $1', [job.id]);
    const events = await made.db.query("select 1 from event where kind = 'report.frozen' and programme_id = $1", [
      programme.id,
    ]);
    assert.equal(events.rowCount, 1);
    await assert.rejects(made.db.query('update frozen_report set title = $1', ['x']));
    await assert.rejects(made.db.query('delete from frozen_report'));
    assert.equal(await frozenReport(made.db, 'nonsense'), null);
  });

  test('a set without a title is not published, and leaves nothing behind', async () => {
    const count = async () =>
      (await made.db.query('select (select count(*) from frozen_report) + (select count(*) from event) as n')).rows[0]
        .n;
    const before = await count();
    const input = { asOf: '2016-03-31', by: null, today };
    assert.ok('refused' in (await freezeReport(made.db, systemActor, programme, { ...input, title: '  ' })));
    assert.ok('refused' in (await freezeReport(made.db, systemActor, programme, { ...input, title: 'x'.repeat(201) })));
    assert.equal(await count(), before);
  });

  test('the command line: formats, names, groups and wrong use', async () => {
    const at = ['--programme', programme.key];
    const plain = await newel('job', 'starts', ...at);
    assert.equal(plain.code, 0);
    assert.match(plain.printed, /Who starts work\?/);
    assert.match(plain.printed, /Ingeus +208 +7\.6% +70% +59%/);
    const json = JSON.parse((await newel('3-16', ...at, '--format', 'json')).printed);
    assert.equal(json.groups[0].cells.length, 6);
    assert.equal(json.definitions[0].table, '3-16');
    const grouped: Record<string, string>[] = parse(
      (await newel('sustained', ...at, '--by', 'provider', '--format', 'csv')).printed,
      { columns: true },
    );
    assert.deepEqual(Object.keys(grouped[0] ?? {}), ['group', 'table', 'row', 'column', 'value', 'printed']);
    assert.match((await newel('list', ...at)).printed, /2-1 counts/);
    const published = await newel('freeze', ...at, '--title', 'From the command line');
    const id = /Published as (\S+)/.exec(published.printed)?.[1] ?? '';
    assert.match((await newel('frozen', 'list', ...at)).printed, /From the command line/);
    assert.equal(parse((await newel('frozen', 'show', id, '--format', 'csv')).printed).length, expected.length + 1);
    assert.equal((await newel('frozen', 'verify', id)).code, 0);
    for (const wrong of [
      [],
      ['all'],
      ['nothing', ...at],
      ['all', '--programme', 'nowhere'],
      ['all', ...at, '--as-of', '2015-02-29'],
      ['all', ...at, '--as-of', '2016-04-01'],
      ['freeze', ...at, '--title', 'Of a day to come', '--as-of', '2016-04-01'],
      ['all', ...at, '--as-of', '0000-01-01'],
      ['all', ...at, '--by', 'sex'],
      ['all', ...at, '--format', 'xml'],
      ['freeze', ...at],
      ['frozen'],
      ['frozen', 'show', 'nothing'],
      ['frozen', 'verify'],
    ])
      await assert.rejects(newel(...wrong), WrongUse, wrong.join(' '));
  });

  describe('pages', () => {
    let office: Browser;
    let lead: Browser;
    let evaluator: Browser;
    let worker: Browser;
    const base = '/reports/working-well-pilot';
    before(async () => {
      const [bury] = (
        await made.db.query("select id from area where key = 'bury' and programme_id = $1", [programme.id])
      ).rows;
      office = await made.signIn('programme_office', { programmeId: programme.id });
      lead = await made.signIn('local_lead', { programmeId: programme.id, areaId: bury.id });
      evaluator = await made.signIn('evaluator', { programmeId: programme.id });
      worker = await made.signIn('key_worker', { programmeId: programme.id });
    });

    test('every table has its page, with base, definition, chart and figures', async () => {
      assert.equal((await office.get('/reports')).location, base);
      const list = await office.get(base);
      assert.equal(list.status, 200);
      const links = [...list.body.matchAll(/href="(\/reports\/working-well-pilot\/tables\/[^"]+)"/g)].map(
        (match) => match[1] ?? '',
      );
      assert.equal(links.length, 29);
      for (const link of links) {
        const page = await office.get(link.replaceAll('&amp;', '&'));
        assert.equal(page.status, 200, link);
        assert.match(page.body, /How this is counted/, link);
        assert.match(page.body, /<th scope="row"/, link);
      }
      const starts = await office.get(`${base}/tables/job-starts`);
      assert.match(starts.body, /Who starts work\?/);
      assert.match(starts.body, /<svg class="newel-chart"/);
      assert.match(starts.body, /208/);
    });

    test('the address makes the page: day, area, provider, cohort', async () => {
      const bury = await office.get(`${base}/tables/2-1?as-of=2016-03-31&who=area%3ABury`);
      assert.match(bury.body, /Working Well pilot, Bury, as of 31 Mar 2016/);
      assert.match(bury.body, /186\. Clients with an initial assessment/);
      const early = await office.get(`${base}/tables/referrals?as-of=2014-03-31`);
      assert.doesNotMatch(early.body, /4,985/);
      const wrong = await office.get(`${base}/tables/referrals?as-of=2015-02-30`);
      assert.equal(wrong.status, 422);
      assert.match(wrong.body, /Enter a date that exists/);
      assert.equal((await office.get(`${base}/tables/9-9`)).status, 404);
      assert.equal((await office.get('/reports/nowhere')).status, 404);
      assert.equal((await office.get(`${base}/tables/job-starts-by-quarter?who=cohort%3A2014%20Q2`)).status, 200);
      assert.equal((await office.get(`${base}/tables/2-1?who=area%3ANowhere`)).status, 200);
      assert.match((await office.get(`${base}/checks`)).body, /What became of first jobs adds up to job starts/);
    });

    test('downloads hold the same figures', async () => {
      const csv = await office.get(`${base}/download?table=all&format=csv`);
      assert.equal((parse(csv.body) as string[][]).length, expected.length + 1);
      const json = await office.get(`${base}/download?table=3-16&format=json&who=provider%3AIngeus`);
      assert.equal(JSON.parse(json.body).groups[0].group, 'Ingeus');
      assert.equal((await office.get(`${base}/download?table=all&format=xml`)).status, 400);
    });

    test('people behind a figure: by name for those who answer for them, never for an evaluator', async () => {
      const figure = 'row=Total&column=Clients';
      const all = await office.get(`${base}/tables/job-starts/people?${figure}`);
      assert.equal(all.status, 200);
      assert.match(all.body, /297 cases are counted in it/);
      assert.match(all.body, /href="\/cases\/[0-9a-f-]{36}"/);
      assert.match(all.body, /page=2/);
      const reads = await made.db.query(
        "select 1 from read_log where user_id = $1 and what = 'people behind a figure'",
        [office.userId],
      );
      assert.equal(reads.rowCount, 1);
      const some = await lead.get(`${base}/tables/job-starts/people?${figure}`);
      assert.match(some.body, /You may see 15 of them/);
      assert.equal((await evaluator.get(`${base}/tables/job-starts/people?${figure}`)).status, 404);
      const pseudonyms = await evaluator.get(`${base}/tables/job-starts/pseudonyms?${figure}`);
      assert.equal(pseudonyms.status, 200);
      assert.match(pseudonyms.body, /E-[0-9A-F]{12}/);
      assert.doesNotMatch(pseudonyms.body, /\/cases\/[0-9a-f]/);
      assert.equal((await worker.get(base)).status, 404);
      assert.equal((await office.get(`${base}/tables/job-starts/people?row=Nobody&column=Clients`)).status, 404);
    });

    test('publishing is for the programme office, and can be read by all who read reports', async () => {
      const refused = await lead.post(`${base}/published`, { 'as-of': '2016-03-31', title: 'Not mine' });
      assert.equal(refused.status, 404);
      assert.equal((await office.post(`${base}/published`, { 'as-of': '2016-03-31', title: '' })).status, 422);
      const done = await office.post(`${base}/published`, { 'as-of': '2016-03-31', title: 'On a page' });
      assert.equal(done.status, 303);
      const set = await evaluator.get(done.location ?? '');
      assert.match(set.body, /The content has its digest/);
      assert.match((await evaluator.get(`${base}/published`)).body, /On a page/);
      assert.equal((await evaluator.get(`${done.location}/tables/3-6`)).status, 200);
      assert.equal(
        (parse((await evaluator.get(`${done.location}/csv`)).body) as string[][]).length,
        expected.length + 1,
      );
      const elsewhere = await made.signIn('evaluator', { programmeId: made.otherProgrammeId });
      assert.equal((await elsewhere.get((done.location ?? '').replace('working-well-pilot', 'elsewhere'))).status, 404);
      assert.equal((await elsewhere.get(done.location ?? '')).status, 404);
    });

    test('tables are made again when somebody asks', async () => {
      const again = await office.post(`${base}/make`, { 'as-of': '2016-03-31', who: 'area:Bury', table: 'job-starts' });
      assert.equal(again.status, 303);
      assert.equal(again.location, `${base}/tables/job-starts?as-of=2016-03-31&who=area%3ABury`);
    });
  });

  test('what a result holds is what its cells say', async () => {
    const kept = await currentReport(made.db, request, today);
    assert.ok(kept.state === 'made');
    const [group] = kept.result.groups;
    assert.ok(group);
    assert.equal(cellsOf(group, '3-16').length, 6);
    assert.equal(cellsOf(group, null).length, expected.length);
  });
});

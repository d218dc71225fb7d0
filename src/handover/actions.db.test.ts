import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { handoverFolder, smallHandover } from '../../test/support/handover.ts';
import {
  closeAll,
  contentOf,
  counts,
  database,
  importing,
  one,
  opened,
  replaced,
  stateOf,
  today,
  totals,
  withRows,
} from '../../test/support/imports.ts';
import { type Database, openDatabase } from '../kit/db.ts';
import { CannotImport, importFolder, listImportRuns, originalRows } from './actions.ts';

const pilot = join(import.meta.dirname, '../../samples/working-well-pilot');

describe('importing the pilot', () => {
  let db: Database;
  before(async () => {
    db = await database();
  });
  after(closeAll);

  it('loads every row, each with its event and its original, in well under a minute', async () => {
    const begun = performance.now();
    const result = await importFolder(db, { folder: pilot, today: '2016-03-31' });
    assert.ok(performance.now() - begun < 60_000);
    assert.equal(result.programme.key, 'working-well-pilot');
    assert.deepEqual(counts(result), {
      'programme.csv': [10, 10, 0, 0, 0],
      'areas.csv': [10, 10, 0, 0, 0],
      'key_workers.csv': [75, 75, 0, 0, 0],
      'referrals.csv': [4985, 4985, 0, 0, 0],
      'attachments.csv': [4548, 4548, 0, 0, 0],
      'area_changes.csv': [0, 0, 0, 0, 0],
      'assessments.csv': [9462, 9462, 0, 0, 0],
      'activities.csv': [727, 727, 0, 0, 0],
      'jobs.csv': [322, 322, 0, 0, 0],
      'claims.csv': [4861, 4861, 0, 0, 0],
      'duplicates.csv': [12, 12, 0, 0, 0],
    });
    const written = await one(
      db,
      `select (select count(*) from person)::int as people, (select count(*) from case_record where status = 'attached')::int as attached,
        (select count(*) from assessment)::int as assessments, (select count(*) from activity)::int as activities, (select count(*) from job)::int as jobs,
        (select count(*) from claim)::int as claims, (select count(*) from duplicate_review)::int as duplicates, (select count(*) from import_row)::int as rows,
        (select count(*) from event where case_id is not null)::int as events, (select count(*) from attachment where evidenced)::int as evidenced,
        (select count(*) from key_worker_assignment where ends_on is null)::int as assigned`,
    );
    assert.deepEqual(written, {
      people: 4985,
      attached: 4548,
      assessments: 9462,
      activities: 727,
      jobs: 322,
      claims: 4861,
      duplicates: 12,
      rows: 24_992,
      events: 24_917,
      evidenced: 0,
      assigned: 4548,
    });
  });

  it('changes nothing the second time', async () => {
    const state = await stateOf(db);
    const result = await importFolder(db, { folder: pilot, today: '2016-06-30' });
    assert.deepEqual(totals(result), { fresh: 0, changed: 0, rejected: 0 });
    assert.deepEqual(await stateOf(db), state);
  });
});

describe('importing a hand-over', () => {
  afterEach(closeAll);

  it('cleans what is blemished and keeps the row as it was given', async () => {
    const db = await database();
    assert.deepEqual((await importing(db, smallHandover)).rejects, []);
    const person = await one(
      db,
      `select p.*, c.id as case_id from person p join case_record c on c.person_id = p.id where c.source_ref = 'S1'`,
    );
    assert.equal(person.given_name, 'Rubina');
    assert.equal(person.sex, 'Female');
    assert.equal(person.ethnicity, 'White British');
    assert.equal(person.ni_number, 'QQ123456A');
    assert.equal(person.phone, '07700900001');
    assert.equal(person.preferred_contact, 'Phone');
    const rows = await originalRows(db, { caseId: person.case_id, limit: 100 });
    const original = rows.find(({ file }) => file === 'referrals.csv');
    assert.equal(original?.original.given_name, 'RUBINA');
    assert.equal(original?.original.national_insurance_number, 'qq 12 34 56 a');
    assert.equal(original?.original.ethnicity, 'White British  ');
    const second = await one(
      db,
      `select p.family_name, p.search_family, p.search_given from person p join case_record c on c.person_id = p.id where c.source_ref = 'S2'`,
    );
    assert.deepEqual(second, { family_name: "O'Reilly", search_family: 'oreilly', search_given: 'marama' });
  });

  it('stores what the definitions leave out or call unknown as it is', async () => {
    const db = await database();
    await importing(db, smallHandover);
    const content = (await contentOf(db)) as Record<string, string[]>;
    const parsed = (name: string) => (content[name] ?? []).map((row) => JSON.parse(row));
    assert.deepEqual(
      parsed('assessments').map(({ id, stage, answers }) => [id, stage, answers]),
      [
        [
          'A1',
          'initial',
          { issue_housing: 6, issue_debt_finances: 0, believes_can_find_work: false, expects_work_within: 'dont_know' },
        ],
        ['A2', 'reassessment', { issue_housing: 3 }],
        ['A3', 'initial', {}],
      ],
    );
    assert.deepEqual(
      parsed('jobs').map(
        ({ id, started_on, ended_on, hours_per_week, hourly_wage_pence, self_employed, work_area }) => [
          id,
          started_on,
          ended_on,
          hours_per_week,
          hourly_wage_pence,
          self_employed,
          work_area,
        ],
      ),
      [
        ['J1', '2020-05-04', '2020-05-01', '16.50', 872, false, 'Northmoor'],
        ['J2', null, null, null, null, null, 'Elsewhere'],
        ['J3', '2019-01-01', null, '37.50', 900, true, null],
      ],
    );
    assert.equal(parsed('activities').length, 3, 'equal rows are both kept');
    assert.equal(parsed('claims').length, 3);
    const places = Object.fromEntries(
      parsed('people').map((row) => [row.source_ref, [row.status, row.area, row.home, row.provider, row.worker]]),
    );
    assert.deepEqual(places, {
      S1: ['attached', 'Northmoor', 'Eastwick', 'Ash', 'E-1'],
      S2: ['attached', 'Eastwick', 'Eastwick', 'Oak', 'N-1'],
      S3: ['attached', 'Northmoor', 'Northmoor', 'Ash', null],
    });
    const attached = Object.fromEntries(
      parsed('attachments').map((row) => [
        row.source_ref,
        [row.attached_on, row.starts_on, row.evidenced, row.conditions],
      ]),
    );
    assert.deepEqual(attached, {
      S1: ['2020-02-17', '2020-02-17', false, {}],
      S2: ['2020-03-02', '2020-03-02', false, {}],
      S3: [null, null, false, {}],
    });
  });

  it('makes a programme from the template with the file’s settings and areas', async () => {
    const db = await database();
    const result = await importing(db, smallHandover);
    assert.deepEqual([result.programme.key, result.programme.state], ['small-steps', 'new']);
    const { document } = await one(db, 'select document from programme_version');
    assert.deepEqual(
      [document.sustainedWork.window, document.pipeline.window, document.reporting.asOf],
      [58, 48, '2021-03-31'],
    );
    const areas = (
      await db.query(
        'select a.name, p.name as provider from area a join provider p on p.id = a.provider_id order by position',
      )
    ).rows;
    assert.deepEqual(areas, [
      { name: 'Eastwick', provider: 'Oak' },
      { name: 'Northmoor', provider: 'Ash' },
    ]);
  });

  it('gives a loaded programme a new version when the settings differ, and keeps what held before', async () => {
    const db = await database();
    await importing(db, smallHandover);
    const result = await importing(db, replaced('programme.csv', 'as_of,2021-03-31', 'as_of,2021-06-30'));
    assert.equal(result.programme.state, 'changed');
    assert.deepEqual(counts(result)['programme.csv'], [7, 0, 1, 6, 0]);
    const versions = (
      await db.query(`select document -> 'reporting' ->> 'asOf' as as_of from programme_version order by version`)
    ).rows;
    assert.deepEqual(versions, [{ as_of: '2021-03-31' }, { as_of: '2021-06-30' }]);
    const settings = [
      'programme,Small Steps',
      'first_day,2019-01-01',
      'colour,blue',
      'sustained_weeks,many',
      'as_of,2021-06-31',
    ];
    const refused = await importing(db, { 'programme.csv': settings });
    assert.deepEqual(
      refused.rejects.map(({ row, column, value }) => [row, column, value]),
      [
        [3, 'value', '2019-01-01'],
        [4, 'setting', 'blue'].with(2, 'colour'),
        [5, 'value', 'many'],
        [6, 'value', '2021-06-31'],
      ],
    );
    assert.equal((await db.query('select from programme_version')).rowCount, 2);
  });

  it('changes nothing the second time, rejects included', async () => {
    const db = await database();
    const bad = withRows('jobs.csv', [...smallHandover['jobs.csv'], 'J9,S1,,,,2020-02-30,,,,', 'J1,S2,,,,,,,,']);
    const first = await importing(db, bad);
    const state = await stateOf(db);
    const second = await importing(db, bad);
    assert.deepEqual(totals(second), { fresh: 0, changed: 0, rejected: 2 });
    assert.deepEqual(second.rejects, first.rejects);
    assert.deepEqual(await stateOf(db), state);
  });

  it('an import that was interrupted comes to the same end when it is run again', async () => {
    const whole = await database();
    const halved = await database();
    await importing(whole, smallHandover);
    const expected = await contentOf(whole);
    const stops = Object.keys(smallHandover).length - 2;
    for (let stop = 1; stop <= stops; stop += 1) {
      let chunks = 0;
      const interrupt = () => {
        chunks += 1;
        if (chunks === stop) throw new Error('the power failed');
      };
      await assert.rejects(importing(halved, smallHandover, { onProgress: interrupt }), /the power failed/);
    }
    await importing(halved, smallHandover);
    assert.deepEqual(await contentOf(halved), expected);
  });

  it('a chunk that fails half way leaves nothing of itself', async () => {
    const db = await database();
    const owner = openDatabase(opened.at(-1)?.url ?? '', { asOwner: true });
    try {
      // Records and events of the claims are written before their rows are kept; that last statement fails.
      await owner.query(`
        create function fail() returns trigger language plpgsql as $$ begin raise 'the disk is full'; end $$;
        create trigger fail before insert on import_row for each row when (new.file = 'claims.csv') execute function fail()`);
      await assert.rejects(importing(db, smallHandover), /the disk is full/);
      const left = await one(
        db,
        `select (select count(*) from claim)::int as claims, (select count(*) from event where kind = 'claim.filed')::int as events,
          (select count(*) from job)::int as jobs`,
      );
      assert.deepEqual(left, { claims: 0, events: 0, jobs: 3 });
      await owner.query('drop trigger fail on import_row');
    } finally {
      await owner.end();
    }
    await importing(db, smallHandover);
    const whole = await database();
    await importing(whole, smallHandover);
    assert.deepEqual(await contentOf(db), await contentOf(whole));
  });

  it('dry runs tell the same and write nothing', async () => {
    const db = await database();
    const files = withRows('referrals.csv', [
      ...smallHandover['referrals.csv'],
      'S4,Westend,Oak,2020-13-01,,,,,,,,,,,x,,,,',
    ]);
    const before = await stateOf(db);
    const dry = await importing(db, files, { dryRun: true });
    assert.deepEqual(await stateOf(db), before);
    assert.equal((await db.query('select from import_run')).rowCount, 0);
    const real = await importing(db, files);
    assert.deepEqual(counts(dry), counts(real));
    assert.deepEqual(dry.rejects, real.rejects);
    assert.equal(dry.runId, null);
    const later = replaced('jobs.csv', 'Mill', 'Mill Two');
    const state = await stateOf(db);
    const dryLater = await importing(db, later, { dryRun: true });
    assert.deepEqual(await stateOf(db), state);
    assert.deepEqual(counts(dryLater), counts(await importing(db, later)));
  });

  it('lists its runs with their counts', async () => {
    const db = await database();
    const { programme } = await importing(db, smallHandover);
    await importing(db, smallHandover);
    const runs = await listImportRuns(db, { programmeId: programme.id as string, before: null, limit: 10 });
    assert.equal(runs.length, 2);
    assert.ok(runs[0]?.finished_at);
    assert.deepEqual((runs.at(-1)?.counts as Record<string, unknown> | undefined)?.['jobs.csv'], {
      rows: 3,
      fresh: 3,
      changed: 0,
      unchanged: 0,
      rejected: 0,
    });
  });

  it('lets one import of a programme work at a time', async () => {
    const db = await database();
    const { folder, remove } = await handoverFolder(smallHandover);
    let second: Promise<unknown> | undefined;
    await importFolder(db, {
      folder,
      today,
      onProgress: () => {
        second ??= assert.rejects(importFolder(db, { folder, today }), (error: Error) => {
          assert.ok(error instanceof CannotImport);
          assert.match(error.message, /another import of small-steps is at work/);
          return true;
        });
      },
    });
    await second;
    await importFolder(db, { folder, today });
    await remove();
  });
});

describe('any rows', () => {
  after(closeAll);

  it('come back as they were given, and every row is accounted for', async () => {
    const db = await database();
    await importing(db, smallHandover);
    const text = fc.string({
      unit: fc.constantFrom('a', 'É', "'", '"', ',', ' ', '\n', 'ł', '=', '-', '7'),
      maxLength: 8,
    });
    const day = fc.constantFrom('', '2020-02-29', '2021-02-29', ' 2020-05-04', 'x');
    const row = fc.record({
      job_id: fc.constantFrom('K1', 'k1', 'K2', 'K3', ''),
      referral_id: fc.constantFrom('S1', 's2', 'S9'),
      employer: text,
      occupation_group: text,
      work_area: text,
      started_on: day,
      ended_on: day,
      hours_per_week: fc.constantFrom('', '16', '37.5', '-1', 'x'),
      hourly_wage: fc.constantFrom('', '7', '8.72', '0.999'),
      self_employed: fc.constantFrom('', 'yes', 'No', '?'),
    });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const lines = rows.map((given) => Object.values(given).map(quoted).join(','));
        const result = await importing(db, { 'programme.csv': smallHandover['programme.csv'], 'jobs.csv': lines });
        const [, , , , , , , , jobs] = result.files;
        assert.equal(jobs?.file, 'jobs.csv');
        assert.equal(jobs.rows, rows.length);
        assert.equal(jobs.fresh + jobs.changed + jobs.unchanged + jobs.rejected, rows.length);
        const kept = (await db.query(`select row_key, original from import_row where file = 'jobs.csv'`)).rows;
        for (const { row_key, original } of kept.filter(({ row_key: key }) => key.startsWith('K'))) {
          assert.equal(original.job_id.trim().toUpperCase(), row_key);
          const stored = await one(db, 'select * from job where source_ref = $1', [row_key]);
          assert.equal(
            stored.employer,
            original.employer.trim() === '' ? null : original.employer.normalize('NFC').trim(),
          );
          assert.equal(stored.started_on, original.started_on.trim() || null);
        }
      }),
      { numRuns: 25 },
    );
  });
});

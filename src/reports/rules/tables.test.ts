import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { formatDay, parseDay } from '../../kit/days.ts';
import type { CaseFacts } from './facts.ts';
import { pilotCases, pilotSettings } from './pilot.fixture.ts';
import { held, makePlan } from './plan.ts';
import { casesOf, made } from './random.fixture.ts';
import { faults, reconcile } from './reconcile.ts';
import { behind, breakDowns, findTable, makeTables, openFold, tableTexts } from './tables.ts';
import { type Rows, twin } from './twin.fixture.ts';

type Expected = { table: string; row: string; column: string; value: string; printed: string };
type Published = Omit<Expected, 'value'> & { low: string; high: string; honoured: string };
function fixture<T>(name: string): T[] {
  return parse(readFileSync(new URL(`../../../test/fixtures/${name}.csv`, import.meta.url)), {
    bom: true,
    columns: true,
  });
}
const name = ({ table, row, column }: { table: string; row: string; column: string }) =>
  `${table} | ${row} | ${column}`;
const settings = pilotSettings();
const cases = pilotCases();
const cells = makeTables(settings, cases)[0]?.cells ?? [];
const pilot = new Map(cells.map((cell) => [name(cell), cell]));

test('every cell of the pilot comes out, in order, and no other', () => {
  const expected = fixture<Expected>('expected_pilot');
  assert.deepEqual(cells.map(name), expected.map(name));
  expected.forEach((want, index) => {
    const got = cells[index];
    assert.equal(got?.printed, want.printed, name(want));
    const number = Number(want.value);
    if (want.value === '' || Number.isNaN(number)) assert.equal(got?.value, want.value, name(want));
    else assert.ok(Math.abs(Number(got?.value) - number) <= 1e-9, `${name(want)}: ${got?.value}, not ${want.value}`);
  });
});

test('the published figures come out, apart from those the report itself contradicts', () => {
  let seen = 0;
  for (const want of fixture<Published>('published')) {
    if (want.honoured !== 'yes') continue;
    const got = pilot.get(name(want));
    assert.ok(got, name(want));
    if (want.low === '') assert.equal(got.printed, want.printed, name(want));
    else assert.ok(Number(got.value) >= Number(want.low) && Number(got.value) <= Number(want.high), name(want));
    seen += 1;
  }
  assert.ok(seen > 500);
});

test('any data gives what the definitions say, worked out slowly', () => {
  fc.assert(
    fc.property(made, ({ rows, world, settings: own, cases: given }) => {
      const got = new Map((makeTables(own, given)[0]?.cells ?? []).map((cell) => [name(cell), cell.value]));
      for (const [cell, want] of twin(rows, world)) {
        const value = got.get(cell);
        assert.notEqual(value, undefined, cell);
        if (typeof want === 'string') assert.equal(value, want, cell);
        else if (want === null) assert.equal(value, '', cell);
        else assert.ok(value !== '' && Math.abs(Number(value) - want) < 1e-8, `${cell}: ${value}, not ${want}`);
      }
    }),
    { numRuns: 250 },
  );
});

test('the slow way agrees on the pilot too, and speaks of every table', () => {
  const rows: Rows = {
    referrals: [],
    attachments: [],
    moves: [],
    assessments: [],
    activities: [],
    jobs: [],
    claims: [],
  };
  const day = (value: number | null) => (value === null ? '' : formatDay(value));
  for (const c of cases.filter((_, index) => index % 16 === 0)) {
    const id = c.caseId;
    rows.referrals.push({
      id,
      area: c.areaAtReferral,
      on: day(c.referredOn),
      sex: c.sex ?? '',
      born: day(c.dateOfBirth),
      ethnicity: c.ethnicity ?? '',
      lastWorked: c.lastWorked ?? '',
      tenure: c.housingTenure ?? '',
      marital: c.maritalStatus ?? '',
      dependants: String(c.dependants ?? ''),
    });
    if (c.hasAttachmentRow) rows.attachments.push({ id, on: day(c.attachedOn), worker: c.keyWorker ?? '' });
    for (const a of c.assessments)
      rows.assessments.push({ ...a, id, on: day(a.on), ratings: [...a.ratings], belief: a.belief ?? '' });
    for (const a of c.activities) rows.activities.push({ id, kind: a.kind, on: day(a.on) });
    for (const j of c.jobs) {
      rows.jobs.push({
        key: j.key,
        id,
        from: day(j.startedOn),
        to: day(j.endedOn),
        area: j.workArea ?? '',
        occupation: j.occupation ?? '',
        hours: j.hours,
        wage: j.wagePence === null ? null : j.wagePence / 100,
        self: j.selfEmployed === null ? '' : j.selfEmployed ? 'yes' : 'no',
      });
    }
    for (const claim of c.claims) rows.claims.push({ id, milestone: claim.milestone, on: day(claim.on) });
  }
  const plan = makePlan(settings);
  const figures = twin(rows, {
    areas: settings.areas.map((a) => ({ name: a.name, provider: a.provider, share: Number(a.shareContracted) })),
    issues: [...plan.issues],
    physical: plan.physical,
    mental: plan.mental,
    D: formatDay(settings.asOf),
    cohortTo: day(settings.cohortAttachedTo),
    target: 5000,
    n: 50,
    m: 54,
    pn: 40,
    pm: 44,
    early: day(settings.sustainedBaseAttachedTo),
  });
  const sample = new Set(rows.referrals.map(({ id }) => id));
  const own = new Map(
    (
      makeTables(
        settings,
        cases.filter(({ caseId }) => sample.has(caseId)),
      )[0]?.cells ?? []
    ).map((cell) => [name(cell), cell.value]),
  );
  for (const [cell, want] of figures) {
    if (typeof want === 'number') assert.ok(Math.abs(Number(own.get(cell)) - want) < 1e-8, cell);
    else assert.equal(own.get(cell), want ?? '', cell);
  }
  const spoken = new Set([...figures.keys()].map((cell) => cell.split(' | ')[0]));
  assert.deepEqual(
    [...spoken].sort(),
    tableTexts(settings)
      .map((text) => text.name)
      .sort(),
  );
});

test('reconciliations hold on any data', () => {
  for (const check of reconcile(settings, cells)) assert.ok(check.holds, check.statement);
  fc.assert(
    fc.property(made, ({ settings: own, cases: given }) => {
      for (const by of [null, ...breakDowns]) {
        for (const group of makeTables(own, given, by)) {
          const checks = reconcile(own, group.cells);
          assert.deepEqual(faults(checks), []);
          for (const check of checks) assert.ok(check.holds || check.always || check.exception, check.statement);
        }
      }
    }),
  );
});

test('a fault in the tables is found', () => {
  const wrong = cells.map((cell) =>
    cell.table === '3-6' && cell.row === '26+ weeks' && cell.column === 'Total' ? { ...cell, value: '213' } : cell,
  );
  assert.deepEqual(
    faults(reconcile(settings, wrong)).map(({ number }) => number),
    [5],
  );
});

test('the order of rows and of cases does not matter, and halves add up', () => {
  fc.assert(
    fc.property(made, fc.constantFrom(null, ...breakDowns), ({ rows, settings: own, cases: given }, by) => {
      const whole = makeTables(own, given, by);
      const back: Rows = {
        ...rows,
        referrals: rows.referrals.toReversed(),
        moves: rows.moves.toReversed(),
        assessments: rows.assessments.toReversed(),
        activities: rows.activities.toReversed(),
        jobs: rows.jobs.toReversed(),
        claims: rows.claims.toReversed(),
      };
      assert.deepEqual(makeTables(own, casesOf(back), by), whole);
      const [odd, even] = [openFold(own, by), openFold(own, by)];
      given.forEach((facts, index) => {
        (index % 2 ? odd : even).add(facts);
      });
      odd.merge(even.state());
      assert.deepEqual(odd.result(), whole);
    }),
  );
});

test('groups add up to everybody', () => {
  const counts = [
    'job starts | Total | Clients',
    'referrals | Total | Attached',
    '3-6 | Any length of time | Total',
    'sustained | Pipeline | Clients',
    'referrals | Total | Referred',
  ];
  for (const by of breakDowns) {
    const groups = makeTables(settings, cases, by);
    for (const count of counts) {
      const total = groups.reduce(
        (sum, group) => sum + Number(group.cells.find((cell) => name(cell) === count)?.value),
        0,
      );
      assert.equal(total, Number(pilot.get(count)?.value), `${by} ${count}`);
    }
  }
  assert.deepEqual(
    makeTables(settings, cases, 'provider').map(({ group }) => group),
    ['Ingeus', 'Big Life'],
  );
  assert.equal(makeTables(settings, cases, 'cohort').at(-1)?.group, 'Not attached');
});

test('the people behind a figure are as many as the figure says', () => {
  fc.assert(
    fc.property(made, ({ settings: own, cases: given }) => {
      const fold = openFold(own);
      for (const facts of given) fold.add(facts);
      const tally = fold.state().get(0);
      const found = fold.result()[0]?.cells ?? [];
      for (const cell of found) {
        // 'Jobs' and rows count more than one for a person; the others count people.
        if (!cell.who || cell.table.startsWith('3-6') || cell.table === 'rows left out' || cell.column === 'Jobs')
          continue;
        const is = behind(own, cell.who);
        assert.equal(given.filter(is).length, tally && held(tally, cell.who), name(cell));
      }
    }),
    { numRuns: 3 },
  );
  const bury = makeTables(settings, cases, 'area').find(({ group }) => group === 'Bury');
  const cell = bury?.cells.find((one) => name(one) === 'job starts | Total | Clients');
  assert.ok(cell?.who);
  assert.equal(cases.filter(behind(settings, cell.who, 'area', 'Bury')).length, Number(cell.value));
});

test('on a day after the last row only time goes on', () => {
  const late = { ...settings, asOf: (parseDay('2019-06-30') ?? 0) as number };
  const after = new Map((makeTables(late, cases)[0]?.cells ?? []).map((cell) => [name(cell), cell.value]));
  const still = [
    'referrals',
    'profile',
    '2-1',
    '2-2',
    '2-4',
    '2-5',
    'starter profile',
    '3-3',
    '3-4',
    '3-5',
    '3-9',
    'nature of first jobs',
    'claims',
    'caseload',
    'job starts by quarter',
  ];
  for (const [key, cell] of pilot) if (still.includes(cell.table)) assert.equal(after.get(key), cell.value, key);
  assert.ok(Number(after.get('sustained | Reached in one job | Clients')) > 39);
});

const nobody: CaseFacts = {
  caseId: 'A',
  reference: 'A',
  referredOn: 0,
  areaAtReferral: 'Bury',
  sex: null,
  ethnicity: null,
  lastWorked: null,
  housingTenure: null,
  maritalStatus: null,
  dependants: null,
  dateOfBirth: null,
  hasAttachmentRow: true,
  attachedOn: null,
  keyWorker: null,
  areaChanges: [],
  assessments: [],
  activities: [],
  jobs: [],
  claims: [],
};

test('bands of time since attachment: the lower bound belongs to the band', () => {
  const examples: [string, string, string][] = [
    ['2015-09-30', '2016-03-31', '6-12 months'],
    ['2015-10-01', '2016-03-31', 'Under 6 months'],
    ['2015-03-31', '2016-03-31', '12-18 months'],
    ['2018-08-28', '2019-02-28', '6-12 months'],
    ['2018-08-29', '2019-02-28', '6-12 months'],
    ['2018-08-30', '2019-02-28', '6-12 months'],
    ['2018-08-31', '2019-02-28', '6-12 months'],
    ['2018-09-01', '2019-02-28', 'Under 6 months'],
  ];
  for (const [attached, asOf, band] of examples) {
    const own = { ...settings, asOf: parseDay(asOf) ?? 0 };
    const found = makeTables(own, [{ ...nobody, attachedOn: parseDay(attached) }])[0]?.cells ?? [];
    const inBand = found
      .filter((cell) => cell.table === '3-1' && cell.row === 'N' && cell.value === '1')
      .map((cell) => cell.column);
    assert.deepEqual(inBand, [band, 'Total'], attached);
  }
});

test("a provider's contracted share is not known where that of one of its areas is not", () => {
  const areas = settings.areas.map((area) => (area.name === 'Bury' ? { ...area, shareContracted: null } : area));
  const found = makeTables({ ...settings, areas }, [])[0]?.cells ?? [];
  const shares = found.filter((cell) => cell.column === 'Share contracted').map(({ row, printed }) => [row, printed]);
  assert.deepEqual(shares, [
    ['Ingeus', '-'],
    ['Big Life', '41%'],
  ]);
});

test('a programme without settings, areas or people still has its tables', () => {
  const bare = {
    ...settings,
    areas: [],
    issues: [],
    cohortAttachedTo: null,
    referralTarget: null,
    sustainedWeeks: null,
    sustainedWindow: null,
    pipelineWeeks: null,
    pipelineWindow: null,
    sustainedBaseAttachedTo: null,
    caseloadGuide: null,
  };
  const empty = makeTables(bare, [])[0]?.cells ?? [];
  const cell = (text: string) => empty.find((one) => name(one) === text);
  assert.equal(cell('referrals | Total | Attachment rate')?.printed, '-');
  assert.equal(cell('referrals | Total | Attachment rate')?.value, '');
  assert.equal(cell('referrals | Total | Share of referral target')?.printed, '-');
  assert.equal(cell('rows left out | Jobs without a start date (length unknown) | Rows')?.printed, '0');
  const one = makeTables(bare, [{ ...nobody, attachedOn: 100 }])[0]?.cells ?? [];
  assert.equal(one.find((c) => name(c) === 'rows left out | Areas that are not of the programme | Rows')?.value, '1');
  assert.deepEqual(faults(reconcile(bare, one)), []);
});

test('tables are found by name, with spaces or hyphens, in any case', () => {
  const texts = tableTexts(settings);
  for (const typed of ['job starts', 'job-starts', ' Job Starts ', 'JOB_STARTS'])
    assert.equal(findTable(texts, typed)?.name, 'job starts');
  assert.equal(findTable(texts, '3-6 by provider')?.name, '3-6 by provider');
  assert.equal(findTable(texts, '3-7'), undefined);
  const shown = new Set(cells.map(({ table }) => table));
  assert.deepEqual([...new Set(texts.map((text) => text.name))], [...shown]);
  for (const text of texts)
    assert.ok(text.question.endsWith('?') && text.sentence.endsWith('.') && text.definition && text.base);
});

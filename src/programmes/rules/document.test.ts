import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { problemLine } from '../../kit/problems.ts';
import { checkProgramme, findChoice, labelOf, type ProgrammeDocument, programmeKey } from '../rules.ts';

const root = new URL('../../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const shipped = (key: string): ProgrammeDocument => JSON.parse(text(`programmes/${key}/programme.json`));
const sample = (file: string) => {
  const [header = '', ...lines] = text(`samples/working-well-pilot/${file}`).trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value.trim()])),
  );
};

/** The problems of the pilot's document after an edit, as lines. */
function broken(edit: (document: Record<string, never> & ProgrammeDocument) => unknown): string[] {
  const copy = JSON.parse(text('programmes/working-well-pilot/programme.json'));
  edit(copy);
  const checked = checkProgramme(copy);
  return checked.ok ? [] : checked.problems.map(problemLine);
}

for (const key of [
  'working-well-pilot',
  'working-well-expansion',
  'ics-trial',
  'ics-x',
  'pathways-new',
  'pathways-existing',
]) {
  test(`${key} passes its schema, under the key of its name`, () => {
    const checked = checkProgramme(shipped(key));
    assert.deepEqual(checked.ok ? [] : checked.problems.map(problemLine), []);
    assert.equal(programmeKey(shipped(key).name), key);
  });
}

test("the pilot's document says what its hand-over files say", () => {
  const pilot = shipped('working-well-pilot');
  const settings = Object.fromEntries(sample('programme.csv').map((row) => [row.setting, row.value]));
  assert.deepEqual(settings, {
    programme: pilot.name,
    first_day: pilot.firstDay,
    as_of: pilot.reporting.asOf,
    cohort_attached_to: pilot.cohorts.settledAttachedTo,
    referral_target: String(pilot.targets.referrals),
    sustained_weeks: String(pilot.sustainedWork.weeks),
    sustained_window: String(pilot.sustainedWork.window),
    pipeline_weeks: String(pilot.pipeline.weeks),
    pipeline_window: String(pilot.pipeline.window),
    sustained_base_attached_to: pilot.sustainedWork.baseAttachedTo,
  });
  assert.deepEqual(
    pilot.areas.map((area) => [String(area.position), area.name, area.provider, String(area.jobStartShareContracted)]),
    sample('areas.csv').map((row) => [row.position, row.area, row.provider, row.job_start_share_contracted]),
  );
});

test("every code in the pilot's files is in its document's lists", () => {
  const pilot = shipped('working-well-pilot');
  const lists = {
    source: pilot.referralSources,
    benefit: pilot.benefits,
    sex: pilot.sexes,
    ethnicity: pilot.ethnicities,
    preferred_contact: pilot.preferredContacts,
    last_worked: pilot.lastWorkedBands,
    housing_tenure: pilot.housingTenures,
    marital_status: pilot.maritalStatuses,
  };
  const unknown = new Set<string>();
  for (const row of sample('referrals.csv'))
    for (const [column, list] of Object.entries(lists)) {
      const given = row[column] ?? '';
      if (given !== '' && !findChoice(list, given)) unknown.add(`${column}: ${given}`);
    }
  for (const row of sample('activities.csv'))
    if (!findChoice(pilot.activityKinds, row.kind ?? '')) unknown.add(row.kind ?? '');
  for (const row of sample('claims.csv'))
    if (!findChoice(pilot.milestones, row.milestone ?? '')) unknown.add(row.milestone ?? '');
  assert.deepEqual([...unknown], []);
});

test('the expansion differs as the report says', () => {
  const expansion = shipped('working-well-expansion');
  assert.deepEqual([expansion.sustainedWork.weeks, expansion.sustainedWork.window], [50, 58]);
  assert.deepEqual([expansion.pipeline.weeks, expansion.pipeline.window], [40, 48]);
  assert.equal(expansion.targets.referrals, 15000);
  assert.deepEqual(
    expansion.providers.map((provider) => provider.name),
    ['Ingeus', 'Manchester Growth Company'],
  );
  assert.ok(findChoice(expansion.referralSources, 'gp'));
  assert.equal(expansion.support.monthsBeforeWork + expansion.support.monthsInWork, 36);
  assert.deepEqual(
    expansion.strands.filter((strand) => strand.kind === 'main').map((strand) => strand.label),
    ['Personalised Support Service', 'Skills for Employment'],
  );
});

test('a document that does not fit is refused with place, what is wanted and what was found', () => {
  const cases: [(document: Record<string, never> & ProgrammeDocument) => unknown, string[]][] = [
    [
      (d) => Object.assign(d.sustainedWork, { weeks: 'fifty' }),
      ['sustainedWork.weeks: must be a whole number of 1 or more; got "fifty"'],
    ],
    [
      (d) => Object.assign(d, { validFrom: '2014-02-30' }),
      ['validFrom: must be a date that exists, as YYYY-MM-DD; got "2014-02-30"'],
    ],
    [
      (d) => Object.assign(d.reporting, { asOf: '31/03/2016' }),
      ['reporting.asOf: must be a date that exists, as YYYY-MM-DD, or null where it is not settled; got "31/03/2016"'],
    ],
    [(d) => delete (d as Partial<ProgrammeDocument>).name, ['name: is missing; must be a text']],
    [
      (d) => Object.assign(d.support, { months: 3 }),
      ['support.months: is not a known field; known here: monthsBeforeWork, monthsInWork, inWorkFrom'],
    ],
    [
      (d) => Object.assign(d.areas[2] ?? {}, { provider: 'Serco' }),
      ['areas[2].provider: must be one of the providers (Ingeus, Big Life), or null; got "Serco"'],
    ],
    [
      (d) => Object.assign(d.areas[1] ?? {}, { name: 'BOLTON' }),
      ['areas[1].name: "BOLTON" is already used by areas[0]; give each its own'],
    ],
    [
      (d) => Object.assign(d.benefits[1] ?? {}, { code: 'jsa' }),
      ['benefits[2].code: "jsa" is already used by benefits[1]; give each its own', 'eligibility'],
    ],
    [
      (d) => Object.assign(d.sustainedWork, { window: 49 }),
      ['sustainedWork.window: must not be shorter than sustainedWork.weeks (50); got 49'],
    ],
    [(d) => Object.assign(d.caseload, { to: 30 }), ['caseload.to: must not be less than caseload.from (40); got 30']],
    [
      (d) => Object.assign(d.reporting, { asOf: '2013-01-01' }),
      ['reporting.asOf: must not be before firstDay (2014-03-03); got "2013-01-01"'],
    ],
    [
      (d) => Object.assign(d.notes[0] ?? {}, { about: 'support.pause' }),
      ['notes[0].about: names no part of this document; got "support.pause"'],
    ],
    [(d) => Object.assign(d, { milestones: [] }), ['milestones: must be a list of 1 or more; got a list of 0']],
  ];
  for (const [edit, expected] of cases) {
    const found = broken(edit);
    assert.deepEqual(found.slice(0, 1), expected.slice(0, 1));
  }
  assert.deepEqual(
    ((checked) => (checked.ok ? [] : checked.problems.map(problemLine)))(checkProgramme('nothing like it')).length,
    1,
  );
});

test('a condition that asks nothing, or the wrong thing of its fact, is refused', () => {
  const condition = (value: unknown) => broken((d) => Object.assign(d.eligibility[0] ?? {}, { condition: value }));
  const at = 'eligibility[0].condition';
  assert.deepEqual(condition({}), [`${at}: must have exactly one of fact, all, any; got none`]);
  assert.deepEqual(condition({ fact: 'age' }), [`${at}: age is tested with from or to; got no test`]);
  assert.deepEqual(condition({ fact: 'age', is: true }), [`${at}: age is tested with from or to; got is`]);
  assert.deepEqual(condition({ fact: 'age', from: '2014-01-01' }), [`${at}.from: must be a number; got "2014-01-01"`]);
  assert.deepEqual(condition({ fact: 'age', from: 65, to: 18 }), [`${at}.to: must not be before from (65); got 18`]);
  assert.deepEqual(condition({ fact: 'benefit', in: ['esa'] }), [
    `${at}.in[0]: is not in this document's own list for benefit; got "esa"`,
  ]);
  assert.deepEqual(condition({ all: [{ fact: 'inWork', is: true }, { any: [{ fact: 'area' }] }] }), [
    `${at}.all[1].any[0]: area is tested with in or listed; got no test`,
  ]);
  assert.deepEqual(condition({ fact: 'shoe_size', from: 3 }), [
    `${at}.fact: must be one of benefit, age, ageAtFirstBenefit, yearsOnBenefit, cohort, area, source, referredOn, workProgrammeCompleted, inWork, monthsOutOfWork, registeredElsewhere; got "shoe_size"`,
  ]);
});

test('a key is the name in lower case with hyphens', () => {
  assert.equal(programmeKey('Working Well pilot'), 'working-well-pilot');
  assert.equal(programmeKey('  Gwaith  i Bawb: Môn & Conwy '), 'gwaith-i-bawb-mon-conwy');
  assert.equal(programmeKey('…'), '');
});

test('a list is read by label or code, whatever the case; what it does not know stays as it came', () => {
  const list = shipped('working-well-pilot').preferredContacts;
  assert.equal(findChoice(list, ' text MESSAGE ')?.code, 'text_message');
  assert.equal(findChoice(list, 'text_message')?.label, 'Text message');
  assert.equal(findChoice(list, 'pigeon'), undefined);
  assert.equal(labelOf(list, 'pigeon'), 'pigeon');
  assert.equal(labelOf(list, 'text_message'), 'Text message');
});

test('a district of messages is an area of the document', () => {
  const of = (area: string) =>
    broken((document) => {
      document.messages = { districts: [{ area, from: '2016-04-01', remindersAWeek: 1 }] };
    });
  assert.deepEqual(of('bolton'), []);
  assert.match(of('Nowhere').join('\n'), /messages\.districts\[0\]\.area.*is not an area of this document/);
});

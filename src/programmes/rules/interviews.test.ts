import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { problemLine } from '../../kit/problems.ts';
import {
  checkProgramme,
  guidanceOn,
  type Interviews,
  type ProgrammeDocument,
  screeningOn,
  settingOn,
} from '../rules.ts';

const read = (key: string): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL(`../../../programmes/${key}/programme.json`, import.meta.url), 'utf8'));
const section = read('pathways-new').interviews as Interviews;

/** The problems of the document for new customers after an edit of its interviews, as lines. */
function broken(edit: (interviews: Interviews) => unknown): string[] {
  // Its notes name parts that an edit may take away.
  const document = { ...read('pathways-new'), notes: [] };
  edit(document.interviews as Interviews);
  const checked = checkProgramme(document);
  return checked.ok ? [] : checked.problems.map(problemLine);
}

test('what cannot be in a series of interviews is told with its place, what is wanted and what was found', () => {
  const cases: [(interviews: Interviews) => unknown, string | RegExp][] = [
    [
      (one) => Object.assign(one.series[0] ?? {}, { interviews: 0 }),
      'interviews.series[0].interviews: must be a whole number from 1 to 24; got 0',
    ],
    [
      (one) => Object.assign(one.districts[0] ?? {}, { area: 'Kent' }),
      'interviews.districts[0].area: is not an area of this document; got "Kent"',
    ],
    [
      (one) => Object.assign(one.districts[0] ?? {}, { startsOn: '2003-02-30' }),
      /districts\[0\]\.startsOn: must be a date that exists/,
    ],
    [
      (one) => delete one.screening,
      'interviews.series[0].screening: needs a screening document; add the section screening, or say false',
    ],
    [
      (one) => Object.assign(one.screening?.[0]?.out[0] ?? {}, { in: ['tomorrow'] }),
      'interviews.screening[0].out[0].in: "tomorrow" is no answer of last_worked',
    ],
    [
      (one) => Object.assign(one.screening?.[0]?.out[0] ?? {}, { question: 'shoe_size' }),
      /screening\[0\]\.out\[0\]\.question: is none of its questions/,
    ],
    [
      (one) => one.settings.push({ key: 'response_unit', from: '2005-01-01', value: 'moons' }),
      /settings\[\d+\]\.value: must be one of calendar, working; got "moons"/,
    ],
    [
      (one) => one.settings.push({ key: 'response_days', district: 'Kent', from: '2005-01-01', value: 5 }),
      /district: is not an area of this document; got "Kent"/,
    ],
    [
      (one) => one.settings.push({ key: 'failure_attempts', from: '2005-01-01', value: 2.5 }),
      /value: must be a whole number from 0 to 20; got 2.5/,
    ],
    [
      (one) => one.settings.push({ key: 'fund_shared', from: '2005-01-01', value: 'yes' }),
      /value: must be true or false; got "yes"/,
    ],
    [
      (one) => one.settings.push({ key: 'payments_held', from: '2005-01-01', value: 'always' }),
      /value: must be one of never; got "always"/,
    ],
    [
      (one) => Object.assign(one, { settings: one.settings.filter(({ key }) => key !== 'bank_holidays') }),
      'interviews.settings: has no bank_holidays for every district; add one without a district',
    ],
    [
      (one) => Object.assign(one.elsewhere?.[0] ?? {}, { programme: 'pathways-new' }),
      /elsewhere\[0\]\.programme: is this programme/,
    ],
    [
      (one) => Object.assign(one, { guidance: one.guidance.filter(({ about }) => about === 'waiver') }),
      'interviews.guidance: has none about deferral; add one',
    ],
    [
      (one) => one.waiver.reasons.push({ code: 'safety', label: 'Again' }),
      /waiver\.reasons\[9\]: "safety" is there already/,
    ],
    [(one) => Object.assign(one, { voluntaryPlaces: 0 }), /voluntaryPlaces: must be 1 or more/],
  ];
  for (const [edit, wanted] of cases) {
    const lines = broken(edit);
    assert.equal(lines.length, 1, lines.join('\n'));
    if (typeof wanted === 'string') assert.equal(lines[0], wanted);
    else assert.match(lines[0] ?? '', wanted);
  }
});

test('a setting is the district’s own from its first day, and every district’s before and elsewhere', () => {
  const dated: Interviews = {
    ...section,
    settings: [
      ...section.settings,
      { key: 'response_unit', district: 'Derbyshire', from: '2005-03-01', value: 'working' },
      { key: 'response_unit', from: '2005-06-01', value: 'working' },
    ],
  };
  const unit = (district: string | null, day: string) => settingOn(dated, district, 'response_unit', day);
  assert.deepEqual(
    [
      unit('Derbyshire', '2005-02-28'),
      unit('derbyshire', '2005-03-01'),
      unit('Essex', '2005-03-01'),
      unit('Essex', '2005-06-01'),
    ],
    ['calendar', 'working', 'calendar', 'working'],
  );
  assert.equal(unit(null, '2003-01-01'), undefined);
  assert.equal(
    settingOn(section, 'Renfrewshire, Inverclyde, Argyll and Bute', 'bank_holidays', '2005-03-01'),
    'scotland',
  );
  assert.equal(settingOn(section, 'Essex', 'bank_holidays', '2005-03-01'), 'england-and-wales');
});

test('guidance and screening are those of the day', () => {
  assert.deepEqual(
    ['2005-03-28', '2005-03-31', '2005-04-01', '2005-04-02'].map((day) => guidanceOn(section, 'waiver', day)?.version),
    [6, 6, 7, 7],
  );
  assert.equal(guidanceOn(section, 'waiver', '2003-01-01'), null);
  assert.equal(screeningOn(section, '2005-03-07')?.version, 1);
  assert.equal(screeningOn(read('pathways-existing').interviews as Interviews, '2005-03-07'), null);
});

/** Figures of the pilot's report that hang on a definition, one by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseFacts, JobFacts } from './facts.ts';
import { pilotCases, pilotSettings } from './pilot.fixture.ts';
import { makeTables } from './tables.ts';

const settings = pilotSettings();
const cases = pilotCases();
const reading = (given: readonly CaseFacts[]) => {
  const cells = makeTables(settings, given)[0]?.cells ?? [];
  return (table: string, row: string, column: string) =>
    cells.find((cell) => cell.table === table && cell.row === row && cell.column === column)?.printed;
};
const pilot = reading(cases);
const nature = 'nature of first jobs';

test('N13: hours are shares of all starters and what is not told is a line; wages are shares of those that are known', () => {
  const hours = ['16 to under 24', '24 to under 40', '40 or more'].map((band) =>
    pilot(nature, `Hours: ${band}`, 'Percent'),
  );
  assert.deepEqual(hours, ['56%', '30%', '9%']);
  const counts = ['Under 16', 'not known'].map((band) => Number(pilot(nature, `Hours: ${band}`, 'Clients')));
  assert.equal(Math.round((100 * counts.reduce((sum, one) => sum + one, 0)) / 297), 5);
  const wages = ['Under £7', '£7 to under £10', '£10 or more'];
  assert.deepEqual(
    wages.map((band) => pilot(nature, `Wage: ${band}`, 'Percent of known')),
    ['69%', '28%', '3%'],
  );
  const known = wages.reduce((sum, band) => sum + Number(pilot(nature, `Wage: ${band}`, 'Clients')), 0);
  const unknown = Number(pilot(nature, 'Wage not known', 'Clients'));
  assert.deepEqual([known + unknown, Math.round((100 * unknown) / 297)], [297, 40]);
});

test('N19: £7.00 and £10.00 an hour, 24 and 40 hours a week are in the band above them', () => {
  const some = cases.find(
    ({ attachedOn, jobs }) => attachedOn !== null && jobs.length === 1 && jobs[0]?.startedOn !== null,
  );
  const job = some?.jobs[0] as JobFacts;
  const one = reading([
    { ...(some as CaseFacts), caseId: 'a', jobs: [{ ...job, wagePence: 700, hours: 24 }] },
    { ...(some as CaseFacts), caseId: 'b', jobs: [{ ...job, wagePence: 1000, hours: 40 }] },
    { ...(some as CaseFacts), caseId: 'c', jobs: [{ ...job, wagePence: 699, hours: 23.99 }] },
  ]);
  assert.deepEqual(
    [
      'Wage: Under £7',
      'Wage: £7 to under £10',
      'Wage: £10 or more',
      'Hours: 16 to under 24',
      'Hours: 24 to under 40',
      'Hours: 40 or more',
    ].map((row) => one(nature, row, 'Clients')),
    ['1', '1', '1', '1', '1', '1'],
  );
});

test('N15: jobs that overlap count their days once; all of them are counted as jobs', () => {
  const some = cases.find(
    ({ attachedOn, jobs }) => attachedOn !== null && jobs.length === 1 && jobs[0]?.startedOn !== null,
  ) as CaseFacts;
  const job = some.jobs[0] as JobFacts;
  const first = settings.asOf - 209;
  const jobs = [
    { ...job, key: 'a', startedOn: first, endedOn: first + 80 },
    { ...job, key: 'b', startedOn: first + 10, endedOn: first + 80 },
  ];
  const one = reading([{ ...some, attachedOn: first - 5, jobs }]);
  // 81 different days, although the two jobs are 152 days long.
  assert.equal(one('3-16', '13 weeks', 'Did not remain'), '1');
  assert.deepEqual([one('journeys', 'Jobs', 'Jobs'), one('job starts', 'Total', 'Clients')], ['2', '1']);
  assert.deepEqual([pilot('journeys', 'Jobs', 'Jobs'), pilot('job starts', 'Total', 'Clients')], ['322', '297']);
});

test('N24: 85% of Bury’s starters work there; the areas that most others go to are named together', () => {
  assert.deepEqual(
    ['Self-containment', 'Greatest outflow to', 'Greatest outflow'].map((column) => pilot('3-2', 'Bury', column)),
    ['85%', 'Manchester, Wigan', '8%'],
  );
});

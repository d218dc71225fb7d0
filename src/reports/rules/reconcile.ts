/**
 * Checks across tables before anything is released: figures that must agree because they count the same people.
 */
import { counted } from '../../kit/counted.ts';
import { addMonths, formatDay } from '../../kit/days.ts';
import type { ReportSettings } from './facts.ts';
import { healthCohorts } from './issues.ts';
import { bandLabels, type Cell, makePlan } from './plan.ts';

/**
 * One check. `always` ones hold for any data: one that fails is a fault in the tables. The others may differ for the
 * reason in `exception`, which the definitions allow.
 */
export type Reconciliation = {
  number: number;
  statement: string;
  left: number;
  right: number;
  holds: boolean;
  always: boolean;
  exception: string | null;
};

/** Runs the checks on the cells of all tables of one group. */
export function reconcile(settings: ReportSettings, cells: readonly Cell[]): Reconciliation[] {
  const plan = makePlan(settings);
  const found = new Map(cells.map((cell) => [`${cell.table}|${cell.row}|${cell.column}`, Number(cell.value)]));
  const get = (table: string, row: string, column: string) => found.get(`${table}|${row}|${column}`) ?? 0;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const checks: Reconciliation[] = [];
  const check = (
    number: number,
    statement: string,
    left: number,
    right: number,
    exception: string | null | false = false,
  ) => {
    const always = exception === false;
    checks.push({ number, statement, left, right, holds: left === right, always, exception: exception || null });
  };
  const atMost = (
    number: number,
    statement: string,
    left: number,
    right: number,
    exception: string | null | false = false,
  ) => {
    check(number, statement, left, right, exception);
    const last = checks.at(-1);
    if (last) last.holds = left <= right;
  };

  const attached = get('referrals', 'Total', 'Attached');
  const noInitial = get('rows left out', 'Attached clients without an initial assessment', 'Rows');
  const unknownArea = get('rows left out', 'Areas that are not of the programme', 'Rows');
  const areaException =
    unknownArea > 0
      ? `${counted(unknownArea, 'area')} in the records ${unknownArea === 1 ? 'is' : 'are'} not of the programme`
      : null;
  const initialException =
    noInitial > 0 ? `${counted(noInitial, 'client has', 'clients have')} no initial assessment` : null;

  check(
    1,
    'Attached by area add up to all attached',
    sum(plan.areas.map((area) => get('referrals', area, 'Attached'))),
    attached,
    areaException,
  );
  check(
    1,
    'Bands of time since attachment add up to all attached',
    sum(bandLabels.map((band) => get('3-1', 'N', band))),
    attached,
    null,
  );
  const cohorts = sum(healthCohorts.map((cohort) => get('2-2', cohort, 'Clients')));
  check(1, 'Health cohorts add up to all attached', cohorts, attached, initialException);

  const settled = get('starter profile', 'Cohort', 'Clients');
  const sixMonths = attached - get('3-1', 'N', 'Under 6 months');
  const sameDay = plan.settledTo === plan.monthsAgo[0];
  const cohortException = sameDay
    ? null
    : `The settled cohort ends on ${formatDay(plan.settledTo)}, six months before the as-of date is ${formatDay(addMonths(plan.asOf, -6))}`;
  check(2, 'Attached for 6 months or more are the settled cohort', sixMonths, settled, cohortException);
  const compared = get('3-3', 'N', 'Non-starters') + get('3-3', 'N', 'Starters');
  check(2, 'Starters and non-starters add up to the settled cohort', compared, settled, initialException);
  const bands = sum(['Under 2', '2 or 3', '4 or 5', '6 or 7', '8 or more'].map((band) => get('3-4', band, 'Clients')));
  check(2, 'Clients by number of severe issues add up to the settled cohort', bands, settled, initialException);

  const cohort = (index: number) => get('2-2', healthCohorts[index] ?? '', 'Clients');
  const severe = (issue: number) => get('2-1 counts', plan.issues[issue] ?? '', 'Total');
  if (plan.physical >= 0)
    check(3, 'Physical only and both are physical health severe', cohort(0) + cohort(2), severe(plan.physical));
  if (plan.mental >= 0)
    check(3, 'Mental only and both are mental health severe', cohort(1) + cohort(2), severe(plan.mental));

  const starters = get('job starts', 'Total', 'Clients');
  const journeys = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'];
  check(
    4,
    'What became of first jobs adds up to job starts',
    sum(journeys.map((row) => get('journeys', row, 'Clients'))),
    starters,
  );
  const perClient = cells.flatMap(({ table, row, value }) => {
    const match = table === 'journeys' ? /^Clients with (\d+) jobs?$/.exec(row) : null;
    return match ? [{ jobs: Number(match[1]), clients: Number(value) }] : [];
  });
  const jobs = get('journeys', 'Jobs', 'Jobs');
  check(4, 'Clients by number of jobs add up to job starts', sum(perClient.map(({ clients }) => clients)), starters);
  check(4, 'Jobs of all clients add up to all jobs', sum(perClient.map((line) => line.jobs * line.clients)), jobs);
  atMost(4, 'There are at least as many jobs as clients with one', starters, jobs);
  const all = 'Any length of time';
  check(
    4,
    'Jobs left and jobs still held add up to all jobs',
    get('3-6', all, 'Left job') + get('3-6', all, 'Still in job'),
    jobs,
  );
  const claimed = get('claims', 'job_start', 'Clients');
  const claimException =
    claimed === starters ? null : 'Claims are kept apart from job starts: one may be on file without the other';
  check(4, 'Job starts claimed are the job starts', claimed, starters, claimException);

  const lengths = [all, '13+ weeks', '26+ weeks', '39+ weeks', '50+ weeks'];
  const nested = (table: string, column: string) => {
    lengths.slice(1).forEach((row, index) => {
      const above = lengths[index] ?? '';
      atMost(5, `${table}, ${column}: ${row} is part of ${above}`, get(table, row, column), get(table, above, column));
    });
  };
  for (const column of ['Left job', 'Still in job', 'Total']) nested('3-6', column);
  for (const provider of plan.providers) nested('3-6 by provider', `Total: ${provider}`);

  const state = (row: string) => get('sustained', row, 'Clients');
  const both = state('Reached and claimed');
  const reached = state('Reached in one job') + state('Reached over two or more jobs');
  const notReached = state('Claimed, not reached by the dates held');
  check(6, 'Reached is claimed and not claimed', both + state('Reached, not claimed'), reached, null);
  check(6, 'Claimed is reached and not reached', both + notReached, state('Claimed'), null);
  const early =
    notReached > 0
      ? `${counted(notReached, 'claim is for a client who has', 'claims are for clients who have')} not reached it by the dates held`
      : null;
  atMost(6, 'No more are claimed than reached', state('Claimed'), reached, early);

  plan.providers.forEach((provider, index) => {
    const own = plan.areas.filter((_, area) => plan.providerOf(area) === index);
    const total = get('job starts', provider, 'Clients');
    check(
      8,
      `Job starts of ${provider} are those of its areas`,
      sum(own.map((area) => get('job starts', area, 'Clients'))),
      total,
    );
  });
  const byProvider = sum(plan.providers.map((provider) => get('3-6 by provider', all, `Total: ${provider}`)));
  if (areaException) check(8, 'Jobs of the providers add up to all jobs', byProvider, jobs, areaException);
  else check(8, 'Jobs of the providers add up to all jobs', byProvider, jobs);
  return checks;
}

/** The checks that failed and may not: a fault in the tables, so nothing is released. */
export function faults(checks: readonly Reconciliation[]): Reconciliation[] {
  return checks.filter(({ holds, always }) => always && !holds);
}

/** The outturn of a programme, from tables that are made or kept, the contract's targets and the ledger of claims. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contractsInUse, latestOf } from '../../claims/actions/contracts.ts';
import { anyDue, workOutDue } from '../../claims/actions/milestones.ts';
import { parseDay, quarterOf } from '../../kit/days.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { currentReport, type Kept, makeReport } from '../actions.ts';
import { type OutturnTable, reader } from '../rules/figures.ts';
import { type Benchmark, type Made, type OutturnSettings, outturn } from '../rules/outturn.ts';
import { type MoneyOf, payments } from '../rules/payments.ts';
import type { GroupResult, ReportResult } from '../rules/result.ts';
import type { Target } from '../rules/targets.ts';
import * as store from '../store/payments.ts';

type Programme = { programmeId: string; key: string };
/** The day of the figures, and today, as 'YYYY-MM-DD': what is not claimed is of today. */
type Days = { asOf: string; today: string };
/**
 * The outturn, and the tables of everybody that it was made from. `madeAt` is the moment of the oldest of them, null when they were
 * made just now; `making` says that newer ones are under way. `moneyOf` is what the ledger says of these providers and of nobody else.
 */
export type Outturn = {
  tables: OutturnTable[];
  result: ReportResult;
  group: GroupResult;
  providers: readonly string[];
  madeAt: string | null;
  making: boolean;
  moneyOf: (providers: readonly string[]) => OutturnTable[];
};

// The file that ships does not change while the process runs.
let shipped: Promise<(Benchmark & { programme: string })[]> | undefined;
const shippedBenchmarks = () => {
  const file = join(import.meta.dirname, '../../../programmes/benchmarks.json');
  shipped ??= readFile(file, 'utf8').then((text) => JSON.parse(text) as (Benchmark & { programme: string })[]);
  return shipped;
};

/** The contracts of a programme; first the one that its targets stand in: that with its key, or else any. */
async function contractsOf(sql: Sql, key: string) {
  const contracts = (await contractsInUse(sql, key)).map(latestOf);
  return contracts.toSorted((a, b) => Number(b.key === key) - Number(a.key === key));
}
type Contract = Awaited<ReturnType<typeof contractsOf>>[number];

function targetOf(contract: Contract | null, milestone: string): Target | null {
  const found = contract?.targets?.find((one) => one.milestone === milestone);
  if (found === undefined) return null;
  const curve = found.curve?.map(({ months, percent }) => ({ months, percent: String(percent) })) ?? null;
  return {
    percentOfAttached: String(found.percentOfAttached),
    baselinePercent: found.baselinePercent === undefined ? null : String(found.baselinePercent),
    curve,
    isExample: found.isExample,
    source: found.source,
  };
}

async function settingsOf(
  sql: Sql,
  { programmeId, key }: Programme,
  asOf: string,
  contract: Contract | null,
): Promise<OutturnSettings | null> {
  const version = await programmeOn(sql, programmeId, asOf);
  const on = parseDay(asOf);
  if (version === null || on === null) return null;
  const { document } = version;
  const areas = document.areas
    .toSorted((a, b) => a.position - b.position)
    .map(({ name, provider, jobStartShareContracted: share }) => ({
      ...{ name, provider: provider ?? '', share: share === null ? null : String(share) },
    }));
  return {
    asOf: on,
    providers: [...new Set(areas.map(({ provider }) => provider))].filter((name) => name !== ''),
    areas,
    firstQuarter: quarterOf(parseDay(document.firstDay) ?? on),
    monthsOfSupport: document.support.monthsBeforeWork,
    jobStart: targetOf(contract, 'job_start'),
    sustained: targetOf(contract, 'sustained_job'),
    benchmarks: (await shippedBenchmarks()).filter(({ programme }) => programme === key),
  };
}

async function put(
  sql: Sql,
  programme: Programme,
  asOf: string,
  results: readonly [ReportResult, ReportResult],
  { madeAt, making }: Pick<Outturn, 'madeAt' | 'making'>,
): Promise<Outturn | null> {
  const contracts = await contractsOf(sql, programme.key);
  const contract = contracts[0] ?? null;
  const settings = await settingsOf(sql, programme, asOf, contract);
  const [whole, byCohort] = results;
  const [group] = whole.groups;
  if (settings === null || group === undefined) return null;
  const made: Made = { all: group, byCohort: byCohort.groups };
  const { programmeId } = programme;
  const ledger = await store.paymentsByMonth(sql, { programmeId, asOf });
  const unclaimed = await store.unclaimedNow(sql, { programmeId });
  const lines = ledger.map(({ taken_back, ...row }) => ({
    ...row,
    ...{
      claimed: BigInt(row.claimed),
      accepted: BigInt(row.accepted),
      paid: BigInt(row.paid),
      takenBack: BigInt(taken_back),
    },
    ...{ waiting: BigInt(row.waiting), owed: BigInt(row.owed) },
  }));
  const moneyTables = (of: typeof lines, whose: MoneyOf) =>
    contract === null
      ? []
      : payments(
          of,
          unclaimed.map((row) => ({ ...row, worth: BigInt(row.worth) })),
          contracts,
          reader(group, null),
          whose,
        );
  return {
    ...{ tables: [...outturn(settings, made), ...moneyTables(lines, 'everybody')], result: whole, group },
    ...{ providers: settings.providers, madeAt, making },
    // What is worth claiming is not kept by provider.
    moneyOf: (providers) =>
      moneyTables(
        lines.filter((line) => providers.includes(line.provider)),
        'own',
      ).filter(({ name }) => name === 'R23'),
  };
}

/** What is reached and not claimed is read as it is kept: cases that changed are worked out first, or R23 would contradict R16. */
async function upToDate(db: Database, today: string): Promise<void> {
  if (await anyDue(db)) await workOutDue(db, today);
}

/** The outturn from the tables that are kept, which are made when they are old, or `again`; or what stands in its way. */
export async function currentOutturn(
  db: Database,
  programme: Programme,
  { asOf, today }: Days,
  again = false,
): Promise<Outturn | Exclude<Kept, { state: 'made' }>> {
  await upToDate(db, today);
  const { programmeId } = programme;
  const kept: Extract<Kept, { state: 'made' }>[] = [];
  let missing: Exclude<Kept, { state: 'made' }> | undefined;
  // Both are asked for before either is waited for: in a large programme each is a job in the background.
  for (const by of [null, 'cohort'] as const) {
    const one = await currentReport(db, { programmeId, asOf, by }, today, again);
    if (one.state === 'made') kept.push(one);
    else missing ??= one;
  }
  if (missing !== undefined) return missing;
  const [whole, cohort] = kept.map(({ result }) => result) as [ReportResult, ReportResult];
  const madeAt = kept.map((one) => one.madeAt).sort()[0] ?? null;
  const making = kept.some((one) => one.making);
  return (await put(db, programme, asOf, [whole, cohort], { madeAt, making })) ?? { state: 'no document' };
}

/** The outturn from the records as they are now. Null when the programme has no document. */
export async function makeOutturn(db: Database, programme: Programme, { asOf, today }: Days): Promise<Outturn | null> {
  await upToDate(db, today);
  const { programmeId } = programme;
  const whole = await makeReport(db, { programmeId, asOf, by: null }, today);
  const cohort = await makeReport(db, { programmeId, asOf, by: 'cohort' }, today);
  if (whole === null || cohort === null) return null;
  return put(db, programme, asOf, [whole, cohort], { madeAt: null, making: false });
}

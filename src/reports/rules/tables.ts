/**
 * All tables of a programme: one fold over its cases, for everybody or for each group of them.
 */
import { quarterLabel, quarterOf } from '../../kit/days.ts';
import { compare, compareTables } from './compare.ts';
import { type Derived, makeDeriver } from './derive.ts';
import { extras } from './extras.ts';
import type { CaseFacts, ReportSettings } from './facts.ts';
import { issues, issueTables } from './issues.ts';
import { jobs, jobTables } from './jobs.ts';
import { joining, joiningTables } from './joining.ts';
import { outcomes, outcomeTables } from './outcomes.ts';
import { type Cell, emptyTally, held, makePlan, mergeTally, type OnFile, type Plan, type TableText, type Tally, type Who } from './plan.ts';
import type { Section } from './section.ts';
import { progress, progressTables } from './progress.ts';
import { startTables, starts } from './starts.ts';

/** How tables are broken down; null is one set for everybody. */
export type BreakDown = 'area' | 'provider' | 'cohort' | null;
export const breakDowns = ['area', 'provider', 'cohort'] as const;

/** The tables of one group; `group` is null for everybody. `more` is what the outturn needs besides them. */
export type GroupCells = { group: string | null; cells: Cell[]; more: Cell[] };

/** Raised whenever counters move, so that a kept result is not read with another layout. */
export const layoutVersion = 2;

/** The counters of a fold that has ended, by group; it can be sent between threads. */
export type FoldState = Map<number, Tally>;

export type Fold = {
  /** Adds a case. Cases come in any order, each once. */
  add(facts: CaseFacts): void;
  state(): FoldState;
  /** Adds what another fold of the same settings and break-down has counted. */
  merge(state: FoldState): void;
  /** The cells of every group, in the order of the tables. Everybody is one group, even when there is nobody. */
  result(): GroupCells[];
  plan: Plan;
};

function sectionsOf(plan: Plan): { published: Section[]; more: Section } {
  const published = [joining, issues, progress, starts, compare, jobs, outcomes].map((make) => make(plan));
  return { published, more: extras(plan) };
}

/** The texts of all tables, in their order. */
export function tableTexts(settings: ReportSettings): TableText[] {
  return [
    ...joiningTables,
    ...issueTables,
    ...progressTables,
    ...startTables,
    ...compareTables,
    ...jobTables,
    ...outcomeTables(makePlan(settings)),
  ];
}

/** Which group a case is in. A client is in the area of the day of attachment, anybody else in that of the referral. */
function grouping(by: BreakDown, plan: Plan): { of(d: Derived): number; label(group: number): string } {
  const area = (d: Derived) => (d.attached ? d.area : d.areaAtReferral);
  switch (by) {
    case 'area':
      return { of: area, label: (group) => plan.areas[group] ?? 'Area not known' };
    case 'provider':
      return { of: (d) => plan.providerOf(area(d)), label: (group) => plan.providers[group] ?? 'Provider not known' };
    case 'cohort':
      return {
        of: (d) => (d.attached ? quarterOf(d.attachedOn) : Number.MAX_SAFE_INTEGER),
        label: (group) => (group === Number.MAX_SAFE_INTEGER ? 'Not attached' : quarterLabel(group)),
      };
    default:
      return { of: () => 0, label: () => '' };
  }
}

/** Starts a fold over the cases of a programme. `by` gives the same tables for each area, provider or cohort. */
export function openFold(settings: ReportSettings, by: BreakDown = null, onFile?: OnFile): Fold {
  const plan = makePlan(settings, onFile);
  const { published, more } = sectionsOf(plan);
  const sections = [...published, more];
  const derive = makeDeriver(plan);
  const group = grouping(by, plan);
  const tallies: FoldState = new Map();
  const tallyOf = (key: number): Tally => {
    let tally = tallies.get(key);
    if (!tally) {
      tally = emptyTally(plan);
      tallies.set(key, tally);
    }
    return tally;
  };
  // Areas and providers without anybody are shown too: an empty table is an answer.
  const always = by === 'area' ? plan.areas.length : by === 'provider' ? plan.providers.length : by === null ? 1 : 0;
  for (let key = 0; key < always; key += 1) tallyOf(key);
  return {
    plan,
    add(facts) {
      const client = derive(facts);
      const tally = tallyOf(group.of(client));
      for (const section of sections) section.tally(client, tally);
    },
    state: () => tallies,
    merge(state) {
      for (const [key, tally] of state) mergeTally(tallyOf(key), tally);
    },
    result() {
      const keys = [...tallies.keys()].sort((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b));
      return keys.map((key) => ({
        group: by === null ? null : group.label(key),
        cells: published.flatMap((section) => section.cells(tallyOf(key))),
        more: more.cells(tallyOf(key)),
      }));
    },
  };
}

/** All tables of cases that are held in memory. */
export function makeTables(
  settings: ReportSettings,
  cases: Iterable<CaseFacts>,
  by: BreakDown = null,
  onFile?: OnFile,
): GroupCells[] {
  const fold = openFold(settings, by, onFile);
  for (const facts of cases) fold.add(facts);
  return fold.result();
}

/**
 * Finds the people behind a figure: a function that says of each case whether it is counted in it. `group` is the label
 * of the group in a break-down. It is the same tally that made the figure, so the two cannot disagree.
 */
export function behind(
  settings: ReportSettings,
  who: Who,
  by: BreakDown = null,
  group: string | null = null,
  onFile?: OnFile,
): (facts: CaseFacts) => boolean {
  const plan = makePlan(settings, onFile);
  const { published, more } = sectionsOf(plan);
  const sections = [...published, more];
  const derive = makeDeriver(plan);
  const groups = grouping(by, plan);
  const scratch = emptyTally(plan);
  let before = 0;
  return (facts) => {
    const client = derive(facts);
    if (by !== null && groups.label(groups.of(client)) !== group) return false;
    for (const section of sections) section.tally(client, scratch);
    const after = held(scratch, who);
    const touched = after !== before;
    before = after;
    return touched;
  };
}

/** The name of a table in the words of somebody typing it: case, spaces and hyphens do not matter. */
export function findTable(texts: readonly TableText[], typed: string): TableText | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, '-');
  return texts.find(({ name }) => plain(name) === plain(typed.trim()));
}

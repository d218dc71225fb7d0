/**
 * The monthly joint pack: what both providers and the programme office look at together (R1, R7, R8, R15, R16, R18, R23), and what is to
 * be done about it. Pure: every figure is one of the tables or of the outturn.
 */
import { whole } from '../../kit/counted.ts';
import { compareFractions, fraction, parseDecimal } from '../../kit/exact.ts';
import { isQuarter, type OutturnTable } from './figures.ts';
import type { Cell, TableText } from './plan.ts';
import { toGrid } from './result.ts';

/** A table of the pack, as it is printed. */
export type PackTable = {
  name: string;
  question: string;
  sentence: string;
  base: string;
  columns: string[];
  rows: { label: string; cells: string[] }[];
};
/** A pack: its tables, and what is to be done. */
export type Pack = { tables: PackTable[]; actions: string[] };
/** What a pack is made from. `guide` is how many clients a Key Worker should have. */
export type PackOf = {
  texts: readonly TableText[];
  cells: readonly Cell[];
  outturn: readonly OutturnTable[];
  providers: readonly string[];
  guide: { low: number; high: number } | null;
};

/** The tables of the pack: the name of a table, and what the programme's papers call it. */
const order = ['referrals', '3-1', 'R8', 'R15', 'R16', 'R18', 'R23', 'R23 milestones', 'R23 unclaimed'];
const paper: Record<string, string> = { referrals: 'R1', '3-1': 'R7' };

function tableOf(name: string, { texts, cells, outturn }: PackOf): PackTable | null {
  const one = outturn.find((table) => table.name === name);
  if (one !== undefined) {
    const { question, sentence, base, columns } = one;
    const rows = one.rows.map(({ label, figures }) => ({
      label,
      cells: columns.map((_, at) => figures[at]?.printed ?? ''),
    }));
    return { name, question, sentence, base, columns, rows };
  }
  const text = texts.find((found) => found.name === name);
  if (text === undefined) return null;
  const grid = toGrid(cells.filter(({ table }) => table === name));
  const rows = grid.rows.map((row) => ({ label: row.label, cells: row.cells.map((cell) => cell?.printed ?? '') }));
  const { question, sentence, base } = text;
  return { name: paper[name] ?? name, question, sentence, base, columns: grid.columns, rows };
}

/** A provider below this percentage of its target to date is named. */
const nearEnough = 95;

/** What the figures ask for, in sentences. */
export function actionsOf({ cells, outturn, providers, guide }: PackOf): string[] {
  const actions: string[] = [];
  const cell = (table: string, row: string, column: string) =>
    cells.find((one) => one.table === table && one.row === row && one.column === column);
  const figure = (name: string, row: string, column: string) => {
    const table = outturn.find((one) => one.name === name);
    return table?.rows.find(({ label }) => label === row)?.figures[table.columns.indexOf(column)] ?? null;
  };
  for (const provider of [...providers, 'Everybody']) {
    const percent = figure('R8', provider, 'Percent of target');
    const value = parseDecimal(percent?.value ?? '');
    if (value !== null && compareFractions(value, fraction(nearEnough)) < 0)
      actions.push(
        `${provider === 'Everybody' ? 'The programme' : provider} is at ${percent?.printed} of its target of job starts to date. Agree what changes.`,
      );
  }
  const r18 = outturn.find(({ name }) => name === 'R18');
  for (const { label } of r18?.rows.filter((row) => isQuarter(row.label)) ?? []) {
    const short = Number(figure('R18', label, 'Short')?.value ?? 0);
    const left = Number(figure('R18', label, 'Months left')?.value ?? 0);
    if (short > 0 && left > 0 && left <= 6)
      actions.push(
        `Those attached in ${label} are ${whole(short)} job starts short of their target, with ${left} months left for the last of them.`,
      );
  }
  const unclaimed = figure('R16', 'Everybody', 'Reached, not claimed');
  if (Number(unclaimed?.value ?? 0) > 0)
    actions.push(
      `${unclaimed?.printed} clients have reached a sustained job that is not claimed. Claim it, or get its evidence.`,
    );
  for (const { label } of outturn.find(({ name }) => name === 'R23 unclaimed')?.rows ?? []) {
    const missed = figure('R23 unclaimed', label, 'Past the deadline today');
    if (Number(missed?.value ?? 0) > 0)
      actions.push(`${label}: ${missed?.printed} reached and not claimed by the deadline.`);
  }
  for (const provider of providers) {
    const each = cell('caseload', provider, 'Clients per Key Worker');
    const value = parseDecimal(each?.value ?? '');
    if (guide !== null && value !== null && compareFractions(value, fraction(guide.high)) > 0)
      actions.push(
        `${provider} has ${each?.printed} clients for each Key Worker, above the guide of ${guide.low} to ${guide.high}.`,
      );
  }
  return actions;
}

/** Makes the pack. */
export function packOf(of: PackOf): Pack {
  return { tables: order.flatMap((name) => tableOf(name, of) ?? []), actions: actionsOf(of) };
}

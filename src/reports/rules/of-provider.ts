/** The outturn as one provider sees it. Pure. */
import type { OutturnTable } from './figures.ts';

type Outturn = {
  tables: readonly OutturnTable[];
  providers: readonly string[];
  moneyOf: (providers: readonly string[]) => OutturnTable[];
};

/** Is it a table of money? What a commissioner pays a provider is for its own managers. */
export const isMoney = ({ name }: OutturnTable): boolean => name.startsWith('R23');

/** The tables as one provider sees them: its own lines, those that are of no provider, and the money of nobody else. */
export function ofProvider({ tables, providers, moneyOf }: Outturn, provider: string): OutturnTable[] {
  const others = providers.filter((name) => name !== provider);
  // Lines and columns are called after a provider, or after something and a provider: 'Bury: Ingeus'. Names may end with each other.
  const isOther = (label: string) => others.some((name) => label === name || label.endsWith(`: ${name}`));
  const own = tables
    .filter((table) => !isMoney(table))
    .map((table) => {
      const keep = table.columns.flatMap((column, at) => (isOther(column) ? [] : [at]));
      return {
        ...table,
        columns: keep.map((at) => table.columns[at] as string),
        rows: table.rows
          .filter(({ label }) => !isOther(label))
          .map(({ label, figures }) => ({ label, figures: keep.map((at) => figures[at] ?? null) })),
      };
    });
  return [...own, ...moneyOf([provider])];
}

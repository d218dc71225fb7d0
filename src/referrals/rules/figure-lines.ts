/** Figures about services as rows of a file: one for each number, its definition beside it; what is left out says so. Pure. */
import type { ShownMeasure } from './service-figures.ts';
import { counts } from './service-measures.ts';

/** Referrals of a group: how many, by how many workers, in how many areas, and how many were expected. Null is left out. */
export type Made = {
  label: string;
  made: number | null;
  /** Null too where the group is no group of workers. */
  workers: number | null;
  areas: number;
  /** Null where nothing was expected. */
  expected: number | null;
};
/** A line of gaps: what is needed, what there is, and what was not found. Null is left out. */
export type Gap = {
  need: string;
  severe: number | null;
  services: number;
  made: number | null;
  declined: number | null;
  unmet: number | null;
};
/** Figures of a programme in a period. Counts below `least` are left out. */
export type Figures = {
  least: number;
  shown: ShownMeasure[];
  made: Made[];
  /** Whether anything was expected, and the reader sees the whole programme, of which it was. */
  expects: boolean;
  coverage: { one: number | null; nobody: number | null };
  /** Entries of the directory that run today. */
  freshness: { checked: number; late: number; never: number };
  /** By need alone. */
  gaps: Gap[] | null;
};

/** The columns of the file. */
export const figureColumns = ['measure', 'definition', 'group', 'what', 'count', 'base', 'base_count'];

/** Its rows. What has no base leaves it empty. */
export function* figureLines(figures: Figures, workersToo: boolean): Generator<(string | number)[]> {
  const said = (count: number | null) => count ?? `left out (below ${figures.least})`;
  const plain = (
    of: { title: string; definition: string },
    group: string,
    all: readonly (readonly [string, number | null])[],
  ) => all.map(([what, count]) => [of.title, of.definition, group, what, said(count), '', '']);
  for (const { label, made, workers, areas, expected } of figures.made) {
    yield* plain(counts.made, label, [
      ['Referrals', made],
      ...(workersToo
        ? ([
            ['Workers', workers],
            ['Areas', areas],
          ] as const)
        : []),
    ]);
    if (expected !== null)
      yield* plain({ ...counts.made, definition: counts.made.expected }, label, [['Expected', expected]]);
  }
  for (const { measure, lines } of figures.shown)
    for (const { label, cells, mean } of lines) {
      const base = [measure.total.text, said(cells.at(-1) ?? null)];
      for (const [at, part] of measure.parts.entries())
        yield [measure.title, measure.definition, label, part.text, said(cells[at] ?? null), ...base];
      if (measure.mean !== undefined)
        yield [measure.title, measure.definition, label, measure.mean.text, mean ?? said(null), ...base];
    }
  for (const { need, severe, services, made, declined, unmet } of figures.gaps ?? [])
    yield* plain(counts.gaps, need, [
      ...([
        ['Severe', severe],
        ['Services', services],
        ['Referrals', made],
      ] as const),
      ...([
        ['Declined', declined],
        ['Nothing found', unmet],
      ] as const),
    ]);
  const { coverage, freshness } = figures;
  yield* plain(counts.coverage, 'All', [
    ['Held by one', coverage.one],
    ['Held by nobody', coverage.nobody],
  ]);
  yield* plain(counts.freshness, 'All', [
    ...([
      ['Checked', freshness.checked],
      ['Due by now', freshness.late],
      ['Never given a day', freshness.never],
    ] as const),
  ]);
}

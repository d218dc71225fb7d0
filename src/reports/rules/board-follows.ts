/** What still follows from a board's page as it would be printed, and what is left out so that it does not. Pure. */
import { type Figure, isQuarter, type OutturnTable } from './figures.ts';
import { askedAfter, countedBy, type Days, type Kind, kindsOf } from './kinds.ts';
import { following } from './told.ts';

/** A count on the page: where it stands, what it counts, and how much would be missed without it (least first). */
type Item = { table: OutturnTable; row: number; column: number; of: Uint8Array; count: number; worth: number };

const nowhere = 'No provider';
const weeksOf = (label: string) => label.slice(0, 2);
const lineOf = (label: string): string => {
  const own = /^(?:13|26) weeks: (.*)$/s.exec(label)?.[1] ?? label;
  return own === 'everybody' ? 'Everybody' : own;
};
/** What is left out first: a quarter, then who left, then bases, then the rest; of each a provider's before everybody's. */
const order = ['R8 quarter', 'Did not remain', 'Base', 'Pipeline', 'Reached, not claimed', 'Claimed', 'Reached'];
const worthOf = (name: string, label: string): number => {
  const at = order.indexOf(name);
  return (at < 0 ? order.length : at) * 2 + (lineOf(label) === 'Everybody' ? 1 : 0);
};

/** The days by which people had started that the page tells of: ends of quarters and those of R17, by how many had started. */
function daysOf(board: readonly OutturnTable[]): { days: Days; quarters: Map<string, number> } {
  const marks: { name: string; count: number }[] = [];
  for (const { name, columns, rows } of board)
    for (const { label, figures } of rows) {
      if (name === 'R8' && isQuarter(label))
        marks.push({ name: label, count: Number(figures[columns.indexOf('Started to date')]?.value) });
      if (name === 'R17' && lineOf(label) === 'Everybody')
        marks.push({ name: weeksOf(label), count: Number(figures[columns.indexOf('Base')]?.value || 0) });
    }
  const has = (name: string) => marks.some((mark) => mark.name === name);
  // Where a base is not shown, it is of nobody, or of those of the shorter one.
  if (!has('13')) marks.push({ name: '13', count: 0 });
  if (!has('26')) marks.push({ name: '26', count: 0 });
  // Of equal ones the base of 26 weeks is first: it is part of that of 13.
  marks.sort((a, b) => a.count - b.count || (a.name === '26' ? -1 : b.name === '26' ? 1 : 0));
  const at = (name: string) => marks.findIndex((mark) => mark.name === name);
  return {
    days: { days: marks.length, base13: at('13'), base26: at('26') },
    quarters: new Map(marks.map(({ name }, place) => [name, place])),
  };
}

/** Everything that the page counts. */
function itemsOf(
  board: readonly OutturnTable[],
  kinds: readonly Kind[],
  { days, quarters }: ReturnType<typeof daysOf>,
) {
  const counted = countedBy(days);
  const items: Item[] = [];
  for (const table of board)
    for (const [row, { label, figures }] of table.rows.entries())
      for (const [column, title] of table.columns.entries()) {
        const figure = figures[column];
        const isIn = counted[`${table.name} ${table.name === 'R17' ? `${weeksOf(label)} ` : ''}${title}`];
        if (isIn === undefined || figure == null || figure.printed === '[c]') continue;
        const upTo = table.name === 'R8' && isQuarter(label) ? quarters.get(label) : undefined;
        const line = lineOf(label);
        const of = Uint8Array.from(kinds, (kind) =>
          upTo !== undefined
            ? Number(isIn(kind) && kind.time >= 0 && kind.time <= upTo)
            : Number(isIn(kind) && (line === 'Everybody' || kind.line === line)),
        );
        const worth = worthOf(upTo === undefined ? title : 'R8 quarter', label);
        items.push({ table, row, column, of, count: Number(figure.value || 0), worth });
      }
  return items;
}

/** Groups of which a small number must not follow: what somebody could ask after, and what one of those leaves of another, by line. */
function targetsOf(kinds: readonly Kind[], lines: readonly string[], days: Days): Uint8Array[] {
  // Every line has the same kinds, in the same order.
  const own = kinds.filter(({ line }) => line === lines[0]);
  const groups = askedAfter(days).map((isIn) => Uint8Array.from(own, (kind) => Number(isIn(kind))));
  const all = new Map<string, Uint8Array>();
  const add = (group: Uint8Array) => group.includes(1) && all.set(group.join(''), group);
  for (const one of groups) {
    add(one);
    for (const other of groups)
      if (one.every((is, at) => is === 0 || other[at] === 1)) add(other.map((is, at) => is - (one[at] as number)));
  }
  // Single lines, everybody, and everybody but one; of two providers and those without one these are all there are.
  const ways = [lines, ...lines.map((line) => [line]), ...lines.map((line) => lines.filter((one) => one !== line))];
  return ways.flatMap((way) =>
    [...all.values()].map((group) => {
      const target = new Uint8Array(kinds.length);
      for (const [at, line] of lines.entries()) if (way.includes(line)) target.set(group, at * own.length);
      return target;
    }),
  );
}

type Shape = { kinds: Kind[]; targets: Uint8Array[] };
// Pages of one programme have the same few shapes, and a shape takes longer to write down than to look at.
const shapes = new Map<string, Shape>();
const mostShapes = 16;

function shapeOf(lines: readonly string[], days: Days): Shape {
  const key = JSON.stringify([lines, days]);
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const kinds = kindsOf(lines, days);
  const shape = { kinds, targets: targetsOf(kinds, lines, days) };
  if (shapes.size >= mostShapes) shapes.clear();
  shapes.set(key, shape);
  return shape;
}

/** The page without what small numbers follow from. `isSmall` says which; `hide` leaves a count out with what would tell it. */
export function withoutFollowing(
  given: readonly OutturnTable[],
  providers: readonly string[],
  isSmall: (count: number) => boolean,
  hidden: Figure,
): OutturnTable[] {
  let board = [...given];
  const lines = [...providers, nowhere];
  const marks = daysOf(board);
  const { kinds, targets } = shapeOf(lines, marks.days);
  for (;;) {
    const items = itemsOf(board, kinds, marks);
    const leak = firstLeak(items, targets, kinds.length, isSmall);
    if (leak === null) return board;
    board = hide(board, leak, hidden);
  }
}

function firstLeak(
  items: readonly Item[],
  targets: readonly Uint8Array[],
  kinds: number,
  isSmall: (count: number) => boolean,
): Item | null {
  const nobody = new Uint8Array(kinds);
  for (;;) {
    const follows = following(items, nobody);
    let isNew = false;
    for (const target of targets) {
      const found = follows(target);
      if (found === null) continue;
      if (found.count > 0 && isSmall(found.count))
        return found.from.map((at) => items[at] as Item).toSorted((a, b) => a.worth - b.worth)[0] ?? null;
      if (found.count !== 0) continue;
      // A group of nobody tells that there is nobody of any kind in it.
      for (const [at, is] of target.entries())
        if (is === 1 && nobody[at] === 0) {
          nobody[at] = 1;
          isNew = true;
        }
    }
    if (!isNew) return null;
  }
}

/** Shares that tell a count, by its column. */
const sharesOf: Record<string, readonly string[]> = {
  'Started to date': ['Percent of baseline', 'Percent of target'],
  Claimed: ['Percent of target'],
  Base: ['Percent did not remain'],
  'Did not remain': ['Percent did not remain'],
};

/** The page without a count: a quarter goes with its line, another count with the shares that it stands in. */
function hide(board: readonly OutturnTable[], { table, row, column }: Item, hidden: Figure): OutturnTable[] {
  const label = table.rows[row]?.label ?? '';
  const title = table.columns[column] ?? '';
  const isOut = (name: string) =>
    name === title ||
    (sharesOf[title] ?? []).includes(name) ||
    name === `${title}, percent` ||
    (title === 'Starters' && name.endsWith(', percent'));
  return board.map((one) => {
    if (one !== table) return one;
    if (isQuarter(label)) return { ...one, rows: one.rows.filter((_, at) => at !== row) };
    const rows = one.rows.map((line, at) =>
      at !== row
        ? line
        : {
            ...line,
            figures: line.figures.map((figure, n) =>
              isOut(one.columns[n] ?? '') && figure !== null ? hidden : figure,
            ),
          },
    );
    return { ...one, rows };
  });
}

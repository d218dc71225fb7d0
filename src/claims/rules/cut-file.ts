/** Files that hold no more than so many rows. Pure. A file that is cut says so in its last line: nobody takes a part for the whole. */

/** Rows as they go into a file, with what is said where there were more than `most`. Read one row more than that. */
export const cutLines = <R>(rows: readonly R[], most: number, lineOf: (row: R) => string[]): string[][] => [
  ...rows.slice(0, most).map(lineOf),
  ...(rows.length > most
    ? [[`This file ends after ${most.toLocaleString('en-GB')} rows, and there are more. Narrow the list`]]
    : []),
];

/**
 * The entries of a statement by account, opening and closing around them, adding up: where there are more than `most`, a line holds the
 * sums of all that are not listed. Sums are by account, whole pence.
 */
export function statementLines<R>(
  of: { opening: readonly number[]; closing: readonly number[]; entries: readonly R[] },
  most: number,
  lineOf: (row: R) => { about: string[]; sums: readonly number[] },
): string[][] {
  const { opening, closing, entries } = of;
  const line = (about: readonly string[], sums: readonly number[]) => [...about, ...sums.map(String)];
  const listed = entries.slice(0, most).map(lineOf);
  const rest = closing.map((sum, n) =>
    listed.reduce((left, { sums }) => left - (sums[n] ?? 0), sum - (opening[n] ?? 0)),
  );
  const more = `not listed: all entries after the first ${most.toLocaleString('en-GB')}`;
  return [
    line(['opening', '', '', ''], opening),
    ...listed.map(({ about, sums }) => line(about, sums)),
    ...(entries.length > most ? [line([more, '', '', ''], rest)] : []),
    line(['closing', '', '', ''], closing),
  ];
}

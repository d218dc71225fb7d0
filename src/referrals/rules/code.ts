/** The number of a signpost: 'NV-0001'. It says nothing about whoever carries it. Pure. */

/** The number after the last one of a programme; the first without any. A programme that changes its letters counts on. */
export function codeAfter(prefix: string, last: string | null): string {
  const number = last === null ? 0 : Number(/\d+$/.exec(last)?.[0] ?? 0);
  return `${prefix}-${String(number + 1).padStart(4, '0')}`;
}

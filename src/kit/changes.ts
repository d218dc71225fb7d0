/** A part of a record that was changed: what it is called, and its words before and after. */
export type ChangedWords = { asked: string; before: string; after: string };

/**
 * The `changes` that an event's payload keeps, in words. A form keeps { asked, before, after } in words; an import keeps
 * { field, before, after } with the column's name and the stored values, which `asked` and `show` put into words.
 */
export function changesFrom(
  payload: Readonly<Record<string, unknown>>,
  asked: (field: string) => string,
  show: (field: string, value: unknown) => string,
): ChangedWords[] {
  if (!Array.isArray(payload.changes)) return [];
  return payload.changes.flatMap((change: unknown) => {
    if (typeof change !== 'object' || change === null) return [];
    const { field, before, after, asked: words } = change as Record<string, unknown>;
    const name = typeof field === 'string' ? field : '';
    const known = typeof words === 'string';
    return [
      {
        asked: known ? words : asked(name),
        before: known ? String(before) : show(name, before),
        after: known ? String(after) : show(name, after),
      },
    ];
  });
}

/** What is said of nothing. */
export const notKnown = 'Not known';

/** A stored value in plain words: a day as it is read, yes and no, 'Not known' for nothing. */
export function plainWords(value: unknown, showDay: (day: string) => string): string {
  if (value === null || value === undefined || value === '') return notKnown;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? showDay(value) : value;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A code or a column's name as words: 'job_interview' is 'Job interview'. */
export function wordsOfCode(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

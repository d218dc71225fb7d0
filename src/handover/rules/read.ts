/** Reads the values of a row one by one and gathers what is wrong with them. */
import { parseDay } from '../../kit/days.ts';

/** A bad value of a row: the column, the value as it stands in the file, and what is wrong. */
export type Fault = { column: string; value: string; reason: string };

/** A value without the spaces round it; empty means 'not known'. */
const bare = (text: string | undefined) => text?.trim() ?? '';

/** A reader of one row. Each of its functions returns null for an empty field and adds a fault for a bad one. */
export function rowReader(values: Readonly<Record<string, string>>) {
  const faults: Fault[] = [];
  const fault = (column: string, reason: string): null => {
    faults.push({ column, value: values[column] ?? '', reason });
    return null;
  };
  const text = (column: string, clean: (text: string) => string = (given) => given.normalize('NFC')): string | null => {
    const given = bare(values[column]);
    return given === '' ? null : clean(given);
  };
  const decimals = (column: string, most: number, given: string): string | null =>
    !/^\d+(?:\.\d{1,2})?$/.test(given) || Number(given) > most
      ? fault(column, `must be a number from 0 to ${most} with at most 2 decimals`)
      : given;
  return {
    faults,
    fault,
    text,
    /** A key or code of the file, in capitals: codes compare without regard to case. Must be there. */
    key(column: string): string {
      const given = bare(values[column]).toUpperCase();
      if (given === '') fault(column, 'is empty; without it nobody knows whose row this is');
      else if (given.length > 100) fault(column, 'is longer than 100 characters');
      return given;
    },
    /** A day that exists, from 1900 on. */
    day(column: string): string | null {
      const given = bare(values[column]);
      if (given === '') return null;
      if (parseDay(given) === null) return fault(column, 'is not a date that exists, written YYYY-MM-DD');
      return given < '1900' ? fault(column, 'is before 1900') : given;
    },
    /** A whole number from 0 on. */
    count(column: string, most: number): number | null {
      const given = bare(values[column]);
      if (given === '') return null;
      return /^\d{1,6}$/.test(given) && Number(given) <= most
        ? Number(given)
        : fault(column, `must be a whole number from 0 to ${most}`);
    },
    /** Hours, as decimal text. */
    hours(column: string): string | null {
      const given = bare(values[column]);
      const read = given === '' ? null : decimals(column, 999, given);
      return read === null ? null : String(Number(read));
    },
    /** Pounds as pence. */
    pence(column: string): number | null {
      const given = bare(values[column]).replace(/^£\s*/, '');
      const read = given === '' ? null : decimals(column, 100_000, given);
      if (read === null) return null;
      const [pounds = '0', pence = ''] = read.split('.');
      return Number(pounds) * 100 + Number(pence.padEnd(2, '0'));
    },
    yesNo(column: string): boolean | null {
      const given = bare(values[column]).toLowerCase();
      if (given === '') return null;
      if (['yes', 'y', 'true'].includes(given)) return true;
      return ['no', 'n', 'false'].includes(given) ? false : fault(column, 'must be yes or no');
    },
    /** One of a closed list of codes. Must be there. */
    code(column: string, codes: readonly string[]): string {
      const given = bare(values[column]).toLowerCase();
      if (!codes.includes(given)) fault(column, `must be one of ${codes.join(', ')}`);
      return given;
    },
    /** The entry of a list that the text names, without regard to case. */
    named<T>(column: string, list: ReadonlyMap<string, T>, what: string): T | null {
      const given = bare(values[column]).normalize('NFC').toLowerCase();
      if (given === '') return null;
      return list.get(given) ?? fault(column, `is no ${what} of this programme`);
    },
  };
}

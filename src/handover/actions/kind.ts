import type { ImportCase, ImportContext } from '../../access/rules/import.ts';
import type { Sql } from '../../kit/db.ts';
import type { FileName } from '../rules/files.ts';
import type * as rows from '../rules/rows.ts';

/** What rows become records with. `staff` and `providers` (by name in lower case) grow as the import goes on. */
export type Base = rows.Setup & {
  instrumentVersionId: string;
  staff: Map<string, rows.Named>;
  providers: Map<string, rows.Named>;
};

/** A row with the record it becomes: `id` and, when it stands already, the `version` it must still have. */
export type Placed<F> = {
  line: number;
  key: string;
  facts: F;
  original: Record<string, string>;
  digest: Buffer;
  owner: ImportCase;
  id: string;
  version: number;
};

/** A record that stands: its version, null when it was changed here in a way that versions do not tell. */
export type Standing = { version: number | null; caseId: string | null };

/** How the rows of one file become records. */
export type Kind<F> = {
  file: FileName;
  read(values: Readonly<Record<string, string>>, setup: rows.Setup): rows.Read<F>;
  /** The column with the row's own key; null where the file has none. */
  keyColumn: string | null;
  /** The column that names the person's referral; null where the row depends on none. */
  ownerColumn: string | null;
  /** Records without a version of their own keep the number that the import noted. */
  versioned: boolean;
  /** The record that is noted for the row is the case itself. */
  isCase?: boolean;
  /** Of records that an earlier import made. Ids that are not there have none. */
  standing(sql: Sql, ids: string[]): Promise<Map<string, Standing>>;
  /** Keys for which Newel holds a record that no import made, with what to say. */
  taken?(sql: Sql, programmeId: string, rows: readonly Placed<F>[]): Promise<Map<string, string>>;
  insert(context: ImportContext, base: Base, rows: readonly Placed<F>[]): Promise<void>;
  /** Corrects records that still have the version given; resolves to their ids. */
  correct(context: ImportContext, base: Base, rows: readonly Placed<F>[]): Promise<Set<string>>;
};

/** What the ids of areas, providers and key workers are called, so that a correction can be read. */
export function namesById(base: Base): Map<string, string> {
  return new Map(
    [base.areas, base.providers, base.staff].flatMap((list) => [...list.values()].map((one) => [one.id, one.name])),
  );
}

/** Every area. */
export const places = (base: Base) => [...base.areas.values()];
/** The area of a name that was read. */
export const place = (base: Base, name: string): rows.AreaPlace => {
  const found = base.areas.get(name.toLowerCase());
  if (found === undefined) throw new Error('NEWEL_IMPORT: an area that was read is not there');
  return found;
};
export const versionsById = (found: readonly { id: string; version: number; case_id?: string }[]) =>
  new Map(found.map((row) => [row.id, { version: row.version, caseId: row.case_id ?? null }]));
// A row without a key of its own is another row when it says something else, so there is nothing to correct.
export const never = { standing: async () => new Map<string, Standing>(), correct: async () => new Set<string>() };

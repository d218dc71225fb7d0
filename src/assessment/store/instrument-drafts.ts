import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { RawInstrument } from '../rules/document.ts';

export type InstrumentDraftRow = {
  key: string;
  from_version: number | null;
  document: RawInstrument;
  version: number;
  updated_by: string;
  updated_at: string;
};

const columns = sql.raw('key, from_version, document, version, updated_by, updated_at');

export const instrumentDrafts = statement(
  'assessment.instrumentDrafts',
  (_: Record<string, never>) => sql<{ key: string; title: string; updated_at: string }>`
    select key, document ->> 'title' as title, updated_at from instrument_draft
    order by document ->> 'title', key limit 200`,
);

export const findInstrumentDraft = statement(
  'assessment.findInstrumentDraft',
  (p: { key: string }) => sql<InstrumentDraftRow>`select ${columns} from instrument_draft where key = ${p.key}`,
);

/** Locks the draft, so that of two changes at once the later one sees the earlier. */
export const lockInstrumentDraft = statement(
  'assessment.lockInstrumentDraft',
  (p: { key: string }) =>
    sql<InstrumentDraftRow>`select ${columns} from instrument_draft where key = ${p.key} for update`,
);

/** Begins a draft; returns no row if there is one under this key. */
export const insertInstrumentDraft = statement(
  'assessment.insertInstrumentDraft',
  (p: { key: string; fromVersion: number | null; document: string; by: string | null }) => sql<{ key: string }>`
    insert into instrument_draft (key, from_version, document, author_id, updated_by)
    values (${p.key}, ${p.fromVersion}, ${p.document}::jsonb, ${p.by}, ${p.by})
    on conflict (key) do nothing returning key`,
);

export const saveInstrumentDraft = statement(
  'assessment.saveInstrumentDraft',
  (p: { key: string; document: string; by: string | null }) => sql<never>`
    update instrument_draft set document = ${p.document}::jsonb, version = version + 1, updated_by = ${p.by},
      updated_at = now() where key = ${p.key}`,
);

export const deleteInstrumentDraft = statement(
  'assessment.deleteInstrumentDraft',
  (p: { key: string }) => sql<never>`delete from instrument_draft where key = ${p.key}`,
);

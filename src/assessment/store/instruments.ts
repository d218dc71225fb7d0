import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { InstrumentDocument } from '../rules.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export const instrumentNames = statement('assessment.instrumentNames', (_: Record<string, never>) =>
  q.selectFrom('instrument_version').select(['key', 'version']).orderBy('key').orderBy('version'),
);

/** Every version of every instrument by title, the newest first. */
export const instrumentLines = statement(
  'assessment.instrumentLines',
  (_: Record<string, never>) => sql<{ key: string; version: number; title: string; loaded_at: string }>`
    select key, version, document ->> 'title' as title, loaded_at from instrument_version
    order by document ->> 'title', key, version desc limit 1000`,
);

export type InstrumentRow = {
  id: string;
  key: string;
  version: number;
  document: InstrumentDocument;
  digest: string;
  loaded_at: string;
  loaded_by: string | null;
  reason: string | null;
};

const columns = sql.raw('id, key, version, document, digest, loaded_at, loaded_by, reason');

export const findInstrument = statement(
  'assessment.findInstrument',
  (p: { key: string; version: number }) => sql<InstrumentRow>`
    select ${columns} from instrument_version where key = ${p.key} and version = ${p.version}`,
);

export const findInstrumentById = statement(
  'assessment.findInstrumentById',
  (p: { id: string }) => sql<InstrumentRow>`select ${columns} from instrument_version where id = ${p.id}`,
);

export const latestInstrument = statement(
  'assessment.latestInstrument',
  (p: { key: string }) => sql<InstrumentRow>`
    select ${columns} from instrument_version where key = ${p.key} order by version desc limit 1`,
);

/** Adds a version; returns no row if it is there. */
export const insertInstrument = statement(
  'assessment.insertInstrument',
  (p: {
    id: string;
    key: string;
    version: number;
    document: string;
    digest: string;
    by: string | null;
    reason: string | null;
  }) => sql<{ id: string }>`
    insert into instrument_version (id, key, version, document, digest, loaded_by, reason)
    values (${p.id}, ${p.key}, ${p.version}, ${p.document}::jsonb, ${p.digest}, ${p.by}, ${p.reason})
    on conflict (key, version) do nothing returning id`,
);

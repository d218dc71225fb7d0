import { sql } from 'kysely';
import { queryBuilder, statement } from '../kit/db.ts';
import type { ProgrammeDocument } from './rules.ts';
import type { Tables } from './tables.ts';

const q = queryBuilder<Tables>();

export const findByKey = statement('programmes.findByKey', (p: { key: string }) =>
  q.selectFrom('programme').select(['id', 'key', 'name']).where('key', '=', p.key),
);

/** Locks the programme, so that two people who load it at once get two version numbers. */
export const lockByKey = statement('programmes.lockByKey', (p: { key: string }) =>
  q.selectFrom('programme').select(['id', 'key', 'name']).where('key', '=', p.key).forUpdate(),
);

/** Adds the programme unless its key is there; then it changes nothing and returns no row. */
export const insertProgramme = statement('programmes.insertProgramme', (p: { id: string; key: string; name: string }) =>
  q
    .insertInto('programme')
    .values({ id: p.id, key: p.key, name: p.name })
    .onConflict((clash) => clash.column('key').doNothing())
    .returning('id'),
);

export const renameProgramme = statement('programmes.renameProgramme', (p: { id: string; name: string }) =>
  q.updateTable('programme').set({ name: p.name }).where('id', '=', p.id).where('name', '<>', p.name),
);

export type ProgrammeRow = {
  id: string;
  key: string;
  name: string;
  versions: number;
  version: number | null;
  valid_from: string | null;
};

/** Programmes by name, each with how many versions it has and the one in force on the day (null before its first). */
export const listOn = statement(
  'programmes.listOn',
  (p: { day: string; ids: string[] | null }) => sql<ProgrammeRow>`
    select p.id, p.key, p.name, (select count(*)::int from programme_version v where v.programme_id = p.id) as versions,
      f.version, f.valid_from
    from programme p
    left join lateral (
      select v.version, v.valid_from from programme_version v
      where v.programme_id = p.id and v.valid_from <= ${p.day}::date
      order by v.valid_from desc, v.version desc limit 1) f on true
    where ${p.ids}::uuid[] is null or p.id = any(${p.ids}::uuid[])
    order by p.name, p.key`,
);

export type VersionRow = {
  id: string;
  version: number;
  valid_from: string;
  document: ProgrammeDocument;
  digest: string;
  loaded_at: string;
  loaded_by: string | null;
};

export const versionsOf = statement(
  'programmes.versionsOf',
  (p: { programmeId: string }) => sql<VersionRow>`
    select id, version, valid_from, document, digest, loaded_at, loaded_by from programme_version
    where programme_id = ${p.programmeId} order by version`,
);

export const insertVersion = statement(
  'programmes.insertVersion',
  (p: {
    id: string;
    programmeId: string;
    version: number;
    validFrom: string;
    document: string;
    digest: string;
    loadedBy: string | null;
  }) => sql`
    insert into programme_version (id, programme_id, version, valid_from, document, digest, loaded_by)
    values (${p.id}, ${p.programmeId}, ${p.version}, ${p.validFrom}, ${p.document}::jsonb, ${p.digest}, ${p.loadedBy})`,
);

/** Adds a provider; one that is there under this name is left as it is. */
export const insertProvider = statement(
  'programmes.insertProvider',
  (p: { id: string; programmeId: string; name: string }) => sql`
    insert into provider (id, programme_id, name) values (${p.id}, ${p.programmeId}, ${p.name})
    on conflict (programme_id, name) do nothing`,
);

/** Adds an area; one that is there under this key is brought up to date when `update` is true, else left as it is. */
export const upsertArea = statement(
  'programmes.upsertArea',
  (p: {
    id: string;
    programmeId: string;
    key: string;
    name: string;
    position: number;
    provider: string | null;
    share: number | null;
    update: boolean;
  }) => sql`
    insert into area as a (id, programme_id, key, name, position, provider_id, share_contracted)
    values (${p.id}, ${p.programmeId}, ${p.key}, ${p.name}, ${p.position},
      (select id from provider where programme_id = ${p.programmeId} and name = ${p.provider}), ${p.share}::numeric)
    on conflict (programme_id, key) do update
      set name = excluded.name, position = excluded.position, provider_id = excluded.provider_id,
          share_contracted = excluded.share_contracted
      where ${p.update}::boolean
        and (a.name, a.position, a.provider_id, a.share_contracted)
          is distinct from (excluded.name, excluded.position, excluded.provider_id, excluded.share_contracted)`,
);

export type AreaOfProgramme = {
  id: string;
  key: string;
  name: string;
  position: number;
  provider_id: string | null;
  provider: string | null;
  share_contracted: string | null;
};

export const areasOf = statement(
  'programmes.areasOf',
  (p: { programmeId: string }) => sql<AreaOfProgramme>`
    select a.id, a.key, a.name, a.position, a.provider_id, p.name as provider, a.share_contracted
    from area a left join provider p on p.id = a.provider_id
    where a.programme_id = ${p.programmeId} order by a.position, a.name`,
);

export const providersOf = statement('programmes.providersOf', (p: { programmeId: string }) =>
  q.selectFrom('provider').select(['id', 'name']).where('programme_id', '=', p.programmeId).orderBy('name'),
);

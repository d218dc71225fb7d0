import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import { mergeColumns } from '../rules/merge.ts';

/** Both records of a merge, locked in the order of their ids, so that two merges cannot wait for one another. */
export const lockBoth = statement(
  'people.lockBoth',
  (p: { ids: string[] }) => sql<{
    id: string;
    version: number;
    merged_into: string | null;
    row: Record<string, unknown>;
  }>`
    select id, version, merged_into, to_jsonb(person) as row from person where id = any(${p.ids}::uuid[]) order by id for update`,
);

export const readBoth = statement(
  'people.readBoth',
  (p: { ids: string[] }) => sql<{
    id: string;
    version: number;
    merged_into: string | null;
    row: Record<string, unknown>;
  }>`
    select id, version, merged_into, to_jsonb(person) as row from person where id = any(${p.ids}::uuid[])`,
);

const columns = sql.join(mergeColumns.map((column) => sql.ref(column)));
const given = sql.join(mergeColumns.map((column) => sql.ref(`n.${column}`)));

/** Writes the columns that a merge or its undoing changes over those of the row; the version becomes the one given. */
export const writePerson = statement(
  'people.writeMerged',
  (p: { id: string; values: string; version: number }) => sql`
    update person p set (${columns}) = (select ${given} from jsonb_populate_record(p, ${p.values}::jsonb) n),
      version = ${p.version}::int, updated_at = now()
    where p.id = ${p.id}`,
);

export const setMergedInto = statement(
  'people.setMergedInto',
  (p: { id: string; into: string | null; version: number }) => sql`
    update person set merged_into = ${p.into}::uuid, version = ${p.version}::int where id = ${p.id}`,
);

export const insertMerge = statement(
  'people.insertMerge',
  (p: {
    id: string;
    keptId: string;
    mergedId: string;
    caseIds: string[];
    before: string;
    after: string;
    userId: string | null;
  }) => sql`
    insert into person_merge (id, kept_id, merged_id, case_ids, before, after, merged_by)
    values (${p.id}, ${p.keptId}, ${p.mergedId}, ${p.caseIds}, ${p.before}::jsonb, ${p.after}::jsonb, ${p.userId})`,
);

/** Names of the merged record, and either's usual one where it is not the usual one any more, beside the kept record's. */
export const copyNames = statement(
  'people.copyNames',
  (p: { rows: string }) => sql`
    insert into person_name (id, person_id, use, given_name, family_name, search_given, search_family, merge_id)
    select id, person_id, use, given_name, family_name, search_given, search_family, merge_id
    from jsonb_to_recordset(${p.rows}::jsonb) as n(id uuid, person_id uuid, use text, given_name text, family_name text,
      search_given text, search_family text, merge_id uuid)`,
);

export const liveNames = statement(
  'people.liveNames',
  (p: { ids: string[] }) => sql<{
    person_id: string;
    use: string;
    given_name: string | null;
    family_name: string | null;
    search_given: string;
    search_family: string;
  }>`
    select person_id, use, given_name, family_name, search_given, search_family from person_name
    where person_id = any(${p.ids}::uuid[]) and removed_at is null order by id`,
);

/** Next of kin and supporters of the merged record, beside those of the kept one. */
export const copyContacts = statement(
  'people.copyContacts',
  (p: { fromId: string; toId: string; mergeId: string }) => sql`
    insert into person_contact (id, person_id, kind, name, relationship, phone, email, may_be_told, note, merge_id)
    select gen_random_uuid(), ${p.toId}::uuid, kind, name, relationship, phone, email, may_be_told, note, ${p.mergeId}::uuid
    from person_contact where person_id = ${p.fromId} and removed_at is null`,
);

/** Takes away what a merge brought; 'corrected' where somebody changed it since. */
export const removeBrought = statement(
  'people.removeBrought',
  (p: { mergeId: string }) => sql<{ corrected: boolean }>`
    with names as (
      update person_name set removed_at = now() where merge_id = ${p.mergeId} and removed_at is null returning version > 1 as corrected
    ), contacts as (
      update person_contact set removed_at = now() where merge_id = ${p.mergeId} and removed_at is null returning version > 1 as corrected
    )
    select corrected from names union all select corrected from contacts`,
);

export type BroughtRow = {
  what: 'name' | 'supporter';
  kind: string;
  text: string;
  corrected: boolean;
  removed: boolean;
};

/** What a merge brought to the record that is kept, and whether somebody corrected or removed it there since. */
export const broughtBy = statement(
  'people.broughtBy',
  (p: { mergeId: string }) => sql<BroughtRow>`
    select 'name' as what, use as kind, concat_ws(' ', given_name, family_name) as text, version > 1 as corrected,
      removed_at is not null as removed, id
    from person_name where merge_id = ${p.mergeId}
    union all
    select 'supporter', kind, name, version > 1, removed_at is not null, id from person_contact where merge_id = ${p.mergeId}
    order by what, text, id`,
);

/** Names and supporters that the kept record got since a merge, from somewhere else. */
export const addedSince = statement(
  'people.addedSinceMerge',
  (p: { mergeId: string; personId: string; since: string }) => sql<{
    what: 'name' | 'supporter';
    kind: string;
    text: string;
  }>`
    select 'name' as what, use as kind, concat_ws(' ', given_name, family_name) as text, id from person_name
    where person_id = ${p.personId} and merge_id is distinct from ${p.mergeId} and created_at > ${p.since}::timestamptz and removed_at is null
    union all
    select 'supporter', kind, name, id from person_contact
    where person_id = ${p.personId} and merge_id is distinct from ${p.mergeId} and created_at > ${p.since}::timestamptz and removed_at is null
    order by what, text, id`,
);

export type MergeRow = {
  id: string;
  kept_id: string;
  merged_id: string;
  case_ids: string[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  merged_at: string;
  undone_at: string | null;
};

export const findMerge = statement(
  'people.findMerge',
  (p: { id: string }) => sql<MergeRow>`
    select id, kept_id, merged_id, case_ids, before, after, merged_at, undone_at from person_merge where id = ${p.id}`,
);

/** The merges that stand and have to do with these people, the newest first. */
export const mergesOf = statement(
  'people.mergesOf',
  (p: { ids: string[] }) => sql<MergeRow>`
    select id, kept_id, merged_id, case_ids, before, after, merged_at, undone_at from person_merge
    where (kept_id = any(${p.ids}::uuid[]) or merged_id = any(${p.ids}::uuid[])) and undone_at is null order by merged_at desc limit 20`,
);

export const setUndone = statement(
  'people.setUndone',
  (p: { id: string; userId: string | null }) => sql<{ id: string }>`
    update person_merge set undone_by = ${p.userId}, undone_at = now() where id = ${p.id} and undone_at is null returning id`,
);

/** A restriction that was placed while the two were one holds for both once they are two again. */
export const restrictLike = statement(
  'people.restrictLike',
  (p: { fromId: string; toId: string }) => sql`
    insert into person_restriction as r (person_id, kind, reason, owner_id, placed_by, review_on)
    select ${p.toId}::uuid, kind, reason, owner_id, placed_by, review_on from person_restriction
    where person_id = ${p.fromId} and lifted_at is null
    on conflict (person_id) do update set kind = excluded.kind, reason = excluded.reason, owner_id = excluded.owner_id,
      placed_by = excluded.placed_by, placed_at = now(), review_on = excluded.review_on, review_told_on = null, lifted_at = null,
      version = r.version + 1`,
);

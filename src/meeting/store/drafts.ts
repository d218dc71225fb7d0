import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { OtherText } from '../rules/draft.ts';

export type DraftRow = {
  id: string;
  fields: Record<string, string>;
  revs: Record<string, number>;
  others: OtherText[];
  rev: number;
  created_at: string;
  updated_at: string;
};

const columns = sql`id, fields, revs, others, rev, created_at, updated_at`;

export const findDraft = statement(
  'meeting.findDraft',
  (p: { caseId: string; authorId: string | null }) => sql<DraftRow>`
    select ${columns} from meeting_draft where case_id = ${p.caseId} and author_id = ${p.authorId}`,
);

export const lockDraft = statement(
  'meeting.lockDraft',
  (p: { caseId: string; authorId: string | null }) => sql<DraftRow>`
    select ${columns} from meeting_draft where case_id = ${p.caseId} and author_id = ${p.authorId} for update`,
);

/** Drafts of a case that are not the reader's own, the one written last first. */
export const othersDrafts = statement(
  'meeting.othersDrafts',
  (p: { caseId: string; authorId: string | null }) => sql<
    DraftRow & { author_id: string; author_name: string }
  >`select d.id, d.fields - 'private' as fields, d.revs, '[]'::jsonb as others, d.rev, d.created_at, d.updated_at, d.author_id, u.user_name as author_name
    from meeting_draft d join ${userNamesPart} u on u.user_id = d.author_id
    where d.case_id = ${p.caseId} and d.author_id is distinct from ${p.authorId}
    order by d.updated_at desc limit 10`,
);

/** Fields of a draft to be saved, and the last revision that was seen of it. `fields` and `revs` are JSON, `at` a moment. */
export type NextSave = {
  caseId: string;
  authorId: string | null;
  base: number;
  fields: string;
  revs: string;
  at: string;
};

/**
 * Saves fields of drafts that nobody has saved since revision `base`: the usual case, in one statement for several. One row for
 * each that was saved, with its place `n` in `saves` (from 0); of two for one draft at most one is.
 */
export const saveNext = statement(
  'meeting.saveNext',
  (p: { saves: string; most: number }) => sql<{ n: number; id: string; rev: number }>`
    update meeting_draft d set fields = d.fields || g.fields, revs = d.revs || g.revs, rev = d.rev + 1, updated_at = g.at
    from (select (one.value ->> 'caseId')::uuid as case_id, (one.value ->> 'authorId')::uuid as author_id, (one.value ->> 'base')::int as base,
        (one.value ->> 'fields')::jsonb as fields, (one.value ->> 'revs')::jsonb as revs, (one.value ->> 'at')::timestamptz as at,
        (one.n - 1)::int as n
      from jsonb_array_elements(${p.saves}::jsonb) with ordinality as one (value, n)) g
    where d.case_id = g.case_id and d.author_id = g.author_id and d.rev = g.base
      and length(d.fields::text) + length(d.others::text) + length(g.fields::text) <= ${p.most}::int
    returning g.n, d.id, d.rev`,
);

export const insertDraft = statement(
  'meeting.insertDraft',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    authorId: string | null;
    fields: string;
    revs: string;
    others: string;
    rev: number;
    at: string;
  }) => sql<{ id: string; rev: number }>`
    insert into meeting_draft (id, case_id, person_id, author_id, fields, revs, others, rev, created_at, updated_at)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.authorId}, ${p.fields}, ${p.revs}, ${p.others}, ${p.rev}, ${p.at}, ${p.at})
    on conflict do nothing returning id, rev`,
);

export const replaceDraft = statement(
  'meeting.replaceDraft',
  (p: { id: string; fields: string; revs: string; others: string; rev: number; at: string }) => sql`
    update meeting_draft set fields = ${p.fields}, revs = ${p.revs}, others = ${p.others}, rev = ${p.rev}, updated_at = ${p.at}
    where id = ${p.id}`,
);

export const removeDraft = statement(
  'meeting.removeDraft',
  (p: { caseId: string; authorId: string | null }) => sql<{ id: string }>`
    delete from meeting_draft where case_id = ${p.caseId} and author_id = ${p.authorId} returning id`,
);

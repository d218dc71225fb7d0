/** The draft of a meeting. One for each case and author, however many tabs and devices write in it; nothing of it is lost. */
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead, CasePlace } from '../../cases/actions/record.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { gather } from '../../kit/gather.ts';
import { newId } from '../../kit/ids.ts';
import {
  type DraftState,
  emptyDraft,
  mergeDraft,
  mostInDraft,
  type OtherText,
  settle,
  sizeOf,
} from '../rules/draft.ts';
import * as store from '../store/drafts.ts';
import { meetingOfDraft } from '../store/meetings.ts';

/** A draft: who began it when, and when it was last saved (moments as PostgreSQL writes them). */
export type Draft = DraftState & { id: string; begunAt: string; savedAt: string };
/** Somebody else's draft of the same case, without the part that only they and their manager may read. */
export type OthersDraft = Draft & { authorId: string; authorName: string };

/** What a page says of itself when it saves: which draft, the last revision it has seen (0 for a fresh page), and when it is now. */
export type Seen = { draftId: string; base: number; now: Temporal.Instant };
/** `conflict`: something else was written in the same field since; both are kept. `finished`: the meeting the draft became before. */
export type Saved = { id: string; rev: number; conflict: boolean; finished?: string };

const toDraft = (row: store.DraftRow): Draft => ({
  id: row.id,
  fields: row.fields,
  revs: row.revs,
  others: row.others,
  rev: row.rev,
  begunAt: row.created_at,
  savedAt: row.updated_at,
});

/** The actor's draft in this case, or null. */
export async function draftOf(sql: Sql, actor: Actor, caseId: string): Promise<Draft | null> {
  const [row] = await store.findDraft(sql, { caseId, authorId: actor.userId });
  return row === undefined ? null : toDraft(row);
}

/** Drafts that others have in this case. */
export async function othersDrafts(sql: Sql, actor: Actor, caseId: string): Promise<OthersDraft[]> {
  const rows = await store.othersDrafts(sql, { caseId, authorId: actor.userId });
  return rows.map((row) => ({ ...toDraft(row), authorId: row.author_id, authorName: row.author_name }));
}

/**
 * Saves that come while another is under way share a statement and its commit. When that fails (two servers may each hold what
 * the other waits for), each is saved by itself.
 */
const saveNext = gather<store.NextSave, { id: string; rev: number } | null>(50, async (sql, saves) => {
  const saved = await store.saveNext(sql, { saves: JSON.stringify(saves), most: mostInDraft }).catch(() => []);
  const rows = new Map(saved.map(({ n, id, rev }) => [n, { id, rev }]));
  return saves.map((_, n) => rows.get(n) ?? null);
});

/** Saves fields of the actor's draft. 'too large' when it would hold more than 200,000 characters; nothing is saved then. */
export async function saveDraft(
  db: Database,
  actor: Actor,
  head: CasePlace,
  seen: Seen,
  fields: Readonly<Record<string, string>>,
): Promise<Saved | 'too large'> {
  const next = seen.base + 1;
  const saved = await saveNext(db, {
    caseId: head.caseId,
    authorId: actor.userId,
    base: seen.base,
    fields: JSON.stringify(fields),
    revs: JSON.stringify(Object.fromEntries(Object.keys(fields).map((name) => [name, next]))),
    at: seen.now.toString(),
  });
  if (saved !== null) return { ...saved, conflict: false };
  return transaction(db, (tx) => saveAmongOthers(tx, actor, head, seen, fields));
}

/** Another tab saved since, or there is no draft yet. */
async function saveAmongOthers(
  tx: Tx,
  actor: Actor,
  head: CasePlace,
  seen: Seen,
  fields: Readonly<Record<string, string>>,
): Promise<Saved | 'too large'> {
  const [standing] = await store.lockDraft(tx, { caseId: head.caseId, authorId: actor.userId });
  const state = standing === undefined ? emptyDraft : toDraft(standing);
  const merged = mergeDraft(state, seen.base, fields);
  if (sizeOf(merged) > mostInDraft) return 'too large';
  const conflict = merged.others.some((one) => !state.others.includes(one));
  if (standing !== undefined) {
    if (merged !== state) await keepDraft(tx, standing.id, merged, seen.now);
    return { id: standing.id, rev: merged.rev, conflict };
  }
  const [became] = await meetingOfDraft(tx, { caseId: head.caseId, draftId: seen.draftId });
  // Words that come after the meeting was finished elsewhere are the beginning of another draft.
  const id = became === undefined ? seen.draftId : newId();
  const [made] = await insert(tx, actor, head, id, merged, seen.now);
  // Another tab made it between the two statements.
  if (made === undefined) return saveAmongOthers(tx, actor, head, seen, fields);
  return { ...made, conflict, ...(became && { finished: became.id }) };
}

const kept = ({ fields, revs, others, rev }: DraftState) => ({
  fields: JSON.stringify(fields),
  revs: JSON.stringify(revs),
  others: JSON.stringify(others),
  rev,
});

/** Keeps a draft as it is now. */
export const keepDraft = (tx: Tx, id: string, state: DraftState, now: Temporal.Instant) =>
  store.replaceDraft(tx, { id, ...kept(state), at: now.toString() });

function insert(
  tx: Tx,
  actor: Actor,
  { caseId, personId }: CasePlace,
  id: string,
  state: DraftState,
  now: Temporal.Instant,
) {
  return store.insertDraft(tx, {
    id,
    caseId,
    personId,
    authorId: actor.userId,
    ...kept({ ...state, rev: state.rev || 1 }),
    at: now.toString(),
  });
}

/** Locks the actor's draft for finishing it. Null when there is none. */
export async function lockDraft(tx: Tx, actor: Actor, caseId: string): Promise<Draft | null> {
  const [row] = await store.lockDraft(tx, { caseId, authorId: actor.userId });
  return row === undefined ? null : toDraft(row);
}

/** Puts another version in behind what stands in its field, or leaves it out. Does nothing when it is not there any more. */
export async function settleOther(
  db: Database,
  actor: Actor,
  head: CaseHead,
  which: Pick<OtherText, 'name' | 'rev'>,
  how: 'put in' | 'leave out',
  now: Temporal.Instant,
): Promise<void> {
  await transaction(db, async (tx) => {
    const draft = await lockDraft(tx, actor, head.caseId);
    const settled = draft === null ? null : settle(draft, which, how);
    if (draft !== null && settled !== null && settled !== draft) await keepDraft(tx, draft.id, settled, now);
  });
}

/** Throws the actor's draft away. */
export async function dropDraft(sql: Sql, actor: Actor, caseId: string): Promise<void> {
  await store.removeDraft(sql, { caseId, authorId: actor.userId });
}

/** Gives the words of a meeting that was taken back to its author's draft again, beside what they have written since. */
export async function restoreDraft(
  tx: Tx,
  actor: Actor,
  head: CaseHead,
  fields: Readonly<Record<string, string>>,
  now: Temporal.Instant,
): Promise<void> {
  const draft = await lockDraft(tx, actor, head.caseId);
  // What was written since is as dear as what was taken back: both are kept.
  const merged = mergeDraft(draft ?? emptyDraft, 0, fields);
  if (draft === null) await insert(tx, actor, head, newId(), merged, now);
  else await keepDraft(tx, draft.id, merged, now);
}

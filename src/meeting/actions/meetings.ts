/** Meetings: finished, corrected, taken back. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Errors, Typed } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { draftFields, mergeDraft } from '../rules/draft.ts';
import { type Meeting, undoMinutes, wasHeld } from '../rules/meeting.ts';
import { type MeetingPart, MeetingStale, type OpenPart } from '../rules/part.ts';
import { removeDraft } from '../store/drafts.ts';
import * as store from '../store/meetings.ts';
import { type Draft, keepDraft, lockDraft, restoreDraft, type Seen } from './drafts.ts';

/** Something a meeting made, and when it was undone. */
export type Made = store.MadeRow;
/** A meeting as it is shown. `at` is when it was finished. */
export type KeptMeeting = Meeting & {
  id: string;
  authorId: string | null;
  authorName: string | null;
  made: readonly Made[];
  undone: boolean;
  version: number;
  at: string;
  hasPrivate: boolean;
};

const toMeeting = (row: store.MeetingRow): KeptMeeting => ({
  id: row.id,
  heldOn: row.held_on,
  startsAt: row.starts_at,
  minutes: row.minutes,
  mode: row.mode,
  attendance: row.attendance,
  reason: row.reason,
  note: row.note,
  nextOn: row.next_on,
  nextAt: row.next_at,
  nextMode: row.next_mode,
  authorId: row.author_id,
  authorName: row.author_name,
  made: row.made,
  undone: row.undone_at !== null,
  version: row.version,
  at: row.created_at,
  hasPrivate: row.has_private,
});

/** A meeting of the case, or null. */
export async function findMeeting(sql: Sql, caseId: string, id: string): Promise<KeptMeeting | null> {
  const [row] = await store.findMeeting(sql, { caseId, id });
  return row === undefined ? null : toMeeting(row);
}

/** Meetings of a case, the latest first, from after one of them on. */
export async function meetingsOf(
  sql: Sql,
  caseId: string,
  limit: number,
  after?: { heldOn: string; id: string },
): Promise<{ meetings: KeptMeeting[]; more: boolean }> {
  const { heldOn, id } = after ?? { heldOn: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  const rows = await store.meetingsOfCase(sql, { caseId, beforeDay: heldOn, beforeId: id, limit: limit + 1 });
  return { meetings: rows.slice(0, limit).map(toMeeting), more: rows.length > limit };
}

/** The day, time and way of the next meeting of each of these cases, where one was agreed for today or later. */
export const nextMeetings = store.nextMeetings;

/** The part that only its author and their manager may read. The caller asks the policy. */
export async function privatePart(
  sql: Sql,
  caseId: string,
  meetingId: string,
): Promise<{ body: string; authorId: string | null } | null> {
  const [row] = await store.findPrivate(sql, { caseId, meetingId });
  return row === undefined ? null : { body: row.body, authorId: row.author_id };
}

/** What came of finishing. Unless it is 'finished', nothing was made; the draft keeps all words. */
export type Finished =
  | { outcome: 'finished'; id: string }
  /** The form was sent twice: the meeting that the first one made. */
  | { outcome: 'already'; id: string }
  /** Another tab or device wrote something else in the same fields: both stand in the draft now. */
  | { outcome: 'others'; draft: Draft }
  | { outcome: 'stale'; errors: Errors };

/**
 * Makes a meeting with everything that its screen says: one transaction over all rooms, with 'meeting.held' or, when it did
 * not happen, 'meeting.missed'.
 */
export async function finishMeeting(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    seen: Seen;
    typed: Typed;
    meeting: Meeting;
    hidden: string | null;
    parts: readonly { key: string; part: OpenPart }[];
  },
): Promise<Finished> {
  try {
    return await transaction(db, (tx) => finish(tx, actor, head, input));
  } catch (error) {
    if (error instanceof MeetingStale) return { outcome: 'stale', errors: error.errors };
    throw error;
  }
}

async function finish(
  tx: Tx,
  actor: Actor,
  head: CaseHead,
  { seen, typed, meeting, hidden, parts }: Parameters<typeof finishMeeting>[3],
): Promise<Finished> {
  const { caseId, personId, programmeId } = head;
  const draft = await lockDraft(tx, actor, caseId);
  if (draft !== null && (draft.rev > seen.base || draft.others.length > 0)) {
    const merged = mergeDraft(draft, seen.base, draftFields(typed));
    if (merged.others.length > 0) {
      await keepDraft(tx, draft.id, merged, seen.now);
      return { outcome: 'others', draft: { ...draft, ...merged } };
    }
  }
  const id = newId();
  const at = seen.now.toString();
  const row = { id, caseId, personId, draftId: seen.draftId, authorId: actor.userId, ...meeting, at };
  const [inserted] = await store.insertMeeting(tx, row);
  if (inserted === undefined) {
    const [before] = await store.meetingOfDraft(tx, { caseId, draftId: seen.draftId });
    return { outcome: 'already', id: before?.id ?? id };
  }
  if (hidden !== null)
    await store.insertPrivate(tx, { meetingId: id, caseId, personId, authorId: actor.userId, body: hidden });
  const made: Made[] = [];
  for (const { key, part } of parts)
    for (const thing of await part.save(tx, actor, typed, { id, heldOn: meeting.heldOn, now: seen.now }))
      made.push({ part: key, ...thing });
  if (made.length > 0) await store.setMade(tx, { id, made: JSON.stringify(made) });
  await recordEvent(tx, actor, {
    kind: wasHeld(meeting.attendance) ? 'meeting.held' : 'meeting.missed',
    programmeId,
    personId,
    caseId,
    happenedOn: meeting.heldOn,
    payload: { recordId: id, ...meeting, private: hidden !== null },
  });
  if (draft !== null) await removeDraft(tx, { caseId, authorId: actor.userId });
  return { outcome: 'finished', id };
}

/** What can be corrected of a meeting afterwards: the meeting itself. Steps and ratings are corrected where they stand. */
export type Correction = Omit<Meeting, 'nextOn' | 'nextAt' | 'nextMode'>;

/** Corrects a meeting that was opened at `version`, with 'meeting.corrected' that keeps both. 'stale': nothing was written. */
export function correctMeeting(
  db: Database,
  actor: Actor,
  head: CaseHead,
  before: KeptMeeting,
  version: number,
  to: Correction,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const [saved] = await store.updateMeeting(tx, { id: before.id, version, ...to });
    if (saved === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'meeting.corrected',
      programmeId: head.programmeId,
      personId: head.personId,
      caseId: head.caseId,
      happenedOn: to.heldOn,
      payload: { recordId: before.id, before: correctionOf(before), after: to },
    });
    return 'saved';
  });
}

const correctionOf = (meeting: Meeting): Correction => {
  const { heldOn, startsAt, minutes, mode, attendance, reason, note } = meeting;
  return { heldOn, startsAt, minutes, mode, attendance, reason, note };
};

/** Whether what a meeting made may still be undone by the actor at a moment: its author, for ten minutes. */
export function mayUndo(meeting: KeptMeeting, actor: Actor, now: Temporal.Instant): boolean {
  const made = Temporal.Instant.from(meeting.at).epochMilliseconds;
  return (
    !meeting.undone &&
    actor.userId !== null &&
    meeting.authorId === actor.userId &&
    now.epochMilliseconds - made < undoMinutes * 60_000
  );
}

/** 'changed': somebody has gone on from it since; 'late': the ten minutes are over, or it was undone before. Nothing is written then. */
export type Undone = 'undone' | 'changed' | 'late';

class NotUndone extends Error {
  readonly why: Undone;
  constructor(why: Undone) {
    super('nothing was undone');
    this.why = why;
  }
}

const orWhy = (work: Promise<Undone>): Promise<Undone> =>
  work.catch((error) => {
    if (error instanceof NotUndone) return error.why;
    throw error;
  });

/** Takes back one thing that a meeting made, with 'meeting.part_undone'. */
export function undoThing(
  db: Database,
  actor: Actor,
  head: CaseHead,
  of: { meetingId: string; at: number; now: Temporal.Instant; today: string },
  parts: readonly MeetingPart[],
): Promise<Undone> {
  return orWhy(
    transaction(db, async (tx) => {
      const [row] = await store.lockMeeting(tx, { caseId: head.caseId, id: of.meetingId });
      const thing = row?.made[of.at];
      if (row === undefined || thing === undefined || thing.undone !== undefined) return 'late';
      if (!mayUndo(toMeeting(row), actor, of.now)) return 'late';
      await undoPart(tx, actor, head, thing, parts, of.today);
      const made = row.made.map((one, at) => (at === of.at ? { ...one, undone: of.now.toString() } : one));
      await store.setMade(tx, { id: row.id, made: JSON.stringify(made) });
      await recordEvent(tx, actor, {
        kind: 'meeting.part_undone',
        programmeId: head.programmeId,
        personId: head.personId,
        caseId: head.caseId,
        happenedOn: row.held_on,
        payload: { recordId: row.id, words: thing.words },
      });
      return 'undone';
    }),
  );
}

async function undoPart(
  tx: Tx,
  actor: Actor,
  head: CaseHead,
  thing: Made,
  parts: readonly MeetingPart[],
  today: string,
): Promise<void> {
  const part = parts.find(({ key }) => key === thing.part);
  if (part === undefined || (await part.undo(tx, actor, head, thing.ref, today)) === 'changed')
    throw new NotUndone('changed');
}

/** Takes back a meeting with all it made, the last thing first, with 'meeting.undone'; its words are the author's draft again. */
export function undoMeeting(
  db: Database,
  actor: Actor,
  head: CaseHead,
  of: { meetingId: string; now: Temporal.Instant; today: string },
  parts: readonly MeetingPart[],
  draftOf: (meeting: KeptMeeting, hidden: string | null) => Record<string, string>,
): Promise<Undone> {
  return orWhy(
    transaction(db, async (tx) => {
      const [row] = await store.lockMeeting(tx, { caseId: head.caseId, id: of.meetingId });
      if (row === undefined || !mayUndo(toMeeting(row), actor, of.now)) return 'late';
      for (const thing of [...row.made].reverse())
        if (thing.undone === undefined) await undoPart(tx, actor, head, thing, parts, of.today);
      const hidden = await privatePart(tx, head.caseId, row.id);
      await restoreDraft(tx, actor, head, draftOf(toMeeting(row), hidden?.body ?? null), of.now);
      await store.removePrivate(tx, { meetingId: row.id });
      const made = row.made.map((one) => ({ ...one, undone: one.undone ?? of.now.toString() }));
      await store.setMade(tx, { id: row.id, made: JSON.stringify(made) });
      await store.undoMeeting(tx, { id: row.id, at: of.now.toString() });
      await recordEvent(tx, actor, {
        kind: 'meeting.undone',
        programmeId: head.programmeId,
        personId: head.personId,
        caseId: head.caseId,
        happenedOn: row.held_on,
        payload: { recordId: row.id },
      });
      return 'undone';
    }),
  );
}

import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, isUniqueViolation, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store/notes.ts';
import type { CaseHead } from './record.ts';

/** A note as it is kept. `writtenOn` is the day of the meeting or contact, 'YYYY-MM-DD'. */
export type Note = { id: string; writtenOn: string; body: string; version: number };
/** What can be said of a note. */
export type NoteInput = { writtenOn: string; body: string };

/**
 * Adds a note to a case, with the event 'note.added'. Resolves to its id. The form brings the id, so that a form that is
 * posted twice makes one note: the second time nothing is written. A note of that id that says something else, or is not
 * theirs here, is no such second time (a browser that goes back brings the old form again), and a new note is made.
 */
export async function addNote(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: NoteInput,
  id: string = newId(),
): Promise<string> {
  try {
    await insertNote(db, actor, head, input, id);
    return id;
  } catch (error) {
    if (!isUniqueViolation(error, 'note_pkey')) throw error;
    const [made] = await store.findNote(db, { caseId: head.caseId, id });
    const twice = made?.author_id === actor.userId && made.body === input.body && made.written_on === input.writtenOn;
    return twice ? id : addNote(db, actor, head, input);
  }
}

async function insertNote(db: Database, actor: Actor, head: CaseHead, input: NoteInput, id: string): Promise<void> {
  await transaction(db, async (tx) => {
    await store.insertNote(tx, { id, caseId: head.caseId, personId: head.personId, authorId: actor.userId, ...input });
    await recordEvent(tx, actor, {
      kind: 'note.added',
      programmeId: head.programmeId,
      personId: head.personId,
      caseId: head.caseId,
      happenedOn: input.writtenOn,
      payload: { recordId: id, ...input },
    });
  });
}

/** A note of the case, or null. */
export async function noteOf(sql: Sql, caseId: string, id: string): Promise<Note | null> {
  const [row] = await store.findNote(sql, { caseId, id });
  return row === undefined ? null : { id: row.id, writtenOn: row.written_on, body: row.body, version: row.version };
}

/**
 * Corrects a note that was opened at `version`, with the event 'note.corrected' that keeps both texts.
 * 'stale' when somebody saved it since; nothing is written then.
 */
export async function correctNote(
  db: Database,
  actor: Actor,
  head: CaseHead,
  before: Note,
  version: number,
  input: NoteInput,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const [saved] = await store.updateNote(tx, { caseId: head.caseId, id: before.id, version, ...input });
    if (saved === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'note.corrected',
      programmeId: head.programmeId,
      personId: head.personId,
      caseId: head.caseId,
      happenedOn: input.writtenOn,
      payload: {
        recordId: before.id,
        before: { writtenOn: before.writtenOn, body: before.body },
        after: input,
      },
    });
    return 'saved';
  });
}

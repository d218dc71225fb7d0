import { type EventRow, recordEvent, timelineOf } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { notAgainStored, type Story, untold } from '../rules/story.ts';
import * as store from '../store/story.ts';
import type { Line } from './passing-on.ts';
import type { CaseHead } from './record.ts';

/** A story with its version; 0 is that of one that was never told. */
export type ToldStory = Story & { version: number };

/** The story of a case. */
export async function storyOf(sql: Sql, caseId: string): Promise<ToldStory> {
  const [row] = await store.findStory(sql, { caseId });
  if (row === undefined) return { ...untold, version: 0 };
  return {
    inShort: row.in_short,
    strengths: row.strengths,
    whatHelps: row.what_helps,
    whatDoesNot: row.what_does_not,
    nextThings: row.next_things,
    notAgain: notAgainStored(row.not_again),
    version: row.version,
  };
}

/**
 * Tells the story, or tells it anew when it still has the version given: 'story.told' the first time, then
 * 'story.corrected', which keeps both. 'stale' when somebody told it since; nothing is written then.
 */
export async function tellStory(
  db: Database,
  actor: Actor,
  head: Pick<CaseHead, 'caseId' | 'personId' | 'programmeId'>,
  change: { before: ToldStory; version: number; after: Story; changes: readonly object[]; today: string },
): Promise<'saved' | 'stale'> {
  const { before, version, after, changes, today } = change;
  const { caseId, personId, programmeId } = head;
  const { inShort, strengths, whatHelps, whatDoesNot, nextThings, notAgain } = after;
  const told = { inShort, strengths, whatHelps, whatDoesNot, nextThings, notAgain };
  return transaction(db, async (tx) => {
    const row = { caseId, personId, ...told, notAgain: JSON.stringify(notAgain), by: actor.userId };
    const saved = await (version === 0 ? store.insertStory(tx, row) : store.updateStory(tx, { ...row, version }));
    if (saved.length === 0) return 'stale';
    const { version: stood, ...was } = before;
    await recordEvent(tx, actor, {
      kind: stood === 0 ? 'story.told' : 'story.corrected',
      caseId,
      personId,
      programmeId,
      happenedOn: today,
      payload: { changes, before: stood === 0 ? null : was, after: told },
    });
    return 'saved';
  });
}

const passedOn = 'story.passed on';

/** What the person agreed to being passed on, as they said last: the event of it. None, or one. */
export const passedOnOf = (sql: Sql, caseId: string): Promise<EventRow[]> =>
  timelineOf(sql, {
    ...{ caseId, kinds: [passedOn], limit: 1 },
    ...{ beforeDay: 'infinity', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
  });

/** Says what the person agreed to being passed on, with the event 'story.passed on', which is all that is kept of it. */
export function agreePassedOn(
  db: Database,
  actor: Actor,
  head: Pick<CaseHead, 'caseId' | 'personId' | 'programmeId'>,
  given: { on: string; agreed: 'all' | 'some'; words: string | null },
): Promise<void> {
  const { caseId, personId, programmeId } = head;
  const { on: happenedOn, agreed, words } = given;
  return transaction(db, async (tx) => {
    await recordEvent(tx, actor, {
      ...{ kind: passedOn, caseId, personId, programmeId, happenedOn },
      payload: { agreed, words },
    });
  });
}

/** How many notes the page for whoever takes over shows, and how much of each. */
const lastNotes = 5;
const shownCharacters = 400;

/** The latest notes, cut to what can be read in a minute. */
export async function lastNotesOf(sql: Sql, caseId: string): Promise<Line[]> {
  const notes = await store.latestNotes(sql, { caseId, limit: lastNotes });
  return notes.map(({ id, written_on: day, body }) => ({
    text: showDay(day),
    note: body.length > shownCharacters ? `${body.slice(0, shownCharacters).trimEnd()} …` : body,
    href: `/cases/${caseId}/notes/${id}`,
  }));
}

const waiting: Readonly<Record<string, { text: string; page: string }>> = {
  'worker asked': { text: 'Another key worker was asked for', page: '/key-worker' },
  'return asked': { text: 'They asked to come back', page: '/taking-part' },
  'warm handover': { text: 'Warm handover is booked', page: '' },
  'hand-back': { text: 'Hand-back was sent and not yet received', page: '/taking-part' },
};

/** What waits for somebody in this room. */
export async function openThingsOf(sql: Sql, head: CaseHead): Promise<Line[]> {
  const { caseId, paused, attachment } = head;
  const path = `/cases/${caseId}`;
  const rows = await store.openOf(sql, { caseId });
  return [
    ...(paused === null
      ? []
      : [
          {
            text: `Paused since ${showDay(paused.on)}, to be looked at on ${showDay(paused.reviewOn)}`,
            note: paused.reason,
            href: `${path}/taking-part`,
          },
        ]),
    ...(attachment?.evidenced === false
      ? [{ text: 'The conditions of attachment are not evidenced', href: `${path}/attachment` }]
      : []),
    ...rows.map(({ what, detail, on_day }) => {
      const { text, page } = waiting[what] ?? { text: what, page: '' };
      return {
        text: on_day === null ? text : `${text} (${showDay(on_day)})`,
        ...(detail !== null && { note: detail }),
        href: `${path}${page}`,
      };
    }),
  ];
}

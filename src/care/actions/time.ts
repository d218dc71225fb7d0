/** Time of a key worker on the programme and on other things. A correction keeps what it corrects. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type Span, weekLater, weekOf } from '../rules/time.ts';
import * as store from '../store/time.ts';
import type { Staff } from './staff.ts';

export type { TimeRow } from '../store/time.ts';

/** The entries of the week that begins on a Monday, corrected ones included, and the sums of the weeks since another. */
export async function weekOfTime(sql: Sql, staffId: string, week: string, from: string) {
  const to = Temporal.PlainDate.from(week).add({ days: 6 }).toString();
  return {
    entries: await store.entriesOf(sql, { staffId, from: week, to }),
    weeks: await store.weeksOf(sql, { staffId, from }),
  };
}

/** An entry by id with the programme that it was made in, or null. */
export async function findEntry(sql: Sql, id: string) {
  return (await store.findEntry(sql, { id }))[0] ?? null;
}

/** Time as it is entered. For a whole week `on` is any day of it. */
export type TimeGiven = {
  on: string;
  span: Span;
  minutes: number;
  kind: string;
  onProgramme: boolean;
  words: string | null;
};

const dayOf = ({ on, span }: TimeGiven): string => (span === 'week' ? weekOf(on) : on);

/** Logs time, with the event 'time.logged'. Resolves to the entry's id. */
export function logTime(db: Database, actor: Actor, staff: Staff, given: TimeGiven): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { staffId, programmeId } = staff;
    const { on: _, ...rest } = given;
    const workedOn = dayOf(given);
    await store.insertEntry(tx, { id, programmeId, staffId, workedOn, ...rest, corrects: null, madeBy: actor.userId });
    await recordEvent(tx, actor, {
      kind: 'time.logged',
      programmeId,
      happenedOn: workedOn,
      payload: { recordId: id, staffId, workedOn, ...rest },
    });
    return id;
  });
}

/**
 * Corrects an entry, or takes it back with no minutes, with the event 'time.corrected'. The entry stays as it was and the
 * correction stands in its place. 'stale' when it was corrected already: nothing is written then.
 */
export function correctTime(
  db: Database,
  actor: Actor,
  staff: Staff,
  stood: store.TimeRow,
  given: TimeGiven,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const { staffId, programmeId } = staff;
    if ((await store.replaceEntry(tx, { id: stood.id })).length === 0) return 'stale';
    const id = newId();
    const { on: _, ...rest } = given;
    const workedOn = dayOf(given);
    await store.insertEntry(tx, {
      id,
      programmeId,
      staffId,
      workedOn,
      ...rest,
      corrects: stood.id,
      madeBy: actor.userId,
    });
    const { minutes, kind, span, worked_on: before, words } = stood;
    await recordEvent(tx, actor, {
      kind: 'time.corrected',
      programmeId,
      happenedOn: workedOn,
      payload: {
        recordId: id,
        staffId,
        before: { recordId: stood.id, workedOn: before, span, minutes, kind, words },
        after: { workedOn, ...rest },
      },
    });
    return 'saved';
  });
}

/** The Monday of the first of so many weeks up to a day's. */
export const weeksBefore = (today: string, weeks: number): string => weekLater(weekOf(today), 1 - weeks);

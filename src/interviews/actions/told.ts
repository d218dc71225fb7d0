/** What a person was given and how often they are in touch: told once, kept as events and read from them. */
import { type EventRow, recordEvent, timelineOf } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { contactKinds } from '../../cases/rules/caseload.ts';
import { findAppointment } from '../../diary/actions/change.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { personOf } from '../../people/actions/people.ts';
import { needsInterpreter } from '../../people/rules/about.ts';
import { languageRefusal } from '../rules/failure.ts';
import { type Done, refOf } from './series.ts';

const newest = { beforeDay: 'infinity', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const leaflet = 'interview.information given';

/** The leaflet as it was given last: the day, and how in words. None, or one. */
export const informationGiven = (sql: Sql, caseId: string): Promise<EventRow[]> =>
  timelineOf(sql, { caseId, kinds: [leaflet], ...newest, limit: 1 });

/** The latest contacts of a case, a hundred at most: more than anybody has in eight weeks. */
export const latestContacts = (sql: Sql, caseId: string): Promise<EventRow[]> =>
  timelineOf(sql, { caseId, kinds: [...contactKinds, 'series.called'], ...newest, limit: 100 });

/** Says that the person was given the leaflet, with the event 'interview.information given'. */
export function giveInformation(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { on: string; how: string; words: string | null },
): Promise<Done> {
  return transaction(db, async (tx): Promise<Done> => {
    const { on: happenedOn, how: label, words } = given;
    const id = await recordEvent(tx, actor, { ...refOf(head), kind: leaflet, happenedOn, payload: { label, words } });
    return { outcome: 'saved', id };
  });
}

/** Why a missed appointment is no failure of theirs: they need an interpreter, and none was booked. Null otherwise. */
export async function languageOf(sql: Sql, head: CaseHead, appointmentId: string | undefined): Promise<string | null> {
  const person = await personOf(sql, head.personId);
  if (person === null || appointmentId === undefined || !needsInterpreter(person.interpreter)) return null;
  return languageRefusal(true, (await findAppointment(sql, appointmentId))?.interpreter_id != null);
}

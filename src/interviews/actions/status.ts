/** Whether somebody still has to come: exemption, coming of their own accord, and what follows the last interview. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { casesOfWorkers } from '../../cases/actions/loads.ts';
import { type CaseHead, documentOf } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { Interviews } from '../../programmes/rules.ts';
import { isComplete, plus, seriesState } from '../rules/series.ts';
import * as store from '../store/places.ts';
import { cancelOpen } from './diary.ts';
import { change, type Done, liftOpen, lockStanding, refOf } from './series.ts';

/** The person is exempt: nothing that is still to be held is asked for. With the event 'series.exempted'. */
export function exempt(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { version: number; exemption: string; label: string; clock: Clock },
): Promise<Done> {
  const today = given.clock.today().toString();
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || standing.series.version !== given.version) return { outcome: 'stale' };
    const { series } = standing;
    if (series.state !== 'running')
      return { outcome: 'refused', words: 'No more interviews are asked for, so nobody is let off any.' };
    await cancelOpen(tx, actor, standing, given.clock, given.label);
    const lifted = await liftOpen(tx, standing, 'exempt', today);
    await change(tx, series, { state: 'exempt', stateOn: today, exemption: given.exemption });
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'series.exempted',
      happenedOn: today,
      payload: { recordId: series.id, label: given.label, lifted },
    });
    return { outcome: 'saved', id: series.id };
  });
}

/** What protects the person before anything follows from a failure to attend, with the event 'series.protection changed'. */
export function protect(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { version: number; protected: readonly string[]; labels: readonly string[]; today: string },
): Promise<Done> {
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || standing.series.version !== given.version) return { outcome: 'stale' };
    await change(tx, standing.series, { protected: [...given.protected] });
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'series.protection changed',
      happenedOn: given.today,
      payload: { recordId: standing.series.id, labels: given.labels },
    });
    return { outcome: 'saved', id: standing.series.id };
  });
}

/** The person goes on of their own accord, in one step, with the event 'series.voluntary'. Refused while they have to come. */
export function volunteer(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { version: number; today: string },
): Promise<Done> {
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || standing.series.version !== given.version) return { outcome: 'stale' };
    const { series } = standing;
    if (seriesState[series.state].goesOn && !isComplete(standing.interviews))
      return {
        outcome: 'refused',
        words: 'The interviews of the series go on. There is nothing to volunteer for yet.',
      };
    if (series.voluntaryOn !== null) return { outcome: 'stale' };
    await change(tx, series, { voluntaryOn: given.today });
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'series.voluntary',
      happenedOn: given.today,
      payload: { recordId: series.id, after: seriesState[series.state].text },
    });
    return { outcome: 'saved', id: series.id };
  });
}

/** Voluntary places of the key worker of a case: how many of theirs are taken, and how many there are. */
export async function placesOfWorker(
  sql: Sql,
  actor: Actor,
  head: CaseHead,
  section: Interviews,
  today: string,
): Promise<{ taken: number; of: number }> {
  const document = documentOf(head, today);
  const staffId = head.case.keyWorkerId;
  if (staffId === null || document === null) return { taken: 0, of: section.voluntaryPlaces };
  const { programmeId } = head;
  const held = (await store.placesOf(sql, { programmeId })).filter(({ place }) => place === 'held');
  const ask = { permission: 'case.read' as const, programmeId, staffIds: [staffId], document, today };
  const own = new Set((await casesOfWorkers(sql, actor, ask)).map(({ caseId }) => caseId));
  return { taken: held.filter(({ case_id }) => own.has(case_id)).length, of: section.voluntaryPlaces };
}

/**
 * What follows the last interview, with the event 'series.afterwards'. A choice that takes a voluntary place gets one of the key
 * worker's, or the person waits for one and is called meanwhile. Resolves to which of the two it came to.
 */
export function chooseAfterwards(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { version: number; choice: Interviews['afterLast'][number]; section: Interviews; today: string },
): Promise<Done & { place?: 'held' | 'waiting' | null; callOn?: string | null }> {
  const { choice, section, today } = given;
  return transaction(db, async (tx) => {
    // Two who choose at once must not both get the last place.
    if (choice.takesPlace) await store.lockPlaces(tx, { programmeId: head.programmeId });
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || standing.series.version !== given.version) return { outcome: 'stale' };
    const { series } = standing;
    const over = series.state !== 'running' || isComplete(standing.interviews);
    if (!over) return { outcome: 'refused', words: 'Interviews of the series are still to be held.' };
    const places = choice.takesPlace ? await placesOfWorker(tx, actor, head, section, today) : null;
    const mine = series.place === 'held';
    const place = places === null ? null : mine || places.taken < places.of ? 'held' : 'waiting';
    const days = place === 'waiting' ? section.waitingCallDays : choice.callAfterDays;
    const callOn = days === undefined ? null : plus(today, days);
    await change(tx, series, {
      state: series.state === 'running' ? 'complete' : series.state,
      stateOn: series.state === 'running' ? today : series.stateOn,
      voluntaryOn: choice.takesPlace && place === 'held' ? (series.voluntaryOn ?? today) : series.voluntaryOn,
      afterwards: choice.code,
      afterwardsOn: today,
      place,
      nextCallOn: callOn,
    });
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'series.afterwards',
      happenedOn: today,
      payload: { recordId: series.id, label: choice.label, place, callOn },
    });
    return { outcome: 'saved', id: series.id, place, callOn };
  });
}

/** Says that a call to keep in touch was made, and when the next is, with the event 'series.called'. */
export function recordCall(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { version: number; words: string | null; nextOn: string | null; today: string },
): Promise<Done> {
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null || standing.series.version !== given.version) return { outcome: 'stale' };
    await change(tx, standing.series, { nextCallOn: given.nextOn });
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'series.called',
      happenedOn: given.today,
      payload: { recordId: standing.series.id, words: given.words, nextOn: given.nextOn },
    });
    return { outcome: 'saved', id: standing.series.id };
  });
}

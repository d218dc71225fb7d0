/** Waiver and deferral: asked for with a reason, decided by somebody else, looked at again, ended. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { guidanceOn, type Interviews } from '../../programmes/rules.ts';
import { calendarOf } from '../rules/clock.ts';
import { type Change, changeProblems, latestReview, needsDecision } from '../rules/requirement.ts';
import { openInterviews, plus, putOff } from '../rules/series.ts';
import { startPoint } from '../rules/variation.ts';
import * as store from '../store/changes.ts';
import { liftInterviews, planInterviews } from '../store/series.ts';
import { cancelOpen } from './diary.ts';
import { change, type Done, liftOpen, lockStanding, refOf, type Standing, sectionOf } from './series.ts';

export type { ChangeRow } from '../store/changes.ts';

/** Waivers and deferrals of a case, the latest first. */
export const changesOf = (sql: Sql, caseId: string): Promise<store.ChangeRow[]> => store.changesOfCase(sql, { caseId });

/** One of this case, or null. */
export async function findChange(sql: Sql, caseId: string, id: string): Promise<store.ChangeRow | null> {
  return (await store.findChange(sql, { caseId, id }))[0] ?? null;
}

const labelOf = (section: Interviews, given: Pick<Change, 'kind' | 'reason'>): string =>
  (given.kind === 'waiver' ? section.waiver.reasons : section.deferral.reasons).find(
    ({ code }) => code === given.reason,
  )?.label ?? given.reason;

/** Puts what is still to be held off until the day of return. What is booked before it is cancelled by us. */
async function putOffOpen(
  tx: Tx,
  actor: Actor,
  standing: Standing,
  given: { returnsOn: string; everyDays: number; calendar: string; clock: Clock; label: string },
): Promise<void> {
  const open = openInterviews(standing.interviews);
  const early = open.filter(({ appointment }) => appointment !== null && appointment.on < given.returnsOn);
  await cancelOpen(tx, actor, { ...standing, interviews: early }, given.clock, given.label);
  const days = putOff(
    open.map(({ number, plannedOn }) => ({ number: number ?? 0, plannedOn })),
    given.returnsOn,
    given.everyDays,
    given.calendar,
  );
  const rows = days.map(({ plannedOn }, index) => ({ id: open[index]?.id, planned_on: plannedOn }));
  if (rows.length > 0) await planInterviews(tx, { rows: JSON.stringify(rows), because: 'put_off' });
}

/** Lifts the next interview, or all that are left; the last of them ends the series as waived. */
async function waive(tx: Tx, actor: Actor, standing: Standing, scope: 'next' | 'rest', clock: Clock, label: string) {
  const today = clock.today().toString();
  const open = openInterviews(standing.interviews);
  const [next] = open;
  if (scope === 'rest' || open.length <= 1) {
    await cancelOpen(tx, actor, standing, clock, label);
    await liftOpen(tx, standing, 'waived', today);
    await change(tx, standing.series, { state: 'waived', stateOn: today });
  } else if (next !== undefined) {
    await cancelOpen(tx, actor, { ...standing, interviews: [next] }, clock, label);
    await liftInterviews(tx, { ids: [next.id], because: 'waived', on: today });
  }
}

/**
 * Asks for a waiver, or puts off at once, with the event 'requirement.waiver asked' or 'requirement.deferred'. The guidance is that
 * of the day. 'errors' says by question what keeps it from being saved; nothing is written then.
 */
export function askChange(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: Change,
  clock: Clock,
): Promise<Done | { outcome: 'errors'; errors: Record<string, string> }> {
  const today = clock.today().toString();
  const found = sectionOf(head, today);
  if (found === null)
    return Promise.resolve({ outcome: 'refused', words: 'This programme has no series of interviews.' });
  const { section, district } = found;
  const errors = changeProblems(given, section, today);
  if (Object.keys(errors).length > 0) return Promise.resolve({ outcome: 'errors', errors });
  return transaction(db, async (tx): Promise<Done> => {
    const standing = await lockStanding(tx, head.caseId);
    if (standing === null)
      return { outcome: 'refused', words: 'There is no series of interviews yet. Start it first.' };
    const open = openInterviews(standing.interviews);
    if (standing.series.state !== 'running' || open.length === 0)
      return { outcome: 'refused', words: 'No interview is asked for that could be waived or put off.' };
    const there = (await store.changesOfCase(tx, { caseId: head.caseId })).find(({ state }) => state === 'asked');
    if (there !== undefined) return { outcome: 'refused', words: 'A waiver is waiting to be decided already.' };
    const staffId = head.case.keyWorkerId;
    const { instrument, question } = startPoint;
    const [context] = await store.contextOf(tx, { caseId: head.caseId, staffId, instrument, question });
    const id = newId();
    const waits = needsDecision(given);
    const row: store.NewChange = {
      ...{ id, series_id: standing.series.id, case_id: head.caseId, person_id: head.personId, worker_id: staffId },
      ...{ kind: given.kind, scope: given.kind === 'deferral' ? 'next' : given.scope, number: open[0]?.number ?? null },
      ...{ reason: given.reason, words: given.words, evidence: given.evidence },
      ...{ advice_from: given.adviceFrom, advice: given.advice, information_given: given.informationGiven },
      ...{ awaited: given.awaited, returns_on: given.returnsOn, review_on: given.reviewOn },
      ...{ interpreter_present: given.interpreterPresent, purpose_understood: given.purposeUnderstood },
      ...{ classes_offered: given.classesOffered, caseload: context?.caseload ?? null, point: context?.point ?? null },
      guidance_version: guidanceOn(section, given.kind, today)?.version ?? null,
      ...{
        asked_on: today,
        asked_by: actor.userId,
        state: waits ? 'asked' : 'in_force',
        decided_on: waits ? null : today,
      },
    };
    await store.insertChange(tx, { row: JSON.stringify(row) });
    const label = labelOf(section, given);
    if (!waits && given.returnsOn !== null) {
      const everyDays = section.series.find(({ code }) => code === standing.series.code)?.everyDays ?? 28;
      const calendar = calendarOf(section, district, today);
      await putOffOpen(tx, actor, standing, { returnsOn: given.returnsOn, everyDays, calendar, clock, label });
    }
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: waits ? 'requirement.waiver asked' : 'requirement.deferred',
      happenedOn: today,
      payload: {
        ...{ recordId: id, label, scope: row.scope, number: row.number, words: given.words, advice: given.adviceFrom },
        ...{ awaited: given.awaited, returnsOn: given.returnsOn, reviewOn: given.reviewOn },
        ...{ informationGiven: given.informationGiven, guidance: row.guidance_version },
      },
    });
    return { outcome: 'saved', id };
  });
}

/** A waiver is approved or refused by somebody else, with the event 'requirement.waiver decided'. */
export function decideChange(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number; approved: boolean; words: string | null; clock: Clock },
): Promise<Done> {
  const { clock, approved, words } = given;
  const today = clock.today().toString();
  return transaction(db, async (tx): Promise<Done> => {
    const standing = await lockStanding(tx, head.caseId);
    const [row] = await store.lockChange(tx, { caseId: head.caseId, id: given.id });
    if (standing === null || row === undefined || row.version !== given.version || row.state !== 'asked')
      return { outcome: 'stale' };
    if (row.asked_by === actor.userId)
      return { outcome: 'refused', words: 'Somebody else has to decide: you asked for it yourself.' };
    const found = sectionOf(head, today);
    const label = found === null ? row.reason : labelOf(found.section, row);
    await store.decideChange(tx, {
      id: row.id,
      state: approved ? 'in_force' : 'refused',
      words,
      on: today,
      by: actor.userId,
    });
    if (approved && standing.series.state === 'running') await waive(tx, actor, standing, row.scope, clock, label);
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'requirement.waiver decided',
      happenedOn: today,
      payload: { recordId: row.id, label, approved, words, scope: row.scope },
    });
    return { outcome: 'saved', id: row.id };
  });
}

/**
 * Looks at a waiver or a deferral again: it goes on until another day, or it ends and the interviews go on. Events
 * 'requirement.reviewed' and 'requirement.ended'.
 */
export function reviewChange(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number; clock: Clock; words: string | null } & (
    | { end: true }
    | { end: false; reviewOn: string; returnsOn: string | null }
  ),
): Promise<Done | { outcome: 'errors'; errors: Record<string, string> }> {
  const { clock, words } = given;
  const today = clock.today().toString();
  const found = sectionOf(head, today);
  if (found === null)
    return Promise.resolve({ outcome: 'refused', words: 'This programme has no series of interviews.' });
  const { section, district } = found;
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    const [row] = await store.lockChange(tx, { caseId: head.caseId, id: given.id });
    if (standing === null || row === undefined || row.version !== given.version || row.state !== 'in_force')
      return { outcome: 'stale' as const };
    const everyDays = section.series.find(({ code }) => code === standing.series.code)?.everyDays ?? 28;
    const calendar = calendarOf(section, district, today);
    const label = labelOf(section, row);
    if (!given.end) {
      const errors: Record<string, string> = {};
      if (given.reviewOn <= today || given.reviewOn > latestReview(section, today))
        errors.review_on = `It must be looked at again after today, and within ${section.reviewWithinMonths} months`;
      if (row.kind === 'deferral' && given.returnsOn !== null && given.returnsOn <= today)
        errors.returns_on = 'The day of return must be after today';
      if (Object.keys(errors).length > 0) return { outcome: 'errors' as const, errors };
      const returnsOn = row.kind === 'deferral' ? (given.returnsOn ?? row.returns_on) : null;
      await store.reviewChange(tx, { id: row.id, reviewOn: given.reviewOn, returnsOn, on: today });
      if (returnsOn !== null) await putOffOpen(tx, actor, standing, { returnsOn, everyDays, calendar, clock, label });
    } else {
      await store.endChange(tx, { id: row.id, on: today });
      // Somebody who was waived altogether comes again: what was lifted is to be held from now on, at the usual distance.
      if (row.kind === 'waiver' && standing.series.state === 'waived') {
        await store.unlift(tx, { seriesId: standing.series.id, since: standing.series.stateOn });
        await change(tx, standing.series, { state: 'running', stateOn: today });
        const again = await lockStanding(tx, head.caseId);
        if (again !== null)
          await putOffOpen(tx, actor, again, { returnsOn: plus(today, everyDays), everyDays, calendar, clock, label });
      }
    }
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: given.end ? 'requirement.ended' : 'requirement.reviewed',
      happenedOn: today,
      payload: {
        recordId: row.id,
        label,
        words,
        ...(given.end ? {} : { reviewOn: given.reviewOn, returnsOn: given.returnsOn }),
      },
    });
    return { outcome: 'saved' as const, id: row.id };
  });
}

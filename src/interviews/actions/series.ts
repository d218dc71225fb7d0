/** The series of a case: starting it, what is held, why it is not on its day, and when no more are asked for. */
import { recordEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type CaseHead, documentOf } from '../../cases/actions/record.ts';
import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Interviews } from '../../programmes/rules.ts';
import { calendarOf } from '../rules/clock.ts';
import { type InterviewView, openInterviews, type SeriesState, schedule, seriesFor, stateOf } from '../rules/series.ts';
import * as store from '../store/series.ts';

/** The series of a case as it stands. */
export type Series = {
  id: string;
  code: string | null;
  claimOn: string | null;
  exemption: string | null;
  startedOn: string;
  total: number;
  mandatory: boolean;
  screening: boolean;
  state: SeriesState;
  stateOn: string;
  voluntaryOn: string | null;
  protected: string[];
  afterwards: string | null;
  afterwardsOn: string | null;
  place: 'held' | 'waiting' | null;
  nextCallOn: string | null;
  version: number;
};
/** A series with its interviews in their order, voluntary ones last. */
export type Standing = { series: Series; interviews: InterviewView[] };

/** The case that something is done in, and who has it. */
export type Of = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId'>;
/** What a change came to: saved, or what somebody else did first. */
export type Done = { outcome: 'saved'; id: string } | { outcome: 'stale' } | { outcome: 'refused'; words: string };

/** The interviews of the programme in force on a day, with the district of the case; null where the programme has none. */
export function sectionOf(
  head: Pick<CaseHead, 'programme' | 'areaName'>,
  day: string,
): { section: Interviews; district: string | null } | null {
  const section = documentOf(head, day)?.interviews;
  return section === undefined ? null : { section, district: head.areaName };
}

const toSeries = (row: store.SeriesRow): Series => ({
  id: row.id,
  code: row.code,
  claimOn: row.claim_on,
  exemption: row.exemption,
  startedOn: row.started_on,
  total: row.total,
  mandatory: row.mandatory,
  screening: row.screening,
  state: row.state,
  stateOn: row.state_on,
  voluntaryOn: row.voluntary_on,
  protected: row.protected,
  afterwards: row.afterwards,
  afterwardsOn: row.afterwards_on,
  place: row.place,
  nextCallOn: row.next_call_on,
  version: row.version,
});

const toView = (row: store.InterviewRow): InterviewView => ({
  id: row.id,
  number: row.number,
  mandatory: row.mandatory,
  dueOn: row.due_on,
  plannedOn: row.planned_on,
  movedBecause: row.moved_because,
  heldOn: row.held_on,
  heldBy: row.held_by_name ?? row.staff_name,
  lifted: row.lifted,
  gapReason: row.gap_reason,
  gapWords: row.gap_words,
  appointment:
    row.appointment_id === null
      ? null
      : {
          id: row.appointment_id,
          state: row.appointment_state ?? 'booked',
          on: row.on_day ?? '',
          at: row.at_time ?? '',
          staffId: row.appointment_staff ?? '',
        },
  version: row.version,
});

/** The series of a case with its interviews, or null before it is started: two statements. */
export async function standingOf(sql: Sql, caseId: string): Promise<Standing | null> {
  const [row] = await store.seriesOfCase(sql, { caseId });
  if (row === undefined) return null;
  return {
    series: toSeries(row),
    interviews: (await store.interviewsOfSeries(sql, { seriesId: row.id })).map(toView),
  };
}

/** The same, kept from others until the transaction ends. */
export async function lockStanding(tx: Tx, caseId: string): Promise<Standing | null> {
  const [row] = await store.lockSeries(tx, { caseId });
  if (row === undefined) return null;
  return {
    series: toSeries(row),
    interviews: (await store.interviewsOfSeries(tx, { seriesId: row.id })).map(toView),
  };
}

/** Changes some of a series inside a transaction that holds its lock. */
export async function change(tx: Tx, series: Series, to: Partial<Series>): Promise<void> {
  const { id, version, state, stateOn, exemption, voluntaryOn, afterwards, afterwardsOn, place, nextCallOn } = {
    ...series,
    ...to,
  };
  const [row] = await store.changeSeries(tx, {
    ...{ id, version, state, stateOn, exemption, voluntaryOn, afterwards, afterwardsOn, place, nextCallOn },
    protectedBy: to.protected ?? series.protected,
  });
  if (row === undefined) throw new Error('A series was changed beside its lock.');
}

/** What is said when a series is started. `claimOn` is the day of the claim; interviews held before are in `held`, in order. */
export type Start = {
  claimOn: string;
  exemption: string | null;
  protected: readonly string[];
  /** Days on which the first ones were held already: cases that came from elsewhere. */
  held?: readonly string[];
};

/** Starts the series that the claim has, or says that it has none, with the event 'series.started'. */
export async function startSeries(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: Start,
  today: string,
): Promise<Done> {
  const found = sectionOf(head, today);
  if (found === null) return { outcome: 'refused', words: 'This programme has no series of interviews.' };
  const { section, district } = found;
  const exempt = given.exemption !== null;
  const of = seriesFor(section, { district, claimOn: given.claimOn, exempt });
  if (of.outcome === 'elsewhere') return { outcome: 'refused', words: of.words };
  const series = of.outcome === 'series' ? of.series : null;
  const held = given.held ?? [];
  const days =
    series === null || exempt
      ? []
      : schedule(series, { claimOn: given.claimOn, startedOn: today }, calendarOf(section, district, today));
  const id = newId();
  const { caseId, personId, programmeId } = head;
  const state: SeriesState = exempt ? 'exempt' : series === null ? 'not_covered' : 'running';
  try {
    await transaction(db, async (tx) => {
      await store.insertSeries(tx, {
        ...{ id, programmeId, caseId, personId, state, claimOn: given.claimOn, exemption: given.exemption },
        code: series?.code ?? null,
        startedOn: today,
        total: days.length,
        mandatory: series?.mandatory ?? false,
        screening: (series?.screening ?? false) && !exempt,
        protectedBy: given.protected,
        by: actor.userId,
      });
      const rows = days.map((one) => ({
        ...{ id: newId(), series_id: id, case_id: caseId, person_id: personId, number: one.number },
        mandatory: series?.mandatory ?? false,
        due_on: one.dueOn,
        planned_on: one.plannedOn,
        moved_because: one.movedBecause,
        held_on: held[one.number - 1] ?? null,
        held_by: held[one.number - 1] === undefined ? null : head.case.keyWorkerId,
      }));
      await store.insertInterviews(tx, { rows: JSON.stringify(rows) });
      await recordEvent(tx, actor, {
        ...{ programmeId, caseId, personId },
        kind: 'series.started',
        happenedOn: today,
        payload: {
          recordId: id,
          series: series?.label ?? null,
          claimOn: given.claimOn,
          exemption: given.exemption,
          interviews: days.length,
          first: days[0]?.plannedOn ?? null,
          because: of.outcome === 'none' ? of.words : null,
        },
      });
      await recordEvents(
        tx,
        actor,
        held.slice(0, days.length).map((heldOn, index) => ({
          ...{ programmeId, caseId, personId, kind: 'interview.held', happenedOn: heldOn },
          payload: { recordId: rows[index]?.id, number: index + 1, of: days.length, heldOn },
        })),
      );
    });
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'stale' };
    throw error;
  }
  return { outcome: 'saved', id };
}

/** Says on which day an interview was held that is not in the diary, with the event 'interview.held'. */
export function recordHeld(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { interviewId: string; version: number; heldOn: string },
): Promise<Done> {
  return transaction(db, async (tx) => {
    const standing = await lockStanding(tx, head.caseId);
    const one = standing?.interviews.find(({ id }) => id === given.interviewId);
    if (standing === null || one === undefined) return { outcome: 'stale' };
    if (stateOf(one) === 'held') return { outcome: 'stale' };
    if (stateOf(one) === 'booked')
      return { outcome: 'refused', words: 'It is booked. Record in the diary whether the person came.' };
    const { interviewId: id, version, heldOn } = given;
    const staffId = head.case.keyWorkerId;
    const [row] = await store.holdInterview(tx, { id, caseId: head.caseId, version, heldOn, staffId });
    if (row === undefined) return { outcome: 'stale' };
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'interview.held',
      happenedOn: heldOn,
      payload: { recordId: id, number: one.number, of: standing.series.total, heldOn },
    });
    return { outcome: 'saved', id };
  });
}

/** The ids that every event of a case carries. */
export const refOf = ({ caseId, personId, programmeId }: Of): Of => ({ caseId, personId, programmeId });

/** Says why an interview was not on its day, with the event 'interview.gap told'. */
export function tellGap(
  db: Database,
  actor: Actor,
  head: Of,
  given: { interviewId: string; version: number; reason: string; label: string; words: string | null; today: string },
): Promise<Done> {
  const { interviewId: id, version, reason, words } = given;
  return transaction(db, async (tx) => {
    const [row] = await store.sayGap(tx, { id, caseId: head.caseId, version, reason, words });
    if (row === undefined) return { outcome: 'stale' };
    await recordEvent(tx, actor, {
      ...refOf(head),
      kind: 'interview.gap told',
      happenedOn: given.today,
      payload: { recordId: id, reason, label: given.label, words },
    });
    return { outcome: 'saved', id };
  });
}

/** Lifts every interview that is still to be held, inside a transaction that holds the lock of the series. */
export async function liftOpen(
  tx: Tx,
  standing: Standing,
  because: 'screened_out' | 'waived' | 'exempt',
  on: string,
): Promise<number> {
  const ids = openInterviews(standing.interviews).map(({ id }) => id);
  return (await store.liftInterviews(tx, { ids, because, on })).length;
}

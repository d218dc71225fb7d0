/** Booking: one appointment, refused with what else can be done, and never two at once. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, isExclusionViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { type DiaryRules, diaryRulesOf } from '../../programmes/rules.ts';
import { type Alternative, alternativesTo } from '../rules/free.ts';
import { minutesOf, momentOf, ms, overlap } from '../rules/time.ts';
import { type DiaryWorld, type Problem, problemsOf, roomFor, type Wish } from '../rules/wish.ts';
import { isAway, type Kind, type Mode, modeWords, type Need } from '../rules/words.ts';
import * as store from '../store/appointments.ts';
import { isoOf, lockDiaries, worldOf } from './world.ts';

/** What somebody wants to book. Day 'YYYY-MM-DD' and time 'HH:MM' are those of the site's clock. */
export type BookingWish = {
  staffId: string;
  siteId: string;
  /** Left out, a free room that fits is found; null is none on purpose. */
  roomId?: string | null;
  kind: Kind;
  mode: Mode;
  day: string;
  at: string;
  /** Left out, the programme's length of the kind (and of the nth of a series). */
  minutes?: number;
  number?: number;
  needs?: readonly Need[];
  /** The language for which an interpreter is needed. */
  language?: string | null;
  mandatory?: boolean;
  /** What it is for in the room that asks, such as the id of an interview. */
  about?: string | null;
  note?: string | null;
  handover?: string | null;
};

/** Whom a booking is for; a session of a group is for nobody in particular. */
export type BookedFor = { programmeId: string; personId: string | null; caseId: string | null };

/** How a booking is asked for. */
export type BookingMeans = {
  clock: Clock;
  /** A manager's reason to pass the limits that can be passed; only from somebody who may. */
  override?: string | null;
  /** Writes the safety plan of a visit in the same transaction. Without it nothing is booked away from the office. */
  plan?: (tx: Tx, appointmentId: string) => Promise<void>;
  /** Written in the same transaction, once it is booked; throwing undoes everything. */
  also?: (tx: Tx, appointmentId: string) => Promise<void>;
};

/** What came of it. Unless it is 'booked', nothing was written and there is no event. */
export type Booking =
  | { outcome: 'booked'; id: string; passed: Problem[] }
  | { outcome: 'refused'; problems: Problem[]; alternatives: Alternative[] }
  /** Somebody else was booked at this very moment. */
  | { outcome: 'taken'; problems: Problem[]; alternatives: Alternative[] };

/** Ends the transaction with what stands against the booking. */
export class NotBooked extends Error {
  readonly problems: Problem[];
  readonly alternatives: Alternative[];
  constructor(problems: Problem[], alternatives: Alternative[]) {
    super('not booked');
    this.problems = problems;
    this.alternatives = alternatives;
  }
}

/** The rules of a programme's diary on a day; the usual ones where it has no document. */
export async function rulesOf(sql: Sql, programmeId: string, day: string): Promise<DiaryRules> {
  return diaryRulesOf((await programmeOn(sql, programmeId, day))?.document ?? {}, day);
}

const clockChange = (what: 'no such time' | 'twice'): Problem => ({
  code: 'not working',
  text:
    what === 'twice'
      ? 'The clocks go back that night and this time is there twice. Choose another one'
      : 'The clocks go forward that night and there is no such time. Choose another one',
  passable: false,
});

/** How long the world is looked at for what can be done instead. */
const ahead = ms(15 * 1440);

/** What a booking becomes before it is written: the wish in moments, with room and interpreter, and the world around it. */
export type Prepared = {
  wish: Wish;
  world: DiaryWorld;
  rules: DiaryRules;
  problems: Problem[];
  alternatives: Alternative[];
};

/**
 * Turns what was asked into moments and looks what stands against it. Throws NotBooked where there is no such time. Within a
 * transaction call it after `lockDiaries`, so that what it sees is what stands.
 */
export async function prepare(
  sql: Sql,
  place: Omit<BookedFor, 'caseId'>,
  asked: BookingWish,
  now: number,
  { ignore = [], planned = false }: { ignore?: readonly string[]; planned?: boolean } = {},
): Promise<Prepared> {
  const rules = await rulesOf(sql, place.programmeId, asked.day);
  const minutes = asked.minutes ?? rules.lengthOf(asked.kind, asked.number);
  const roughly = Date.parse(`${asked.day}T${asked.at}Z`);
  const world = await worldOf(sql, {
    siteIds: [asked.siteId],
    near: true,
    staffIds: [asked.staffId],
    team: true,
    personId: place.personId,
    language: asked.language ?? null,
    from: roughly,
    to: roughly + ahead,
  });
  const site = world.sites.find(({ id }) => id === asked.siteId);
  const from = site === undefined ? roughly : momentOf(asked.day, minutesOf(asked.at), site.timeZone);
  if (typeof from === 'string') throw new NotBooked([clockChange(from)], []);
  const to = from + ms(minutes);
  const needs = [...(asked.needs ?? [])];
  const busy = world.busy.filter(({ id }) => !ignore.includes(id));
  const interpreter = world.interpreters.find(
    ({ id }) => !busy.some((one) => one.interpreterId === id && overlap(one, { from, to })),
  );
  const { staffId, siteId, kind, mode } = asked;
  const common = { staffId, siteId, kind, mode, needs, from, to, personId: place.personId };
  const found = mode === 'in_person' ? roomFor({ ...world, busy }, common) : null;
  const wish: Wish = {
    ...common,
    roomId: asked.roomId === undefined ? (found?.id ?? null) : asked.roomId,
    interpreterId: needs.includes('interpreter') ? (interpreter?.id ?? null) : null,
    travel: site !== undefined && isAway(mode, site) ? rules.travelMinutes : 0,
    planned,
  };
  const problems = problemsOf(wish, world, rules, now, ignore);
  return {
    ...{ wish, world, rules, problems },
    alternatives: problems.length === 0 ? [] : alternativesTo(wish, world, rules, now, ignore),
  };
}

/** Throws NotBooked unless nothing stands against it, or only what a manager passes with a reason. */
export function passOrThrow({ problems, alternatives }: Prepared, override: string | null | undefined): void {
  const hard = problems.some(({ passable }) => !passable);
  if (hard || (problems.length > 0 && (override ?? '') === '')) throw new NotBooked(problems, alternatives);
}

/** The row of a prepared booking. */
export function rowOf(
  place: BookedFor,
  asked: BookingWish,
  { wish, problems }: Prepared,
  more: { id: string; chainId: string; by: string | null; override: string | null },
): store.NewAppointment {
  return {
    id: more.id,
    programme_id: place.programmeId,
    case_id: place.caseId,
    person_id: place.personId,
    staff_id: wish.staffId,
    site_id: wish.siteId,
    room_id: wish.roomId,
    interpreter_id: wish.interpreterId,
    kind: wish.kind,
    mode: wish.mode,
    starts_at: isoOf(wish.from),
    ends_at: isoOf(wish.to),
    travel_minutes: wish.travel,
    mandatory: asked.mandatory ?? false,
    needs: wish.needs,
    chain_id: more.chainId,
    override:
      problems.length === 0
        ? null
        : { limits: problems.map(({ code }) => code), reason: more.override ?? '', by: more.by },
    handover: asked.handover ?? null,
    note: asked.note ?? null,
    about: asked.about ?? null,
    created_by: more.by,
  };
}

/** What events and messages say of an appointment: the site's day and time, place, way and worker. No name of the person. */
export function factsOf(row: store.AppointmentRow) {
  const local = Temporal.Instant.fromEpochMilliseconds(row.from_ms).toZonedDateTimeISO(row.time_zone);
  return {
    recordId: row.id,
    kind: row.kind,
    mode: row.mode,
    day: local.toPlainDate().toString(),
    at: local.toPlainTime().toString().slice(0, 5),
    minutes: (row.to_ms - row.from_ms) / ms(1),
    timeZone: row.time_zone,
    staff: row.staff_name,
    staffId: row.staff_id,
    site: row.site_name,
    room: row.room_name,
    mandatory: row.mandatory,
  };
}

/** An appointment with its names, which must be there. */
export async function appointmentById(sql: Sql, id: string): Promise<store.AppointmentRow> {
  const [row] = await store.findAppointment(sql, { id });
  if (row === undefined) throw new Error('diary: the appointment is not there');
  return row;
}

/** Whether the database refused a second booking of the same time: an overlap, or two who waited for each other. */
export const wasTaken = (error: unknown): boolean =>
  isExclusionViolation(error) || (error as { code?: string }).code === '40P01';

const takenNow: Problem = {
  code: 'worker busy',
  text: 'This time was taken by another booking just now',
  passable: false,
};

/** Turns what ended a booking into its outcome; what is no refusal is thrown on. */
export function refusalFrom(error: unknown): Exclude<Booking, { outcome: 'booked' }> {
  if (error instanceof NotBooked)
    return { outcome: 'refused', problems: error.problems, alternatives: error.alternatives };
  if (wasTaken(error)) return { outcome: 'taken', problems: [takenNow], alternatives: [] };
  throw error;
}

/** Books within a transaction, with the event 'appointment.booked'. Throws NotBooked; `refusalFrom` reads what was thrown. */
export async function bookIn(
  tx: Tx,
  actor: Actor,
  place: BookedFor,
  asked: BookingWish,
  { clock, override = null, plan, also }: BookingMeans,
): Promise<{ id: string; passed: Problem[] }> {
  await lockDiaries(tx, [asked.siteId, asked.staffId, place.personId, asked.language ?? null]);
  const prepared = await prepare(tx, place, asked, clock.now().epochMilliseconds, { planned: plan !== undefined });
  passOrThrow(prepared, override);
  const id = newId();
  const row = rowOf(place, asked, prepared, { id, chainId: id, by: actor.userId, override });
  await store.insertAppointments(tx, { rows: JSON.stringify([row]) });
  await store.insertHolds(tx, { ids: [id] });
  const made = await appointmentById(tx, id);
  await recordEvent(tx, actor, {
    kind: 'appointment.booked',
    programmeId: place.programmeId,
    personId: place.personId,
    caseId: place.caseId,
    happenedOn: clock.today().toString(),
    payload: { ...factsOf(made), ...(made.override !== null && { override: made.override }) },
  });
  await plan?.(tx, id);
  await also?.(tx, id);
  return { id, passed: prepared.problems };
}

/**
 * Books an appointment for a case. A limit that can be passed needs `override`, a manager's reason; what cannot is refused with
 * what can be done instead. Of two bookings of one time at the same instant one is booked and the other refused.
 */
export async function bookAppointment(
  db: Database,
  actor: Actor,
  place: BookedFor,
  asked: BookingWish,
  means: BookingMeans,
): Promise<Booking> {
  try {
    return { outcome: 'booked', ...(await transaction(db, (tx) => bookIn(tx, actor, place, asked, means))) };
  } catch (error) {
    return refusalFrom(error);
  }
}

/** 'In person at Gateshead, Room 1', 'Phone': where an appointment is, in words. */
export const placeText = (facts: { mode: string; site: string; room: string | null }): string =>
  facts.mode === 'in_person'
    ? `In person at ${facts.site}${facts.room === null ? '' : `, ${facts.room}`}`
    : (modeWords[facts.mode as Mode] ?? facts.mode);

/** Safety plans: with each its time is booked, so that nobody is met away from the office without one. */
import { tell } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type BookingWish, bookAppointment } from '../../diary/actions/book.ts';
import {
  type AppointmentRow,
  type Change,
  type ChangeMeans,
  cancelIn,
  findAppointment,
  moveAppointment,
} from '../../diary/actions/change.ts';
import { confirm } from '../../diary/actions/tell.ts';
import { bookInterview, type InterviewWish } from '../../interviews/actions/diary.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { needsApproval, type PlaceKind, type VisitRules } from '../rules.ts';
import { standingFlags } from '../store/flags.ts';
import * as store from '../store/visits.ts';
import { alarms, type Done, event, type Place, placeOf } from './visits.ts';

/** Who can be named as the one who is told: staff near the case, without the one who goes. */
export async function contactsFor(
  sql: Sql,
  actor: Actor,
  head: Pick<CaseHead, 'programmeId' | 'case'>,
): Promise<{ id: string; name: string }[]> {
  const { areaId, providerId } = head.case;
  const near = await usersNear(sql, { programmeId: head.programmeId, areaId, providerId }, [
    'key_worker',
    'team_manager',
    'local_lead',
    'programme_office',
  ]);
  return near.filter(({ user_id }) => user_id !== actor.userId).map(({ user_id, name }) => ({ id: user_id, name }));
}

/** The safety plan of a visit. Without one there is no visit. */
export type SafetyPlan = {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  placeKind: PlaceKind;
  place: string;
  companion: string | null;
  phone: string;
  risks: string;
  precautions: string;
  firstContact: string;
  secondContact: string | null;
};

type Goes = Actor & { userId: string };

/** Writes the plan, for an appointment or for none, and asks a manager where that is needed. Resolves to its id. */
async function writePlan(
  tx: Tx,
  actor: Goes,
  head: Place,
  rules: VisitRules,
  { plan, appointmentId, today }: { plan: SafetyPlan; appointmentId: string | null; today: string },
): Promise<string> {
  const flags = await standingFlags(tx, { caseId: head.caseId });
  const asked = needsApproval(rules, flags.length);
  const approval = asked ? 'asked' : 'none';
  const { caseId, personId, programmeId } = head;
  const id = newId();
  const startsAt = plan.startsAt.toString();
  const endsAt = plan.endsAt.toString();
  await store.insertVisit(tx, {
    ...{
      id,
      caseId,
      personId,
      programmeId,
      appointmentId,
      workerId: actor.userId,
      ...plan,
      startsAt,
      endsAt,
      approval,
    },
    flags: flags.map((flag) => flag.id),
    // Nothing is awaited of a visit that may not begin.
    ...(asked ? { remindAt: null, tellAt: null } : alarms(rules, plan)),
  });
  const { placeKind, companion } = plan;
  const facts = { startsAt, endsAt, placeKind, companion, appointmentId, approval };
  await event(tx, actor, { id, caseId, personId, programmeId }, 'visit.planned', today, facts);
  if (asked) {
    const { areaId, providerId } = head.case;
    const managers = await usersNear(tx, { programmeId, areaId, providerId }, ['team_manager', 'programme_office']);
    await tell(
      tx,
      managers.map((one) => one.user_id).filter((userId) => userId !== actor.userId),
      { kind: 'visit approval', href: `/cases/${caseId}/visits/${id}`, about: id },
    );
  }
  return id;
}

/**
 * How a visit comes into the diary: as a new appointment, in the place of one that is booked, or as an interview. `alone` is for
 * those who have no hours in the diary, and for what must be done though the diary refuses it: nothing stands against a plan.
 */
export type PlanBooking =
  | { how: 'alone' }
  | { how: 'book'; wish: BookingWish; override: string | null }
  | { how: 'move'; wish: BookingWish; row: AppointmentRow; version: number; means: Omit<ChangeMeans, 'clock' | 'plan'> }
  | { how: 'interview'; wish: InterviewWish; override: string | null };

/** What came of it. Unless it is 'planned', nothing was written and there is no event. */
export type Planned =
  | { outcome: 'planned'; id: string }
  | Exclude<Change, { outcome: 'booked' }>
  | { outcome: 'refused'; words: string };

/**
 * Plans a visit of the actor and books its time in the same transaction: both or neither. Events 'visit.planned' and those of
 * the appointment; the person is told of the time. Where a risk is known, or the programme asks for it, a manager is asked to
 * approve the plan first.
 */
export async function planVisit(
  db: Database,
  actor: Goes,
  head: CaseHead,
  rules: VisitRules,
  plan: SafetyPlan,
  booking: PlanBooking,
  clock: Clock,
): Promise<Planned> {
  let id = '';
  const today = clock.today().toString();
  const write = async (tx: Tx, appointmentId: string | null): Promise<void> => {
    id = await writePlan(tx, actor, head, rules, { plan, appointmentId, today });
  };
  const also = (tx: Tx, appointmentId: string) => confirm(tx, actor, appointmentId, clock);
  const book = async (): Promise<Change | { outcome: 'refused'; words: string } | null> => {
    switch (booking.how) {
      case 'alone':
        await transaction(db, (tx) => write(tx, null));
        return null;
      case 'book':
        return bookAppointment(db, actor, head, booking.wish, { clock, override: booking.override, plan: write, also });
      case 'move': {
        const { row, version, wish, means } = booking;
        return moveAppointment(db, actor, row, version, wish, { ...means, clock, plan: write });
      }
      case 'interview':
        return bookInterview(db, actor, head, booking.wish, { clock, override: booking.override, plan: write });
    }
  };
  const done = await book();
  return done === null || done.outcome === 'booked' ? { outcome: 'planned', id } : done;
}

/** A manager approves the plan; never their own. */
export function approveVisit(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  rules: VisitRules,
  version: number,
  { today }: { today: string },
): Promise<Done> {
  return transaction(db, async (tx) => {
    const plan = { startsAt: Temporal.Instant.from(row.starts_at), endsAt: Temporal.Instant.from(row.ends_at) };
    const done = await store.approveVisit(tx, { id: row.id, version, by: actor.userId, ...alarms(rules, plan) });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.approved', today);
    await tell(tx, [row.worker_id], {
      kind: 'visit approved',
      href: `/cases/${row.case_id}/visits/${row.id}`,
      about: row.id,
    });
    return 'saved';
  });
}

/** Ends the transaction: the appointment was changed meanwhile. */
class Stale extends Error {}

/** Cancels what is booked for a visit, with its messages and the offer to those who wait. */
async function cancelBooked(tx: Tx, actor: Actor, row: store.VisitRow, means: Parameters<typeof cancelIn>[4]) {
  const booked = row.appointment_id === null ? null : await findAppointment(tx, row.appointment_id);
  if (booked === null || booked.state !== 'booked') return;
  if ((await cancelIn(tx, actor, booked, booked.version, means)) === 'stale') throw new Stale();
}

const orStale = (error: unknown): 'stale' => {
  if (error instanceof Stale) return 'stale';
  throw error;
};

/**
 * Cancels a visit that has not begun, and with it its appointment: by us, which is never the person's failure, or by them. Event
 * 'visit.cancelled', and 'appointment.cancelled' where one was booked. Whom we cancel is sent a message.
 */
export function cancelVisit(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  given: { version: number; reason: string; askedBy: 'us' | 'them' },
  clock: Clock,
): Promise<Done> {
  const { version, reason, askedBy } = given;
  return transaction(db, async (tx): Promise<Done> => {
    const done = await store.cancelVisit(tx, { id: row.id, version, reason, at: clock.now().toString() });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.cancelled', clock.today().toString(), { reason });
    await cancelBooked(tx, actor, row, { askedBy, reason, clock });
    return 'saved';
  }).catch(orStale);
}

/**
 * A manager does not approve the plan, with the reason: the visit and its appointment are cancelled by us, and whoever would have
 * gone is told. Never their own. Events 'visit.refused' and 'appointment.cancelled'.
 */
export function refuseVisit(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  { version, reason }: { version: number; reason: string },
  clock: Clock,
): Promise<Done> {
  return transaction(db, async (tx): Promise<Done> => {
    const at = clock.now().toString();
    const done = await store.refuseVisit(tx, { id: row.id, version, by: actor.userId, reason, at });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.refused', clock.today().toString(), { reason });
    const means = { askedBy: 'us', reason: 'The safety plan was not approved', clock } as const;
    await cancelBooked(tx, actor, row, means);
    const href = `/cases/${row.case_id}/visits/${row.id}`;
    await tell(tx, [row.worker_id], { kind: 'visit refused', href, about: row.id });
    return 'saved';
  }).catch(orStale);
}

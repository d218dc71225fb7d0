/** What a move writes besides the row of its referral: what was told, appointments, feedback that falls due, alarms, ends of consent. */
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import { type Effect, feedbackDays } from '../rules/effects.ts';
import type { MoveGiven } from '../rules/guards.ts';
import type { At, Mover } from '../rules/mover.ts';
import { itemsFrom, payloadDigest } from '../rules/payload.ts';
import type { MoveName } from '../rules/states.ts';
import * as store from '../store/moves.ts';
import type { ReferralRow } from '../store/referrals.ts';
import { raiseAlarm } from './alarms.ts';
import { referralLeft } from './case-manager.ts';
import type { Known } from './facts.ts';

type Moving = {
  row: ReferralRow;
  change: Effect;
  move: MoveName;
  given: MoveGiven;
  seen: store.AroundRow;
  known: Known;
  at: At;
};

/** Writes it, and resolves to the days of other rows that say what is due after the move. */
export async function besides(tx: Tx, by: Mover, moving: Moving): Promise<Pick<Known, 'appointmentOn' | 'feedbackOn'>> {
  const { row, change, move, given, seen, known, at } = moving;
  const { day, sent } = given;
  let { appointmentOn, feedbackOn } = known;
  if (sent !== undefined && seen.consent !== null)
    await store.insertSent(tx, {
      ...{ id: newId(), referral_id: row.id, consent_id: seen.consent.id, channel: sent.channel },
      ...{ items: itemsFrom(Object.keys(sent.payload)), payload: sent.payload, digest: payloadDigest(sent.payload) },
      ...{ sent_on: day, at: at.now.toString(), by: by.actor.userId },
    });
  const settle = async (outcome: string): Promise<void> => {
    if (seen.appointment === null) return;
    const { reason = null, action = null } = given;
    await store.settleAppointment(tx, { id: seen.appointment.id, outcome, reason, action });
  };
  if (move === 'book') {
    await settle(by.side === 'service' ? 'cancelled by us' : 'cancelled by them');
    appointmentOn = given.startsAt?.slice(0, 10) ?? null;
    if (given.startsAt !== undefined && given.startsAt !== null)
      await store.insertAppointment(tx, {
        ...{ id: newId(), referralId: row.id, startsAt: given.startsAt, place: given.place ?? null },
        ...{ toldOn: given.toldOn ?? null, side: by.side === 'service' ? 'service' : 'worker' },
      });
  }
  if (move === 'attend') await settle('attended');
  if (move === 'miss') await settle('did not attend');
  if (move === 'start') {
    const rows = feedbackDays(row, day, change.expected_end ?? null, known.holidays);
    const due = rows.map(({ kind, on }) => ({ id: newId(), referral_id: row.id, kind, due_on: on }));
    await store.insertFeedbackDue(tx, { rows: JSON.stringify(due) });
    feedbackOn = rows.map(({ on }) => on).sort()[0] ?? feedbackOn;
  }
  if (move === 'start' || move === 'accept') await otherProgramme(tx, moving);
  const ends = (move === 'end' || move === 'hand back') && row.ended_on === null;
  if (ends) {
    await store.cancelFeedbackDue(tx, { referralId: row.id, day, all: false });
    if (row.feedback_at_end) {
      const dueOn = addWorkingDays(day, known.rules.decideWithin, known.holidays);
      const end = [{ id: newId(), referral_id: row.id, kind: 'end', due_on: dueOn }];
      await store.insertFeedbackDue(tx, { rows: JSON.stringify(end) });
    }
    if (seen.consent !== null) {
      const endsOn = Temporal.PlainDate.from(day).add({ months: known.rules.consentMonths }).toString();
      await store.endConsent(tx, { id: seen.consent.id, endsOn });
    }
  }
  // Over without a hand-back: whoever of the service held the case leaves the person with nobody.
  const over =
    (move === 'close' && row.state === 'ended') ||
    ((move === 'withdraw' || move === 'reject') && row.started_on !== null);
  if (move === 'hand back' || over)
    await referralLeft(
      tx,
      {
        ...{ caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id },
        ...{ referralId: row.id, organisationId: row.organisation_id },
      },
      { on: day, handedBack: !over, today: at.today, actor: by.actor },
    );
  if (['withdraw', 'reject', 'say no', 'close'].includes(move))
    await store.cancelFeedbackDue(tx, { referralId: row.id, day, all: true });
  return { appointmentOn, feedbackOn };
}

/** A person who is placed with another service than was meant: whoever answers for them is told (DWP Research Report 555, P44). */
async function otherProgramme(tx: Tx, { row, given, at }: Moving): Promise<void> {
  const placed = given.placed ?? row.service_id;
  if (placed === row.service_id) return;
  const { case_id: caseId, person_id: personId, programme_id: programmeId, id: referralId } = row;
  await raiseAlarm(
    tx,
    { kind: 'other programme', caseId, personId, programmeId, referralId, since: given.day },
    at.today,
  );
}

/** What the guards and the clocks of a move look at, read in a few statements. */
import { mayRefer } from '../../directory/actions/access-rules.ts';
import { type Approval, approvals } from '../../directory/rules/codes.ts';
import { notTaking } from '../../directory/rules/open.ts';
import type { Sql } from '../../kit/db.ts';
import type { Holidays } from '../../kit/working-days.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { holidaysOf, type ServiceRules, serviceRulesOf } from '../../programmes/rules.ts';
import { afterDecline, type DueFacts, dueOf, isOpen } from '../rules/due.ts';
import { firstTells, type GuardFacts, type MoveGiven } from '../rules/guards.ts';
import { itemsFrom } from '../rules/payload.ts';
import { type Guard, type MoveName, moves } from '../rules/states.ts';
import { type AroundRow, around } from '../store/moves.ts';
import type { ReferralRow } from '../store/referrals.ts';
import { blocksFor } from './eligible.ts';

/** The clocks of a programme, and days that stand in other rows. */
export type Known = { rules: ServiceRules; holidays: Holidays } & Pick<DueFacts, 'appointmentOn' | 'feedbackOn'>;

/** How a programme refers to services, where a referral was made, on a day. */
export async function rulesFor(
  sql: Sql,
  place: { programmeId: string; area: string | null; on: string },
): Promise<Pick<Known, 'rules' | 'holidays'>> {
  const document = (await programmeOn(sql, place.programmeId, place.on))?.document ?? {};
  return { rules: serviceRulesOf(document, { area: place.area, on: place.on }), holidays: holidaysOf(document) };
}

/** The day of a moment, as it is written; an appointment at a service is never so near midnight that a zone would matter. */
const dayOf = (moment: string): string => moment.slice(0, 10);

/** What surrounds a referral: consent, approvals, the booked appointment, feedback that is due, who holds the case. */
export async function surroundings(
  sql: Sql,
  row: ReferralRow,
  at: { today: string; placed?: string | null },
): Promise<{ around: AroundRow; known: Known }> {
  const [found] = await around(sql, {
    ...{ id: row.id, caseId: row.case_id, serviceId: row.service_id, today: at.today },
    placed: at.placed ?? row.service_id,
  });
  const seen = found as AroundRow;
  const clocks = await rulesFor(sql, { programmeId: row.programme_id, area: row.area_name, on: at.today });
  const appointmentOn = seen.appointment === null ? null : dayOf(seen.appointment.starts_at);
  return { around: seen, known: { ...clocks, appointmentOn, feedbackOn: seen.feedback_on } };
}

/** The columns that say what is awaited next, of a referral as it stands after a change. */
export function dueNow(
  row: ReferralRow,
  day: string,
  known: Known,
): Pick<ReferralRow, 'due_what' | 'due_on' | 'limit_on' | 'owner_side' | 'open'> {
  const open = isOpen(row.kind, row.state);
  const facts = {
    ...{ contactBy: row.contact_by, expectedStart: row.expected_start, expectedEnd: row.expected_end },
    ...{ placeOfferedOn: row.place_offered_on, appointmentOn: known.appointmentOn, feedbackOn: known.feedbackOn },
  };
  const due =
    row.kind === 'referral' && row.state === 'rejected'
      ? afterDecline(day, known.rules, known.holidays)
      : dueOf(row, day, facts, known.rules, known.holidays);
  return {
    ...{ open, due_what: due?.what ?? null, due_on: due?.on ?? null, limit_on: due?.limit ?? null },
    owner_side: due?.side ?? row.owner_side,
  };
}

/** What the guards of a move look at. Who may refer and who is eligible is asked until the service knows of the person. */
export async function factsFor(
  sql: Sql,
  row: ReferralRow,
  move: MoveName,
  given: MoveGiven,
  { today, seen }: { today: string; seen: AroundRow },
): Promise<GuardFacts> {
  const guards: readonly Guard[] = moves[move].guards;
  const told = row.sent_on !== null;
  const asks = (guard: Guard) => guards.includes(guard) && !(told && firstTells(move));
  const day = given.day;
  const access = asks('role allowed')
    ? await mayRefer(sql, {
        ...{ serviceId: row.service_id, programmeId: row.programme_id, areaId: row.area_id, userId: row.made_by },
        ...{ caseId: row.case_id, day, roles: row.made_as === null ? [] : [row.made_as] },
      })
    : { allowed: true, why: null };
  const eligible = asks('eligible or exception');
  const { consent } = seen;
  const state = new Map(seen.approvals.map((one) => [one.artefact, one.state]));
  return {
    ...{ today, madeOn: row.made_on, told },
    consent:
      consent === null
        ? null
        : {
            items: itemsFrom(consent.items),
            ...{ givenOn: consent.given_on, endsOn: consent.ends_on, withdrawnOn: consent.withdrawn_on },
          },
    role: { allowed: access.allowed, why: access.why },
    blocks: eligible ? await blocksFor(sql, row, day) : [],
    exception: row.exception_reason,
    closed: eligible ? notTaking({ ...row, status: row.service_status }, day) : [],
    approvals: row.approvals
      .filter((artefact): artefact is Approval => Object.hasOwn(approvals, artefact))
      .map((artefact) => ({
        artefact,
        state: (state.get(artefact) ?? 'missing') as GuardFacts['approvals'][number]['state'],
      })),
    ...{ modes: row.modes, refused: row.refused_channels, hasEmail: row.contact_email !== null },
    appointment:
      seen.appointment === null ? null : { toldOn: seen.appointment.told_on, startsAt: seen.appointment.starts_at },
    ...{ whoContacts: row.who_contacts, contactBy: row.contact_by, contactedOn: row.contacted_on },
    ...{ ownerId: row.owner_id, placedKnown: seen.placed_known, reported: seen.reported, held: seen.held },
    end: { on: row.ended_on, kind: row.end_kind, outcome: row.outcome },
    nextStep: row.next_step,
  };
}

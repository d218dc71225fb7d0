/** What a person agrees to share with one service, item by item; and changing their mind. */
import type { Actor } from '../../access/rules/policy.ts';
import type { SharedItem } from '../../directory/rules/codes.ts';
import type { Database, Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import { consentEnds, type consentWays, consentWording } from '../rules/consent.ts';
import type { At } from '../rules/mover.ts';
import { itemsFrom } from '../rules/payload.ts';
import { mayMove, type State } from '../rules/states.ts';
import * as store from '../store/consents.ts';
import { lockReferral, type ReferralRow } from '../store/referrals.ts';
import { rulesFor } from './facts.ts';
import { moveReferral, noteReferral } from './move.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

export type { ConsentRow } from '../store/moves.ts';

/** Consents of a case for one service, the latest first. */
export const consentsFor = (sql: Sql, caseId: string, serviceId: string) =>
  store.consentsFor(sql, { caseId, serviceId });

/** Until when consent given on a day would hold, and the words that are agreed to. */
export async function wordingFor(
  sql: Sql,
  row: ReferralRow,
  items: readonly SharedItem[],
  givenOn: string,
): Promise<{ wording: string; endsOn: string }> {
  const place = { programmeId: row.programme_id, area: row.area_name, on: givenOn };
  const { rules } = await rulesFor(sql, place);
  const endsOn = consentEnds(givenOn, { expectedEnd: row.expected_end, typicalWeeks: row.typical_weeks }, rules);
  const of = { organisation: row.organisation_name, service: row.service_name };
  return { wording: consentWording(of, items, { endsOn, months: rules.consentMonths }), endsOn };
}

/**
 * Writes down what the person agreed to, of what the service asks; a referral that waited for it goes on. A change of consent is
 * given again as a whole: the latest speaks. Nothing agreed to refuses the referral (`refuseConsent`).
 */
export function giveConsent(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: { items: readonly string[]; how: keyof typeof consentWays; givenOn: string },
  at: At,
): Promise<Done> {
  return together(db, async (tx) => {
    const items = itemsFrom(given.items);
    if (items.length === 0) refuse('Tick what the person agrees to share, or say that they agree to nothing');
    if (items.some((item) => !row.asks.includes(item))) refuse('Ask only for what this service needs to be told');
    if (given.givenOn > at.today) refuse('Enter a day that is today or in the past');
    if (row.organisation_id === null) refuse('Say in the directory which organisation offers this service');
    const { wording, endsOn } = await wordingFor(tx, row, items, given.givenOn);
    await store.insertConsent(tx, {
      ...{ id: newId(), caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id },
      ...{ organisationId: row.organisation_id as string, serviceId: row.service_id, items, askedItems: row.asks },
      ...{ how: given.how, wording, givenOn: given.givenOn, endsOn, by: actor.userId },
    });
    const by = { side: 'worker', actor } as const;
    const data = { items, until: endsOn };
    const happened = { kind: 'consent given', event: 'service referral.consent given', day: given.givenOn, data };
    orTakeBack(await noteReferral(tx, by, row, {}, happened, at));
    if (row.state !== 'awaiting consent') return {};
    const now = (await lockReferral(tx, row.id)) as ReferralRow;
    orTakeBack(await moveReferral(tx, by, now, 'consent', { day: given.givenOn }, at));
    return {};
  });
}

/** The service knows nothing yet. */
const unsent: readonly State[] = ['offered', 'introduced', 'awaiting consent', 'awaiting approval', 'agreed'];

/** Stops one referral, or has the worker settle it when the service knows of the person already. */
async function stop(tx: Tx, actor: Actor, row: ReferralRow, day: string, at: At): Promise<'stopped' | 'told'> {
  const by = { side: 'worker', actor } as const;
  const reason = 'Consent was withdrawn';
  if (
    unsent.includes(row.state as State) &&
    row.sent_on === null &&
    mayMove('withdraw', row.state as State, 'worker')
  ) {
    orTakeBack(await moveReferral(tx, by, row, 'withdraw', { day, reason }, at));
    return 'stopped';
  }
  const { rules, holidays } = await rulesFor(tx, { programmeId: row.programme_id, area: row.area_name, on: at.today });
  const change = {
    owner_side: 'worker' as const,
    due_what: 'Agree with the person whether it goes on: they withdrew consent',
    due_on: addWorkingDays(at.today, rules.ownerActsWithin, holidays),
  };
  const happened = { kind: 'consent withdrawn', event: 'service referral.sharing stopped', day };
  orTakeBack(await noteReferral(tx, by, row, change, happened, at));
  return 'told';
}

/**
 * Withdraws consent for a service, on whichever of the case's referrals to it that is said. What was not sent yet is withdrawn;
 * where the service knows of the person nothing more is shown to it, and the worker settles what becomes of it. Every consent for
 * the service ends. Resolves to how many were stopped and how many went on.
 */
export function withdrawConsent(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: { day: string; words: string | null },
  at: At,
): Promise<Done<{ stopped: number; told: number }>> {
  return together(db, async (tx) => {
    if (given.day > at.today) refuse('Enter a day that is today or in the past');
    const of = { caseId: row.case_id, serviceId: row.service_id };
    const open = await store.openFor(tx, of);
    const ended = await store.withdrawConsents(tx, { ...of, ...given });
    if (ended.length === 0) refuse('There is no consent for this service to withdraw');
    const by = { side: 'worker', actor } as const;
    const happened = { kind: 'consent withdrawn', event: 'service referral.consent withdrawn', ...given };
    orTakeBack(await noteReferral(tx, by, row, {}, happened, at));
    const counts = { stopped: 0, told: 0 };
    for (const { id } of open) {
      const one = await lockReferral(tx, id);
      if (one !== null) counts[await stop(tx, actor, one, given.day, at)] += 1;
    }
    return counts;
  });
}

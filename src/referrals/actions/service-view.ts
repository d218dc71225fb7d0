/** A referral as the service that it was sent to may see it. */
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { type Ask, type AskFacts, askOf } from '../rules/answers.ts';
import { itemsFrom, sharedText } from '../rules/payload.ts';
import { findReferral, type ReferralRow } from '../store/referrals.ts';
import type { SaidRow } from '../store/service-side.ts';
import * as store from '../store/service-side.ts';

/** What a service sees: what it was told, whom to call, what it said itself, and what is asked now. */
export type ServiceView = {
  row: ReferralRow;
  programme: string;
  /** Whom to call. */
  worker: { name: string; phone: string | null };
  /** What was told, by its heading, in the order of the list; null when nothing may be shown any more. */
  told: { text: string; value: string }[] | null;
  consent: store.SideRow['consent'];
  consentUntil: string | null;
  said: SaidRow[];
  feedbackOn: string | null;
  facts: AskFacts;
  /** Null where nothing is asked, or nothing may be shown. */
  ask: Ask | null;
};

/** The first of the names that were shared, to ask by; never a name that was not. */
const firstName = (name: string | undefined): string => name?.trim().split(/\s+/)[0] ?? 'this person';

/** A moment in words of a zone: '10 March 2008 at 10:00'. */
export function momentText(moment: string, timeZone: string): string {
  const local = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone);
  return `${showDay(local.toPlainDate().toString())} at ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/**
 * What was told and may be shown: of every time that something was told, the items that the latest consent holds, each as it was
 * told last.
 */
function shownOf(told: store.SideRow['told']): { items: Map<string, string>; list: { text: string; value: string }[] } {
  const items = new Map<string, string>();
  for (const { payload, items: agreed } of told)
    for (const [item, value] of Object.entries(payload)) if (agreed.includes(item)) items.set(item, value);
  const list = itemsFrom([...items.keys()]).map((item) => ({
    text: sharedText(item),
    value: items.get(item) as string,
  }));
  return { items, list };
}

/** The view of a referral on a day; null where there is no such referral. Two statements. */
export async function serviceView(
  sql: Sql,
  id: string,
  at: { now: Temporal.Instant; today: string; timeZone: string },
): Promise<ServiceView | null> {
  const row = await findReferral(sql, id);
  const [side] = await store.sideOf(sql, { id, today: at.today });
  if (row === null || side === undefined || row.kind !== 'referral') return null;
  const live = side.consent === 'holds';
  const shown = shownOf(side.told);
  const { appointment } = side;
  const worker = { name: side.worker_name ?? side.programme_name, phone: side.worker_phone };
  const facts: AskFacts = {
    ...{ state: row.state, who: firstName(shown.items.get('name')), worker: worker.name },
    appointment:
      appointment === null
        ? null
        : {
            text: momentText(appointment.starts_at, at.timeZone),
            come: Temporal.Instant.compare(Temporal.Instant.from(appointment.starts_at), at.now) <= 0,
          },
    ...{ services: side.services, formAwaited: row.paperwork === 'sent', placeOffered: row.place_offered_on !== null },
  };
  return {
    ...{ row, programme: side.programme_name, worker, facts, consent: side.consent, consentUntil: side.consent_until },
    ...{ told: live ? shown.list : null, said: live ? side.said : [], feedbackOn: side.feedback_on },
    ask: live ? askOf(facts) : null,
  };
}

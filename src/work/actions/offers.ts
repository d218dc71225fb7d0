/** Offers of jobs, and going off a benefit and coming back to it. Neither is a job: nothing hangs on them that jobs count for. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { CodeLabel } from '../../programmes/rules.ts';
import { type BenefitFields, type OfferFields, offerProblems } from '../rules/offers.ts';
import * as store from '../store/offers.ts';
import { about, type CaseRef, type Saved } from './jobs.ts';

/** An offer of a case. */
export type Offer = store.OfferRow;
/** A change of benefit of a case. */
export type BenefitChange = store.BenefitRow;

/** The latest of each that the page of jobs shows. */
const SHOWN = 20;

/** Offers and changes of benefit of a case, the latest first. */
export async function besideJobs(sql: Sql, caseId: string): Promise<{ offers: Offer[]; benefits: BenefitChange[] }> {
  const [row] = await store.besideJobs(sql, { caseId, limit: SHOWN });
  return row ?? { offers: [], benefits: [] };
}

/** An offer of this case, or null. */
export const findOffer = async (sql: Sql, caseId: string, id: string): Promise<Offer | null> =>
  (await store.findOffer(sql, { id, caseId }))[0] ?? null;
/** A change of benefit of this case, or null. */
export const findBenefit = async (sql: Sql, caseId: string, id: string): Promise<BenefitChange | null> =>
  (await store.findBenefit(sql, { id, caseId }))[0] ?? null;

// The history keeps the words that were the programme's then.
const told = (list: readonly CodeLabel[] | undefined, reason: string | null) => {
  const label = list?.find(({ code }) => code === reason)?.label;
  return label === undefined ? {} : { reasonLabel: label };
};
const same = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key]);

/** Writes down an offer, with the event 'job.offered' on its day. */
export async function recordOffer(db: Database, actor: Actor, of: CaseRef, offer: OfferFields): Promise<Saved<Offer>> {
  const errors = offerProblems(offer);
  if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertOffer(tx, { id, ...about(of), ...offer });
    const payload = { recordId: id, ...offer, ...told(of.words?.declineReasons, offer.reason) };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.offered', happenedOn: offer.offeredOn, payload });
  });
  return { outcome: 'saved', id };
}

/** Changes an offer that still has the version (what was said to it, above all), with the event 'job.offer changed' today. */
export function changeOffer(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; offer: OfferFields },
  today: string,
): Promise<Saved<Offer>> {
  const { id, version, offer } = change;
  return transaction(db, async (tx) => {
    const [stood] = await store.lockOffer(tx, { id, caseId: of.caseId });
    if (stood === undefined) return { outcome: 'gone' };
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const errors = offerProblems(offer);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const { id: _, employerId: __, version: ___, ...before } = stood;
    if (same(offer, before)) return { outcome: 'unchanged', id };
    await store.updateOffer(tx, { id, version, programmeId: of.programmeId, ...offer });
    const payload = { recordId: id, ...offer, before, ...told(of.words?.declineReasons, offer.reason) };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.offer changed', happenedOn: today, payload });
    return { outcome: 'saved', id };
  });
}

const reasonsOf = ({ words }: CaseRef, { direction }: BenefitFields) =>
  direction === 'off benefit' ? words?.offBenefitReasons : words?.returnReasons;

/** Writes down that somebody went off a benefit or came back to it, with the event 'benefit.changed' on that day. */
export async function recordBenefit(db: Database, actor: Actor, of: CaseRef, benefit: BenefitFields): Promise<void> {
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertBenefit(tx, { id, caseId: of.caseId, personId: of.personId, ...benefit });
    const payload = { recordId: id, ...benefit, ...told(reasonsOf(of, benefit), benefit.reason) };
    await recordEvent(tx, actor, { ...about(of), kind: 'benefit.changed', happenedOn: benefit.changedOn, payload });
  });
}

/** Corrects such a day, with the event 'benefit.corrected' on the day that stands now. */
export function correctBenefit(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; benefit: BenefitFields },
): Promise<Saved<BenefitChange>> {
  const { id, version, benefit } = change;
  return transaction(db, async (tx) => {
    const [stood] = await store.lockBenefit(tx, { id, caseId: of.caseId });
    if (stood === undefined) return { outcome: 'gone' };
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const { id: _, version: __, ...before } = stood;
    if (same(benefit, before)) return { outcome: 'unchanged', id };
    await store.updateBenefit(tx, { id, version, ...benefit });
    const payload = { recordId: id, ...benefit, before, ...told(reasonsOf(of, benefit), benefit.reason) };
    await recordEvent(tx, actor, { ...about(of), kind: 'benefit.corrected', happenedOn: benefit.changedOn, payload });
    return { outcome: 'saved', id };
  });
}

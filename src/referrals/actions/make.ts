/** Making an enquiry, a signpost or a referral with the person there. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { mayRefer } from '../../directory/actions/access-rules.ts';
import { findOrganisation, findService } from '../../directory/actions/entries.ts';
import { notTaking } from '../../directory/rules/open.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { codeAfter } from '../rules/code.ts';
import { dueOf, noFacts } from '../rules/due.ts';
import type { At } from '../rules/mover.ts';
import { insertReferralEvent } from '../store/moves.ts';
import {
  findReferral,
  insertReferral,
  lastCode,
  lockCodes,
  lockReferral,
  type ReferralRow,
  updateReferral,
} from '../store/referrals.ts';
import { eligibleFor } from './eligible.ts';
import { rulesFor } from './facts.ts';
import { moveReferral, noteReferral } from './move.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

export type { ReferralRow } from '../store/referrals.ts';

/** Where and whose it is. */
export type Place = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId' | 'case' | 'areaName'>;

/** What is made. Days are 'YYYY-MM-DD'. */
export type NewOne = {
  kind: 'enquiry' | 'signpost' | 'referral';
  serviceId: string;
  /** A term of the taxonomy of needs. */
  need: string | null;
  why: readonly string[];
  whyWords: string | null;
  directiveId: string | null;
  overrideReason: string | null;
  exceptionReason: string | null;
  /** The person did not say whether an exclusion of the service applies to them. */
  undisclosed: boolean;
  /** The working role in which it is made; null for somebody who has none. */
  madeAs: string | null;
  madeOn: string;
  /** What it comes from. */
  parentId: string | null;
  /** Of a referral: what the person says. There is no default. */
  decision: 'yes' | 'later' | 'meet' | 'no' | null;
  /** A code of `personReasons`, when they say no. */
  reason: string | null;
};

/** What stands against making it, before anything is written. */
async function problemsFor(tx: Tx, actor: Actor, head: Place, one: NewOne, today: string): Promise<string[]> {
  if (one.madeOn > today) return ['Enter a day that is today or in the past'];
  const service = await findService(tx, one.serviceId);
  if (service === null) return ['Choose a service of the directory'];
  // Somebody may be told of what nobody has checked, or of what is money or things: no data leaves.
  const taking = one.kind === 'signpost' ? { ...service, verified: true, referable: true } : service;
  const organisation = service.organisation_id === null ? null : await findOrganisation(tx, service.organisation_id);
  const { contract = null, contract_from = null } = organisation ?? {};
  const problems = notTaking({ ...taking, contract, contract_from }, one.madeOn);
  if (one.kind !== 'referral') return problems;
  const { allowed, why } = await mayRefer(tx, {
    ...{ serviceId: one.serviceId, programmeId: head.programmeId, areaId: head.case.areaId, userId: actor.userId },
    ...{ caseId: head.caseId, day: one.madeOn, roles: one.madeAs === null ? [] : [one.madeAs] },
  });
  if (!allowed) problems.push(why);
  const of = { case_id: head.caseId, programme_id: head.programmeId, service_id: one.serviceId };
  const { blocks } = await eligibleFor(tx, of, one.madeOn);
  if (blocks.length > 0 && (one.exceptionReason ?? '') === '')
    problems.push(`${blocks.join('. ')}. Choose another service, or write down why an exception is made`);
  if (one.decision === null) problems.push('Ask the person, and say what they decided');
  if (one.decision === 'no' && one.reason === null) problems.push('Choose why the person says no');
  return problems;
}

/** What it came from is settled: an enquiry became a referral, and another way was found after a service declined. */
async function settleParent(tx: Tx, parentId: string, made: { kind: string; day: string }): Promise<void> {
  const parent = await lockReferral(tx, parentId);
  if (parent === null) return;
  if (parent.kind === 'enquiry' && parent.open && made.kind === 'referral')
    await updateReferral(tx, parent.id, {
      ...{ state: 'converted', open: false, due_what: null, due_on: null, limit_on: null },
    });
  else if (!parent.open && parent.due_on !== null)
    await updateReferral(tx, parent.id, { due_what: null, due_on: null, limit_on: null });
}

const begins = { enquiry: 'asked', signpost: 'given', referral: 'offered' } as const;
const events = {
  enquiry: 'service enquiry.asked',
  signpost: 'signpost.given',
  referral: 'service referral.made',
} as const;

/** Writes a new row with its first event. Resolves to it. */
export async function begin(
  tx: Tx,
  actor: Actor,
  head: Place,
  one: Omit<NewOne, 'decision' | 'reason'> & { side?: 'worker' | 'service'; ownerId?: string | null; byName?: string },
  at: At,
): Promise<ReferralRow> {
  const service = await findService(tx, one.serviceId);
  const { rules, holidays } = await rulesFor(tx, { programmeId: head.programmeId, area: head.areaName, on: at.today });
  const state = begins[one.kind];
  const due = dueOf({ kind: one.kind, state }, one.madeOn, noFacts, rules, holidays);
  let code: string | null = null;
  if (one.kind === 'signpost') {
    await lockCodes(tx, { programmeId: head.programmeId });
    const [last] = await lastCode(tx, { programmeId: head.programmeId });
    code = codeAfter(rules.signpostPrefix, last?.code ?? null);
  }
  const id = newId();
  await insertReferral(tx, {
    ...{ id, reference: newReference('R'), kind: one.kind, state, case_id: head.caseId, person_id: head.personId },
    ...{ programme_id: head.programmeId, area_id: head.case.areaId, service_id: one.serviceId },
    ...{ organisation_id: service?.organisation_id ?? null, parent_id: one.parentId, need: one.need },
    ...{ made_by_side: one.side ?? 'worker', why: [...one.why], why_words: one.whyWords },
    ...{ directive_id: one.directiveId, override_reason: one.overrideReason, exception_reason: one.exceptionReason },
    ...{ undisclosed: one.undisclosed, made_by: actor.userId, made_as: one.madeAs, made_on: one.madeOn, code },
    ...{ owner_side: due?.side ?? 'worker', owner_id: one.ownerId ?? actor.userId, open: true },
    ...{ due_what: due?.what ?? null, due_on: due?.on ?? null, limit_on: due?.limit ?? null },
    ...(one.kind === 'signpost' ? { mode: 'signpost' } : {}),
  });
  if (one.parentId !== null) await settleParent(tx, one.parentId, { kind: one.kind, day: one.madeOn });
  const row = (await findReferral(tx, id)) as ReferralRow;
  await insertReferralEvent(tx, {
    ...{ id: newId(), referral_id: id, kind: 'made', from_state: null, to_state: state, day: one.madeOn },
    ...{ at: at.now.toString(), side: one.side ?? 'worker', by: actor.userId, by_name: one.byName ?? actor.name },
    ...{ reason: null, words: one.whyWords, sensitive: false, data: { why: one.why, undisclosed: one.undisclosed } },
  });
  await recordEvent(tx, actor, {
    ...{ kind: events[one.kind], programmeId: head.programmeId, personId: head.personId, caseId: head.caseId },
    happenedOn: one.madeOn,
    payload: {
      ...{ recordId: id, reference: row.reference, service: row.service_name, organisation: row.organisation_name },
      ...{ why: one.why, made_as: one.madeAs, parentId: one.parentId, to: state },
    },
  });
  return row;
}

/**
 * Makes an enquiry, a signpost or a referral, and writes down what the person decided. Resolves to its id. A second one to the
 * same service is made like the first; the page shows both.
 */
export function makeReferral(
  db: Database,
  actor: Actor & { userId: string },
  head: Place,
  one: NewOne,
  at: At,
): Promise<Done<{ id: string }>> {
  return together(db, async (tx) => {
    const problems = await problemsFor(tx, actor, head, one, at.today);
    if (problems.length > 0) refuse(...problems);
    const row = await begin(tx, actor, head, one, at);
    const by = { side: 'worker', actor } as const;
    const day = one.madeOn;
    if (one.kind !== 'referral' || one.decision === 'later') return { id: row.id };
    if (one.decision === 'yes') orTakeBack(await moveReferral(tx, by, row, 'say yes', { day, decision: 'yes' }, at));
    if (one.decision === 'meet') orTakeBack(await moveReferral(tx, by, row, 'introduce', { day }, at));
    if (one.decision === 'no')
      orTakeBack(await moveReferral(tx, by, row, 'say no', { day, reason: one.reason, words: one.whyWords }, at));
    return { id: row.id };
  });
}

/** Takes what is left to do after a referral closed from the list: nothing more is to be done, and why. */
export const settleReferral = (
  db: Database,
  actor: Actor,
  row: ReferralRow,
  words: string,
  at: At,
): Promise<{ outcome: 'saved' } | { outcome: 'stale' }> =>
  transaction(db, async (tx) => {
    const change = { due_what: null, due_on: null, limit_on: null };
    const happened = { kind: 'settled', event: 'service referral.settled', day: at.today, words };
    return noteReferral(tx, { side: 'worker', actor }, row, change, happened, at);
  });

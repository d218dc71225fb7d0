/** Asking an employer by a signed link to confirm a job. */
import { recordEvent, userByEmail } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { hashOf, isToken, newToken } from '../../kit/secret-link.ts';
import type { Sender } from '../../messages/rules/sender.ts';
import { nextAttempt } from '../../messages/rules/times.ts';
import { keepConsent } from '../../work/actions/employer-consent.ts';
import { consentOf } from '../../work/actions/in-work.ts';
import { employerMail, linkDays } from '../rules/employer.ts';
import type { Need } from '../rules/evidence.ts';
import * as store from '../store/employer.ts';
import type { CaseRef } from './record-evidence.ts';

export type { AskedRow, QuestionRow } from '../store/employer.ts';

type At = { now: Temporal.Instant; today: string };

/** Questions to employers of a case, the newest first. */
export const questionsOf = (sql: Sql, caseId: string, now: Temporal.Instant): Promise<store.QuestionRow[]> =>
  store.questionsOfCase(sql, { caseId, now: now.toString() });

/** Whether the person agrees that the employers of a case are talked to, by the id of the job; null: nobody has asked. */
export async function consentsOf(sql: Sql, caseId: string): Promise<Map<string, boolean | null>> {
  return new Map((await store.consentsOfCase(sql, { caseId })).map((row) => [row.job_id, row.agrees]));
}

/** What came of asking. Unless it is 'asked', nothing was written and there is no event. */
export type Asking = 'asked' | 'asked already' | 'the person said no' | 'own address' | 'address of a user';

/**
 * Asks an employer about a job, with the person's agreement of a day, and appends 'claim.employer asked'. The email goes by itself.
 * Where nobody had asked the person about this employer, their yes is kept as such. Not while their latest answer is a no, nor while
 * the same job is asked about already.
 */
export function askEmployer(
  db: Database,
  actor: Actor & { userId: string | null },
  of: CaseRef,
  question: { jobId: string; employer: string | null; email: string; agreedOn: string; needs: readonly Need[] },
  { now, today }: At,
): Promise<Asking> {
  const { jobId, employer, email, agreedOn, needs } = question;
  return transaction(db, async (tx) => {
    await store.lockQuestions(tx, { jobId });
    const consent = await consentOf(tx, of.caseId, jobId);
    if (consent?.given === false) return 'the person said no';
    if ((await store.isOwnAddress(tx, { personId: of.personId, email }))[0] !== undefined) return 'own address';
    if ((await userByEmail(tx, email)) !== null) return 'address of a user';
    const [open] = await store.openQuestion(tx, { jobId, now: now.toString() });
    if (open !== undefined) return 'asked already';
    const words = 'That we ask them to confirm the job';
    if (consent?.given !== true) await keepConsent(tx, actor, of, { jobId, employer, given: true, words }, agreedOn);
    const [id, reference] = [newId(), newReference('E')];
    await store.insertQuestion(tx, {
      ...{ id, reference, ...of, jobId, email, agreedOn, askedFor: JSON.stringify(needs) },
      ...{ askedBy: actor.userId, askedOn: today, now: now.toString() },
    });
    const payload = { recordId: id, reference, agreedOn, proves: needs };
    await recordEvent(tx, actor, { ...of, kind: 'claim.employer asked', happenedOn: today, payload });
    return 'asked';
  });
}

/** Takes a question back and appends 'claim.employer stopped': its link ends at once. False where it was answered or taken back. */
export function stopAsking(db: Database, actor: Actor, of: CaseRef, id: string, { now, today }: At): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [stopped] = await store.stopQuestion(tx, { id, caseId: of.caseId, now: now.toString() });
    if (stopped === undefined) return false;
    const payload = { recordId: id, reference: stopped.reference };
    await recordEvent(tx, actor, { ...of, kind: 'claim.employer stopped', happenedOn: today, payload });
    return true;
  });
}

/** Stops an email that the person said no to after it was asked for, with 'claim.employer stopped'. */
function stopRefused(db: Database, { id, reference }: store.MailRow, { now, today }: At): Promise<void> {
  return transaction(db, async (tx) => {
    const [stopped] = await store.stopRefused(tx, { id, now: now.toString() });
    if (stopped === undefined) return;
    const of = { caseId: stopped.case_id, personId: stopped.person_id, programmeId: stopped.programme_id };
    const payload = { recordId: id, reference, refused: true };
    await recordEvent(tx, systemActor, { ...of, kind: 'claim.employer stopped', happenedOn: today, payload });
  });
}

async function sendOne(db: Database, row: store.MailRow, sender: Sender, address: string, at: () => At): Promise<void> {
  const { now, today } = at();
  const token = newToken();
  // Before it is handed over: a link that arrives works.
  const endsAt = now.add({ hours: linkDays * 24 }).toString();
  const [kept] = await store.keepToken(db, { id: row.id, hash: hashOf(token), endsAt });
  if (kept === undefined) return stopRefused(db, row, { now, today });
  const mail = employerMail({
    reference: row.reference,
    programme: row.programme_name,
    whom: { name: row.worker_name ?? row.programme_name, phone: row.worker_phone },
    url: `${address}/confirm/${token}`,
    // The day before it ends is whole.
    lastDay: showDay(
      Temporal.PlainDate.from(today)
        .add({ days: linkDays - 1 })
        .toString(),
    ),
  });
  const sent = await sender
    .send({ id: row.id, channel: 'email', to: row.email, ...mail })
    .catch(() => ({ result: 'unknown', reason: 'no answer' }) as const);
  const settle = (state: string, reason: string | null, notBefore: string | null = null) =>
    store.settleQuestion(db, { id: row.id, state, reason, notBefore, now: at().now.toString() });
  if (sent.result === 'accepted') await settle('sent', null);
  else {
    const again = sent.result === 'unknown' || sent.again ? nextAttempt(row.attempts, now) : null;
    if (again === null) await settle('failed', sent.reason);
    else await settle('queued', sent.reason, again.toString());
  }
}

/**
 * Sends the email to employers that is due, at most `limit` at a time, until none is. `address` is where Newel is reached from
 * outside, null where nobody said: then it waits. Resolves to how many were taken.
 */
export async function sendEmployerQuestions(
  db: Database,
  senders: readonly Sender[],
  address: string | null,
  at: () => At,
  limit = 10,
): Promise<number> {
  const sender = senders.find(({ channels }) => channels.includes('email'));
  if (sender === undefined || address === null) return 0;
  for (let taken = 0; ; ) {
    const rows = await transaction(db, (tx) => store.claimQuestions(tx, { now: at().now.toString(), limit }));
    await Promise.all(rows.map((row) => sendOne(db, row, sender, address, at)));
    taken += rows.length;
    if (rows.length < limit) return taken;
  }
}

/** The question that a token leads to; null for one that ended, was taken back or refused by the person, was altered or never was. */
export async function questionOfLink(sql: Sql, token: string, now: Temporal.Instant): Promise<store.AskedRow | null> {
  if (!isToken(token)) return null;
  const [row] = await store.questionOfLink(sql, { hash: hashOf(token), now: now.toString() });
  return row ?? null;
}

/** Writes down that the page of a link was opened, as 'claim.employer opened': once a day, because scanners of mail open links too. */
export function noteOpened(db: Database, row: store.AskedRow, today: string): Promise<void> {
  if (row.opened_on === today) return Promise.resolve();
  return transaction(db, async (tx) => {
    const [first] = await store.openedOn(tx, { id: row.id, today });
    if (first === undefined) return;
    const of = { caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id };
    const payload = { recordId: row.id, reference: row.reference };
    await recordEvent(tx, systemActor, { ...of, kind: 'claim.employer opened', happenedOn: today, payload });
  });
}

/** Asking an employer by a signed link to confirm a job, and what becomes of the answer. */
import { createHash } from 'node:crypto';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { hashOf, isToken, newToken } from '../../kit/secret-link.ts';
import type { Sender } from '../../messages/rules/sender.ts';
import { nextAttempt } from '../../messages/rules/times.ts';
import { type Confirmation, confirmationText, employerMail, linkDays } from '../rules/employer.ts';
import type { Need } from '../rules/evidence.ts';
import { typeOf } from '../rules/evidence-file.ts';
import * as store from '../store/employer.ts';
import { type CaseRef, evidencePayload, type NewEvidence, writeEvidence } from './record-evidence.ts';

export type { AskedRow, QuestionRow } from '../store/employer.ts';

type At = { now: Temporal.Instant; today: string };

/** Questions to employers of a case, the newest first. */
export const questionsOf = (sql: Sql, caseId: string, now: Temporal.Instant): Promise<store.QuestionRow[]> =>
  store.questionsOfCase(sql, { caseId, now: now.toString() });

/**
 * Asks an employer about a job, with the person's agreement of a day, and appends 'claim.employer asked'. The email goes by itself.
 * False, with nothing written, while the same job is asked about already.
 */
export function askEmployer(
  db: Database,
  actor: Actor,
  of: CaseRef,
  question: { jobId: string; email: string; agreedOn: string; needs: readonly Need[] },
  { now, today }: At,
): Promise<boolean> {
  const { jobId, email, agreedOn, needs } = question;
  return transaction(db, async (tx) => {
    await store.lockQuestions(tx, { jobId });
    const [open] = await store.openQuestion(tx, { jobId, now: now.toString() });
    if (open !== undefined) return false;
    const [id, reference] = [newId(), newReference('E')];
    await store.insertQuestion(tx, {
      ...{ id, reference, ...of, jobId, email, agreedOn, askedFor: JSON.stringify(needs) },
      ...{ askedBy: actor.userId, askedOn: today, now: now.toString() },
    });
    const payload = { recordId: id, reference, agreedOn, proves: needs };
    await recordEvent(tx, actor, { ...of, kind: 'claim.employer asked', happenedOn: today, payload });
    return true;
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

async function sendOne(db: Database, row: store.MailRow, sender: Sender, address: string, at: () => At): Promise<void> {
  const { now, today } = at();
  const token = newToken();
  // Before it is handed over: a link that arrives works.
  const endsAt = now.add({ hours: linkDays * 24 }).toString();
  const [kept] = await store.keepToken(db, { id: row.id, hash: hashOf(token), endsAt });
  if (kept === undefined) return;
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

/** The question that a token leads to; null for one that ended, was taken back, was altered or never was. */
export async function questionOfLink(sql: Sql, token: string, now: Temporal.Instant): Promise<store.AskedRow | null> {
  if (!isToken(token)) return null;
  const [row] = await store.questionOfLink(sql, { hash: hashOf(token), now: now.toString() });
  return row ?? null;
}

/** What the person is called on the page of the link. */
export const askedName = ({ given_name, family_name }: store.AskedRow): string =>
  [given_name, family_name].filter(Boolean).join(' ') || 'this person';

/**
 * Keeps an employer's answer as evidence, with its words as a file, and appends 'claim.employer answered'. An answer that says no
 * proves nothing. False, with nothing written, where the question was answered or taken back meanwhile.
 */
export function answerQuestion(
  db: Database,
  row: store.AskedRow,
  version: number,
  answer: Confirmation,
  { now, today }: At,
): Promise<boolean> {
  const of = { caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id };
  return transaction(db, async (tx) => {
    const [taken] = await store.takeAnswer(tx, { id: row.id, version, now: now.toString() });
    if (taken === undefined) return false;
    const about = { reference: row.reference, programme: row.programme_name };
    const person = { person: askedName(row), caseReference: row.case_reference };
    const content = Buffer.from(confirmationText({ ...about, ...person }, answer, today));
    const evidence: NewEvidence = {
      ...{ kind: 'employer', source: 'employer', jobId: row.job_id, datedOn: today },
      ...{ coversFrom: answer.from, coversTo: answer.works ? (answer.to ?? today) : null },
      words: `${answer.works ? 'Confirms the job' : 'Does not confirm the job'}: ${answer.name}, ${answer.title}`,
      needs: answer.works ? row.asked_for : [],
    };
    const file = {
      ...{ name: `confirmation ${row.reference}.txt`, type: typeOf('txt', content), content },
      sha256: createHash('sha256').update(content).digest(),
    };
    const id = await writeEvidence(tx, null, of, evidence, [file], today);
    await store.tieAnswer(tx, { id: row.id, evidenceId: id });
    const payload = { ...evidencePayload(id, evidence, [file]), reference: row.reference, confirms: answer.works };
    await recordEvent(tx, systemActor, { ...of, kind: 'claim.employer answered', happenedOn: today, payload });
    return true;
  });
}

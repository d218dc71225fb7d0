/** A failure to attend, step by step: letter and clock, attempts, a visit that comes first, the cause, a proposal, the decision. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { queueMessage } from '../../messages/actions/queue.ts';
import { type Interviews, settingOn } from '../../programmes/rules.ts';
import { answerBy, clockRuleOf, clockText } from '../rules/clock.ts';
import { attemptRefusal, decisionRefusal, type FailureFacts, proposalRefusal } from '../rules/failure.ts';
import { heldDay, stateOf } from '../rules/series.ts';
import * as store from '../store/failures.ts';
import { type Done, lockStanding, refOf, sectionOf } from './series.ts';
import { languageOf } from './told.ts';

export type { FailureRow } from '../store/failures.ts';

/** The failures of a case, the latest first. */
export const failuresOf = (sql: Sql, caseId: string): Promise<store.FailureRow[]> =>
  store.failuresOfCase(sql, { caseId });

/** A failure of this case, or null. */
export async function findFailure(sql: Sql, caseId: string, id: string): Promise<store.FailureRow | null> {
  return (await store.findFailure(sql, { caseId, id }))[0] ?? null;
}

/** A failure as the rules read it. */
export const factsOf = (row: store.FailureRow): FailureFacts => ({
  state: row.state,
  answerBy: row.answer_by,
  protected: row.protected,
  visitOutcome: row.visit_outcome,
  answeredOn: row.answered_on,
  goodCause: row.good_cause,
  mostAttempts: row.most_attempts,
  attempts: row.steps.length,
  proposedBy: row.proposed_by,
});

const event = (tx: Tx, actor: Actor, head: CaseHead, kind: string, on: string, payload: Record<string, unknown>) =>
  recordEvent(tx, actor, { ...refOf(head), kind, happenedOn: on, payload });

const longDay = (day: string): string =>
  Temporal.PlainDate.from(day)
    .toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
    .replace(',', '');

/**
 * Begins it with the day of the letter, and the event 'failure.begun'. The clock is the district's on the day of the letter. A
 * letter of today is queued with it, by the way that is safe; `unsent` says why there is none. An older one was sent already.
 */
export async function beginFailure(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { interviewId: string; failedOn: string; letterOn: string; clock: Clock },
): Promise<Done & { unsent?: string }> {
  const found = sectionOf(head, given.letterOn);
  if (found === null) return { outcome: 'refused', words: 'This programme has no series of interviews.' };
  const { section, district } = found;
  const rule = clockRuleOf(section, district, given.letterOn);
  const until = answerBy(given.letterOn, rule);
  const setting = (name: 'follow_up_by' | 'failure_attempts') => settingOn(section, district, name, given.letterOn);
  const id = newId();
  try {
    return await transaction(db, async (tx): Promise<Done & { unsent?: string }> => {
      const standing = await lockStanding(tx, head.caseId);
      const one = standing?.interviews.find((interview) => interview.id === given.interviewId);
      if (standing === null || one === undefined) return { outcome: 'stale' };
      if (!one.mandatory || standing.series.state !== 'running')
        return { outcome: 'refused', words: 'The person did not have to come, so nothing follows.' };
      if (stateOf(one) !== 'missed')
        return {
          outcome: 'refused',
          words:
            heldDay(one) !== null
              ? 'This interview was held.'
              : 'Record in the diary first that the person did not come. What we cancelled is no failure of theirs.',
        };
      const language = await languageOf(tx, head, one.appointment?.id);
      if (language !== null) return { outcome: 'refused', words: language };
      const { caseId, personId } = head;
      await store.insertFailure(tx, {
        ...{ id, interviewId: one.id, seriesId: standing.series.id, caseId, personId },
        ...{ failedOn: given.failedOn, letterOn: given.letterOn, answerBy: until, by: actor.userId },
        workerId: one.appointment?.staffId ?? head.case.keyWorkerId,
        appointmentId: one.appointment?.id ?? null,
        clockDays: rule.days,
        clockUnit: rule.unit,
        lastDayCounts: rule.lastDayCounts,
        followUpBy: String(setting('follow_up_by') ?? 'adviser'),
        mostAttempts: Number(setting('failure_attempts') ?? 3),
        protectedBy: standing.series.protected,
      });
      await event(tx, actor, head, 'failure.begun', given.failedOn, {
        ...{ recordId: id, number: one.number, letterOn: given.letterOn, answerBy: until },
        rule: clockText(rule, until),
        protected: standing.series.protected.length > 0,
      });
      const today = given.clock.today().toString();
      if (given.letterOn !== today) return { outcome: 'saved', id };
      const asked = { caseId, kind: 'interview_missed', values: { day: longDay(until) }, about: one.id };
      const queued = await queueMessage(tx, actor, asked, { now: given.clock.now(), today });
      return { outcome: 'saved', id, ...(!queued.ok && { unsent: queued.why }) };
    });
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'refused', words: 'This failure to attend is on file already.' };
    throw error;
  }
}

/** What is done about a failure in one transaction, once it is known to have the version that the page showed. */
function act(
  db: Database,
  head: CaseHead,
  given: { id: string; version: number },
  work: (tx: Tx, row: store.FailureRow) => Promise<string | null>,
): Promise<Done> {
  return transaction(db, async (tx): Promise<Done> => {
    const [row] = await store.lockFailure(tx, { caseId: head.caseId, id: given.id });
    if (row === undefined || row.version !== given.version) return { outcome: 'stale' };
    const words = await work(tx, row);
    return words === null ? { outcome: 'saved', id: given.id } : { outcome: 'refused', words };
  });
}

/** An attempt to reach the person, up to as many as the district allows, with the event 'failure.attempt made'. */
export function recordAttempt(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: {
    id: string;
    version: number;
    on: string;
    channel: string;
    label: string;
    reached: boolean;
    words: string | null;
  },
): Promise<Done> {
  return act(db, head, given, async (tx, row) => {
    const refused = attemptRefusal(factsOf(row));
    if (refused !== null) return refused;
    const { on, channel, reached, words } = given;
    const { caseId, personId } = head;
    await store.insertStep(tx, {
      ...{ id: newId(), failureId: row.id, caseId, personId, on, channel, reached, words, by: actor.userId },
    });
    await event(tx, actor, head, 'failure.attempt made', on, {
      ...{
        recordId: row.id,
        label: given.label,
        reached,
        words,
        number: row.steps.length + 1,
        most: row.most_attempts,
      },
    });
    return null;
  });
}

/** What came of the visit that comes first, with the event 'failure.visited'. */
export function recordVisit(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number; on: string; outcome: string; label: string; words: string | null },
): Promise<Done> {
  return act(db, head, given, async (tx, row) => {
    if (row.state !== 'open') return 'This was settled already.';
    if (row.visit_outcome !== null) return 'The outcome of the visit is on file already.';
    const { on, outcome, words } = given;
    await store.sayVisit(tx, { id: row.id, on, outcome, words });
    await event(tx, actor, head, 'failure.visited', on, { recordId: row.id, label: given.label, words });
    return null;
  });
}

/** What is said of the cause. `answeredOn` is the day on which the person said so. */
export type CauseGiven = {
  cause: Interviews['failure']['causes'][number];
  answeredOn: string;
  words: string | null;
  evidence: string | null;
};

/**
 * The cause, with the event 'failure.cause told'. A good cause settles it: a new appointment and nothing else, also when it comes
 * late; it still counts as a failure to attend in the rate.
 */
export function recordCause(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number } & CauseGiven,
): Promise<Done> {
  return act(db, head, given, async (tx, row) => {
    if (row.state !== 'open') return 'This was settled already.';
    const { cause, answeredOn, words, evidence } = given;
    await store.sayCause(tx, {
      ...{ id: row.id, on: answeredOn, cause: cause.code, good: cause.good, words, evidence },
      state: cause.good ? 'good_cause' : 'open',
    });
    await event(tx, actor, head, 'failure.cause told', answeredOn, {
      ...{ recordId: row.id, label: cause.label, good: cause.good, words, inTime: answeredOn <= row.answer_by },
    });
    return null;
  });
}

/** The worker proposes an outcome to whoever decides, with the event 'failure.proposed'. They never decide. */
export function proposeOutcome(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number; proposal: string; label: string; words: string; today: string },
): Promise<Done> {
  return act(db, head, given, async (tx, row) => {
    const refused = proposalRefusal(factsOf(row), given.today);
    if (refused !== null) return refused;
    const { proposal, words, today: on } = given;
    await store.propose(tx, { id: row.id, proposal, words, on, by: actor.userId });
    await event(tx, actor, head, 'failure.proposed', on, { recordId: row.id, label: given.label, words });
    return null;
  });
}

/** Somebody else decides, with a reason: one decision, the event 'failure.decided'. */
export function decideOutcome(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { id: string; version: number; agreed: boolean; label: string; words: string; today: string },
): Promise<Done> {
  return act(db, head, given, async (tx, row) => {
    const refused = decisionRefusal(factsOf(row), actor.userId);
    if (refused !== null) return refused;
    const decision = given.agreed ? 'agreed' : 'not_agreed';
    const { words, today: on } = given;
    await store.decide(tx, { id: row.id, decision, words, on, by: actor.userId });
    await event(tx, actor, head, 'failure.decided', on, {
      recordId: row.id,
      label: given.label,
      agreed: given.agreed,
      words,
    });
    return null;
  });
}

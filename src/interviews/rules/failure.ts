/** What may be done about somebody who did not come, in which order. The worker proposes and never decides. Pure. */
import { showDay } from '../../kit/clock.ts';

/** A failure to attend, as far as the rules read it. Days are 'YYYY-MM-DD'. */
export type FailureFacts = {
  state: 'open' | 'good_cause' | 'proposed' | 'decided';
  answerBy: string;
  protected: readonly string[];
  visitOutcome: string | null;
  answeredOn: string | null;
  goodCause: boolean | null;
  mostAttempts: number;
  attempts: number;
  proposedBy: string | null;
};

export const failureStates: Readonly<Record<FailureFacts['state'], { text: string; colour: string }>> = {
  open: { text: 'Open', colour: 'govuk-tag--yellow' },
  good_cause: { text: 'Good cause', colour: 'govuk-tag--green' },
  proposed: { text: 'To be decided', colour: 'govuk-tag--blue' },
  decided: { text: 'Decided', colour: 'govuk-tag--grey' },
};

/** Why nothing can be proposed yet; null when something can. */
export function proposalRefusal(one: FailureFacts, today: string): string | null {
  if (one.state !== 'open') return 'This was settled already.';
  if (one.goodCause === true) return 'There was a good cause: nothing follows but a new appointment.';
  if (one.protected.length > 0 && one.visitOutcome === null)
    return 'A visit comes first. Nothing can be proposed before its outcome is recorded.';
  if (today <= one.answerBy) return `The person can still answer, up to and including ${showDay(one.answerBy)}.`;
  return null;
}

/** Why no further attempt is made; null while there is one left. A visit that has to come first is no attempt. */
export const attemptRefusal = (one: Pick<FailureFacts, 'state' | 'attempts' | 'mostAttempts'>): string | null =>
  one.state !== 'open'
    ? 'This was settled already.'
    : one.attempts >= one.mostAttempts
      ? `The district allows ${one.mostAttempts} attempts, and they were made.`
      : null;

/** Whether an answer is in time: on the last day it still is. */
export const inTime = (answeredOn: string, one: Pick<FailureFacts, 'answerBy'>): boolean => answeredOn <= one.answerBy;

/** Why somebody may not decide; null when they may. */
export const decisionRefusal = (
  one: Pick<FailureFacts, 'state' | 'proposedBy'>,
  userId: string | null,
): string | null =>
  one.state !== 'proposed'
    ? 'Nothing was proposed, or it was decided already.'
    : one.proposedBy === userId
      ? 'Whoever proposed it cannot decide it.'
      : null;

/** Why what was missed is no failure of theirs: an interpreter was needed and none was booked. Null when language is no reason. */
export const languageRefusal = (needed: boolean, booked: boolean): string | null =>
  needed && !booked
    ? 'They need an interpreter and none was booked, so this is no failure of theirs. Correct it in the diary as cancelled by us, and book it again with an interpreter.'
    : null;

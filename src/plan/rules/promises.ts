/** Promises of every party: how each stands on a day. Pure. Days are 'YYYY-MM-DD'. */

export const promiseStates = ['open', 'kept', 'broken', 'withdrawn', 'held'] as const;
/** As it is stored; 'held' is a step of the worker or a service that waits in a crisis. */
export type PromiseState = (typeof promiseStates)[number];

/** How a promise stands. 'late' is one that is open and whose day has passed: nobody has said yet that it was broken. */
export type PromiseStanding = PromiseState | 'late';
export const standingTable: Record<PromiseStanding, { text: string; colour: string }> = {
  open: { text: 'Promised', colour: 'govuk-tag--blue' },
  late: { text: 'Not kept yet', colour: 'govuk-tag--orange' },
  kept: { text: 'Kept', colour: 'govuk-tag--green' },
  broken: { text: 'Broken', colour: 'govuk-tag--red' },
  withdrawn: { text: 'Withdrawn', colour: 'govuk-tag--grey' },
  held: { text: 'On hold', colour: 'govuk-tag--purple' },
};

/** How a promise stands on a day. One without a day is never late. */
export function standingOf(promise: { state: PromiseState; dueOn: string | null }, today: string): PromiseStanding {
  return promise.state === 'open' && promise.dueOn !== null && promise.dueOn < today ? 'late' : promise.state;
}

/** How many promises a party made, kept and broke; what is still open or was withdrawn counts in neither. */
export function promiseCounts(
  promises: readonly { state: PromiseState; dueOn: string | null }[],
  today: string,
): { made: number; kept: number; broken: number } {
  const standings = promises.map((one) => standingOf(one, today));
  return {
    made: promises.length,
    kept: standings.filter((one) => one === 'kept').length,
    broken: standings.filter((one) => one === 'broken' || one === 'late').length,
  };
}

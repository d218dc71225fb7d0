/** Sessions of groups: places, waiting, and what became of each place. Pure. */

export const placeStates = [
  'booked',
  'waiting',
  'attended',
  'late',
  'did_not_attend',
  'cancelled_by_us',
  'cancelled_by_them',
] as const;
/** What became of a place. The words of attendance are those of every appointment. */
export type PlaceState = (typeof placeStates)[number];

export const placeText: Readonly<Record<PlaceState, { text: string; colour: string }>> = {
  booked: { text: 'Has a place', colour: 'govuk-tag--blue' },
  waiting: { text: 'Waits for a place', colour: 'govuk-tag--yellow' },
  attended: { text: 'Came', colour: 'govuk-tag--green' },
  late: { text: 'Came late', colour: 'govuk-tag--green' },
  did_not_attend: { text: 'Did not come', colour: 'govuk-tag--orange' },
  cancelled_by_us: { text: 'Cancelled by us', colour: 'govuk-tag--grey' },
  cancelled_by_them: { text: 'Gave it up', colour: 'govuk-tag--grey' },
};

/** What can be said of each who had a place, in the list that is worked through in one go. */
export const outcomes = [
  'attended',
  'late',
  'did_not_attend',
  'cancelled_by_them',
] as const satisfies readonly PlaceState[];
export type Outcome = (typeof outcomes)[number];
export const isOutcome = (text: unknown): text is Outcome => (outcomes as readonly unknown[]).includes(text);

/** Whether somebody who asks now is given a place, or waits: nobody passes those who wait already. */
export const givenAtOnce = (session: { places: number; taken: number; waiting: number }): boolean =>
  session.taken < session.places && session.waiting === 0;

/** Those who wait and are given the places that are free, in the order in which they asked. */
export function nextUp<T>(free: number, waiting: readonly T[]): T[] {
  return waiting.slice(0, Math.max(0, free));
}

/** The states of a case and the moves between them. */

export const statuses = ['referred', 'attached', 'not attached', 'closed'] as const;
/** Where a case stands. */
export type Status = (typeof statuses)[number];

/** What can be done to a case's status. */
export type Move = 'attach' | 'not attach' | 'close' | 'reopen';

/** From which states a case may come into a state, and by which move. A new state does not compile until it has its rule. */
export const transitions: Record<Status, { text: string; colour: string; from: Partial<Record<Status, Move>> }> = {
  // Reopened: an attachment keeps its day, so a case that was attached goes back to 'attached'.
  referred: { text: 'Referred', colour: 'govuk-tag--blue', from: { 'not attached': 'reopen', closed: 'reopen' } },
  attached: {
    text: 'Attached',
    colour: 'govuk-tag--green',
    from: { referred: 'attach', 'not attached': 'attach', closed: 'reopen' },
  },
  'not attached': { text: 'Not attached', colour: 'govuk-tag--yellow', from: { referred: 'not attach' } },
  closed: { text: 'Closed', colour: 'govuk-tag--grey', from: { attached: 'close' } },
};

/** The state that a move leads to, or null when the case cannot make it from where it stands. */
export function moveTo(from: Status, move: Move, hasAttachment: boolean): Status | null {
  for (const to of statuses) {
    if (transitions[to].from[from] !== move) continue;
    if (move === 'reopen' && (to === 'attached') !== hasAttachment) continue;
    return to;
  }
  return null;
}

/** The moves that a case may make from where it stands. */
export function movesFrom(from: Status, hasAttachment: boolean): Move[] {
  return (['attach', 'not attach', 'close', 'reopen'] as const).filter(
    (move) => moveTo(from, move, hasAttachment) !== null,
  );
}

/** The states of a case from referral to exit and return, the moves between them, and what each move asks. Pure. */
import type { Permission } from '../../access/rules/policy.ts';

export const statuses = ['referred', 'attached', 'paused', 'not attached', 'closed', 'waiting'] as const;
/** Where a case stands. */
export type Status = (typeof statuses)[number];

export const allMoves = [
  'attach',
  'not attach',
  'pause',
  'resume',
  'close',
  'reopen',
  'wait',
  'return',
  'stop waiting',
] as const;
/** What can be done to a case's status. */
export type Move = (typeof allMoves)[number];

type State = {
  text: string;
  colour: string;
  /** Whether a case in this state has an attachment; null where it may or may not. */
  attachment: boolean | null;
  /** From which states a case may come into this one, and by which moves. */
  from: Partial<Record<Status, readonly Move[]>>;
};

/** A new state does not compile until it has its words, and the ways that lead there. */
export const transitions: Record<Status, State> = {
  // Whoever was attached keeps the day of it, so an attached case that is opened again is attached again.
  referred: {
    text: 'Referred',
    colour: 'govuk-tag--blue',
    attachment: false,
    from: { 'not attached': ['reopen', 'return'], waiting: ['return'] },
  },
  attached: {
    text: 'Attached',
    colour: 'govuk-tag--green',
    attachment: true,
    from: {
      referred: ['attach'],
      'not attached': ['attach'],
      paused: ['resume'],
      closed: ['reopen', 'return'],
      waiting: ['return'],
    },
  },
  paused: { text: 'Paused', colour: 'govuk-tag--orange', attachment: true, from: { attached: ['pause'] } },
  'not attached': {
    text: 'Not attached',
    colour: 'govuk-tag--yellow',
    attachment: false,
    from: { referred: ['not attach'], waiting: ['stop waiting'] },
  },
  closed: {
    text: 'Closed',
    colour: 'govuk-tag--grey',
    attachment: true,
    from: { attached: ['close'], paused: ['close'], waiting: ['stop waiting'] },
  },
  waiting: {
    text: 'Waiting to return',
    colour: 'govuk-tag--purple',
    attachment: null,
    from: { closed: ['wait'], 'not attached': ['wait'] },
  },
};

/** What a move asks: who may make it, the event it leaves, its form below the case's path, and what the form must hold. */
export type MoveRule = { can: Permission; event: string; path: string; text: string; needs: readonly string[] };

/** A new move does not compile until somebody has decided these. */
export const moves: Record<Move, MoveRule> = {
  attach: { can: 'case.correct', event: 'case.attached', path: 'attachment', text: 'Attach', needs: ['conditions'] },
  'not attach': {
    can: 'case.correct',
    event: 'case.not attached',
    path: 'not-attached',
    text: 'Not going to be attached',
    needs: ['closed_on', 'reason'],
  },
  pause: {
    can: 'case.correct',
    event: 'case.paused',
    path: 'taking-part/pause',
    text: 'Pause',
    needs: ['paused_on', 'reason', 'review_on'],
  },
  resume: {
    can: 'case.correct',
    event: 'case.resumed',
    path: 'taking-part/resume',
    text: 'Go on after the pause',
    needs: ['resumed_on'],
  },
  close: {
    can: 'case.correct',
    event: 'case.closed',
    path: 'close',
    text: 'Close this case',
    needs: ['closed_on', 'reason'],
  },
  // Takes back an end that was a mistake. Somebody who left and comes back returns.
  reopen: { can: 'case.correct', event: 'case.reopened', path: 'reopen', text: 'Reopen this case', needs: [] },
  // Where there is room the same form brings them back at once.
  wait: {
    can: 'case.correct',
    event: 'return.asked',
    path: 'taking-part/return',
    text: 'Ask to come back',
    needs: ['asked_on', 'reason'],
  },
  return: {
    can: 'case.reassign',
    event: 'case.returned',
    path: 'taking-part/bring-back',
    text: 'Bring back',
    needs: ['returned_on', 'staff'],
  },
  'stop waiting': {
    can: 'case.correct',
    event: 'return.withdrawn',
    path: 'taking-part/stop-waiting',
    text: 'Take off the waiting list',
    needs: ['reason'],
  },
};

/** The state that a move leads to, or null when the case cannot make it from where it stands. */
export function moveTo(from: Status, move: Move, hasAttachment: boolean): Status | null {
  const found = statuses.filter((to) => transitions[to].from[from]?.includes(move));
  // Only where a move can lead to two states does the attachment say to which.
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  return found.find((to) => transitions[to].attachment === hasAttachment) ?? null;
}

/** The moves that a case may make from where it stands. To attach is what gives it an attachment. */
export function movesFrom(from: Status, hasAttachment: boolean): Move[] {
  return allMoves.filter((move) => moveTo(from, move, hasAttachment || move === 'attach') !== null);
}

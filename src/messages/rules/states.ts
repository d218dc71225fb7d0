/** The states of a message and how each reads. Pure. */

export const states = [
  'queued',
  'claimed',
  'accepted',
  'delivered',
  'failed',
  'unknown',
  'stopped',
  'printed',
  'posted',
] as const;
export type State = (typeof states)[number];

/** From which states each is reached. A message that was handed over never goes back to 'queued' unless it was refused before. */
export const stateTable: Readonly<Record<State, { text: string; colour: string; from: readonly State[] }>> = {
  queued: { text: 'Waiting', colour: 'govuk-tag--blue', from: ['claimed'] },
  claimed: { text: 'Being sent', colour: 'govuk-tag--blue', from: ['queued'] },
  accepted: { text: 'Sent', colour: 'govuk-tag--green', from: ['claimed', 'unknown'] },
  delivered: { text: 'Delivered', colour: 'govuk-tag--green', from: ['accepted', 'unknown'] },
  failed: { text: 'Not delivered', colour: 'govuk-tag--red', from: ['claimed', 'accepted', 'unknown'] },
  unknown: { text: 'Not known if sent', colour: 'govuk-tag--orange', from: ['claimed'] },
  stopped: { text: 'Not sent', colour: 'govuk-tag--grey', from: ['queued', 'claimed'] },
  printed: { text: 'Printed', colour: 'govuk-tag--blue', from: ['queued'] },
  posted: { text: 'Posted', colour: 'govuk-tag--green', from: ['printed', 'accepted', 'unknown'] },
};

/** States of a message that may have reached somebody. */
export const mayHaveArrived: ReadonlySet<State> = new Set(['claimed', 'accepted', 'delivered', 'unknown']);

/** Why a message failed, was stopped or is unknown, in words: the codes are what is stored. */
export const reasonText: Readonly<Record<string, string>> = {
  'address refused': 'The number or address was refused',
  'message refused': 'The message was refused',
  'not allowed': 'The sending service does not allow us to send it. Tell whoever looks after Newel',
  'no connection': 'The sending service could not be reached, several times',
  busy: 'The sending service was too busy, several times',
  'cannot be set':
    'The sending service cannot print this letter: its script, or an address that is too long. Print it from the messages of the case',
  'not delivered': 'It did not reach them',
  'process ended': 'The sending process ended before it was told whether the message was accepted',
  'no answer': 'The sending service did not say whether it accepted the message',
  'said sent': 'Somebody found out that it was sent',
  'said not sent': 'Somebody found out that it was not sent',
  'case ended': 'Support had ended',
  paused: 'Reminders are paused',
  'contact rules': 'The rules of safe contact do not allow it any more',
  'no address': 'There is no number or address any more',
  'too late': 'Its time was over before it could be sent',
  changed: 'What it was about has changed',
};

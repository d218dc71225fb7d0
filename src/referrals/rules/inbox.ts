/** Parts of a service's inbox. Pure. */
import type { State } from './states.ts';

/** Which referrals a list shows: those of these states (none: every state), and whether only open ones. */
export type InboxPart = { text: string; states: readonly State[]; open: boolean };

/** By the key that stands in the address. */
export const inboxParts = {
  open: { text: 'Everything open', states: [], open: true },
  new: { text: 'To answer', states: ['sent', 'received', 'service to contact', 'not contacted'], open: true },
  seen: {
    text: 'First appointments',
    states: ['appointment booked', 'did not attend', 'under assessment', 'accepted'],
    open: true,
  },
  waiting: { text: 'Waiting for a place', states: ['waiting'], open: true },
  started: { text: 'With us', states: ['started', 'suspended', 'ended'], open: true },
  all: { text: 'Everything you were sent', states: [], open: false },
} as const satisfies Record<string, InboxPart>;
/** The key of a part. */
export type InboxKey = keyof typeof inboxParts;

/** What the payment of a referral hangs on, in words; empty where there is none. */
export const paymentText: Readonly<Record<string, string>> = {
  'not applicable': '',
  waiting: 'Payment waits for the form',
  triggered: 'Payment is due',
  late: 'Payment is late',
};

/** The kind of the case's event with which each move is written down. Pure. */
import type { MoveName } from './states.ts';

/** By move. Every one has a renderer in timeline.ts. */
export const moveEvents = {
  introduce: 'service referral.introduced',
  'say yes': 'service referral.wanted',
  'say no': 'service referral.not wanted',
  consent: 'service referral.agreed',
  'refuse consent': 'service referral.consent refused',
  'ask approval': 'service referral.approval asked',
  approve: 'service referral.approved',
  'not approve': 'service referral.not approved',
  send: 'service referral.sent',
  receive: 'service referral.received',
  'they will call': 'service referral.they will call',
  'nobody called': 'service referral.nobody called',
  book: 'service referral.booked',
  attend: 'service referral.attended',
  miss: 'service referral.missed',
  accept: 'service referral.accepted',
  reject: 'service referral.declined',
  wait: 'service referral.waiting',
  start: 'service referral.started',
  suspend: 'service referral.interrupted',
  resume: 'service referral.resumed',
  end: 'service referral.ended',
  'hand back': 'service referral.handed back',
  close: 'service referral.closed',
  withdraw: 'service referral.withdrawn',
} as const satisfies Record<MoveName, string>;

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

/** What a history calls each move, and whatever else was done. */
const words: Readonly<Record<string, string>> = {
  made: 'Made',
  introduce: 'They met the service',
  'say yes': 'The person said yes',
  'say no': 'The person said no',
  consent: 'Consent holds, and it can be sent',
  'consent given': 'The person agreed what may be told',
  'consent withdrawn': 'The person withdrew consent',
  'refuse consent': 'The person wants nothing told',
  'ask approval': 'Approval was asked',
  approve: 'Approved',
  'not approve': 'Not approved',
  send: 'Sent',
  receive: 'It arrived',
  'they will call': 'The service calls the person',
  'nobody called': 'Nobody called the person',
  book: 'An appointment was booked',
  attend: 'They came',
  miss: 'They did not come',
  accept: 'The service takes them',
  reject: 'The service declined',
  wait: 'They wait for a place',
  start: 'It began',
  suspend: 'It was interrupted',
  resume: 'It goes on',
  end: 'It ended',
  'hand back': 'Handed back',
  close: 'Closed',
  withdraw: 'Withdrawn',
  'links ended': 'Links were ended: nobody can answer by them any more',
};

/** The same as a sentence of a history; a kind that has none is told by its own name. */
export const happenedText = (kind: string): string => words[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);

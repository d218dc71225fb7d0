/**
 * The life of an enquiry, a signpost and a referral: one table says what may follow what, who may do it, and what must hold
 * first (domain notes on DWP Research Report 555: 3.4 states, 3.12 guards). Pure.
 */
import type { SharedItem } from '../../directory/rules/codes.ts';

/** Who does something. */
export type Side = 'worker' | 'service' | 'person' | 'system';

/** Where it stands, what that is called, and whether it is open. `waits` is what is awaited, and of whom. */
type StateOf = {
  text: string;
  open: boolean;
  waits?: { what: string; of: 'worker' | 'service' | 'person' | 'manager' };
};

/** States of a referral. */
export const states = {
  offered: { text: 'Offered', open: true, waits: { what: 'The person decides', of: 'person' } },
  introduced: { text: 'Introduced', open: true, waits: { what: 'The person decides', of: 'person' } },
  'awaiting consent': {
    text: 'Consent to be asked',
    open: true,
    waits: { what: 'Ask what may be shared', of: 'worker' },
  },
  'awaiting approval': { text: 'Approval asked', open: true, waits: { what: 'Approve or refuse', of: 'manager' } },
  agreed: { text: 'Agreed, not sent', open: true, waits: { what: 'Call or send it', of: 'worker' } },
  sent: { text: 'Sent', open: true, waits: { what: 'Say that it arrived', of: 'service' } },
  received: { text: 'Received', open: true, waits: { what: 'Accept or decline', of: 'service' } },
  'service to contact': {
    text: 'They will call the person',
    open: true,
    waits: { what: 'Call the person', of: 'service' },
  },
  'not contacted': {
    text: 'Nobody called the person',
    open: true,
    waits: { what: 'Chase, or find another', of: 'worker' },
  },
  'appointment booked': {
    text: 'First appointment booked',
    open: true,
    waits: { what: 'Say whether they came', of: 'service' },
  },
  'did not attend': {
    text: 'Did not come',
    open: true,
    waits: { what: 'Find out why, and book again or change', of: 'worker' },
  },
  'under assessment': {
    text: 'They are looking whether it fits',
    open: true,
    waits: { what: 'Accept or decline', of: 'service' },
  },
  accepted: { text: 'Accepted', open: true, waits: { what: 'Say when it starts', of: 'service' } },
  waiting: { text: 'Waiting for a place', open: true, waits: { what: 'Offer a place', of: 'service' } },
  started: { text: 'Started', open: true, waits: { what: 'Say how it is going', of: 'service' } },
  suspended: { text: 'Interrupted', open: true, waits: { what: 'Go on, or end it', of: 'worker' } },
  ended: {
    text: 'Ended, report awaited',
    open: true,
    waits: { what: 'Send the final report and hand back', of: 'service' },
  },
  'handed back': { text: 'Handed back', open: true, waits: { what: 'Agree what comes next', of: 'worker' } },
  closed: { text: 'Closed', open: false },
  'declined by person': { text: 'The person said no', open: false },
  'consent refused': { text: 'Nothing may be shared', open: false },
  'not approved': { text: 'Not approved', open: false },
  rejected: { text: 'Declined by the service', open: false },
  withdrawn: { text: 'Withdrawn', open: false },
} as const satisfies Record<string, StateOf>;
/** A state of a referral. */
export type State = keyof typeof states;

/** States of an enquiry: a question whether somebody like this would fit; no name is given. */
export const enquiryStates = {
  asked: { text: 'Asked', open: true, waits: { what: 'Answer', of: 'service' } },
  answered: { text: 'Answered', open: true, waits: { what: 'Refer, or close it', of: 'worker' } },
  converted: { text: 'Became a referral', open: false },
  closed: { text: 'Closed', open: false },
} as const satisfies Record<string, StateOf>;
/** States of a signpost: no data leaves. */
export const signpostStates = {
  given: { text: 'Given', open: true, waits: { what: 'Ask whether they got in touch', of: 'worker' } },
  contacted: { text: 'Got in touch', open: false },
  'not followed up': { text: 'Did not get in touch', open: false },
  unknown: { text: 'Not known', open: false },
} as const satisfies Record<string, StateOf>;

/** What must hold before a move; `guards.ts` checks each, and says what to do when it does not. */
export type Guard =
  | 'decision recorded'
  | 'consent in force'
  | 'role allowed'
  | 'eligible or exception'
  | 'approvals held'
  | 'mode takes it'
  | 'channel allowed'
  | 'appointment told'
  | 'booker missed'
  | 'reason given'
  | 'owner set'
  | 'expected date'
  | 'service placed'
  | 'end told'
  | 'report or reason'
  | 'talk or reason'
  | 'holder valid';

type Move = { from: readonly State[]; to: State; by: readonly Side[]; guards: readonly Guard[] };
const early = ['offered', 'introduced', 'awaiting consent', 'awaiting approval', 'agreed'] as const;
const withThem = [
  'sent',
  'received',
  'service to contact',
  'not contacted',
  'appointment booked',
  'did not attend',
  'under assessment',
] as const;
const before = [...early, ...withThem, 'accepted', 'waiting'] as const;
const both: readonly Side[] = ['worker', 'service'];

/** Every move of a referral by name. What is not here cannot happen. */
export const moves = {
  introduce: { from: ['offered'], to: 'introduced', by: ['worker'], guards: [] },
  'say yes': { from: ['offered', 'introduced'], to: 'awaiting consent', by: ['worker'], guards: ['decision recorded'] },
  'say no': {
    from: [...early, 'waiting', ...withThem, 'accepted'],
    to: 'declined by person',
    by: both,
    guards: ['reason given'],
  },
  consent: {
    from: ['awaiting consent'],
    to: 'agreed',
    by: ['worker'],
    guards: ['consent in force', 'role allowed', 'eligible or exception'],
  },
  'refuse consent': { from: ['awaiting consent'], to: 'consent refused', by: ['worker'], guards: [] },
  'ask approval': {
    from: ['agreed', 'awaiting consent'],
    to: 'awaiting approval',
    by: ['worker'],
    guards: ['consent in force', 'approvals held'],
  },
  approve: { from: ['awaiting approval'], to: 'agreed', by: ['worker'], guards: [] },
  'not approve': { from: ['awaiting approval'], to: 'not approved', by: ['worker'], guards: ['reason given'] },
  send: {
    from: ['agreed'],
    to: 'sent',
    by: ['worker'],
    guards: [
      'consent in force',
      'role allowed',
      'eligible or exception',
      'approvals held',
      'mode takes it',
      'channel allowed',
    ],
  },
  receive: { from: ['sent'], to: 'received', by: both, guards: [] },
  'they will call': {
    from: ['agreed', 'sent', 'received', 'not contacted'],
    to: 'service to contact',
    by: both,
    guards: ['consent in force', 'role allowed', 'eligible or exception', 'approvals held'],
  },
  'nobody called': {
    from: ['service to contact'],
    to: 'not contacted',
    by: ['worker', 'system', 'person'],
    guards: ['booker missed'],
  },
  book: {
    from: ['agreed', ...withThem, 'waiting', 'accepted'],
    to: 'appointment booked',
    by: both,
    guards: ['consent in force', 'role allowed', 'eligible or exception', 'approvals held'],
  },
  attend: { from: ['appointment booked', 'did not attend'], to: 'under assessment', by: both, guards: [] },
  miss: { from: ['appointment booked'], to: 'did not attend', by: both, guards: ['appointment told'] },
  accept: { from: [...withThem, 'waiting'], to: 'accepted', by: both, guards: ['service placed'] },
  reject: {
    from: [...withThem, 'accepted', 'waiting', 'started'],
    to: 'rejected',
    by: both,
    guards: ['reason given', 'owner set'],
  },
  wait: { from: [...withThem, 'accepted'], to: 'waiting', by: both, guards: ['expected date'] },
  start: { from: [...withThem, 'accepted', 'waiting'], to: 'started', by: both, guards: ['service placed'] },
  suspend: { from: ['started'], to: 'suspended', by: both, guards: ['reason given'] },
  resume: { from: ['suspended'], to: 'started', by: both, guards: [] },
  end: { from: ['started', 'suspended'], to: 'ended', by: both, guards: ['end told'] },
  'hand back': {
    from: ['ended', 'started', 'suspended'],
    to: 'handed back',
    by: both,
    guards: ['end told', 'report or reason', 'talk or reason'],
  },
  close: { from: ['handed back', 'ended'], to: 'closed', by: ['worker'], guards: ['holder valid'] },
  withdraw: { from: [...before, 'started', 'suspended'], to: 'withdrawn', by: both, guards: ['reason given'] },
} as const satisfies Record<string, Move>;
/** A move by name. */
export type MoveName = keyof typeof moves;

/** May this move be made from this state, by this side? */
export function mayMove(name: MoveName, from: State, by: Side): boolean {
  const move: Move = moves[name];
  return move.from.includes(from) && move.by.includes(by);
}

/** The moves that a side may make from a state. */
export const movesFrom = (from: State, by: Side): MoveName[] =>
  (Object.keys(moves) as MoveName[]).filter((name) => mayMove(name, from, by));

/** Why a person says no (3.11). 'No reason given' is always there. */
export const personReasons = {
  'too far': 'Too far, or hard to get there',
  fares: 'Cost of getting there',
  'away from home': 'Would not live away from home',
  'fear of losing benefit': 'Afraid of losing a benefit',
  'not ready': 'Not ready, or would not commit',
  'another service': 'Wants another service',
  'own neighbourhood': 'Wants one away from their own neighbourhood',
  sceptical: 'Does not believe that it helps',
  'waits too long': 'The wait is too long',
  nervous: 'Nervous of the first contact',
  'no reason': 'Gave no reason',
} as const;
/** Why a service declines. A sensitive reason is read by the case manager, its author and the service alone. */
export const serviceReasons = {
  'not willing': { text: 'Does not want to move towards work', sensitive: false },
  'not well enough': { text: 'Not well enough', sensitive: true },
  'substance use': { text: 'Outside what we do: drugs or alcohol', sensitive: true },
  goals: { text: 'Goals that we cannot work with', sensitive: false },
  benefit: { text: 'Not eligible: benefit', sensitive: false },
  postcode: { text: 'Not eligible: where they live', sensitive: false },
  age: { text: 'Not eligible: age', sensitive: false },
  'no capacity': { text: 'No place', sensitive: false },
  'funding ending': { text: 'Our funding ends', sensitive: false },
  misunderstood: { text: 'Not what we offer', sensitive: false },
  incomplete: { text: 'Form incomplete, or an assessment is missing', sensitive: false },
  'cannot reach': { text: 'We could not reach them', sensitive: false },
} as const;
/** Why a specialist adviser gives somebody back (3.11). */
export const returnReasons = {
  'no interest': 'No interest in work',
  'not the barrier': 'Health or disability is not the barrier',
  'no added value': 'Nothing more that we can offer',
  'outside remit': 'Drugs or alcohol, outside our remit',
  preference: 'Referred on personal preference',
} as const;

/** The words of one time that something was told: what was sent, by item. */
export type Payload = Partial<Record<SharedItem, string>>;

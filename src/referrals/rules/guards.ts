/**
 * What must hold before a referral moves (domain notes on DWP Research Report 555, 3.12): each guard looks at facts that were
 * read beforehand, and says what to do when it does not hold. Pure; days are 'YYYY-MM-DD'.
 */
import {
  type Approval,
  approvals,
  type Channel,
  channels,
  modes,
  type SharedItem,
} from '../../directory/rules/codes.ts';
import { showDay } from '../../kit/clock.ts';
import { itemsFrom, sharedText } from './payload.ts';
import type { SoftOutcomes } from './soft-outcomes.ts';
import {
  type Guard,
  type MoveName,
  moves,
  type Payload,
  personReasons,
  returnReasons,
  serviceReasons,
} from './states.ts';

/** What is told to a service, in which of its ways in, and through which channel. */
export type Sent = { mode: string; channel: Channel; payload: Payload };

/** What comes with a move: the day on which it happened, and the fields that the move asks for. */
export type MoveGiven = {
  day: string;
  /** A code of the move's list (`reasonsOf`), or words where it has none. */
  reason?: string | null;
  words?: string | null;
  /** Kept with the event as it is. Nothing about a person's health, convictions or risk. */
  data?: Record<string, unknown>;
  /** 'say yes': that the person themself said so. */
  decision?: 'yes' | null;
  /** 'send', and the 'book' or 'they will call' with which the service first hears of the person: what is told and how. */
  sent?: Sent;
  /** 'they will call': the day by which. */
  contactBy?: string | null;
  /** 'book': when, as an instant in text, where, and the day on which the person was told. */
  startsAt?: string | null;
  place?: string | null;
  toldOn?: string | null;
  /** 'miss': what is done about it. */
  action?: string | null;
  /** 'wait' and 'accept'. */
  expectedStart?: string | null;
  /** 'accept' and 'start': the service that takes the person; left out means the one that was meant. */
  placed?: string | null;
  expectedEnd?: string | null;
  serviceWorker?: string | null;
  /** 'end' and 'hand back'. `holder` answers 'who holds this person now'. */
  endKind?: 'completed' | 'early' | 'job' | 'transferred' | null;
  outcome?: string | null;
  /** 'end' and 'hand back': what the service says became better. */
  soft?: SoftOutcomes;
  holder?: string | null;
  /** 'hand back': the final report, or why there is none; the talk about it (a day or words), or why none. */
  report?: string | null;
  noReport?: string | null;
  talk?: string | null;
  noTalk?: string | null;
  /** 'close' and 'hand back': what comes next. */
  nextStep?: string | null;
  /** 'reject': the user who finds another way; left out means the owner of the referral. */
  nextOwner?: string | null;
};

/** What the guards look at, besides what is given. */
export type GuardFacts = {
  today: string;
  madeOn: string;
  /** The latest consent for this service and its organisation; null without any. */
  consent: {
    items: readonly SharedItem[];
    givenOn: string;
    endsOn: string;
    withdrawnOn: string | null;
  } | null;
  /** May this role refer there, in this area, on this day; `why` says what to do when not. */
  role: { allowed: boolean; why: string | null };
  /** Why the person is not eligible, in words; an exception on the referral passes them. */
  blocks: readonly string[];
  exception: string | null;
  /** Why the service takes nobody new on this day; no exception passes that. None once it knows of the person. */
  closed: readonly string[];
  /** The service knows of the person. */
  told: boolean;
  approvals: readonly { artefact: Approval; state: 'missing' | 'held' | 'asked' | 'approved' | 'refused' }[];
  modes: readonly string[];
  refused: readonly string[];
  /** Whether the service has an address for links. */
  hasEmail: boolean;
  /** The appointment that is booked. */
  appointment: { toldOn: string | null; startsAt: string } | null;
  whoContacts: string | null;
  contactBy: string | null;
  contactedOn: string | null;
  ownerId: string | null;
  /** Whether `placed`, or the service that was meant, belongs to the organisation. */
  placedKnown: boolean;
  end: { on: string | null; kind: string | null; outcome: string | null };
  /** Whether a final report has come in. */
  reported: boolean;
  nextStep: string | null;
  /** Somebody holds the case, or a key worker does. */
  held: boolean;
};

const given = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';

/** The reasons of a move by code; null where it takes words. */
export function reasonsOf(name: MoveName): Readonly<Record<string, string>> | null {
  if (name === 'say no') return personReasons;
  if (name !== 'reject') return null;
  const words = Object.entries(serviceReasons).map(([code, { text }]) => [code, text] as const);
  return { ...Object.fromEntries(words), ...returnReasons };
}

/** Whether a reason is for the case manager, its author and the service alone. 'Outside remit' names drugs and alcohol. */
export const isSensitive = (reason: string | null | undefined): boolean =>
  reason === 'outside remit' ||
  (reason !== null &&
    reason !== undefined &&
    Object.hasOwn(serviceReasons, reason) &&
    serviceReasons[reason as keyof typeof serviceReasons].sensitive);

const names = (list: readonly Approval[]): string => list.map((one) => approvals[one].toLowerCase()).join('; ');

type Check = (facts: GuardFacts, given: MoveGiven, move: MoveName) => string | null;

const checks: Record<Guard, Check> = {
  'decision recorded': (_, { decision }) =>
    decision === 'yes' ? null : 'Ask the person, and say what they decided. Nobody is referred without their yes',
  'consent in force'({ consent }, { day, sent }) {
    if (consent === null) return 'Ask the person what this service may be told. There is no consent for this service';
    if (consent.withdrawnOn !== null)
      return `Ask the person again. They withdrew their consent on ${showDay(consent.withdrawnOn)}`;
    if (consent.givenOn > day)
      return `Enter a day on or after ${showDay(consent.givenOn)}, when the person gave consent`;
    if (consent.endsOn < day) return `Ask the person again. Their consent ended on ${showDay(consent.endsOn)}`;
    const beyond = itemsFrom(Object.keys(sent?.payload ?? {})).filter((item) => !consent.items.includes(item));
    return beyond.length === 0
      ? null
      : `Leave out what the person did not agree to share: ${beyond.map(sharedText).join(', ').toLowerCase()}`;
  },
  'role allowed': ({ role }) => (role.allowed ? null : (role.why ?? 'Ask a manager: your role may not refer here')),
  'eligible or exception'({ closed, blocks, exception }) {
    if (closed.length > 0) return `${closed.join('. ')}. Choose another service`;
    if (blocks.length === 0 || given(exception)) return null;
    return `${blocks.join('. ')}. Choose another service, or write down why an exception is made`;
  },
  'approvals held'({ approvals: list }, _, move) {
    const missing = list.filter(({ state }) => state === 'missing').map(({ artefact }) => artefact);
    if (missing.length > 0) return `Add what is missing first: ${names(missing)}`;
    const refused = list.filter(({ state }) => state === 'refused').map(({ artefact }) => artefact);
    if (refused.length > 0) return `This was not approved: ${names(refused)}`;
    if (move === 'ask approval') return null;
    return list.every(({ state }) => state === 'approved') ? null : 'Ask for approval first: this service needs it';
  },
  'mode takes it'({ modes: taken }, { sent }) {
    if (sent === undefined) return 'Choose how the service is told';
    const { mode } = sent;
    if (mode === 'signpost' || mode === 'self-referral') return 'Nothing is sent when the person goes themself';
    if (taken.includes(mode)) return null;
    const text = Object.hasOwn(modes, mode) ? modes[mode as keyof typeof modes] : mode;
    return `Choose another way: this service does not take people like this: ${text.toLowerCase()}`;
  },
  'channel allowed': ({ refused, hasEmail }, { sent }) =>
    sent === undefined ? 'Choose how it is sent' : channelProblem(sent.channel, refused, hasEmail),
  'appointment told'({ appointment }, { day }) {
    if (appointment === null) return 'There is no appointment that they could have missed';
    return appointment.toldOn !== null && appointment.toldOn <= day
      ? null
      : 'Nobody told the person of this appointment, so they did not miss it. Book another one';
  },
  'booker missed'({ whoContacts, contactedOn, contactBy, today }) {
    if (whoContacts !== 'service') return 'The service was not to call the person';
    if (contactedOn !== null) return `The service called on ${showDay(contactedOn)}`;
    return contactBy !== null && contactBy < today
      ? null
      : `The service has until ${contactBy === null ? 'later' : showDay(contactBy)}`;
  },
  'reason given'(_, { reason, words }, move) {
    const list = reasonsOf(move);
    if (list === null) return given(reason) || given(words) ? null : 'Say why';
    return given(reason) && Object.hasOwn(list, reason as string) ? null : 'Choose a reason';
  },
  'owner set': ({ ownerId }, { nextOwner }) =>
    given(nextOwner ?? ownerId) ? null : 'Say who finds another way with the person',
  'expected date'(_, { expectedStart, day }) {
    if (!given(expectedStart)) return 'Enter the day on which a place is expected';
    return (expectedStart as string) < day ? 'Enter an expected day that is still to come' : null;
  },
  'service placed': ({ placedKnown }) =>
    placedKnown ? null : 'Choose the service of this organisation that the person goes to',
  'end told'({ end }, more) {
    if (end.on !== null && end.kind !== null) return null;
    if (!given(more.endKind)) return 'Say how it ended';
    if (!given(more.outcome ?? end.outcome)) return 'Say what came of it';
    return given(more.holder) ? null : 'Say who holds this person now';
  },
  'report or reason': ({ reported }, { report, noReport }) =>
    reported || given(report) || given(noReport) ? null : 'Add the final report, or say why there is none',
  'talk or reason': (_, { talk, noTalk }) =>
    given(talk) || given(noTalk) ? null : 'Say when you talked about handing back, or why you did not',
  'holder valid'({ held, nextStep }, more) {
    if (!held) return 'Nobody holds this case. Settle who does before you close the referral';
    return given(more.nextStep ?? nextStep) ? null : 'Say what comes next, or that the person wants nothing more';
  },
};

/** Why a channel cannot be used for a service, or null. Personal data never goes by plain email: it holds the link alone. */
export function channelProblem(channel: Channel, refused: readonly string[], hasEmail: boolean): string | null {
  if (channel === 'email') return 'Email is not safe for this: choose a link, their account, or a printed form';
  if (refused.includes(channel)) return `Choose another way: this service refuses ${channels[channel].toLowerCase()}`;
  if (channel !== 'link') return null;
  if (refused.includes('email')) return 'Choose another way: a link goes by email, which this service refuses';
  return hasEmail ? null : 'Choose another way: there is no email address for this service in the directory';
}

/** What stands against a move; none means that it can be made. The day is looked at first. */
export function problemsOf(move: MoveName, facts: GuardFacts, more: MoveGiven): string[] {
  if (more.day > facts.today) return ['Enter a day that is today or in the past'];
  if (more.day < facts.madeOn) return [`Enter a day on or after ${showDay(facts.madeOn)}, when the referral was made`];
  const guards: readonly Guard[] = moves[move].guards;
  const problems = guards.map((guard) => checks[guard](facts, more, move)).filter((problem) => problem !== null);
  if (!guards.includes('consent in force')) return problems;
  // Whatever first tells the service of somebody says what was told; what a call tells is told through a channel too.
  const tells = firstTells(move) && !facts.told;
  if (tells && move !== 'send' && more.sent === undefined) problems.push('Say what the service was told, and how');
  if (more.sent !== undefined && !guards.includes('channel allowed')) {
    const problem = channelProblem(more.sent.channel, facts.refused, facts.hasEmail);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

/** Moves with which a service can first hear of a person. */
export const firstTells = (move: MoveName): boolean => ['send', 'book', 'they will call'].includes(move);

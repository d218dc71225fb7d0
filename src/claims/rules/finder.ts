/**
 * The finder of unclaimed outcomes: signals that somebody has reached a milestone that is not claimed, or nearly has. Pure. A signal
 * is a reason to look, never a claim; how often it was right is counted, and one that seldom is stops being pressed on anybody.
 */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import type { DayNumber } from '../../kit/days.ts';
import type { Question } from '../../kit/form.ts';
import type { SustainedWithBreaks } from '../../work/rules/breaks.ts';
import { sustainedClock } from '../../work/rules/clock.ts';
import { onTheWay, type Sustained } from '../../work/rules.ts';
import { type Contract, inForce, type Milestone, missingWords, notEvidence } from './contract.ts';
import type { Counted } from './reaching.ts';

/** Signals, the strongest first: what each is called and what whoever looks should do. */
export const signals = {
  ready: { label: 'Reached, evidence held', next: 'Claim it' },
  evidence: { label: 'Reached, evidence missing', next: 'Ask for the evidence' },
  day: { label: 'Job without its first day', next: 'Ask when the job began' },
  offer: { label: 'Accepted an offer, no job on record', next: 'Ask whether the job began' },
  off_benefit: { label: 'Off benefit, no job on record', next: 'Ask whether they are in work' },
  trail: { label: 'Appointments stopped, no job on record', next: 'Ask how they are, and whether they are in work' },
  pipeline: { label: 'In the pipeline', next: 'Keep the job going, and its evidence' },
  soon: { label: 'Nearly there', next: 'Keep the job going, and its evidence' },
} as const;
/** One of them. */
export type Signal = keyof typeof signals;
/** All of them, the strongest first. */
export const signalNames = Object.keys(signals) as Signal[];
/** Signals of what is still ahead. */
export const isAhead = (signal: Signal): boolean => signal === 'pipeline' || signal === 'soon';

/** What the finder goes by. Days are calendar days. */
export type FinderRules = {
  /** Days after an accepted offer within which a job is put on record. */
  offerDays: number;
  /** Kept appointments that make a trail, and days without one after which it has stopped. */
  leastKept: number;
  quietDays: number;
  /** How far ahead 'nearly there' looks. */
  soonDays: number;
  /** Days within which weeks that were worked are put on record, where a contract asks for hours. */
  weeksDays: number;
  /** A signal with at least `enough` decisions of which fewer than `leastPercent` were right is no longer pressed. */
  enough: number;
  leastPercent: number;
};
/** The rules where the programme's document names no others. */
export const finderRules: FinderRules = {
  ...{ offerDays: 14, leastKept: 3, quietDays: 42, soonDays: 28, weeksDays: 14 },
  ...{ enough: 20, leastPercent: 20 },
};

/** Reasons for going off benefit that are no work: codes that programmes use where their document names no others, and three that a document may. */
export const notWork = ['other_benefit', 'decision', 'pension_age', 'custody', 'died', 'moved_abroad'] as const;

/** Why something is put aside. Only a `wrong` one says that the signal was wrong. */
export const asideReasons = {
  not_in_work: { label: 'The person is not in work', wrong: true },
  not_counted: { label: 'The job does not count under the contract', wrong: true },
  record_wrong: { label: 'The record was wrong', wrong: true },
  fell_away: { label: 'The job ended or days were lost', wrong: true },
  no_evidence: { label: 'It is true, but cannot be proved', wrong: false },
  not_asked: { label: 'The person does not want us to ask', wrong: false },
} as const;
/** One of them. */
export type AsideReason = keyof typeof asideReasons;
const reasonNames = Object.keys(asideReasons) as AsideReason[];
/** Reasons that say that the signal was wrong. */
export const wrongReasons: readonly string[] = reasonNames.filter((reason) => asideReasons[reason].wrong);

/** What became of a signal so far. `wrong` was put aside because the signal was wrong; `other` for another reason. */
export type Tally = { open: number; confirmed: number; wrong: number; other: number };

/** Of those that turned out right or wrong, the percentage that was right, as whole numbers; null while there is none. */
export const rightOf = ({ confirmed, wrong }: Tally): { right: number; decided: number } | null =>
  confirmed + wrong === 0 ? null : { right: confirmed, decided: confirmed + wrong };

/** Whether a signal is still pressed on people: it is until enough of it was decided and too little of that was right. */
export function isPressed(tally: Tally, rules: FinderRules = finderRules): boolean {
  const decided = tally.confirmed + tally.wrong;
  return decided < rules.enough || tally.confirmed * 100 >= rules.leastPercent * decided;
}

/** The milestone of a contract that a job on record would reach: that of a job start, or else the first that is not the attachment. */
export function milestoneOfWork(contract: Contract): Milestone | undefined {
  const { milestones } = contract;
  return (
    milestones.find(({ reached }) => reached.kind === 'job start') ??
    milestones.find(({ reached }) => reached.kind !== 'attached')
  );
}

/** What a milestone would be worth if it were reached on a day, in whole pence: the price for everybody, or the lowest of the groups. */
export function worthOn({ prices }: Milestone, day: string): number | null {
  const groups = Map.groupBy(prices, ({ group }) => group ?? '');
  const all = groups.get('');
  const found = all === undefined ? [...groups.values()].map((own) => inForce(own, day)) : [inForce(all, day)];
  const pence = found.flatMap((price) => (price === undefined ? [] : [price.pence]));
  return pence.length === 0 ? null : Math.min(...pence);
}

/** Somebody who is nearly there: how many more days in work, and the first day on which it can be reached. */
export type Ahead = { signal: 'pipeline' | 'soon'; daysLeft: number; reachOn: DayNumber };

/**
 * Whether somebody in work is nearly there as of a day, without it being reached: in the pipeline of the programme (DEFINITIONS 9.4:
 * the same rule as the table `sustained`), or within `soonDays` if every day from now on counts. `counted` is what the milestone counts
 * (`countedFor`). Null otherwise, also where a job goes on and its days no longer count.
 */
export function aheadOf(
  { jobs, spells }: Counted,
  rule: SustainedWithBreaks,
  pipeline: Sustained | null,
  asOf: DayNumber,
  rules: FinderRules = finderRules,
): Ahead | null {
  const last = spells.at(-1);
  if (last === undefined || asOf - last.to >= rules.weeksDays) return null;
  const clock = sustainedClock(jobs, rule, asOf, spells);
  if (clock.on !== null || clock.earliest === null || !clock.inWork) return null;
  const daysLeft = clock.earliest - asOf;
  if (pipeline !== null && onTheWay(jobs, spells, pipeline, asOf))
    return { signal: 'pipeline', daysLeft, reachOn: clock.earliest };
  return daysLeft <= rules.soonDays ? { signal: 'soon', daysLeft, reachOn: clock.earliest } : null;
}

/** What a finding says of itself. */
export type Found = {
  signal: Signal;
  aboutOn: string | null;
  missing: readonly string[];
  daysLeft: number | null;
  reachOn: string | null;
};

/** Why somebody was found, in words. */
export function whyFound(found: Found, milestone: Milestone | undefined): string {
  const on = found.aboutOn === null ? 'a day that is not known' : showDay(found.aboutOn);
  switch (found.signal) {
    case 'ready':
      return `Reached on ${on}; all the evidence is held`;
    case 'evidence':
      return `Reached on ${on}. Missing: ${missingWords(milestone, found.missing)}`;
    case 'day':
      return 'A job is on record without its first day';
    case 'offer':
      return `Accepted a job that was offered on ${on}; no job is on record`;
    case 'off_benefit':
      return `Went off benefit on ${on}; no job is on record`;
    case 'trail':
      return `Kept appointments until ${on}, none since and none booked; no job is on record`;
    default:
      return `${counted(found.daysLeft ?? 0, 'more day', 'more days')} in work needed; ${found.reachOn === null ? 'the day is not known' : `${showDay(found.reachOn)} at the earliest`}`;
  }
}

/** What whoever looks should do. */
export const nextOf = ({ signal, missing }: Pick<Found, 'signal' | 'missing'>): string =>
  signal === 'evidence' && missing.every((key) => Object.hasOwn(notEvidence, key))
    ? 'See to what is missing'
    : signals[signal].next;

/** What was decided: it is an outcome, or it is put aside for a reason. */
export type Decision = { answer: 'confirmed' } | { answer: 'put aside'; reason: AsideReason; words: string | null };

/** The questions about a finding. */
export const decisionQuestions: readonly Question[] = [
  {
    ...{ kind: 'choice', name: 'answer', label: 'What is it?' },
    choices: [
      {
        value: 'confirmed',
        text: 'It is an outcome',
        hint: 'Put on record what is missing, so that it can be claimed',
      },
      { value: 'put aside', text: 'Put it aside', hint: 'It is not shown again' },
    ],
    required: 'Choose whether it is an outcome',
  },
  {
    ...{ kind: 'choice', name: 'reason', label: 'Why is it put aside?', as: 'select', none: 'It is not put aside' },
    choices: reasonNames
      .filter((reason) => reason !== 'fell_away')
      .map((value) => ({ value, text: asideReasons[value].label })),
  },
  { ...{ kind: 'text', name: 'words', label: 'Anything to add' }, most: 500 },
];

/** The decision from answers that `readForm` has accepted, or what is wrong with them together. */
export function decisionFrom(
  values: Readonly<Record<string, unknown>>,
): Decision | { problem: Record<string, string> } {
  const reason = values.reason as AsideReason | null | undefined;
  if (values.answer === 'confirmed') return { answer: 'confirmed' };
  if (reason == null) return { problem: { reason: 'Choose why it is put aside' } };
  const words = typeof values.words === 'string' && values.words !== '' ? values.words : null;
  return { answer: 'put aside', reason, words };
}

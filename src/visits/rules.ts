/** Visits away from the office: when somebody is told, who, and what a visit's state is. Pure. Moments are milliseconds since 1970. */
import type { ProgrammeDocument } from '../programmes/rules.ts';

/** Where a visit may be. There is no free text for it: what is none of these is no place for a visit. */
export const placeKinds = {
  home: { text: 'At their home', hint: 'A home visit' },
  public: { text: 'In a public place', hint: 'Where others are about, such as a library' },
  service: { text: 'At a service or an employer', hint: 'With staff of theirs in the building' },
  outdoors: { text: 'Outdoors', hint: 'A walk, or on the way somewhere' },
} as const;
export type PlaceKind = keyof typeof placeKinds;

/** Kinds of risk. Each is written down as facts: what happened, when, who says so. */
export const riskKinds = {
  violence: 'Violence or threats',
  weapons: 'Weapons',
  others: 'Other people in the home or nearby',
  animals: 'Animals',
  building: 'The building or the way there',
  allegations: 'Allegations against staff',
  other: 'Something else',
} as const;
export type RiskKind = keyof typeof riskKinds;

/** What a programme says of visits; see `VisitSchema` of programmes. */
export type VisitRules = {
  /** Minutes after the expected end until the first is told; after the beginning until the worker is reminded. */
  grace: number;
  /** Minutes until it is told again, while nobody answers. */
  again: number;
  /** The longest visit, in minutes. */
  longest: number;
  /** Whose plan a manager approves before the visit may begin. */
  approval: 'flagged' | 'always' | 'never';
};

/** The programme's rules. Without any: 15 minutes, every 10 minutes, 4 hours, approval where a risk is known. */
export function visitRulesOf(document: Pick<ProgrammeDocument, 'visits'>): VisitRules {
  const { visits } = document;
  return {
    grace: visits?.graceMinutes ?? 15,
    again: visits?.againMinutes ?? 10,
    longest: visits?.longestMinutes ?? 240,
    approval: visits?.approval ?? 'flagged',
  };
}

/** The rules in words, for the form and the page. */
export function rulesText(rules: VisitRules): string {
  return `If you have not said that it ended ${rules.grace} minutes after its end, the person you name is told; ${rules.again} minutes later the second person as well; then your managers too, every ${rules.again} minutes until somebody answers.`;
}

/** Whether a manager must approve the plan. */
export const needsApproval = (rules: VisitRules, flags: number): boolean =>
  rules.approval === 'always' || (rules.approval === 'flagged' && flags > 0);

const minutes = (count: number): number => count * 60_000;

/** When the first is told, after an end that the worker expects. */
export const firstTellAt = (rules: VisitRules, endsAt: number): number => endsAt + minutes(rules.grace);
/** When it is told again, after it was told now. */
export const nextTellAt = (rules: VisitRules, now: number): number => now + minutes(rules.again);
/** When the worker is reminded to say that the visit began. */
export const remindAt = (rules: VisitRules, startsAt: number): number => startsAt + minutes(rules.grace);

/** Who is told the next time, when it was told so many times before. Whoever was told stays told. */
export function toldNext(told: number): { second: boolean; managers: boolean } {
  return { second: told >= 1, managers: told >= 2 };
}

/** A visit as its state is worked out. */
export type VisitTimes = {
  endsAt: number;
  approval: 'none' | 'asked' | 'given';
  begunAt: number | null;
  endedAt: number | null;
  cancelledAt: number | null;
  helpAt: number | null;
  told: number;
  answeredAt: number | null;
};

export type VisitState =
  | 'waits for approval'
  | 'planned'
  | 'under way'
  | 'overdue'
  | 'alarm'
  | 'help'
  | 'answered'
  | 'ended'
  | 'cancelled';

/** The state of a visit at a moment. An alarm stands until somebody answers it or the worker says that they are safe. */
export function visitState(visit: VisitTimes, now: number): VisitState {
  if (visit.cancelledAt !== null) return 'cancelled';
  if (visit.endedAt !== null) return 'ended';
  if (visit.answeredAt !== null) return 'answered';
  if (visit.helpAt !== null) return 'help';
  if (visit.told > 0) return 'alarm';
  if (visit.approval === 'asked') return 'waits for approval';
  if (now > visit.endsAt) return 'overdue';
  return visit.begunAt === null ? 'planned' : 'under way';
}

/** How a state is shown. */
export const stateText: Readonly<Record<VisitState, { text: string; colour: string }>> = {
  'waits for approval': { text: 'Waits for approval', colour: 'govuk-tag--yellow' },
  planned: { text: 'Planned', colour: 'govuk-tag--blue' },
  'under way': { text: 'Under way', colour: 'govuk-tag--turquoise' },
  overdue: { text: 'Not ended yet', colour: 'govuk-tag--orange' },
  alarm: { text: 'Nobody has heard from them', colour: 'govuk-tag--red' },
  help: { text: 'Asks for help', colour: 'govuk-tag--red' },
  answered: { text: 'Somebody is seeing to it', colour: 'govuk-tag--orange' },
  ended: { text: 'Ended safely', colour: 'govuk-tag--green' },
  cancelled: { text: 'Cancelled', colour: 'govuk-tag--grey' },
};

/** Somebody must answer: nobody has heard from the worker, or they ask for help. */
export const isAlarm = (state: VisitState): boolean => state === 'alarm' || state === 'help';

/** Whether a visit may begin: from two hours before its time, so that nobody begins tomorrow's by mistake. */
export const mayBegin = (startsAt: number, now: number): boolean => now >= startsAt - minutes(120);

/** How much longer a visit may take, in minutes. */
export const longerChoices = [15, 30, 60] as const;

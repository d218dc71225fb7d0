/** Holds: in a crisis the rest of the plan waits, and goes on later with its days moved. Pure. Days are 'YYYY-MM-DD'. */
import { formatDay, parseDay } from '../../kit/days.ts';
import type { Group } from './steps.ts';

/** Kinds of crisis, with what the landing of the staircase is called. */
export const crisisKinds = {
  housing: { text: 'Somewhere to live', landing: 'Housing first' },
  health: { text: 'Health', landing: 'Health first' },
  safety: { text: 'Safety at home', landing: 'Safety first' },
  family: { text: 'Children or family', landing: 'Family first' },
  money: { text: 'Money or food', landing: 'Money first' },
  bereavement: { text: 'A death', landing: 'Time to grieve' },
  custody: { text: 'Court or custody', landing: 'Away' },
  other: { text: 'Something else', landing: 'A pause' },
} as const;
export type CrisisKind = keyof typeof crisisKinds;
export const crisisKindsInOrder = Object.keys(crisisKinds) as CrisisKind[];
/** What a crisis is called on the staircase: its own words, else those of its kind. */
export const landingText = (hold: { kind: string; words: string | null }): string =>
  hold.words ?? crisisKinds[hold.kind as CrisisKind]?.landing ?? 'A pause';

export const scopes = ['everything else', 'wellbeing and employment', 'employment'] as const;
/** Which steps wait. */
export type Scope = (typeof scopes)[number];
const heldGroups: Record<Scope, readonly Group[]> = {
  'everything else': ['survival', 'wellbeing', 'employment'],
  'wellbeing and employment': ['wellbeing', 'employment'],
  employment: ['employment'],
};

/** Whether a step waits in a hold of this scope, unless it was chosen to go on. */
export function isHeldBy(scope: Scope, step: { id: string; group: Group }, goesOn: readonly string[]): boolean {
  return heldGroups[scope].includes(step.group) && !goesOn.includes(step.id);
}

/** Days from one day to another; 0 when the second is not later. */
export function daysBetween(from: string, to: string): number {
  const [a, b] = [parseDay(from), parseDay(to)];
  if (a === null || b === null) throw new RangeError('daysBetween: this is not a day');
  return Math.max(0, b - a);
}

/**
 * The day by which a step is due once it goes on: as many days later as it was held. A step that was overdue already when the
 * hold began stays as late as it was, no later.
 */
export function dueAfterHold(dueOn: string | null, heldSince: string, resumedOn: string): string | null {
  if (dueOn === null) return null;
  const due = parseDay(dueOn);
  if (due === null) throw new RangeError('dueAfterHold: this is not a day');
  return formatDay(due + daysBetween(heldSince, resumedOn));
}

/** What a milestone is worth and to whom, thresholds by age and year, caps and tolerances. Pure. Money is whole pence. */
import { completedYears, type DayNumber, dateOf, formatDay, parseDay } from '../../kit/days.ts';
import { type Contract, type EarningsRule, type GroupCondition, inForce, type Milestone } from './contract.ts';

/** Facts of a case on which groups and thresholds depend. Null is not known. */
export type GroupFacts = {
  attachedOn: DayNumber | null;
  referredOn?: DayNumber | null;
  bornOn?: DayNumber | null;
  /** Codes of the programme document. */
  benefit?: string | null;
  source?: string | null;
};

/** Completed years on the day of the attachment; null while either day is not known. */
export const ageAtAttachment = ({ attachedOn, bornOn }: GroupFacts): number | null =>
  attachedOn === null || bornOn == null || bornOn > attachedOn ? null : completedYears(bornOn, attachedOn);

/** Whether a condition holds; null when the fact is not known. */
function holds(condition: GroupCondition, facts: GroupFacts): boolean | null {
  switch (condition.fact) {
    case 'benefit':
    case 'source': {
      const value = facts[condition.fact] ?? null;
      return value === null ? null : condition.in.includes(value);
    }
    case 'age': {
      const age = ageAtAttachment(facts);
      return age === null ? null : age >= (condition.from ?? 0) && age <= (condition.to ?? Number.POSITIVE_INFINITY);
    }
    case 'attachedOn':
    case 'referredOn': {
      const day = facts[condition.fact] ?? null;
      if (day === null) return null;
      const text = formatDay(day);
      return text >= (condition.from ?? text) && text <= (condition.to ?? text);
    }
  }
}

/**
 * The group of somebody: the first whose conditions all hold. While an earlier one cannot be told, a later one is not taken for it.
 * `known` is false then; `code` is null when nobody's group was asked for or none fits.
 */
export function groupOf(
  { groups = [] }: Pick<Contract, 'groups'>,
  facts: GroupFacts,
): { code: string | null; known: boolean } {
  for (const group of groups) {
    const answers = group.when.map((condition) => holds(condition, facts));
    if (answers.includes(false)) continue;
    return answers.includes(null) ? { code: null, known: false } : { code: group.code, known: true };
  }
  return { code: null, known: true };
}

/** Whether what a milestone is worth depends on the group. */
export const isByGroup = ({ prices }: Milestone): boolean => prices.some(({ group }) => group !== undefined);

/**
 * What a milestone is worth that was reached on a day ('YYYY-MM-DD'): the price of the group if it has one, else the one for everybody.
 * Null where the group is not known and matters, or where no price is for it.
 */
export function priceOf(
  milestone: Milestone,
  group: { code: string | null; known: boolean },
  on: string,
): number | null {
  if (!group.known && isByGroup(milestone)) return null;
  const own = group.code === null ? [] : milestone.prices.filter((price) => price.group === group.code);
  const prices = own.length > 0 ? own : milestone.prices.filter((price) => price.group === undefined);
  return inForce(prices, on)?.pence ?? null;
}

/**
 * The threshold of earnings for somebody: of those from the latest day on or before the attachment, the one for the age on that day.
 * The highest while the age is not known; the youngest one's for whoever is younger still. Null without an attachment.
 */
export function thresholdOf(rule: EarningsRule, facts: GroupFacts): number | null {
  if (facts.attachedOn === null) return null;
  const from = inForce(rule.thresholds, formatDay(facts.attachedOn))?.from;
  const ofYear = rule.thresholds
    .filter((one) => one.from === from)
    .toSorted((one, other) => (one.ageFrom ?? 0) - (other.ageFrom ?? 0));
  const age = ageAtAttachment(facts);
  if (age === null) return Math.max(...ofYear.map(({ pence }) => pence));
  return (ofYear.findLast(({ ageFrom }) => (ageFrom ?? 0) <= age) ?? ofYear[0])?.pence ?? null;
}

/** A claim as caps count it: on which day, of how much. */
export type CountedClaim = { on: DayNumber; pence: number };

/**
 * What a milestone's caps leave on a day, of claims that were made of it: how many more, and how much more money. Null is no cap.
 * A year runs from the day of the year on which the contract began, a month is a calendar month. Never below zero.
 */
export function capRoom(
  contract: Pick<Contract, 'validFrom'>,
  { caps = [] }: Pick<Milestone, 'caps'>,
  claims: readonly CountedClaim[],
  on: DayNumber,
): { number: number | null; pence: number | null } {
  const room: { number: number | null; pence: number | null } = { number: null, pence: null };
  const least = (one: number | null, other: number) => Math.max(0, one === null ? other : Math.min(one, other));
  for (const cap of caps) {
    const period = periodOf(cap.in, contract.validFrom, on);
    const same = claims.filter((claim) => periodOf(cap.in, contract.validFrom, claim.on) === period);
    if (cap.number !== undefined) room.number = least(room.number, cap.number - same.length);
    if (cap.pence !== undefined)
      room.pence = least(room.pence, cap.pence - same.reduce((sum, { pence }) => sum + pence, 0));
  }
  return room;
}

function periodOf(kind: 'contract' | 'year' | 'month', validFrom: string, on: DayNumber): number {
  if (kind === 'contract') return 0;
  const { year, month, day } = dateOf(on);
  if (kind === 'month') return year * 12 + month;
  const began = dateOf(parseDay(validFrom) as DayNumber);
  return month < began.month || (month === began.month && day < began.day) ? year - 1 : year;
}

/**
 * The version of a contract by which somebody is judged: the one in force on the day of their attachment, the first for whoever came
 * before it. `versions` are of one contract, in the order in which they were loaded.
 */
export function versionFor<T extends { validFrom: string }>(
  versions: readonly [T, ...T[]],
  attachedOn: DayNumber | null,
): T {
  if (versions.length === 1) return versions[0];
  const day = attachedOn === null ? '' : formatDay(attachedOn);
  return inForce(
    versions.map((version) => ({ from: version.validFrom, version })),
    day,
  )?.version as T;
}

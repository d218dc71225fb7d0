/** The load of a key worker: cases weighted by a rule that the programme states and everybody can read. Pure. */
import type { LoadCase } from '../../cases/rules/load-case.ts';
import { counted } from '../../kit/counted.ts';
import { parseDay } from '../../kit/days.ts';
import type { LoadRules } from '../../programmes/rules.ts';

/** What a case adds to a load, in hundredths, and of what it is made up. */
export type Weight = { hundredths: number; parts: readonly { words: string; hundredths: number }[] };

const hundredths = (points: number): number => Math.round(points * 100);

/**
 * What a case adds on a day ('YYYY-MM-DD'): its state, and for somebody who is attached and not in work the first days and
 * the highest band of severe issues. `severe` is null where nothing was rated: not known adds nothing.
 */
export function weightOf(one: LoadCase, severe: number | null, rules: LoadRules, today: string): Weight {
  const base = {
    attached: { words: 'attached', hundredths: hundredths(rules.attached) },
    'in work': { words: 'in work', hundredths: hundredths(rules.inWork) },
    paused: { words: 'paused', hundredths: hundredths(rules.paused) },
    'not yet attached': { words: 'not attached yet', hundredths: hundredths(rules.notYetAttached) },
  }[one.state];
  const parts = [base];
  if (one.state === 'attached' || one.state === 'in work') {
    const days = one.attachedOn === null ? null : (parseDay(today) ?? 0) - (parseDay(one.attachedOn) ?? 0);
    if (one.state === 'attached' && days !== null && days >= 0 && days < rules.first.days)
      parts.push({ words: `in the first ${rules.first.days} days`, hundredths: hundredths(rules.first.add) });
    const band = rules.severe.findLast(({ from }) => severe !== null && severe >= from);
    if (band !== undefined)
      parts.push({ words: counted(severe ?? 0, 'severe issue'), hundredths: hundredths(band.add) });
  }
  return { hundredths: parts.reduce((sum, part) => sum + part.hundredths, 0), parts };
}

/** A load: people who count for anything, those attached (in work or not), the weighted sum, and how severe it is. */
export type Load = {
  people: number;
  attached: number;
  inWork: number;
  paused: number;
  notYet: number;
  hundredths: number;
  /** Severe issues over the cases that were rated, and how many those are. */
  severe: number;
  rated: number;
};

export const noLoad: Load = {
  people: 0,
  attached: 0,
  inWork: 0,
  paused: 0,
  notYet: 0,
  hundredths: 0,
  severe: 0,
  rated: 0,
};

/** The load of some cases on a day. `severe` holds the number of severe issues by case; a case that was never rated is missing. */
export function loadOf(
  cases: readonly LoadCase[],
  severe: ReadonlyMap<string, number>,
  rules: LoadRules,
  today: string,
): Load {
  const load = { ...noLoad };
  for (const one of cases) {
    const count = severe.get(one.caseId) ?? null;
    const weight = weightOf(one, count, rules, today).hundredths;
    load.hundredths += weight;
    if (weight > 0) load.people += 1;
    if (one.state === 'paused') load.paused += 1;
    else if (one.state === 'not yet attached') load.notYet += 1;
    else load.attached += 1;
    if (one.state === 'in work') load.inWork += 1;
    if (count !== null && one.state !== 'paused') {
      load.severe += count;
      load.rated += 1;
    }
  }
  return load;
}

/** '48.25', '48.5', '48': points as people read them. */
export const showPoints = (value: number): string => String(value / 100);

/** A mean with one decimal, half up; null of nothing. */
export const mean = (sum: number, count: number): string | null =>
  count === 0 ? null : (Math.floor((sum * 10) / count + 0.5) / 10).toFixed(1);

/** The rule in words, one line for each part. */
export function loadWords(rules: LoadRules): string[] {
  const lines = [
    `${rules.attached} for each attached person`,
    `${rules.inWork} in work`,
    `${rules.notYetAttached} before attachment`,
    `${rules.paused} while paused`,
    `${rules.first.add} more in the first ${rules.first.days} days after attachment`,
  ];
  for (const { from, add } of rules.severe) lines.push(`${add} more from ${counted(from, 'severe issue')}`);
  if (rules.severe.length > 1) lines.push('of these last, the highest that is reached');
  return lines;
}

/**
 * How people stand to the guide, which is about those attached, and to the limit, which counts those still to be attached as
 * well. Words, never a mark: loads are not compared as results.
 */
export function standingTo(
  { attached, notYet }: Pick<Load, 'attached' | 'notYet'>,
  guide: { from: number; to: number },
  limit: number | null,
): { text: string; over: 'limit' | 'guide' | null } {
  const people = attached + notYet;
  if (limit !== null && people > limit) return { text: `${people - limit} over the limit of ${limit}`, over: 'limit' };
  if (attached > guide.to) return { text: `${attached - guide.to} above the guide`, over: 'guide' };
  if (limit !== null && people === limit) return { text: 'At the limit', over: null };
  return { text: attached < guide.from ? `Room for ${guide.to - attached}` : 'Within the guide', over: null };
}

/** The first day of a day's month. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** The last days of the months before a day's month, the earliest first. */
export function monthEndsBefore(day: string, count: number): string[] {
  const first = Temporal.PlainDate.from(monthOf(day));
  return Array.from({ length: count }, (_, at) =>
    first
      .subtract({ months: count - 1 - at })
      .subtract({ days: 1 })
      .toString(),
  );
}

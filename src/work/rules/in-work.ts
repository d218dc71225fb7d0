/**
 * Support in work: when to be in touch, what is a warning, and how many days are left of what ends. Pure: days are day
 * numbers (src/kit/days.ts), first and last days included; the numbers come from the programme document.
 */
import type { DayNumber } from '../../kit/days.ts';
import type { ContactSchedule, InWorkPayment, InWorkRules } from '../../programmes/rules.ts';

/** A day on which to be in touch: when it is due, and how late it is (0 on the day and before). */
export type Due = { on: DayNumber; late: number; missed: boolean };

/** The days of a schedule from the first day in a job, in order, up to a day. */
export function scheduledDays(start: DayNumber, schedule: ContactSchedule, until: DayNumber): DayNumber[] {
  const found = schedule.daysAfterStart.map((after) => start + after).filter((on) => on <= until);
  const { thenEveryDays } = schedule;
  if (thenEveryDays === undefined) return found;
  const last = start + (schedule.daysAfterStart.at(-1) ?? 0);
  for (let on = last + thenEveryDays; on <= until; on += thenEveryDays) found.push(on);
  return found;
}

/**
 * The next day to be in touch: the earliest of the schedule that no contact has met, or null when none is left by `until`.
 * A contact meets every day of the schedule up to it, and the one after it where it came in the last third of the days before
 * that: who was rung on Thursday need not be rung again on Friday.
 */
export function nextContact(
  start: DayNumber,
  schedule: ContactSchedule,
  given: { lastOn: DayNumber | null; until: DayNumber; today: DayNumber; missedAfter: number },
): Due | null {
  const { lastOn, until, today, missedAfter } = given;
  let before = start;
  for (const on of scheduledDays(start, schedule, until)) {
    const early = Math.floor((on - before) / 3);
    if (lastOn === null || lastOn < on - early) {
      const late = Math.max(0, today - on);
      return { on, late, missed: late >= missedAfter };
    }
    before = on;
  }
  return null;
}

/** Hours of one week of a job; `from` is its Monday. Hours are hundredths, so that no fraction is rounded. */
export type WeekOfHours = { from: DayNumber; hundredths: number };
/** Hours that fell: the week, what it had, and what it is measured against. */
export type Fall = { from: DayNumber; hundredths: number; against: number; by: 'agreed' | 'mean' };

/**
 * Whether the latest week on file fell: at least `hoursFallPercent` under the hours that were agreed for it or, where none were, under the
 * mean of up to `meanOfWeeks` weeks on file before it (two at least). `weeks` in any order; `given` is what was agreed, in hundredths; null
 * is not known. Nor do 0 hours say anything, which people enter for a zero-hours job.
 */
export function hoursFell(
  weeks: readonly WeekOfHours[],
  given: number | null,
  rules: Pick<InWorkRules, 'hoursFallPercent' | 'meanOfWeeks'>,
): Fall | null {
  const agreed = given === 0 ? null : given;
  const [latest, ...before] = [...weeks].sort((a, b) => b.from - a.from);
  if (latest === undefined) return null;
  const compared = before.slice(0, rules.meanOfWeeks);
  const total = compared.reduce((sum, { hundredths }) => sum + hundredths, 0);
  const count = agreed === null ? compared.length : 1;
  if (agreed === null && count < 2) return null;
  const against = agreed ?? total;
  // In whole numbers: latest <= against x (100 - percent) / 100, each side times count x 100.
  if (against <= 0 || latest.hundredths * count * 100 > against * (100 - rules.hoursFallPercent)) return null;
  return {
    from: latest.from,
    hundredths: latest.hundredths,
    against: Math.round(against / count),
    by: agreed === null ? 'mean' : 'agreed',
  };
}

/** The last day of a number of weeks that begin on a day. */
export const lastDayOf = (start: DayNumber, weeks: number): DayNumber => start + weeks * 7 - 1;
/** The first day of a week that is counted from 1. */
export const weekBegins = (start: DayNumber, week: number): DayNumber => start + (week - 1) * 7;

/** Why a countdown speaks: its end comes near, its end is to be talked about, or somebody asks how it is afterwards. */
export type Reminder = { on: DayNumber; what: 'ends' | 'talk' | 'check' };

/** The days on which the end of permitted work is told: so many weeks before its last day. */
export const permittedReminders = (endsOn: DayNumber, weeksBefore: readonly number[]): Reminder[] =>
  weeksBefore.map((weeks) => ({ on: endsOn - weeks * 7, what: 'ends' as const })).sort((a, b) => a.on - b.on);

/** The days on which a payment's end is told, talked about, and asked after. */
export function paymentReminders(
  startsOn: DayNumber,
  endsOn: DayNumber,
  daysBefore: readonly number[],
  payment: Pick<InWorkPayment, 'talkInWeek' | 'checkInWeek'> | null,
): Reminder[] {
  const found: Reminder[] = daysBefore.map((days) => ({ on: endsOn - days, what: 'ends' }));
  const talk = payment?.talkInWeek === undefined ? null : weekBegins(startsOn, payment.talkInWeek);
  // A payment that ends earlier than the most it may last is talked about before its end all the same, by the days above.
  if (talk !== null && talk <= endsOn) found.push({ on: talk, what: 'talk' });
  if (payment?.checkInWeek !== undefined) found.push({ on: weekBegins(startsOn, payment.checkInWeek), what: 'check' });
  return found.filter(({ on }) => on >= startsOn).sort((a, b) => a.on - b.on);
}

/** Where a countdown stands on a day: days left (0 on the last day, negative after it), the reminder that speaks and the next. */
export type Countdown = { left: number; now: Reminder | null; next: Reminder | null };

/** Reads a countdown: the latest reminder whose day has come, and the next one. */
export function countdown(endsOn: DayNumber, reminders: readonly Reminder[], today: DayNumber): Countdown {
  return {
    left: endsOn - today,
    now: reminders.findLast(({ on }) => on <= today) ?? null,
    next: reminders.find(({ on }) => on > today) ?? null,
  };
}

/** What became of something that ended, what it can be said of, whether it is kept as a setback, and whether permitted work is over with it. */
export const outcomes = {
  converted: { text: 'Converted to a job', of: ['permitted_work'], setback: false, endsJob: true },
  went_on: {
    text: 'Ran to its end; the person goes on in work',
    of: ['payment', 'permitted_work'],
    setback: false,
    endsJob: false,
  },
  no_longer_due: { text: 'No longer due: the person earns more', of: ['payment'], setback: false, endsJob: false },
  job_ended: { text: 'Ended with the job', of: ['payment', 'permitted_work'], setback: false, endsJob: true },
  not_viable: {
    text: 'Stopped: not viable for the person',
    of: ['payment', 'permitted_work'],
    setback: true,
    endsJob: true,
  },
} as const satisfies Record<string, { text: string; of: readonly EndingKind[]; setback: boolean; endsJob: boolean }>;
export type Outcome = keyof typeof outcomes;
/** The answer that takes an outcome back: it was said by mistake. Never stored. */
export const GOES_ON = 'goes_on';

/** What is counted down. */
export const endingKinds = { payment: 'Payment', permitted_work: 'Permitted work' } as const;
export type EndingKind = keyof typeof endingKinds;

/** The outcomes that fit a kind, as choices. */
export const outcomeChoices = (kind: EndingKind): { value: Outcome; text: string }[] =>
  (Object.keys(outcomes) as Outcome[])
    .filter((code) => (outcomes[code].of as readonly EndingKind[]).includes(kind))
    .map((value) => ({ value, text: outcomes[value].text }));

/** How people were in touch. */
export const ways = {
  phone: 'Phone',
  in_person: 'In person',
  at_work: 'At work',
  text: 'Text',
  email: 'Email',
  other: 'Another way',
} as const;
export type Way = keyof typeof ways;

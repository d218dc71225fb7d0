import { addMonths, type DayNumber, dateOf, dayFrom } from '../../kit/days.ts';
import type { ProgrammeDocument } from './document.ts';

type Day = Temporal.PlainDate;
const compare = Temporal.PlainDate.compare;

/**
 * Where a client stands in the months of support: `month` of `of`, and the last day of the present phase.
 * `D` is how days are written: Temporal.PlainDate, or day numbers where a page shows many clients.
 */
export type Support<D = Day> = {
  phase: 'before work' | 'in work';
  state: 'not started' | 'running' | 'ended';
  /** 1 in the first month; 0 before attachment; never more than `of`. */
  month: number;
  of: number;
  startedOn: D;
  endsOn: D;
};

/**
 * Months of support: up to `monthsBeforeWork` from attachment, then `monthsInWork` from the first job.
 * Attached 1 April 2014 with 24 months, support ends on 31 March 2016; a first job on 15 March 2016 moves the end to
 * 14 March 2017. A job after `today` has not happened yet; one from before attachment is no programme job; one that
 * starts after support before work has ended does not open it again.
 */
export function supportMonths(
  document: ProgrammeDocument,
  attachedOn: Day,
  firstJobOn: Day | null,
  today: Day,
): Support {
  const number = (day: Day) => dayFrom(day.year, day.month, day.day);
  const found = supportOn(
    document.support,
    number(attachedOn),
    firstJobOn === null ? null : number(firstJobOn),
    number(today),
  );
  const day = (of: DayNumber) => Temporal.PlainDate.from(dateOf(of));
  return { ...found, startedOn: day(found.startedOn), endsOn: day(found.endsOn) };
}

/** A pause that stops the clock: its first day, and the first day back (null while it lasts). The earliest comes first. */
export type Stop = { from: DayNumber; to: DayNumber | null };

/**
 * `supportMonths` in day numbers: a caseload asks it for every row. `stops` are the pauses of a programme whose pauses stop
 * the clock: their days up to today are added to the phase in which they lie.
 */
export function supportOn(
  { monthsBeforeWork, monthsInWork }: ProgrammeDocument['support'],
  attachedOn: DayNumber,
  firstJobOn: DayNumber | null,
  today: DayNumber,
  stops: readonly Stop[] = [],
): Support<DayNumber> {
  const before = phaseOf('before work', attachedOn, monthsBeforeWork, today, stops);
  const counts =
    firstJobOn !== null &&
    monthsInWork > 0 &&
    firstJobOn >= attachedOn &&
    firstJobOn <= today &&
    firstJobOn <= before.endsOn;
  return counts ? phaseOf('in work', firstJobOn, monthsInWork, today, stops) : before;
}

function phaseOf(
  phase: Support['phase'],
  startedOn: DayNumber,
  of: number,
  today: DayNumber,
  stops: readonly Stop[],
): Support<DayNumber> {
  // Counted from the start each time: adding month to month would drift from the 31st to the 28th and stay there.
  let endsOn = addMonths(startedOn, of) - 1;
  let stood = 0;
  for (const { from, to } of stops) {
    const begun = Math.max(from, startedOn);
    // A pause after the end cannot bring back months that are over.
    const days = begun > endsOn ? 0 : Math.max(0, Math.min(to ?? today, today) - begun);
    stood += days;
    endsOn += days;
  }
  if (today < startedOn) return { phase, state: 'not started', month: 0, of, startedOn, endsOn };
  if (today > endsOn) return { phase, state: 'ended', month: of, of, startedOn, endsOn };
  const from = dateOf(startedOn);
  const counted = today - stood;
  const on = dateOf(counted);
  const months = (on.year - from.year) * 12 + on.month - from.month;
  const month = addMonths(startedOn, months) > counted ? months : months + 1;
  return { phase, state: 'running', month, of, startedOn, endsOn };
}

/** A quarterly cohort of attachments: its number from 1, its name, first and last day. */
export type Cohort = { number: number; label: string; from: Day; to: Day };

/**
 * The quarterly cohort that a day of attachment belongs to, or null before the programme's first day.
 * The first runs from `firstDay` to `cohorts.firstEndsOn`, every later one three months on.
 */
export function cohortOf(document: ProgrammeDocument, attachedOn: Day): Cohort | null {
  let from = Temporal.PlainDate.from(document.firstDay);
  if (compare(attachedOn, from) < 0) return null;
  const next = Temporal.PlainDate.from(document.cohorts.firstEndsOn).add({ days: 1 });
  let number = 1;
  let to = next.subtract({ days: 1 });
  while (compare(attachedOn, to) > 0) {
    from = next.add({ months: 3 * (number - 1) });
    to = next.add({ months: 3 * number }).subtract({ days: 1 });
    number += 1;
  }
  return { number, label: `Quarter ${number}`, from, to };
}

/**
 * The version that holds on a day: the latest `validFrom` not after it, the highest number among equals.
 * `undefined` on a day before the first version. Days as YYYY-MM-DD.
 */
export function versionOn<V extends { version: number; validFrom: string }>(
  versions: readonly V[],
  day: string,
): V | undefined {
  let best: V | undefined;
  for (const candidate of versions) {
    if (candidate.validFrom > day) continue;
    const later =
      !best ||
      candidate.validFrom > best.validFrom ||
      (candidate.validFrom === best.validFrom && candidate.version > best.version);
    if (later) best = candidate;
  }
  return best;
}

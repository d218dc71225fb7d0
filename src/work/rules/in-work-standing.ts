/** Where somebody in work stands: contact that is due, hours that fell, what ends. Pure: days are day numbers. */
import type { DayNumber } from '../../kit/days.ts';
import type { InWorkRules } from '../../programmes/rules.ts';
import {
  type Due,
  type EndingKind,
  type Fall,
  hoursFell,
  lastDayOf,
  nextContact,
  type Outcome,
  paymentReminders,
  permittedReminders,
  type Reminder,
  type WeekOfHours,
} from './in-work.ts';

/** A job that is held. Hours are hundredths; null is not known, of `consent` not asked. */
export type HeldJob = {
  jobId: string;
  employer: string | null;
  kind: string | null;
  selfEmployed: boolean;
  startedOn: DayNumber;
  endedOn: DayNumber | null;
  agreed: number | null;
  weeks: readonly WeekOfHours[];
  /** When the hours of the latest week were recorded, and the latest day of a call to the person that was recorded after them. */
  toldOn: DayNumber | null;
  spokeOn: DayNumber | null;
  employerOn: DayNumber | null;
  consent: boolean | null;
};

/** Permitted work that has ended, and of which nothing else is on file. */
export type PastJob = Pick<HeldJob, 'jobId' | 'employer' | 'startedOn' | 'endedOn'>;

/** A payment or permitted work. `id` is its own, or the job's where nobody has planned for permitted work yet. */
export type Ending = {
  id: string;
  jobId: string | null;
  kind: EndingKind;
  code: string | null;
  name: string;
  startsOn: DayNumber;
  endsOn: DayNumber;
  plan: string | null;
  plannedOn: DayNumber | null;
  checkedOn: DayNumber | null;
  outcome: Outcome | null;
  /** The job of permitted work, as it is now. */
  job: { kind: string | null; startedOn: DayNumber | null; endedOn: DayNumber | null } | null;
};

/** What an ending asks for: to plan (its end comes near), to talk, to say what became of it, or to ask afterwards. */
export type Asked = { what: 'ends' | 'talk' | 'over' | 'check'; on: DayNumber };
/** An ending on a day: days left (0 on the last day, negative after it), what it asks for now, and what comes next. */
export type EndingState = { ending: Ending; left: number; asked: Asked | null; next: Reminder | null };

export type InWork = {
  /** The jobs that are held. */
  held: readonly HeldJob[];
  person: Due | null;
  /** Since when the person is in the latest job that is held; null while they are in none. */
  since: DayNumber | null;
  /** Jobs whose employer may be talked to. */
  employers: readonly { job: HeldJob; due: Due | null }[];
  /** Jobs of which nobody has asked whether the employer may be talked to. */
  unasked: readonly HeldJob[];
  falls: readonly { job: HeldJob; fall: Fall }[];
  endings: readonly EndingState[];
};

/** The days on which an ending speaks. */
export function remindersOf(ending: Ending, rules: InWorkRules): Reminder[] {
  const { kind, code, startsOn, endsOn } = ending;
  if (kind === 'permitted_work') return permittedReminders(endsOn, rules.permittedWork.remindWeeksBefore);
  const payment = rules.payments.find((one) => one.code === code) ?? null;
  return paymentReminders(startsOn, endsOn, rules.paymentEndsDays, payment);
}

/**
 * Where an ending stands. A reminder is met by planning on its day or later; when the last day has passed somebody says what became of
 * it; and the question afterwards is asked of whoever went on in work.
 */
export function endingState(ending: Ending, rules: InWorkRules, today: DayNumber): EndingState {
  const { outcome, plannedOn, checkedOn, endsOn } = ending;
  const wantsCheck = checkedOn === null && outcome !== 'not_viable' && outcome !== 'job_ended';
  const open = remindersOf(ending, rules).filter(({ what }) => (what === 'check' ? wantsCheck : outcome === null));
  const now = open.findLast(({ on, what }) => on <= today && (what === 'check' || (plannedOn ?? -Infinity) < on));
  const over: Asked | null = outcome === null && today > endsOn ? { what: 'over', on: endsOn + 1 } : null;
  return {
    ending,
    left: endsOn - today,
    asked: over ?? (now === undefined ? null : { what: now.what, on: now.on }),
    next: open.find(({ on }) => on > today) ?? null,
  };
}

/**
 * Whether somebody was in touch after a week that fell, and after its hours were recorded: on a later day or, as days tell no more, by a
 * call of the same day that was recorded after them. The call that brought the hours is no answer to them.
 */
function isAnswered({ from }: Fall, { toldOn, spokeOn }: HeldJob, lastOn: DayNumber | null): boolean {
  const known = Math.max(from + 6, toldOn ?? -Infinity);
  if (lastOn !== null && lastOn > known) return true;
  return spokeOn !== null && spokeOn > from + 6 && spokeOn >= known;
}

/** What still asks for something, now or later. */
const isLive = ({ ending, next, asked }: EndingState): boolean =>
  ending.outcome === null || next !== null || asked !== null;

/**
 * Where somebody stands. `until` is the last day of support (null: no support, nothing is due); `lastOn` the last contact of any
 * kind with the person. Permitted work without a row of its own is counted from the first day of its job; what was over before the
 * day of attachment is history, unless somebody had planned for its end.
 */
export function inWorkOf(
  given: { jobs: readonly HeldJob[]; endings: readonly Ending[]; past: readonly PastJob[] },
  by: {
    rules: InWorkRules;
    attachedOn: DayNumber | null;
    until: DayNumber | null;
    lastOn: DayNumber | null;
    today: DayNumber;
  },
): InWork {
  const { rules, attachedOn, until, lastOn, today } = by;
  const jobs = [...given.jobs].sort((a, b) => a.startedOn - b.startedOn || (a.jobId < b.jobId ? -1 : 1));
  const asked = { until: until ?? -Infinity, today, missedAfter: rules.missedAfterDays };
  const since = jobs.length === 0 ? null : Math.max(...jobs.map(({ startedOn }) => startedOn));
  const here = given.past.filter(({ endedOn }) => attachedOn !== null && endedOn !== null && endedOn >= attachedOn);
  const planned = new Set(given.endings.filter(({ kind }) => kind === 'permitted_work').map(({ jobId }) => jobId));
  const running = jobs.filter(({ jobId, kind }) => kind === 'permitted' && !planned.has(jobId));
  const permitted = [...running, ...here].map((job) => permittedOf(job, rules));
  // A job that was corrected into another kind was no permitted work.
  const stored = given.endings.filter(({ kind, job }) => kind === 'payment' || job?.kind === 'permitted');
  return {
    held: jobs,
    since,
    // A contact before the job began meets nothing of it.
    person: since === null ? null : nextContact(since, rules.person, { ...asked, lastOn }),
    employers: jobs
      .filter(({ consent }) => consent === true)
      .map((job) => ({
        job,
        due: nextContact(job.startedOn, rules.employer, { ...asked, lastOn: job.employerOn }),
      })),
    // Whoever works for themself has no employer to talk to.
    unasked: jobs.filter(({ consent, selfEmployed }) => consent === null && !selfEmployed),
    falls: jobs.flatMap((job) => {
      const fall = hoursFell(job.weeks, job.agreed, rules);
      return fall === null || isAnswered(fall, job, lastOn) ? [] : [{ job, fall }];
    }),
    endings: [...stored, ...permitted]
      .map((ending) => withItsJob(ending, rules))
      .sort((a, b) => a.endsOn - b.endsOn || (a.id < b.id ? -1 : 1))
      .map((ending) => endingState(ending, rules, today))
      .filter(isLive),
  };
}

/** Permitted work as its job alone says it. */
export const permittedOf = (job: PastJob, rules: Pick<InWorkRules, 'permittedWork'>): Ending => ({
  id: job.jobId,
  jobId: job.jobId,
  kind: 'permitted_work',
  code: null,
  name: job.employer === null ? 'Permitted work' : `Permitted work at ${job.employer}`,
  startsOn: job.startedOn,
  endsOn: lastDayOf(job.startedOn, rules.permittedWork.weeks),
  plan: null,
  plannedOn: null,
  checkedOn: null,
  outcome: null,
  job: { kind: 'permitted', startedOn: job.startedOn, endedOn: job.endedOn },
});

/**
 * The days of permitted work on file: they move with the first day of its job. A last day that is not the one its weeks give is that of a
 * letter, and stays.
 */
export function permittedDays(
  onFile: { startsOn: DayNumber; endsOn: DayNumber },
  startedOn: DayNumber | null,
  { permittedWork }: Pick<InWorkRules, 'permittedWork'>,
): { startsOn: DayNumber; endsOn: DayNumber } {
  const { startsOn, endsOn } = onFile;
  if (startedOn === null || startedOn === startsOn) return { startsOn, endsOn };
  const fromLetter = endsOn !== lastDayOf(startsOn, permittedWork.weeks) && endsOn >= startedOn;
  return { startsOn: startedOn, endsOn: fromLetter ? endsOn : lastDayOf(startedOn, permittedWork.weeks) };
}

/** An ending as its job has it: permitted work ends with the job at the latest. */
function withItsJob(ending: Ending, rules: InWorkRules): Ending {
  if (ending.job === null) return ending;
  const { startedOn, endedOn } = ending.job;
  const { startsOn, endsOn } = permittedDays(ending, startedOn, rules);
  return { ...ending, startsOn, endsOn: Math.min(endsOn, endedOn ?? endsOn) };
}

/**
 * The week to ask about in a call: the last whole one, Monday to Sunday, of the only job that is held; null where there is none, the
 * job began after it, or it is on file already.
 */
export function weekToAsk({ held }: InWork, today: DayNumber): { job: HeldJob; from: DayNumber } | null {
  const [job, another] = held;
  if (job === undefined || another !== undefined) return null;
  // Day 0 was a Thursday, so day 4 was a Monday.
  const from = today - ((((today - 4) % 7) + 7) % 7) - 7;
  return job.startedOn > from + 6 || job.weeks.some((week) => week.from === from) ? null : { job, from };
}

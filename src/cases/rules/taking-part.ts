/** What must hold when a part is paused, ended or taken up again. Pure. Days are 'YYYY-MM-DD'. */
import { showDay } from '../../kit/clock.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Choice, Errors, Question } from '../../kit/form.ts';
import { type Holidays, workingDaysBetween } from '../../kit/working-days.ts';
import type { ProgrammeDocument, Stop } from '../../programmes/rules.ts';
import { moves } from './status.ts';

/** Whether somebody must take part. */
export const obligations: readonly Choice[] = [
  { value: 'mandatory', text: 'Mandatory: they must take part' },
  { value: 'voluntary', text: 'Voluntary: they chose to' },
];

/** Kinds of events that say how somebody takes part. */
export const partKinds: readonly string[] = [
  ...new Set(Object.values(moves).map(({ event }) => event)),
  'obligation.changed',
  'exit plan.made',
  'exit plan.corrected',
  'handback.sent',
  'handback.received',
];

/** A pause: its first day, and the first day back (null while it lasts). */
export type Pause = { from: string; to: string | null };

/** Pauses as the database gives them. */
export const pausesFrom = (rows: readonly (readonly [string, string | null])[]): Pause[] =>
  rows.map(([from, to]) => ({ from, to }));

/** The pauses that stop the clock of support: all or none, as the programme says. */
export function stopsOf(document: Pick<ProgrammeDocument, 'pause'>, pauses: readonly Pause[]): Stop[] {
  if (pauses.length === 0 || document.pause?.stopsClock !== true) return [];
  return pauses.map(({ from, to }) => ({
    from: parseDay(from) as DayNumber,
    to: to === null ? null : (parseDay(to) as DayNumber),
  }));
}

/** Days between two days. */
const between = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
const later = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Days that were paused up to today, over all pauses. */
export function pausedDays(pauses: readonly Pause[], today: string): number {
  let days = 0;
  for (const { from, to } of pauses) days += Math.max(0, between(from, to ?? today));
  return days;
}

/** A pause begins after the attachment and the pause before, and is looked at again after it began, within a year. */
export function pauseProblems(
  given: { pausedOn: string; reviewOn: string },
  now: { attachedOn: string | null; pauses: readonly Pause[]; today: string },
): Errors {
  if (now.attachedOn !== null && given.pausedOn < now.attachedOn)
    return { paused_on: `The pause cannot begin before the attachment on ${showDay(now.attachedOn)}` };
  const last = now.pauses.at(-1);
  if (last?.to != null && given.pausedOn < last.to)
    return { paused_on: `The pause cannot begin before the one before it ended, on ${showDay(last.to)}` };
  if (given.reviewOn <= given.pausedOn || given.reviewOn < now.today)
    return { review_on: 'The review must be after the pause begins, and not in the past' };
  if (given.reviewOn > later(now.today, 366))
    return { review_on: 'The review must be within a year, so that nobody is forgotten' };
  return {};
}

/** Nobody goes on before they paused. */
export function resumeProblems(resumedOn: string, pausedOn: string | null): Errors {
  if (pausedOn !== null && resumedOn < pausedOn)
    return { resumed_on: `This cannot be before the pause began, on ${showDay(pausedOn)}` };
  return {};
}

/** An exit plan must exist where support has ended (or ends with this day) and there was no job since attachment. */
export function exitPlanNeeded(
  closedOn: string,
  support: { endsOn: string; phase: 'before work' | 'in work' } | null,
): boolean {
  return support !== null && support.phase === 'before work' && closedOn >= support.endsOn;
}

/** The first day on which somebody may come back: the programme's stand-down after the end; null without one. */
export function returnFrom(document: Pick<ProgrammeDocument, 'returns'>, closedOn: string | null): string | null {
  const days = document.returns?.standDownDays ?? 0;
  return days === 0 || closedOn === null ? null : later(closedOn, days);
}

/** Where there is room: the key worker has fewer attached clients than the guide's most. */
export const hasRoom = (attached: number, guide: { to: number } | null): boolean =>
  guide === null || attached < guide.to;

/** What became of somebody who asks to come back: at once to the key worker they had, or on the waiting list and why. */
export type Welcome = { at: 'once' } | { at: 'waiting list'; why: string };

/** Decides it: first come first served, to the same key worker where there is room, after the stand-down. */
export function welcome(facts: {
  askedOn: string;
  /** First day after the stand-down. */
  from: string | null;
  keyWorker: boolean;
  room: boolean;
  /** How many wait for this key worker already. */
  ahead: number;
}): Welcome {
  if (facts.from !== null && facts.askedOn < facts.from)
    return { at: 'waiting list', why: `The programme has people come back from ${showDay(facts.from)} on` };
  if (!facts.keyWorker) return { at: 'waiting list', why: 'There is no key worker to come back to' };
  if (facts.ahead > 0) return { at: 'waiting list', why: 'Others wait for the same key worker' };
  if (!facts.room) return { at: 'waiting list', why: 'The key worker has no room' };
  return { at: 'once' };
}

/** Bringing somebody back keeps the stand-down, and says why when others waited longer or the guide is exceeded. */
export function bringBackProblems(
  given: { returnedOn: string; why: string | null },
  now: { from: string | null; askedOn: string; position: number; room: boolean },
): Errors {
  if (now.from !== null && given.returnedOn < now.from)
    return { returned_on: `The programme has people come back from ${showDay(now.from)} on` };
  if (given.returnedOn < now.askedOn)
    return { returned_on: `This cannot be before they asked, on ${showDay(now.askedOn)}` };
  if (given.why === null && now.position > 1)
    return { why: 'Others have waited longer. Say why this person comes first' };
  if (given.why === null && !now.room) return { why: 'This key worker has no room. Say why they take one more' };
  return {};
}

/** Working days within which the receipt of a hand-back is awaited. */
export const receiptWithin = (document: Pick<ProgrammeDocument, 'handBack'> | null): number =>
  document?.handBack?.receiptWithin ?? 5;

/** The latest day that is more than so many working days ago. */
export function beforeWorkingDays(today: string, count: number, holidays: Holidays): string {
  let day = later(today, -count);
  while (workingDaysBetween(day, today, holidays) <= count) day = later(day, -1);
  return day;
}

/** The exit plan: what goes on when the programme ends. */
export const exitPlanQuestions = (today: string): Question[] => [
  {
    kind: 'day',
    name: 'made_on',
    label: 'When was this plan made?',
    required: 'Enter the day on which the plan was made',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The day must be today or in the past' },
  },
  {
    kind: 'choice',
    name: 'destination',
    label: 'Where do they go from here?',
    choices: [
      { value: 'Back to the Jobcentre', text: 'Back to the Jobcentre' },
      { value: 'Another programme', text: 'Another programme' },
      { value: 'Training or education', text: 'Training or education' },
      { value: 'Voluntary work', text: 'Voluntary work' },
      { value: 'Health treatment or recovery', text: 'Health treatment or recovery' },
      { value: 'Work', text: 'Work' },
      { value: 'Somewhere else', text: 'Somewhere else' },
    ],
    required: 'Choose where they go from here',
  },
  {
    kind: 'long text',
    name: 'goes_on',
    label: 'Which services go on?',
    hint: 'Who, what, and until when. If they go somewhere else, say where. If no service goes on, say so',
    most: 2000,
    rows: 4,
    required: 'Say which services go on, or that none does',
  },
  {
    kind: 'long text',
    name: 'if',
    label: 'What will they do if things get difficult?',
    hint: 'In their own words: the first sign, and whom they ring',
    most: 2000,
    rows: 4,
    required: 'Say what they will do if things get difficult',
  },
  {
    kind: 'long text',
    name: 'told',
    label: 'Who is told, with their agreement?',
    hint: 'For example the work coach or the GP. If nobody, say so',
    most: 1000,
    rows: 3,
    required: 'Say who is told, or that nobody is',
  },
];

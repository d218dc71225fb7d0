/** Which series of interviews somebody gets, when each is due, and where they stand in it. Pure. Days are 'YYYY-MM-DD'. */
import { holidaysBetween } from '../../kit/holidays.ts';
import { addWorkingDays, type Holidays } from '../../kit/working-days.ts';
import { districtStart, type InterviewSeries, type Interviews } from '../../programmes/rules.ts';

/** Why a case has the series it has, or none. */
export type SeriesFound =
  | { outcome: 'series'; series: InterviewSeries; exempt: boolean }
  | { outcome: 'elsewhere'; programme: string | null; words: string }
  | { outcome: 'none'; words: string };

const day = (text: string) => Temporal.PlainDate.from(text);
/** A day so many days later. */
export const plus = (from: string, days: number): string => day(from).add({ days }).toString();
/** Days from one day to another. */
export const between = (from: string, to: string): number => day(from).until(day(to)).days;

/** Whether a claim lies on the side of the district's first day that is asked for; both ends of the years before it count. */
function claimFits(claim: InterviewSeries['claim'], claimOn: string, startsOn: string): boolean {
  if (!claim.beforeStart) return claimOn >= startsOn;
  const earliest = day(startsOn).subtract({ years: claim.yearsBeforeStart }).toString();
  return claimOn >= earliest && claimOn < startsOn;
}

/**
 * The series of a claim that began on a day in a district: the first of the document whose condition is met; one of another
 * programme; or none, with the reason in words. Whoever is exempt has the series without having to come.
 */
export function seriesFor(
  section: Interviews,
  facts: { district: string | null; claimOn: string; exempt: boolean },
): SeriesFound {
  const startsOn = districtStart(section, facts.district);
  if (startsOn === null)
    return {
      outcome: 'none',
      words:
        facts.district === null
          ? 'The case has no district, so there is no first day to go by.'
          : `${facts.district} is not one of the districts, so there is no series.`,
    };
  const series = section.series.find(({ claim }) => claimFits(claim, facts.claimOn, startsOn));
  if (series !== undefined) return { outcome: 'series', series, exempt: facts.exempt };
  const elsewhere = section.elsewhere?.find(({ claim }) => claimFits(claim, facts.claimOn, startsOn));
  if (elsewhere !== undefined) return { outcome: 'elsewhere', programme: elsewhere.programme, words: elsewhere.text };
  return {
    outcome: 'none',
    words: 'The claim is older than any series asks for. The person may come of their own accord.',
  };
}

/** An interview of a series: when the series has it, and the working day that is proposed. */
export type Due = { number: number; dueOn: string; plannedOn: string; movedBecause: 'holiday' | 'weekend' | null };

/** The day itself if somebody works on it, else the next working day, and why it was moved. */
export function nextWorkingDay(on: string, holidays: Holidays): Pick<Due, 'plannedOn' | 'movedBecause'> {
  // Working days are counted from the day before: the day itself is the first that may do.
  const plannedOn = addWorkingDays(plus(on, -1), 1, holidays);
  if (plannedOn === on) return { plannedOn, movedBecause: null };
  return { plannedOn, movedBecause: day(on).dayOfWeek > 5 ? 'weekend' : 'holiday' };
}

/**
 * Every interview of a series. Each is due so many days after the first was due, wherever those before it were moved to.
 * `calendar` is the calendar of bank holidays of the district.
 */
export function schedule(
  series: Pick<InterviewSeries, 'first' | 'everyDays' | 'interviews'>,
  from: { claimOn: string; startedOn: string },
  calendar: string,
): Due[] {
  const first = plus(series.first.after === 'claim' ? from.claimOn : from.startedOn, series.first.days);
  const last = plus(first, series.everyDays * (series.interviews - 1));
  const holidays = holidaysBetween(calendar, first, plus(last, 31));
  return Array.from({ length: series.interviews }, (_, index) => {
    const dueOn = plus(first, series.everyDays * index);
    return { number: index + 1, dueOn, ...nextWorkingDay(dueOn, holidays) };
  });
}

/** The days proposed for interviews that are put off: none before the day of return, each so many days after the one before. */
export function putOff(
  open: readonly { number: number; plannedOn: string }[],
  returnsOn: string,
  everyDays: number,
  calendar: string,
): { number: number; plannedOn: string }[] {
  const [first] = open;
  if (first === undefined || first.plannedOn >= returnsOn) return [];
  const holidays = holidaysBetween(calendar, returnsOn, plus(returnsOn, everyDays * open.length + 31));
  return open.map(({ number }, index) => ({
    number,
    plannedOn: nextWorkingDay(plus(returnsOn, everyDays * index), holidays).plannedOn,
  }));
}

export const seriesStates = ['running', 'exempt', 'not_covered', 'screened_out', 'waived', 'complete'] as const;
/** Where a series stands. */
export type SeriesState = (typeof seriesStates)[number];

/** What each state is called, and whether the person still has to come. */
export const seriesState: Readonly<Record<SeriesState, { text: string; colour: string; goesOn: boolean }>> = {
  running: { text: 'Interviews go on', colour: 'govuk-tag--blue', goesOn: true },
  exempt: { text: 'Exempt', colour: 'govuk-tag--grey', goesOn: false },
  not_covered: { text: 'No series', colour: 'govuk-tag--grey', goesOn: false },
  screened_out: { text: 'Screened out', colour: 'govuk-tag--grey', goesOn: false },
  waived: { text: 'Waived', colour: 'govuk-tag--grey', goesOn: false },
  complete: { text: 'All held', colour: 'govuk-tag--green', goesOn: false },
};

/** An interview as it stands, with what the diary knows of its latest appointment. */
export type InterviewView = {
  id: string;
  number: number | null;
  mandatory: boolean;
  dueOn: string;
  plannedOn: string;
  movedBecause: string | null;
  heldOn: string | null;
  heldBy: string | null;
  lifted: 'screened_out' | 'waived' | 'exempt' | null;
  gapReason: string | null;
  gapWords: string | null;
  appointment: { id: string; state: string; on: string; at: string; staffId: string } | null;
  version: number;
};

/** Where one interview stands. */
export type InterviewState = 'held' | 'lifted' | 'booked' | 'missed' | 'to book';

/** Where one interview stands: it is derived, so that it cannot differ from the diary. */
export function stateOf(one: Pick<InterviewView, 'heldOn' | 'lifted' | 'appointment'>): InterviewState {
  if (one.heldOn !== null) return 'held';
  const state = one.appointment?.state;
  if (state === 'attended' || state === 'late') return 'held';
  if (one.lifted !== null) return 'lifted';
  if (state === 'booked') return 'booked';
  return state === 'did_not_attend' ? 'missed' : 'to book';
}

/** The day on which it was held, or null. */
export const heldDay = (one: Pick<InterviewView, 'heldOn' | 'lifted' | 'appointment'>): string | null =>
  stateOf(one) === 'held' ? (one.heldOn ?? one.appointment?.on ?? null) : null;

/** The interviews of the series that are still to be held, the next one first. */
export const openInterviews = <V extends InterviewView>(list: readonly V[]): V[] =>
  list
    .filter((one) => one.number !== null && !['held', 'lifted'].includes(stateOf(one)))
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0));

/** Days between two interviews as planned and as they were; null for the first, and while one of the two is not held. */
export function gapOf(list: readonly InterviewView[], number: number): { planned: number; actual: number } | null {
  const at = (n: number) => list.find((one) => one.number === n);
  const [before, one] = [at(number - 1), at(number)];
  if (before === undefined || one === undefined) return null;
  const [from, to] = [heldDay(before), heldDay(one)];
  return from === null || to === null ? null : { planned: between(before.dueOn, one.dueOn), actual: between(from, to) };
}

/** Why an interview that somebody must come to may not be booked; null when it may. */
export function mandatoryRefusal(
  series: { state: SeriesState; mandatory: boolean } | null,
  list: readonly InterviewView[],
): string | null {
  if (series === null) return 'There is no series of interviews yet. Start it first';
  const reasons: Record<Exclude<SeriesState, 'running'>, string> = {
    exempt: 'The person is exempt and need not come. Book a voluntary interview instead',
    not_covered: 'The claim has no series, so the person need not come. Book a voluntary interview instead',
    screened_out: 'The person was screened out and need not come. Book a voluntary interview instead',
    waived: 'The interviews were waived. Book a voluntary interview instead',
    complete: 'All interviews of the series were held. Book a voluntary interview instead',
  };
  if (series.state !== 'running') return reasons[series.state];
  if (openInterviews(list).length === 0) return reasons.complete;
  return null;
}

/** Whether all interviews of a series were held or lifted, one of them at least held. */
export const isComplete = (list: readonly InterviewView[]): boolean =>
  list.some((one) => one.number !== null && stateOf(one) === 'held') && openInterviews(list).length === 0;

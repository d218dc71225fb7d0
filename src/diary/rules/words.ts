/** The words of the diary: kinds, ways, needs and states of an appointment. The same as those of meetings where both have one. Pure. */

export const kinds = ['meeting', 'interview', 'call', 'group'] as const;
/** What sort of appointment it is; lengths and limits go by it. */
export type Kind = (typeof kinds)[number];
export const kindWords: Readonly<Record<Kind, string>> = {
  meeting: 'Meeting',
  interview: 'Interview',
  call: 'Call',
  group: 'Group session',
};

export const modes = ['in_person', 'phone', 'video', 'home', 'elsewhere'] as const;
/** How worker and person meet. `elsewhere` is at an accepted venue of somebody else; there is no free text for a place. */
export type Mode = (typeof modes)[number];
export const modeWords: Readonly<Record<Mode, string>> = {
  in_person: 'In person',
  phone: 'Phone',
  video: 'Video',
  home: 'At home',
  elsewhere: 'Elsewhere',
};

/**
 * Ways that can be chosen where an appointment is booked: an accepted venue elsewhere is among the sites. At home and in any
 * other place somebody is met by a visit alone, which is booked with its safety plan.
 */
export const waysToBook: readonly Mode[] = ['in_person', 'phone', 'video'];

/** Whether people are met away from the office: at home, or in a place that is no accepted venue. */
export const isAway = (mode: Mode, site: { outreach: boolean }): boolean =>
  mode === 'home' || (mode === 'elsewhere' && !site.outreach);

export const needs = ['private', 'step_free', 'quiet', 'interpreter'] as const;
/** What an appointment cannot do without. */
export type Need = (typeof needs)[number];
export const needWords: Readonly<Record<Need, string>> = {
  private: 'A private room',
  step_free: 'No stairs',
  quiet: 'A quiet room',
  interpreter: 'An interpreter',
};

export const states = [
  'booked',
  'attended',
  'late',
  'did_not_attend',
  'cancelled_by_us',
  'cancelled_by_them',
  'moved',
] as const;
/** What became of it: booked, or exactly one of the others, which are final. */
export type State = (typeof states)[number];
export const stateWords: Readonly<Record<State, string>> = {
  booked: 'Booked',
  attended: 'It happened',
  late: 'It happened, late',
  did_not_attend: 'They did not come or answer',
  cancelled_by_us: 'We cancelled',
  cancelled_by_them: 'They cancelled or gave notice',
  moved: 'Moved',
};

/** States that a record of attendance can give. */
export const outcomes = ['attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them'] as const;
export type Outcome = (typeof outcomes)[number];

/** Only one state is the person's not coming: what the service cancels or moves never is. */
export const isFailure = (state: State): boolean => state === 'did_not_attend';
/** Worker and person met. */
export const wasHeld = (state: State): boolean => state === 'attended' || state === 'late';
/** The time of the worker, the room and the person is taken: everything but what was cancelled or moved. */
export const takesTime = (state: State): boolean =>
  state !== 'cancelled_by_us' && state !== 'cancelled_by_them' && state !== 'moved';

/** Who asked for a change. */
export type AskedBy = 'us' | 'them';
export const askedWords: Readonly<Record<AskedBy, string>> = { us: 'We did', them: 'They did' };

/** What the appointment of a session is about: the session. */
export const aboutSession = (sessionId: string): string => `group:${sessionId}`;
/** The session that an appointment is about, or null. */
export const sessionOf = (about: string | null): string | null =>
  about?.startsWith('group:') ? about.slice('group:'.length) : null;

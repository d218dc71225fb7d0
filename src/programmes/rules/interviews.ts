import { type Static, Type } from 'typebox';
import { closed, code, key } from './leaves.ts';

/**
 * What a programme document says of a series of interviews: who gets which, how many, when, what is asked before somebody is
 * left out of it, what follows a failure to attend, why one is waived or put off, and what differs by district. Pure.
 */

const text = () => Type.String({ pattern: '\\S', maxLength: 2000, description: 'a text' });
const date = () => Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' });
const whole = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });
const yesNo = () => Type.Boolean({ description: 'true or false' });
const Choice = closed({ code: code(), label: text(), hint: Type.Optional(text()) });
const choices = () => Type.Array(Choice, { minItems: 1 });

/** On which side of the district's first day the claim began. Both ends of `yearsBeforeStart` count. */
const Claim = closed({
  yearsBeforeStart: whole(0, 50),
  beforeStart: Type.Boolean({
    description: "true where the claim began before the district's first day, false where on it or after",
  }),
});

const Series = closed({
  code: code(),
  label: text(),
  about: text(),
  claim: Claim,
  interviews: whole(1, 24),
  /** When the first is due: so many days after the day of the claim, or after the day on which the series is started. */
  first: closed({ after: Type.Enum(['claim', 'series'], { description: "'claim' or 'series'" }), days: whole(0, 365) }),
  everyDays: whole(1, 365),
  mandatory: yesNo(),
  screening: yesNo(),
});

/** A claim whose series is another programme's, or which has none: what is said of it. */
const Elsewhere = closed({
  claim: Claim,
  programme: Type.Union([key(), Type.Null()], { description: 'a key, or null' }),
  text: text(),
});

const Exemption = closed({ code: code(), label: text(), text: text() });

const Cause = closed({
  code: code(),
  label: text(),
  /** A good cause leads to a new appointment and to nothing else. */
  good: yesNo(),
});

const Protected = closed({ code: code(), label: text(), first: text() });

const WaiverReason = closed({
  code: code(),
  label: text(),
  hint: Type.Optional(text()),
  /** The interview after which it is usual; before it the worker is told so. */
  usualFrom: Type.Optional(whole(1, 24)),
  /** Asks whether an interpreter was there, the purpose was understood, classes were offered; a 'no' needs a manager. */
  language: Type.Optional(Type.Literal(true, { description: 'true, or leave it out' })),
});

const Guidance = closed({
  about: Type.Enum(['waiver', 'deferral'], { description: "'waiver' or 'deferral'" }),
  version: whole(1, 999),
  from: date(),
  text: text(),
});

const ScreeningQuestion = closed({
  key: code(),
  text: text(),
  hint: Type.Optional(text()),
  choices: Type.Array(closed({ code: code(), label: text() }), { minItems: 2 }),
});

const Screening = closed({
  version: whole(1, 999),
  from: date(),
  about: text(),
  /** Health conditions to choose from; any number, and others in words. */
  conditions: choices(),
  questions: Type.Array(ScreeningQuestion, { minItems: 1, maxItems: 12 }),
  /** Somebody is OUT when every one of these is met; each names answers that meet it. */
  out: Type.Array(closed({ question: code(), in: Type.Array(code(), { minItems: 1 }), met: text(), notMet: text() }), {
    minItems: 1,
  }),
});

const After = closed({
  code: code(),
  label: text(),
  hint: Type.Optional(text()),
  /** Takes one of the voluntary places of the key worker; without a free one the person waits for it. */
  takesPlace: Type.Optional(Type.Literal(true, { description: 'true, or leave it out' })),
  /** Days until the first call. */
  callAfterDays: Type.Optional(whole(1, 365)),
});

/** How the value of a setting is written: exactly one of the four. */
export type SettingKind = {
  label: string;
  number?: readonly [number, number];
  oneOf?: Readonly<Record<string, string>>;
  yesNo?: true;
  text?: true;
};

/** What may differ by district: its name in the document, what it is, and what its values are. */
export const settingKinds = {
  attempts_before_first: { label: 'Telephone attempts before the first interview', number: [0, 20] },
  screening_when: {
    label: 'When screening is done',
    oneOf: {
      before: 'Before the first interview',
      in_interview: 'In the first interview',
      after: 'After it, with the result by telephone',
      paper: 'On paper in it, entered later',
      not_used: 'Not used',
    },
  },
  report_before_second: { label: 'Capability reports come before the second interview', yesNo: true },
  follow_up_by: {
    label: 'Who follows up a failure to attend',
    oneOf: {
      adviser: 'The adviser',
      assistant: 'An administrative assistant',
      visiting_officer: 'A home visiting officer',
      job_broker: 'A job broker',
    },
  },
  failure_attempts: { label: 'Attempts to reach somebody who did not come', number: [0, 20] },
  response_days: { label: 'Days for an answer to the letter', number: [1, 60] },
  response_unit: { label: 'Which days count', oneOf: { calendar: 'Calendar days', working: 'Working days' } },
  payments_held: { label: 'Payments held back until somebody comes', oneOf: { never: 'Never' } },
  sanction_emphasis: {
    label: 'Emphasis on sanctions',
    oneOf: { usual: 'As usual', last_resort: 'The last resort', more: 'Directed to use more' },
  },
  job_broker_advice: {
    label: 'Advice about job brokers',
    oneOf: { neutral: 'Neutral only', which_fits: 'Help to see which fits' },
  },
  condition_management_excludes: { label: 'Condition Management does not take', text: true },
  condition_management_place: { label: 'Where Condition Management is', text: true },
  life_at_risk_route: { label: 'When somebody may end their life', text: true },
  credit_administered_by: {
    label: 'Who administers Return to Work Credit',
    oneOf: { team: 'An administrative team', adviser: 'The adviser' },
  },
  fund_shared: { label: 'Discretion fund shared with providers', yesNo: true },
  outreach_places: { label: 'Outreach places', text: true },
  private_rooms: {
    label: 'Private rooms',
    oneOf: { bookable: 'Can be booked in advance', some: 'Where one is free', none: 'None' },
  },
  existing_customers: {
    label: 'Existing customers are seen by',
    oneOf: { dedicated: 'Advisers of their own', shared: 'All advisers' },
  },
  targets: {
    label: 'Targets',
    oneOf: { personal_and_office: 'Personal and of the office', office: 'Of the office only' },
  },
  case_conferences: { label: 'Case conferences', text: true },
  disability_adviser: { label: 'Disability Employment Adviser', text: true },
  bank_holidays: {
    label: 'Bank holidays',
    oneOf: {
      'england-and-wales': 'England and Wales',
      scotland: 'Scotland',
      'northern-ireland': 'Northern Ireland',
      'new-zealand': 'New Zealand',
    },
  },
} as const satisfies Record<string, SettingKind>;
/** The name of one setting. */
export type SettingKey = keyof typeof settingKinds;
const settingKeys = Object.keys(settingKinds) as SettingKey[];

const Setting = closed({
  key: Type.Enum(settingKeys, { description: `one of ${settingKeys.join(', ')}` }),
  /** The district (an area of the document); without it, every district that has none of its own. */
  district: Type.Optional(text()),
  from: date(),
  value: Type.Union([text(), Type.Number(), Type.Boolean()], { description: 'a text, a number, or true or false' }),
});

/** The section `interviews` of a programme document. */
export const InterviewsSchema = closed({
  words: closed({ interview: closed({ singular: text(), plural: text() }) }),
  minutes: whole(5, 480),
  districts: Type.Array(closed({ area: text(), startsOn: date() }), { minItems: 1 }),
  series: Type.Array(Series, { minItems: 1 }),
  elsewhere: Type.Optional(Type.Array(Elsewhere)),
  exemptions: Type.Array(Exemption),
  /** Why an interview is not on the day on which it was due. */
  intervalReasons: choices(),
  failure: closed({
    lastDayCounts: yesNo(),
    causes: Type.Array(Cause, { minItems: 1 }),
    channels: choices(),
    protectedPeople: Type.Array(Protected),
    visitOutcomes: choices(),
    /** What a worker may propose to whoever decides. */
    proposals: choices(),
  }),
  waiver: closed({ reasons: Type.Array(WaiverReason, { minItems: 1 }), secondOpinion: yesNo() }),
  deferral: closed({ reasons: choices(), secondOpinion: yesNo(), taskDaysBefore: whole(0, 60) }),
  /** The longest time to the next look at a waiver or a deferral. */
  reviewWithinMonths: whole(1, 60),
  guidance: Type.Array(Guidance, { minItems: 1 }),
  screening: Type.Optional(Type.Array(Screening, { minItems: 1 })),
  /** What follows the last interview; one is chosen. */
  afterLast: Type.Array(After, { minItems: 1 }),
  /** Voluntary places of each key worker. */
  voluntaryPlaces: whole(0, 200),
  /** While somebody waits for a place: days until a call. */
  waitingCallDays: whole(1, 365),
  settings: Type.Array(Setting),
});

/** The section, once checked. */
export type Interviews = Static<typeof InterviewsSchema>;
export type InterviewSeries = Interviews['series'][number];
export type ScreeningVersion = NonNullable<Interviews['screening']>[number];

/** Of versions with a first day, the one that holds on a day; undefined before the first. */
const latest = <V extends { from: string }>(list: readonly V[], day: string): V | undefined =>
  list.reduce<V | undefined>(
    (best, one) => (one.from <= day && (best === undefined || one.from >= best.from) ? one : best),
    undefined,
  );

/** A setting of a district on a day ('YYYY-MM-DD'): its own if it has one by then, else that of every district; undefined without either. */
export function settingOn(
  section: Pick<Interviews, 'settings'>,
  district: string | null,
  name: SettingKey,
  day: string,
): string | number | boolean | undefined {
  const all = section.settings.filter((one) => one.key === name);
  const own =
    district === null
      ? undefined
      : latest(
          all.filter((one) => same(one.district, district)),
          day,
        );
  return (
    own ??
    latest(
      all.filter((one) => one.district === undefined),
      day,
    )
  )?.value;
}

const same = (a: string | undefined, b: string): boolean => a !== undefined && a.toLowerCase() === b.toLowerCase();

/** The first day of a district, or null where the programme does not run there. */
export const districtStart = (section: Pick<Interviews, 'districts'>, district: string | null): string | null =>
  district === null ? null : (section.districts.find((one) => same(one.area, district))?.startsOn ?? null);

/** The guidance in force on a day; null before the first. */
export const guidanceOn = (section: Pick<Interviews, 'guidance'>, about: 'waiver' | 'deferral', day: string) =>
  latest(
    section.guidance.filter((one) => one.about === about),
    day,
  ) ?? null;

/** The screening document in force on a day; null where the programme has none by then. */
export const screeningOn = (section: Pick<Interviews, 'screening'>, day: string): ScreeningVersion | null =>
  latest(section.screening ?? [], day) ?? null;

/** What a setting's value is called. */
export function settingText(name: SettingKey, value: string | number | boolean): string {
  const kind: SettingKind = settingKinds[name];
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return kind.oneOf?.[String(value)] ?? String(value);
}

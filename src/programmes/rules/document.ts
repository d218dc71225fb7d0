import { type Static, type TSchema, Type } from 'typebox';
import { countryCodes } from '../../kit/country.ts';
import { LimitSchema, LoadSchema, SupervisionSchema, TimeSchema, TodaySchema, VisitSchema } from './day-to-day.ts';
import { DiarySchema } from './diary.ts';
import { DutySchema } from './duties.ts';
import { InWorkSchema } from './in-work.ts';
import { InterviewsSchema } from './interviews.ts';
import { type CodeLabel, closed, code, key } from './leaves.ts';
import { MessagesSchema } from './messages.ts';
import { ServicesSchema } from './services.ts';
import { WorkSchema } from './work.ts';

/**
 * The programme document: everything about a programme that is data and not code.
 * It is versioned: a version holds from its `validFrom` until the next one's. Every leaf of the schema carries the
 * words that a message uses when a value does not fit (`description`).
 */

const text = () => Type.String({ pattern: '\\S', maxLength: 2000, description: 'a text' });
const date = () => Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' });
const whole = (minimum: number) => Type.Integer({ minimum, description: `a whole number of ${minimum} or more` });
const percent = () => Type.Number({ minimum: 0, maximum: 100, description: 'a number from 0 to 100' });
const orNull = <T extends TSchema & { description?: string }>(schema: T) =>
  Type.Union([schema, Type.Null()], { description: `${schema.description}, or null where it is not settled` });

const Choice = closed({ code: code(), label: text(), note: Type.Optional(text()) });
const choices = () => Type.Array(Choice, { minItems: 1 });
const Words = closed({ singular: text(), plural: text() });

/** Facts about a referral that a condition may ask for. */
export const FACTS = [
  'benefit',
  'age',
  'ageAtFirstBenefit',
  'yearsOnBenefit',
  'cohort',
  'area',
  'source',
  'referredOn',
  'workProgrammeCompleted',
  'inWork',
  'monthsOutOfWork',
  'registeredElsewhere',
] as const;
/** The name of one fact. */
export type FactName = (typeof FACTS)[number];

const leafFields = {
  fact: Type.Optional(Type.Enum([...FACTS], { description: `one of ${FACTS.join(', ')}` })),
  in: Type.Optional(Type.Array(text(), { minItems: 1 })),
  listed: Type.Optional(Type.Literal(true, { description: "true (or leave it out): in the document's own list" })),
  from: Type.Optional(Type.Union([Type.Number(), date()], { description: 'a number or a date' })),
  to: Type.Optional(Type.Union([Type.Number(), date()], { description: 'a number or a date' })),
  is: Type.Optional(Type.Boolean({ description: 'true or false' })),
};
const Leaf = closed(leafFields);
const Group = closed({
  ...leafFields,
  all: Type.Optional(Type.Array(Leaf, { minItems: 1 })),
  any: Type.Optional(Type.Array(Leaf, { minItems: 1 })),
});
// Three levels are enough for any rule that a person can still read, and keep the schema free of recursion.
const Condition = closed({
  ...leafFields,
  all: Type.Optional(Type.Array(Group, { minItems: 1 })),
  any: Type.Optional(Type.Array(Group, { minItems: 1 })),
});

const Rule = closed({
  id: code(),
  strength: Type.Enum(['required', 'focus'], {
    description: "'required' (decides) or 'focus' (shown, never refuses)",
  }),
  met: text(),
  notMet: text(),
  notKnown: text(),
  condition: Condition,
  note: Type.Optional(text()),
});

/** Who belongs together at selection. The first whose condition is met is the cohort, and it stays so. */
const EntryCohort = closed({ code: code(), label: text(), about: text(), condition: Condition });

const Area = closed({
  name: text(),
  provider: orNull(text()),
  position: whole(1),
  jobStartShareContracted: orNull(percent()),
});

const LastWorked = closed({
  code: code(),
  label: text(),
  atLeastYears: orNull(whole(0)),
  never: Type.Optional(Type.Boolean({ description: 'true or false' })),
});

const ExitReason = closed({
  code: code(),
  label: text(),
  addition: Type.Boolean({ description: 'true if the source of the programme does not name this reason, else false' }),
});

const Strand = closed({
  code: code(),
  label: text(),
  kind: Type.Enum(['main', 'beside'], { description: "'main' or 'beside'" }),
  about: text(),
});

/** Schema of a programme document. */
export const ProgrammeSchema = closed({
  key: key(),
  name: text(),
  validFrom: date(),
  firstDay: date(),
  summary: text(),
  source: text(),
  words: closed({
    client: Words,
    keyWorker: Words,
    site: Words,
    area: Words,
    provider: Words,
    localLead: Words,
    programmeOffice: Words,
    integrationBoard: Words,
    presentingIssue: Words,
    /** Somebody who helps beside the key worker, outside the office; without it the programme has none. */
    navigator: Type.Optional(Words),
  }),
  providers: Type.Array(closed({ key: key(), name: text() })),
  areas: Type.Array(Area),
  eligibility: Type.Array(Rule),
  /** Cohorts that are fixed at selection; see `entryCohortOf`. Not the quarterly cohorts of attachment (`cohorts`). */
  entryCohorts: Type.Optional(Type.Array(EntryCohort, { minItems: 1 })),
  attachment: closed({
    conditions: Type.Array(closed({ key: code(), label: text(), evidence: text() }), { minItems: 1 }),
  }),
  instruments: Type.Array(
    closed({
      key: key(),
      version: whole(1),
      stages: Type.Array(closed({ code: code(), label: text() }), { minItems: 1 }),
    }),
  ),
  support: closed({
    monthsBeforeWork: whole(1),
    monthsInWork: whole(0),
    inWorkFrom: Type.Enum(['first_job'], { description: "'first_job'" }),
  }),
  /** Contact, warnings, payments and permitted work while somebody is in work; see `inWorkRulesOf`. */
  inWork: Type.Optional(InWorkSchema),
  /** The guide, and limits that nobody goes above without a manager's reason, each from a day on; see `limitOn`. */
  caseload: closed({ from: whole(1), to: whole(1), limits: Type.Optional(Type.Array(LimitSchema)) }),
  /** The key worker's day: see `todayRulesOf`, `loadRulesOf`, `timeRulesOf` and `supervisionRulesOf`. */
  today: Type.Optional(TodaySchema),
  load: Type.Optional(LoadSchema),
  time: Type.Optional(TimeSchema),
  supervision: Type.Optional(SupervisionSchema),
  /** Visits away from the office and who is told when one has not ended; see `visitRulesOf`. */
  visits: Type.Optional(VisitSchema),
  /** Appointments: how many a day, how long, what is kept free; see `diaryRulesOf`. */
  diary: Type.Optional(DiarySchema),
  /** Messages to people: quiet hours, caps, words that they may not hold; see `messageRulesOf`. */
  messages: Type.Optional(MessagesSchema),
  /** Referring to services: clocks, working roles, districts; see `serviceRulesOf`. */
  services: Type.Optional(ServicesSchema),
  /** What kinds of work and reasons are called; see `workWordsOf`. */
  work: Type.Optional(WorkSchema),
  /** Whether paused days lengthen the months of support; without it they do not. */
  pause: Type.Optional(closed({ stopsClock: Type.Boolean({ description: 'true or false' }) })),
  /** Days after the end of a case before the person may come back. */
  returns: Type.Optional(closed({ standDownDays: whole(0) })),
  /** When the plan suggests a smaller or a bigger step, and whether a manager approves plans; see `planRulesOf` of the plan. */
  plan: Type.Optional(
    closed({
      smallerAfterMissed: Type.Optional(whole(1)),
      biggerAfterEasy: Type.Optional(whole(1)),
      approval: Type.Optional(Type.Enum(['none', 'manager'], { description: "'none' or 'manager'" })),
    }),
  ),
  /** Days for which a key worker who gave a case away may still read it; none without it. */
  caseGivenAway: Type.Optional(closed({ readDays: whole(0) })),
  /** Working days within which the receipt of a hand-back is awaited (5 without it). */
  handBack: Type.Optional(closed({ receiptWithin: whole(1) })),
  targets: closed({
    referrals: orNull(whole(0)),
    attachmentPercent: orNull(percent()),
    jobStartPercent: orNull(percent()),
    sustainedPercent: orNull(percent()),
    base: Type.Enum(['referred', 'attached'], { description: "'referred' or 'attached'" }),
  }),
  cohorts: closed({
    unit: Type.Enum(['quarter'], { description: "'quarter'" }),
    firstEndsOn: date(),
    settledAttachedTo: orNull(date()),
  }),
  sustainedWork: closed({
    weeks: whole(1),
    window: whole(1),
    unit: Type.Enum(['days'], { description: "'days': n weeks are 7n days in work within the days of the window" }),
    baseAttachedTo: orNull(date()),
  }),
  pipeline: closed({ weeks: whole(1), window: whole(1) }),
  reporting: closed({ asOf: orNull(date()) }),
  /** What is owed to whom, why and when; see `nextDue`. */
  duties: Type.Optional(Type.Array(DutySchema)),
  /** A series of interviews that people are asked to come to; see `interviews.ts`. Without it the programme has none. */
  interviews: Type.Optional(InterviewsSchema),
  /** How numbers, money and postcodes are written; without it as in the United Kingdom. See `countryOf` of the kit. */
  country: Type.Optional(Type.Enum([...countryCodes], { description: `one of ${countryCodes.join(', ')}` })),
  referralSources: choices(),
  benefits: choices(),
  sexes: choices(),
  ethnicities: choices(),
  preferredContacts: choices(),
  lastWorkedBands: Type.Array(LastWorked, { minItems: 1 }),
  housingTenures: choices(),
  maritalStatuses: choices(),
  activityKinds: choices(),
  milestones: choices(),
  exitReasons: Type.Array(ExitReason, { minItems: 1 }),
  strands: Type.Array(Strand),
  /** Whether people may refer themselves, without an account; without it they may. */
  selfReferral: Type.Optional(Type.Boolean({ description: 'true or false' })),
  /** Why a referral to the programme is declined; `declineReasonsOf` says what holds without it. */
  declineReasons: Type.Optional(choices()),
  /** Limits in working days from a referral to the first answer and to the first meeting; see `referralClockOf`. */
  referralClock: Type.Optional(closed({ acknowledgeWithin: whole(1), firstMeetingWithin: whole(1) })),
  /** Days besides weekends on which the clock stands still; without it the bank holidays of England and Wales. */
  holidays: Type.Optional(Type.Array(date())),
  testIdentifiers: closed({ nationalInsurancePrefixes: Type.Array(text()) }),
  /** What was chosen where the sources are silent. Where two of them conflict, `otherwise` is the reading that was not taken. */
  notes: Type.Array(
    closed({ about: text(), text: text(), otherwise: Type.Optional(text()), source: Type.Optional(text()) }),
  ),
});

/** A programme document that has passed `checkProgramme`. */
export type ProgrammeDocument = Static<typeof ProgrammeSchema>;
/** One rule of eligibility. */
export type EligibilityRule = ProgrammeDocument['eligibility'][number];
/** A condition over the facts of a referral: one fact and its test, or `all`/`any` of further conditions. */
export type Condition = {
  fact?: FactName;
  in?: string[];
  listed?: true;
  from?: number | string;
  to?: number | string;
  is?: boolean;
  all?: Condition[];
  any?: Condition[];
};
export type { CodeLabel } from './leaves.ts';

/** The programme's key from its name: 'Working Well pilot' gives 'working-well-pilot'. Empty if nothing is left. */
export function programmeKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * The entry of a list that a file's text stands for: by label or by code, without regard to case and spaces around.
 * `undefined` if there is none; the text is then kept as it came and never guessed at.
 */
export function findChoice<T extends CodeLabel>(list: readonly T[], given: string): T | undefined {
  const wanted = given.trim().toLowerCase();
  return list.find((item) => item.label.toLowerCase() === wanted || item.code === wanted);
}

/** The words shown for a stored code; the code itself where the document does not know it. */
export function labelOf(list: readonly CodeLabel[], stored: string): string {
  return list.find((item) => item.code === stored)?.label ?? stored;
}

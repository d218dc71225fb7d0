import { type Static, Type } from 'typebox';
import { type DataField, fieldNames } from './data-fields.ts';
import { type Duty, dataOwed } from './duties.ts';
import { closed, code, key } from './leaves.ts';

export { type DataField, dataFields } from './data-fields.ts';

/**
 * What a programme document says of a key worker's day: the reasons of Today, how a load is weighted, time on the programme,
 * supervision. Every section may be left out; what then holds is said here, next to its schema. Pure.
 */

const days = (minimum: number) =>
  Type.Integer({ minimum, maximum: 3650, description: `a number of days, ${minimum} or more` });
const text = () => Type.String({ pattern: '\\S', maxLength: 200, description: 'a text' });
const points = () => Type.Number({ minimum: 0, maximum: 10, description: 'a number from 0 to 10' });

/** Reasons on Today, in the order in which they stand among equally urgent ones, and their days. */
export const TodaySchema = closed({
  /** The reasons that are shown. Later rooms bring their own keys; one that nobody brings is passed over. */
  reasons: Type.Optional(Type.Array(code(), { minItems: 1 })),
  /** Days without contact at which it is first said, said more urgently, and most urgently. */
  noContactDays: Type.Optional(
    Type.Array(days(1), {
      minItems: 1,
      maxItems: 3,
      description: 'one to three numbers of days, each more than the last',
    }),
  ),
  /** Days before its day on which a step is due for the worker. */
  stepDaysBefore: Type.Optional(days(0)),
  /** Days from one whole assessment with an instrument to the next; without them only the first is due. */
  reassess: Type.Optional(Type.Array(closed({ instrument: key(), everyDays: Type.Optional(days(1)) }))),
  /** Days from attachment to the first whole assessment. */
  firstAssessmentDays: Type.Optional(days(1)),
  /** Days before support ends at which it is said, and said more urgently. */
  supportEndsDays: Type.Optional(
    Type.Array(days(1), {
      minItems: 1,
      maxItems: 2,
      description: 'one or two numbers of days, each less than the last',
    }),
  ),
  /** Weeks after the first day of a job at which evidence of it is asked for again. */
  evidenceWeeks: Type.Optional(
    Type.Array(days(1), { minItems: 1, maxItems: 20, description: 'numbers of weeks, each more than the last' }),
  ),
  /** What must be on file, and the report that needs it. */
  data: Type.Optional(
    Type.Array(
      closed({ field: Type.Enum(fieldNames, { description: `one of ${fieldNames.join(', ')}` }), report: text() }),
    ),
  ),
});

/** How a load is weighted. Points are added up for each open case; the rule in words is `loadWords` of care. */
export const LoadSchema = closed({
  attached: points(),
  inWork: points(),
  notYetAttached: points(),
  paused: points(),
  /** Added in the first days after attachment. */
  first: closed({ days: days(1), add: points() }),
  /** Added for severe issues: the highest band that is reached. */
  severe: Type.Array(
    closed({ from: Type.Integer({ minimum: 1, description: 'a whole number of 1 or more' }), add: points() }),
  ),
});

const minutes = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, description: `a number of minutes from ${minimum} to ${maximum}` });

/** Visits away from the office; every part may be left out (see `visitRulesOf` of visits). */
export const VisitSchema = closed({
  /** After the expected end, until the first is told; after the beginning, until the worker is reminded. */
  graceMinutes: Type.Optional(minutes(0, 120)),
  /** Until it is told again, while nobody answers. */
  againMinutes: Type.Optional(minutes(1, 120)),
  longestMinutes: Type.Optional(minutes(15, 720)),
  /** Whose plan a manager approves: where a risk is known, always, or never. */
  approval: Type.Optional(Type.Enum(['flagged', 'always', 'never'], { description: "'flagged', 'always' or 'never'" })),
});

/** Time on the programme and on other things. */
export const TimeSchema = closed({
  weekHours: Type.Number({ minimum: 1, maximum: 60, description: 'hours from 1 to 60' }),
  /** At or under this share of logged hours the manager is told. */
  alertAtPercent: Type.Number({ minimum: 0, maximum: 100, description: 'a number from 0 to 100' }),
  kinds: Type.Array(
    closed({
      code: code(),
      label: text(),
      onProgramme: Type.Boolean({ description: 'true or false' }),
    }),
    { minItems: 1 },
  ),
});

/** How often each kind of supervision is due; a kind that is left out is not asked for. */
export const SupervisionSchema = closed({
  lineEveryDays: Type.Optional(days(1)),
  professionalEveryDays: Type.Optional(days(1)),
});

/** A limit of people for each key worker, from a day on: those attached, and those referred who are still to be attached. */
export const LimitSchema = closed({
  from: Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' }),
  most: Type.Integer({ minimum: 1, description: 'a whole number of 1 or more' }),
});

/** The part of a programme document that these rules read. */
export type DayToDay = {
  instruments: readonly { key: string }[];
  caseload: { from: number; to: number; limits?: readonly Static<typeof LimitSchema>[] };
  today?: Static<typeof TodaySchema>;
  duties?: readonly Duty[];
  load?: Static<typeof LoadSchema>;
  time?: Static<typeof TimeSchema>;
  supervision?: Static<typeof SupervisionSchema>;
};

export type TodayRules = {
  reasons: readonly string[];
  noContactDays: readonly number[];
  stepDaysBefore: number;
  reassess: readonly { instrument: string; everyDays?: number }[];
  firstAssessmentDays: number;
  supportEndsDays: readonly number[];
  /** Weeks after the first day of a job at which evidence of it is asked for again. */
  evidenceWeeks: readonly number[];
  data: readonly { field: DataField; report: string }[];
};
export type LoadRules = Static<typeof LoadSchema>;
export type TimeRules = Static<typeof TimeSchema>;
export type SupervisionKind = 'line' | 'professional';

/** The usual reasons, those first that hurt somebody soonest. */
export const usualReasons = [
  'promise_broken',
  'case_alarm',
  'visit_plan',
  'reply_waits',
  'case_resume',
  'first_meeting',
  'no_contact',
  'support_ends',
  'service_late',
  'service_step',
  'in_work_contact',
  'hours_fell',
  'permitted_ends',
  'payment_ends',
  'evidence_missing',
  'step_due',
  'service_contact',
  'appointment_outcome',
  'appointment_still_with',
  'pause_review',
  'parked_review',
  'risk_review',
  'consent_ends',
  'reassessment',
  'data_missing',
] as const;

/**
 * What Today goes by. Where the document says nothing: contact after 14, 28 and 60 days; a step on its day; a new assessment
 * with each of the programme's instruments after 182 days (half a year), the first within 28 of
 * attachment; the end of support from 90 days before, urgently
 * from 30; evidence of a job after 13, 26, 39 and 45 weeks; date of birth, sex and ethnicity for the report of who took part. With a day ('YYYY-MM-DD') what the duties of that
 * day ask of each record comes to the data, where the document does not ask for it already.
 */
export function todayRulesOf(document: DayToDay, day?: string): TodayRules {
  const today = document.today ?? {};
  const data =
    today.data ?? (['date_of_birth', 'sex', 'ethnicity'] as const).map((field) => ({ field, report: 'Who took part' }));
  const owed = day === undefined ? [] : dataOwed(document.duties, day);
  const asked = new Set<DataField>();
  return {
    reasons: today.reasons ?? usualReasons,
    noContactDays: today.noContactDays ?? [14, 28, 60],
    stepDaysBefore: today.stepDaysBefore ?? 0,
    reassess: today.reassess ?? document.instruments.map(({ key: instrument }) => ({ instrument, everyDays: 182 })),
    firstAssessmentDays: today.firstAssessmentDays ?? 28,
    supportEndsDays: today.supportEndsDays ?? [90, 30],
    evidenceWeeks: today.evidenceWeeks ?? [13, 26, 39, 45],
    data: [...data, ...owed].filter(({ field }) => !asked.has(field) && asked.add(field)),
  };
}

const usualLoad: LoadRules = {
  attached: 1,
  inWork: 0.5,
  notYetAttached: 0.5,
  paused: 0,
  first: { days: 30, add: 0.5 },
  severe: [
    { from: 3, add: 0.25 },
    { from: 7, add: 0.5 },
  ],
};

/**
 * How a load is weighted. Where the document says nothing: 1 for each attached person, half in work and before attachment,
 * nothing while paused; half more in the first 30 days; a quarter more from 3 severe issues and half more from 7 (the bands of
 * Working Well's report).
 */
export const loadRulesOf = (document: DayToDay): LoadRules => document.load ?? usualLoad;

/** The most people (attached, or still to be) that a key worker may have on a day ('YYYY-MM-DD'); null where there is no limit then. */
export function limitOn(document: DayToDay, day: string): number | null {
  let found: Static<typeof LimitSchema> | undefined;
  for (const limit of document.caseload.limits ?? [])
    if (limit.from <= day && (found === undefined || limit.from >= found.from)) found = limit;
  return found?.most ?? null;
}

const usualTime: TimeRules = {
  weekHours: 40,
  alertAtPercent: 75,
  kinds: [
    { code: 'people', label: 'With people of the programme, or for them', onProgramme: true },
    { code: 'records', label: 'Records and reports of the programme', onProgramme: true },
    { code: 'services', label: 'Services and employers for the programme', onProgramme: true },
    { code: 'learning', label: 'Supervision, training and team meetings', onProgramme: true },
    { code: 'other_clients', label: 'People of other programmes', onProgramme: false },
    { code: 'office', label: 'Desk, telephone or liaison for the office', onProgramme: false },
    { code: 'other', label: 'Other work', onProgramme: false },
  ],
};

/** Where the document says nothing: a week of 40 hours, told at 75% and under, and seven kinds. */
export const timeRulesOf = (document: DayToDay): TimeRules => document.time ?? usualTime;

/** Days between two supervisions of each kind that the programme asks for; without the section, by the manager every 28. */
export function supervisionRulesOf(document: DayToDay): { kind: SupervisionKind; everyDays: number }[] {
  const { lineEveryDays, professionalEveryDays } = document.supervision ?? { lineEveryDays: 28 };
  return [
    ...(lineEveryDays === undefined ? [] : [{ kind: 'line' as const, everyDays: lineEveryDays }]),
    ...(professionalEveryDays === undefined
      ? []
      : [{ kind: 'professional' as const, everyDays: professionalEveryDays }]),
  ];
}

/** What is wrong with these sections besides each value by itself: path and message. */
export function dayToDayProblems(document: DayToDay): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const { today, load, time, caseload } = document;
  const rising = (list: readonly number[]) => list.every((value, at) => at === 0 || value > (list[at - 1] as number));
  if (today?.noContactDays && !rising(today.noContactDays))
    problems.push({ path: 'today.noContactDays', message: 'each number must be more than the one before' });
  if (today?.evidenceWeeks && !rising(today.evidenceWeeks))
    problems.push({ path: 'today.evidenceWeeks', message: 'each number must be more than the one before' });
  if (today?.supportEndsDays && !rising([...today.supportEndsDays].reverse()))
    problems.push({ path: 'today.supportEndsDays', message: 'each number must be less than the one before' });
  const twice = (path: string, values: readonly string[]) => {
    const again = values.find((value, at) => values.indexOf(value) !== at);
    if (again !== undefined) problems.push({ path, message: `names "${again}" more than once` });
  };
  twice('today.reasons', today?.reasons ?? []);
  twice(
    'today.reassess',
    (today?.reassess ?? []).map(({ instrument }) => instrument),
  );
  twice(
    'today.data',
    (today?.data ?? []).map(({ field }) => field),
  );
  twice(
    'time.kinds',
    (time?.kinds ?? []).map((kind) => kind.code),
  );
  twice(
    'caseload.limits',
    (caseload.limits ?? []).map(({ from }) => from),
  );
  for (const [index, { instrument }] of (today?.reassess ?? []).entries())
    if (!document.instruments.some((one) => one.key === instrument))
      problems.push({
        path: `today.reassess[${index}].instrument`,
        message: 'is not among the instruments of this document',
      });
  if (load && !rising(load.severe.map(({ from }) => from)))
    problems.push({ path: 'load.severe', message: 'each band must begin above the one before' });
  return problems;
}

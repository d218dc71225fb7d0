/**
 * Support in work, as the programme document has it: when to be in touch, what is a warning, which payments and permitted
 * work end on a day. How many months it lasts stands in `support.monthsInWork`. Pure.
 */
import { type Static, Type } from 'typebox';
import { type CodeLabel, closed, code } from './leaves.ts';

const text = () => Type.String({ pattern: '\\S', maxLength: 2000, description: 'a text' });
const days = (minimum: number) =>
  Type.Integer({ minimum, maximum: 1000, description: `a whole number of days from ${minimum} to 1000` });
const weeks = () => Type.Integer({ minimum: 1, maximum: 260, description: 'a whole number of weeks from 1 to 260' });
const choices = () => Type.Array(closed({ code: code(), label: text() }), { minItems: 1, maxItems: 30 });

const Schedule = closed({
  /** Days after the first day in the job, each more than the last. */
  daysAfterStart: Type.Array(days(0), { minItems: 1, maxItems: 20 }),
  /** From the last of them on; without it nothing more is due. */
  thenEveryDays: Type.Optional(days(1)),
});

/** A payment that goes with work and ends on a day: the most weeks, what it pays, and when its end is talked about. */
const Payment = closed({
  code: code(),
  label: text(),
  weeks: weeks(),
  weeklyPence: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'a whole number of pence of 0 or more' }),
  ),
  /** The week of the payment in which its end is talked about. */
  talkInWeek: Type.Optional(weeks()),
  /** The week after the payment began in which somebody asks whether the person is still in work. */
  checkInWeek: Type.Optional(weeks()),
  about: Type.Optional(text()),
});

/** The part `inWork` of a programme document. Everything may be left out; `inWorkRulesOf` says what holds then. */
export const InWorkSchema = closed({
  contact: Type.Optional(closed({ person: Type.Optional(Schedule), employer: Type.Optional(Schedule) })),
  warn: Type.Optional(
    closed({
      /** A contact that is due counts as missed after so many days. */
      missedAfterDays: Type.Optional(days(1)),
      /** Hours of a week that are so many percent under what was agreed, or under the mean of the weeks before. */
      hoursFallPercent: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 100, description: 'a whole number from 1 to 100' }),
      ),
      /** How many weeks before make the mean. */
      meanOfWeeks: Type.Optional(weeks()),
      /** Days before the last day of a payment on which its end is told; the first is the earliest. */
      paymentEndsDays: Type.Optional(Type.Array(days(1), { minItems: 1, maxItems: 3 })),
    }),
  ),
  permittedWork: Type.Optional(
    closed({
      weeks: weeks(),
      /** Weeks before the last day on which its end is told. */
      remindWeeksBefore: Type.Optional(Type.Array(weeks(), { minItems: 1, maxItems: 3 })),
    }),
  ),
  payments: Type.Optional(Type.Array(Payment, { maxItems: 20 })),
  /** What comes up in work, and what helps at once. */
  problems: Type.Optional(choices()),
  help: Type.Optional(choices()),
});

export type ContactSchedule = { daysAfterStart: readonly number[]; thenEveryDays?: number };
export type InWorkPayment = Static<typeof Payment>;
export type InWorkRules = {
  person: ContactSchedule;
  employer: ContactSchedule;
  missedAfterDays: number;
  hoursFallPercent: number;
  meanOfWeeks: number;
  paymentEndsDays: readonly number[];
  permittedWork: { weeks: number; remindWeeksBefore: readonly number[] };
  payments: readonly InWorkPayment[];
  problems: readonly CodeLabel[];
  help: readonly CodeLabel[];
};

// Working Well names calls in the first days, contact with the line manager from the start, problems with housing, debt, family,
// childcare, travel, health and colleagues, and mediation, hours, adjustments and money as help; how often is ours.
const usualProblems: readonly CodeLabel[] = [
  { code: 'health', label: 'Health' },
  { code: 'hours_or_shifts', label: 'Hours or shifts' },
  { code: 'pay', label: 'Pay, or a payslip that is wrong' },
  { code: 'money', label: 'Money, debt or benefits' },
  { code: 'travel', label: 'Travel to work' },
  { code: 'childcare', label: 'Childcare or somebody who is cared for' },
  { code: 'people_at_work', label: 'A manager or colleagues' },
  { code: 'the_work', label: 'The work itself' },
  { code: 'housing', label: 'Housing' },
  { code: 'family', label: 'Family or relationship' },
  { code: 'confidence', label: 'Confidence' },
  { code: 'other', label: 'Something else' },
];
const usualHelp: readonly CodeLabel[] = [
  { code: 'talked', label: 'We talked it through' },
  { code: 'spoke_with_employer', label: 'Spoke with the employer' },
  { code: 'mediation', label: 'A talk of all three' },
  { code: 'adjustment', label: 'An adjustment at work' },
  { code: 'money', label: 'Money for a need (fares, clothes, tools)' },
  { code: 'better_off', label: 'A better-off calculation' },
  { code: 'benefit_help', label: 'Help with a benefit' },
  { code: 'service', label: 'A referral to a service' },
  { code: 'health_advice', label: 'Health advice' },
  { code: 'none_yet', label: 'Nothing yet' },
];

/**
 * What support in work goes by. Where the document says nothing: the person after 1, 7, 14 and 28 days and every 28 from then
 * on, the employer after 14 days and every 56; missed after 7 days; hours a quarter under what was agreed; payments told 84 and 28 days
 * before they end; permitted work of 26 weeks, told 8 and 2 weeks before (Pathways to Work).
 */
export function inWorkRulesOf(document: { inWork?: Static<typeof InWorkSchema> }): InWorkRules {
  const { contact = {}, warn = {}, permittedWork, payments = [], problems, help } = document.inWork ?? {};
  return {
    person: contact.person ?? { daysAfterStart: [1, 7, 14, 28], thenEveryDays: 28 },
    employer: contact.employer ?? { daysAfterStart: [14], thenEveryDays: 56 },
    missedAfterDays: warn.missedAfterDays ?? 7,
    hoursFallPercent: warn.hoursFallPercent ?? 25,
    meanOfWeeks: warn.meanOfWeeks ?? 4,
    paymentEndsDays: warn.paymentEndsDays ?? [84, 28],
    permittedWork: {
      weeks: permittedWork?.weeks ?? 26,
      remindWeeksBefore: permittedWork?.remindWeeksBefore ?? [8, 2],
    },
    payments,
    problems: problems ?? usualProblems,
    help: help ?? usualHelp,
  };
}

/** What is wrong with the section besides each value by itself: path and message. */
export function inWorkProblems({ inWork }: { inWork?: Static<typeof InWorkSchema> }): {
  path: string;
  message: string;
}[] {
  const problems: { path: string; message: string }[] = [];
  const rising = (list: readonly number[]) => list.every((one, at) => at === 0 || one > (list[at - 1] as number));
  const falling = (list: readonly number[]) => rising([...list].reverse());
  const ask = (path: string, fits: boolean, message: string) => {
    if (!fits) problems.push({ path: `inWork.${path}`, message });
  };
  const { contact = {}, warn = {}, permittedWork, payments = [] } = inWork ?? {};
  const more = 'each number must be more than the one before';
  const less = 'each number must be less than the one before';
  ask('contact.person.daysAfterStart', rising(contact.person?.daysAfterStart ?? []), more);
  ask('contact.employer.daysAfterStart', rising(contact.employer?.daysAfterStart ?? []), more);
  ask('warn.paymentEndsDays', falling(warn.paymentEndsDays ?? []), less);
  ask('permittedWork.remindWeeksBefore', falling(permittedWork?.remindWeeksBefore ?? []), less);
  for (const [list, values] of [
    ['payments', payments],
    ['problems', inWork?.problems ?? []],
    ['help', inWork?.help ?? []],
  ] as const) {
    const codes = values.map((one) => one.code);
    const again = codes.find((one, at) => codes.indexOf(one) !== at);
    ask(list, again === undefined, `names "${again}" more than once`);
  }
  for (const [at, { talkInWeek, weeks: most }] of payments.entries())
    ask(
      `payments[${at}].talkInWeek`,
      talkInWeek === undefined || talkInWeek <= most,
      'must be a week of the payment itself',
    );
  return problems;
}

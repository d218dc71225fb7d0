/**
 * A contract as a document: what a commissioner pays for, when it counts, by when it must be claimed, what it is worth and to whom,
 * what must prove it, who may approve it and when it may be taken back. Pure. It is data: a new contract is a new document. Money is
 * whole pence, lengths are days unless a name says weeks.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { roles } from '../../access/rules/policy.ts';
import { parseDay } from '../../kit/days.ts';
import { JOB_KINDS } from '../../programmes/rules/work.ts';

const closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const text = () => Type.String({ pattern: '\\S', maxLength: 2000 });
const code = () => Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 });
const date = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const pence = () => Type.Integer({ minimum: 0, maximum: 100_000_000 });
const days = () => Type.Integer({ minimum: 1, maximum: 3660 });
const weeks = () => Type.Integer({ minimum: 1, maximum: 520 });
/** Hours a week, with two decimals at most. */
const hours = () => Type.Number({ minimum: 0, maximum: 168, multipleOf: 0.01 });
const age = () => Type.Integer({ minimum: 0, maximum: 130 });

/**
 * Which jobs count. `kinds` left out is every kind but permitted work; a job of which the kind is not known counts. `leastHours` is
 * hours a week over all jobs that are held on a day: a day with fewer, or with hours that are not known, does not count. Earnings ask
 * for no hours.
 */
const Jobs = closed({
  kinds: Type.Optional(Type.Array(Type.Enum([...JOB_KINDS]), { minItems: 1 })),
  leastHours: Type.Optional(hours()),
});

/**
 * The longest time without work, in days, that leaves what came before it standing: 0 is continuous work. A longer one opens a new
 * window. Left out, work adds up across any break (cumulative), as far as the window reaches.
 */
const longestBreak = () => Type.Optional(Type.Integer({ minimum: 0, maximum: 3660 }));

/** When a milestone is reached. */
const Reached = Type.Union([
  /** The day of the attachment. */
  closed({ kind: Type.Literal('attached') }),
  /** The day on which the first job after the attachment began: once for a person, however many jobs follow. */
  closed({ kind: Type.Literal('job start'), jobs: Type.Optional(Jobs) }),
  /** `need` days in work within `within` days in a row, over all jobs, a date counted once (DEFINITIONS 8 and 9 of the pilot). */
  closed({
    kind: Type.Literal('days in work'),
    need: days(),
    within: days(),
    longestBreak: longestBreak(),
    jobs: Type.Optional(Jobs),
  }),
  /**
   * `need` whole weeks in work within `within` weeks in a row. A week counts when its hours, its pay, or both are what is asked for;
   * when neither is asked for, when every day of it is a day in work. `pay` and `hours` are over all jobs.
   */
  closed({
    kind: Type.Literal('weeks in work'),
    need: weeks(),
    within: weeks(),
    /** Weeks from Monday to Sunday, or of seven days from the first day of any spell of work: a day in work after one that is none. */
    week: Type.Enum(['monday', 'first day']),
    leastHours: Type.Optional(hours()),
    leastPence: Type.Optional(pence()),
    /** With both: `either` is enough, or `both` are asked for. Left out, both. */
    enough: Type.Optional(Type.Enum(['both', 'either'])),
    longestBreak: longestBreak(),
    jobs: Type.Optional(Jobs),
  }),
  /**
   * Earnings in work that add up to a threshold within `within` days of the attachment, over all employed jobs; or `selfEmployedDays`
   * days of self-employment in them. The two are never added (Work and Health Programme, provider guidance chapter 13).
   */
  closed({
    kind: Type.Literal('earnings'),
    within: days(),
    selfEmployedDays: days(),
    /**
     * The one in force on the day of the attachment holds, of those for the person's age on that day: `ageFrom` is the youngest age
     * in completed years. While the age is not known, the highest.
     */
    thresholds: Type.Array(closed({ from: date(), pence: pence(), ageFrom: Type.Optional(age()) }), { minItems: 1 }),
    jobs: Type.Optional(Jobs),
  }),
]);

/** A condition on a fact of the case. It holds when the fact is known and in the list, or between the two ends, both included. */
const Condition = Type.Union([
  /** Completed years on the day of the attachment. */
  closed({ fact: Type.Literal('age'), from: Type.Optional(age()), to: Type.Optional(age()) }),
  /** Codes of the programme document. */
  closed({ fact: Type.Enum(['benefit', 'source']), in: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1 }) }),
  closed({
    fact: Type.Enum(['attachedOn', 'referredOn']),
    from: Type.Optional(date()),
    to: Type.Optional(date()),
  }),
]);

const Reason = closed({ code: code(), label: text() });

const Milestone = closed({
  key: code(),
  label: text(),
  reached: Reached,
  /** Days after the day it was reached within which it must be claimed; left out, there is no deadline. */
  claimWithin: Type.Optional(days()),
  /** What must prove it. `any` are ways of which one is enough. With `kinds` it is asked for only where such a job counts. */
  evidence: Type.Array(
    closed({
      key: code(),
      label: text(),
      any: Type.Optional(Type.Array(text(), { minItems: 1 })),
      kinds: Type.Optional(Type.Array(Type.Enum([...JOB_KINDS]), { minItems: 1 })),
    }),
  ),
  /** What it is worth from a day on: the price in force on the day it was reached, of the person's group if the group has one. */
  prices: Type.Array(closed({ from: date(), pence: pence(), group: Type.Optional(code()) }), { minItems: 1 }),
  /** The most that is paid for it, over everybody: so many claims or so much money, in the whole contract, a year from `from`, or a month. */
  caps: Type.Optional(
    Type.Array(
      closed({
        in: Type.Enum(['contract', 'year', 'month']),
        number: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
        pence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000_000 })),
      }),
      { minItems: 1 },
    ),
  ),
  /** `daysLate`: days after the deadline on which a claim is still taken. `pence`: how far a payment may be from the claim and match. */
  tolerance: Type.Optional(
    closed({ daysLate: Type.Optional(Type.Integer({ minimum: 0, maximum: 366 })), pence: Type.Optional(pence()) }),
  ),
  /** Until how many days after it was paid, and for which reasons, the commissioner may take the money back. */
  clawback: Type.Optional(closed({ within: days(), reasons: Type.Array(Reason, { minItems: 1 }) })),
});

/** Schema of a contract document. */
export const ContractSchema = closed({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  programme: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  name: text(),
  /** People attached on or after this day are judged by this version, until the next one's day. */
  validFrom: date(),
  source: text(),
  /** True while its prices were made up to show how they work. */
  pricesAreExamples: Type.Boolean(),
  /** Which jobs count, for milestones that do not say so themselves. */
  jobs: Type.Optional(Jobs),
  /** Groups of people with prices of their own: the first of which every condition holds. One without conditions is everybody else. */
  groups: Type.Optional(
    Type.Array(closed({ code: code(), label: text(), when: Type.Array(Condition) }), { minItems: 1 }),
  ),
  /**
   * Which roles may check a claim before it is submitted, and settle it afterwards; whether who checks may let one go with evidence
   * missing, with a reason.
   */
  approve: Type.Optional(
    closed({
      check: Type.Array(Type.Enum([...roles]), { minItems: 1 }),
      settle: Type.Array(Type.Enum([...roles]), { minItems: 1 }),
      overrideMissing: Type.Boolean(),
    }),
  ),
  /** Shares of those attached that are to reach a milestone, what was found without the programme, and how it should build up. */
  targets: Type.Optional(
    Type.Array(
      closed({
        milestone: code(),
        percentOfAttached: Type.Number({ minimum: 0, maximum: 100 }),
        baselinePercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
        /** Share of those attached who are to have reached it so many months after their attachment. */
        curve: Type.Optional(
          Type.Array(
            closed({
              months: Type.Integer({ minimum: 0, maximum: 240 }),
              percent: Type.Number({ minimum: 0, maximum: 100 }),
            }),
            { minItems: 1 },
          ),
        ),
        /** True while it was made up to show how it works. */
        isExample: Type.Boolean(),
        source: text(),
      }),
      { minItems: 1 },
    ),
  ),
  milestones: Type.Array(Milestone, { minItems: 1 }),
});

/** A contract that has passed `contractProblems`. */
export type Contract = Static<typeof ContractSchema>;
/** One milestone of a contract. */
export type Milestone = Contract['milestones'][number];
/** Which jobs count. */
export type JobsThatCount = Static<typeof Jobs>;
/** A condition on a fact of the case. */
export type GroupCondition = Static<typeof Condition>;
/** A rule of weeks in work. */
export type WeeksRule = Extract<Milestone['reached'], { kind: 'weeks in work' }>;
/** A rule of earnings. */
export type EarningsRule = Extract<Milestone['reached'], { kind: 'earnings' }>;

/** What can be missing of a milestone that is no evidence, in words. */
export const notEvidence = {
  day: 'The day on which it began',
  group: 'The group that its price depends on',
  price: 'The contract has no price for this person’s group',
} as const;

/** What is missing of a milestone, by key, in words. */
export const missingWords = (milestone: Pick<Milestone, 'evidence'> | undefined, keys: readonly string[]): string =>
  keys
    .map(
      (key) =>
        (notEvidence as Readonly<Record<string, string>>)[key] ??
        milestone?.evidence.find((one) => one.key === key)?.label ??
        key,
    )
    .join('; ');

/** What is wrong with a document, each with where it stands; none when it is a contract. */
export function contractProblems(document: unknown): string[] {
  if (!Value.Check(ContractSchema, document))
    return [...Value.Errors(ContractSchema, document)].map(
      ({ instancePath, message }) => `${instancePath || '/'}: ${message}`,
    );
  const problems: string[] = [];
  const day = (at: string, value: string | undefined) => {
    if (value !== undefined && parseDay(value) === null) problems.push(`${at}: ${value} is no day`);
  };
  const once = (keys: readonly string[], at: (n: number) => string) => {
    for (const [n, key] of keys.entries())
      if (keys.indexOf(key) !== n) problems.push(`${at(n)}: '${key}' stands twice`);
  };
  const { validFrom, groups = [], milestones, targets = [] } = document;
  day('/validFrom', validFrom);
  once(
    groups.map((one) => one.code),
    (n) => `/groups/${n}/code`,
  );
  for (const [n, group] of groups.entries())
    for (const condition of group.when)
      if (condition.fact === 'attachedOn' || condition.fact === 'referredOn') {
        day(`/groups/${n}/when`, condition.from);
        day(`/groups/${n}/when`, condition.to);
      }
  once(
    milestones.map((one) => one.key),
    (n) => `/milestones/${n}/key`,
  );
  for (const [n, milestone] of milestones.entries())
    problems.push(...milestoneProblems(milestone, `/milestones/${n}`, groups, day));
  for (const [n, { milestone }] of targets.entries())
    if (!milestones.some(({ key }) => key === milestone))
      problems.push(`/targets/${n}/milestone: there is no milestone '${milestone}'`);
  return problems;
}

function milestoneProblems(
  { reached, evidence, prices, caps = [] }: Milestone,
  at: string,
  groups: readonly { code: string }[],
  day: (at: string, value: string) => void,
): string[] {
  const problems: string[] = [];
  for (const { from, group } of prices) {
    day(`${at}/prices`, from);
    if (group !== undefined && !groups.some((one) => one.code === group))
      problems.push(`${at}/prices: there is no group '${group}'`);
  }
  for (const [n, { key }] of evidence.entries()) {
    const where = `${at}/evidence/${n}/key: '${key}'`;
    if (Object.hasOwn(notEvidence, key))
      problems.push(`${where} says what else is missing of a milestone. Choose another key`);
    if (evidence.findIndex((one) => one.key === key) !== n)
      problems.push(`${where} stands twice. Give each piece of evidence a key of its own`);
  }
  if ((reached.kind === 'days in work' || reached.kind === 'weeks in work') && reached.within < reached.need)
    problems.push(`${at}/reached: within must be as long as need or longer`);
  if (
    reached.kind === 'weeks in work' &&
    reached.enough !== undefined &&
    (reached.leastHours === undefined || reached.leastPence === undefined)
  )
    problems.push(
      `${at}/reached: enough says how leastHours and leastPence go together. Give both, or leave enough out`,
    );
  if (reached.kind === 'earnings') for (const { from } of reached.thresholds) day(`${at}/reached/thresholds`, from);
  for (const cap of caps)
    if ((cap.number === undefined) === (cap.pence === undefined))
      problems.push(`${at}/caps: a cap has either a number or pence`);
  return problems;
}

/** Of several from days on the one that is in force on a day; the first where none has begun yet. */
export function inForce<T extends { from: string }>(list: readonly T[], day: string): T | undefined {
  let [best, first]: (T | undefined)[] = [];
  for (const one of list) {
    if (first === undefined || one.from < first.from) first = one;
    if (one.from <= day && (best === undefined || one.from >= best.from)) best = one;
  }
  return best ?? first;
}

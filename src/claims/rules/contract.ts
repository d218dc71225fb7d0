/**
 * A contract as a document: what a commissioner pays for, when it counts, by when it must be claimed, what it is worth and what
 * must prove it. Pure. It is data: a new contract is a new document. Money is whole pence.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parseDay } from '../../kit/days.ts';

const closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const text = () => Type.String({ pattern: '\\S', maxLength: 2000 });
const code = () => Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 });
const date = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const pence = () => Type.Integer({ minimum: 0, maximum: 100_000_000 });
const days = () => Type.Integer({ minimum: 1, maximum: 3660 });

/** When a milestone is reached. */
const Reached = Type.Union([
  /** The day of the attachment. */
  closed({ kind: Type.Literal('attached') }),
  /** The day on which the first job after the attachment began: once for a person, however many jobs follow. */
  closed({ kind: Type.Literal('job start') }),
  /** `need` days in work within `within` days in a row, over all jobs, a date counted once (DEFINITIONS 8 and 9 of the pilot). */
  closed({ kind: Type.Literal('days in work'), need: days(), within: days() }),
  /**
   * Earnings in work that add up to a threshold within `within` days of the attachment, over all employed jobs; or `selfEmployedDays`
   * days of self-employment in them. The two are never added (Work and Health Programme, provider guidance chapter 13).
   */
  closed({
    kind: Type.Literal('earnings'),
    within: days(),
    selfEmployedDays: days(),
    /** The one in force on the day of the attachment holds. */
    thresholds: Type.Array(closed({ from: date(), pence: pence() }), { minItems: 1 }),
  }),
]);

const Milestone = closed({
  key: code(),
  label: text(),
  reached: Reached,
  /** Days after the day it was reached within which it must be claimed; left out, there is no deadline. */
  claimWithin: Type.Optional(days()),
  /** What must prove it. `any` are ways of which one is enough. */
  evidence: Type.Array(closed({ key: code(), label: text(), any: Type.Optional(Type.Array(text(), { minItems: 1 })) })),
  /** What it is worth from a day on: the price in force on the day it was reached. */
  prices: Type.Array(closed({ from: date(), pence: pence() }), { minItems: 1 }),
});

/** Schema of a contract document. */
export const ContractSchema = closed({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  programme: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  name: text(),
  validFrom: date(),
  source: text(),
  /** True while its prices were made up to show how they work. */
  pricesAreExamples: Type.Boolean(),
  milestones: Type.Array(Milestone, { minItems: 1 }),
});

/** A contract that has passed `checkContract`. */
export type Contract = Static<typeof ContractSchema>;
/** One milestone of a contract. */
export type Milestone = Contract['milestones'][number];

/** What is wrong with a document, each with where it stands; none when it is a contract. */
export function contractProblems(document: unknown): string[] {
  if (!Value.Check(ContractSchema, document))
    return [...Value.Errors(ContractSchema, document)].map(
      ({ instancePath, message }) => `${instancePath || '/'}: ${message}`,
    );
  const { validFrom, milestones } = document;
  const problems: string[] = [];
  const day = (at: string, value: string) => {
    if (parseDay(value) === null) problems.push(`${at}: ${value} is no day`);
  };
  day('/validFrom', validFrom);
  const keys = new Set<string>();
  for (const [n, { key, reached, prices }] of milestones.entries()) {
    const at = `/milestones/${n}`;
    if (keys.has(key)) problems.push(`${at}/key: '${key}' stands twice`);
    keys.add(key);
    for (const price of prices) day(`${at}/prices`, price.from);
    if (reached.kind === 'days in work' && reached.within < reached.need)
      problems.push(`${at}/reached: within must be as long as need or longer`);
    if (reached.kind === 'earnings') for (const { from } of reached.thresholds) day(`${at}/reached/thresholds`, from);
  }
  return problems;
}

/** Of several from days on the one that is in force on a day; the first where none has begun yet. */
export function inForce<T extends { from: string }>(list: readonly T[], day: string): T | undefined {
  const sorted = list.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  return sorted.findLast(({ from }) => from <= day) ?? sorted[0];
}

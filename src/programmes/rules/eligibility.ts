import type { Condition, EligibilityRule, ProgrammeDocument } from './document.ts';

/** What is known of a person at referral. `null` or missing means not known, which is never the same as no. */
export type ReferralFacts = {
  /** Code of the document's benefit list. */
  benefit?: string | null;
  /** Completed years on the day of referral. */
  age?: number | null;
  /** Completed years on the day of the first benefit. */
  ageAtFirstBenefit?: number | null;
  /** Completed years on a benefit, with breaks left out. */
  yearsOnBenefit?: number | null;
  /** Name of the home area; case does not matter. */
  area?: string | null;
  /** Code of the document's list of referral sources. */
  source?: string | null;
  /** Day of the referral, YYYY-MM-DD. */
  referredOn?: string | null;
  workProgrammeCompleted?: boolean | null;
  inWork?: boolean | null;
  monthsOutOfWork?: number | null;
  /** Takes part in another programme or trial that this one must not be mixed with. */
  registeredElsewhere?: boolean | null;
};

/** Result of one rule. */
export type RuleOutcome = 'met' | 'not met' | 'not known';
/** Result of all rules. */
export type EligibilityOutcome = 'eligible' | 'not eligible' | 'cannot tell yet';
/** The check, ready to be shown: every rule with its own words, and one sentence for all. */
export type EligibilityResult = {
  outcome: EligibilityOutcome;
  rules: { id: string; strength: EligibilityRule['strength']; outcome: RuleOutcome; text: string }[];
  explanation: string;
};

/**
 * Checks facts against the document's rules. Three-valued: one required rule not met is enough for 'not eligible';
 * else one that is not known gives 'cannot tell yet'. A rule of strength 'focus' is shown and decides nothing.
 */
export function checkEligibility(document: ProgrammeDocument, facts: ReferralFacts): EligibilityResult {
  const rules = document.eligibility.map((rule) => {
    const outcome = evaluate(rule.condition, facts, document);
    const text = outcome === 'met' ? rule.met : outcome === 'not met' ? rule.notMet : rule.notKnown;
    return { id: rule.id, strength: rule.strength, outcome, text };
  });
  const required = rules.filter((rule) => rule.strength === 'required');
  const failed = required.filter((rule) => rule.outcome === 'not met');
  const open = required.filter((rule) => rule.outcome === 'not known');
  const outcome = failed.length > 0 ? 'not eligible' : open.length > 0 ? 'cannot tell yet' : 'eligible';
  const reasons = (list: { text: string }[]) => list.map((rule) => rule.text).join('; ');
  let explanation: string;
  if (outcome === 'not eligible') explanation = `Not eligible because ${reasons(failed)}.`;
  else if (outcome === 'cannot tell yet') explanation = `Cannot tell yet because ${reasons(open)}.`;
  else
    explanation =
      required.length > 0 ? `Eligible because ${reasons(required)}.` : 'Eligible: the programme has no rules.';
  const aside = rules.filter((rule) => rule.strength === 'focus' && rule.outcome === 'not met');
  if (aside.length > 0) explanation += ` Outside the programme's focus: ${reasons(aside)}.`;
  return { outcome, rules, explanation };
}

/** A condition's three-valued result: `all` fails on one failure, `any` holds on one success, whatever is not known. */
export function evaluate(condition: Condition, facts: ReferralFacts, document: ProgrammeDocument): RuleOutcome {
  if (condition.all) return combine(condition.all, 'not met', 'met', facts, document);
  if (condition.any) return combine(condition.any, 'met', 'not met', facts, document);
  if (!condition.fact) return 'not known';
  if (condition.fact === 'cohort') return inCohort(condition, facts, document);
  const value = facts[condition.fact] ?? null;
  if (value === null || value === '') return 'not known';
  if (condition.is !== undefined) return value === condition.is ? 'met' : 'not met';
  const list = condition.listed ? listFor(document, condition) : condition.in;
  if (list) return list.some((item) => same(item, String(value))) ? 'met' : 'not met';
  // Dates are compared as text, which for YYYY-MM-DD is the order of the calendar.
  if (condition.from !== undefined && value < condition.from) return 'not met';
  if (condition.to !== undefined && value > condition.to) return 'not met';
  return 'met';
}

/** Whether somebody belongs to one of the cohorts that a condition names (all of the document's with `listed`). */
function inCohort(condition: Condition, facts: ReferralFacts, document: ProgrammeDocument): RuleOutcome {
  const found = entryCohortOf(document, facts);
  if (found.outcome !== 'met') return found.outcome;
  const asked = condition.listed ? null : condition.in;
  return asked == null || asked.includes(found.code) ? 'met' : 'not met';
}

/** The cohort at selection: 'met' with its code, 'not met' in none of them, or 'not known'. */
export type EntryCohortResult = { outcome: 'met'; code: string; label: string } | { outcome: 'not met' | 'not known' };

/**
 * The cohort that facts put somebody in: the first of the document's whose condition is met. While an earlier one is not known
 * a later one is not taken for it. Worked out once, at selection: whoever grows older stays in it.
 */
export function entryCohortOf(document: ProgrammeDocument, facts: ReferralFacts): EntryCohortResult {
  for (const { code, label, condition } of document.entryCohorts ?? []) {
    const outcome = evaluate(condition, facts, document);
    if (outcome === 'met') return { outcome, code, label };
    if (outcome === 'not known') return { outcome };
  }
  return { outcome: 'not met' };
}

function combine(
  conditions: Condition[],
  decisive: RuleOutcome,
  otherwise: RuleOutcome,
  facts: ReferralFacts,
  document: ProgrammeDocument,
): RuleOutcome {
  const outcomes = conditions.map((inner) => evaluate(inner, facts, document));
  if (outcomes.includes(decisive)) return decisive;
  return outcomes.includes('not known') ? 'not known' : otherwise;
}

/** The document's own list that a fact is checked against, as names (areas) or codes; undefined if it has none. */
export function listFor(document: ProgrammeDocument, condition: Condition): string[] | undefined {
  if (condition.fact === 'area') return document.areas.map((area) => area.name);
  if (condition.fact === 'cohort') return document.entryCohorts?.map(({ code }) => code) ?? [];
  if (condition.fact === 'benefit') return document.benefits.map((benefit) => benefit.code);
  if (condition.fact === 'source') return document.referralSources.map((source) => source.code);
  return undefined;
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

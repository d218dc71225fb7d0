import { showDay } from '../../kit/clock.ts';
import { type CodeLabel, type Condition, type FactName, labelOf, type ProgrammeDocument } from './document.ts';
import { listFor } from './eligibility.ts';

/** What a fact is called in a sentence. */
const FACT_WORDS: Record<FactName, string> = {
  benefit: 'the benefit',
  age: 'the age',
  ageAtFirstBenefit: 'the age at the first benefit',
  yearsOnBenefit: 'years on a benefit',
  cohort: 'the cohort',
  area: 'the home area',
  source: 'the source of the referral',
  referredOn: 'the date of referral',
  workProgrammeCompleted: 'completed the Work Programme',
  inWork: 'in work',
  monthsOutOfWork: 'months out of work',
  registeredElsewhere: 'in another programme or trial',
};

/** A condition in plain words: 'the age is from 18 to 64, and not in work'. */
export function conditionText(document: ProgrammeDocument, condition: Condition): string {
  if (condition.all) return joinConditions(document, condition.all, 'and');
  if (condition.any) return joinConditions(document, condition.any, 'or');
  const { fact } = condition;
  if (fact === undefined) return 'nothing is asked';
  const words = FACT_WORDS[fact];
  if (condition.is !== undefined) return condition.is ? words : `not ${words}`;
  const list = condition.listed ? listFor(document, condition) : condition.in;
  if (list) return `${words} is ${list.length > 1 ? 'one of ' : ''}${factLabels(document, fact, list).join(', ')}`;
  const bound = (value: number | string) => (typeof value === 'string' ? showDay(value) : String(value));
  const { from, to } = condition;
  if (from !== undefined && to !== undefined) return `${words} is from ${bound(from)} to ${bound(to)}`;
  if (from !== undefined) return `${words} is ${bound(from)} or ${fact === 'referredOn' ? 'later' : 'more'}`;
  return `${words} is ${bound(to ?? '')} or ${fact === 'referredOn' ? 'earlier' : 'less'}`;
}

function joinConditions(document: ProgrammeDocument, conditions: Condition[], word: 'and' | 'or'): string {
  const parts = conditions.map((inner) => {
    const text = conditionText(document, inner);
    return inner.all || inner.any ? `(${text})` : text;
  });
  return parts.join(`, ${word} `);
}

function factLabels(document: ProgrammeDocument, fact: FactName, values: string[]): string[] {
  const lists: Partial<Record<FactName, readonly CodeLabel[]>> = {
    benefit: document.benefits,
    source: document.referralSources,
    cohort: document.entryCohorts ?? [],
  };
  return values.map((value) => labelOf(lists[fact] ?? [], value));
}

/** The facts that the document's rules ask for, in the order of `FACTS` as they first appear in the rules. */
export function factsAsked(document: ProgrammeDocument): FactName[] {
  const found = new Set<FactName>();
  const visit = (condition: Condition): void => {
    // A cohort is worked out from other facts: those are what is asked for.
    if (condition.fact === 'cohort') for (const cohort of document.entryCohorts ?? []) visit(cohort.condition);
    else if (condition.fact) found.add(condition.fact);
    for (const inner of [...(condition.all ?? []), ...(condition.any ?? [])]) visit(inner);
  };
  for (const rule of document.eligibility) visit(rule.condition);
  return [...found];
}

/** The first letter as a capital: 'key worker' gives 'Key worker'. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

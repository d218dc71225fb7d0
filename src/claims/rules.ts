/** Claims on file: one for each person and milestone. Pure. */
import { type Answer, answerText, type Question } from '../kit/form.ts';
import type { CodeLabel } from '../programmes/rules.ts';

/** A claim on file. `claimedOn` is 'YYYY-MM-DD'; null came with an import and is in no table. */
export type ClaimFields = { milestone: string; claimedOn: string | null };

/** The questions of a claim; `milestones` are those of the programme document. What is there already is never refused. */
export function claimQuestions(view: {
  today: string;
  milestones: readonly CodeLabel[];
  standing?: ClaimFields;
}): Question[] {
  const { today, milestones, standing } = view;
  const choices = milestones.map(({ code, label }) => ({ value: code, text: label }));
  if (standing && !milestones.some(({ code }) => code === standing.milestone))
    choices.push({ value: standing.milestone, text: standing.milestone });
  const day = standing?.claimedOn != null && standing.claimedOn > today ? standing.claimedOn : today;
  return [
    {
      kind: 'choice',
      name: 'milestone',
      label: 'Which milestone is claimed?',
      choices,
      required: 'Choose the milestone',
    },
    {
      kind: 'day',
      name: 'claimedOn',
      label: 'When was it claimed?',
      hint: 'For example, 27 3 2016',
      earliest: '1950-01-01',
      latest: { day, message: 'The date of the claim must be today or in the past' },
      ...(standing?.claimedOn === null ? {} : { required: 'Enter the date of the claim' }),
    },
  ];
}

/** A claim from answers that `readForm` has accepted. */
export function claimFrom(values: Readonly<Record<string, Answer>>): ClaimFields {
  return { milestone: String(values.milestone), claimedOn: (values.claimedOn as string | null | undefined) ?? null };
}

/**
 * Why a claim may not be filed, or null. A second claim of the same milestone is refused, dated or not; a correction that
 * keeps its milestone passes, because an import may have brought repeats.
 */
export function claimProblem(
  claim: ClaimFields,
  others: readonly ClaimFields[],
  milestones: readonly CodeLabel[],
  standing?: ClaimFields,
): string | null {
  if (standing?.milestone === claim.milestone) return null;
  if (!others.some((other) => other.milestone === claim.milestone)) return null;
  const label = milestones.find(({ code }) => code === claim.milestone)?.label ?? claim.milestone;
  return `${label} is claimed already. Each milestone counts once for a person: correct the claim that is on file instead`;
}

/** Claims that repeat an earlier one of the same milestone, by position: by date, those without one last, then as they stand. */
export function repeats(claims: readonly ClaimFields[]): boolean[] {
  const first = new Map<string, number>();
  const before = (a: number, b: number) => {
    const [one, other] = [claims[a]?.claimedOn ?? '9999-12-31', claims[b]?.claimedOn ?? '9999-12-31'];
    return one === other ? a < b : one < other;
  };
  claims.forEach(({ milestone }, at) => {
    const standing = first.get(milestone);
    if (standing === undefined || before(at, standing)) first.set(milestone, at);
  });
  return claims.map(({ milestone }, at) => first.get(milestone) !== at);
}

/** What a correction changed, in words. */
export function claimChanges(
  questions: readonly Question[],
  before: ClaimFields,
  after: ClaimFields,
): { field: string; asked: string; before: string; after: string }[] {
  const [from, to]: Record<string, Answer>[] = [{ ...before }, { ...after }];
  return questions
    .filter(({ name }) => from?.[name] !== to?.[name])
    .map((question) => ({
      field: question.name,
      asked: question.name === 'milestone' ? 'Milestone' : 'Date',
      before: answerText(question, from?.[question.name]),
      after: answerText(question, to?.[question.name]),
    }));
}

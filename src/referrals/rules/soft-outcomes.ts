/**
 * What became better for somebody while they were with a service, in two things that matter before work does (domain notes on
 * DWP Research Report 555, 6.3): the service says it at its end, the person says it for themself, and neither is put over the
 * other. What nobody said is not known, and never 'the same'. Pure.
 */
import type { Question } from '../../kit/form.ts';

/** Next to the beginning with the service. */
export const changesSince = { better: 'Better', same: 'About the same', worse: 'Worse' } as const;
/** One of them. */
export type ChangeSince = keyof typeof changesSince;
/** What one side says of both; null is not said. */
export type SoftOutcomes = { confidence: ChangeSince | null; wellbeing: ChangeSince | null };

const choices = (Object.keys(changesSince) as ChangeSince[]).map((value) => ({ value, text: changesSince[value] }));
const question = (name: string, label: string, none: string): Question => ({
  ...{ kind: 'choice', name, label, choices, as: 'select', none },
});

/** The two questions of a service, or of a worker for it; the names of their fields begin with `before`. */
export const softQuestions = (before = ''): Question[] => [
  question(`${before}confidence`, 'Their confidence, next to the beginning', 'Cannot say'),
  question(`${before}wellbeing`, 'How they are in themselves, next to the beginning', 'Cannot say'),
];

/** The two questions that a worker puts to the person. */
export const softQuestionsOfPerson: readonly Question[] = [
  question('confidence', 'How is their confidence, next to the beginning there?', 'Not asked'),
  question('wellbeing', 'How are they in themselves, next to the beginning there?', 'Not asked'),
];

const changeIn = (value: unknown): ChangeSince | null =>
  typeof value === 'string' && value in changesSince ? (value as ChangeSince) : null;

/** The two answers of a form. */
export const softOutcomesOf = (values: Readonly<Record<string, unknown>>): SoftOutcomes => ({
  confidence: changeIn(values.confidence),
  wellbeing: changeIn(values.wellbeing),
});

/** What a side said in one line: 'Confidence better, well-being about the same'; null when it said nothing. */
export function softText({ confidence, wellbeing }: SoftOutcomes): string | null {
  const said = [
    confidence === null ? [] : [`confidence ${changesSince[confidence].toLowerCase()}`],
    wellbeing === null ? [] : [`well-being ${changesSince[wellbeing].toLowerCase()}`],
  ].flat();
  const line = said.join(', ');
  return line === '' ? null : `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}

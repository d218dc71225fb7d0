/** Reading an answer, the same by a link and with an account. */
import { type Errors, type Answer as Given, type Question, readForm, type Typed } from '../../kit/form.ts';
import type { Answered } from '../actions/answers.ts';
import { chosenOf, nameQuestion } from '../pages/answer.ts';
import type { Ask } from '../rules/answers.ts';

/** The answer that was given and by whom, or what is wrong with it. */
export function readAnswer(
  ask: Ask | null,
  typed: Typed,
  named: boolean,
): { answered: Answered; name: string | null } | { errors: Errors } {
  const chosen = chosenOf(ask, typed);
  const questions: readonly Question[] = [...(chosen?.questions ?? []), ...(named ? [nameQuestion] : [])];
  const read = readForm(questions, typed);
  if (chosen === null) return { errors: { answer: 'Choose an answer', ...(read.ok ? {} : read.errors) } };
  if (!read.ok) return { errors: read.errors };
  const values: Record<string, Given> = {};
  for (const [name, value] of Object.entries(read.values))
    if (name.startsWith(`${chosen.key}_`)) values[name.slice(chosen.key.length + 1)] = value;
  return { answered: { key: chosen.key, values }, name: named ? String(read.values.by_name) : null };
}

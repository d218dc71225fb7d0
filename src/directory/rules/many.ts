/** Forms with questions of several answers among their questions. Pure. */
import { type Answer, type Choice, type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';

/** A question that may have several answers, or none. */
export type Many = { kind: 'many'; name: string; label: string; hint?: string; choices: readonly Choice[] };
/** A question of such a form. */
export type Asked = Question | Many;

/** Of the answers that came with a form, those that the question offers, in its order. */
export function chosenOf(asked: Many, typed: Typed): string[] {
  const given = typed[asked.name];
  const values = new Set(Array.isArray(given) ? given : given === undefined ? [] : [given]);
  return asked.choices.flatMap(({ value }) => (values.has(value) ? [value] : []));
}

/** Reads such a form: single answers in `values`, the others in `lists`. */
export function readMany(
  asked: readonly Asked[],
  typed: Typed,
): { ok: true; values: Record<string, Answer>; lists: Record<string, string[]> } | { ok: false; errors: Errors } {
  const read = readForm(
    asked.filter((one) => one.kind !== 'many'),
    typed,
  );
  if (!read.ok) return read;
  const lists = Object.fromEntries(
    asked.flatMap((one) => (one.kind === 'many' ? [[one.name, chosenOf(one, typed)] as const] : [])),
  );
  return { ok: true, values: read.values, lists };
}

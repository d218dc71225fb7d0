/** The interpreter whom somebody needs, as far as their record says. Pure. */
import { needsInterpreter } from '../../people/rules/about.ts';
import type { Need } from './words.ts';

/** Whether one is needed, for which of the languages that can be booked (null: for none of them), and in the words of the record. */
export type Interpreter = { needed: boolean; language: string | null; words: string };

/** Reads it from what is on file: an interpreter 'Yes, a woman' is one for the first language. */
export function interpreterFor(
  about: { first_language: string | null; interpreter: string | null } | undefined,
  languages: readonly string[],
): Interpreter {
  const asked = about?.interpreter ?? null;
  if (!needsInterpreter(asked)) return { needed: false, language: null, words: '' };
  const words = [asked, about?.first_language].filter(Boolean).join('; ');
  const language = [asked, about?.first_language]
    .map((text) => languages.find((one) => text?.toLowerCase().includes(one.toLowerCase())))
    .find((one) => one !== undefined);
  return { needed: true, language: language ?? null, words };
}

/** What a search begins with: an interpreter who is needed and can be booked. */
export const spokenNeeds = ({ language }: Interpreter): { needs: Need[]; language: string | null } => ({
  needs: language === null ? [] : ['interpreter'],
  language,
});

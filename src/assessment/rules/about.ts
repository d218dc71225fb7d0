/** What is known about an answer besides the answer: whose words it is, since when, which kind of need, and a note. Pure. */
import type { Source } from './document.ts';

/** The words for who an answer is from. */
export const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  person: 'Reported by the person',
  worker: 'Identified by the worker',
};
/** The longest note beside an answer, in characters. */
export const NOTE_LIMIT = 1000;

/**
 * About one answer; what is missing is not known. `disclosedOn` ('YYYY-MM-DD') is only kept where somebody said that it was
 * known before it was first rated; `subType` is a code of the question's list.
 */
export type About = { by?: Source; disclosedOn?: string; subType?: string; note?: string };
/** By question key. */
export type AboutAnswers = Readonly<Record<string, About>>;

/** What is stored about answers, without what cannot be read: it is beside the answer and never stands for one. */
export function aboutFrom(stored: unknown): Record<string, About> {
  const read: Record<string, About> = {};
  for (const [key, value] of Object.entries((stored ?? {}) as Record<string, unknown>)) {
    const { by, disclosedOn, subType, note } = (value ?? {}) as Record<string, unknown>;
    read[key] = {
      ...(by === 'person' || by === 'worker' ? { by } : {}),
      ...(typeof disclosedOn === 'string' ? { disclosedOn } : {}),
      ...(typeof subType === 'string' ? { subType } : {}),
      ...(typeof note === 'string' ? { note } : {}),
    };
  }
  return read;
}

/** What is stored about answers: nothing for those about which nothing is known. */
export function aboutToStore(about: AboutAnswers): Record<string, About> {
  return Object.fromEntries(Object.entries(about).filter(([, one]) => Object.keys(one).length > 0));
}

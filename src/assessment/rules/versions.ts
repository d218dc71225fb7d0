/** What differs between two versions of an instrument, question by question. Pure. */
import { type InstrumentDocument, type Question, questionsOf } from './document.ts';

/** A difference in words; null is 'not there'. */
export type VersionChange = { label: string; field: string; before: string | null; now: string | null };

const joined = (choices: readonly { label: string }[] | undefined): string | null =>
  choices === undefined ? null : choices.map(({ label }) => label).join('; ');

/** Everything that is asked with a question, by what it is called. */
function fieldsOf(question: Question): Record<string, string | null> {
  const { key: _, kind, label, words, hint, why, subTypes, note, ...rest } = question;
  const { anchors, choices, min, max, ...other } = rest as Partial<
    Record<'min' | 'max' | 'direction' | 'severeFrom' | 'unit' | 'limit', string | number>
  > & { anchors?: { value: number; label: string }[]; choices?: { label: string }[] };
  return {
    Name: label,
    Words: words,
    Hint: hint ?? null,
    'Why it is asked': why ?? null,
    Kind: kind.replace('_', ' or '),
    Ends: min === undefined ? null : `${min} to ${max}`,
    Anchors: anchors === undefined ? null : anchors.map((one) => `${one.value} ${one.label}`).join('; '),
    Choices: joined(choices),
    'Kinds of need': joined(subTypes),
    Note: note === true ? 'Yes' : null,
    'Which end is good': text(other.direction),
    'Severe from': text(other.severeFrom),
    Unit: text(other.unit),
    'Most characters': text(other.limit),
  };
}

const text = (value: string | number | undefined): string | null => (value === undefined ? null : String(value));

/** Every question that was added, taken out or changed, in the order of the new version. */
export function versionChanges(before: InstrumentDocument, now: InstrumentDocument): VersionChange[] {
  const earlier = new Map(questionsOf(before).map((question) => [question.key, question]));
  const changed = questionsOf(now).flatMap((question): VersionChange[] => {
    const was = earlier.get(question.key);
    earlier.delete(question.key);
    if (was === undefined) return [{ label: question.label, field: 'Question', before: null, now: question.words }];
    const [old, fresh] = [fieldsOf(was), fieldsOf(question)];
    return Object.keys(fresh).flatMap((field) => {
      const [a, b] = [old[field] ?? null, fresh[field] ?? null];
      return a === b ? [] : [{ label: question.label, field, before: a, now: b }];
    });
  });
  const gone = [...earlier.values()].map(({ label, words }) => ({
    label,
    field: 'Question',
    before: words,
    now: null,
  }));
  return [...changed, ...gone];
}

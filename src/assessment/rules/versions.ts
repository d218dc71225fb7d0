/** What differs between two versions of an instrument, question by question. Pure. */
import { type Choice, type InstrumentDocument, type Question, questionsOf } from './document.ts';

/** A difference in words; null is 'not there'. */
export type VersionChange = { label: string; field: string; before: string | null; now: string | null };

const joined = (choices: readonly { label: string }[] | undefined): string | null =>
  choices === undefined ? null : choices.map(({ label }) => label).join('; ');
// What answers are matched by across versions: it can change while the words stay.
const codes = (choices: readonly Choice[] | undefined): string | null =>
  choices === undefined ? null : choices.map(({ code }) => code).join('; ');

/** Everything that is asked with a question, by what it is called. */
function fieldsOf(question: Question): Record<string, string | null> {
  const { key: _, kind, label, words, hint, why, subTypes, note, ...rest } = question;
  const { anchors, choices, min, max, ...other } = rest as Partial<
    Record<'min' | 'max' | 'direction' | 'severeFrom' | 'unit' | 'limit', string | number>
  > & { anchors?: { value: number; label: string }[]; choices?: Choice[] };
  return {
    Name: label,
    Words: words,
    Hint: hint ?? null,
    'Why it is asked': why ?? null,
    Kind: kind.replace('_', ' or '),
    Ends: min === undefined ? null : `${min} to ${max}`,
    Anchors: anchors === undefined ? null : anchors.map((one) => `${one.value} ${one.label}`).join('; '),
    Choices: joined(choices),
    'Codes of choices': codes(choices),
    'Kinds of need': joined(subTypes),
    'Codes of kinds': codes(subTypes),
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

const SECTION = (title: string) => `Section: ${title}`;
const SCORING = (title: string) => `Scoring: ${title}`;

/** What differs in named texts; null is 'not there'. */
function differing(label: string, before: Record<string, string | null>, now: Record<string, string | null>) {
  return Object.keys(now).flatMap((field): VersionChange[] => {
    const [was, is] = [before[field] ?? null, now[field] ?? null];
    return was === is ? [] : [{ label, field, before: was, now: is }];
  });
}

const aboutOf = ({ title, source, note, why, answeredBy, secondRater }: InstrumentDocument) => ({
  Title: title,
  'Where it comes from': source,
  'What was chosen': note ?? null,
  'Why it is used': why ?? null,
  'Whose view it is': answeredBy ?? 'person',
  'Second rater': secondRater === true ? 'Yes' : null,
});

const sectionOf = ({ title, hint, sensitive }: InstrumentDocument['sections'][number]) => ({
  Title: title,
  Hint: hint ?? null,
  'When there is trust': sensitive === true ? 'Yes' : null,
});

function sectionChanges(before: InstrumentDocument, now: InstrumentDocument): VersionChange[] {
  const earlier = new Map(before.sections.map((section) => [section.key, section]));
  const changed = now.sections.flatMap((section) => {
    const was = earlier.get(section.key);
    if (was === undefined)
      return [{ label: SECTION(section.title), field: 'Section', before: null, now: section.title }];
    return [
      ...differing(SECTION(section.title), sectionOf(was), sectionOf(section)),
      ...orderChange(SECTION(section.title), was.questions, section.questions),
    ];
  });
  const kept = new Set(now.sections.map(({ key }) => key));
  const gone = before.sections
    .filter(({ key }) => !kept.has(key))
    .map(({ title }) => ({ label: SECTION(title), field: 'Section', before: title, now: null }));
  return [...changed, ...gone, ...movedBetween(before, now), ...orderOfSections(before, now)];
}

/** Questions that stand in another section than before. */
function movedBetween(before: InstrumentDocument, now: InstrumentDocument): VersionChange[] {
  const placeOf = new Map(before.sections.flatMap((section) => section.questions.map(({ key }) => [key, section])));
  return now.sections.flatMap((section) =>
    section.questions.flatMap(({ key, label }) => {
      const was = placeOf.get(key);
      return was === undefined || was.key === section.key
        ? []
        : [{ label, field: 'Section', before: was.title, now: section.title }];
    }),
  );
}

const orderOfSections = (before: InstrumentDocument, now: InstrumentDocument): VersionChange[] => {
  const named = ({ sections }: InstrumentDocument) => sections.map(({ key, title }) => ({ key, label: title }));
  return orderChange('Sections', named(before), named(now));
};

type Named = { key: string; label: string };
/** Another order of what stands in both, if it is another. */
function orderChange(label: string, before: readonly Named[], now: readonly Named[]): VersionChange[] {
  const both = (some: readonly Named[], other: readonly Named[]) =>
    some.filter(({ key }) => other.some((one) => one.key === key));
  const [was, is] = [both(before, now), both(now, before)];
  const text = (some: readonly Named[]) => some.map((one) => one.label).join('; ');
  if (was.every(({ key }, at) => key === is[at]?.key)) return [];
  return [{ label, field: 'Order', before: text(was), now: text(is) }];
}

function scoringChanges(before: InstrumentDocument, now: InstrumentDocument): VersionChange[] {
  const text = ({ rule, words, questions, atLeast }: NonNullable<InstrumentDocument['scoring']>[number]) => ({
    Rule: rule,
    Words: words,
    Questions: questions?.join('; ') ?? null,
    'Answers needed': atLeast === undefined ? null : String(atLeast),
  });
  const [was, is] = [before.scoring ?? [], now.scoring ?? []];
  const changed = is.flatMap((one) => {
    const same = was.find(({ title }) => title === one.title);
    return same === undefined
      ? [{ label: SCORING(one.title), field: 'Rule', before: null, now: one.words }]
      : differing(SCORING(one.title), text(same), text(one));
  });
  const gone = was
    .filter(({ title }) => !is.some((one) => one.title === title))
    .map(({ title, words }) => ({ label: SCORING(title), field: 'Rule', before: words, now: null }));
  return [...changed, ...gone];
}

/** Everything that differs between two versions: what is said about the instrument, its sections, its questions, its scoring. */
export const documentChanges = (before: InstrumentDocument, now: InstrumentDocument): VersionChange[] => [
  ...differing('The instrument', aboutOf(before), aboutOf(now)),
  ...sectionChanges(before, now),
  ...versionChanges(before, now),
  ...scoringChanges(before, now),
];

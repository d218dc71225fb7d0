/** The next version of an instrument while it is written: adding, moving and taking out its parts. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../kit/problems.ts';
import { checkInstrument } from './check.ts';
import type { InstrumentDocument, RawInstrument, RawQuestion } from './document.ts';
import { documentChanges, type VersionChange } from './versions.ts';

/** A part of a draft by what it is and its key; a scoring rule's is its place in the list, from 0. */
export type Part = { kind: 'section' | 'question' | 'scoring'; key: string };
export const PART_KINDS = ['section', 'question', 'scoring'] as const;
/** The section that a draft holds: it may have no question yet. */
export type DraftSection = RawInstrument['sections'][number];
/** A rule that a draft states to make a score. */
export type DraftScoring = NonNullable<RawInstrument['scoring']>[number];
/** What keeps a draft from being published: where it stands, and what to do. `part` is null for the instrument as a whole. */
export type DraftProblem = { place: string; part: Part | null; message: string };

/** The most sections of an instrument, questions of a section, and scoring rules: those of its schema. */
export const MOST = { section: 60, question: 100, scoring: 20 } as const;

/** An instrument without any question. */
export const emptyDraft = (about: { key: string; title: string; source: string }): RawInstrument => ({
  ...about,
  version: 1,
  sections: [],
});

/**
 * A key or code made of words, with one kind of mark between them, that none of `taken` has: 'Debt & money' is 'debt_money'.
 * Letters lose their accents; a name without any letter or digit becomes 'part'.
 */
export function keyFrom(words: string, taken: readonly string[], between: '_' | '-' = '_', most = 50): string {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const parts = plain.match(/[a-z0-9]+/g) ?? ['part'];
  let key = parts.join(between);
  if (key.length > most) key = key.slice(0, most).replace(/[-_]+$/, '');
  let free = key;
  for (let next = 2; taken.includes(free); next += 1) free = `${key}${between}${next}`;
  return free;
}

/** A question of a draft with the section that it stands in, or null. */
export function findQuestion(
  document: RawInstrument,
  key: string,
): { question: RawQuestion; section: DraftSection } | null {
  for (const section of document.sections)
    for (const question of section.questions) if (question.key === key) return { question, section };
  return null;
}

/** What a part is called; null when it is not there. */
export function partTitle(document: RawInstrument, { kind, key }: Part): string | null {
  if (kind === 'section') return document.sections.find((section) => section.key === key)?.title ?? null;
  if (kind === 'question') return findQuestion(document, key)?.question.label ?? null;
  return document.scoring?.[Number(key)]?.title ?? null;
}

/** The draft with a section changed, or added at the end when its key is new. */
export function withSection(document: RawInstrument, section: Omit<DraftSection, 'questions'>): RawInstrument {
  const there = document.sections.some(({ key }) => key === section.key);
  const sections = there
    ? document.sections.map((one) => (one.key === section.key ? { ...section, questions: one.questions } : one))
    : [...document.sections, { ...section, questions: [] }];
  return { ...document, sections };
}

/** The draft with a question changed where it stands, or put at the end of a section that it was not in. */
export function withQuestion(document: RawInstrument, sectionKey: string, question: RawQuestion): RawInstrument {
  const sections = document.sections.map((section) => {
    const here = section.questions.some(({ key }) => key === question.key);
    if (section.key !== sectionKey)
      return here ? { ...section, questions: section.questions.filter(({ key }) => key !== question.key) } : section;
    const questions = here
      ? section.questions.map((one) => (one.key === question.key ? question : one))
      : [...section.questions, question];
    return { ...section, questions };
  });
  return { ...document, sections };
}

/** The draft with a scoring rule changed; at the end of the list it is added. */
export function withScoring(document: RawInstrument, at: number, scoring: DraftScoring): RawInstrument {
  const all = [...(document.scoring ?? [])];
  all[Math.min(at, all.length)] = scoring;
  return { ...document, scoring: all };
}

/** The draft with a part one place up or down among its own kind; a question stays in its section. */
export function moved(document: RawInstrument, { kind, key }: Part, way: 'up' | 'down'): RawInstrument {
  const step = way === 'up' ? -1 : 1;
  const swap = <T extends { key: string }>(list: readonly T[]): T[] => {
    const at = list.findIndex((one) => one.key === key);
    const [one, other] = [list[at], list[at + step]];
    if (one === undefined || other === undefined) return [...list];
    return list.map((kept, index) => (index === at ? other : index === at + step ? one : kept));
  };
  if (kind === 'section') return { ...document, sections: swap(document.sections) };
  return {
    ...document,
    sections: document.sections.map((section) => ({ ...section, questions: swap(section.questions) })),
  };
}

/** The draft without a part. A section goes with its questions; scoring rules forget the questions that go. */
export function without(document: RawInstrument, { kind, key }: Part): RawInstrument {
  if (kind === 'scoring') return scored(document, (document.scoring ?? []).toSpliced(Number(key), 1));
  const sections =
    kind === 'section'
      ? document.sections.filter((section) => section.key !== key)
      : document.sections.map((section) => ({
          ...section,
          questions: section.questions.filter((question) => question.key !== key),
        }));
  const kept = new Set(sections.flatMap(({ questions }) => questions.map((question) => question.key)));
  const scoring = (document.scoring ?? []).map((one) =>
    one.questions === undefined ? one : { ...one, questions: one.questions.filter((question) => kept.has(question)) },
  );
  return scored({ ...document, sections }, scoring);
}

function scored({ scoring: _, ...document }: RawInstrument, scoring: DraftScoring[]): RawInstrument {
  return scoring.length === 0 ? document : { ...document, scoring };
}

/**
 * What keeps a draft from being published, in its order: what the check of every instrument finds, and that nothing differs from
 * the version before (`latest`, null for an instrument that is new).
 */
export function draftProblems(document: RawInstrument, latest: InstrumentDocument | null): DraftProblem[] {
  if (document.sections.length === 0)
    return [{ place: 'The instrument', part: null, message: 'has no section yet. Add one' }];
  const empty = document.sections
    .filter(({ questions }) => questions.length === 0)
    .map(
      ({ key, title }): DraftProblem => ({
        place: title,
        part: { kind: 'section', key },
        message: 'has no question yet. Add one, or take the section out',
      }),
    );
  if (empty.length > 0) return empty;
  const checked = checkInstrument(document);
  if (!checked.ok) return checked.problems.map((problem) => placed(document, problem));
  if (latest !== null && isDeepStrictEqual({ ...latest, version: 0 }, { ...document, version: 0 }))
    return [
      {
        place: 'The instrument',
        part: null,
        message: `is the same as version ${latest.version}. Change something, or throw the draft away`,
      },
    ];
  return [];
}

function placed(document: RawInstrument, { path, message }: Problem): DraftProblem {
  const [, s, q] = /^sections\[(\d+)\](?:\.questions\[(\d+)\])?/.exec(path) ?? [];
  const section = s === undefined ? undefined : document.sections[Number(s)];
  const question = q === undefined ? undefined : section?.questions[Number(q)];
  const field = path.split('.').at(-1) ?? path;
  const words = path.includes('.') ? `${field} ${message}` : message;
  if (question !== undefined)
    return { place: question.label, part: { kind: 'question', key: question.key }, message: words };
  if (section !== undefined)
    return { place: section.title, part: { kind: 'section', key: section.key }, message: words };
  const rule = /^scoring\[(\d+)\]/.exec(path)?.[1];
  const scoring = rule === undefined ? undefined : document.scoring?.[Number(rule)];
  if (rule !== undefined && scoring !== undefined)
    return { place: scoring.title, part: { kind: 'scoring', key: rule }, message: words };
  return { place: 'The instrument', part: null, message: `${path} ${message}` };
}

/** What differs from the version before, while the draft need not be complete. */
export const draftChanges = (document: RawInstrument, latest: InstrumentDocument): VersionChange[] =>
  documentChanges(latest, document as InstrumentDocument);

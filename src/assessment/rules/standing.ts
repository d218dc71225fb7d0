/** Where somebody stands by all their assessments: the latest rating of everything, the one before, and since when. Pure. */
import type { About, AboutAnswers } from './about.ts';
import type { Answers } from './answers.ts';
import { type InstrumentDocument, questionsOf, type ScaleQuestion } from './document.ts';
import { isIssue, ratingOf } from './severity.ts';

/** An assessment as it is looked back on. Days are 'YYYY-MM-DD'; null came with an import. */
export type Past = {
  id: string;
  assessedOn: string | null;
  instrumentVersionId: string;
  instrument: InstrumentDocument;
  answers: Answers;
  about: AboutAnswers;
};
/** A rating with its day, and the words it was asked in. */
export type Rated = { rating: number; on: string | null; asked: ScaleQuestion; about: About; in: Past };
/** A scale that was rated at least once. `disclosedOn` is null while it never was more than the least rating. */
export type Standing = { key: string; now: Rated; before: Rated | null; disclosedOn: string | null };

/**
 * Every scale that was ever rated, in the order in which they were first asked. `past` is in the order of days, the earliest
 * first. An assessment that leaves something out, or in which it was declined, changes nothing of what was rated before: not
 * asked again is not better.
 */
export function standingOf(past: readonly Past[]): Standing[] {
  const standing = new Map<string, Standing>();
  for (const one of past) {
    for (const asked of questionsOf(one.instrument)) {
      const rating = ratingOf(asked, one.answers[asked.key]);
      if (rating === null || asked.kind !== 'scale') continue;
      const now: Rated = { rating, on: one.assessedOn, asked, about: one.about[asked.key] ?? {}, in: one };
      const before = standing.get(asked.key);
      const disclosedOn = earlier(before?.disclosedOn ?? null, disclosedBy(now));
      standing.set(asked.key, { key: asked.key, now, before: before?.now ?? null, disclosedOn });
    }
  }
  return [...standing.values()];
}

/**
 * The day on which a rating first tells of an issue: its own day, or the earlier one that somebody stated. Null when it tells of
 * none (a scale that is no issue, the least rating, or a day that is not known).
 */
function disclosedBy({ asked, rating, on, about }: Rated): string | null {
  if (!isIssue(asked) || rating <= asked.min) return null;
  return earlier(on, about.disclosedOn ?? null);
}

const earlier = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
};

/** The day on which each issue was first told of, by question key: the earliest of all ratings above the least, never later. */
export function disclosures(past: readonly Past[]): Map<string, string> {
  return new Map(
    standingOf(past).flatMap(({ key, disclosedOn }) => (disclosedOn === null ? [] : [[key, disclosedOn] as const])),
  );
}

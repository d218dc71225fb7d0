/**
 * Scores, made by a rule that the instrument names and states. Three-valued: what is not known is never taken for a zero, and
 * a score that hangs on it is told as a range, or not at all. Pure.
 */
import { type Fraction, fraction, printNumber } from '../../kit/exact.ts';
import type { Answers } from './answers.ts';
import { type InstrumentDocument, type Question, questionsOf, type Scoring } from './document.ts';
import { isIssue, ratingOf, severeAnswer } from './severity.ts';

/**
 * What came of a score. 'known' is exact; 'between' gives the least and the most that it can be with `open` questions
 * unanswered; 'not known' has fewer answers than it needs; 'never' is not added up, by the instrument's own word.
 */
export type Score =
  | { state: 'known'; value: Fraction }
  | { state: 'between'; least: number; most: number; open: number }
  | { state: 'not known'; answered: number; needed: number }
  | { state: 'never' };

/** A score of an instrument by one of its stated rules. */
export function score(document: InstrumentDocument, scoring: Scoring, answers: Answers): Score {
  const of = scored(document, scoring);
  switch (scoring.rule) {
    case 'none':
      return { state: 'never' };
    case 'count of severe': {
      const severe = of.filter((question) => severeAnswer(question, answers[question.key])).length;
      // What does not apply is not severe; what was declined or not asked may be.
      const open = of.filter(({ key }) => {
        const state = answers[key]?.state ?? 'not asked';
        return state === 'declined' || state === 'not asked';
      }).length;
      if (open > 0) return { state: 'between', least: severe, most: severe + open, open };
      return { state: 'known', value: fraction(severe) };
    }
    case 'mean of answered': {
      const ratings = of.flatMap((question) => ratingOf(question, answers[question.key]) ?? []);
      const needed = scoring.atLeast ?? of.length;
      if (ratings.length === 0 || ratings.length < needed)
        return { state: 'not known', answered: ratings.length, needed };
      return {
        state: 'known',
        value: fraction(
          ratings.reduce((sum, rating) => sum + rating, 0),
          ratings.length,
        ),
      };
    }
  }
}

/** The questions that a rule is about: those it names, or every presenting issue. */
export function scored(document: InstrumentDocument, { questions }: Scoring): Question[] {
  const all = questionsOf(document);
  return questions === undefined ? all.filter(isIssue) : all.filter(({ key }) => questions.includes(key));
}

/** How a score reads: '5', '3.5', 'From 5 to 9: 4 questions are open', 'Not known: 2 of the 4 answers that it needs'. */
export function scoreText(made: Score): string {
  switch (made.state) {
    case 'known':
      return printNumber(made.value, made.value.num % made.value.den === 0n ? 0 : 1);
    case 'between':
      return `From ${made.least} to ${made.most}: ${made.open} ${made.open === 1 ? 'question is' : 'questions are'} open`;
    case 'not known':
      return `Not known: ${made.answered} of the ${made.needed} answers that it needs`;
    case 'never':
      return 'Never added up';
  }
}

/** What was measured more than once, for the staircase: each scale with its ratings in order. Pure. */
import { questionsOf, type ScaleQuestion } from './document.ts';
import { isIssue, ratingOf } from './severity.ts';
import type { Past } from './standing.ts';

/**
 * A scale that was rated on two days or more. `better` is the good end. `onPaper` says that it may be named on the page that lies
 * on a kitchen table: it is no issue and no sensitive part, and it is better now than at first. Days are 'YYYY-MM-DD'.
 */
export type RepeatMeasure = {
  label: string;
  min: number;
  max: number;
  better: 'low' | 'high';
  points: { on: string; value: number }[];
  onPaper: boolean;
};

/** How many measures stand above the staircase: more would hide the climb. */
export const MOST_MEASURES = 4;

/**
 * The scales that moved most between the first rating and the latest, up or down, in the order in which they were first asked;
 * of those that moved alike the ones asked first. The latest rating of a day counts. Ratings on another scale than the latest are
 * left out, and so is what a second worker rates independently. `past` is the earliest first.
 */
export function repeatMeasures(past: readonly Past[]): RepeatMeasure[] {
  const rated = new Map<string, { asked: ScaleQuestion; sensitive: boolean; points: Map<string, Rating> }>();
  for (const { instrument, assessedOn, answers } of past) {
    if (assessedOn === null || instrument.secondRater === true) continue;
    const sensitive = new Set(
      instrument.sections.flatMap(({ sensitive: held, questions }) => (held ? questions.map(({ key }) => key) : [])),
    );
    for (const asked of questionsOf(instrument)) {
      const value = ratingOf(asked, answers[asked.key]);
      if (value === null || asked.kind !== 'scale') continue;
      const points = rated.get(asked.key)?.points ?? new Map<string, Rating>();
      points.set(assessedOn, { on: assessedOn, value, asked });
      rated.set(asked.key, { asked, sensitive: sensitive.has(asked.key), points });
    }
  }
  const all = [...rated.values()].flatMap(({ asked, sensitive, points }) => {
    const { label, min, max, direction } = asked;
    const ratings = [...points.values()].filter((one) => sameScale(one.asked, asked));
    const [first, last] = [ratings[0], ratings.at(-1)];
    if (first === undefined || last === undefined || ratings.length < 2) return [];
    const better = direction === 'lower is better' ? ('low' as const) : ('high' as const);
    const moved = (last.value - first.value) / (max - min);
    const onPaper = !isIssue(asked) && !sensitive && (better === 'high' ? moved > 0 : moved < 0);
    const measure = { label, min, max, better, points: ratings.map(({ on, value }) => ({ on, value })), onPaper };
    return [{ measure, moved: Math.abs(moved) }];
  });
  const chosen = new Set(all.toSorted((a, b) => b.moved - a.moved).slice(0, MOST_MEASURES));
  return all.filter((one) => chosen.has(one)).map(({ measure }) => measure);
}

type Rating = { on: string; value: number; asked: ScaleQuestion };

const sameScale = (a: ScaleQuestion, b: ScaleQuestion): boolean =>
  a.min === b.min && a.max === b.max && a.direction === b.direction;

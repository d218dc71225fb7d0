/** The library of ideas for goals and steps, a document beside the programmes. Pure. */
import library from '../../../programmes/step-ideas.json' with { type: 'json' };
import { type Group, groups } from './steps.ts';

/** An idea for a step: words to begin from, which stay to be changed. */
export type Idea = { key: string; group: Group; words: string; source: string };

/** Every idea for a step, in the order of the groups. */
export const ideas: readonly Idea[] = library.steps.flatMap((idea) => {
  const group = groups.find((one) => one === idea.group);
  return group === undefined ? [] : [{ ...idea, group }];
});
const byKey = new Map(ideas.map((idea) => [idea.key, idea]));

/** The idea with a key, or null. */
export const ideaOf = (key: unknown): Idea | null => (typeof key === 'string' ? (byKey.get(key) ?? null) : null);

/** Areas that a goal may be of; any other words may stand there too. */
export const goalAreas: readonly string[] = library.goals.map(({ words }) => words);

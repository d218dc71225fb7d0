/** Giving many cases to other key workers: who gets which, and what it does to their caseloads. Pure. */

import { isUuid, uuidPattern } from '../../kit/uuid.ts';

/** Most cases that are given away in one go: more than ten times a large caseload is a mistake. */
export const mostGiven = 1000;

/** A case to give: `attached` ones count against the programme's guide. */
export type ToGive = { caseId: string; attached: boolean };
/** A key worker who can take cases, with the attached people they have now. */
export type Taker = { id: string; attached: number };

/**
 * Shares cases out: each goes to the one who then has the most room under the guide, so that caseloads come out level. Of two
 * with the same room the one who was given fewer gets it, then the one who stands first. The order of the cases is kept.
 */
export function shareOut(cases: readonly ToGive[], takers: readonly Taker[]): Map<string, string> {
  const shared = new Map<string, string>();
  const loads = takers.map(({ id, attached }) => ({ id, attached, given: 0 }));
  for (const one of cases) {
    const [next] = [...loads].sort((a, b) => a.attached - b.attached || a.given - b.given);
    if (next === undefined) break;
    shared.set(one.caseId, next.id);
    next.given++;
    if (one.attached) next.attached++;
  }
  return shared;
}

/** What one key worker gets, and has before and after. `above` is how many more than the guide that is; 0 within it. */
export type Share = { id: string; gets: number; before: number; after: number; above: number };

/** What each key worker gets, in their order. `guide` is the most attached people one should have; null without a guide. */
export function sharesOf(
  cases: readonly ToGive[],
  shared: ReadonlyMap<string, string>,
  takers: readonly Taker[],
  guide: number | null,
): Share[] {
  return takers.map(({ id, attached }) => {
    const theirs = cases.filter(({ caseId }) => shared.get(caseId) === id);
    const after = attached + theirs.filter((one) => one.attached).length;
    // A key worker who gets nothing does not come above anything by this.
    const above = guide === null || after === attached ? 0 : Math.max(0, after - guide);
    return { id, gets: theirs.length, before: attached, after, above };
  });
}

/** One case with the version it had on the page, and who gets it, as a form carries it. */
export type Move = { caseId: string; version: number; staffId: string };

const moveShape = new RegExp(`^(${uuidPattern}):([1-9]\\d{0,8}):(${uuidPattern})$`);

/** A move as a form carries it. */
export const moveText = ({ caseId, version, staffId }: Move): string => `${caseId}:${version}:${staffId}`;

/** Moves that came with a form; what is none is left out, and of a case that is named twice the first one counts. */
export function movesFrom(values: readonly string[]): Move[] {
  const moves = new Map<string, Move>();
  for (const value of values) {
    const [, caseId, version, staffId] = moveShape.exec(value) ?? [];
    if (caseId === undefined || staffId === undefined || moves.has(caseId)) continue;
    moves.set(caseId, { caseId, version: Number(version), staffId });
  }
  return [...moves.values()];
}

/** The ids among what came with a form. */
export const idsFrom = (values: readonly string[]): string[] => [...new Set(values.filter(isUuid))];

/** A field that occurs any number of times. */
export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

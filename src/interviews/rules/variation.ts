/** How failures and waivers differ between workers, with numbers enough to be fair: never a ranking, nothing below five. Pure. */

/** Fewer people than this are never shown by themselves. */
export const fewest = 5;

/** A share with what it is made of; 'too few' below the fewest. A tenth of a per cent, half up. */
export type Share = { of: number; count: number; percent: string } | 'too few';

/** `count` of `of` as a share; suppressed when fewer than five stand under the line. */
export function share(count: number, of: number): Share {
  if (of < fewest) return 'too few';
  // Whole numbers until the last step, so that 0.05 is never 0.0499….
  const tenths = Math.floor((count * 2000 + of) / (of * 2));
  return { of, count, percent: `${Math.floor(tenths / 10)}.${tenths % 10}%` };
}

/** What one worker's interviews came to in a period. */
export type WorkerCounts = {
  staffId: string;
  name: string;
  /** Interviews with a final state that is the person's: attended, late, did not attend. */
  booked: number;
  failed: number;
  goodCause: number;
  attempts: number;
  proposed: number;
  agreed: number;
};

/** One row of the table: every figure with its base, or suppressed. */
export type VariationRow = {
  name: string;
  failure: Share;
  goodCause: Share;
  attemptsEach: string | 'too few';
  proposed: number | 'too few';
  agreed: number | 'too few';
};

const row = (one: Omit<WorkerCounts, 'staffId'>): VariationRow => {
  const few = one.failed < fewest;
  return {
    name: one.name,
    failure: share(one.failed, one.booked),
    goodCause: share(one.goodCause, one.failed),
    attemptsEach: few ? 'too few' : (one.attempts / one.failed).toFixed(1),
    proposed: few ? 'too few' : one.proposed,
    agreed: few ? 'too few' : one.agreed,
  };
};

const sum = (name: string, list: readonly WorkerCounts[]): Omit<WorkerCounts, 'staffId'> => ({
  name,
  booked: list.reduce((all, one) => all + one.booked, 0),
  failed: list.reduce((all, one) => all + one.failed, 0),
  goodCause: list.reduce((all, one) => all + one.goodCause, 0),
  attempts: list.reduce((all, one) => all + one.attempts, 0),
  proposed: list.reduce((all, one) => all + one.proposed, 0),
  agreed: list.reduce((all, one) => all + one.agreed, 0),
});

/**
 * The table of a team: workers by name, then all of them. If one worker alone is suppressed the total is left out, or the hidden
 * figure could be taken from it by subtraction.
 */
export function variation(list: readonly WorkerCounts[]): { rows: VariationRow[]; total: VariationRow | null } {
  const rows = [...list].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(row);
  const hidden = (field: (one: VariationRow) => unknown) => rows.filter((one) => field(one) === 'too few').length;
  const alone = hidden((one) => one.failure) === 1 || hidden((one) => one.goodCause) === 1;
  return { rows, total: alone ? null : row(sum('All', list)) };
}

/** Where people stood at first for whom waivers are looked at: the furthest from work. */
export const startPoint = { instrument: 'distance-a-d', question: 'distance_point', code: 'a', words: 'A' } as const;

/** Waivers of one worker among people who started at a point, and how many were made while the caseload was above the guide. */
export type WaiverCounts = {
  staffId: string;
  name: string;
  atPoint: number;
  waived: number;
  whileFull: number;
  caseload: number;
};

/** The look at one worker beside the rest of the team; null where fewer than five people stand at the point. */
export type WaiverLook = { name: string; caseload: number; own: Share; rest: Share; waived: number; whileFull: number };

/** One row for each worker with enough people at the point, by name. It says where to look, and nothing about anybody. */
export function waiverLooks(list: readonly WaiverCounts[]): WaiverLook[] {
  return [...list]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .filter(({ atPoint }) => atPoint >= fewest)
    .map((one) => {
      const others = list.filter(({ staffId }) => staffId !== one.staffId);
      const total = (field: 'atPoint' | 'waived') => others.reduce((all, other) => all + other[field], 0);
      return {
        name: one.name,
        caseload: one.caseload,
        own: share(one.waived, one.atPoint),
        rest: share(total('waived'), total('atPoint')),
        waived: one.waived,
        whileFull: one.whileFull,
      };
    });
}

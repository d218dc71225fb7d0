/** In which order the test files run. */

/**
 * The files that take longest, the longest first. They begin first, so that no processor stands idle while the other works
 * through the last long one. A file that is not named here comes after these, in the order of the seed.
 */
export const LONG = [
  'test/journeys/crawl.test.ts',
  'test/journeys/adviser-vignettes.test.ts',
  'test/journeys/working-well-safety.test.ts',
  'test/journeys/hostile-text.test.ts',
  'test/journeys/ics-people.test.ts',
  'test/journeys/referral-in.test.ts',
  'test/journeys/plan.test.ts',
  'test/routes.test.ts',
  'test/journeys/working-well-barriers.test.ts',
  'test/journeys/ics-managers.test.ts',
  'test/journeys/pathways.test.ts',
  'test/journeys/key-worker-change.test.ts',
  'test/journeys/assessment.test.ts',
  'test/journeys/key-worker.test.ts',
  'test/journeys/meeting.test.ts',
  'test/journeys/office.test.ts',
  'test/journeys/today.test.ts',
  'test/journeys/referring.test.ts',
  'test/journeys/bad-input.test.ts',
  'test/journeys/exit-and-return.test.ts',
  'test/journeys/administrator.test.ts',
  'test/journeys/team.test.ts',
  'test/restricted.test.ts',
  'test/journeys/keyboard.test.ts',
  'bench/bench.db.test.ts',
  'src/reports/actions.db.test.ts',
  'src/handover/actions.db.test.ts',
  'src/kit/postgres.test.ts',
  'src/reports/rules/tables.test.ts',
  'src/people/actions/linkage-command.test.ts',
];

/** Puts the long files first; the others stay as they stand. */
export function longFirst(files: string[]): string[] {
  const rank = (file: string) => (LONG.includes(file) ? LONG.indexOf(file) : LONG.length);
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/** How many files share a process. A group that is too long leaves the other processor idle at the end. */
const TOGETHER = 8;

/** Files that share a process, in their order: to load Newel takes longer than most of them do. Those that take long are alone. */
export function inGroups(files: readonly string[]): string[][] {
  const alone = (file: string) => LONG.includes(file);
  const short = files.filter((file) => !alone(file));
  const groups = Array.from({ length: Math.ceil(short.length / TOGETHER) }, (_, at) =>
    short.slice(at * TOGETHER, (at + 1) * TOGETHER),
  );
  return [...files.filter(alone).map((file) => [file]), ...groups];
}

/** The same order for the same seed: mulberry32 and a Fisher-Yates shuffle. */
export function shuffle(files: string[], seed: number): string[] {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  const order = [...files];
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j] ?? '', order[i] ?? ''];
  }
  return order;
}

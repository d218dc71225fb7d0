import type { Clock } from './kit/clock.ts';

/** A part of a day's work; the day is 'YYYY-MM-DD'. */
export type PartOfDay = (today: string) => Promise<unknown>;

/**
 * Does the parts of a day's work, in their order, from now on and from the beginning of every day, as the site's clock has it. What
 * fails is told to `failed`, keeps no other part from being done, and is alone tried again that day: after one look, two, four and so
 * on, after an hour's at most. Returns what ends it, once the part that is under way is done.
 */
export function eachDay(
  clock: Clock,
  parts: readonly PartOfDay[],
  failed: (error: unknown) => void,
  everyMs = 60_000,
): () => Promise<void> {
  let [day, left, pause, looks] = ['', parts, 1, 0];
  let ended = false;
  const look = async () => {
    const today = clock.today().toString();
    if (today !== day) [day, left, pause, looks] = [today, parts, 1, 0];
    looks -= 1;
    if (looks >= 0) return;
    const undone: PartOfDay[] = [];
    for (const part of left) {
      if (ended) return;
      await part(today).catch((error: unknown) => {
        undone.push(part);
        failed(error);
      });
    }
    [left, looks, pause] = [undone, pause - 1, Math.min(pause * 2, 60)];
  };
  let running: Promise<void> | null = null;
  const begin = () => {
    running ??= look().finally(() => {
      running = null;
    });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  // The work of a process is to serve; this alone does not keep it alive.
  timer.unref();
  return async () => {
    ended = true;
    clearInterval(timer);
    await running;
  };
}

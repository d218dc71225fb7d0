import type { Clock } from './kit/clock.ts';

/**
 * Does some work now and at the beginning of every day, as the site's clock has it. The first time is waited for and may
 * throw; what fails later is told to `failed` and tried again at the next look. Resolves to what ends it.
 */
export async function eachDay(
  clock: Clock,
  work: (today: string) => Promise<void>,
  failed: (error: unknown) => void,
  everyMs = 60_000,
): Promise<() => Promise<void>> {
  let done = clock.today().toString();
  await work(done);
  let running = Promise.resolve();
  const look = async () => {
    const today = clock.today().toString();
    if (today === done) return;
    try {
      await work(today);
      done = today;
    } catch (error) {
      failed(error);
    }
  };
  const timer = setInterval(() => {
    running = running.then(look);
  }, everyMs);
  // The work of a process is to serve; this alone does not keep it alive.
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

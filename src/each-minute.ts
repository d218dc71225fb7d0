/**
 * Does some work every minute, one after another and never twice at once. What fails is told to `failed` and tried again the
 * next minute. Resolves to what ends it, once the work that is under way is done.
 */
export function eachMinute(
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
  everyMs = 60_000,
): () => Promise<void> {
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = null;
      });
  }, everyMs);
  // The work of a process is to serve; this alone does not keep it alive.
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** The outbox at work: queues reminders that come due, and sends what waits, until it is stopped. */
import type { Database } from '../../kit/db.ts';
import type { Sender } from '../rules/sender.ts';
import { followLetters } from './messages.ts';
import type { Now } from './queue.ts';
import { queueReminders, type ReminderKind } from './reminders.ts';
import { beginRun, flagUnknown, type Run, sendDue } from './sending.ts';

export type Outbox = {
  /** Ends the loop; resolves when what is in flight has been answered. */
  stop(): Promise<void>;
};

/**
 * Sends every few seconds; looks for reminders, and asks what became of letters, every ten minutes. A round that fails is told to `failed`, which must log codes
 * only, and the next one tries again with a run of its own. Without senders messages wait.
 */
export function startOutbox(
  db: Database,
  options: {
    senders: readonly Sender[];
    reminders: readonly ReminderKind[];
    clock: () => Now;
    everyMs?: number;
    /** Sends what is not a message to a person, with each round; it keeps no message from going. */
    also?: (senders: readonly Sender[], clock: () => Now) => Promise<unknown>;
    failed?: (error: unknown) => void;
  },
): Outbox {
  const { senders, reminders, clock, everyMs = 5000, also, failed = () => {} } = options;
  const slowRounds = Math.max(1, Math.round(600_000 / everyMs));
  let stopped = false;
  let wake = () => {};
  let rounds = 0;
  let run: Run | null = null;
  const round = async () => {
    if (rounds++ % slowRounds === 0) {
      if (reminders.length > 0) await queueReminders(db, reminders, clock());
      // What a carrier cannot say now it says later: nothing waits for it.
      await followLetters(db, senders, clock()).catch(failed);
    }
    if (senders.length === 0) return;
    await also?.(senders, clock).catch(failed);
    if (run === null || run.broken()) {
      await run?.end();
      run = await beginRun(db);
    }
    await flagUnknown(db, run, clock());
    while (!stopped && (await sendDue(db, run, senders, clock)) > 0);
  };
  const work = async () => {
    while (!stopped) {
      try {
        await round();
      } catch (error) {
        failed(error);
        // What this run may have left claimed is in doubt as soon as its lock is gone.
        await run?.end().catch(() => {});
        run = null;
      }
      if (stopped) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await run?.end();
  };
  const running = work();
  return {
    stop() {
      stopped = true;
      wake();
      return running;
    },
  };
}

/** Asks the operator's own scanner whether a file does harm. */
import { spawn } from 'node:child_process';

/** What the scanner said. `unavailable`: it could not say, and nothing is taken in. */
export type Scanned = 'clean' | 'refused' | 'unavailable';

/** A scanner reads a file and says whether it is clean. */
export type Scan = (data: Buffer) => Promise<Scanned>;

/**
 * The scanner of a command (`NEWEL_SCAN`), which reads the file from its standard input: exit code 0 is clean, 1 is refused (as
 * clamdscan says it), anything else is no answer, and so is whatever it says after `most` milliseconds. It is told nothing else of
 * the file. Without a command everything is taken as clean.
 */
export const scanBy =
  (command: string | undefined, most = 60_000): Scan =>
  (data) =>
    new Promise((said) => {
      if (command === undefined || command.trim() === '') return said('clean');
      // In a process group of its own, so that what it began ends with it.
      const scanner = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
      const late = setTimeout(() => {
        // First: one that is told to stop may end in order, and would be believed.
        said('unavailable');
        if (scanner.pid !== undefined) killGroup(scanner.pid);
      }, most);
      const answer = (result: Scanned) => {
        clearTimeout(late);
        said(result);
      };
      scanner.once('error', () => answer('unavailable'));
      scanner.once('close', (code) => answer(code === 0 ? 'clean' : code === 1 ? 'refused' : 'unavailable'));
      // One that has seen enough closes its input; its exit code says what it found.
      scanner.stdin.once('error', () => {});
      scanner.stdin.end(data);
    });

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

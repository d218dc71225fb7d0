/** Asks the operator's own scanner whether a file does harm. */
import { spawn } from 'node:child_process';

/** What the scanner said. `unavailable`: it could not say, and nothing is taken in. */
export type Scanned = 'clean' | 'refused' | 'unavailable';

/** A scanner reads a file and says whether it is clean. */
export type Scan = (data: Buffer) => Promise<Scanned>;

/**
 * The scanner of a command (`NEWEL_SCAN`), which reads the file from its standard input: exit code 0 is clean, 1 is refused (as
 * clamdscan says it), anything else or more than a minute is no answer. It is told nothing else of the file. Without a command
 * everything is taken as clean.
 */
export const scanBy =
  (command: string | undefined): Scan =>
  (data) =>
    new Promise((said) => {
      if (command === undefined || command.trim() === '') return said('clean');
      const scanner = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'ignore'], timeout: 60_000 });
      scanner.once('error', () => said('unavailable'));
      scanner.once('close', (code) => said(code === 0 ? 'clean' : code === 1 ? 'refused' : 'unavailable'));
      // One that has seen enough closes its input; its exit code says what it found.
      scanner.stdin.once('error', () => {});
      scanner.stdin.end(data);
    });

import type { Clock } from './clock.ts';
import type { Database } from './db.ts';

/** What a command is given: where to write, the time, and the database, which is opened when it is first asked for. */
export type Host = {
  /** The database as the application sees it (role newel_app), migrated. */
  db(): Promise<Database>;
  /** The address of the database with the rights of its owner: migrations, jobs, verification's tests. Holds a password. */
  ownerUrl(): Promise<string>;
  clock: Clock;
  timeZone: string;
  out(text: string): void;
  err(text: string): void;
  /** A progress bar on standard error, drawn only on a terminal and only once a second has passed. */
  progress(label: string): Progress;
};

/** `total` may be unknown (0): then only what was done is shown. */
export type Progress = { update(done: number, total: number): void; done(): void };

/** A command of `./newel`. `run` resolves to its exit code: 0 done, 1 failed, 2 wrong use. */
export type Command = {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The whole help: use, options, exit codes, an example. */
  help: string;
  run(args: string[], host: Host): Promise<number>;
};

/** Wrong use of a command: its message is printed with where to find help, and the exit code is 2. */
export class WrongUse extends Error {}

/** A progress bar for standard error. */
export function progressBar(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const begun = Date.now();
  let drawn = 0;
  const draw = (text: string) => stream.write(`\r\x1b[2K${text}`);
  return {
    update(done, total) {
      const now = Date.now();
      if (!stream.isTTY || now - begun < 1000 || now - drawn < 100) return;
      drawn = now;
      if (total === 0) return void draw(`${label} ${done.toLocaleString('en-GB')}`);
      const width = 30;
      const full = Math.min(width, Math.round((done / total) * width));
      draw(`${label} [${'#'.repeat(full)}${'.'.repeat(width - full)}] ${Math.floor((100 * done) / total)}%`);
    },
    done() {
      if (drawn > 0) draw('');
    },
  };
}

import { continueNumbers } from './access/actions/seal.ts';
import { commands } from './commands.ts';
import { dataFolder } from './data-folder.ts';
import { systemClock } from './kit/clock.ts';
import { type Command, type Host, progressBar, WrongUse } from './kit/command.ts';
import { type Database, migrate, openDatabase } from './kit/db.ts';
import { type Postgres, startPostgres } from './kit/postgres.ts';

const timeZone = process.env.NEWEL_TIME_ZONE ?? 'Europe/London';

/** After a restore into another server, the numbers that order events go on from those in the backup. */
async function goOnNumbering(owner: string): Promise<void> {
  const pool = openDatabase(owner, { max: 1, asOwner: true });
  await continueNumbers(pool).finally(() => pool.end());
}

/** The machine that a command runs on. `close` gives back what the command opened. */
function thisMachine(): Host & { close(): Promise<void> } {
  let postgres: Postgres | undefined;
  let opened: Promise<Database> | undefined;
  let url: Promise<string> | undefined;
  const prepare = async () => {
    const given = process.env.DATABASE_URL;
    if (given === undefined)
      postgres = await startPostgres({ dataDir: dataFolder(), log: (line) => process.stderr.write(`${line}\n`) });
    const owner = given ?? (postgres as Postgres).url;
    await migrate(owner);
    await goOnNumbering(owner);
    return owner;
  };
  const ownerUrl = () => (url ??= prepare());
  return {
    ownerUrl,
    db: () => (opened ??= ownerUrl().then((owner) => openDatabase(owner))),
    clock: systemClock(timeZone),
    timeZone,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    progress: progressBar,
    async close() {
      await (await opened?.catch(() => undefined))?.end();
      await postgres?.stop();
    },
  };
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return `Newel: case management for intensive, worker-led employment support.

Use: ./newel COMMAND [OPTIONS]

${commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`).join('\n')}

./newel COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 wrong use.
The database is DATABASE_URL, else one of Newel's own in NEWEL_DATA (.newel/).
`;
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  const command: Command | undefined = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`newel: there is no command '${name}'. ./newel --help lists them.\n`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.help.trim()}\n`);
    return 0;
  }
  const host = thisMachine();
  try {
    return await command.run(rest, host);
  } catch (error) {
    // parseArgs and WrongUse: the words of the command line are off.
    const code = (error as { code?: string }).code ?? '';
    if (error instanceof WrongUse || code.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`newel ${name}: ${(error as Error).message}\nRun ./newel ${name} --help\n`);
      return 2;
    }
    process.stderr.write(`newel ${name}: ${(error as Error).message}\n`);
    if (process.env.NEWEL_DEBUG !== undefined) process.stderr.write(`${(error as Error).stack}\n`);
    return 1;
  } finally {
    await host.close();
  }
}

process.exitCode = await main(process.argv.slice(2));

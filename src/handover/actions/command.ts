import { constants } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { csvText } from '../../kit/csv.ts';
import { CannotImport, type FileResult, type ImportResult, importFolder, type Reject } from '../actions.ts';

const help = `
Use: ./newel import FOLDER [--dry-run] [--rejects FILE] [--verbose]

Imports a hand-over folder: programme.csv (which names the programme) and any of areas.csv, key_workers.csv,
referrals.csv, attachments.csv, area_changes.csv, assessments.csv, activities.csv, jobs.csv, claims.csv and
duplicates.csv, as UTF-8. A programme that is not loaded yet is made from the Working Well template with the file's
settings; one that is gets a new version of its document when the settings differ.

Bad rows are left out and written to a rejects file with file, row (the line in the file; the header is row 1), column,
value and reason; all good rows go in. The same folder again changes nothing, and an import that was interrupted is
simply run again. A row that has changed corrects its record, unless that was changed in Newel since.

  --dry-run        tells what would happen and writes nothing to the database
  --rejects FILE   where bad rows go (default rejects.csv in the current folder, or rejects-2.csv and so on; made only
                   when there are any, readable by you alone, and never over a file that is there)
  --strict         ends with exit code 1 when rows were left out, for a script that must not go on then
  --verbose        also tells how long each file took

Exit codes: 0 done (bad rows, if any, are in the rejects file), 1 failed, or rows were left out with --strict (the others
are in), 2 wrong use.

Example: ./newel import samples/working-well-pilot --dry-run
`;

async function runImport(args: string[], host: Host): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      strict: { type: 'boolean' },
      rejects: { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new WrongUse('name one folder to import');
  if (values.rejects !== undefined && (await exists(values.rejects)))
    throw new WrongUse(`${values.rejects} is there already, and it is not written over`);
  const rejects = rejectsFile(values.rejects);
  const progress = host.progress('Importing');
  const begun = performance.now();
  try {
    const result = await importFolder(await host.db(), {
      folder,
      today: host.clock.today().toString(),
      dryRun: values['dry-run'] === true,
      onProgress: progress.update,
      onRejects: rejects.write,
    });
    progress.done();
    const seconds = (performance.now() - begun) / 1000;
    host.out(summary(result, values.verbose === true, seconds));
    const path = await rejects.close();
    if (path === null) return 0;
    const leftOut =
      result.rejected === 1
        ? '1 row was left out; it is'
        : `${result.rejected.toLocaleString('en-GB')} rows were left out; they are`;
    host.err(`${leftOut} in ${path}\n`);
    return values.strict === true ? 1 : 0;
  } catch (error) {
    progress.done();
    const path = await rejects.close();
    if (path !== null) host.err(`Rows that were left out so far are in ${path}\n`);
    if (error instanceof CannotImport) throw error;
    throw new Error(`${(error as Error).message}\nWhat went in stays in. Run the same import again to go on.`, {
      cause: error,
    });
  }
}

/** Tells what an import came to: one line for each file. */
export function summary(result: ImportResult, verbose: boolean, seconds: number): string {
  const states = { new: 'made from the Working Well template', changed: 'given a new version', unchanged: 'as it was' };
  const head = ['file', 'rows', 'new', 'changed', 'unchanged', 'rejected', ...(verbose ? ['seconds'] : [])];
  const line = (file: FileResult) => [
    file.file,
    ...[file.rows, file.fresh, file.changed, file.unchanged, file.rejected].map((count) =>
      file.present ? count.toLocaleString('en-GB') : '-',
    ),
    ...(verbose ? [file.seconds.toFixed(2)] : []),
  ];
  const table = [head, ...result.files.map(line)];
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const shown = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const unknown =
    result.unknownFiles.length === 0 ? '' : `Not part of a hand-over, left alone: ${result.unknownFiles.join(', ')}\n`;
  const dry = result.runId === null ? 'Dry run: nothing was written to the database.\n' : '';
  const time = verbose ? `${seconds.toFixed(1)} seconds in all\n` : '';
  return `Programme ${result.programme.key}: ${states[result.programme.state]}\n\n${shown.join('\n')}\n\n${unknown}${time}${dry}`;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** A rejects file that is made when the first bad row comes. It holds personal data, so nobody else may read it. */
function rejectsFile(given: string | undefined) {
  let file: { path: string; handle: FileHandle } | undefined;
  const make = async (): Promise<{ path: string; handle: FileHandle }> => {
    for (let n = 1; ; n += 1) {
      const path = given ?? (n === 1 ? 'rejects.csv' : `rejects-${n}.csv`);
      try {
        const handle = await open(path, 'wx', 0o600);
        await handle.appendFile(csvText([['file', 'row', 'column', 'value', 'reason']]));
        return { path, handle };
      } catch (error) {
        if (given !== undefined || (error as { code?: string }).code !== 'EEXIST') throw error;
      }
    }
  };
  return {
    async write(rejects: readonly Reject[]): Promise<void> {
      file ??= await make();
      await file.handle.appendFile(
        csvText(rejects.map((one) => [one.file, one.row, one.column, one.value, one.reason])),
      );
    },
    /** The path of the file, or null when there were no bad rows. */
    async close(): Promise<string | null> {
      await file?.handle.close();
      return file?.path ?? null;
    },
  };
}

/** `newel import`. */
export const importCommand: Command = { name: 'import', summary: 'Import a hand-over folder', help, run: runImport };

import { parseArgs } from 'node:util';
import { systemActor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { type Problem, problemLine } from '../../kit/problems.ts';
import {
  checkProgrammeFiles,
  type Instruments,
  listProgrammes,
  loadProgrammeFiles,
  programmeByKey,
  programmeOn,
  versionsOf,
} from '../actions.ts';
import type { GivenFile } from '../rules/files.ts';
import { programmeFiles } from './files.ts';

const HELP = `
Programme documents: what a programme is, as data.

Use: ./newel programme load FILE            loads a document; if it differs, as a new version
     ./newel programme check FILE           says what is wrong with a document and loads nothing
     ./newel programme list                 lists the programmes and the version in force
     ./newel programme show KEY             prints the document in force today
                       [--version N]        or another version

Instruments that the document names are taken from a folder 'instruments' beside FILE or one folder up.
Exit codes: 0 done, 1 failed or refused, 2 wrong use.

Example: ./newel programme load programmes/working-well-pilot/programme.json
`;

/** The command `newel programme`. */
export function programmeCommand(instruments: Instruments): Command {
  return {
    name: 'programme',
    summary: 'load, check, list and show programme documents',
    help: HELP,
    async run(args, host) {
      const { positionals, values } = parseArgs({
        args,
        allowPositionals: true,
        options: { version: { type: 'string' } },
      });
      const [verb, given, ...rest] = positionals;
      if (rest.length > 0) throw new WrongUse(`'${rest[0]}' is one word too many`);
      if (values.version !== undefined && verb !== 'show') throw new WrongUse('--version goes with show');
      if (verb === 'list' && given === undefined) return list(host);
      if (verb === 'list') throw new WrongUse('list takes no further words');
      if (verb !== 'load' && verb !== 'check' && verb !== 'show') throw new WrongUse('say load, check, list or show');
      if (given === undefined) throw new WrongUse(`${verb} needs ${verb === 'show' ? 'a KEY' : 'a FILE'}`);
      if (verb === 'show') return show(host, given, values.version);
      const files = await readable(host, given);
      if (files === null) return 1;
      return verb === 'check' ? check(host, files, instruments) : load(host, files, instruments);
    },
  };
}

async function readable(host: Host, path: string): Promise<GivenFile[] | null> {
  try {
    return await programmeFiles(path);
  } catch (error) {
    const { code } = error as { code?: string };
    host.err(`${path} cannot be read${code === undefined ? '' : ` (${code})`}.\n`);
    return null;
  }
}

async function load(host: Host, files: GivenFile[], instruments: Instruments): Promise<number> {
  const result = await loadProgrammeFiles(
    await host.db(),
    systemActor,
    files,
    instruments,
    host.clock.today().toString(),
  );
  if (result.outcome === 'refused') return refuse(host, result.problems, 'Nothing was loaded');
  if (result.outcome === 'unchanged')
    host.out(`${result.key}: nothing changed, version ${result.version} is this document.\n`);
  else {
    for (const { key, version } of result.instruments)
      host.out(`${key}: version ${version} of the instrument was loaded.\n`);
    host.out(`${result.key}: version ${result.version} was loaded.\n`);
  }
  return 0;
}

function check(host: Host, files: GivenFile[], instruments: Instruments): number {
  const { problems } = checkProgrammeFiles(files, instruments);
  if (problems.length > 0) return refuse(host, problems, 'The document does not fit');
  host.out(`${files.map((file) => file.name).join(', ')}: nothing is wrong.\n`);
  return 0;
}

function refuse(host: Host, problems: readonly Problem[], what: string): number {
  host.err(`${what}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.\n`);
  for (const problem of problems) host.err(`  ${problemLine(problem)}\n`);
  return 1;
}

async function list(host: Host): Promise<number> {
  const programmes = await listProgrammes(await host.db(), { day: host.clock.today().toString(), ids: null });
  if (programmes.length === 0) host.out('No programme is loaded.\n');
  for (const programme of programmes) {
    const force =
      programme.version === null
        ? 'not begun'
        : `version ${programme.version} of ${programme.versions}, since ${showDay(programme.valid_from)}`;
    host.out(`${programme.key}  ${programme.name}  ${force}\n`);
  }
  return 0;
}

async function show(host: Host, key: string, version: string | undefined): Promise<number> {
  if (version !== undefined && !/^[1-9]\d{0,5}$/.test(version)) throw new WrongUse('--version takes a whole number');
  const db = await host.db();
  const programme = await programmeByKey(db, key);
  if (programme === null) {
    host.err(`There is no programme '${key}'. ./newel programme list lists them.\n`);
    return 1;
  }
  const found =
    version === undefined
      ? await programmeOn(db, programme.id, host.clock.today().toString())
      : (await versionsOf(db, programme.id)).find((one) => one.version === Number(version));
  if (!found) {
    host.err(`${key} has no version ${version ?? ''}.\n`);
    return 1;
  }
  host.out(`${JSON.stringify(found.document, null, 2)}\n`);
  return 0;
}

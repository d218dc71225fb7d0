import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemActor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { transaction } from '../../kit/db.ts';
import { contractProblems } from '../rules/contract.ts';
import { contractsInUse, loadContract } from './contracts.ts';

/** The command `newel contracts`. */
export const contractsCommand: Command = {
  name: 'contracts',
  summary: 'Load, check and list contracts: what a commissioner pays for',
  help: `
Contracts: what a commissioner pays for, when, how much and on what evidence, as data.

Use: ./newel contracts load FILE     loads a document; if it differs, as the next version of its key
     ./newel contracts check FILE    says what is wrong with a document and loads nothing
     ./newel contracts list          lists contracts with their versions

People are judged by the version that was in force on the day of their attachment (validFrom of the document), so a new version
changes nothing for people who were attached before its day. What everybody has reached is worked out again in the next night.

Exit codes: 0 done, 1 failed or refused, 2 wrong use.
Example: ./newel contracts load programmes/contracts/working-well-pilot.json`,
  async run(args, host) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
    const [verb, given, ...rest] = positionals;
    if (rest.length > 0) throw new WrongUse(`'${rest[0]}' is one word too many`);
    if (verb === 'list' && given === undefined) return list(host);
    if (verb === 'list') throw new WrongUse('list takes no further words');
    if (verb !== 'load' && verb !== 'check') throw new WrongUse('say load, check or list');
    if (given === undefined) throw new WrongUse(`${verb} needs a FILE`);
    const document = await read(host, given);
    if (document === undefined) return 1;
    return verb === 'check' ? check(host, given, document) : load(host, document);
  },
};

/** The document of a file; undefined where it cannot be read, which was said. */
async function read(host: Host, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    const { code } = error as { code?: string };
    host.err(
      `${path} ${error instanceof SyntaxError ? 'is no JSON' : 'cannot be read'}${code === undefined ? '' : ` (${code})`}.\n`,
    );
    return undefined;
  }
}

function check(host: Host, path: string, document: unknown): number {
  const problems = contractProblems(document);
  if (problems.length > 0) return refuse(host, problems, 'The document does not fit');
  host.out(`${path}: nothing is wrong.\n`);
  return 0;
}

async function load(host: Host, document: unknown): Promise<number> {
  const today = host.clock.today().toString();
  const loaded = await transaction(await host.db(), (tx) => loadContract(tx, systemActor, document, today));
  if (loaded.outcome === 'refused') return refuse(host, loaded.problems, 'Nothing was loaded');
  host.out(
    loaded.outcome === 'unchanged'
      ? `${loaded.key}: nothing changed, version ${loaded.version} is this document.\n`
      : `${loaded.key}: version ${loaded.version} was loaded.\n`,
  );
  return 0;
}

function refuse(host: Host, problems: readonly string[], what: string): number {
  host.err(`${what}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.\n`);
  for (const problem of problems) host.err(`  ${problem}\n`);
  return 1;
}

async function list(host: Host): Promise<number> {
  for (const { key, programme, versions } of await contractsInUse(await host.db()))
    for (const [n, { name, validFrom, milestones }] of versions.entries())
      host.out(
        `${key}  version ${n + 1} of ${versions.length}  ${name}  for ${programme}, attached since ${showDay(validFrom)}: ${milestones.map((one) => one.key).join(', ')}\n`,
      );
  return 0;
}

import { benchCommand } from '../bench/command.ts';
import { userCommand, verifyCommand } from './access/actions/command.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { claimsCommand } from './claims/actions/claims-command.ts';
import { contractsCommand } from './claims/actions/contracts-command.ts';
import { commands as demo } from './demo.ts';
import { directoryCommand } from './directory/actions/command.ts';
import { importCommand } from './handover/actions/command.ts';
import type { Command } from './kit/command.ts';
import { duplicatesCommand } from './people/actions/linkage-command.ts';
import { places } from './places.ts';
import { programmeCommand } from './programmes/actions/command.ts';
import { reportCommand } from './reports/actions/command.ts';
import { packCommand } from './reports/actions/pack.ts';
import { commands as schema } from './schema.ts';
import { commands as serve } from './serve.ts';
import { occupationCommand } from './work/actions/occupations.ts';
import { sustainedCommand } from './work/actions/sustained-command.ts';

// Loaded when it is run: the test runner needs development packages that a server does not have.
const test: Command = {
  name: 'test',
  summary: 'Run every check and test; ends with the line N passed, N failed',
  help: `
Use: ./newel test [PATTERN ...] [--seed N]

Checks format, lint, types and doors, then runs the tests.

  PATTERN    only test files whose path holds one of these, and no checks
  --seed N   the order of the test files after the longest; each run prints its own

Exit codes: 0 everything passed, 1 something failed or nothing ran, 2 wrong use.`,
  run: async (args) => (await import('../test/run.ts')).runTests(args),
};

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...demo,
  ...serve,
  programmeCommand(instruments),
  importCommand,
  directoryCommand,
  duplicatesCommand,
  reportCommand,
  packCommand,
  occupationCommand,
  sustainedCommand,
  claimsCommand,
  contractsCommand,
  userCommand(places),
  verifyCommand,
  ...schema,
  benchCommand,
  test,
];

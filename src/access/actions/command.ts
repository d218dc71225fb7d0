import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { counted } from '../../kit/counted.ts';
import type { Sql } from '../../kit/db.ts';
import { generatePassword } from '../password.ts';
import type { Places } from '../rules/places.ts';
import { type Membership, type Role, roleNames, roles, systemActor } from '../rules/policy.ts';
import * as store from '../store.ts';
import { sealOnce } from './seal.ts';
import { addUser, changeRoles, type Refused, setUserDisabled, setUserPassword, userByEmail } from './users.ts';
import { readHeads, verify } from './verify.ts';

const count = (n: number) => n.toLocaleString('en-GB');

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check that no event and no read was changed, removed or added afterwards',
  help: `
Use: ./newel verify [--head FILE] [--export FILE]

Walks the chain of events and the chain of reads, computes every seal again, and checks the content of every event that
still exists. An erased content (retention) is counted and is no error.

  --head FILE     heads that were exported earlier: finds also an end that was cut off since
  --export FILE   seals what is not sealed yet and writes the heads of both chains, if nothing is wrong.
                  Keep the file where whoever can change the database cannot change it.

Exit codes: 0 nothing is wrong, 1 something is wrong or could not be read, 2 wrong use.
Example: ./newel verify --head heads-last-week.json --export heads-today.json`,
  async run(args, host) {
    const { values } = parseArgs({ args, options: { head: { type: 'string' }, export: { type: 'string' } } });
    const heads = values.head === undefined ? undefined : readHeads(await readFile(values.head, 'utf8'));
    const db = await host.db();
    if (values.export !== undefined) await sealOnce(db);
    const bar = host.progress('Verifying');
    const verified = await verify(db, {
      ...(heads === undefined ? {} : { heads }),
      progress: (_chain, rows, total) => bar.update(rows, total),
    }).finally(() => bar.done());
    const { rows, waiting, erased } = verified;
    host.out(`${counted(rows.event, 'event')} and ${counted(rows.read, 'read')} are sealed; ${counted(waiting.event + waiting.read, 'row waits', 'rows wait')} for the next seal.
${erased === 0 ? '' : `The content of ${counted(erased, 'event')} was erased.\n`}`);
    if (verified.found > 0) {
      for (const { text } of verified.findings) host.out(`${text}\n`);
      if (verified.found > verified.findings.length)
        host.out(`And ${count(verified.found - verified.findings.length)} more.\n`);
      host.out(`Wrong: ${count(verified.found)}.${values.export === undefined ? '' : ' No heads were exported.'}\n`);
      return 1;
    }
    if (values.export !== undefined) {
      const made = host.clock.now().toString();
      await writeFile(values.export, `${JSON.stringify({ made, heads: verified.heads }, null, 2)}\n`);
    }
    host.out(`Nothing is wrong${heads === undefined ? '; without --head a cut-off end would not show' : ''}.\n`);
    return 0;
  },
};

/** A line typed on the terminal without being shown. */
async function typedUnseen(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

async function firstLineOfInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.includes('\n') || text.length > 1000) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** From standard input, from a prompt, or made up and then said once. It is never an argument: those show in process lists. */
async function newPassword(values: { 'password-stdin'?: boolean; generate?: boolean }) {
  if (values['password-stdin']) return { password: await firstLineOfInput(), made: false };
  if (values.generate || !process.stdin.isTTY) return { password: generatePassword(), made: true };
  const password = await typedUnseen('Password (not shown): ');
  if (password !== (await typedUnseen('The same again: '))) throw new Error('The two passwords differ.');
  return { password, made: false };
}

/** Reads '--role key_worker:working-well-pilot:MAN-KW10': role, programme and place in it. */
async function readRole(sql: Sql, places: Places, given: string): Promise<Membership> {
  const [role, key, ...rest] = given.split(':');
  const place = rest.join(':');
  if (!roles.includes(role as Role))
    throw new WrongUse(`there is no role '${role}'; the roles are ${roles.join(', ')}`);
  const membership: Membership = {
    role: role as Role,
    programmeId: null,
    areaId: null,
    providerId: null,
    staffId: null,
  };
  if (membership.role === 'administrator') return membership;
  if (membership.role === 'service_worker') {
    const name = given.slice(given.indexOf(':') + 1).toLowerCase();
    const found = (await places.organisations(sql, name)).filter((one) => one.name.toLowerCase() === name);
    if (found.length !== 1 || !given.includes(':'))
      throw new WrongUse(`'${given}' needs the name of one organisation of the directory: service_worker:ORGANISATION`);
    return { ...membership, organisationId: found[0]?.id ?? null };
  }
  const programme = (await places.programmes(sql)).find((one) => one.key === key);
  if (programme === undefined) throw new WrongUse(`'${given}' needs a programme that is loaded: ${role}:PROGRAMME…`);
  membership.programmeId = programme.id;
  const same = (name: string) => name.toLowerCase() === place.toLowerCase();
  if (membership.role === 'key_worker') {
    const found = (await store.staffOf(sql, { programmeId: programme.id })).find((one) => same(one.code));
    if (found === undefined) throw new WrongUse(`'${given}' needs a staff code: key_worker:${key}:CODE`);
    membership.staffId = found.id;
  } else if (membership.role === 'local_lead') {
    const found = (await places.areas(sql, programme.id)).find((one) => same(one.name));
    if (found === undefined) throw new WrongUse(`'${given}' needs an area: local_lead:${key}:AREA`);
    membership.areaId = found.id;
  } else if (membership.role === 'team_manager') {
    const provider = (await places.providers(sql, programme.id)).find((one) => same(one.name));
    const area = (await places.areas(sql, programme.id)).find((one) => same(one.name));
    if (provider === undefined && area?.providerId == null)
      throw new WrongUse(`'${given}' needs a provider, or an area that has one: team_manager:${key}:PROVIDER`);
    membership.providerId = provider?.id ?? area?.providerId ?? null;
    membership.areaId = provider === undefined ? (area?.id ?? null) : null;
  }
  return membership;
}

const refusedOrDone = (host: Host, refused: Refused | null, done: string): number => {
  if (refused === null) host.out(`${done}\n`);
  else host.err(`newel user: ${refused.refused}.\n`);
  return refused === null ? 0 : 1;
};

async function list(host: Host): Promise<number> {
  const db = await host.db();
  let after: string | null = null;
  for (;;) {
    const users: Awaited<ReturnType<typeof store.listUsers>> = await store.listUsers(db, { after, limit: 500 });
    for (const user of users) {
      const may = user.roles.map((role) => roleNames[role as Role]).join(', ') || 'no role';
      host.out(`${user.email}  ${user.name}  ${may}${user.disabled_at === null ? '' : '  disabled'}\n`);
    }
    after = users.at(-1)?.id ?? null;
    if (users.length < 500) return 0;
  }
}

/** `newel user`. The lists of places come from the room that has them. */
export function userCommand(places: Places): Command {
  return {
    name: 'user',
    summary: 'Add, list, disable and enable users; set roles and passwords',
    help: `
Use: ./newel user add EMAIL --name NAME --role ROLE [--role ROLE …] [--generate | --password-stdin]
     ./newel user list
     ./newel user disable EMAIL        ends every session at once
     ./newel user enable EMAIL
     ./newel user roles EMAIL --role ROLE [--role ROLE …]      replaces the roles
     ./newel user password EMAIL [--generate | --password-stdin]

ROLE is one of
  administrator
  programme_office:PROGRAMME
  evaluator:PROGRAMME
  local_lead:PROGRAMME:AREA
  team_manager:PROGRAMME:PROVIDER     or team_manager:PROGRAMME:AREA for the team in one area
  key_worker:PROGRAMME:STAFF-CODE
  referrer:PROGRAMME
  service_worker:ORGANISATION         by its name in the directory
where PROGRAMME is a key such as working-well-pilot.

The password is asked for on the terminal and not shown. With --password-stdin it is the first line of standard input; with
--generate, or without a terminal, one is made and printed once. It is never an argument.

Exit codes: 0 done, 1 refused or failed, 2 wrong use.
Example: ./newel user add jo@example.org --name 'Jo Smith' --role key_worker:working-well-pilot:MAN-KW10`,
    async run(args, host) {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          name: { type: 'string' },
          role: { type: 'string', multiple: true },
          generate: { type: 'boolean' },
          'password-stdin': { type: 'boolean' },
        },
      });
      const [verb, email, ...more] = positionals;
      if (verb === 'list' && email === undefined) return list(host);
      if (!['add', 'disable', 'enable', 'roles', 'password'].includes(verb ?? '') || more.length > 0)
        throw new WrongUse('say what to do: add, list, disable, enable, roles or password');
      if (email === undefined) throw new WrongUse('say which user, by e-mail address');
      const given = values.role ?? [];
      if ((verb === 'add' || verb === 'roles') && given.length === 0) throw new WrongUse('say at least one --role');
      if (verb === 'add' && values.name === undefined) throw new WrongUse('say the --name of the user');

      const db = await host.db();
      const today = host.clock.today().toString();
      const memberships: Membership[] = [];
      for (const role of given) memberships.push(await readRole(db, places, role));
      const tell = ({ password, made }: { password: string; made: boolean }) => {
        if (made) host.out(`The password, shown this once: ${password}\n`);
      };
      if (verb === 'add') {
        const chosen = await newPassword(values);
        const { password } = chosen;
        const added = await addUser(db, systemActor, { email, name: values.name ?? '', password, memberships }, today);
        if ('refused' in added) return refusedOrDone(host, added, '');
        tell(chosen);
        return refusedOrDone(host, null, 'The user was added.');
      }
      const user = await userByEmail(db, email);
      if (user === null) return refusedOrDone(host, { refused: 'There is no such user', field: 'user' }, '');
      if (verb === 'roles')
        return refusedOrDone(
          host,
          await changeRoles(db, systemActor, user.id, memberships, today),
          'The roles were set.',
        );
      if (verb === 'password') {
        const chosen = await newPassword(values);
        const refused = await setUserPassword(db, systemActor, user.id, chosen.password, today);
        if (refused === null) tell(chosen);
        return refusedOrDone(host, refused, 'The password was set, and every session of the user ended.');
      }
      const disabled = verb === 'disable';
      const refused = await setUserDisabled(db, systemActor, user.id, disabled, today);
      return refusedOrDone(
        host,
        refused,
        disabled ? 'The user is disabled, and every session ended.' : 'The user may sign in again.',
      );
    },
  };
}

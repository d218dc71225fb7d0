import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { fixedClock } from '../../kit/clock.ts';
import type { Host } from '../../kit/command.ts';
import { type Database, openDatabase, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Places } from '../rules/places.ts';
import { passwordProblem, systemActor } from '../rules/policy.ts';
import { userCommand, verifyCommand } from './command.ts';
import { recordEvents } from './events.ts';
import { signIn } from './sign-in.ts';

const programmeId = newId();
const [areaId, providerId] = [newId(), newId()];
const organisation = { id: newId(), name: 'Riverside Advice' };
const places: Places = {
  programmes: async () => [{ id: programmeId, key: 'pilot', name: 'Pilot' }],
  areas: async () => [{ id: areaId, name: 'Bolton', providerId }],
  providers: async () => [{ id: providerId, name: 'A provider' }],
  organisations: async (_, words) => [organisation].filter(({ name }) => name.toLowerCase().includes(words)),
  organisationNames: async () => [organisation],
};
const user = userCommand(places);

let fresh: FreshDatabase;
let db: Database;
let owner: Database;
let folder: string;
before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  owner = openDatabase(fresh.url, { asOwner: true });
  folder = mkdtempSync(join(tmpdir(), 'newel-verify-'));
  await owner.query(
    `insert into staff (id, programme_id, code, given_name, family_name) values ($1, $2, 'KW1', 'A', 'B')`,
    [newId(), programmeId],
  );
  await owner.query(`insert into organisation (id, name, description, doc) values ($1, $2, 'Made up', '{}')`, [
    organisation.id,
    organisation.name,
  ]);
});
after(async () => {
  await db.end();
  await owner.end();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

/** Runs a command. Resolves to its exit code and what it said. */
async function run(command: typeof user, args: string[]) {
  let out = '';
  let err = '';
  const host: Host = {
    db: async () => db,
    ownerUrl: async () => fresh.url,
    clock: fixedClock('2016-03-31T12:00:00Z'),
    timeZone: 'Europe/London',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    progress: () => ({ update() {}, done() {} }),
  };
  const code = await command.run(args, host);
  return { code, out, err };
}

describe('newel user', () => {
  const add = (email: string, ...roles: string[]) =>
    run(user, ['add', email, '--name', 'Jo', '--generate', ...roles.flatMap((role) => ['--role', role])]);

  it('adds users of every role with a password that works, and lists them', async () => {
    const added = await add(
      'all@example.org',
      'administrator',
      'programme_office:pilot',
      'evaluator:pilot',
      'local_lead:pilot:bolton',
      'team_manager:pilot:Bolton',
      'key_worker:pilot:kw1',
      'service_worker:riverside advice',
    );
    assert.equal(added.code, 0, added.err);
    const password = /shown this once: (\S+)/.exec(added.out)?.[1] ?? '';
    assert.equal((await signIn(db, { email: 'all@example.org', password, address: 'x' })).outcome, 'signed in');
    const { rows } = await owner.query(
      'select role, programme_id, area_id, provider_id, staff_id is not null as staff, organisation_id from membership order by role',
    );
    assert.deepEqual(
      rows.map((row) => [
        row.role,
        row.programme_id === programmeId,
        row.area_id === areaId,
        row.provider_id === providerId,
        row.staff,
        row.organisation_id === organisation.id,
      ]),
      [
        ['administrator', false, false, false, false, false],
        ['evaluator', true, false, false, false, false],
        ['key_worker', true, false, false, true, false],
        ['local_lead', true, true, false, false, false],
        ['programme_office', true, false, false, false, false],
        ['service_worker', false, false, false, false, true],
        ['team_manager', true, true, true, false, false],
      ],
    );
    const listed = await run(user, ['list']);
    assert.match(listed.out, /all@example\.org {2}Jo {2}.*Key worker/);
    const again = await add('ALL@example.org', 'administrator');
    assert.deepEqual([again.code, again.out], [1, '']);
  });

  it('disables, enables, sets roles and passwords', async () => {
    await add('one@example.org', 'administrator');
    const set = await run(user, ['password', 'one@example.org', '--generate']);
    const password = /shown this once: (\S+)/.exec(set.out)?.[1] ?? '';
    const outcome = async () => (await signIn(db, { email: 'one@example.org', password, address: 'y' })).outcome;
    assert.equal(await outcome(), 'signed in');
    assert.equal((await run(user, ['disable', 'one@example.org'])).code, 0);
    assert.equal(await outcome(), 'wrong');
    assert.equal((await run(user, ['enable', 'one@example.org'])).code, 0);
    assert.equal(await outcome(), 'signed in');
    assert.equal((await run(user, ['roles', 'one@example.org', '--role', 'evaluator:pilot'])).code, 0);
    assert.match((await run(user, ['list'])).out, /one@example\.org {2}Jo {2}Evaluator\n/);
  });

  it('refuses what is not right, and says so', async () => {
    for (const args of [
      [],
      ['remove', 'a@example.org'],
      ['add', 'a@example.org', '--name', 'A'],
      ['add', 'a@example.org', '--role', 'administrator'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'root'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'evaluator:nowhere'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'key_worker:pilot:NOBODY'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'local_lead:pilot:Nowhere'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'service_worker:Nowhere'],
      ['add', 'a@example.org', '--name', 'A', '--role', 'service_worker'],
      ['add', 'a@example.org', '--password', 'an argument'],
    ])
      await assert.rejects(run(user, args), args.join(' '));
    assert.equal((await run(user, ['disable', 'nobody@example.org'])).code, 1);
    assert.equal((await add('no address', 'administrator')).code, 1);
  });
});

describe('newel verify', () => {
  it('exports heads, finds a cut-off end beside them, and exports none when something is wrong', async () => {
    await transaction(db, (tx) =>
      recordEvents(
        tx,
        systemActor,
        [1, 2, 3].map((n) => ({ kind: 'x', happenedOn: '2016-03-31', payload: { n } })),
      ),
    );
    const file = join(folder, 'heads.json');
    // A transaction of another database on the same server can hold the chain up; heads of what is not yet in it protect nothing.
    let good = await run(verifyCommand, ['--export', file]);
    for (let tries = 0; JSON.parse(readFileSync(file, 'utf8')).heads.event.count < 3 && tries < 600; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      good = await run(verifyCommand, ['--export', file]);
    }
    assert.equal(good.code, 0, good.out);
    assert.match(good.out, /Nothing is wrong/);
    assert.match(JSON.parse(readFileSync(file, 'utf8')).heads.event.hash, /^[0-9a-f]{64}$/);
    assert.equal((await run(verifyCommand, ['--head', file])).code, 0);

    const client = await owner.connect();
    await client.query('alter table event disable trigger append_only; alter table seal disable trigger append_only');
    await client.query(`delete from event_payload; delete from event; delete from seal`);
    client.release(true);
    assert.equal((await run(verifyCommand, [])).code, 0);
    const cut = await run(verifyCommand, ['--head', file, '--export', join(folder, 'none.json')]);
    assert.equal(cut.code, 1);
    assert.match(cut.out, /cut off/);
    assert.throws(() => readFileSync(join(folder, 'none.json')));
    await assert.rejects(run(verifyCommand, ['--head', import.meta.filename]), /not a file of chain heads/);
    await assert.rejects(run(verifyCommand, ['--heads']));
  });
});

describe('the rules for passwords', () => {
  it('refuse short, long, common and telling ones, and take a phrase', () => {
    for (const poor of [
      '',
      'elevenchars',
      'x'.repeat(257),
      'aaaaaaaaaaaaa',
      'password1234',
      'Qwertyuiop123456',
      'jo.smith is here',
      '123456789012',
    ])
      assert.notEqual(passwordProblem(poor, 'jo.smith@example.org'), null, poor);
    for (const good of [
      'one step at a time',
      'k7mq-2xw9-abcd-efgh',
      'żółta kaczka lubi deszcz',
      'blue lamp over '.repeat(5),
    ])
      assert.equal(passwordProblem(good, 'jo@example.org'), null, good);
  });
});

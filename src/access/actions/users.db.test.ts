import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../../test/support/database.ts';
import { openDatabase } from '../../kit/db.ts';
import { type Actor, systemActor } from '../rules/policy.ts';
import { addUser, setUserDisabled, userNames } from './users.ts';

const today = '2016-03-31';
const administrator = {
  role: 'administrator',
  programmeId: null,
  areaId: null,
  providerId: null,
  staffId: null,
} as const;

test('of two administrators who disable each other at the same moment one is left', async () => {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  try {
    const actors: Actor[] = [];
    for (const name of ['Ann', 'Bob']) {
      const added = await addUser(
        db,
        systemActor,
        { email: `${name}@example.org`, name, password: 'one step at a time', memberships: [administrator] },
        today,
      );
      assert.ok('id' in added);
      actors.push({ userId: added.id, name, memberships: [administrator] });
    }
    const [ann, bob] = actors as [Actor, Actor];
    const outcomes = await Promise.all([
      setUserDisabled(db, ann, bob.userId as string, true, today),
      setUserDisabled(db, bob, ann.userId as string, true, today),
    ]);
    assert.equal(outcomes.filter((outcome) => outcome === null).length, 1);
    assert.match(outcomes.find((outcome) => outcome !== null)?.refused ?? '', /no administrator any more/);
    const { rows } = await db.query('select count(*)::int as n from app_user where disabled_at is null');
    assert.deepEqual(rows, [{ n: 1 }]);
    assert.deepEqual((await db.query("select count(*)::int as n from event where kind = 'user.disabled'")).rows, [
      { n: 1 },
    ]);
    assert.deepEqual(
      await userNames(db, [ann.userId, null, bob.userId, ann.userId]),
      new Map([
        [ann.userId, 'Ann'],
        [bob.userId, 'Bob'],
      ]),
    );
  } finally {
    await db.end();
    await fresh.drop();
  }
});

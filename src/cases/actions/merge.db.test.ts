import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { correctPerson, personOf } from '../../people/actions/people.ts';
import { type MergeField, mergeFields } from '../../people/rules/merge.ts';
import { fold } from '../../people/rules.ts';
import { mergePeople, undoMerge } from './merge.ts';
import { addNote } from './notes.ts';
import { findCase } from './record.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const today = '2016-03-31';
const one = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows[0];

/** Everything that is kept of a person, but for versions, and rows that were taken away. */
async function snapshot(personId: string) {
  const tables = ['case_record', 'attachment', 'key_worker_assignment', 'note', 'person_name', 'person_contact'];
  const person = await one(
    `select to_jsonb(p) - 'version' - 'updated_at' as row from person p where id = $1`,
    personId,
  );
  const rows: Record<string, unknown> = { person: person.row };
  for (const table of tables) {
    const live = table.startsWith('person_') ? 'and removed_at is null' : '';
    const found = await w.db.query(
      `select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t where person_id = $1 ${live} order by to_jsonb(t)::text`,
      [personId],
    );
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}

const text = fc.constantFrom(null, 'Ann', 'Zoë', "O'Hara", 'Bolton');
const record = fc.record({
  given_name: text,
  family_name: text,
  date_of_birth: fc.constantFrom(null, '1974-03-12', '1980-01-01'),
  ni_number: fc.constantFrom(null, 'QQ123456A', 'QQ654321B'),
  phone: fc.constantFrom(null, '07700900123', '07700900456'),
  email: fc.constantFrom(null, 'ann@example.org'),
  own_words: text,
  locality: text,
  contact_rules: fc.constantFrom({}, { voicemail: 'no' }, { voicemail: 'yes', how: 'After 3pm' }, { any: 'no' }),
});
type Record_ = typeof record extends fc.Arbitrary<infer T> ? T : never;

async function made(values: Record_, cases: number, extras: number) {
  const first = await w.addCase();
  await w.db.query(
    `update person set (given_name, family_name, date_of_birth, ni_number, phone, email, own_words, locality, contact_rules) =
       (select given_name, family_name, date_of_birth, ni_number, phone, email, own_words, locality, contact_rules
        from jsonb_populate_record(null::person, $2::jsonb)),
       search_given = $3, search_family = $4
     where id = $1`,
    [first.personId, JSON.stringify(values), fold(values.given_name ?? ''), fold(values.family_name ?? '')],
  );
  const caseIds = [first.caseId];
  for (let n = 1; n < cases; n++) {
    const id = newId();
    await w.db.query(
      `insert into case_record (id, person_id, programme_id, reference, status, referred_on) values ($1, $2, $3, $4, 'referred', '2015-01-01')`,
      [id, first.personId, n % 2 ? w.otherProgrammeId : w.programmeId, newReference('C')],
    );
    caseIds.push(id);
  }
  for (let n = 0; n < extras; n++) {
    await w.db.query(
      `insert into person_name (id, person_id, use, given_name, search_given) values ($1, $2, 'alias', 'Bee', $3)`,
      [newId(), first.personId, `bee${n}`],
    );
    await w.db.query(
      `insert into person_contact (id, person_id, kind, name, may_be_told) values ($1, $2, 'supporter', 'Sam', 'nothing')`,
      [newId(), first.personId],
    );
  }
  return { personId: first.personId, caseIds };
}
const versionOf = async (id: string) => (await one('select version from person where id = $1', id)).version as number;
const sides = async (kept: string, merged: string) => ({
  kept: { id: kept, version: await versionOf(kept) },
  merged: { id: merged, version: await versionOf(merged) },
});
async function merge(kept: string, merged: string, taken: readonly MergeField[] = []) {
  const done = await mergePeople(w.db, systemActor, { ...(await sides(kept, merged)), taken, today });
  assert.ok(typeof done === 'object', String(done));
  return done.mergeId;
}

test('merge, work on it, undo: both records are exactly as they were, but for the work', async () => {
  const choice = fc.subarray(mergeFields.map(({ name }) => name));
  const work = fc.array(fc.nat(5), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      record,
      record,
      choice,
      work,
      fc.nat(2),
      fc.boolean(),
      async (a, b, taken, notes, extras, correct) => {
        const kept = await made(a, 1, extras);
        const merged = await made(b, 2, 2 - extras);
        const was = { kept: await snapshot(kept.personId), merged: await snapshot(merged.personId) };
        const mergeId = await merge(kept.personId, merged.personId, taken);
        const all = [...kept.caseIds, ...merged.caseIds];
        for (const caseId of all) assert.equal((await findCase(w.db, caseId))?.personId, kept.personId);
        // Work through the application's own actions, on cases of both.
        const noted: string[] = [];
        for (const at of notes) {
          const head = await findCase(w.db, all[at % all.length]!);
          noted.push(await addNote(w.db, systemActor, head!, { body: `Note ${at}`, writtenOn: today } as never));
        }
        const now = (await personOf(w.db, kept.personId))!;
        const head = (await findCase(w.db, kept.caseIds[0]!))!;
        if (correct) {
          const change = { before: now, version: now.version, block: 'words', changes: [], today } as const;
          const answers = { own_words: 'Corrected since', pronouns: now.pronouns };
          assert.equal(await correctPerson(w.db, systemActor, head, { ...change, answers }), 'saved');
        }
        const undone = await undoMerge(w.db, systemActor, mergeId, today);
        assert.ok(typeof undone === 'object', String(undone));
        const is = { kept: await snapshot(kept.personId), merged: await snapshot(merged.personId) };
        // The work itself: notes stay with their case, the correction with the record on which it was made.
        for (const side of [is.kept, is.merged])
          side.note = (side.note as { id: string }[]).filter(({ id }) => !noted.includes(id));
        if (correct) {
          assert.equal((is.kept.person as { own_words: string }).own_words, 'Corrected since');
          (is.kept.person as Record<string, unknown>).own_words = a.own_words;
        }
        assert.deepEqual(is, was);
        for (const at of notes.map((n) => n % all.length)) {
          const owner = at < kept.caseIds.length ? kept.personId : merged.personId;
          const stray = await one(
            'select count(*)::int as n from note where case_id = $1 and person_id <> $2',
            all[at]!,
            owner,
          );
          assert.equal(stray.n, 0);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('of two who merge at once one wins, and a merge both ways round does not lock up', async () => {
  const nobody: Record_ = {
    given_name: 'A',
    family_name: 'B',
    date_of_birth: null,
    ni_number: null,
    phone: null,
    email: null,
    own_words: null,
    locality: null,
    contact_rules: {},
  } as never;
  for (const turned of [false, true]) {
    const [a, b] = [await made(nobody, 1, 0), await made(nobody, 1, 0)];
    const first = { ...(await sides(a.personId, b.personId)), taken: [], today };
    const second = turned ? { ...first, kept: first.merged, merged: first.kept } : first;
    const outcomes = await Promise.all([mergePeople(w.db, systemActor, first), mergePeople(w.db, systemActor, second)]);
    assert.equal(outcomes.filter((done) => typeof done === 'object').length, 1);
    assert.ok(outcomes.includes('stale'));
    const { n } = await one('select count(*)::int as n from person_merge where kept_id = any($1)', [
      a.personId,
      b.personId,
    ]);
    assert.equal(n, 1);
    const won = outcomes.find((done) => typeof done === 'object') as { mergeId: string };
    const undone = await Promise.all([1, 2].map(() => undoMerge(w.db, systemActor, won.mergeId, today)));
    assert.ok(undone.includes('undone already') && undone.some((done) => typeof done === 'object'));
  }
});

test('a later merge is undone first, and takes what came with it back', async () => {
  const [a, b, c] = [await w.addCase(), await w.addCase(), await w.addCase()];
  const inner = await merge(b.personId, c.personId);
  const outer = await merge(a.personId, b.personId);
  assert.equal((await findCase(w.db, c.caseId))?.personId, a.personId);
  assert.equal(await undoMerge(w.db, systemActor, inner, today), 'merged again since');
  assert.ok(typeof (await undoMerge(w.db, systemActor, outer, today)) === 'object');
  assert.equal((await findCase(w.db, c.caseId))?.personId, b.personId);
  assert.ok(typeof (await undoMerge(w.db, systemActor, inner, today)) === 'object');
  assert.equal((await findCase(w.db, c.caseId))?.personId, c.personId);
});

test('a restricted record is the one that is kept, and what is merged into it is restricted until it is undone', async () => {
  const office = await w.signIn('programme_office');
  const [staff, other] = [await w.addCase(), await w.addCase()];
  await w.db.query(
    `insert into person_restriction (person_id, kind, reason, owner_id) values ($1, 'staff', 'Works here', $2)`,
    [staff.personId, office.userId],
  );
  await w.db.query('update case_record set restricted = true where id = $1', [staff.caseId]);
  const input = { ...(await sides(staff.personId, other.personId)), taken: [], today };
  assert.equal(
    await mergePeople(w.db, systemActor, { ...input, kept: input.merged, merged: input.kept }),
    'keep the restricted one',
  );
  const actor = {
    userId: office.userId,
    name: 'Office',
    memberships: [
      { role: 'programme_office', programmeId: w.programmeId, areaId: null, providerId: null, staffId: null },
    ],
  } as const;
  assert.equal(await mergePeople(w.db, actor, input), 'not theirs');
  const done = await mergePeople(w.db, { ...actor, opened: [staff.personId] }, input);
  assert.ok(typeof done === 'object');
  assert.equal((await findCase(w.db, other.caseId))?.case.restricted, staff.personId);
  assert.equal(await undoMerge(w.db, actor, done.mergeId, today), 'not theirs');
  assert.ok(typeof (await undoMerge(w.db, { ...actor, opened: [staff.personId] }, done.mergeId, today)) === 'object');
  assert.equal((await findCase(w.db, other.caseId))?.case.restricted, null);
  assert.equal((await findCase(w.db, staff.caseId))?.case.restricted, staff.personId);
});

test('a form that was opened before the merge is stale after it', async () => {
  const [a, b] = [await w.addCase(), await w.addCase()];
  const opened = (await personOf(w.db, b.personId))!;
  await merge(a.personId, b.personId);
  assert.notEqual(await versionOf(a.personId), opened.version);
  assert.match(
    (await (await w.signIn('programme_office')).get(`/cases/${b.caseId}/timeline`)).body,
    /this case moved there/,
  );
});

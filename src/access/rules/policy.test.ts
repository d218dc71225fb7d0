import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Actor,
  type CaseFacts,
  can,
  canSomewhere,
  type Membership,
  organisationsOf,
  type Permission,
  type PolicyFacts,
  passwordProblem,
  policy,
  roles,
  type Scope,
  scopeOf,
  systemActor,
} from './policy.ts';

const permissions = Object.keys(policy) as Permission[];
const one = (...values: string[]) => fc.constantFrom(...values);
const maybe = (...values: string[]) => fc.option(one(...values), { nil: null });
const membership: fc.Arbitrary<Membership> = fc.record({
  role: fc.constantFrom(...roles),
  programmeId: maybe('p1', 'p2'),
  areaId: maybe('a1', 'a2'),
  providerId: maybe('q1', 'q2'),
  staffId: maybe('s1', 's2'),
  organisationId: maybe('o1', 'o2'),
  covers: fc.subarray(['s1', 's2']),
});
const actor: fc.Arbitrary<Actor> = fc.record({
  userId: fc.constant('u'),
  name: fc.constant('U'),
  memberships: fc.array(membership, { maxLength: 3 }),
  opened: fc.subarray(['r1', 'r2']),
});
// An area, a provider and a member of staff belong to one programme, as in the database.
type Case = PolicyFacts & { case: CaseFacts };
const aCase: fc.Arbitrary<Case> = fc
  .record({
    programmeId: one('p1', 'p2'),
    areaId: maybe('a1', 'a2'),
    providerId: maybe('q1', 'q2'),
    keyWorkerId: maybe('s1', 's2'),
    restricted: maybe('r1', 'r2', 'r3'),
  })
  .map(({ programmeId, ...rest }) => ({ programmeId, case: rest }));

const inScope = (scope: Scope, { programmeId, case: record }: Case): boolean =>
  (record.restricted === null || scope.opened.includes(record.restricted)) &&
  (scope.programmeIds.includes(programmeId) ||
    scope.areaIds.includes(record.areaId ?? '') ||
    scope.providerIds.includes(record.providerId ?? '') ||
    scope.staffIds.includes(record.keyWorkerId ?? '') ||
    scope.teams.some((team) => team.areaId === record.areaId && team.providerId === record.providerId));

test('a list shows exactly the cases that can be opened', () => {
  const aboutCases = permissions.filter((permission) => permission.startsWith('case.'));
  fc.assert(
    fc.property(actor, aCase, fc.constantFrom(...aboutCases), (somebody, record, permission) => {
      assert.equal(
        inScope(scopeOf(somebody, permission, record.programmeId), record),
        can(somebody, permission, record),
      );
    }),
    { numRuns: 3000 },
  );
});

test('a restricted record is closed to every role until it is opened to its user, and opens nothing else', () => {
  fc.assert(
    fc.property(actor, aCase, fc.constantFrom(...permissions), (somebody, record, permission) => {
      const open: Case = { ...record, case: { ...record.case, restricted: null } };
      const opened = record.case.restricted === null || somebody.opened?.includes(record.case.restricted) === true;
      assert.equal(can(somebody, permission, record), opened && can(somebody, permission, open));
    }),
    { numRuns: 3000 },
  );
});

test('a referrer sees what they sent and no case', () => {
  const member = { role: 'referrer', programmeId: 'p1', areaId: 'a1', providerId: 'q1', staffId: 's1' } as const;
  const somebody: Actor = { userId: 'u', name: 'U', memberships: [member] };
  assert.equal(can(somebody, 'referral_in.own', { programmeId: 'p1', sentBy: 'u' }), true);
  assert.equal(can(somebody, 'referral_in.own', { programmeId: 'p1', sentBy: 'v' }), false);
  assert.equal(can(somebody, 'referral_in.own', { programmeId: 'p1', sentBy: null }), false);
  assert.equal(can(somebody, 'referral_in.own', { programmeId: 'p2', sentBy: 'u' }), false);
  const record = { areaId: 'a1', providerId: 'q1', keyWorkerId: 's1', restricted: null };
  for (const permission of permissions.filter((name) => !name.startsWith('referral_in.')))
    assert.equal(can(somebody, permission, { programmeId: 'p1', case: record, sentBy: 'u' }), false, permission);
});

test('a service worker sees what was sent to their own organisation while consent holds, and nothing else of anybody', () => {
  const facts = (organisationId: string | null, consent: boolean) =>
    ({ programmeId: 'p1', service: { organisationId, consent } }) as const;
  // Even a membership that names a programme and its places gives nothing of them.
  const all = { programmeId: 'p1', areaId: 'a1', providerId: 'q1', staffId: 's1', covers: ['s1'] };
  const member = { role: 'service_worker', ...all, organisationId: 'o1' } as const;
  const somebody: Actor = { userId: 'u', name: 'U', memberships: [member], opened: ['r1'] };
  assert.equal(can(somebody, 'service.answer', facts('o1', true)), true);
  assert.equal(can(somebody, 'service.answer', facts('o1', false)), false);
  assert.equal(can(somebody, 'service.answer', facts('o2', true)), false);
  assert.equal(can(somebody, 'service.answer', facts(null, true)), false);
  assert.equal(can(somebody, 'service.answer', { programmeId: 'p1' }), false);
  const nobody: Actor = { ...somebody, memberships: [{ ...member, organisationId: null }] };
  assert.equal(can(nobody, 'service.answer', facts(null, true)), false);
  assert.deepEqual(organisationsOf(somebody, 'service.answer'), ['o1']);
  assert.deepEqual(organisationsOf(nobody, 'service.answer'), []);
  const record = { areaId: 'a1', providerId: 'q1', keyWorkerId: 's1', restricted: null };
  const others = permissions.filter((name) => name !== 'service.answer' && name !== 'service.entry');
  for (const permission of others) {
    assert.equal(can(somebody, permission, { ...facts('o1', true), case: record, sentBy: 'u' }), false, permission);
    assert.equal(canSomewhere(somebody, permission), false, permission);
    const scope = scopeOf(somebody, permission);
    assert.equal(inScope(scope, { programmeId: 'p1', case: record }), false, permission);
  }
  // And whoever works in the programme answers for no service.
  const staff = roles
    .filter((role) => role !== 'service_worker')
    .map((role) => ({ role, ...all, organisationId: 'o1' }));
  const inside: Actor = { userId: 'u', name: 'U', memberships: staff };
  assert.equal(can(inside, 'service.answer', facts('o1', true)), false);
});

test('nothing is allowed without a role, to the system’s actor, or on a record that is not there', () => {
  for (const permission of permissions) {
    assert.equal(can({ userId: 'u', name: 'U', memberships: [] }, permission, { programmeId: 'p1' }), false);
    assert.equal(can(systemActor, permission, { programmeId: 'p1' }), false);
    assert.equal(canSomewhere(systemActor, permission), false);
  }
  fc.assert(
    fc.property(actor, fc.constantFrom(...permissions), (somebody, permission) =>
      assert.equal(can(somebody, permission, null), false),
    ),
  );
});

test('what is allowed for one record is allowed somewhere', () => {
  fc.assert(
    fc.property(actor, aCase, fc.constantFrom(...permissions), (somebody, record, permission) => {
      if (can(somebody, permission, record)) assert.ok(canSomewhere(somebody, permission));
    }),
  );
});

test('an administrator opens no record, and an evaluator sees no person', () => {
  const all = { programmeId: 'p1', areaId: 'a1', providerId: 'q1', staffId: 's1' };
  const record = { programmeId: 'p1', case: { areaId: 'a1', providerId: 'q1', keyWorkerId: 's1', restricted: null } };
  for (const role of ['administrator', 'evaluator'] as const) {
    const somebody: Actor = { userId: 'u', name: 'U', memberships: [{ role, ...all }] };
    for (const permission of permissions) {
      if (permission.startsWith('case.') || permission === 'report.people' || permission === 'duplicates.review') {
        assert.equal(can(somebody, permission, record), false, `${role} ${permission}`);
      }
    }
  }
});

test('passwords: long, not the name, not one character over and over', () => {
  assert.equal(passwordProblem('one step at a time', 'jo@example.org'), null);
  for (const poor of ['short', 'aaaaaaaaaaaaaaaa', `jo.bloggs${'x'.repeat(300)}`, 'my jo.bloggs password']) {
    assert.notEqual(passwordProblem(poor, 'jo.bloggs@example.org'), null, poor);
  }
});

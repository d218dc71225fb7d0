import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ClaimFields, claimProblem, repeats } from './rules.ts';

const milestones = [
  { code: 'attachment', label: 'Attachment' },
  { code: 'job_start', label: 'Job start' },
];
const claims: fc.Arbitrary<ClaimFields[]> = fc.array(
  fc.record({
    milestone: fc.constantFrom('attachment', 'job_start'),
    claimedOn: fc.option(fc.constantFrom('2015-01-01', '2015-02-01', '2015-03-01')),
  }),
  { maxLength: 6 },
);

test('of the claims of a milestone exactly one is no repeat, and it is the earliest', () => {
  fc.assert(
    fc.property(claims, (given) => {
      const repeated = repeats(given);
      for (const { code } of milestones) {
        const same = given.filter((claim) => claim.milestone === code);
        const counted = given.filter((claim, at) => claim.milestone === code && !repeated[at]);
        assert.equal(counted.length, Math.min(1, same.length));
        const day = (claim: ClaimFields) => claim.claimedOn ?? '9999-12-31';
        for (const claim of same) assert.ok(day(counted[0] as ClaimFields) <= day(claim));
      }
    }),
  );
});

test('a second claim of a milestone is refused; a correction that keeps its milestone passes', () => {
  const filed = { milestone: 'job_start', claimedOn: '2015-01-01' };
  assert.match(claimProblem(filed, [filed], milestones) ?? '', /^Job start is claimed already/);
  assert.equal(claimProblem(filed, [], milestones), null);
  assert.equal(claimProblem({ ...filed, claimedOn: '2015-02-01' }, [filed], milestones, filed), null);
  assert.notEqual(claimProblem(filed, [filed], milestones, { milestone: 'attachment', claimedOn: null }), null);
});
